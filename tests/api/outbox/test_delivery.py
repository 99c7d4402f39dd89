"""Mails on their way out, through a real mail server: what waits, what is given up, and what goes twice or never."""

import asyncio
import dataclasses
import logging
import smtplib
import threading

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from tests.support.outbox import SETTINGS, MailServer, messages, put_mail
from vettrak_api.hosting import background
from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.outbox import delivery
from vettrak_api.outbox.queue import MAIL

pytestmark = pytest.mark.settings(**SETTINGS)

DAY = 24 * 60 * 60
ODD = ["a@[1", "two\nlines@example.com", "a@b.example,else@example.com", "(victim)else@example.com", "a@", ""]


@pytest.fixture
def server():
    """Run a mail server."""
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def send(runtime):
    return lambda: delivery.send_due(runtime, MAIL)


@pytest.fixture
def log(caplog):
    """What any logger said, however little it matters."""
    caplog.set_level(logging.DEBUG)

    def lines():
        # The mail server of the tests logs into the same place.
        ours = [record for record in caplog.records if not record.name.startswith(("mail.", "asyncio"))]
        return [f"{record.levelname} {record.getMessage()} {record.exc_text or ''}".strip() for record in ours]

    return lines


@pytest.fixture
def attempts(clock, server, send):
    """Let time pass in steps of 15 seconds, and tell the seconds at which the server was asked."""

    def until(seconds):
        asked = []
        for moment in range(0, seconds + 1, 15):
            before = len(server.tried)
            send()
            if len(server.tried) > before:
                asked.append(moment)
            clock.advance(seconds=15)
        return asked

    return until


def message(world):
    (only,) = messages(world)
    return only


class TestRetries:
    def test_greylisting_for_an_hour_delays_a_mail_and_no_more(self, runtime, clock, world, server, attempts):
        put_mail(runtime)
        began = clock.milliseconds()
        server.answer = lambda dialogue: "451 later" if clock.milliseconds() - began < 3600_000 else None
        assert attempts(5000) == [0, 15, 75, 375, 1275, 4875]
        assert server.recipients == ["ann@example.com"]
        sent = message(world)
        assert (sent.attempts, sent.next_attempt, sent.given_up, sent.reason, sent.payload) == (
            6,
            None,
            None,
            None,
            None,
        )
        assert sent.sent is not None

    def test_after_a_day_a_mail_is_given_up(self, runtime, clock, world, server, attempts, log):
        put_mail(runtime)
        server.answer = "451 later"
        asked = attempts(DAY + 7200)
        assert asked == [0, 15, 75, 375, 1275, *range(4875, DAY, 3600), DAY]
        lost = message(world)
        assert (lost.attempts, lost.next_attempt, lost.sent, lost.payload) == (len(asked), None, None, None)
        assert (lost.given_up - lost.queued).total_seconds() == DAY
        assert lost.reason == "SMTPRecipientsRefused 451"
        warnings = [line for line in log() if line.startswith("WARNING")]
        assert warnings == [f"WARNING message {lost.id} (mail) was given up: SMTPRecipientsRefused 451"]

    def test_a_failure_tells_when_the_next_attempt_is(self, runtime, clock, world, server, send, log):
        put_mail(runtime)
        server.answer = "451 later"
        assert send() == 0
        waits = message(world)
        assert (waits.next_attempt - clock.milliseconds(), waits.attempts) == (15_000, 1)
        line = (
            f"INFO message {waits.id} (mail) was not taken: SMTPRecipientsRefused 451; attempt 1, the next one in 15 s"
        )
        assert line in log()

    def test_new_mails_do_not_wait_for_those_that_are_tried_again(self, runtime, clock, server, send):
        put_mail(runtime, "old@example.com")
        server.answers["old@example.com"] = "451 later"
        send()
        clock.advance(hours=1)
        put_mail(runtime, "new@example.com")
        server.tried.clear()
        assert send() == 1
        assert server.tried == ["new@example.com", "old@example.com"]


class TestRefusals:
    @pytest.mark.parametrize("answer", ["550 5.1.1 no such ann@example.com", "553 bad", "501 syntax"])
    def test_a_mail_that_is_refused_for_good_is_given_up_at_once(self, runtime, world, server, send, log, answer):
        put_mail(runtime)
        server.answer = answer
        assert send() == 0
        lost = message(world)
        assert (lost.attempts, lost.next_attempt, lost.sent, lost.payload) == (1, None, None, None)
        assert (lost.given_up, lost.reason) == (runtime.clock.now(), f"SMTPRecipientsRefused {answer[:3]}")
        assert log() == [f"WARNING message {lost.id} (mail) was given up: {lost.reason}"]
        assert send() == 0
        assert server.tried == ["ann@example.com"]

    def test_a_text_that_is_refused_is_given_up_too(self, runtime, world, send):
        server = MailServer(data_size_limit=100)
        server.start()
        try:
            put_mail(runtime, text="long " * 100)
            assert send() == 0
        finally:
            server.stop()
        assert message(world).reason == "SMTPSenderRefused 552"
        assert message(world).given_up is not None

    @pytest.mark.filterwarnings("ignore:Requiring AUTH")
    def test_a_log_in_that_the_settings_lack_is_no_fault_of_the_mail(self, runtime, world, send):
        server = MailServer(auth_required=True, auth_require_tls=False)
        server.start()
        try:
            put_mail(runtime)
            assert send() == 0
        finally:
            server.stop()
        waits = message(world)
        assert (waits.given_up, waits.reason) == (None, "SMTPSenderRefused 530")
        assert waits.payload


