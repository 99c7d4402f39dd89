"""SendSMSMessages and SendSMSMessageToNumber: what is queued, for whom, and what is refused."""

import dataclasses
import datetime

import pytest

from tests.support.gateway import SETTINGS, account, history, sms_waiting
from tests.support.outcomes import OK, outcome
from vettrak_api.model.clients import Client

SET_UP = SETTINGS | {"sms_credit": 50, "sms_sender": "Beer School", "sms_providers": ("Fast", "Cheap")}
pytestmark = pytest.mark.settings(**SET_UP)

NOON = datetime.datetime(2026, 9, 10, 12)
HOUR = datetime.timedelta(hours=1)
MISSING = datetime.datetime(1, 1, 1)


@pytest.fixture
def people(world):
    """Two clients with mobile phones, of whom one wants no marketing, one with a landline and one without any."""
    world.client("Adams", code="ADAMS", mobile_phone="0400 000 001")
    world.client("Baker", code="BAKER", mobile_phone="+61 400 000 002", marketing=False)
    world.client("Cook", code="COOK", mobile_phone="03 9000 0003")
    return world.client("Drew", code="DREW")


@pytest.fixture
def send(api, token):
    """Send to recipients, each a client code, a number, or both; null for one that is null."""

    def call(*recipients, **values):
        items = [("TSMSRecipient", recipient_of(one)) for one in recipients]
        told = {"messageContent": "Hello", "smsRecipients": items, "isMarketing": False} | values
        return api.SendSMSMessages(token, **told)

    return call


@pytest.fixture
def send_one(api, token):
    return lambda **values: api.SendSMSMessageToNumber(
        token, **{"messageContent": "Hello", "mobileNumber": "0400 000 009"} | values
    )


@pytest.fixture(params=["SendSMSMessages", "SendSMSMessageToNumber"])
def either(request, people, send, send_one):
    """Send by either operation, to one recipient."""
    if request.param == "SendSMSMessageToNumber":
        return send_one
    return lambda **values: send({"MobilePhone": "0400 000 009"}, **values)


def recipient_of(one):
    return {"ClientCode": one} if isinstance(one, str) else one


def results(answer):
    assert outcome(answer) == OK
    return [(one.ClientCode, one.MobilePhone, one.Status) for one in answer.SMSResultList]


def refusal(answer, world):
    """Return Status and message of a refused call, of which nothing is left."""
    assert (answer.SmsSent, answer.SmsBalance, answer.SMSResultList) == (0, 0, None)
    assert (sms_waiting(world), history(world)) == ([], [])
    return outcome(answer)


