"""Text messages on their way out, by a real HTTP server that answers well, badly, late, twice or never."""

import json
import logging
import socket
import threading
import time

import pytest

from tests.support.gateway import SETTINGS, URL, account, history, reply, sms_waiting
from tests.support.outbox import messages
from tests.support.outcomes import OK, outcome
from vettrak_api.hosting import background
from vettrak_api.outbox import gateways
from vettrak_api.outbox.delivery import send_due, sent_kinds
from vettrak_api.outbox.queue import SMS

SET_UP = SETTINGS | {"sms_credit": 50, "sms_providers": ("Fast",)}
pytestmark = pytest.mark.settings(**SET_UP)
TEXT = "Dear Zwiebel, bring \u20ac5"
NUMBER = "+61400000001"


@pytest.fixture
def send(runtime):
    return lambda: send_due(runtime, SMS)


@pytest.fixture
def client(world):
    return world.client("Zwiebel", code="ZWIE", mobile_phone="0400 000 001")


@pytest.fixture
def put(api, token, client):
    """Queue messages: to the client, or to a number."""

    def put(number=None, **values):
        if number is None:
            recipients = [("TSMSRecipient", {"ClientCode": client.code})]
            told = {"smsRecipients": recipients, "isMarketing": False}
            answer = api.SendSMSMessages(token, **{"messageContent": TEXT, **told, **values})
        else:
            answer = api.SendSMSMessageToNumber(token, **{"messageContent": TEXT, "mobileNumber": number, **values})
        assert outcome(answer) == OK

    return put


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.DEBUG)
    return lambda: "\n".join(record.getMessage() + (record.exc_text or "") for record in caplog.records)


def sms(world):
    (only,) = [message for message in messages(world) if message.kind == SMS]
    return only


class TestPosts:
    def test_hold_the_message_as_json(self, gateway, put, send, world):
        put(sender="Beer", providerId="fast")
        (waiting,) = sms_waiting(world)
        assert send() == 1
        (got,) = gateway.got
        assert got.path == "/messages?account=1"
        assert got.body == {"to": NUMBER, "text": TEXT, "sender": "Beer", "provider": "Fast", "acceptReplies": False}
        assert (got.headers["Authorization"], got.headers["Idempotency-Key"]) == ("Bearer geheim", waiting.key)

    @pytest.mark.settings(**SET_UP | {"sms_format": "form", "sms_token": ""})
    def test_hold_it_as_a_form(self, gateway, put, send):
        put(acceptReplies=True)
        assert send() == 1
        (got,) = gateway.got
        assert got.body == {"to": NUMBER, "text": TEXT, "sender": "", "provider": "", "acceptReplies": "true"}
        assert "Authorization" not in got.headers

    def test_are_not_made_before_their_time(self, gateway, put, send, clock, world):
        put(scheduleDate=clock.now().replace(hour=14))
        clock.advance(minutes=119)
        assert (send(), gateway.got) == (0, [])
        clock.advance(minutes=1)
        assert (send(), gateway.numbers) == (1, [NUMBER])

    def test_of_a_scheduled_message_are_tried_for_a_day_from_then_on(self, gateway, put, send, clock, world):
        gateway.answer = 503
        put(scheduleDate=clock.now().replace(day=20))
        clock.advance(days=10)
        assert send() == 0
        assert sms(world).given_up is None
        clock.advance(days=1)
        send()
        assert sms(world).given_up == clock.now()


