"""Alembic's entry: runs the revisions on the connection that `vettrak_api.database.migrations` hands over."""

import math
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.ddl.mysql import MariaDBImpl
from alembic.operations.ops import (
    CreateForeignKeyOp,
    CreateTableOp,
    DropConstraintOp,
    DropTableOp,
    MigrationScript,
    ModifyTableOps,
)
from alembic.runtime.migration import MigrationInfo
from sqlalchemy import Boolean, False_, String, True_, Unicode, column, delete, insert
from sqlalchemy import table as described

from vettrak_api.database.table_locks import insisting
from vettrak_api.model import Base
from vettrak_api.model.base import Amount, NameList


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what they are in the database, and truth values as every database has them."""
    del autogen
    if kind == "server_default" and isinstance(getattr(item, "arg", None), False_ | True_):
        return f"sa.{item.arg}()"
    if kind == "type" and isinstance(item, NameList):
        return f"sa.Unicode(length={item.impl.length})"
    if kind == "type" and isinstance(item, Amount):
        return f"sa.Numeric(precision={item.impl.precision}, scale={item.impl.scale})"
    return False


def complete(migration: Any, revision: Any, scripts: list[MigrationScript]) -> None:
    """Mend what Alembic writes when it compares on SQLite, so that the revision runs on every database."""
    del migration, revision
    for script in scripts:
        if script.upgrade_ops is not None and script.downgrade_ops is not None:
            leave_indexes_to_their_tables(script.downgrade_ops.ops)
            close_circles(script.upgrade_ops.ops, script.downgrade_ops.ops)


def leave_indexes_to_their_tables(steps: list[Any]) -> None:
    """Write no DROP INDEX before a DROP TABLE: MariaDB refuses it for an index that a foreign key needs."""
    dropped = {step.table_name for step in steps if isinstance(step, DropTableOp)}
    steps[:] = [step for step in steps if not (isinstance(step, ModifyTableOps) and step.table_name in dropped)]


def close_circles(upgrade: list[Any], downgrade: list[Any]) -> None:
    """Add the foreign keys between tables that name each other: they come after both, and go before both."""
    for table in [Base.metadata.tables[step.table_name] for step in upgrade if isinstance(step, CreateTableOp)]:
        for key in table.foreign_key_constraints:
            if key.use_alter:
                upgrade.append(ModifyTableOps(table.name, [CreateForeignKeyOp.from_constraint(key)]))
                downgrade.insert(0, ModifyTableOps(table.name, [DropConstraintOp.from_constraint(key)]))


class Patient(MariaDBImpl):
    """MariaDB commits each change of a table by itself: each that got no turn is repeated, for as long as it takes.

    Half of a revision would be left otherwise.
    """

    __dialect__ = "mariadb"

    def _exec(self, *values: Any, **named: Any) -> Any:
        return insisting(lambda: super(Patient, self)._exec(*values, **named), math.inf)


FIRST_TOLD = "0017"
"""The revision that made the table in which revisions tell older servers what they mean."""

TOLD = described("schema_revision", column("revision", String), column("expands", Boolean), column("reason", Unicode))


def tell_older_servers(ctx: Any, step: MigrationInfo, heads: Any, run_args: Any) -> None:
    """Keep in the database whether a server that does not know a revision may go on; a way back takes that away.

    A revision says so by `expands`, and by `reason` when it does not expand: then older servers refuse the database.
    Raises AttributeError for a revision that says nothing.
    """
    del ctx, heads, run_args
    revision = step.up_revision_id or ""
    if revision < FIRST_TOLD:
        return
    if step.is_upgrade:
        script: Any = step.up_revision
        module = script.module
        reason = "" if module.expands else module.reason
        connection.execute(insert(TOLD).values(revision=revision, expands=module.expands, reason=reason))
    elif revision > FIRST_TOLD:
        connection.execute(delete(TOLD).where(TOLD.c.revision == revision))


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_item=render_item,
    process_revision_directives=complete,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=False,
    on_version_apply=tell_older_servers,
)
with context.begin_transaction():
    context.run_migrations()
