"""Area web_catalogue: the programmes, their types and their locations that a site lists."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import DENIED, OK, outcome
from vettrak_api.model.programmes import ProgrammeType

START, END = datetime.datetime(2026, 9, 1, 9), datetime.datetime(2026, 9, 27, 17)
RANGE = (datetime.datetime(2026, 9, 1), datetime.datetime(2026, 9, 30, 23, 59, 59))
REVERSED = tuple(reversed(RANGE))
SECOND = datetime.timedelta(seconds=1)
THE_TYPE = select(ProgrammeType.id)


def names(answer):
    assert outcome(answer) == OK
    return [programme.Prog_Name for programme in answer.ProgList]


@pytest.fixture
def offer(world):
    """Publish an occurrence of a new programme, from 1 to 27 September 2026."""

    def offered(name, *, programme=None, web_published=True, **values):
        programme = programme or world.programme(name)
        return world.occurrence(programme_id=programme.id, web_published=web_published, **values)

    return offered


class TestGetWebProgrammes:
    @pytest.fixture(autouse=True)
    def call(self, api, token):
        self.listed = lambda: names(api.GetWebProgrammes(token))

    def test_lists_what_has_a_published_occurrence_at_any_time_full_or_not(self, offer):
        offer("Long ago", start_date=datetime.datetime(1999, 1, 1), end_date=datetime.datetime(1999, 2, 1))
        offer("Full", seats=0)
        offer("Undated", start_date=None, end_date=None)
        assert self.listed() == ["Full", "Long ago", "Undated"]

    def test_leaves_out_what_is_not_published(self, offer, world):
        offer("Hidden", web_published=False)
        world.programme("Never offered")
        assert self.listed() == []

    def test_takes_what_has_a_waitlist_without_any_occurrence(self, world):
        world.programme("Wanted", takes_waitlist=True)
        assert self.listed() == ["Wanted"]

    def test_leaves_out_programmes_that_are_not_active(self, offer, world):
        offer("Old", programme=world.programme("Old", active=False))
        world.programme("Old waitlist", active=False, takes_waitlist=True)
        assert self.listed() == []

    def test_comes_by_name_ignoring_case_then_number_each_once(self, api, token, offer, world):
        offer("wine")
        beer = world.programme("Beer")
        offer("Beer", programme=beer)
        offer("Beer", programme=beer)
        offer("Cider")
        twin = world.programme("Beer", takes_waitlist=True)
        assert self.listed() == ["Beer", "Beer", "Cider", "wine"]
        assert [one.Prog_ID for one in api.GetWebProgrammes(token).ProgList[:2]] == [beer.id, twin.id]

    def test_tells_what_a_programme_is(self, api, token, world):
        made = world.programme("Beer", code="BEER", description="All about beer", takes_waitlist=True)
        programme = api.GetWebProgrammes(token).ProgList[0]
        assert (programme.Prog_ID, programme.Prog_Name, programme.Prog_Code) == (made.id, "Beer", "BEER")
        assert (programme.Prog_Desc, programme.WaitlistFlag) == ("All about beer", 1)


class TestGetWebProgrammeTypes:
    def test_lists_types_of_web_programmes_by_name(self, api, token, world, offer):
        wine = world.programme_type("wine")
        beer = world.programme_type("Beer", code="B", description="Ales")
        offer("Riesling", programme=world.programme("Riesling", programme_type_id=wine.id))
        world.programme("Stout", programme_type_id=beer.id, takes_waitlist=True)
        answer = api.GetWebProgrammeTypes(token)
        assert outcome(answer) == OK
        listed = [(one.Prgt_Name, one.Prgt_Code, one.Prgt_Desc) for one in answer.PrgtList]
        assert listed == [("Beer", "B", "Ales"), ("wine", None, None)]

    def test_leaves_out_types_without_a_web_programme(self, api, token, world, offer):
        hidden, old, _empty = (world.programme_type(name) for name in ("Hidden", "Old", "Empty"))
        offer("Hidden", programme=world.programme(programme_type_id=hidden.id), web_published=False)
        offer("Old", programme=world.programme(programme_type_id=old.id, active=False))
        offer("Without a type")
        answer = api.GetWebProgrammeTypes(token)
        assert (outcome(answer), answer.PrgtList) == (OK, [])


class TestGetWebProgrammesForProgType:
    def test_lists_the_web_programmes_of_the_type_ignoring_case(self, api, token, world, offer):
        beer, wine = world.programme_type("Beer courses"), world.programme_type("Wine courses")
        offer("Ale", programme=world.programme("Ale", programme_type_id=beer.id), seats=0)
        world.programme("Stout", programme_type_id=beer.id, takes_waitlist=True)
        world.programme("Lager", programme_type_id=beer.id)
        offer("Riesling", programme=world.programme("Riesling", programme_type_id=wine.id))
        assert names(api.GetWebProgrammesForProgType(token, "  BEER Courses ")) == ["Ale", "Stout"]

    def test_a_type_without_web_programmes_is_an_empty_list(self, api, token, world):
        world.programme_type("Beer courses")
        assert names(api.GetWebProgrammesForProgType(token, "Beer courses")) == []

    @pytest.mark.parametrize("name", ["Wine courses", "", None])
    def test_an_unknown_type_is_not_found(self, api, token, world, name):
        world.programme_type("Beer courses")
        answer = api.GetWebProgrammesForProgType(token, name)
        assert (outcome(answer), answer.ProgList) == ((-4, "Programme type not found."), [])


class TestBookableFromADate:
    @pytest.fixture(autouse=True)
    def call(self, api, token):
        self.listed = lambda moment: names(api.GetWebProgrammesForDate(token, moment))

    def test_lists_what_starts_at_the_moment_or_ever_after(self, offer):
        offer("Now")
        offer("Far", start_date=datetime.datetime(2090, 1, 1))
        assert self.listed(START) == ["Far", "Now"]
        assert self.listed(START + SECOND) == ["Far"]

    def test_needs_a_bookable_occurrence(self, offer, world):
        offer("Hidden", web_published=False)
        offer("Full", seats=0)
        offer("Old", programme=world.programme("Old", active=False))
        world.programme("Only a waitlist", takes_waitlist=True)
        assert self.listed(RANGE[0]) == []

    def test_a_missing_date_is_the_year_1(self, offer, api, token):
        offer("Any")
        assert names(api.GetWebProgrammesForDate(token)) == ["Any"]


@pytest.fixture(
    params=["GetWebProgrammesForDates", "GetWebProgrammesForProgTypeAndDates", "GetWebProgrammesForDatesSince"]
)
def listed(request, api, token, world):
    """Call an operation that lists the programmes with a bookable occurrence in a range; all are of one type."""
    world.programme_type("Short courses")
    kind = ("short courses",) if "ProgType" in request.param else ()
    since = (datetime.datetime(2000, 1, 1),) if "Since" in request.param else ()
    return lambda start, end: getattr(api, request.param)(token, *kind, start, end, *since)


class TestBookableInARange:
    @pytest.fixture
    def offer(self, world, listed):
        """Publish an occurrence of a programme of the type."""
        kind = world.one(THE_TYPE)

        def offered(name, *, active=True, programme=None, **values):
            programme = programme or world.programme(name, programme_type_id=kind, active=active)
            return world.occurrence(programme_id=programme.id, **{"web_published": True, **values})

        return offered

    def test_both_ends_are_included_and_the_time_of_day_counts(self, listed, offer):
        offer("Beer")
        assert names(listed(START, START)) == ["Beer"]
        assert names(listed(START - SECOND, START)) == ["Beer"]
        assert names(listed(START + SECOND, RANGE[1])) == []
        assert names(listed(RANGE[0], START - SECOND)) == []

    def test_only_the_start_counts(self, listed, offer):
        offer("Running", start_date=datetime.datetime(2026, 8, 1))
        offer("Undated", start_date=None, end_date=None)
        assert names(listed(*RANGE)) == []

    def test_the_occurrence_must_be_bookable(self, listed, offer, world):
        offer("Hidden", web_published=False)
        offer("Old", active=False)
        full = offer("Full", seats=1)
        world.enrolment(world.client(), full)
        assert names(listed(*RANGE)) == []

    def test_one_bookable_occurrence_of_several_is_enough_and_each_programme_comes_once(self, listed, offer, world):
        beer = world.programme("Beer", programme_type_id=world.one(THE_TYPE))
        offer("Beer", programme=beer, seats=0)
        offer("Beer", programme=beer, seats=1)
        offer("Beer", programme=beer)
        offer("ale")
        assert names(listed(*RANGE)) == ["ale", "Beer"]

    def test_a_reversed_range_is_refused(self, listed):
        answer = listed(*REVERSED)
        assert (outcome(answer), answer.ProgList) == ((-1, "Start date is after end date."), [])


class TestGetWebProgrammesForProgTypeAndDates:
    def test_leaves_out_other_types(self, api, token, world, offer):
        world.programme_type("Beer courses")
        offer("Riesling", programme=world.programme(programme_type_id=world.programme_type("Wine courses").id))
        assert names(api.GetWebProgrammesForProgTypeAndDates(token, "Beer courses", *RANGE)) == []

    def test_an_unknown_type_is_not_found(self, api, token):
        answer = api.GetWebProgrammesForProgTypeAndDates(token, "Beer courses", *RANGE)
        assert (outcome(answer), answer.ProgList) == ((-4, "Programme type not found."), [])

    def test_the_dates_are_judged_before_the_type(self, api, token):
        answer = api.GetWebProgrammesForProgTypeAndDates(token, "Beer courses", *REVERSED)
        assert outcome(answer) == (-1, "Start date is after end date.")


class TestGetWebLocationsForProgrammeAndDates:
    @pytest.fixture(autouse=True)
    def call(self, api, token, world):
        self.beer = world.programme("Beer")
        self.where = lambda *dates: api.GetWebLocationsForProgrammeAndDates(token, self.beer.id, *(dates or RANGE))
        self.codes = lambda *dates: [one.Loca_Code for one in self.where(*dates).LocaList]

    def offered(self, world, location, **values):
        values = {"programme_id": self.beer.id, "web_published": True, **values}
        return world.occurrence(location_id=location.id if location else None, **values)

    def test_lists_each_location_once_by_name(self, world):
        west, east = world.location("W", "west campus"), world.location("E", "East Campus")
        for location in (west, east, west, None):
            self.offered(world, location)
        assert self.codes() == ["E", "W"]

    def test_needs_a_bookable_occurrence_of_the_programme_in_the_range(self, world):
        self.offered(world, world.location("HIDDEN"), web_published=False)
        self.offered(world, world.location("FULL"), seats=0)
        self.offered(world, world.location("EARLY"), start_date=RANGE[0] - SECOND)
        self.offered(world, world.location("LATE"), start_date=RANGE[1] + SECOND)
        self.offered(world, world.location("WINE"), programme_id=world.programme("Wine").id)
        assert (outcome(self.where()), self.codes()) == (OK, [])

    def test_the_ends_of_the_range_are_included(self, world):
        self.offered(world, world.location("MELB"))
        assert self.codes(START, START) == ["MELB"]

    def test_leaves_out_locations_that_are_not_active(self, world):
        self.offered(world, world.location("OLD", active=False))
        assert self.codes() == []

    def test_a_programme_that_is_not_active_is_offered_nowhere(self, world):
        self.offered(world, world.location("MELB"))
        world.change(self.beer, active=False)
        assert (outcome(self.where()), self.codes()) == (OK, [])

    def test_a_reversed_range_is_refused_before_the_programme(self, api, token):
        answer = api.GetWebLocationsForProgrammeAndDates(token, 4711, *REVERSED)
        assert (outcome(answer), answer.LocaList) == ((-1, "Start date is after end date."), [])

    def test_an_unknown_programme_is_not_found(self, api, token):
        answer = api.GetWebLocationsForProgrammeAndDates(token, 4711, *RANGE)
        assert (outcome(answer), answer.LocaList) == ((-4, "Programme not found."), [])


class TestWhoMayCall:
    CALLS = (
        ("GetWebProgrammeTypes", ()),
        ("GetWebProgrammes", ()),
        ("GetWebProgrammesForProgType", ("Beer",)),
        ("GetWebProgrammesForDate", RANGE[:1]),
        ("GetWebProgrammesForDates", RANGE),
        ("GetWebProgrammesForDatesSince", (*RANGE, START)),
        ("GetWebProgrammesForProgTypeAndDates", ("Beer", *RANGE)),
        ("GetWebLocationsForProgrammeAndDates", (1, *RANGE)),
        ("GetWebOccurrencesForDates", RANGE),
        ("GetWebOccurrencesForProgrammeAndDate", (1, START)),
        ("GetWebOccurrencesForProgrammeAndDates", (1, *RANGE)),
        ("GetWebOccurrencesForProgrammeAndDatesSince", (1, *RANGE, START)),
        ("GetWebOccurrencesOverlappingDateRange", RANGE),
        ("GetWebOccurrencesOverlappingDateRangeForProgramme", (*RANGE, 1)),
        ("SearchWebOccurrences", (1,)),
    )

    @pytest.mark.parametrize(("operation", "arguments"), CALLS)
    def test_staff_without_the_api_role_is_refused(self, api, world, operation, arguments):
        assert outcome(getattr(api, operation)(world.token(world.staff()), *arguments)) == DENIED

    @pytest.mark.settings(features=("VETtrak API",))
    @pytest.mark.parametrize(("operation", "arguments"), [*CALLS, ("GetPricingForOccurrence", (1,))])
    def test_the_feature_short_courses_is_needed(self, api, token, operation, arguments):
        message = "The registration key has no valid entry for the Short Courses feature."
        assert outcome(getattr(api, operation)(token, *arguments)) == (-5, message)