class TestOutcomes:
    def test_what_was_sent_is_noted(self, gateway, put, send, world, clock):
        put(messageContent="a" * 161)
        assert send() == 1
        done = sms(world)
        assert (done.payload, done.sent, done.attempts) == (None, clock.now(), 1)
        (kept,) = history(world)
        assert (kept.state, kept.settled, kept.reason, kept.text) == ("sent", clock.now(), None, "a" * 161)
        assert account(world).used == 2

    def test_the_balance_of_an_answer_counts(self, gateway, put, send, world, api, token):
        gateway.balance = 30
        put()
        put("0400 000 002")
        send()
        assert (account(world).balance, account(world).used) == (30, 2)
        assert api.GetSMSStatus(token).SmsBalance == 30
        gateway.balance = None
        put()
        assert api.GetSMSStatus(token).SmsBalance == 29
        send()
        assert (account(world).balance, api.GetSMSStatus(token).SmsBalance) == (29, 29)

    @pytest.mark.parametrize("status", [400, 410, 413, 415, 422])
    def test_what_is_refused_for_good_is_given_up(self, gateway, put, send, world, clock, status):
        gateway.answers[NUMBER] = status
        put()
        put("0400 000 002")
        assert send() == 1
        assert gateway.numbers == ["+61400000002"]
        lost = messages(world)[0]
        assert (lost.given_up, lost.payload, lost.reason) == (clock.now(), None, f"HTTP {status}")
        (kept,) = history(world)
        assert (kept.state, kept.settled, kept.reason) == ("failed", clock.now(), f"HTTP {status}")
        assert (account(world).used, account(world).balance) == (1, None)

    @pytest.mark.parametrize("status", [302, 401, 402, 403, 404, 408, 409, 425, 429, 500, 503])
    def test_whatever_can_be_mended_is_tried_again(self, gateway, put, send, world, clock, status):
        gateway.answer = status
        put()
        assert send() == 0
        waits = sms(world)
        assert (waits.reason, waits.next_attempt - clock.milliseconds()) == (f"HTTP {status}", 15_000)
        assert [kept.state for kept in history(world)] == ["queued"]
        gateway.answer = 202
        clock.advance(seconds=15)
        assert send() == 1
        assert [kept.state for kept in history(world)] == ["sent"]
        first, second = gateway.got
        assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]
        assert first.body == second.body

    def test_after_a_day_it_is_given_up_also_while_nobody_answers(self, put, send, world, clock):
        put()
        with pytest.raises(ConnectionRefusedError):
            send()
        assert (sms(world).attempts, sms(world).next_attempt) == (0, 0)
        clock.advance(days=1)
        with pytest.raises(ConnectionRefusedError):
            send()
        assert (sms(world).reason, sms(world).payload) == ("ConnectionRefusedError", None)
        assert [(kept.state, kept.reason) for kept in history(world)] == [("failed", "ConnectionRefusedError")]


class TestOddAnswers:
    def test_an_answer_that_is_lost_sends_it_once(self, gateway, put, send, world, clock):
        def lose(handler):
            gateway.take()
            handler.connection.shutdown(socket.SHUT_RDWR)

        gateway.answer = lose
        put()
        assert send() == 0
        assert sms(world).reason == "RemoteDisconnected"
        gateway.answer = 202
        clock.advance(seconds=15)
        assert send() == 1
        assert (len(gateway.got), gateway.numbers) == (2, [NUMBER])
        assert account(world).used == 1

    def test_two_answers_are_one(self, gateway, put, send, world):
        def twice(handler):
            gateway.take()
            reply(handler, 202, '{"balance": 8}')
            reply(handler, 500, '{"balance": 7}')

        gateway.answer = twice
        put()
        put("0400 000 002")
        assert send() == 2
        assert gateway.numbers == [NUMBER, "+61400000002"]
        assert account(world).balance == 8

    @pytest.mark.parametrize("steps", [0, 1000])
    def test_silence_and_drops_come_to_an_end(self, gateway, put, send, world, monkeypatch, steps):
        monkeypatch.setattr(gateways, "STEP_SECONDS", 0.3)
        monkeypatch.setattr(gateways, "WHOLE_SECONDS", 0.6)
        over = threading.Event()

        def slowly(handler):
            for _ in range(steps):
                if over.wait(0.05):
                    return
                try:
                    handler.wfile.write(b"x")
                except OSError:
                    return
            over.wait(10)

        gateway.answer = slowly
        put()
        began = time.monotonic()
        assert send() == 0
        over.set()
        assert time.monotonic() - began < 5
        assert sms(world).reason in {"TimeoutError", "RemoteDisconnected", "BadStatusLine"}
        assert sms(world).given_up is None

    def test_no_answer_ends_a_round_and_the_next_one_goes_on(self, gateway, put, send, world, clock):
        def lose(handler):
            handler.connection.shutdown(socket.SHUT_RDWR)

        gateway.answers[NUMBER] = lose
        put()
        put("0400 000 002")
        with pytest.raises(OSError, match="RemoteDisconnected"):
            send()
        assert (len(gateway.got), [message.attempts for message in messages(world)]) == (1, [1, 0])
        assert send() == 1
        assert gateway.numbers == ["+61400000002"]

    def test_text_that_is_no_http_is_no_answer(self, gateway, put, send, world):
        gateway.answer = lambda handler: handler.wfile.write(b"550 go away\r\n\r\n")
        put()
        assert send() == 0
        assert sms(world).reason == "BadStatusLine"

    def test_a_long_answer_is_not_read(self, gateway, put, send, world):
        gateway.answer = (200, json.dumps({"balance": 3, "more": "x" * 70_000}))
        put()
        assert send() == 1
        assert account(world).balance is None

    def test_an_answer_that_breaks_off_stands_by_its_status(self, gateway, put, send, world):
        def broken(handler):
            gateway.take()
            handler.send_response(200)
            handler.send_header("Content-Length", "500")
            handler.end_headers()
            handler.wfile.write(b'{"balance": 3')

        gateway.answer = broken
        put()
        assert (send(), account(world).balance) == (1, None)

    def test_it_does_not_follow_elsewhere(self, gateway, put, send, world):
        gateway.answer = lambda handler: reply(handler, 307, Location=f"{URL}/balance")
        put()
        assert (send(), gateway.asked) == (0, [])
        assert sms(world).reason == "HTTP 307"