class TestOddAddresses:
    @pytest.mark.parametrize("odd", ODD)
    def test_one_ends_neither_the_sender_nor_the_other_mails(self, runtime, world, server, send, odd):
        for recipient in ("ann@example.com", odd, "bea@example.com"):
            put_mail(runtime, recipient)
        assert send() == 2
        assert server.recipients == ["ann@example.com", "bea@example.com"]
        lost = messages(world)[1]
        assert (lost.given_up, lost.payload, lost.next_attempt) == (runtime.clock.now(), None, None)
        assert send() == 0

    def test_a_secret_goes_to_nobody_but_its_recipient(self, runtime, server, send):
        put_mail(runtime, "ann@example.com, else@example.com")
        assert send() == 0
        assert server.tried == []

    def test_letters_beyond_ascii_go_where_the_server_takes_them(self, runtime, server, send):
        put_mail(runtime, "zoë@example.com", subject="Grüße")
        assert send() == 1
        ((recipients, mail),) = server.got
        assert (recipients, mail["To"], mail["Subject"]) == (["zoë@example.com"], "zoë@example.com", "Grüße")

    def test_and_are_given_up_where_it_does_not(self, runtime, world, send):
        server = MailServer(enable_SMTPUTF8=False)
        server.start()
        try:
            for recipient in ("zoë@example.com", "bea@example.com"):
                put_mail(runtime, recipient)
            assert send() == 1
        finally:
            server.stop()
        assert server.recipients == ["bea@example.com"]
        assert messages(world)[0].reason == "SMTPNotSupportedError"
        assert messages(world)[0].given_up is not None

    def test_a_payload_that_is_no_mail_is_given_up(self, runtime, world, server, send):
        for payload in ("{}", "no JSON", "[1]", '{"subject": "two\\nlines", "text": "x"}', '{"subject": 1, "text": 2}'):
            world.add(
                OutboxMessage(
                    kind=MAIL, recipient="a@b.example", payload=payload, queued=runtime.clock.now(), next_attempt=0
                )
            )
        put_mail(runtime)
        assert send() == 1
        assert [row.given_up is None for row in messages(world)] == [False] * 5 + [True]


