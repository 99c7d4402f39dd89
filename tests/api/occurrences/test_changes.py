"""Area web_catalogue: what changed since a moment; a class, unit or price counts as a part of its occurrence."""

import datetime
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from vettrak_api.model.audit import Author
from vettrak_api.model.changes import Change
from vettrak_api.model.occurrences import (
    ClassSession,
    Occurrence,
    OccurrencePrice,
    OccurrenceTask,
    OccurrenceUnit,
    Task,
)

RANGE = (datetime.datetime(2026, 9, 1), datetime.datetime(2026, 9, 30, 23, 59, 59))
MADE = datetime.datetime(2026, 5, 1, 8)
SYNCHRONISED = datetime.datetime(2026, 6, 1, 8)
CHANGED = datetime.datetime(2026, 9, 10, 12)
"""The moment at which the clock of the tests stands."""

LATER = CHANGED + datetime.timedelta(seconds=6)
"""When all that was stamped then has been committed, or never will be."""

STAMPS = {"created_at": MADE, "modified_at": MADE}
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def programme(world):
    return world.programme("Beer Appreciation", **STAMPS)


@pytest.fixture
def occurrence(world, programme):
    return world.occurrence(
        programme_id=programme.id, web_published=True, units=["BEER1"], prices=[("Full Fee", "100.00")], **STAMPS
    )


@pytest.fixture
def evening(world, occurrence):
    return world.class_session(occurrence, **STAMPS)


@pytest.fixture
def working(runtime):
    """Write as a call of the server does."""

    @contextmanager
    def write():
        with runtime.database.writing(Author("TESS", "SomeOperation", CHANGED)) as session:
            yield session

    return write


@pytest.fixture
def occurrences(api, token, programme):
    """List the occurrences that changed since a moment."""

    def listed(since=SYNCHRONISED, dates=RANGE):
        answer = api.GetWebOccurrencesForProgrammeAndDatesSince(token, programme.id, *dates, since)
        assert outcome(answer) == OK
        return [one.ID for one in answer.OccuList]

    return listed


@pytest.fixture
def programmes(api, token):
    """List the programmes that changed since a moment."""

    def listed(since=SYNCHRONISED, dates=RANGE):
        answer = api.GetWebProgrammesForDatesSince(token, *dates, since)
        assert outcome(answer) == OK
        return [one.Prog_Name for one in answer.ProgList]

    return listed


class TestGetWebOccurrencesForProgrammeAndDatesSince:
    def test_lists_what_was_changed_later_than_the_moment_less_the_time_of_a_commit(self, occurrences, occurrence):
        assert occurrences(MADE + 5 * SECOND) == []
        assert occurrences(MADE + 4 * SECOND) == [occurrence.id]

    def test_a_change_of_the_occurrence_itself_counts(self, occurrences, occurrence, working):
        assert occurrences() == []
        with working() as session:
            session.get(Occurrence, occurrence.id).colour = "#00FF00"
        assert occurrences() == [occurrence.id]

    def test_a_new_occurrence_counts(self, occurrences, occurrence, world, programme):
        stamps = {"created_at": CHANGED, "modified_at": CHANGED}
        new = world.occurrence(programme_id=programme.id, web_published=True, **stamps)
        assert occurrences() == [new.id]

    def test_a_change_of_the_programme_alone_does_not(self, occurrences, occurrence, programme, world):
        world.change(programme, modified_at=CHANGED)
        assert occurrences() == []

    def test_what_is_not_bookable_any_more_is_not_listed(self, occurrences, occurrence, world):
        world.change(occurrence, web_published=False, modified_at=CHANGED)
        assert occurrences() == []

    def test_what_starts_outside_the_range_is_not_listed(self, occurrences, occurrence):
        assert occurrences(datetime.datetime(2000, 1, 1), (RANGE[1], RANGE[1])) == []

    def test_a_row_without_a_time_may_have_changed(self, occurrences, world, programme):
        imported = world.occurrence(programme_id=programme.id, web_published=True)
        assert occurrences() == [imported.id]

    def test_a_place_taken_is_no_change(self, api, token, occurrences, occurrence, world):
        answer = api.AddClientWebEnrolment(token, occurrence.id, "Smith", "John")
        assert outcome(answer) == OK
        assert occurrences() == []


def added_class(session, occurrence):
    session.add(ClassSession(occurrence_id=occurrence.id, start=RANGE[0], finish=RANGE[0]))


def changed_class(session, occurrence):
    one(session, ClassSession, occurrence).room_code = "R2"


def removed_class(session, occurrence):
    session.delete(one(session, ClassSession, occurrence))


def added_unit(session, occurrence):
    unit = one(session, OccurrenceUnit, occurrence)
    session.delete(unit)
    session.flush()
    session.add(OccurrenceUnit(occurrence_id=occurrence.id, unit_id=unit.unit_id, optional=True))


