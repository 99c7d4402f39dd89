"""What names a record of a table that grows is found by an index: whoever merges, moves or deletes one looks for it."""

import pytest

from vettrak_api.model import Base

GROWING = {"class_session", "client", "contract", "employer", "enrolled_unit", "enrolment", "invoice", "occurrence"}

NAMING = [
    pytest.param(key.parent, id=f"{table.name}.{key.parent.name}")
    for table in Base.metadata.sorted_tables
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
    if key.column.table.name in GROWING
]


def ways_in(table):
    """Return the columns by which an index of a table begins, those of keys and constraints included."""
    constraints = [
        each for each in table.constraints if each.__visit_name__ in {"primary_key_constraint", "unique_constraint"}
    ]
    return {next(iter(each.columns)).name for each in (*constraints, *table.indexes) if len(each.columns)}


@pytest.mark.parametrize("column", NAMING)
def test_whom_a_row_names_is_found_by_an_index(column):
    assert column.name in ways_in(column.table)
