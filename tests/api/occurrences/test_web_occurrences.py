"""Area web_catalogue: the occurrences of a programme, or of all, that a site offers for booking or shows."""

import datetime
from decimal import Decimal

import pytest

from tests.support.counting import statements
from tests.support.outcomes import OK, outcome
from vettrak_api.model.quarantine import PENDING, PROCESSED, WebEnrolment

START, END = datetime.datetime(2026, 9, 1, 9), datetime.datetime(2026, 9, 27, 17)
RANGE = (datetime.datetime(2026, 9, 1), datetime.datetime(2026, 9, 30, 23, 59, 59))
REVERSED = tuple(reversed(RANGE))
SECOND = datetime.timedelta(seconds=1)
LONG_AGO = datetime.datetime(2000, 1, 1)


def ids(answer):
    assert outcome(answer) == OK
    return [occurrence.ID for occurrence in answer.OccuList]


@pytest.fixture
def programme(world):
    return world.programme("Beer Appreciation", code="BEER")


@pytest.fixture
def offer(world, programme):
    """Publish an occurrence of the programme, from 1 to 27 September 2026."""
    return lambda **values: world.occurrence(**{"programme_id": programme.id, "web_published": True, **values})


ALL = "GetWebOccurrencesForDates"
OF_PROGRAMME = "GetWebOccurrencesForProgrammeAndDates"
CHANGED = "GetWebOccurrencesForProgrammeAndDatesSince"
FROM = "GetWebOccurrencesForProgrammeAndDate"
OVERLAP = "GetWebOccurrencesOverlappingDateRange"
OVERLAP_OF_PROGRAMME = "GetWebOccurrencesOverlappingDateRangeForProgramme"

IN_RANGE = (ALL, OF_PROGRAMME, CHANGED)
BOOKABLE = (*IN_RANGE, FROM)
OVERLAPPING = (OVERLAP, OVERLAP_OF_PROGRAMME)
NAMING_A_PROGRAMME = (OF_PROGRAMME, CHANGED, FROM, OVERLAP_OF_PROGRAMME)


@pytest.fixture
def ask(api, token, programme):
    """Call one of the operations for a range, and for the programme if it takes one."""

    def asked(operation, start=RANGE[0], end=RANGE[1], number=programme.id):
        arguments = {
            ALL: (start, end),
            OF_PROGRAMME: (number, start, end),
            CHANGED: (number, start, end, LONG_AGO),
            FROM: (number, start),
            OVERLAP: (start, end),
            OVERLAP_OF_PROGRAMME: (start, end, number),
        }
        return getattr(api, operation)(token, *arguments[operation])

    return asked


@pytest.mark.parametrize("operation", BOOKABLE)
class TestBookable:
    @pytest.fixture(autouse=True)
    def call(self, ask, operation):
        self.listed = lambda *dates: ids(ask(operation, *dates))

    def test_lists_what_is_published_and_has_places_by_start_then_number(self, offer):
        late = offer(start_date=datetime.datetime(2026, 9, 3))
        early = offer(start_date=datetime.datetime(2026, 9, 2))
        twin = offer(start_date=datetime.datetime(2026, 9, 2), seats=1)
        assert self.listed() == [early.id, twin.id, late.id]

    def test_leaves_out_what_is_not_published(self, offer):
        offer(web_published=False)
        assert self.listed() == []

    def test_leaves_out_programmes_that_are_not_active(self, offer, world, programme):
        offer()
        world.change(programme, active=False)
        assert self.listed() == []

    @pytest.mark.parametrize("status", ["Withdrawn", "Cancelled"])
    def test_leaves_out_what_was_called_off(self, offer, world, status):
        offer(status_id=world.status(status))
        assert self.listed() == []

    def test_leaves_out_what_is_full(self, offer, world):
        full = offer(seats=2)
        world.enrolment(world.client(), full)
        assert self.listed() == [full.id]
        world.enrolment(world.client(), full)
        assert self.listed() == []

    def test_withdrawn_and_cancelled_enrolments_take_no_place(self, offer, world):
        occurrence = offer(seats=1)
        for status in ("Withdrawn", "Cancelled", "Pre-Reporting Withdrawal"):
            world.enrolment(world.client(), occurrence, status=status)
        assert self.listed() == [occurrence.id]

    def test_what_waits_in_the_quarantine_takes_its_places(self, offer, world):
        occurrence = offer(seats=3)
        waiting = {"occurrence_id": occurrence.id, "stamp": START}
        world.add(WebEnrolment(kind=0, state=PENDING, **waiting))
        world.add(WebEnrolment(kind=1, state=PROCESSED, places=9, **waiting))
        assert self.listed() == [occurrence.id]
        world.add(WebEnrolment(kind=1, state=PENDING, places=2, **waiting))
        assert self.listed() == []

    def test_starting_at_the_first_moment_is_early_enough(self, offer):
        occurrence = offer()
        assert self.listed(START) == [occurrence.id]
        assert self.listed(START + SECOND) == []

    def test_what_runs_already_or_has_no_start_does_not_start_in_the_range(self, offer):
        offer(start_date=datetime.datetime(2026, 8, 1))
        offer(start_date=None, end_date=None)
        assert self.listed() == []