@pytest.mark.settings(**SET_UP | {"sms_gateway": "log"})
def test_the_log_tells_of_a_message_and_nothing_in_it(gateway, put, send, world, log):
    put()
    (waiting,) = sms_waiting(world)
    assert (send(), gateway.got) == (1, [])
    assert f"SMS {waiting.key} of {len(TEXT)} characters was not sent: there is no gateway but this log" in log()
    assert [word for word in ("0400", "+614", "Zwiebel", "bring") if word in log()] == []
    assert [kept.state for kept in history(world)] == ["sent"]


@pytest.mark.parametrize("status", [202, 422, 503])
def test_no_log_line_holds_a_word_of_a_message(gateway, put, send, log, clock, status):
    gateway.answer = (status, f"{NUMBER} {TEXT} is what I heard")
    put()
    put("0400 000 002")
    send()
    clock.advance(days=2)
    send()
    assert [word for word in ("400000", "Zwiebel", "bring", "geheim", "I heard") if word in log()] == []


class TestTheWayOut:
    @pytest.mark.parametrize(
        ("values", "kinds"),
        [({}, [SMS]), ({"sms_gateway": "log"}, [SMS]), ({"sms_gateway": "off"}, []), ({"sms_url": ""}, [])],
    )
    def test_is_there_when_it_is_set_up(self, runtime, values, kinds):
        assert sent_kinds(runtime.settings.model_copy(update=values)) == kinds

    def test_serve_looks_at_the_gateway_and_sends(self, runtime, gateway, put, world):
        put()
        background.send_all(runtime, lambda: False)
        assert (gateway.numbers, account(world).asked) == ([NUMBER], runtime.clock.milliseconds())

    def test_serve_finds_out_that_it_does_not_answer(self, runtime, put, world, log):
        put()
        background.send_all(runtime, lambda: False)
        assert account(world).unreachable == runtime.clock.milliseconds()
        assert "messages (sms) wait: ConnectionRefusedError" in log()

    @pytest.mark.bare
    def test_numbers_go_after_30_days_and_history_stays(self, runtime, gateway, clock, world, send, api):
        person = world.client("Old", code="OLD", mobile_phone="0400000001")
        recipients = [("TSMSRecipient", {"ClientCode": person.code})]
        api.SendSMSMessages(world.token(), messageContent=TEXT, smsRecipients=recipients, isMarketing=False)
        assert send() == 1
        assert sms(world).payload is None
        clock.advance(days=31)
        assert background.clean_outbox(runtime) == 1
        assert (messages(world), [kept.number for kept in history(world)]) == ([], [NUMBER])
