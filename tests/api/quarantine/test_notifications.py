"""Mails to staff about what has come from the web, sent through a real SMTP server."""

import smtplib

import pytest
from pydantic import ValidationError

from tests.support.outbox import SETTINGS, MailServer, mails
from tests.support.outcomes import outcome
from tests.support.web import book, book_employer, reserve, reserve_employer, wait_for
from vettrak_api.outbox.delivery import send_due
from vettrak_api.outbox.queue import MAIL
from vettrak_api.settings import Settings

ON = {
    **SETTINGS,
    "staff_mail_to": "office@rto.example, manager@rto.example",
    "public_url": "https://rto.example/vet",
}


@pytest.fixture
def letters():
    """Run an SMTP server."""
    letters = MailServer()
    letters.start()
    yield letters
    letters.stop()


@pytest.fixture
def send(runtime):
    return lambda: send_due(runtime, MAIL)


@pytest.fixture
def occurrence(world):
    programme = world.programme("Beer Appreciation")
    return world.occurrence(programme_id=programme.id, code="BEER1", seats=1, web_published=True)


@pytest.mark.settings(**ON)
def test_everybody_on_the_list_gets_a_mail_of_a_new_web_enrolment(api, token, world, letters, occurrence, send):
    number = book(api, token, occurrence, "Brewer", "Bea", sDescription="private words")
    assert send() == 2
    assert [recipients for recipients, _ in letters.got] == [["office@rto.example"], ["manager@rto.example"]]
    _, mail = letters.got[0]
    assert mail["From"] == "server@rto.example"
    assert mail["Subject"] == f"New web enrolment {number}: Beer Appreciation (BEER1), starts 1 Sep 2026"
    assert mail.get_content().splitlines() == [
        "A web enrolment has come in from a web site.",
        "",
        "Occurrence: Beer Appreciation (BEER1), starts 1 Sep 2026",
        f"Number: {number}",
        "Received: 10 Sep 2026, 12:00",
        "",
        f"To decide, open https://rto.example/vet/staff/enrolments/{number}",
    ]
    assert send() == 0


@pytest.mark.settings(**ON)
def test_nobody_is_named(api, token, world, occurrence):
    book(api, token, occurrence, "Brewer", "Bea", sDescription="private words", sCode="SECRET1")
    written = "".join(mail.subject + mail.text for mail in mails(world))
    assert not any(word in written for word in ("Brewer", "Bea ", "private", "SECRET1"))


@pytest.mark.settings(**ON | {"staff_mail_to": "office@rto.example"})
def test_each_way_to_come_has_its_words(api, token, world):
    programme = world.programme("Beer Appreciation", takes_waitlist=True)
    occurrence = world.occurrence(programme_id=programme.id, code=None, start_date=None, web_published=True)
    first = book(api, token, occurrence)
    reserve(api, token, occurrence)
    book_employer(api, token, occurrence)
    reserve_employer(api, token, occurrence)
    number = wait_for(api, token, programme)
    told = mails(world)
    assert [mail.text.splitlines()[0].removesuffix(" has come in from a web site.") for mail in told] == [
        "A web enrolment",
        "A reservation",
        "An employer's web enrolment",
        "An employer's reservation",
        "A waitlist entry",
    ]
    assert told[0].subject == f"New web enrolment {first}: Beer Appreciation"
    assert told[-1].subject == f"New waitlist entry {number}: Beer Appreciation"
    assert f"https://rto.example/vet/staff/waitlist/{number}" in told[-1].text


@pytest.mark.settings(**ON)
def test_what_was_refused_is_not_told(api, token, world, occurrence):
    book(api, token, occurrence)
    assert outcome(api.AddClientWebEnrolment(token, occurrence.id, "Late", "Lara")) == (
        -1,
        "Occurrence has no vacancies.",
    )
    assert len(mails(world)) == 2


@pytest.mark.settings(**ON | {"public_url": ""})
def test_without_a_public_address_there_is_no_link(api, token, world, occurrence):
    book(api, token, occurrence)
    assert mails(world)[0].text.endswith("To decide, open the staff pages.\n")


@pytest.mark.settings(**ON | {"public_url": "https://rto.example/vet/VT_API.asmx"})
def test_a_public_address_of_a_service_leads_to_the_pages_beside_it(api, token, world, occurrence):
    book(api, token, occurrence)
    assert "https://rto.example/vet/staff/enrolments/" in mails(world)[0].text


@pytest.mark.parametrize("setting", ["staff_mail_to", "smtp_host", "mail_sender"])
def test_by_default_nobody_gets_mail(setting):
    assert Settings(**ON | {setting: ""}).staff_mail_addresses == []


def test_without_the_setting_nothing_is_queued(api, token, world, occurrence):
    book(api, token, occurrence)
    assert mails(world) == []


@pytest.mark.parametrize(
    "text", ["office", "a@b@c", "office@rto.example; manager@rto.example", "a b@c", "x" * 100 + "@rto", "a@[1"]
)
def test_what_is_no_address_is_refused_at_the_start(text):
    with pytest.raises(ValidationError, match="is no mail address"):
        Settings(staff_mail_to=text)


@pytest.mark.settings(**ON)
def test_a_mail_that_is_not_taken_waits(api, token, clock, letters, occurrence, send):
    book(api, token, occurrence)
    letters.answer = "451 later"
    assert send() == 0
    letters.answer = None
    assert send() == 0
    clock.advance(seconds=15)
    assert send() == 2


@pytest.mark.settings(**ON)
def test_bookings_do_not_wait_for_a_mail_server_that_is_away(api, token, world, occurrence, send):
    book(api, token, occurrence)
    with pytest.raises((OSError, smtplib.SMTPException)):
        send()
    assert len(mails(world)) == 2