def changed_unit(session, occurrence):
    one(session, OccurrenceUnit, occurrence).optional = True


def removed_unit(session, occurrence):
    session.delete(one(session, OccurrenceUnit, occurrence))


def added_price(session, occurrence):
    item = one(session, OccurrencePrice, occurrence).price_item_id
    session.add(OccurrencePrice(occurrence_id=occurrence.id, price_item_id=item, amount=50))


def changed_price(session, occurrence):
    one(session, OccurrencePrice, occurrence).amount = 120


def removed_price(session, occurrence):
    session.delete(one(session, OccurrencePrice, occurrence))


def one(session, table, occurrence):
    return session.scalars(select(table).where(table.occurrence_id == occurrence.id)).one()


CHANGES = (
    added_class,
    changed_class,
    removed_class,
    added_unit,
    changed_unit,
    removed_unit,
    added_price,
    changed_price,
    removed_price,
)


@pytest.mark.parametrize("change", CHANGES)
class TestAPartOfAnOccurrence:
    @pytest.fixture(autouse=True)
    def start(self, evening):
        """Begin with a class, a unit and a price."""

    def test_changes_the_occurrence(self, occurrences, occurrence, working, change):
        assert occurrences() == []
        with working() as session:
            change(session, occurrence)
        assert (occurrences(), occurrences(LATER)) == ([occurrence.id], [])

    def test_changes_the_programmes_offer(self, programmes, occurrence, working, change):
        assert programmes() == []
        with working() as session:
            change(session, occurrence)
        assert (programmes(), programmes(LATER)) == (["Beer Appreciation"], [])

    def test_who_did_it_is_recorded_on_the_occurrence(self, occurrence, working, world, change):
        with working() as session:
            change(session, occurrence)
        assert world.fresh(occurrence).modified_by == "TESS"
        written = select(Change.action).where(Change.table_name == "occurrence", Change.record_id == occurrence.id)
        assert set(world.all(written)) == {"update"}


class TestWhatIsNoChange:
    def test_a_part_that_was_only_looked_at(self, occurrences, occurrence, evening, working):
        with working() as session:
            looked_at = session.get(ClassSession, evening.id)
            looked_at.room_code = looked_at.room_code
        assert occurrences() == []

    def test_a_task(self, occurrences, occurrence, working):
        with working() as session:
            task = Task(code="ESSAY", name="Essay")
            session.add(task)
            session.flush()
            session.add(OccurrenceTask(occurrence_id=occurrence.id, task_id=task.id))
        assert occurrences() == []


class TestAClassThatMoves:
    def test_changes_both_occurrences(self, occurrences, occurrence, evening, working, world, programme):
        other = world.occurrence(programme_id=programme.id, web_published=True, **STAMPS)
        with working() as session:
            session.get(ClassSession, evening.id).occurrence_id = other.id
        assert occurrences() == [occurrence.id, other.id]


class TestAnOccurrenceThatIsDeletedWithItsParts:
    def test_is_gone(self, occurrences, occurrence, evening, working, world):
        with working() as session:
            for table in (ClassSession, OccurrenceUnit, OccurrencePrice):
                session.delete(one(session, table, occurrence))
            session.flush()
            session.delete(session.get(Occurrence, occurrence.id))
        assert (occurrences(), world.get(Occurrence, occurrence.id)) == ([], None)


class TestGetWebProgrammesForDatesSince:
    def test_a_change_of_the_programme_counts_if_it_can_be_booked_in_the_range(
        self, programmes, occurrence, programme, world
    ):
        world.change(programme, modified_at=CHANGED)
        assert programmes() == ["Beer Appreciation"]
        world.change(occurrence, web_published=False)
        assert programmes() == []

    def test_a_changed_occurrence_counts_if_it_is_bookable_and_in_the_range(
        self, programmes, occurrence, world, programme
    ):
        of_programme = {"programme_id": programme.id, "modified_at": CHANGED}
        world.occurrence(web_published=False, **of_programme)
        world.occurrence(web_published=True, seats=0, **of_programme)
        world.occurrence(web_published=True, start_date=RANGE[1] + SECOND, **of_programme)
        assert programmes() == []
        world.occurrence(web_published=True, **of_programme)
        assert programmes() == ["Beer Appreciation"]

    def test_lists_each_programme_once_by_name(self, programmes, world):
        for name in ("wine", "Beer"):
            programme = world.programme(name, modified_at=CHANGED)
            for _ in range(2):
                world.occurrence(programme_id=programme.id, web_published=True, modified_at=CHANGED)
        assert programmes() == ["Beer", "wine"]

    def test_a_row_without_a_time_may_have_changed(self, programmes, occurrence, programme, world):
        world.change(programme, modified_at=None)
        assert programmes() == ["Beer Appreciation"]
