"""doctor: what it says of messages that do not get through."""

import datetime

import pytest

from tests.support.outbox import put_mail
from vettrak_api.clock import Clock
from vettrak_api.doctor.examination import examine
from vettrak_api.doctor.findings import Level
from vettrak_api.model.outbox import OutboxMessage


@pytest.fixture
def ago(runtime):
    """A moment before the doctor's own time, which no test sets."""
    now = Clock(runtime.settings.zone).now()
    return lambda **past: now - datetime.timedelta(**past)


@pytest.fixture
def finding(runtime):
    return lambda: next(finding for finding in examine(runtime.settings) if finding.subject == "outbox")


@pytest.fixture
def give_up(world, ago):
    """Add a message that was given up so long ago."""

    def add(**past):
        moment = ago(**past)
        world.add(OutboxMessage(kind="mail", recipient="ann@example.com", queued=moment, given_up=moment, attempts=1))

    return add


def test_an_empty_outbox_is_in_order(finding):
    found = finding()
    assert (found.level, found.detail) == (Level.OK, "no messages waiting, none given up in the last 30 days")


def test_what_waits_for_less_than_an_hour_is_in_order(runtime, ago, finding):
    oldest = ago(minutes=55)
    put_mail(runtime, now=oldest)
    put_mail(runtime, now=ago(minutes=1))
    found = finding()
    assert found.level is Level.OK
    assert found.detail == f"2 messages waiting since {oldest:%Y-%m-%d %H:%M}, none given up in the last 30 days"


def test_what_waits_for_longer_is_told(runtime, ago, finding):
    oldest = ago(minutes=65)
    put_mail(runtime, now=oldest)
    found = finding()
    assert found.level is Level.WARN
    assert found.detail == f"1 message waiting since {oldest:%Y-%m-%d %H:%M}, none given up in the last 30 days"
    assert found.advice.startswith("Run: vettrak-api outbox list\n")


def test_what_was_given_up_is_told_for_30_days(give_up, finding):
    give_up(days=31)
    assert finding().level is Level.OK
    give_up(days=29)
    give_up(minutes=1)
    found = finding()
    assert (found.level, found.detail) == (Level.WARN, "no messages waiting, 2 given up in the last 30 days")
    assert "vettrak-api outbox list" in found.advice


def test_what_was_sent_is_not_told(world, ago, finding):
    world.add(OutboxMessage(kind="mail", recipient="ann@example.com", queued=ago(days=2), sent=ago(days=1)))
    assert finding().detail == "no messages waiting, none given up in the last 30 days"


def test_what_is_scheduled_does_not_wait_yet(world, ago, finding):
    later = {"queued": ago(days=-3), "next_attempt": 4_000_000_000_000}
    world.add_all([OutboxMessage(kind="sms", recipient="+61400000001", **later) for _ in range(2)])
    found = finding()
    assert (found.level, found.detail) == (
        Level.OK,
        "no messages waiting, 2 scheduled for later, none given up in the last 30 days",
    )
