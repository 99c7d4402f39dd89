"""The background work is done by one process at a time, on every kind of database, and handed on within a minute."""

import pytest

from tests.support.scenarios import at_once
from vettrak_api.hosting.duty import BEAT_SECONDS, SILENCE_SECONDS, TRUSTED_SECONDS, Duty
from vettrak_api.rules import duty as rules


class Watch:
    """A process's own clock; it may have begun at any time."""

    def __init__(self, begin):
        self.time = begin

    def __call__(self):
        return self.time


@pytest.fixture
def processes(runtime):
    """Three processes, none of which shares a clock with another."""
    with runtime.database.connection(writing=True) as connection:
        before = rules.standing(connection)
        assert rules.take(connection, rules.NOBODY, before)
    duties = [Duty(runtime.database, Watch(begin)) for begin in (0.0, 5e6, -77.5)]
    yield duties
    for duty in duties:
        duty.give_back()


def pass_time(duties, seconds):
    for duty in duties:
        duty._now.time += seconds


def test_of_those_who_begin_at_the_same_time_one_has_it(processes):
    assert sum(at_once([duty.beat for duty in processes])) == 1
    assert sum(duty.is_ours for duty in processes) == 1


def test_it_stays_with_who_has_it(processes):
    first, *others = processes
    assert first.beat()
    for _ in range(20):
        pass_time(processes, BEAT_SECONDS)
        assert first.beat()
        assert not any(other.beat() for other in others)
    assert first.is_ours


def test_it_is_handed_on_at_once_by_who_leaves(processes):
    first, second, _ = processes
    first.beat()
    assert not second.beat()
    first.give_back()
    assert (first.is_ours, second.beat()) == (False, True)


def test_a_killed_holder_is_followed_within_a_minute(processes):
    killed, *others = processes
    killed.beat()
    passed = 0
    while sum(other.beat() for other in others) == 0:
        pass_time(others, BEAT_SECONDS)
        passed += BEAT_SECONDS
    assert SILENCE_SECONDS <= passed <= 60 - 2 * BEAT_SECONDS
    assert sum(other.is_ours for other in others) == 1


def test_who_stood_still_stops_before_another_one_begins(processes):
    asleep, second, _ = processes
    asleep.beat()
    second.beat()
    pass_time(processes, TRUSTED_SECONDS)
    assert (asleep.is_ours, second.beat()) == (False, False)
    pass_time(processes, SILENCE_SECONDS - TRUSTED_SECONDS)
    assert second.beat()
    assert (asleep.beat(), asleep.is_ours, second.is_ours) == (False, False, True)
    asleep.give_back()
    pass_time(processes, BEAT_SECONDS)
    assert second.beat()


def test_when_cleaning_was_done_is_known_to_the_next_one(processes):
    first, second, _ = processes
    first.beat()
    first.note_cleaned(1_000_000)
    first.give_back()
    second.beat()
    assert not second.is_cleaning_due(1_059_999, 60_000)
    assert second.is_cleaning_due(1_060_000, 60_000)
    assert second.is_cleaning_due(900_000, 60_000), "a clock that was put back"
    first.note_cleaned(2_000_000)
    assert second.is_cleaning_due(2_000_000, 60_000), "only the holder notes it"
