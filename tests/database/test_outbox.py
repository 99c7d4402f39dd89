"""The outbox on every kind of database: each message goes once, however many send, and none is lost."""

import pytest

from tests.support.outbox import SETTINGS, MailServer, messages, put_mail
from tests.support.scenarios import at_once
from vettrak_api.hosting.background import clean_outbox
from vettrak_api.outbox.delivery import send_due
from vettrak_api.outbox.listing import outbox_state, waiting_and_given_up
from vettrak_api.outbox.queue import MAIL
from vettrak_api.runtime import build_runtime


@pytest.fixture
def server():
    """Run a mail server."""
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def office(runtime):
    """The server, with settings by which it may send mails."""
    settings = runtime.settings.model_copy(update=SETTINGS)
    return build_runtime(settings, runtime.clock, runtime.database.engine)


def test_senders_at_the_same_time_send_each_message_once(office, server):
    recipients = [f"{number}@example.com" for number in range(30)]
    for recipient in recipients:
        put_mail(office, recipient)
    sent = at_once([lambda: send_due(office, MAIL)] * 3)
    assert sum(sent) == 30
    assert sorted(server.recipients) == sorted(recipients)


def test_what_becomes_of_messages(office, world, server):
    put_mail(office, "taken@example.com", "Grüße", "süß 🙂")
    put_mail(office, "later@example.com")
    put_mail(office, "gone@example.com")
    server.answers = {"later@example.com": "451 later", "gone@example.com": "550 no"}
    assert send_due(office, MAIL) == 1
    assert server.got[0][1].get_content().strip() == "süß 🙂"
    now = office.clock.now()
    with office.database.reading() as session:
        state = outbox_state(session, now)
        listed = [(row.recipient, row.attempts, row.reason) for row in waiting_and_given_up(session, 10)]
    assert (state.waiting, state.oldest, state.late, state.given_up) == (1, now, 0, 1)
    assert listed == [
        ("later@example.com", 1, "SMTPRecipientsRefused 451"),
        ("gone@example.com", 1, "SMTPRecipientsRefused 550"),
    ]
    office.clock.advance(days=29)
    assert clean_outbox(office) == 0
    office.clock.advance(days=2)
    done = [row for row in messages(world) if row.sent or row.given_up]
    assert clean_outbox(office) == len(done) > 1
    assert [row.recipient for row in messages(world)] == ["later@example.com"]
