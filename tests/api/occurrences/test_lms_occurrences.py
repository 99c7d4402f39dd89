"""Area lms: which occurrences an LMS shall offer, and which it offers already."""

import datetime

import pytest

from tests.support.outcomes import DENIED, OK, outcome

SEPTEMBER = (datetime.datetime(2026, 9, 1, 9), datetime.datetime(2026, 9, 27, 17))


def ids(answer):
    assert outcome(answer) == OK
    return [occurrence.ID for occurrence in answer.OccuList]


class TestGetLMSNewOccurrences:
    @pytest.fixture(autouse=True)
    def call(self, api, token):
        self.new = lambda: ids(api.GetLMSNewOccurrences(token))

    def test_lists_lms_occurrences_whose_status_is_null_or_0(self, world):
        waiting = world.occurrence(lms_status=0)
        never_told = world.change(world.occurrence(), lms_status=None)
        world.occurrence(lms_status=1)
        assert self.new() == [waiting.id, never_told.id]

    def test_leaves_out_what_is_not_for_an_lms(self, world):
        world.occurrence(lms=False)
        assert self.new() == []

    def test_dates_vacancies_and_the_web_play_no_part(self, world):
        past = world.occurrence(start_date=datetime.datetime(1999, 1, 1), end_date=datetime.datetime(1999, 2, 1))
        full = world.occurrence(seats=0, web_published=False)
        far = world.occurrence(start_date=datetime.datetime(2090, 1, 1), end_date=None)
        assert self.new() == [past.id, full.id, far.id]

    def test_comes_by_start_then_number_and_without_start_first(self, world):
        late = world.occurrence(start_date=datetime.datetime(2026, 9, 3))
        early = world.occurrence(start_date=datetime.datetime(2026, 9, 2))
        twin = world.occurrence(start_date=datetime.datetime(2026, 9, 2))
        undated = world.occurrence(start_date=None, end_date=None)
        assert self.new() == [undated.id, early.id, twin.id, late.id]

    def test_the_status_takes_an_occurrence_off_the_list_and_puts_it_back(self, api, token, world):
        occurrence = world.occurrence()
        assert outcome(api.UpdateLMSOccurrenceStatus(token, occurrence.id, 1)) == OK
        assert self.new() == []
        assert outcome(api.UpdateLMSOccurrenceStatus(token, occurrence.id, 0)) == OK
        assert self.new() == [occurrence.id]


class TestTheMembersOfAnOccurrence:
    def test_hold_what_the_lms_needs_to_make_a_course(self, api, token, world):
        location = world.location("MELB")
        qualification = world.qualification("CERT2BAR", "Certificate II in Bar Tending")
        programme = world.programme("Beer Appreciation", code="BEER")
        made = world.occurrence(
            programme_id=programme.id,
            code="BEER-SEP",
            location_id=location.id,
            qualification_id=qualification.id,
            delivery_modes=["Classroom", "Online"],
            description="Evenings",
            seats=10,
        )
        world.enrolment(world.client(), made)
        occurrence = api.GetLMSNewOccurrences(token).OccuList[0]
        assert (occurrence.ID, occurrence.Code, occurrence.Prog_Code) == (made.id, "BEER-SEP", "BEER")
        assert (occurrence.Prog_Name, occurrence.Prog_ID) == ("Beer Appreciation", programme.id)
        assert (occurrence.StartDate, occurrence.EndDate) == SEPTEMBER
        assert (occurrence.Status, occurrence.StatusType) == ("Active", 0)
        assert (occurrence.Loca_Code, occurrence.Qual_Code) == ("MELB", "CERT2BAR")
        assert occurrence.DeliveryModes == ["Classroom", "Online"]
        assert (occurrence.Uploaded, occurrence.Vacancies, occurrence.Colour) == (0, 9, "#0000FF")
        assert (occurrence.AmountPaid, occurrence.AmountCredited, occurrence.DivisionId) == (0, 0, 1)

    def test_what_is_not_known_is_absent(self, api, token, world):
        world.occurrence(code=None)
        occurrence = api.GetLMSNewOccurrences(token).OccuList[0]
        unknown = (occurrence.Code, occurrence.Loca_Code, occurrence.Qual_Code, occurrence.EmployerIdentifier)
        assert unknown == (None, None, None, None)
        assert occurrence.DeliveryModes == []