class TestTheWayOut:
    def test_while_no_server_answers_mails_stay_as_they_are(self, runtime, clock, world, send):
        put_mail(runtime)
        with pytest.raises(ConnectionRefusedError):
            send()
        waits = message(world)
        assert (waits.attempts, waits.next_attempt, waits.reason, waits.given_up) == (0, 0, None, None)

    def test_and_go_as_soon_as_it_does(self, runtime, clock, server, send):
        put_mail(runtime)
        server.stop()
        for _ in range(100):
            with pytest.raises(ConnectionRefusedError):
                send()
            clock.advance(minutes=10)
        server.start()
        assert send() == 1

    def test_what_waited_for_a_day_is_given_up_then(self, runtime, clock, world, send, log):
        put_mail(runtime, "old@example.com")
        clock.advance(hours=24)
        put_mail(runtime, "new@example.com")
        with pytest.raises(ConnectionRefusedError):
            send()
        lost, waits = messages(world)
        assert (lost.given_up, lost.payload, lost.reason) == (clock.now(), None, "ConnectionRefusedError")
        assert (waits.given_up, waits.next_attempt) == (None, 0)
        assert f"WARNING message {lost.id} (mail) was given up: ConnectionRefusedError" in log()

    def test_a_mail_that_waited_longer_because_nothing_ran_is_tried_once(self, runtime, clock, server, send):
        put_mail(runtime)
        clock.advance(days=3)
        assert send() == 1

    @pytest.mark.parametrize("breaks", [lambda dialogue: "421 bye", lambda dialogue: dialogue.transport.close()])
    def test_a_connection_that_breaks_is_opened_again(self, runtime, clock, world, server, send, breaks):
        for recipient in ("ann@example.com", "bea@example.com", "cyd@example.com"):
            put_mail(runtime, recipient)
        server.answers["bea@example.com"] = breaks
        assert send() == 2
        assert server.recipients == ["ann@example.com", "cyd@example.com"]
        waits = messages(world)[1]
        assert (waits.attempts, waits.next_attempt - clock.milliseconds()) == (1, 15_000)
        del server.answers["bea@example.com"]
        clock.advance(seconds=15)
        assert send() == 1

    def test_a_server_that_goes_away_in_the_middle_leaves_the_rest_as_it_is(self, runtime, clock, world, server, send):
        for recipient in ("ann@example.com", "bea@example.com", "cyd@example.com"):
            put_mail(runtime, recipient)

        def leave(dialogue):
            server.stop_listening()
            dialogue.transport.close()

        server.answers["bea@example.com"] = leave
        with pytest.raises(ConnectionRefusedError):
            send()
        assert [(row.attempts, row.next_attempt) for row in messages(world)] == [
            (1, None), (1, clock.milliseconds() + 15_000), (0, 0),
        ]  # fmt: skip

    def test_the_thread_says_that_mails_wait_and_goes_on(self, runtime, log):
        put_mail(runtime)
        background.send_kind(runtime, MAIL, lambda: False)
        assert log() == ["WARNING messages (mail) wait: ConnectionRefusedError"]

    @pytest.mark.parametrize(
        ("host", "threads"), [("127.0.0.1", ["duty", "housekeeping", "outbox"]), ("", ["duty", "housekeeping"])]
    )
    def test_there_is_a_thread_only_with_a_server(self, runtime, host, threads):
        settings = runtime.settings.model_copy(update={"smtp_host": host})
        stop = threading.Event()
        stop.set()
        started = background.start(dataclasses.replace(runtime, settings=settings), stop)
        assert [thread.name for thread in started] == threads
        for thread in started:
            thread.join(timeout=10)
            assert not thread.is_alive()

    def test_the_thread_stops_between_two_mails(self, runtime, server):
        stop = threading.Event()
        for recipient in ("ann@example.com", "bea@example.com"):
            put_mail(runtime, recipient)
        server.answer = lambda dialogue: stop.set()
        background.send_kind(runtime, MAIL, stop.is_set)
        assert server.recipients == ["ann@example.com"]

    @pytest.mark.parametrize("missing", [{"smtp_host": ""}, {"mail_sender": ""}])
    def test_without_a_server_nothing_is_tried(self, missing, runtime):
        settings = runtime.settings.model_copy(update=missing)
        assert delivery.sent_kinds(settings) == []
        assert delivery.sent_kinds(runtime.settings) == [MAIL]


class Odd:
    """A sender that raises an error once, at one of its steps; what it sends afterwards arrives."""

    def __init__(self, step, error):
        self.step, self.error = step, error
        self.raised, self.arrived = threading.Event(), threading.Event()

    def __call__(self, settings):
        return self

    def trip(self, step):
        if step == self.step and not self.raised.is_set():
            self.raised.set()
            raise self.error

    def is_configured(self, settings):
        if threading.current_thread().name == "outbox":
            self.trip("is_configured")
        return True

    def open(self):
        self.trip("open")

    def send(self, recipient, payload):
        self.trip("send")
        if recipient == "later@example.com":
            self.arrived.set()

    def close(self):
        self.trip("close")


class TestTheThread:
    @pytest.mark.parametrize("step", ["is_configured", "open", "send", "close"])
    @pytest.mark.parametrize(
        "error",
        [
            AttributeError("'NoneType' object has no attribute 'token_type'"),
            RecursionError(),
            MemoryError(),
            UnicodeEncodeError("ascii", "ë", 0, 1, "no"),
            OperationalError("UPDATE outbox", {}, Exception("locked")),
            smtplib.SMTPRecipientsRefused({"a": None}),
            smtplib.SMTPRecipientsRefused({"a": ("five", b"x")}),
            smtplib.SMTPResponseException(None, b""),
            type("E" * 200, (Exception,), {})(),
        ],
        ids=lambda error: type(error).__name__[:30],
    )
    def test_goes_on_whatever_a_sender_raises(self, runtime, monkeypatch, step, error):
        odd, stop = Odd(step, error), threading.Event()
        monkeypatch.setattr(delivery, "SENDERS", {MAIL: odd})
        monkeypatch.setattr(background, "SENDING_PAUSE_SECONDS", 0.001)
        put_mail(runtime)
        threads = background.start(runtime, stop)
        try:
            assert odd.raised.wait(60)
            put_mail(runtime, "later@example.com")
            assert odd.arrived.wait(60)
        finally:
            stop.set()
            for thread in threads:
                thread.join(60)

    def test_goes_on_after_a_mail_that_can_not_be_built(self, runtime, monkeypatch, world, server):
        """An odd address that was stored before such were refused."""
        stop, arrived = threading.Event(), threading.Event()
        monkeypatch.setattr(background, "SENDING_PAUSE_SECONDS", 0.001)
        for recipient in (*ODD, "later@example.com"):
            put_mail(runtime, recipient)
        server.answer = lambda dialogue: arrived.set()
        threads = background.start(runtime, stop)
        try:
            assert arrived.wait(60)
        finally:
            stop.set()
            for thread in threads:
                thread.join(60)
        assert [row.given_up is not None for row in messages(world)] == [True] * len(ODD) + [False]


