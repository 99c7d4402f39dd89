"""UpdateEnrolment: withdraw, cancel, complete or move an enrolment."""

import datetime

import pytest

from tests.support.outcomes import DENIED, OK, outcome
from vettrak_api.model.clients import Client
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.reference import EnrolmentType

MONDAY, FRIDAY = datetime.datetime(2026, 9, 7, 9), datetime.datetime(2026, 9, 11, 17)
TODAY = datetime.datetime(2026, 9, 10)


@pytest.fixture
def enrolment(world):
    return world.enrolment(world.client(), world.occurrence(seats=1), date_of_effect=MONDAY, units=["BEER1"])


@pytest.fixture
def update(api, token, enrolment):
    """Update the enrolment by parameter name and return what was answered."""
    return lambda **changes: outcome(api.UpdateEnrolment(token, enrolment.id, **changes))


def test_a_status_without_date_takes_effect_today(world, enrolment, update):
    assert update(enrolmentStatus=" withdrawn ") == OK
    changed = world.fresh(enrolment)
    assert (changed.status_id, changed.date_of_effect) == (world.status("Withdrawn"), TODAY)


def test_a_status_takes_effect_when_it_is_said_to(world, enrolment, update):
    assert update(enrolmentStatus="Completed", dateOfEffect=FRIDAY) == OK
    changed = world.fresh(enrolment)
    assert (changed.status_id, changed.date_of_effect) == (world.status("Completed"), FRIDAY)


def test_a_date_of_effect_alone_changes_nothing_else(world, enrolment, update):
    assert update(dateOfEffect=FRIDAY) == OK
    changed = world.fresh(enrolment)
    assert (changed.status_id, changed.date_of_effect) == (world.status("Active"), FRIDAY)


@pytest.mark.parametrize(
    ("status", "places"),
    [("Withdrawn", 1), ("Cancelled", 1), ("Pre-Reporting Withdrawal", 1), ("Completed", 0), ("Suspended", 0)],
)
def test_withdrawn_or_cancelled_frees_the_place(api, token, update, status, places):
    (full,) = api.GetLMSNewOccurrences(token).OccuList
    assert full.Vacancies == 0
    assert update(enrolmentStatus=status) == OK
    assert api.GetLMSNewOccurrences(token).OccuList[0].Vacancies == places


def test_who_was_withdrawn_may_enrol_again(api, token, world, enrolment, update):
    client = world.get(type(world.client()), enrolment.client_id)
    arguments = (token, client.code, enrolment.occurrence_id)
    refused = (-1, "Client is already enrolled in this occurrence.")
    assert outcome(api.AddLMSClientEnrolmentToOccurrence(*arguments)) == refused
    update(enrolmentStatus="Withdrawn")
    assert outcome(api.AddLMSClientEnrolmentToOccurrence(*arguments)) == OK


def test_results_and_lms_flags_are_untouched(api, token, world, enrolment, update):
    api.UpdateLMSEnrolmentStatus(token, enrolment.id, 1)
    api.UpdateResult(token, enrolment.id, "BEER1", "Continuing", MONDAY, FRIDAY, 40)
    before = world.fresh(enrolment)
    assert update(enrolmentStatus="Cancelled", startDate=FRIDAY, finishDate=FRIDAY) == OK
    after = world.fresh(enrolment)
    assert (after.lms_publish, after.lms_status) == (before.lms_publish, before.lms_status) == (1, 1)
    (unit,) = api.GetUnitsForEnrolment(token, enrolment.id).EnunList
    assert (unit.Result_Name, unit.StartDate, unit.FinishDate) == ("Continuing", MONDAY, FRIDAY)


