"""Revisions are what they say: one that expands leaves to servers of before all that they read and write."""

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from tests.support.expanding import Judge, recorded
from vettrak_api.database import migrations

LAST_UNTOLD, FIRST_TOLD = "0016", "0017"


def said(revision):
    return ScriptDirectory(str(migrations.migrations_folder())).get_revision(revision).module


def test_every_revision_that_says_it_expands_does(empty):
    migrations.upgrade(empty.database, LAST_UNTOLD)
    judged = {}
    for revision in (each for each in migrations.revisions() if each >= FIRST_TOLD):
        with recorded() as steps:
            migrations.upgrade(empty.database, revision)
        judged[revision] = Judge().troubles(steps)
        assert steps, revision
    assert {each: found for each, found in judged.items() if found and said(each).expands} == {}


def code(name="name", **values):
    return sa.Column(name, sa.String(20), **values)


GOOD = {
    "a table": lambda op: op.create_table("new", code(nullable=False), sa.UniqueConstraint("name")),
    "a column that may be empty": lambda op: op.add_column("old", code("more", nullable=True)),
    "a column that fills itself": lambda op: op.add_column("old", code("more", server_default="x", nullable=False)),
    "an index": lambda op: op.create_index("ix_old_name", "old", ["name"]),
    "more room": lambda op: op.alter_column("old", "name", existing_type=sa.String(20), type_=sa.String(30)),
    "rows of a new table": lambda op: op.bulk_insert(op.create_table("new", code()), [{"name": "x"}]),
}
BAD = {
    "a column that must be written": lambda op: op.add_column("old", code("more", nullable=False)),
    "a table goes": lambda op: op.drop_table("old"),
    "a column goes": lambda op: op.drop_column("old", "name"),
    "a table is called otherwise": lambda op: op.rename_table("old", "older"),
    "a column is called otherwise": lambda op: op.alter_column("old", "name", new_column_name="title"),
    "less room": lambda op: op.alter_column("old", "name", existing_type=sa.String(20), type_=sa.String(10)),
    "another type": lambda op: op.alter_column("old", "name", existing_type=sa.String(20), type_=sa.Integer()),
    "a column must be filled": lambda op: op.alter_column("old", "name", nullable=False, existing_type=sa.String(20)),
    "a value once": lambda op: op.create_index("ux_old_name", "old", ["name"], unique=True),
    "a constraint": lambda op: op.create_unique_constraint("uq_old_name", "old", ["name"]),
    "a reference": lambda op: op.create_foreign_key("fk_old", "old", "other", ["name"], ["name"]),
    "rows of an old table": lambda op: op.bulk_insert(sa.table("old", sa.column("name", sa.String())), [{"name": "x"}]),
    "anything": lambda op: op.execute("UPDATE old SET name = 'x'"),
}


def troubles(change):
    """Judge a change that is written as SQL for nobody."""
    context = MigrationContext.configure(dialect_name="postgresql", opts={"as_sql": True, "output_buffer": Nowhere()})
    with recorded() as steps:
        change(Operations(context))
    return Judge().troubles(steps)


class Nowhere:
    def write(self, text):
        """Forget it."""

    def flush(self):
        """Have nothing to forget."""


@pytest.mark.parametrize("change", GOOD.values(), ids=GOOD)
def test_what_expands(change):
    assert troubles(change) == []


@pytest.mark.parametrize("change", BAD.values(), ids=BAD)
def test_what_does_not_expand(change):
    assert len(troubles(change)) == 1