@pytest.mark.parametrize("operation", IN_RANGE)
class TestTheEndOfTheRange:
    def test_is_included_and_the_time_of_day_counts(self, ask, offer, operation):
        occurrence = offer()
        assert ids(ask(operation, RANGE[0], START)) == [occurrence.id]
        assert ids(ask(operation, RANGE[0], START - SECOND)) == []

    def test_a_missing_one_is_the_year_1_and_so_before_the_start(self, ask, operation):
        answer = ask(operation, RANGE[0], None)
        assert (outcome(answer), answer.OccuList) == ((-1, "Start date is after end date."), [])


class TestGetWebOccurrencesForProgrammeAndDate:
    def test_the_range_has_no_end(self, ask, offer):
        far = offer(start_date=datetime.datetime(2090, 1, 1))
        assert ids(ask(FROM)) == [far.id]


@pytest.mark.parametrize("operation", OVERLAPPING)
class TestOverlapping:
    @pytest.fixture(autouse=True)
    def call(self, ask, operation):
        self.listed = lambda *dates: ids(ask(operation, *dates))

    def test_lists_what_runs_at_any_time_in_the_range_ends_included(self, offer):
        occurrence = offer()
        week = datetime.timedelta(days=7)
        assert self.listed(END, END + week) == [occurrence.id]
        assert self.listed(START - week, START) == [occurrence.id]
        assert self.listed(END + SECOND, END + week) == []
        assert self.listed(START - week, START - SECOND) == []

    def test_full_ones_are_shown_with_no_vacancies(self, ask, offer, world, operation):
        full = offer(seats=1)
        for _ in range(2):
            world.enrolment(world.client(), full)
        assert [(one.ID, one.Vacancies) for one in ask(operation).OccuList] == [(full.id, 0)]

    def test_an_open_start_or_end_lasts_for_ever(self, offer):
        endless, always = offer(end_date=None), offer(start_date=None, end_date=None)
        assert self.listed(datetime.datetime(2090, 1, 1), datetime.datetime(2090, 1, 2)) == [always.id, endless.id]
        assert self.listed(datetime.datetime(1990, 1, 1), datetime.datetime(1990, 1, 2)) == [always.id]

    def test_leaves_out_what_is_not_published_or_not_active(self, offer, world, programme):
        offer(web_published=False)
        assert self.listed() == []
        offer()
        world.change(programme, active=False)
        assert self.listed() == []

    def test_comes_by_start_then_number(self, offer):
        late = offer(start_date=datetime.datetime(2026, 9, 3))
        early, twin = (offer(start_date=datetime.datetime(2026, 9, 2)) for _ in range(2))
        assert self.listed() == [early.id, twin.id, late.id]


@pytest.mark.parametrize("operation", [*IN_RANGE, *OVERLAPPING])
def test_a_reversed_range_is_refused_before_the_programme(ask, operation):
    answer = ask(operation, *REVERSED, number=4711)
    assert (outcome(answer), answer.OccuList) == ((-1, "Start date is after end date."), [])


@pytest.mark.parametrize("operation", NAMING_A_PROGRAMME)
class TestTheProgramme:
    def test_an_unknown_one_is_not_found(self, ask, operation):
        answer = ask(operation, number=4711)
        assert (outcome(answer), answer.OccuList) == ((-4, "Programme not found."), [])

    def test_one_without_occurrences_is_an_empty_list(self, ask, operation):
        assert ids(ask(operation)) == []

    def test_those_of_others_are_left_out(self, ask, offer, world, operation):
        own = offer()
        offer(programme_id=world.programme("Wine").id)
        assert ids(ask(operation)) == [own.id]


@pytest.mark.parametrize("operation", [ALL, OVERLAP])
def test_without_a_programme_all_are_listed(ask, offer, world, operation):
    beer, wine = offer(), offer(programme_id=world.programme("Wine").id)
    assert ids(ask(operation)) == [beer.id, wine.id]


class TestTheMembersOfAnOccurrence:
    def test_are_all_that_a_site_shows(self, ask, offer, world, programme):
        made = offer(
            code="BEER-SEP",
            location_id=world.location("MELB").id,
            description="Evenings",
            delivery_modes=["Classroom"],
            amount=Decimal("495.00"),
            gst=Decimal("45.00"),
            colour="#FF0000",
            seats=10,
        )
        world.enrolment(world.client(), made)
        occurrence = ask(OF_PROGRAMME).OccuList[0]
        assert (occurrence.ID, occurrence.Code, occurrence.Loca_Code) == (made.id, "BEER-SEP", "MELB")
        assert (occurrence.StartDate, occurrence.EndDate, occurrence.Description) == (START, END, "Evenings")
        assert (occurrence.Prog_ID, occurrence.Prog_Code) == (programme.id, "BEER")
        assert (occurrence.Prog_Name, occurrence.DeliveryModes) == ("Beer Appreciation", ["Classroom"])
        assert (str(occurrence.Amount), str(occurrence.GST)) == ("495.00", "45.00")
        assert (occurrence.Vacancies, occurrence.WebPublished, occurrence.Colour) == (9, 1, "#FF0000")

    def test_no_maximum_is_9999_vacancies(self, ask, offer):
        offer(seats=None)
        assert ask(OF_PROGRAMME).OccuList[0].Vacancies == 9999


@pytest.mark.parametrize("operation", [*BOOKABLE, *OVERLAPPING])
def test_a_list_is_one_query_beside_that_for_the_token(ask, offer, runtime, operation):
    for _ in range(3):
        offer()
    with statements(runtime) as seen:
        assert len(ask(operation).OccuList) == 3
    assert len(seen) == 2