class TestVacancies:
    """R-VACANCY, as far as enrolments go; every operation that tells an occurrence tells them alike."""

    @pytest.fixture
    def vacancies(self, api, token):
        return lambda: api.GetLMSNewOccurrences(token).OccuList[0].Vacancies

    def test_without_a_maximum_there_are_9999(self, world, vacancies):
        world.enrolment(world.client(), world.occurrence(seats=None))
        assert vacancies() == 9999

    def test_clients_and_employees_take_places_and_employers_take_none(self, world, vacancies):
        occurrence = world.occurrence(seats=10)
        employer = world.enrolment(None, occurrence, kind="M", employer_id=world.employer().id)
        world.enrolment(world.client(), occurrence, kind="E", parent_id=employer.id)
        world.enrolment(world.client(), occurrence, kind="C")
        assert vacancies() == 8

    @pytest.mark.parametrize("status", ["Withdrawn", "Cancelled", "Pre-Reporting Withdrawal"])
    def test_withdrawn_or_cancelled_enrolments_take_none(self, world, vacancies, status):
        world.enrolment(world.client(), world.occurrence(seats=10), status=status)
        assert vacancies() == 10

    @pytest.mark.parametrize("status", ["Active", "Completed", "Suspended"])
    def test_all_others_take_one(self, world, vacancies, status):
        world.enrolment(world.client(), world.occurrence(seats=10), status=status)
        assert vacancies() == 9

    def test_an_overbooked_occurrence_has_none(self, world, vacancies):
        occurrence = world.occurrence(seats=1)
        for _ in range(3):
            world.enrolment(world.client(), occurrence)
        assert vacancies() == 0


class TestGetLMSOccurrencesInDateRange:
    @pytest.fixture(autouse=True)
    def call(self, api, token):
        self.between = lambda start, end: ids(api.GetLMSOccurrencesInDateRange(token, start, end))

    def test_lists_what_runs_in_the_range_sent_to_the_lms_or_not(self, api, token, world):
        waiting, sent = world.occurrence(), world.occurrence(lms_status=1)
        world.occurrence(lms=False)
        answer = api.GetLMSOccurrencesInDateRange(token, *SEPTEMBER)
        assert [(one.ID, one.Uploaded) for one in answer.OccuList] == [(waiting.id, 0), (sent.id, 1)]

    def test_touching_either_end_is_enough(self, world):
        occurrence = world.occurrence()
        start, end = SEPTEMBER
        assert self.between(end, end + datetime.timedelta(days=9)) == [occurrence.id]
        assert self.between(start - datetime.timedelta(days=9), start) == [occurrence.id]

    def test_the_time_of_day_counts(self, world):
        world.occurrence()
        start, end = SEPTEMBER
        second = datetime.timedelta(seconds=1)
        assert self.between(end + second, end + 2 * second) == []
        assert self.between(start - 2 * second, start - second) == []

    def test_an_open_end_runs_for_ever(self, world):
        endless = world.occurrence(end_date=None)
        assert self.between(datetime.datetime(2090, 1, 1), datetime.datetime(2090, 1, 2)) == [endless.id]

    def test_comes_by_start_then_number(self, world):
        late = world.occurrence(start_date=datetime.datetime(2026, 9, 3))
        early = world.occurrence(start_date=datetime.datetime(2026, 9, 2))
        twin = world.occurrence(start_date=datetime.datetime(2026, 9, 3))
        assert self.between(*SEPTEMBER) == [early.id, late.id, twin.id]

    def test_nothing_found_is_success(self):
        assert self.between(*SEPTEMBER) == []

    def test_equal_moments_are_a_range(self, world):
        occurrence = world.occurrence()
        assert self.between(SEPTEMBER[0], SEPTEMBER[0]) == [occurrence.id]

    def test_a_reversed_range_is_refused(self, api, token):
        answer = api.GetLMSOccurrencesInDateRange(token, *reversed(SEPTEMBER))
        assert outcome(answer) == (-1, "Start date is after end date.")
        assert answer.OccuList == []

    def test_a_missing_end_is_the_year_1_and_so_before_the_start(self, api, token):
        answer = api.GetLMSOccurrencesInDateRange(token, SEPTEMBER[0])
        assert outcome(answer) == (-1, "Start date is after end date.")

    def test_what_is_no_lms_occurrence_any_more_was_never_uploaded(self, api, token, world):
        booking = world.occurrence(lms=False, lms_status=1, is_booking=True)
        assert api.GetBookingDetails(token, booking.id).Booking.Uploaded == 0


