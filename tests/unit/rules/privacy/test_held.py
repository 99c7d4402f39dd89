"""Every column of every table has its answer for the day on which a person is erased."""

import pytest

from vettrak_api.model import Base
from vettrak_api.model.audit import STAMPS
from vettrak_api.rules.privacy.held import BY_VALUE, CLIENT, HELD, NAMING, NOBODYS

TOLD = {kind.name for kind in HELD} | {table.__tablename__ for table in BY_VALUE} | set(NOBODYS)


def test_every_table_has_an_answer():
    assert sorted(table.name for table in Base.metadata.sorted_tables) == sorted(TOLD)


def test_no_table_has_two():
    names = [*(kind.name for kind in HELD), *(table.__tablename__ for table in BY_VALUE), *NOBODYS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", [kind for kind in HELD if not kind.is_removed], ids=lambda kind: kind.name)
def test_every_column_goes_or_stays(kind):
    answered = [*kind.emptied, *kind.instead, *kind.kept]
    columns = set(kind.table.__table__.columns.keys()) - STAMPS - {"id"}
    assert sorted(answered) == sorted(columns)


def test_nothing_of_a_client_is_nobodys():
    referring = {
        table.name
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name == "client_id" and table.name in NOBODYS
    }
    assert referring == {"class_staff", "contract_staff", "enrolment_staff", "occurrence_staff"}


def test_every_column_that_refers_to_a_person_finds_what_is_given_out_or_says_why_not():
    found = {f"{kind.name}.{column}" for kind in HELD for column, source in kind.ways if source == CLIENT}
    others = {"legal_hold.client_id", "web_client.client_id"}  # by the reasons of holds, and with what is like them
    referring = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "client" for key in column.foreign_keys)
    }
    assert sorted(referring - found) == sorted({*NAMING, *others})
