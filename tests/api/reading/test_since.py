"""Whoever asks again and again for what was changed since a moment misses nothing, whatever was slow meanwhile."""

import datetime
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from tests.support.outcomes import OK, outcome
from tests.support.polling import KINDS, STAMPED, Bookings, Deletions, Occurrences
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client
from vettrak_api.model.trails import name_deletion

BUSY = (-3, "Busy, try again.")
SECOND = datetime.timedelta(seconds=1)

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


@pytest.fixture
def polled(world, api, token, kind):
    """Something of a kind to be polled, with records for four writes."""
    return kind(world, api, token, 4)


@pytest.fixture
def held(runtime, clock):
    """Let time pass at the first statement of a kind inside a transaction, or at its commit, and do something then."""

    @contextmanager
    def hold(at, seconds, meanwhile=lambda: None):
        engine, left = runtime.database.engine, [at]

        def pass_by():
            left.clear()
            meanwhile()
            clock.advance(seconds=seconds)

        def execute(connection, cursor, statement, *_):
            if left and statement.startswith(at):
                pass_by()

        def commit(connection):
            if left and at == "COMMIT":
                pass_by()

        event.listen(engine, "before_cursor_execute", execute)
        event.listen(engine, "commit", commit)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", execute)
            event.remove(engine, "commit", commit)
        assert not left

    return hold


@every_kind
class TestAPollByTheOwnClock:
    def test_tells_what_was_changed_later_in_the_same_second(self, polled, clock):
        clock.advance(milliseconds=300)
        asked = local(clock)
        clock.advance(milliseconds=250)
        key, answer = polled.write()
        assert answer == OK
        assert key in polled.told(asked)

    def test_tells_of_a_call_that_took_long(self, polled, clock, held):
        """Its transaction is held open for half a minute; it was asked in the middle."""
        with held(("INSERT", "UPDATE", "DELETE"), 15, lambda: clock.advance(seconds=15)):
            key, answer = polled.write()
        assert answer == OK
        for seconds in (30, 20, 4):
            assert key in polled.told(local(clock) - datetime.timedelta(seconds=seconds)), seconds
        clock.advance(seconds=5)
        assert key in polled.told(local(clock))
        clock.advance(seconds=1)
        assert key not in polled.told(local(clock))

    def test_tells_of_a_commit_that_came_late_but_in_time(self, polled, clock, held):
        with held("INSERT INTO change_log", 5):
            key, answer = polled.write()
        assert answer == OK
        assert key in polled.told(local(clock))

    def test_does_not_tell_of_what_came_too_late(self, polled, clock, held, world, caplog):
        before = world.everything(select(Change.id))
        with held("INSERT INTO change_log", 5.001):
            key, answer = polled.write()
        assert answer == BUSY
        assert key is None or key not in polled.told(local(clock) - datetime.timedelta(hours=1))
        assert world.everything(select(Change.id)) == before
        assert "rolled back: 5.0 seconds had passed" in caplog.text

    def test_the_next_call_after_that_goes_well(self, polled, held):
        with held("INSERT INTO change_log", 6):
            polled.write()
        key, answer = polled.write()
        assert answer == OK
        assert key is not None

    def test_tells_of_a_commit_that_the_database_kept_waiting(self, polled, clock, held, caplog):
        """It is done, and can not be rolled back: so it gets a later stamp."""
        with held("COMMIT", 7):
            key, answer = polled.write()
        assert answer == OK
        assert key in polled.told(local(clock))
        assert "stamped again: a commit has taken 7.0 seconds" in caplog.text


@pytest.mark.parametrize("kind", STAMPED, ids=lambda kind: kind.__name__)
class TestAPollByTheLatestStamp:
    def test_tells_what_was_changed_later_in_that_second(self, polled, clock):
        clock.advance(milliseconds=100)
        first, _ = polled.write()
        stamp = polled.told(clock.now() - SECOND)[first]
        clock.advance(milliseconds=200)
        second, _ = polled.write()
        assert {first, second} <= polled.told(stamp).keys()

    def test_tells_of_an_earlier_stamp_that_was_committed_later(self, polled, clock, held, world, runtime, api, token):
        begun = local(clock)
        with held(("INSERT", "UPDATE"), 60):
            late, _ = polled.write()
        assert polled.told(begun)[late] == begun
        assert late in polled.told(begun + 50 * SECOND)

    def test_stamps_are_whole_seconds(self, polled, clock):
        clock.advance(milliseconds=999)
        key, _ = polled.write()
        assert polled.told(clock.now() - SECOND)[key] == clock.now()


@pytest.mark.settings(commit_timeout_seconds=30)
@pytest.mark.parametrize("kind", [Bookings], ids=["Bookings"])
def test_the_setting_says_how_long_a_commit_may_take_and_how_far_back_is_looked(polled, clock, held):
    with held("INSERT INTO change_log", 29):
        key, answer = polled.write()
    assert answer == OK
    clock.advance(seconds=1)
    assert key in polled.told(local(clock))
    clock.advance(seconds=1)
    assert key not in polled.told(local(clock))