class TestRecipients:
    def test_a_client_is_told_at_the_own_number_and_history_is_kept(self, world, people, send):
        answer = send("adams")
        assert results(answer) == [("adams", "+61400000001", 1)]
        assert (answer.SmsSent, answer.SmsBalance) == (1, 49)
        (waiting,) = sms_waiting(world)
        assert (waiting.number, waiting.text, waiting.sender, waiting.provider) == (
            "+61400000001", "Hello", "Beer School", None,
        )  # fmt: skip
        (kept,) = history(world)
        told = (kept.client_id, kept.number, kept.text, kept.sender, kept.parts, kept.scheduled, kept.state)
        adams = people.id - 3
        assert told == (adams, "+61400000001", "Hello", "Beer School", 1, None, "queued")
        assert (kept.message_key, kept.created_at) == (waiting.key, NOON)

    def test_a_number_alone_keeps_no_history(self, world, people, send):
        assert results(send({"MobilePhone": "(04) 0000-0009"})) == [(None, "+61400000009", 1)]
        assert [message.number for message in sms_waiting(world)] == ["+61400000009"]
        assert history(world) == []

    def test_both_are_the_number_in_the_clients_history(self, world, people, send):
        answer = send({"ClientCode": "ADAMS", "MobilePhone": "61400000009"})
        assert results(answer) == [("ADAMS", "+61400000009", 1)]
        assert [(kept.client_id, kept.number) for kept in history(world)] == [(people.id - 3, "+61400000009")]

    def test_each_has_a_result_in_the_given_order(self, world, people, send):
        answer = send(
            "NOBODY", {"MobilePhone": "0400000009"}, "COOK", "ADAMS", "DREW", None,
            {"ClientCode": "NOBODY", "MobilePhone": "0400000009"}, {"MobilePhone": "03 9000 0003"},
            {"ClientCode": "ADAMS", "MobilePhone": "13 00 00"}, "BAKER",
        )  # fmt: skip
        assert results(answer) == [
            ("NOBODY", None, -2), (None, "+61400000009", 1), ("COOK", None, -1), ("ADAMS", "+61400000001", 1),
            ("DREW", None, -1), (None, None, -1), ("NOBODY", "0400000009", -2), (None, "03 9000 0003", -1),
            ("ADAMS", "13 00 00", -1), ("BAKER", "+61400000002", 1),
        ]  # fmt: skip
        assert (answer.SmsSent, answer.SmsBalance) == (3, 47)
        numbers = ["+61400000009", "+61400000001", "+61400000002"]
        assert [message.number for message in sms_waiting(world)] == numbers
        assert [kept.number for kept in history(world)] == numbers[1:]
        assert [one.StatusMessage for one in answer.SMSResultList][:4] == [
            "Client not found.", "Queued.", "No usable mobile number.", "Queued.",
        ]  # fmt: skip

    def test_who_opted_out_is_left_out_of_marketing_alone(self, world, people, send):
        world.client("Opted", code="OPTED", marketing=False)
        answer = send("ADAMS", "BAKER", "OPTED", {"ClientCode": "BAKER", "MobilePhone": "0400000009"}, isMarketing=True)
        assert [status for *_, status in results(answer)] == [1, 0, 0, 0]
        assert answer.SMSResultList[1].StatusMessage == "The client does not want marketing messages."
        assert [message.number for message in sms_waiting(world)] == ["+61400000001"]
        assert [status for *_, status in results(send("BAKER"))] == [1]

    def test_when_nobody_can_be_told_nothing_is_queued(self, world, people, send):
        answer = send("COOK", "NOBODY")
        assert [status for *_, status in results(answer)] == [-1, -2]
        assert (answer.SmsSent, answer.SmsBalance, sms_waiting(world)) == (0, 50, [])

    @pytest.mark.parametrize("recipients", [[], None])
    def test_there_must_be_some(self, world, send, recipients):
        values = {} if recipients == [] else {"smsRecipients": None}
        assert refusal(send(**values), world) == (-1, "No recipients given.")

    def test_each_message_has_a_key_of_its_own(self, world, people, send):
        send("ADAMS", "ADAMS", "BAKER")
        assert len({message.key for message in sms_waiting(world)}) == 3

    @pytest.mark.settings(**SET_UP | {"sms_credit": 3000})
    def test_more_than_a_portion_are_told(self, world, send):
        world.add_all([world_client(number) for number in range(1100)])
        answer = send(*(f"M{number}" for number in reversed(range(1100))))
        assert answer.SmsSent == 1100
        assert [one.MobilePhone for one in answer.SMSResultList[:2]] == ["+61410001099", "+61410001098"]
        assert len(history(world)) == len(sms_waiting(world)) == 1100


def world_client(number):
    return Client(surname="Many", given_name="M", code=f"M{number}", division_id=1, mobile_phone=f"041000{number:04d}")


class TestReplies:
    def test_the_gateway_picks_a_number(self, world, people, send):
        answer = send("ADAMS", sender="what no phone could ever show", acceptReplies=True)
        assert results(answer) == [("ADAMS", "+61400000001", 1)]
        (waiting,) = sms_waiting(world)
        assert (waiting.sender, waiting.accept_replies) == (None, True)

    @pytest.mark.parametrize("other", [{"MobilePhone": "0400000009"}, {"ClientCode": " ", "MobilePhone": "0400000009"}])
    def test_every_recipient_needs_a_code(self, world, people, send, other):
        answer = send("ADAMS", other, acceptReplies=True)
        assert refusal(answer, world) == (-1, "Every recipient needs a client code.")
        assert outcome(send("ADAMS", other, acceptReplies=False)) == OK


class TestOneNumber:
    @pytest.mark.parametrize(
        ("told", "used"),
        [
            ("0400 000 009", "+61400000009"),
            ("03 9000 0003", "0390000003"),
            ("Mum", "Mum"),
            ("+44 7911 123456", "+447911123456"),
        ],
    )
    def test_is_not_validated(self, world, people, send_one, told, used):
        answer = send_one(mobileNumber=told)
        assert results(answer) == [(None, used, 1)]
        assert (answer.SmsSent, answer.SmsBalance) == (1, 49)
        assert [message.number for message in sms_waiting(world)] == [used]
        assert history(world) == []

    @pytest.mark.parametrize("told", [None, "", "  "])
    def test_is_required(self, world, send_one, told):
        assert refusal(send_one(mobileNumber=told), world) == (-1, "Mobile number is required.")

    def test_has_a_length(self, world, send_one):
        assert refusal(send_one(mobileNumber="4" * 31), world) == (-1, "mobileNumber is longer than 30 characters.")
        assert outcome(send_one(mobileNumber="4" * 30)) == OK


