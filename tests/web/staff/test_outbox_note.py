"""The staff pages say when messages do not get through."""

import pytest

from tests.support.outbox import put_mail
from tests.support.staff import logged_in
from vettrak_api.model.outbox import OutboxMessage


@pytest.fixture
def note(site, person):
    """What stands at the foot of the list of web enrolments, for somebody who has just logged in."""

    def text():
        found = logged_in(site).get("/").document.xpath("//p[starts-with(., 'Messages: ')]")
        return found[0].text_content() if found else None

    return text


@pytest.fixture
def give_up(runtime, world):
    def add():
        now = runtime.clock.now()
        world.add(OutboxMessage(kind="mail", recipient="ann@example.com", queued=now, given_up=now, attempts=1))

    return add


def test_nothing_is_said_while_all_is_well(runtime, clock, note):
    assert note() is None
    put_mail(runtime)
    clock.advance(minutes=60)
    assert note() is None


def test_mails_that_wait_for_more_than_an_hour_are_told(runtime, clock, note):
    put_mail(runtime)
    clock.advance(minutes=30)
    put_mail(runtime)
    clock.advance(minutes=31)
    assert note() == "Messages: 1 has waited for more than an hour. Please tell your administrator."
    clock.advance(minutes=30)
    assert note() == "Messages: 2 have waited for more than an hour. Please tell your administrator."


def test_mails_that_could_not_be_delivered_are_told(runtime, clock, note, give_up):
    give_up()
    assert note() == "Messages: 1 could not be delivered in the last 30 days. Please tell your administrator."
    put_mail(runtime)
    clock.advance(minutes=61)
    assert note() == (
        "Messages: 1 has waited for more than an hour, 1 could not be delivered in the last 30 days. "
        "Please tell your administrator."
    )


def test_they_are_told_for_30_days(clock, note, give_up):
    give_up()
    clock.advance(days=29)
    assert note() is not None
    clock.advance(days=2)
    assert note() is None
