"""Area web_catalogue: SearchWebOccurrences, with as many filters and lists as the site likes."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.counting import statements
from tests.support.outcomes import OK, outcome
from vettrak_api.model.occurrences import OccurrencePrice, OccurrenceTask, Task

START, END = datetime.datetime(2026, 9, 1, 9), datetime.datetime(2026, 9, 27, 17)
RANGE = {"startDate": datetime.datetime(2026, 9, 1), "endDate": datetime.datetime(2026, 9, 30, 23, 59, 59)}
SECOND = datetime.timedelta(seconds=1)
LISTS = ("Classes", "Prices", "Staff", "StudyReasons", "Tasks", "Units")


@pytest.fixture
def programme(world):
    return world.programme("Beer Appreciation")


@pytest.fixture
def offer(world, programme):
    """Publish an occurrence of the programme, from 1 to 27 September 2026."""
    return lambda **values: world.occurrence(**{"programme_id": programme.id, "web_published": True, **values})


@pytest.fixture
def search(api, token):
    """Search with named filters."""
    return lambda **filters: api.SearchWebOccurrences(token, **filters)


@pytest.fixture
def found(search):
    """Search and return the numbers of what is found."""

    def numbers(**filters):
        answer = search(**filters)
        assert outcome(answer) == OK
        return [one.OccurrenceDetail.ID for one in answer.OccuExtendedList]

    return numbers


class TestTheFilters:
    def test_by_programme_alone_whenever_it_is(self, found, offer, world, programme):
        undated = offer(start_date=None, end_date=None)
        past = offer(start_date=datetime.datetime(1999, 1, 1))
        twin = offer(start_date=datetime.datetime(1999, 1, 1))
        offer(programme_id=world.programme("Wine").id)
        assert found(programmeId=programme.id) == [undated.id, past.id, twin.id]

    def test_by_dates_alone_start_in_the_range_ends_included(self, found, offer):
        occurrence = offer()
        offer(start_date=None)
        assert found(**RANGE) == [occurrence.id]
        assert found(startDate=START, endDate=START) == [occurrence.id]
        assert found(startDate=START + SECOND, endDate=END) == []
        assert found(startDate=RANGE["startDate"], endDate=START - SECOND, overlapDates=False) == []

    def test_by_dates_alone_run_in_the_range_ends_included(self, found, offer):
        occurrence, endless = offer(), offer(end_date=None)
        running = {"overlapDates": True}
        assert found(startDate=END, endDate=END, **running) == [occurrence.id, endless.id]
        assert found(startDate=END + SECOND, endDate=END + SECOND, **running) == [endless.id]
        assert found(startDate=START, endDate=START, **running) == [occurrence.id, endless.id]
        assert found(startDate=START - SECOND, endDate=START - SECOND, **running) == []

    def test_by_location_alone_ignoring_case(self, found, offer, world):
        here = offer(location_id=world.location("Melb").id)
        offer(location_id=world.location("SYD").id)
        offer()
        assert found(locationCode=" MELB ") == [here.id]

    def test_together_all_must_fit(self, found, offer, world, programme):
        location = world.location("MELB")
        fitting = offer(location_id=location.id)
        offer()
        offer(location_id=location.id, programme_id=world.programme("Wine").id)
        offer(location_id=location.id, start_date=datetime.datetime(2027, 1, 1))
        assert found(programmeId=programme.id, locationCode="MELB", **RANGE) == [fitting.id]

    def test_unknown_ones_find_nothing(self, found, offer):
        offer()
        assert found(programmeId=4711) == []
        assert found(locationCode="NOWHERE") == []

    def test_comes_by_start_then_number(self, found, offer):
        late = offer(start_date=datetime.datetime(2026, 9, 3))
        early, twin = (offer(start_date=datetime.datetime(2026, 9, 2)) for _ in range(2))
        assert found(**RANGE) == [early.id, twin.id, late.id]


class TestWhatIsOffered:
    @pytest.mark.parametrize("include", [None, False])
    def test_full_ones_are_left_out(self, found, offer, world, include):
        full, free = offer(seats=1), offer(seats=1)
        world.enrolment(world.client(), full)
        assert found(includeFull=include, **RANGE) == [free.id]

    def test_unless_they_are_asked_for(self, found, offer):
        full = offer(seats=0)
        assert found(includeFull=True, **RANGE) == [full.id]

    @pytest.mark.parametrize("include", [None, True])
    def test_published_it_must_be(self, found, offer, world, include):
        offer(web_published=False)
        offer(programme_id=world.programme(active=False).id)
        assert found(includeFull=include, **RANGE) == []


class TestTheLists:
    @pytest.fixture
    def full(self, offer, world):
        """Publish an occurrence with one of everything."""
        occurrence = offer(units=["BEER1"], prices=[("Full Fee", "100.00")])
        world.class_session(occurrence)
        world.trainer(occurrence, world.staff())
        task = world.add(Task(code="ESSAY", name="Essay"))
        world.add(OccurrenceTask(occurrence_id=occurrence.id, task_id=task.id))
        return occurrence

    def test_not_asked_for_are_absent(self, search, full):
        (one,) = search(**RANGE).OccuExtendedList
        assert full.id == one.OccurrenceDetail.ID
        assert [getattr(one, name) for name in LISTS] == [None] * 6

    @pytest.mark.parametrize("name", LISTS)
    def test_asked_for_are_filled_ignoring_case_and_the_others_absent(self, search, full, name):
        (one,) = search(returnOccurrenceLists=[f" {name.upper()}"], **RANGE).OccuExtendedList
        assert getattr(one, name)
        assert [getattr(one, other) for other in LISTS if other != name] == [None] * 5

    def test_asked_for_without_items_are_empty(self, search, offer):
        offer()
        (one,) = search(returnOccurrenceLists=list(LISTS), **RANGE).OccuExtendedList
        assert [getattr(one, name) for name in LISTS if name != "StudyReasons"] == [[]] * 5

    def test_unknown_names_are_ignored(self, search, full):
        (one,) = search(returnOccurrenceLists=["Teachers", "", "Units"], **RANGE).OccuExtendedList
        assert [unit.Unit_Code for unit in one.Units] == ["BEER1"]

    def test_each_occurrence_has_its_own(self, search, offer, world):
        first, second = offer(units=["A", "B"]), offer(units=["C"])
        offer(web_published=False, units=["D"])
        evening = world.class_session(second)
        answer = search(returnOccurrenceLists=["Units", "Classes"], **RANGE)
        units = {one.OccurrenceDetail.ID: [unit.Unit_Code for unit in one.Units] for one in answer.OccuExtendedList}
        classes = [[one.Inst_ID for one in whole.Classes] for whole in answer.OccuExtendedList]
        assert units == {first.id: ["A", "B"], second.id: ["C"]}
        assert classes == [[], [evening.id]]

    def test_with_every_filter_at_once(self, search, offer, world, programme):
        offer(location_id=world.location("MELB").id, units=["A"])
        filters = {"programmeId": programme.id, "locationCode": "melb", "overlapDates": True, **RANGE}
        (one,) = search(returnOccurrenceLists=["Units"], **filters).OccuExtendedList
        assert [unit.Unit_Code for unit in one.Units] == ["A"]

    def test_prices_are_all_of_them(self, search, full, world):
        item = world.one(select(OccurrencePrice.price_item_id))
        world.add(OccurrencePrice(occurrence_id=full.id, price_item_id=item, amount=50, web_published=False))
        (one,) = search(returnOccurrenceLists=["Prices"], **RANGE).OccuExtendedList
        assert len(one.Prices) == 2

    def test_each_is_one_query_for_all_occurrences(self, search, offer, runtime):
        for _ in range(5):
            offer(units=["A"])
        with statements(runtime) as seen:
            search(returnOccurrenceLists=list(LISTS), **RANGE)
        assert len(seen) == len(["token", "occurrences", *LISTS])

    def test_finding_nothing_is_success(self, search):
        answer = search(returnOccurrenceLists=list(LISTS), **RANGE)
        assert (outcome(answer), answer.OccuExtendedList) == (OK, [])


class TestWhatIsRefused:
    @pytest.mark.parametrize("filters", [{}, {"programmeId": 0}, {"locationCode": "  ", "includeFull": True}])
    def test_a_search_for_nothing_in_particular(self, search, filters):
        answer = search(**filters)
        assert outcome(answer) == (-1, "Give a programme, a date range or a location.")
        assert answer.OccuExtendedList == []

    @pytest.mark.parametrize("date", ["startDate", "endDate"])
    @pytest.mark.parametrize("filters", [{}, {"programmeId": 1}, {"locationCode": "MELB"}])
    def test_one_date_without_the_other(self, search, date, filters):
        assert outcome(search(**{date: START}, **filters)) == (-1, "Give both dates or neither.")

    @pytest.mark.parametrize("overlap", [True, False])
    def test_a_reversed_range(self, search, overlap):
        answer = search(startDate=END, endDate=START, overlapDates=overlap)
        assert outcome(answer) == (-1, "Start date is after end date.")
