"""GetSMSStatus: state and balance, as the last look at the gateway found."""

import datetime

import pytest

from tests.support.gateway import SETTINGS, URL, account
from tests.support.outcomes import OK, outcome
from vettrak_api.outbox.queue import Sms, queue_sms
from vettrak_api.outbox.sms_account import look_after_account

BALANCE = {"sms_balance_url": f"{URL}/balance"}


@pytest.fixture
def status(api, token):
    def ask():
        answer = api.GetSMSStatus(token)
        assert outcome(answer) == OK
        return answer.SmsStatus, answer.StatusMessage, answer.SmsBalance

    return ask


@pytest.fixture
def look(runtime, clock):
    """Look at the gateway, some time after the last look."""

    def look(**passed):
        clock.advance(**(passed or {"seconds": 60}))
        look_after_account(runtime)

    return look


NOT_SET_UP = (0, "The SMS service is not set up.", 0)


class TestNotSetUp:
    @pytest.mark.parametrize("values", [{}])
    def test_by_default(self, status, look, values):
        look()
        assert status() == NOT_SET_UP

    @pytest.mark.settings(sms_gateway="http", sms_credit=5)
    def test_without_an_address(self, status, look):
        look()
        assert status() == NOT_SET_UP

    @pytest.mark.settings(sms_url=URL, sms_credit=5)
    def test_without_a_gateway(self, status):
        assert status() == NOT_SET_UP


@pytest.mark.settings(sms_gateway="log", sms_credit=7)
def test_the_log_is_online(status, look):
    look()
    assert status() == (1, "The SMS service is online.", 7)


class TestByHttp:
    @pytest.mark.settings(**SETTINGS)
    def test_it_counts_as_online_until_it_was_looked_for(self, status):
        assert status() == (1, "The SMS service is online.", 9999)

    @pytest.mark.settings(**SETTINGS, **BALANCE, sms_credit=5)
    def test_the_gateway_tells_the_balance(self, status, look, gateway):
        gateway.balance = 41
        look()
        assert status() == (1, "The SMS service is online.", 41)
        assert [(ask.path, ask.headers["Authorization"]) for ask in gateway.asked] == [("/balance", "Bearer geheim")]

    @pytest.mark.settings(**SETTINGS, sms_credit=5)
    def test_without_an_address_for_it_nothing_is_asked(self, status, look, gateway):
        look()
        assert (status(), gateway.asked, gateway.got) == ((1, "The SMS service is online.", 5), [], [])

    @pytest.mark.settings(**SETTINGS, **BALANCE)
    def test_it_is_asked_once_a_minute(self, look, gateway):
        for seconds in (0, 59, 1, 30, 30):
            look(seconds=seconds)
        assert len(gateway.asked) == 3

    @pytest.mark.settings(**SETTINGS, sms_credit=5)
    def test_it_is_offline_while_nobody_answers(self, world, status, look, gateway, clock):
        look()
        gateway.stop()
        look()
        assert status() == (2, "The SMS service can not be reached since 10/09/2026 12:02.", 5)
        since = account(world).unreachable
        look(hours=2)
        assert (account(world).unreachable, account(world).reason) == (since, "ConnectionRefusedError")

    @pytest.mark.settings(**SETTINGS, **BALANCE, sms_credit=5)
    @pytest.mark.parametrize("answer", [(401, "no"), (500, "{}"), (302, ""), (404, "")])
    def test_it_is_offline_while_it_answers_badly(self, world, status, look, gateway, answer, caplog):
        gateway.balance = 3
        look()
        gateway.balance_answer = answer
        look()
        assert status() == (2, "The SMS service can not be reached since 10/09/2026 12:02.", 3)
        assert account(world).reason == f"HTTP {answer[0]}"
        look()
        assert caplog.messages.count(f"the SMS gateway can not be used: HTTP {answer[0]}") == 1
        gateway.balance_answer = None
        look()
        assert (status(), account(world).reason) == ((1, "The SMS service is online.", 3), None)

    @pytest.mark.settings(**SETTINGS, **BALANCE, sms_credit=5)
    @pytest.mark.parametrize(
        ("text", "left"),
        [
            ('{"balance": "12"}', 12), ('{"balance": 12.9}', 12), ('{"balance": -3}', 0),
            ('{"balance": 1e300}', 2_147_483_647), ('{"balance": null}', 5), ('{"balance": true}', 5), ("[12]", 5),
            ('{"balance": "much"}', 5), ('{"balance": NaN}', 5), ('{"balance": 1e999}', 5), ("", 5), ("[" * 9999, 5),
            ('{"balance": {"left": 3}}', 5), ('{"balance": 12}' + " " * 70_000, 5),
        ],
    )  # fmt: skip
    def test_what_is_no_number_tells_no_balance(self, status, look, gateway, text, left):
        gateway.balance_answer = (200, text)
        look()
        assert status() == (1, "The SMS service is online.", left)

    @pytest.mark.settings(**SETTINGS, sms_credit=9)
    def test_what_waits_is_taken_off(self, world, runtime, status):
        world.change(account(world), used=2)
        now = runtime.clock.now()
        messages = [Sms(f"+6140000000{at}", "Hello", None, None, False, 2, f"k{at}") for at in range(2)]
        with runtime.database.writing() as session:
            queue_sms(session, now, 0, messages[:1])
            queue_sms(session, now + datetime.timedelta(days=9), runtime.clock.milliseconds() + 10**9, messages[1:])
        assert status()[2] == 9 - 2 - 4

    @pytest.mark.settings(**SETTINGS, sms_credit=3)
    def test_it_is_never_below_nothing(self, world, status):
        world.change(account(world), used=5)
        assert status()[2] == 0