class TestTheEndOfSummerTime:
    """In Sydney the hour from 2 to 3 comes twice on 4 April 2027; its second time begins at 16:00 UTC."""

    FIRST = datetime.datetime(2027, 4, 4, 2, 50)

    @pytest.fixture
    def at(self, clock):
        """Set the clock to a time of that night, the first or the second of its name."""

        def set_clock(moment, fold):
            wanted = moment.replace(tzinfo=clock.zone, fold=fold).timestamp()
            clock.advance(seconds=wanted - clock.milliseconds() / 1000)

        return set_clock

    @pytest.fixture
    def token(self, world, at):
        """A token of that night."""
        at(self.FIRST, 0)
        return world.token()

    @every_kind
    def test_what_is_changed_at_an_earlier_local_time_is_told(self, polled, at, clock):
        at(self.FIRST, 0)
        asked = local(clock)
        at(datetime.datetime(2027, 4, 4, 2, 5), 1)
        key, answer = polled.write()
        assert answer == OK
        assert key in polled.told(asked)

    @pytest.mark.parametrize("kind", [Deletions], ids=["Deletions"])
    def test_what_comes_twice_means_the_earlier(self, polled, at):
        """What has no time of its own but that of the log."""
        at(self.FIRST, 0)
        key, _ = polled.write()
        asked = datetime.datetime(2027, 4, 4, 2, 40)
        at(asked, 1)
        assert key in polled.told(asked)

    @pytest.mark.parametrize("kind", [Occurrences], ids=["Occurrences"])
    def test_rows_that_no_log_knows_are_found_by_their_own_times(self, polled, at, world):
        early = datetime.datetime(2027, 4, 4, 2, 5)
        values = {"programme_id": polled.programme.id, "web_published": True}
        imported = world.occurrence(modified_at=early, **values).id
        before = world.occurrence(modified_at=datetime.datetime(2027, 4, 4, 1, 5), **values).id
        told = polled.told(self.FIRST)
        assert (imported in told, before in told) == (True, False)

    @pytest.mark.parametrize("year", [1, 9999])
    @every_kind
    def test_the_ends_of_the_calendar_are_moments_too(self, polled, year):
        key, _ = polled.write()
        assert (key in polled.told(datetime.datetime(year, 1, 1))) is (year == 1)


class TestTheLog:
    def test_has_who_how_and_what_in_one_request(self, api, token, world, clock):
        client = world.client("Before", "Bea", code="MEMBER")
        assert outcome(api.UpdateClientDetails(token, {"Clie_Code": "MEMBER", "Clie_Surname": "After"})) == OK
        (change,) = world.all(select(Change).where(Change.record_id == client.id, Change.table_name == "client"))
        assert (change.action, change.operation, change.stamp) == (
            "update",
            "UpdateClientDetails",
            clock.milliseconds(),
        )
        assert "surname" in change.members.split("\n")
        assert not {"modified_at", "modified_by"} & {*change.members.split("\n")}
        assert (len(change.request), change.old_values, change.new_values) == (16, None, None)

    def test_keeps_the_changes_of_a_call_together_and_those_of_two_apart(self, api, token, world):
        occurrence = world.occurrence(web_published=True)
        for name in ("One", "Two"):
            assert outcome(api.AddClientWebEnrolment(token, occurrence.id, name, "Al")) == OK
        changes = world.all(select(Change).where(Change.operation == "AddClientWebEnrolment").order_by(Change.id))
        first, second = changes[0].request, changes[-1].request
        assert [change.request for change in changes] == [first, first, second, second]
        assert first != second

    def test_tells_of_a_deletion_that_nobody_put_his_name_to(self, api, token, runtime, clock, world):
        with runtime.database.writing() as session:
            name_deletion(session, Client, 4711, "C4711", None)
        assert api.GetDeletedRecordsSince(token, "CLIENT", clock.now()).TextList == ["C4711"]
        (change,) = world.all(select(Change).where(Change.identifier == "C4711"))
        assert (change.record_id, change.by, change.stamp) == (4711, None, clock.milliseconds())

    def test_a_late_stamp_is_given_to_no_other_transaction(self, api, token, world, clock, held):
        polled = Bookings(world, api, token, 2)
        polled.write()
        stamp = clock.milliseconds()
        with held("COMMIT", 7):
            polled.write()
        stamps = world.all(select(Change.stamp).where(Change.table_name == "web_enrolment").order_by(Change.id))
        assert stamps == [stamp, stamp + 7000]


def local(clock):
    """Return the RTO's local time to the millisecond."""
    return datetime.datetime.fromtimestamp(clock.milliseconds() / 1000, clock.zone).replace(tzinfo=None)
