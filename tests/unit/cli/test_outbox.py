"""`vettrak-api mail send` and `outbox list`, with a real mail server."""

import datetime
import re

import pytest

from tests.support import gateway as gateways
from tests.support.outbox import SETTINGS, MailServer, messages, put_mail
from vettrak_api.cli import outbox
from vettrak_api.clock import Clock
from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.outbox.queue import Sms, queue_sms


@pytest.fixture
def now(runtime):
    """The program's own time, which no test sets."""
    return Clock(runtime.settings.zone).now()


@pytest.fixture
def set_up(monkeypatch):
    """Name the mail server in the settings of the program."""
    for name, value in SETTINGS.items():
        monkeypatch.setenv(f"VETTRAK_{name.upper()}", str(value))


@pytest.fixture
def server(set_up):
    """Run a mail server."""
    server = MailServer()
    server.start()
    yield server
    server.stop()


class TestSending:
    @pytest.mark.parametrize("missing", ["SMTP_HOST", "MAIL_SENDER"])
    def test_wants_a_server(self, run, runtime, set_up, monkeypatch, missing):
        monkeypatch.delenv(f"VETTRAK_{missing}")
        done = run("mail", "send")
        assert (done.code, "VETTRAK_SMTP_HOST and VETTRAK_MAIL_SENDER" in done.err) == (1, True)

    def test_tells_how_many_were_sent(self, run, runtime, now, server):
        for recipient in ("ann@example.com", "bea@example.com"):
            put_mail(runtime, recipient, now=now)
        done = run("mail", "send")
        assert (done.code, done.out) == (0, "Sent 2 mails.")
        assert server.recipients == ["ann@example.com", "bea@example.com"]

    def test_tells_how_many_wait_for_another_attempt(self, run, runtime, now, server):
        for recipient in ("ann@example.com", "bea@example.com"):
            put_mail(runtime, recipient, now=now)
        server.answers["ann@example.com"] = "451 later"
        assert run("mail", "send").out == (
            "Sent 1 mails. 1 messages wait for another attempt. See: vettrak-api outbox list"
        )

    def test_tells_that_the_server_can_not_be_used(self, run, runtime, now, set_up):
        put_mail(runtime, now=now)
        done = run("mail", "send")
        assert (done.code, f"The mail server 127.0.0.1:{SETTINGS['smtp_port']} can not be used:" in done.err) == (
            1,
            True,
        )
        assert "The mails stay queued." in done.err

    def test_forgets_what_was_sent_or_given_up_long_ago(self, run, runtime, world, now, server):
        for days in (29, 31):
            moment = now - datetime.timedelta(days=days)
            world.add(OutboxMessage(kind="mail", recipient="a@b.example", queued=moment, sent=moment))
            world.add(OutboxMessage(kind="mail", recipient="c@d.example", queued=moment, given_up=moment))
        assert run("mail", "send").code == 0
        assert [message.queued for message in messages(world)] == [now - datetime.timedelta(days=29)] * 2