class TestUpdateLMSOccurrenceStatus:
    @pytest.mark.parametrize("before", [0, 1])
    @pytest.mark.parametrize("after", [0, 1])
    def test_sets_the_status_whatever_it_was(self, api, token, world, before, after):
        occurrence = world.occurrence(lms_status=before)
        assert outcome(api.UpdateLMSOccurrenceStatus(token, occurrence.id, after)) == OK
        assert world.fresh(occurrence).lms_status == after

    def test_the_enrolments_are_not_touched(self, api, token, world):
        occurrence = world.occurrence()
        enrolment = world.enrolment(world.client(), occurrence)
        api.UpdateLMSOccurrenceStatus(token, occurrence.id, 1)
        assert world.fresh(enrolment).lms_status == 0

    def test_who_changed_it_is_recorded(self, api, world):
        staff, occurrence = world.staff(api_role=True, code="TESS"), world.occurrence()
        api.UpdateLMSOccurrenceStatus(world.token(staff), occurrence.id, 1)
        assert world.fresh(occurrence).modified_by == "TESS"

    def test_an_unknown_number_is_not_found(self, api, token):
        assert outcome(api.UpdateLMSOccurrenceStatus(token, 4711, 1)) == (-4, "Occurrence not found.")

    def test_an_enrolment_is_no_occurrence(self, api, token, world):
        enrolment = world.enrolment(world.client(), world.occurrence())
        assert outcome(api.UpdateLMSOccurrenceStatus(token, enrolment.id, 1)) == (-4, "Occurrence not found.")

    def test_other_occurrences_have_no_lms_status(self, api, token, world):
        occurrence = world.occurrence(lms=False)
        answer = api.UpdateLMSOccurrenceStatus(token, occurrence.id, 1)
        assert outcome(answer) == (-1, "Occurrence is not an LMS occurrence.")
        assert world.fresh(occurrence).lms_status == 0

    @pytest.mark.parametrize("status", [-1, 2])
    def test_the_status_is_0_or_1_which_is_judged_before_the_occurrence(self, api, token, status):
        assert outcome(api.UpdateLMSOccurrenceStatus(token, 4711, status)) == (-1, "LMS status must be 0 or 1.")


class TestWhoMayCall:
    CALLS = (
        ("GetLMSNewOccurrences", ()),
        ("GetLMSOccurrencesInDateRange", SEPTEMBER),
        ("UpdateLMSOccurrenceStatus", (1, 1)),
        ("GetLMSNewEnrolmentsForOccurrence", (1,)),
        ("UpdateLMSEnrolmentStatus", (1, 1)),
        ("AddLMSClientEnrolmentToOccurrence", ("C1", 1)),
    )

    @pytest.mark.parametrize(("operation", "arguments"), CALLS)
    def test_staff_without_the_api_role_is_refused(self, api, world, operation, arguments):
        assert outcome(getattr(api, operation)(world.token(world.staff()), *arguments)) == DENIED

    @pytest.mark.settings(features=("VETtrak API",))
    @pytest.mark.parametrize(("operation", "arguments"), CALLS)
    def test_the_feature_short_courses_is_needed(self, api, token, operation, arguments):
        message = "The registration key has no valid entry for the Short Courses feature."
        assert outcome(getattr(api, operation)(token, *arguments)) == (-5, message)