class TestText:
    @pytest.mark.parametrize("text", [None, "", " \n "])
    def test_is_required(self, world, either, text):
        assert refusal(either(messageContent=text), world) == (-1, "Message content is required.")

    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("a" * 1530, 10),
            ("\u20ac" * 80, 1), ("a" + "\u20ac" * 80, 2), ("\u20ac" * 760, 10),
            ("\u4e2d" * 70, 1), ("\u4e2d" * 71, 2), ("\u4e2d" * 670, 10),
            ("\U0001f600" * 35, 1), ("\U0001f600" * 36, 2), ("\U0001f600" * 330, 10),
            ("G'day\n{ok}", 1),
        ],
    )  # fmt: skip
    def test_costs_by_its_parts(self, world, either, text, parts):
        answer = either(messageContent=text)
        assert (answer.SmsSent, answer.SmsBalance) == (1, 50 - parts)
        (waiting,) = sms_waiting(world)
        assert (waiting.text, waiting.parts) == (text, parts)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("a" * 1531, "messageContent is longer than 1530 characters."),
            ("\u20ac" * 761, "messageContent takes 11 messages; 10 are the most."),
            ("\u4e2d" * 671, "messageContent takes 11 messages; 10 are the most."),
            ("\U0001f600" * 331, "messageContent takes 11 messages; 10 are the most."),
        ],
    )
    def test_of_more_than_ten_is_refused(self, world, either, text, message):
        assert refusal(either(messageContent=text), world) == (-1, message)

    @pytest.mark.parametrize("character", ["\t", "\x7f", "\x85", "\x9f"])
    def test_holds_no_control_character(self, world, either, character):
        answer = either(messageContent=f"Hello{character}you")
        assert refusal(answer, world) == (-1, "messageContent holds a control character.")

    def test_ends_its_lines_as_phones_do(self, world, either, api):
        either(messageContent="one\r\ntwo")
        assert [message.text for message in sms_waiting(world)] == ["one\ntwo"]


class TestSenders:
    @pytest.mark.parametrize(
        ("told", "used"),
        [(None, "Beer School"), (" ", "Beer School"), ("Bar & Co-1", "Bar & Co-1"), ("0400 000 001", "0400000001"),
         ("+6140000000123", "+6140000000123")],
    )  # fmt: skip
    def test_are_passed_on(self, world, either, told, used):
        assert outcome(either(sender=told)) == OK
        assert [message.sender for message in sms_waiting(world)] == [used]

    @pytest.mark.parametrize("told", ["Twelve chars", "Caf\u00e9", "a<b", "a\tb"])
    def test_no_phone_can_show_are_refused(self, world, either, told):
        status, message = refusal(either(sender=told), world)
        assert (status, message[:41]) == (-1, "sender must be a number, or a name of at ")

    def test_have_a_length(self, world, either):
        assert refusal(either(sender="1" * 17), world) == (-1, "sender is longer than 16 characters.")


class TestProviders:
    @pytest.mark.parametrize(("told", "used"), [(None, None), (" ", None), ("FAST ", "Fast"), ("cheap", "Cheap")])
    def test_are_passed_on(self, world, either, told, used):
        assert outcome(either(providerId=told)) == OK
        assert [message.provider for message in sms_waiting(world)] == [used]

    def test_that_are_unknown_are_refused(self, world, either):
        assert refusal(either(providerId="Slow"), world) == (-1, "Unknown SMS provider.")


class TestTimes:
    @pytest.mark.parametrize("told", [None, MISSING, NOON])
    def test_are_now(self, world, either, told):
        assert outcome(either(scheduleDate=told)) == OK
        (waiting,) = sms_waiting(world)
        assert waiting.queued == NOON
        assert waiting.due <= world.runtime.clock.milliseconds()

    def test_that_come_are_kept(self, world, people, send, clock):
        later = NOON + HOUR
        assert outcome(send("ADAMS", scheduleDate=later)) == OK
        (waiting,) = sms_waiting(world)
        assert (waiting.queued, waiting.due) == (later, clock.milliseconds() + 3600_000)
        assert [kept.scheduled for kept in history(world)] == [later]

    def test_that_are_over_are_refused(self, world, either):
        answer = either(scheduleDate=NOON - datetime.timedelta(seconds=1))
        assert refusal(answer, world) == (-1, "Schedule date is in the past.")


