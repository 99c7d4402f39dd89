"""Area results: which dates and scores go with which result; what is refused changes nothing."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from vettrak_api.model.enrolments import EnrolledUnit, ResultHistory

MONDAY, FRIDAY = datetime.datetime(2026, 9, 7, 9), datetime.datetime(2026, 9, 11, 17, 30)
UNSET = datetime.datetime.min
"""What .NET sends for a date that nobody has set."""

NOT_STARTED, CONTINUING = "Not Yet Started", "Continuing"
FINAL = ["Competency Achieved", "Competency Not Achieved", "Withdrawn", "RPL Granted", "Credit Transfer"]
OPERATIONS = {"UpdateResult": ("xsdStart", "xsdFinish"), "UpdateResultIncludingLinked": ("startDate", "finishDate")}


@pytest.fixture
def enrolment(world):
    occurrence = world.occurrence(units=["BEER1"])
    return world.enrolment(world.client("Smith", "John"), occurrence, units=["BEER1"])


@pytest.fixture(params=OPERATIONS)
def names(request):
    """How the operation calls start and finish."""
    return OPERATIONS[request.param]


@pytest.fixture
def update(api, token, enrolment, names):
    """Send a result of BEER1 by the operation and return what was answered."""
    operation = next(name for name, parameters in OPERATIONS.items() if parameters == names)
    return lambda *result: outcome(getattr(api, operation)(token, enrolment.id, "BEER1", *result))


@pytest.fixture
def held(world, enrolment):
    """Read result, dates and score of the unit anew."""

    def read():
        unit = world.one(select(EnrolledUnit).where(EnrolledUnit.enrolment_id == enrolment.id))
        return unit.result_type_id, unit.start_date, unit.finish_date, unit.percentage

    return read


@pytest.fixture
def changes_nothing(world, held):
    """Check that an answer refuses and that the unit and its history are as before."""
    before = held()

    def check(answer, message):
        assert answer == (-1, message)
        assert (held(), world.all(select(ResultHistory))) == (before, [])

    return check


@pytest.mark.parametrize("missing", [None, UNSET])
class TestMissing:
    @pytest.mark.parametrize("result", FINAL)
    def test_a_final_result_needs_both_dates(self, update, names, changes_nothing, result, missing):
        start, finish = names
        message = f"This result needs its start date in {start} and its finish date in {finish}. Nothing was changed."
        for dates in ((missing, missing), (MONDAY, missing), (missing, FRIDAY)):
            changes_nothing(update(result, *dates, 50), message)

    def test_continuing_needs_its_start(self, update, names, changes_nothing, missing):
        message = f"This result needs its start date in {names[0]}. Nothing was changed."
        for finish in (missing, FRIDAY):
            changes_nothing(update(CONTINUING, missing, finish, 50), message)

    def test_continuing_keeps_the_planned_finish(self, world, update, held, enrolment, missing):
        assert update(CONTINUING, enrolment.start_date, missing, 50) == OK
        expected = (world.result(CONTINUING), enrolment.start_date, enrolment.end_date, 50)
        assert held() == expected
        assert update(CONTINUING, enrolment.start_date, missing, 50) == OK
        assert held() == expected

    def test_a_planned_finish_before_the_start_is_dropped(self, update, held, enrolment, missing):
        later = enrolment.end_date + datetime.timedelta(days=1)
        assert update(CONTINUING, later, missing, 50) == OK
        assert held()[1:3] == (later, None)

    def test_continuing_after_a_final_result_has_no_finish(self, update, held, missing):
        assert update(FINAL[0], MONDAY, FRIDAY, 50) == OK
        assert update(CONTINUING, MONDAY, missing, 50) == OK
        assert held()[1:3] == (MONDAY, None)

    def test_not_yet_started_keeps_what_is_planned(self, world, update, held, enrolment, missing):
        assert update(NOT_STARTED, missing, missing, -1) == OK
        assert held() == (world.result(NOT_STARTED), enrolment.start_date, enrolment.end_date, -1)

    def test_a_finished_unit_not_yet_started_again_has_the_dates_of_the_enrolment(
        self, update, held, enrolment, missing
    ):
        assert update(FINAL[0], MONDAY, FRIDAY, 50) == OK
        assert update(NOT_STARTED, missing, missing, 0) == OK
        assert held()[1:] == (enrolment.start_date, enrolment.end_date, 0)


@pytest.mark.parametrize("result", [NOT_STARTED, CONTINUING, FINAL[0]])
class TestPlausible:
    def test_dates_outside_of_a_lifetime_are_refused(self, update, names, changes_nothing, clock, result):
        start, finish = names
        last = clock.now().replace(year=clock.now().year + 10, hour=23, minute=59, second=59)
        first = datetime.datetime(1950, 1, 1)
        second = datetime.timedelta(seconds=1)
        for dates, name in (
            ((first - second, FRIDAY), start),
            ((last + second, last + second), start),
            ((MONDAY, last + second), finish),
        ):
            message = f"{name} must lie between 1950 and ten years from today."
            changes_nothing(update(result, *dates, -1), message)
        assert update(result, first, last, -1) == OK

    def test_start_and_finish_are_in_order(self, update, changes_nothing, result):
        changes_nothing(update(result, FRIDAY, MONDAY, -1), "Start date is after end date.")


@pytest.mark.parametrize("score", [1, 100])
def test_a_unit_not_yet_started_has_no_score(update, changes_nothing, score):
    message = "A unit not yet started has no percentage: send -1 or 0."
    changes_nothing(update(NOT_STARTED, MONDAY, FRIDAY, score), message)


def test_a_score_that_is_not_sent_is_unknown(update, held):
    assert update(FINAL[0], MONDAY, FRIDAY) == OK
    assert held()[3] == -1
