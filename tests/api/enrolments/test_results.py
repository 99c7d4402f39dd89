"""Area results: results of units, their comments, and what they were before."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import DENIED, OK, outcome
from vettrak_api.model.changes import Change
from vettrak_api.model.enrolments import EnrolledUnit, ResultHistory

MONDAY, FRIDAY = datetime.datetime(2026, 9, 7, 9), datetime.datetime(2026, 9, 11, 17, 30, 15)
ACHIEVED = ("Competency Achieved", MONDAY, FRIDAY, 86)
NOT_ON_IT = (-4, "Unit not found in this enrolment.")
REVERSED = (-1, "Start date is after end date.")
OUT_OF_RANGE = (-1, "Percentage must be -1 or 0 to 100.")
NEEDS_START = (-1, "This result needs its start date in xsdStart. Nothing was changed.")


@pytest.fixture
def client(world):
    return world.client("Smith", "John", code="JSMITH")


@pytest.fixture
def enrolment(world, client):
    return world.enrolment(client, world.occurrence(units=["BEER1", "BEER2"]), units=["BEER1", "BEER2"])


@pytest.fixture
def unit(world, enrolment):
    """Read the enrolled unit BEER1 anew."""
    held = select(EnrolledUnit).where(
        EnrolledUnit.enrolment_id == enrolment.id, EnrolledUnit.unit_id == world.unit("BEER1").id
    )
    return lambda: world.one(held)


@pytest.fixture
def history(world):
    """Read all former results, oldest first."""
    return lambda: world.all(select(ResultHistory).order_by(ResultHistory.id))


@pytest.fixture
def update(api, token, enrolment):
    """Send a result of BEER1 and return what was answered."""
    return lambda *result: outcome(api.UpdateResult(token, enrolment.id, "BEER1", *result))


class TestUpdateResult:
    def test_records_result_dates_and_score(self, api, token, enrolment, update):
        assert update(*ACHIEVED) == OK
        recorded, untouched = api.GetUnitsForEnrolment(token, enrolment.id).EnunList
        assert (recorded.Result_Name, recorded.Percentage) == ("Competency Achieved", 86)
        assert (recorded.StartDate, recorded.FinishDate) == (MONDAY, FRIDAY)
        assert (untouched.Unit_Code, untouched.Result_Name) == ("BEER2", "Not Yet Started")

    def test_unit_and_result_are_named_ignoring_case(self, api, token, world, enrolment, unit):
        answer = api.UpdateResult(token, enrolment.id, " beer1 ", "competency ACHIEVED", MONDAY, FRIDAY, 86)
        assert (outcome(answer), unit().result_type_id) == (OK, world.result("Competency Achieved"))

    def test_the_calling_staff_member_is_recorded(self, api, world, enrolment, unit):
        staff = world.staff(api_role=True)
        api.UpdateResult(world.token(staff), enrolment.id, "BEER1", *ACHIEVED)
        assert unit().recorded_by_id == staff.id

    def test_the_former_result_goes_to_the_history(self, api, world, enrolment, unit, history, clock):
        first, second = world.staff(api_role=True, code="ANN"), world.staff(api_role=True, code="BOB")
        api.UpdateResult(world.token(first), enrolment.id, "BEER1", "Continuing", MONDAY, FRIDAY, 40)
        api.UpdateResultComment(world.token(first), enrolment.id, "BEER1", "Half way")
        clock.advance(minutes=5)
        api.UpdateResult(world.token(second), enrolment.id, "BEER1", *ACHIEVED)
        unstarted, former = history()
        assert unstarted.result_type_id == world.result("Not Yet Started")
        assert (unstarted.percentage, unstarted.recorded_by_id, unstarted.replaced_by) == (-1, None, "ANN")
        assert former.result_type_id == world.result("Continuing")
        assert (former.start_date, former.finish_date) == (MONDAY, FRIDAY)
        assert (former.percentage, former.comment) == (40, "Half way")
        assert former.recorded_by_id == first.id
        assert (former.replaced_at, former.replaced_by) == (clock.now(), "BOB")
        assert former.enrolled_unit_id == unit().id

    def test_the_comment_is_kept(self, api, token, enrolment, update, unit):
        api.UpdateResultComment(token, enrolment.id, "BEER1", "Late")
        assert update(*ACHIEVED) == OK
        assert unit().comment == "Late"

    def test_the_same_result_again_changes_nothing(self, api, world, enrolment, update, unit, history):
        update(*ACHIEVED)
        before = unit()
        other = world.token(world.staff(api_role=True))
        assert outcome(api.UpdateResult(other, enrolment.id, "BEER1", *ACHIEVED)) == OK
        assert len(history()) == 1
        assert (unit().recorded_by_id, unit().modified_by) == (before.recorded_by_id, before.modified_by)

    @pytest.mark.parametrize(
        "changed",
        [
            ("Continuing", MONDAY, FRIDAY, 86),
            ("Competency Achieved", FRIDAY, FRIDAY, 86),
            ("Competency Achieved", MONDAY, MONDAY, 86),
            ("Competency Achieved", MONDAY, FRIDAY, 87),
        ],
    )
    def test_any_value_that_changes_makes_a_history_row(self, update, history, changed):
        update(*ACHIEVED)
        assert update(*changed) == OK
        assert len(history()) == 2

    @pytest.mark.parametrize("percentage", [-1, 0, 100])
    def test_the_score_is_0_to_100_or_minus_1_for_none(self, update, unit, percentage):
        assert update("Continuing", MONDAY, FRIDAY, percentage) == OK
        assert unit().percentage == percentage

    @pytest.mark.parametrize("percentage", [-2, 101])
    def test_other_scores_are_refused(self, update, unit, percentage):
        assert update("Continuing", MONDAY, FRIDAY, percentage) == OUT_OF_RANGE
        assert unit().percentage == -1

    def test_a_missing_score_is_none(self, update, unit):
        assert update("Continuing", MONDAY, FRIDAY) == OK
        assert unit().percentage == -1

    def test_dates_may_lie_outside_the_enrolment(self, update, unit):
        far = datetime.datetime(2031, 1, 1)
        assert update("Continuing", far, far, 10) == OK
        assert unit().start_date == far

    def test_the_time_of_day_counts_and_equal_is_fine(self, update, unit):
        assert update("Continuing", FRIDAY, FRIDAY, 10) == OK
        assert update("Continuing", FRIDAY + datetime.timedelta(seconds=1), FRIDAY, 10) == REVERSED
        assert unit().start_date == FRIDAY

    @pytest.mark.parametrize("name", ["Distinction", "", None, "20"])
    def test_an_unknown_result_is_refused(self, update, history, name):
        assert update(name, MONDAY, FRIDAY, 10) == (-1, "Unknown result.")
        assert history() == []

    def test_linked_enrolments_are_left_alone(self, api, token, world, client, enrolment, update):
        linked = world.enrolment(client, units=["BEER1"])
        world.link(enrolment, linked)
        update(*ACHIEVED)
        (untouched,) = api.GetUnitsForEnrolment(token, linked.id).EnunList
        assert untouched.Result_Name == "Not Yet Started"

    def test_a_unit_of_a_linked_enrolment_is_not_on_it(self, api, token, world, client, enrolment):
        linked = world.enrolment(client, units=["BEER3"])
        world.link(enrolment, linked)
        assert outcome(api.UpdateResult(token, enrolment.id, "BEER3", *ACHIEVED)) == NOT_ON_IT

    def test_the_trail_tells_which_unit(self, world, update, unit):
        update(*ACHIEVED)
        trail = world.one(select(Change).where(Change.operation == "UpdateResult"))
        assert (trail.table_name, trail.action, trail.record_id) == ("enrolled_unit", "update", unit().id)

    def test_arguments_are_judged_in_order_and_before_records(self, api, token):
        def sent(*arguments):
            return outcome(api.UpdateResult(token, 4711, *arguments))

        assert sent("x" * 13, "Gone", FRIDAY, MONDAY, 101) == (-1, "sUnit_Code is longer than 12 characters.")
        assert sent("NOSUCH", "Gone", FRIDAY, MONDAY, 101) == (-1, "Unknown result.")
        assert sent("NOSUCH", "Continuing", None, MONDAY, 101) == NEEDS_START
        assert sent("NOSUCH", "Continuing", FRIDAY, MONDAY, 101) == REVERSED
        assert sent("NOSUCH", "Continuing", MONDAY, FRIDAY, 101) == OUT_OF_RANGE
        assert sent("NOSUCH", "Continuing", MONDAY, FRIDAY, 100) == (-4, "Enrolment not found.")


class TestUpdateResultIncludingLinked:
    @pytest.fixture
    def linked(self, world, client, enrolment):
        linked = world.enrolment(client, units=["BEER1", "BEER2", "OTHER"])
        world.link(enrolment, linked)
        return linked

    @pytest.fixture
    def update(self, api, token, enrolment):
        def call(code="BEER1", result=ACHIEVED, comment=None):
            return outcome(api.UpdateResultIncludingLinked(token, enrolment.id, code, *result, comment))

        return call

    @pytest.fixture
    def results(self, api, token):
        return lambda enrolment: {
            unit.Unit_Code: unit.Result_Name for unit in api.GetUnitsForEnrolment(token, enrolment.id).EnunList
        }

    def test_records_on_the_enrolment_and_on_those_linked_to_it(self, enrolment, linked, update, results, history):
        assert update() == OK
        assert results(enrolment)["BEER1"] == results(linked)["BEER1"] == "Competency Achieved"
        assert results(enrolment)["BEER2"] == results(linked)["BEER2"] == "Not Yet Started"
        assert len(history()) == 2

    def test_reaches_a_unit_that_only_a_linked_enrolment_holds(self, api, token, world, client, update, results):
        thin = world.enrolment(client, world.occurrence(units=["BEER1"]))
        holder = world.enrolment(client, units=["BEER1"])
        world.link(thin, holder)
        assert outcome(api.UpdateResultIncludingLinked(token, thin.id, "BEER1", *ACHIEVED, None)) == OK
        assert results(holder) == {"BEER1": "Competency Achieved"}

    def test_a_unit_that_the_occurrence_lacks_is_no_target(self, linked, update, results):
        assert update("OTHER") == NOT_ON_IT
        assert results(linked)["OTHER"] == "Not Yet Started"

    def test_without_links_it_is_like_update_result(self, enrolment, update, results):
        assert update() == OK
        assert results(enrolment)["BEER1"] == "Competency Achieved"

    def test_a_comment_replaces_the_former_ones(self, world, linked, update):
        assert update(comment=" Well done ") == OK
        comments = world.all(select(EnrolledUnit.comment).where(EnrolledUnit.comment.is_not(None)))
        assert comments == ["Well done", "Well done"]

    @pytest.mark.parametrize("blank", [None, "", " "])
    def test_a_blank_comment_keeps_what_each_had(self, api, token, enrolment, unit, update, blank):
        api.UpdateResultComment(token, enrolment.id, "BEER1", "Late")
        assert update(comment=blank) == OK
        assert unit().comment == "Late"

    def test_a_changed_comment_alone_makes_a_history_row(self, update, history):
        update(comment="First")
        update(comment="First")
        update(comment="Second")
        assert [former.comment for former in history()] == [None, "First"]

    def test_the_calling_staff_member_is_recorded_everywhere(self, api, world, enrolment, linked):
        staff = world.staff(api_role=True)
        arguments = (enrolment.id, "BEER1", *ACHIEVED, None)
        api.UpdateResultIncludingLinked(world.token(staff), *arguments)
        recorded = select(EnrolledUnit.enrolment_id).where(EnrolledUnit.recorded_by_id == staff.id)
        assert sorted(world.all(recorded)) == [enrolment.id, linked.id]

    def test_arguments_are_judged_in_order_and_before_records(self, api, token):
        def sent(*arguments):
            return outcome(api.UpdateResultIncludingLinked(token, 4711, *arguments))

        long = "x" * 2001
        assert sent("x" * 13, "Gone", FRIDAY, MONDAY, 101, long) == (-1, "unitCode is longer than 12 characters.")
        assert sent("NOSUCH", "Gone", FRIDAY, MONDAY, 101, long) == (-1, "Unknown result.")
        assert sent("NOSUCH", "Continuing", FRIDAY, MONDAY, 101, long) == REVERSED
        assert sent("NOSUCH", "Continuing", MONDAY, FRIDAY, -2, long) == OUT_OF_RANGE
        too_long = (-1, "comment is longer than 2000 characters.")
        assert sent("NOSUCH", "Continuing", MONDAY, FRIDAY, -1, long) == too_long
        assert sent("NOSUCH", "Continuing", MONDAY, FRIDAY, -1, "") == (-4, "Enrolment not found.")

    def test_a_unit_on_no_enrolment_is_not_found(self, update):
        assert update("NOSUCH") == NOT_ON_IT


class TestUpdateResultComment:
    def test_replaces_the_comment_without_history(self, api, token, enrolment, unit, history):
        for comment in ("First", " Second "):
            assert outcome(api.UpdateResultComment(token, enrolment.id, "beer1", comment)) == OK
        assert (unit().comment, history()) == ("Second", [])

    @pytest.mark.parametrize("blank", [None, "", " "])
    def test_a_blank_one_clears_it(self, api, token, enrolment, unit, blank):
        api.UpdateResultComment(token, enrolment.id, "BEER1", "First")
        assert outcome(api.UpdateResultComment(token, enrolment.id, "BEER1", blank)) == OK
        assert unit().comment is None

    def test_the_result_stays(self, api, token, enrolment, update, unit):
        update(*ACHIEVED)
        api.UpdateResultComment(token, enrolment.id, "BEER1", "Well done")
        assert (unit().percentage, unit().start_date) == (86, MONDAY)

    def test_arguments_are_judged_in_order_and_before_records(self, api, token):
        long = "x" * 2001
        too_long = (-1, "unitCode is longer than 12 characters.")
        assert outcome(api.UpdateResultComment(token, 4711, "x" * 13, long)) == too_long
        assert outcome(api.UpdateResultComment(token, 4711, "X", long)) == (
            -1,
            "comment is longer than 2000 characters.",
        )


class TestResetUnitResult:
    def test_puts_the_unit_back_to_the_start(self, api, token, world, enrolment, update, unit):
        update(*ACHIEVED)
        api.UpdateResultComment(token, enrolment.id, "BEER1", "Wrong person")
        assert outcome(api.ResetUnitResult(token, enrolment.id, " beer1")) == OK
        reset = unit()
        assert (reset.result_type_id, reset.percentage) == (world.result("Not Yet Started"), -1)
        assert (reset.comment, reset.start_date, reset.finish_date) == (
            None,
            enrolment.start_date,
            enrolment.end_date,
        )

    def test_the_former_result_goes_to_the_history(self, api, world, enrolment, update, unit, history):
        update(*ACHIEVED)
        staff = world.staff(api_role=True, code="ANN")
        api.ResetUnitResult(world.token(staff), enrolment.id, "BEER1")
        _, former = history()
        assert (former.percentage, former.finish_date, former.replaced_by) == (86, FRIDAY, "ANN")
        assert unit().recorded_by_id == staff.id

    def test_a_unit_not_yet_started_stays_as_it_is(self, api, token, enrolment, unit, history):
        api.UpdateResultComment(token, enrolment.id, "BEER1", "Starts in May")
        assert outcome(api.ResetUnitResult(token, enrolment.id, "BEER1")) == OK
        assert (unit().comment, history()) == ("Starts in May", [])

    def test_a_code_that_is_too_long_is_refused(self, api, token):
        too_long = (-1, "unitCode is longer than 12 characters.")
        assert outcome(api.ResetUnitResult(token, 4711, "x" * 13)) == too_long


CALLS = {
    "UpdateResult": ACHIEVED,
    "UpdateResultIncludingLinked": (*ACHIEVED, None),
    "UpdateResultComment": ("Late",),
    "ResetUnitResult": (),
}


@pytest.mark.parametrize("operation", CALLS)
class TestEveryOperation:
    @pytest.fixture
    def call(self, api, operation):
        return lambda token, number, code: outcome(getattr(api, operation)(token, number, code, *CALLS[operation]))

    @pytest.mark.parametrize("kind", ["none", "occurrence", "employer"])
    def test_what_is_no_client_enrolment_is_not_found(self, world, token, call, kind):
        occurrence = world.occurrence()
        employers = world.enrolment(None, occurrence, kind="M", employer_id=world.employer().id)
        number = {"none": 4711, "occurrence": occurrence.id, "employer": employers.id}[kind]
        assert call(token, number, "BEER1") == (-4, "Enrolment not found.")

    @pytest.mark.parametrize("code", ["OTHER", "NOSUCH", "", None])
    def test_a_unit_that_is_not_on_the_enrolment_is_not_found(self, world, client, enrolment, token, call, code):
        world.enrolment(client, units=["OTHER"])
        assert call(token, enrolment.id, code) == NOT_ON_IT

    def test_staff_without_the_api_role_is_refused(self, world, enrolment, unit, call):
        assert call(world.token(world.staff()), enrolment.id, "BEER1") == DENIED
        assert unit().modified_at is None

    def test_clients_may_not_change_their_own(self, world, client, enrolment, call):
        assert call(world.token(client), enrolment.id, "BEER1") == DENIED
