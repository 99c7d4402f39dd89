"""Alembic's entry: runs the revisions on the connection that `vettrak_api.schema` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from vettrak_api.model import Base
from vettrak_api.model.base import NameList


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what they are in the database."""
    del autogen
    if kind == "type" and isinstance(item, NameList):
        return f"sa.Unicode(length={item.impl.length})"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_item=render_item,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