class TestDates:
    def test_each_may_be_changed_alone(self, world, enrolment, update):
        assert update(startDate=MONDAY) == OK
        assert update(finishDate=FRIDAY) == OK
        changed = world.fresh(enrolment)
        assert (changed.start_date, changed.end_date) == (MONDAY, FRIDAY)

    def test_equal_moments_are_fine(self, update):
        assert update(startDate=MONDAY, finishDate=MONDAY) == OK

    def test_they_are_compared_as_they_will_be(self, world, enrolment, update):
        refused = (-1, "Start date is after end date.")
        assert update(startDate=enrolment.end_date + datetime.timedelta(seconds=1)) == refused
        assert update(finishDate=enrolment.start_date - datetime.timedelta(seconds=1)) == refused
        assert update(startDate=FRIDAY, finishDate=MONDAY, enrolmentStatus="Withdrawn") == refused
        assert world.fresh(enrolment).status_id == world.status("Active")

    def test_reversed_ones_from_before_do_not_stop_a_withdrawal(self, api, token, world):
        wrong = world.enrolment(world.client(), start_date=FRIDAY, end_date=MONDAY)
        assert outcome(api.UpdateEnrolment(token, wrong.id, "Withdrawn")) == OK

    def test_the_year_1_is_no_date(self, world, enrolment, update):
        assert update(startDate=datetime.datetime.min, finishDate=datetime.datetime.min) == OK
        assert world.fresh(enrolment).start_date == enrolment.start_date


class TestType:
    @pytest.fixture(autouse=True)
    def types(self, world, enrolment):
        self.fee = world.add(EnrolmentType(name="Fee for service", code="FFS"))
        self.funded = world.add(EnrolmentType(name="Funded"))

    @pytest.fixture
    def kind(self, world, enrolment):
        return lambda: world.fresh(enrolment).enrolment_type_id

    def test_is_named_ignoring_case(self, update, kind):
        assert update(enrolmentType="FEE for service") == OK
        assert kind() == self.fee.id

    def test_an_empty_element_clears_it_and_a_missing_one_does_not(self, update, kind):
        update(enrolmentType="Funded")
        assert update(enrolmentStatus="Active") == OK
        assert kind() == self.funded.id
        assert update(enrolmentType="") == OK
        assert kind() is None

    def test_an_unknown_one_is_refused(self, update, kind):
        assert update(enrolmentType="Gift") == (-1, "Unknown enrolment type.")
        assert kind() is None


@pytest.mark.parametrize("nothing", [{}, {"enrolmentStatus": ""}, {"enrolmentStatus": "  "}])
def test_nothing_given_changes_nothing(world, enrolment, update, nothing):
    assert update(**nothing) == OK
    changed = world.fresh(enrolment)
    assert (changed.status_id, changed.date_of_effect) == (enrolment.status_id, MONDAY)
    assert changed.modified_by == enrolment.modified_by


def test_an_unknown_status_is_refused(update):
    assert update(enrolmentStatus="Gone") == (-1, "Unknown enrolment status.")


@pytest.mark.parametrize("kind", ["none", "occurrence", "employer"])
def test_what_is_no_client_enrolment_is_not_found(api, token, world, kind):
    occurrence = world.occurrence()
    employers = world.enrolment(None, occurrence, kind="M", employer_id=world.employer().id)
    number = {"none": 4711, "occurrence": occurrence.id, "employer": employers.id}[kind]
    assert outcome(api.UpdateEnrolment(token, number, "Withdrawn")) == (-4, "Enrolment not found.")


def test_arguments_are_judged_in_order_and_before_records(api, token):
    everything = {"enrolmentStatus": "Gone", "startDate": FRIDAY, "finishDate": MONDAY, "enrolmentType": "Gift"}
    expected = ["Unknown enrolment status.", "Start date is after end date.", "Unknown enrolment type."]
    for message, mended in zip(expected, ["enrolmentStatus", "startDate", "enrolmentType"], strict=True):
        assert outcome(api.UpdateEnrolment(token, 4711, **everything)) == (-1, message)
        del everything[mended]
    assert outcome(api.UpdateEnrolment(token, 4711, **everything)) == (-4, "Enrolment not found.")