class TestTheService:
    @pytest.mark.settings(**SET_UP | {"sms_gateway": "off"})
    def test_must_be_set_up(self, world, either):
        assert refusal(either(), world) == (-1, "SMS service is not available.")

    @pytest.mark.settings(**SET_UP | {"sms_url": ""})
    def test_must_be_wholly_set_up(self, world, either):
        assert refusal(either(), world) == (-1, "SMS service is not available.")

    def test_must_be_reachable(self, world, either):
        world.change(account(world), unreachable=1_789_000_000_000)
        assert refusal(either(), world) == (-1, "SMS service is not available.")

    @pytest.mark.settings(**SET_UP | {"sms_gateway": "log"})
    def test_the_log_is_always_reachable(self, world, either):
        world.change(account(world), unreachable=1_789_000_000_000, balance=0)
        assert either().SmsBalance == 49

    def test_needs_its_feature(self, site, api, world, token, runtime):
        features = tuple(one for one in runtime.settings.features if one != "SMS Extension")
        site.use(dataclasses.replace(runtime, settings=runtime.settings.model_copy(update={"features": features})))
        answer = api.SendSMSMessageToNumber(token, messageContent="Hello", mobileNumber="0400000009")
        message = "The registration key has no valid entry for the SMS Extension feature."
        assert refusal(answer, world) == (-5, message)


class TestCredit:
    def test_must_be_enough_for_all_or_nobody_is_told(self, world, people, send):
        world.change(account(world), used=47)
        answer = send("ADAMS", "BAKER", messageContent="a" * 161)
        assert refusal(answer, world) == (-1, "Insufficient SMS credit.")
        answer = send("ADAMS", "COOK", "BAKER", {"MobilePhone": "0400000009"})
        assert (answer.SmsSent, answer.SmsBalance) == (3, 0)
        assert outcome(send("ADAMS")) == (-1, "Insufficient SMS credit.")
        assert outcome(send("COOK")) == OK

    def test_counts_what_waits(self, world, people, send):
        for left in (48, 46, 44):
            assert send("ADAMS", "BAKER").SmsBalance == left

    def test_is_what_the_gateway_told(self, world, people, send):
        world.change(account(world), balance=2, used=10)
        assert send("ADAMS").SmsBalance == 1
        assert outcome(send("ADAMS", "BAKER")) == (-1, "Insufficient SMS credit.")

    @pytest.mark.settings(**SET_UP | {"sms_credit": -1})
    def test_is_not_counted_where_nobody_tells(self, world, either):
        assert either().SmsBalance == 9999


def test_arguments_are_judged_in_their_order(world, people, send, send_one):
    """Each is wrong from some place on; the first that is wrong is told."""
    world.change(account(world), used=50)
    wrong = {
        "messageContent": "", "sender": "Caf\u00e9", "smsRecipients": None, "providerId": "Slow", "acceptReplies": True,
        "scheduleDate": NOON - HOUR,
    }  # fmt: skip
    good = {
        "messageContent": "Hello", "sender": "Beer", "providerId": "Fast", "acceptReplies": False, "scheduleDate": None,
        "smsRecipients": [("TSMSRecipient", {"MobilePhone": "0400000009"})],
    }  # fmt: skip
    told = []
    for name in wrong:
        told.append(outcome(send(**{**wrong, "acceptReplies": name == "acceptReplies"}))[1])
        wrong[name] = good[name]
    told.append(outcome(send(**wrong))[1])
    assert [message[:12] for message in told] == [
        "Message cont", "sender must ", "No recipient", "Unknown SMS ", "Every recipi", "Schedule dat", "Insufficient",
    ]  # fmt: skip
    one = {
        "messageContent": "",
        "sender": "Caf\u00e9",
        "mobileNumber": "",
        "providerId": "Slow",
        "scheduleDate": NOON - HOUR,
    }
    good["mobileNumber"] = "0400000009"
    told = []
    for name in one:
        told.append(outcome(send_one(**one))[1][:12])
        one[name] = good[name]
    assert told == ["Message cont", "sender must ", "Mobile numbe", "Unknown SMS ", "Schedule dat"]