class TestClaims:
    def test_a_mail_that_is_being_sent_is_nobody_elses(self, runtime, server, send):
        put_mail(runtime)
        others = []
        server.answer = lambda dialogue: others.append(delivery.send_due(runtime, MAIL))
        assert send() == 1
        assert (others, server.recipients) == ([0], ["ann@example.com"])

    def test_a_mail_of_a_sender_that_was_killed_is_due_again(self, runtime, clock, world, server, send):
        put_mail(runtime)
        assert delivery._claim(runtime, delivery._first_due(runtime, MAIL)) is not None
        clock.advance(minutes=9, seconds=59)
        assert send() == 0
        clock.advance(seconds=1)
        assert send() == 1
        assert message(world).attempts == 2

    def test_a_slow_sender_does_not_undo_what_the_next_one_settled(self, runtime, clock, world, server, send):
        """The slow one hears a refusal after its lease, when another one has sent the mail."""
        put_mail(runtime)

        async def slowly(dialogue):
            server.answer = None
            clock.advance(minutes=10)
            assert await asyncio.to_thread(send) == 1
            return "550 no"

        server.answer = slowly
        assert send() == 0
        assert (message(world).sent, message(world).given_up) == (clock.now(), None)

    def test_kinds_that_nobody_can_send_are_left_alone(self, runtime, world, server, send):
        pigeon = OutboxMessage(
            kind="pigeon", recipient="roof", payload="coo", queued=runtime.clock.now(), next_attempt=0
        )
        world.add(pigeon)
        put_mail(runtime)
        assert send() == 1
        left = messages(world)[0]
        assert (left.payload, left.attempts, left.next_attempt) == ("coo", 0, 0)


class TestWhatIsLeft:
    def test_what_was_sent_keeps_no_text(self, runtime, world, server, send):
        put_mail(runtime)
        send()
        assert (message(world).payload, message(world).sent) == (None, runtime.clock.now())

    @pytest.mark.bare
    def test_it_goes_after_30_days(self, runtime, clock, world, server, send):
        put_mail(runtime, "ann@example.com")
        put_mail(runtime, "a@[1")
        send()
        put_mail(runtime, "waits@example.com")
        clock.advance(days=29)
        assert background.clean_outbox(runtime) == 0
        clock.advance(days=2)
        assert background.clean_outbox(runtime) == 2
        assert [row.recipient for row in messages(world)] == ["waits@example.com"]

    def test_no_log_line_holds_a_word_of_a_mail(self, runtime, clock, world, server, send, log):
        recipients = [
            "ann@example.com",
            "zwiebel@example.com",
            "gone@example.com",
            "cut@example.com",
            *filter(None, ODD),
        ]
        server.answers["zwiebel@example.com"] = "451 zwiebel@example.com is greylisted"
        server.answers["gone@example.com"] = "550 gone@example.com is not here"
        server.answers["cut@example.com"] = lambda dialogue: dialogue.transport.close()
        for recipient in recipients:
            put_mail(runtime, recipient, "Choose a new password", "https://portal.example/?key=SECRET")
        assert send() == 1
        clock.advance(days=2)
        send()
        text = "\n".join(log())
        assert text.count("was given up") == len(recipients) - 1
        words = ["example.com", "zwiebel", "two", "lines", "victim", "password", "SECRET", "portal"]
        assert [word for word in words if word in text] == []


def test_the_end_of_summer_time_delays_nothing(runtime, clock, world, server, send):
    """At three o'clock on 4 April 2027 it is two o'clock again; a mail that was refused is tried 15 seconds later."""
    clock._milliseconds = 1806767990_000
    assert str(clock.now()) == "2027-04-04 02:59:50"
    put_mail(runtime)
    server.answer = "451 later"
    send()
    clock.advance(seconds=15)
    assert str(clock.now()) == "2027-04-04 02:00:05"
    server.answer = None
    assert send() == 1


def test_a_mail_is_claimed_by_one_of_two_who_saw_it(runtime):
    put_mail(runtime)
    seen = delivery._first_due(runtime, MAIL)
    with runtime.database.connection(writing=True) as connection:
        connection.execute(update(OutboxMessage).where(OutboxMessage.id == seen.id).values(next_attempt=1))
    assert delivery._claim(runtime, seen) is None
