"""What revision 0015 does to rows: awards that are stored already name the units that were successful."""

from sqlalchemy import column, insert, select, table

from tests.support.world import World
from vettrak_api.database import migrations
from vettrak_api.model.events import Award, AwardUnit, ParchmentCounter
from vettrak_api.model.programmes import Unit
from vettrak_api.rules.reference.loading import load_reference_data

BEFORE = "0014"
COLUMNS = ("client_id", "enrolment_id", "issued", "completion_statement")
FORMER = table("award", *map(column, COLUMNS))
MANY = 600
"""More awards than are filled at once."""


def test_awards_name_the_successful_units_of_their_enrolments(empty):
    migrations.upgrade(empty.database)
    with empty.database.writing() as session:
        load_reference_data(session)
    world = World(empty)
    person = world.client()
    passed, other = world.enrolment(person), world.enrolment(person)
    for enrolment, code, result in (
        (passed, "BEER1", "Competency Achieved"),
        (passed, "BEER2", "Credit Transfer"),
        (passed, "BEER3", "Competency Not Achieved"),
        (other, "BEER3", "Competency Achieved"),
    ):
        world.enrolled_unit(enrolment, code, result)
    migrations.downgrade(empty.database, BEFORE)
    rows = [(person.id, number, False, False) for number in (passed.id, None, *[other.id] * MANY)]
    with empty.database.connection(writing=True) as connection:
        for row in rows:
            connection.execute(insert(FORMER).values(dict(zip(COLUMNS, row, strict=True))))
    migrations.upgrade(empty.database)
    named = world.everything(select(Award.enrolment_id).join(AwardUnit, AwardUnit.award_id == Award.id))
    assert sorted(named) == sorted([passed.id] * 2 + [other.id] * MANY)
    codes = select(Unit.code).join(AwardUnit, AwardUnit.unit_id == Unit.id).join(Award, Award.id == AwardUnit.award_id)
    assert sorted(world.everything(codes.where(Award.enrolment_id == passed.id))) == ["BEER1", "BEER2"]
    assert set(world.everything(select(Award.verifiable))) == {True}
    assert world.everything(select(ParchmentCounter.last)) == [0]
