"""What the way back from revision 0017 does to rows: what older servers know stays, other rules about units go."""

import pytest
from sqlalchemy import column, insert, select, table
from sqlalchemy.exc import IntegrityError

from tests.support.curriculum import YEAR
from tests.support.curriculum_scenarios import begun
from tests.support.world import World
from vettrak_api.database import migrations
from vettrak_api.rules.reference.loading import load_reference_data

BEFORE = "0016"
HELD = table("qualification_unit", *map(column, ("qualification_id", "unit_id", "core")))
OCCURRENCE = table("occurrence", *map(column, ("id", "code", "web_published")))
PRICE = table("occurrence_price", *map(column, ("occurrence_id", "amount")))


def rows_of(runtime, wanted):
    with runtime.database.connection() as connection:
        return [tuple(row) for row in connection.execute(select(wanted))]


def test_what_older_servers_know_stays(empty):
    migrations.upgrade(empty.database)
    with empty.database.writing() as session:
        load_reference_data(session)
    rest, unit = begun(World(empty))
    rest.made("CodeItem", {"codeId": "PREREQ", "codeTypeId": "PROGRAM_UNIT_CONSTRAINT_TYPE", "description": "Before"})
    [first, _] = rest.get("ProgramUnitConstraint", eduUnitId=unit).body
    for _ in range(2):
        rule = {"eduProgramId": first["eduProgramId"], "eduUnitId": unit, "constraintTypeId": "PREREQ"}
        rest.made("ProgramUnitConstraint", rule | {"constraintUnitId": unit})
    made = rest.made("ScheduledUnitFee", {"eduUnitId": unit, "fee": "10", **YEAR})
    held, occurrences, prices = (rows_of(empty, wanted) for wanted in (HELD, OCCURRENCE, PRICE))
    assert (len(held), len(occurrences), len(prices)) == (4, 2, 2)
    migrations.downgrade(empty.database, BEFORE)
    left = rows_of(empty, HELD)
    assert len(left) == 2
    assert {core for _, _, core in left} == {True}
    assert (rows_of(empty, OCCURRENCE), rows_of(empty, PRICE)) == (occurrences, prices)
    program, of_unit, _ = left[0]
    with pytest.raises(IntegrityError), empty.database.connection(writing=True) as connection:
        connection.execute(insert(HELD).values(qualification_id=program, unit_id=of_unit, core=False))
    migrations.upgrade(empty.database)
    with empty.database.writing() as session:
        load_reference_data(session)
    assert migrations.differences(empty.database) == []
    assert rest.get("ScheduledUnit").body == []
    assert len(rest.get("ProgramUnitConstraint", eduUnitId=unit).body) == 2
    assert made["eduScheduledUnitId"]
