"""PostgreSQL keeps its plans of the large statements about a range of dates, which is a moment among many years."""

import datetime

import pytest
from sqlalchemy import insert, text

from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.programmes import Programme

PAST = 20_000
"""Courses that are over; with so many PostgreSQL makes much of the values of a range."""

TRIED = 5
"""For so many executions PostgreSQL makes a plan for the values each time, before it compares."""

DAY = datetime.timedelta(days=1)
START = datetime.datetime(2026, 9, 1)
END = START + 30 * DAY
SINCE = START - 100 * DAY

pytestmark = pytest.mark.parametrize("databases", ["postgresql"], indirect=True, scope="module")


@pytest.fixture(scope="module")
def token(world):
    return world.token()


@pytest.fixture(scope="module")
def programme(runtime, world):
    """A programme that has run every few hours for years, and does so at present."""
    programme = world.programme("Beer Appreciation")
    present = [world.occurrence(programme_id=programme.id, web_published=True, seats=9) for _ in range(3)]
    status, division = present[0].status_id, present[0].division_id

    def over(number):
        end = START - DAY - number * DAY / 8
        return {
            "id": 1_000_000 + number,
            "programme_id": programme.id,
            "start_date": end - 10 * DAY,
            "end_date": end,
            "status_id": status,
            "division_id": division,
            "web_published": True,
            "maximum_places": 9,
            "modified_at": end,
        }

    rows = [over(number) for number in range(PAST)]
    with runtime.database.connection(writing=True) as connection:
        connection.execute(text("INSERT INTO enrolment_number VALUES (:id, 'O')"), [{"id": row["id"]} for row in rows])
        connection.execute(insert(Occurrence), rows)
        for table in (Occurrence, Enrolment, Programme):
            connection.execute(text(f"ANALYZE {table.__tablename__}"))
    return programme


CALLS = {
    "GetWebOccurrencesForDates": lambda api, token, programme: api.GetWebOccurrencesForDates(token, START, END),
    "GetWebOccurrencesForProgrammeAndDate": lambda api, token, programme: api.GetWebOccurrencesForProgrammeAndDate(
        token, programme.id, START
    ),
    "GetWebOccurrencesForProgrammeAndDates": lambda api, token, programme: api.GetWebOccurrencesForProgrammeAndDates(
        token, programme.id, START, END
    ),
    "GetWebOccurrencesForProgrammeAndDatesSince": lambda api, token, programme: (
        api.GetWebOccurrencesForProgrammeAndDatesSince(token, programme.id, START, END, SINCE)
    ),
    "GetWebOccurrencesOverlappingDateRange": lambda api, token, programme: api.GetWebOccurrencesOverlappingDateRange(
        token, START, END
    ),
    "GetWebOccurrencesOverlappingDateRangeForProgramme": lambda api, token, programme: (
        api.GetWebOccurrencesOverlappingDateRangeForProgramme(token, START, END, programme.id)
    ),
    "GetWebProgrammesForDates": lambda api, token, programme: api.GetWebProgrammesForDates(token, START, END),
    "SearchWebOccurrences": lambda api, token, programme: api.SearchWebOccurrences(
        token, programmeId=programme.id, startDate=START, endDate=END, returnOccurrenceLists=["Classes", "Prices"]
    ),
    "GetLMSNewOccurrences": lambda api, token, programme: api.GetLMSNewOccurrences(token),
    "GetLMSOccurrencesInDateRange": lambda api, token, programme: api.GetLMSOccurrencesInDateRange(token, START, END),
}


def planned(runtime):
    """Return by statement how often it was planned for its values, and how often a kept plan was executed."""
    counts = "SELECT statement, custom_plans, generic_plans FROM pg_prepared_statements"
    with runtime.database.connection() as connection:
        return {
            statement: (custom, kept)
            for statement, custom, kept in connection.execute(text(counts))
            if "occurrence." in statement and custom + kept
        }


@pytest.mark.parametrize("name", CALLS)
def test_a_plan_is_kept(runtime, api, token, programme, name):
    before = planned(runtime)
    for _ in range(4 * TRIED):
        CALLS[name](api, token, programme)
    counts = {statement: made for statement, made in planned(runtime).items() if made != before.get(statement)}
    assert counts
    assert [statement for statement, (custom, kept) in counts.items() if custom > TRIED or not kept] == []
