"""Alembic's entry: runs the revisions on the connection that `vettrak_api.schema` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import DropTableOp, MigrationScript, ModifyTableOps
from sqlalchemy import False_, True_

from vettrak_api.model import Base
from vettrak_api.model.base import NameList


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what they are in the database, and truth values as every database has them."""
    del autogen
    if kind == "server_default" and isinstance(getattr(item, "arg", None), False_ | True_):
        return f"sa.{item.arg}()"
    if kind == "type" and isinstance(item, NameList):
        return f"sa.Unicode(length={item.impl.length})"
    return False


def leave_indexes_to_their_tables(migration: Any, revision: Any, scripts: list[MigrationScript]) -> None:
    """Write no DROP INDEX before a DROP TABLE: MariaDB refuses it for an index that a foreign key needs."""
    del migration, revision
    for script in scripts:
        if script.downgrade_ops is None:
            continue
        steps = script.downgrade_ops.ops
        dropped = {step.table_name for step in steps if isinstance(step, DropTableOp)}
        steps[:] = [step for step in steps if not (isinstance(step, ModifyTableOps) and step.table_name in dropped)]


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_item=render_item,
    process_revision_directives=leave_indexes_to_their_tables,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
