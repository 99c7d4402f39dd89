"""SQL Server, as far as it can be tried without one: tables, revisions and statements are written for it."""

import io
import re
import sys
from collections import Counter

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, Column, Integer, MetaData, Select, Table, UniqueConstraint, exists, func, select
from sqlalchemy.schema import CreateIndex, CreateTable

import vettrak_api.app  # noqa: F401 - imports every module that holds statements
from tests.support.portability import DIALECT, NotPortable, check
from vettrak_api.database import migrations
from vettrak_api.model import Base
from vettrak_api.views.base import View

pytestmark = pytest.mark.sqlserver

REMOVED_LATER = ("mail",)
"""Tables that a revision removed; its downgrade makes them again."""

LONGEST_INDEX_KEY = 1700
"""Bytes of a key in SQL Server; a Unicode character takes 2."""


def statements():
    """Return the statements that modules hold, each under the first name that it has."""
    found = {}
    for name, module in sorted(sys.modules.items()):
        if not name.startswith("vettrak_api."):
            continue
        for variable, value in vars(module).items():
            statement = value.select if isinstance(value, View) else value
            if isinstance(statement, Select):
                found.setdefault(id(statement), (f"{name.removeprefix('vettrak_api.')}.{variable}", statement))
    return [pytest.param(statement, id=name) for name, statement in found.values()]


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_a_table_can_be_made(table):
    assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=DIALECT)).replace("[", "").replace(
        "]", ""
    )
    for index in table.indexes:
        str(CreateIndex(index).compile(dialect=DIALECT))
        assert sum(getattr(column.type, "length", 4) or 0 for column in index.columns) * 2 <= LONGEST_INDEX_KEY


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_what_is_unique_is_never_null(table):
    """For SQL Server two nulls are the same, so that a second one would be refused; an index may leave them out."""
    unique = [constraint for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    unique += [index for index in table.indexes if index.unique and index.dialect_options["mssql"]["where"] is None]
    assert [column.name for rule in unique for column in rule.columns if column.nullable] == []


def test_every_revision_can_be_written_out():
    script = ScriptDirectory.from_config(migrations.configuration(None))
    written = io.StringIO()
    context = MigrationContext.configure(dialect=DIALECT, opts={"as_sql": True, "output_buffer": written})
    with Operations.context(context):
        revisions = list(script.walk_revisions())
        for revision in reversed(revisions):
            revision.module.upgrade()
        for revision in revisions:
            revision.module.downgrade()
    made, removed = (Counter(re.findall(rf"{word} TABLE \[?(\w+)", written.getvalue())) for word in ("CREATE", "DROP"))
    assert made == removed
    assert made == Counter([*Base.metadata.tables, *REMOVED_LATER, *REMOVED_LATER])


@pytest.mark.parametrize("statement", statements())
def test_a_statement_of_a_module_is_understood_everywhere(statement):
    check(statement)


class TestTheCheck:
    """It finds what it is there for."""

    table = Table("thing", MetaData(), Column("id", Integer), Column("flag", Boolean))

    def test_a_truth_value_among_the_columns(self):
        with pytest.raises(NotPortable, match="truth values"):
            check(select(exists().where(self.table.c.id == 1).label("there")))

    def test_a_truth_value_in_the_order(self):
        with pytest.raises(NotPortable, match="truth values"):
            check(select(self.table.c.id).order_by(self.table.c.id.is_(None)))

    def test_a_function_of_one_database(self):
        with pytest.raises(NotPortable, match="julianday"):
            check(select(func.julianday(self.table.c.id)))

    def test_a_flag_and_a_condition_are_fine(self):
        check(select(self.table.c.flag).where(self.table.c.flag, self.table.c.id > 1).order_by(self.table.c.flag))
