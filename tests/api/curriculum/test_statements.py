"""What requests ask of the database: as many statements for five programs as for one, all of them prepared."""

import pytest

from tests.support.counting import cost, in_short, statements
from tests.support.curriculum import YEAR

PROGRAMS = ("P1", "P2", "P3", "P4", "P5")

CREATING = (
    "good_login code_item code_item unit +scheduled_unit scheduled_unit division +enrolment_number +occurrence "
    "+occurrence_unit +scheduled_fee +occurrence_price unit_assessment +scheduled_assessment scheduled_unit "
    "scheduled_fee scheduled_assessment +change_log"
)
"""Who asks; what the fee is; which codes there are; the unit; the schedule and its programs; what new occurrences begin
with; ten rows and five occurrences; the record as it is answered; the change log."""


def told(number):
    return {"eduUnitId": "BREW1", "fee": str(number), "maximumParticipants": "9", "modeOfDelivery": "ONLINE", **YEAR}


@pytest.fixture
def five(curriculum):
    curriculum(programs=PROGRAMS, assessments=4)


def test_a_schedule_is_made_by_one_statement_per_table(rest, five, runtime):
    for number in range(3):
        rest.made("ScheduledUnitFee", told(number))
    with statements(runtime) as seen:
        rest.made("ScheduledUnitFee", told(5))
    assert in_short(seen) == CREATING


def test_no_part_of_a_statement_is_built(rest, five, runtime):
    for number in range(3):
        made = rest.made("ScheduledUnitFee", told(number))
    path = f"ScheduledUnitFee/{made['eduScheduledUnitId']}"
    for number in range(3):
        rest.changed(path, {"fee": str(number)})
        rest.get("ScheduledUnit", eduUnitId="BREW1", limit=2)
        rest.get(path)
    with cost(runtime) as counted:
        rest.made("ScheduledUnitFee", told(7))
        rest.changed(path, {"fee": "8"})
        rest.get("ScheduledUnit", eduUnitId="BREW1", limit=2)
        rest.get(path)
    assert counted.built == {}


@pytest.mark.parametrize(
    ("query", "seen"),
    [({"limit": 100}, "good_login scheduled_unit"), ({"limit": 2}, "good_login scheduled_unit scheduled_unit")],
)
def test_a_list_is_one_query_and_is_counted_only_when_there_is_more(rest, five, runtime, query, seen):
    for number in range(4):
        rest.made("ScheduledUnitFee", told(number))
    for _ in range(3):
        rest.get("ScheduledUnit", eduUnitId="BREW1", **query)
    with statements(runtime) as executed:
        rest.get("ScheduledUnit", eduUnitId="BREW1", **query)
    assert in_short(executed) == seen


def test_a_list_of_wrappers_is_three_queries(rest, five, runtime):
    for number in range(4):
        rest.made("ScheduledUnitFee", told(number))
    with statements(runtime) as executed:
        assert len(rest.get("ScheduledUnitFee", eduUnitId="BREW1").body) == 4
    assert in_short(executed) == "good_login scheduled_unit scheduled_fee scheduled_assessment"