class TestTheList:
    def test_of_nothing_says_so(self, run, runtime):
        assert run("outbox", "list").out == "No message waits, and none was given up."

    def test_tells_what_waits_and_what_was_given_up_without_names(self, run, runtime, now, server):
        for recipient in ("ann@example.com", "bea@example.com", "gone@else.example"):
            put_mail(runtime, recipient, "Secret subject", "Secret text", now=now)
        server.answers = {"bea@example.com": "451 later", "gone@else.example": "550 no"}
        run("mail", "send")
        put_mail(runtime, "new@example.com", now=now)
        out = run("outbox", "list").out
        queued = f"queued {now:%Y-%m-%d %H:%M}"
        assert f"3 mail to g...@else.example, {queued}, 1 attempt, given up: SMTPRecipientsRefused 550" in out
        assert f"4 mail to n...@example.com, {queued}, 0 attempts, due now" in out
        later = rf"2 mail to b\.\.\.@example\.com, {queued}, 1 attempt, next attempt [-\d]+ [:\d]+"
        assert re.search(f"{later}: SMTPRecipientsRefused 451", out)
        assert [word for word in ("bea", "gone", "Secret", "a...@") if word in out] == []

    def test_tells_the_next_attempt_in_the_time_of_the_rto(self, run, runtime, world):
        queued, next_attempt = datetime.datetime(2026, 9, 10, 12), 4_000_000_000_000
        world.add(
            OutboxMessage(
                kind="mail", recipient="a@b.example", payload="{}", queued=queued, next_attempt=next_attempt, attempts=7
            )
        )
        assert run("outbox", "list").out == (
            "1 mail to a...@b.example, queued 2026-09-10 12:00, 7 attempts, next attempt 2096-10-02 17:06:40"
        )

    def test_shows_what_is_no_address_without_harm(self, run, runtime, now):
        put_mail(runtime, "x\n\x1b[31m@two\x1b[0m\nlines", now=now)
        put_mail(runtime, "0412345678", now=now)
        out = run("outbox", "list").out
        assert "mail to x...@two?[0m?lines, " in out
        assert "mail to ...678, " in out

    def test_ends_after_500(self, run, runtime, now, monkeypatch):
        monkeypatch.setattr(outbox, "MOST_LISTED", 2)
        for recipient in ("a@b.example", "c@d.example"):
            put_mail(runtime, recipient, now=now)
        assert "There are more" not in run("outbox", "list").out
        put_mail(runtime, "e@f.example", now=now)
        out = run("outbox", "list").out
        assert ("There are more; these are the oldest 2." in out, "e...@" in out) == (True, False)


class TestTextMessages:
    @pytest.fixture
    def gateway(self, monkeypatch):
        for name, value in gateways.SETTINGS.items():
            monkeypatch.setenv(f"VETTRAK_{name.upper()}", str(value))
        gateway = gateways.Gateway()
        gateway.start()
        yield gateway
        gateway.stop()

    @pytest.fixture
    def put(self, runtime, now):
        def put(number, *, due=0, since=None):
            message = Sms(number, "Secret text", None, None, False, 1, number)
            with runtime.database.writing() as session:
                queue_sms(session, since or now, due, [message])

        return put

    def test_want_a_gateway(self, run, runtime):
        done = run("sms", "send")
        assert (done.code, "VETTRAK_SMS_GATEWAY, and VETTRAK_SMS_URL" in done.err) == (1, True)

    def test_are_sent(self, run, runtime, gateway, put, world):
        put("+61400000001")
        gateway.balance = 7
        done = run("sms", "send")
        assert (done.code, done.out, gateway.numbers) == (0, "Sent 1 text messages.", ["+61400000001"])
        assert (gateways.account(world).balance, gateways.account(world).asked > 0) == (7, True)

    def test_stay_while_the_gateway_can_not_be_used(self, run, runtime, gateway, put, world):
        put("+61400000001")
        gateway.stop()
        done = run("sms", "send")
        assert (done.code, "can not be used: ConnectionRefusedError. The messages stay queued." in done.err) == (
            1,
            True,
        )
        assert gateways.account(world).unreachable is not None
        assert len(gateways.sms_waiting(world)) == 1

    def test_are_listed_by_their_last_digits(self, run, runtime, gateway, put, now):
        put("+61400000001")
        put("+61400000002", due=4_000_000_000_000, since=datetime.datetime(2096, 10, 2, 17, 6))
        gateway.answer = 422
        run("sms", "send")
        out = run("outbox", "list").out
        assert f"sms to ...001, queued {now:%Y-%m-%d %H:%M}, 1 attempt, given up: HTTP 422" in out
        assert "sms to ...002, scheduled for 2096-10-02 17:06, 0 attempts, next attempt 2096-10-02 17:06:40" in out
        assert [word for word in ("Secret", "61400") if word in out] == []