class TestWhoMayChangeEnrolments:
    CALLS = (
        ("UpdateEnrolment", (1,)),
        ("AddUnitsToEnrolment", (1, ["BEER1"])),
        ("DeleteUnitsFromEnrolment", (1, ["BEER1"])),
    )

    @pytest.mark.parametrize(("operation", "arguments"), CALLS)
    def test_staff_without_the_api_role_is_refused(self, api, world, operation, arguments):
        assert outcome(getattr(api, operation)(world.token(world.staff()), *arguments)) == DENIED

    @pytest.mark.settings(features=("VETtrak API",))
    @pytest.mark.parametrize(("operation", "arguments"), CALLS)
    def test_the_feature_short_courses_is_needed(self, api, token, operation, arguments):
        message = "The registration key has no valid entry for the Short Courses feature."
        assert outcome(getattr(api, operation)(token, *arguments)) == (-5, message)


class TestComingBack:
    ENROLLED = (-1, "Client is already enrolled in this occurrence.")
    FULL = (-1, "Occurrence has no vacancies.")

    @pytest.fixture
    def gone(self, world):
        """Make an enrolment that takes no place, in an occurrence with one."""

        def make(status="Withdrawn", lms=False, kind="C"):
            client, occurrence = world.client(), world.occurrence(seats=1, lms=lms)
            return world.enrolment(client, occurrence, status=status, kind=kind)

        return make

    @pytest.fixture
    def back(self, api, token):
        return lambda enrolment, status="Active": outcome(api.UpdateEnrolment(token, enrolment.id, status))

    @pytest.mark.parametrize("kind", ["C", "E"])
    @pytest.mark.parametrize("status", ["Withdrawn", "Cancelled", "Pre-Reporting Withdrawal"])
    def test_a_client_has_one_enrolment_that_goes_on(self, api, token, world, gone, back, status, kind):
        enrolment = gone(status, lms=True, kind=kind)
        other = world.enrolment(world.get(Client, enrolment.client_id), world.get(Occurrence, enrolment.occurrence_id))
        for wanted in ("Active", "Completed", "Suspended"):
            assert back(enrolment, wanted) == self.ENROLLED
            assert world.fresh(enrolment).status_id == world.status(status)
        for wanted in ("Withdrawn", "Cancelled"):
            assert back(enrolment, wanted) == OK
        assert back(other, "Withdrawn") == OK
        assert back(enrolment) == OK

    def test_others_enrolments_do_not_matter(self, world, gone, back):
        enrolment = gone(lms=True)
        client, occurrence = world.get(Client, enrolment.client_id), world.get(Occurrence, enrolment.occurrence_id)
        world.enrolment(world.client(), occurrence)
        world.enrolment(client, world.occurrence())
        world.enrolment(client, occurrence, status="Cancelled")
        assert back(enrolment) == OK

    @pytest.mark.parametrize("wanted", ["Active", "Completed", "Suspended"])
    def test_a_place_is_looked_for(self, world, gone, back, wanted):
        enrolment, elsewhere = gone(), gone()
        taken = world.enrolment(world.client(), world.get(Occurrence, enrolment.occurrence_id))
        assert back(enrolment, wanted) == self.FULL
        assert world.fresh(enrolment).status_id == world.status("Withdrawn")
        assert back(elsewhere, wanted) == OK
        assert back(taken, "Cancelled") == OK
        assert back(enrolment, wanted) == OK
        assert back(taken) == self.FULL

    def test_the_lms_has_admitted_its_people(self, world, gone, back):
        enrolment = gone(lms=True)
        world.enrolment(world.client(), world.get(Occurrence, enrolment.occurrence_id))
        assert back(enrolment) == OK

    def test_who_has_a_place_keeps_it(self, world, gone, back):
        occurrence = world.occurrence(seats=0, lms=False)
        client = world.client()
        two = [world.enrolment(client, occurrence) for _ in range(2)]
        for status in ("Suspended", "Active", "Completed", "Active"):
            assert [back(each, status) for each in two] == [OK, OK]

    def test_what_has_no_occurrence_comes_back(self, world, back):
        assert back(world.enrolment(world.client(), status="Withdrawn")) == OK
