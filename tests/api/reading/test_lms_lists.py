"""What a learning management system asks for is found by both columns of an index, so that past years cost nothing."""

import datetime

import pytest

from tests.support.plans import searches, selects

YEAR = {"xsdStart": datetime.datetime(2026, 1, 1), "xsdEnd": datetime.datetime(2026, 12, 31)}


@pytest.mark.parametrize(
    ("name", "arguments", "column"),
    [("GetLMSNewOccurrences", {}, "lms_status"), ("GetLMSOccurrencesInDateRange", YEAR, "end_date")],
)
def test_occurrences_are_found_by_more_than_that_they_are_published(api, token, runtime, name, arguments, column):
    with selects(runtime.database.engine) as executed:
        getattr(api, name)(token, **arguments)
    statement, values = executed[-1]
    with runtime.database.connection() as connection:
        found = searches(connection, "occurrence", statement, values)
    assert found
    assert all(f"lms_publish=? AND {column}" in search for search in found)
