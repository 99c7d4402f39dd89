"""Everything that refers to a person has its way when the person's record becomes part of another one."""

import pytest
from sqlalchemy import func, select

from tests.support.merging import Merging, contents, name_of, references, row_referring
from tests.support.transfers import exported
from vettrak_api.model.audit import STAMPS
from vettrak_api.model.clients import Client, ClientStatistics
from vettrak_api.rules.merging.fields import FIELDS, NEVER_CHOSEN
from vettrak_api.rules.merging.ways import ways


def test_every_reference_has_a_way():
    assert sorted(ways()) == sorted(name_of(column) for _, column in references())


@pytest.mark.parametrize("table", [Client, ClientStatistics])
def test_every_column_of_a_person_is_settled(table):
    named = [name for field in FIELDS if field.table is table for name in field.columns]
    own = {column.name for column in table.__table__.columns} - STAMPS - NEVER_CHOSEN - {"client_id"}
    assert sorted(named) == sorted(name for name in own if not name.endswith("_key"))


@pytest.fixture
def merging(world):
    return Merging(world)


@pytest.fixture
def pair(world):
    """Two records, of which the second has a row in every table that refers to people."""
    kept, other = world.client("Brewer", "Bea"), world.client("Brewer", "Beatrice", email="bea@example.com")
    stranger = world.client("Stranger", "Sid")
    with world.session() as session:
        for table, column in references():
            row_referring(session, table, column, other.id)
        for table, column in references():
            if table.__tablename__ == "client_relationship":
                for row in session.scalars(select(table).where(column == other.id)):
                    row.to_client_id, row.client_id = [
                        (other.id if name == column.name else stranger.id) for name in ("to_client_id", "client_id")
                    ]
                    session.flush()
                    break
    return kept, other


def numbers(world, client_id):
    """How many rows refer to a client, by table and column."""
    with world.runtime.database.reading() as session:
        return {
            name_of(column): session.scalar(select(func.count()).select_from(table).where(column == client_id))
            for table, column in references()
        }


def test_all_of_it_moves_or_goes(world, merging, pair):
    kept, other = pair
    before = numbers(world, other.id)
    assert all(before.values())
    merging.merge(kept, other)
    assert not any(numbers(world, other.id).values())
    after = numbers(world, kept.id)
    expected = {name: before[name] if way == "moves" else 0 for name, way in ways().items()}
    settled = {name for name, way in ways().items() if way == "is settled"}
    assert {name: count for name, count in after.items() if name not in settled} == {
        name: count for name, count in expected.items() if name not in settled
    }


def test_undoing_gives_all_of_it_back(world, merging, pair, tmp_path):
    kept, other = pair
    before, sheets = contents(world.runtime), exported(world.runtime, tmp_path / "before")
    number = merging.merge(kept, other)
    assert contents(world.runtime) != before
    assert exported(world.runtime, tmp_path / "between") != sheets
    assert merging.undo(number) == other.code
    assert contents(world.runtime) == before
    assert exported(world.runtime, tmp_path / "after") == sheets


def test_the_preview_tells_all_that_moves(merging, world, pair):
    kept, other = pair
    told = {group.moving.name: group.count for group in merging.preview(kept, other).groups}
    assert told == {name: count for name, count in numbers(world, other.id).items() if ways()[name] == "moves"}
