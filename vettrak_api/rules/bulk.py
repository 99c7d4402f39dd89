"""Writes rows in bulk: they get their numbers here, wait in memory, and go to the database table by table.

The numbers are given beforehand so that rows can name each other; the database's own counters catch up at the
end. Nothing is read back, and one batch at a time is in memory, so a million clients need hardly more than 400.
"""

import datetime
from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Connection, Table, func, insert, select, text, update
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from vettrak_api.database.engine import postgresql_module
from vettrak_api.model import Base
from vettrak_api.model.occurrences import EnrolmentNumber

CATCH_UP = "SELECT setval(pg_get_serial_sequence(:table, 'id'), (SELECT MAX(id) FROM {table}))"
"""PostgreSQL alone must be told that numbers were given; the others count on from the largest."""


class Batch:
    """Rows on their way to one database; author: whom their stamps name."""

    def __init__(self, connection: Connection, now: datetime.datetime, author: str) -> None:
        self.now = now
        self._templates = {model: _template(model.__table__, now, author) for model in _models()}
        self._next = {model: _first_free(connection, model) for model in self._templates}
        self._rows: dict[Any, list[dict[str, Any]]] = {model: [] for model in self._templates}
        self.written: Counter[str] = Counter()
        """Rows written so far, by table."""

    def add(self, model: Any, **values: Any) -> int:
        """Take one row and return its number (0 for tables without one); raises KeyError for unknown columns."""
        template = self._templates[model]
        row = {**template, **values}
        if len(row) != len(template):
            raise KeyError(f"{model.__tablename__} has no column {sorted(row.keys() - template.keys())}")
        number = row.get("id")
        if number is None and "id" in row:
            number = row["id"] = self.next_number(model)
        self._rows[model].append(row)
        return number or 0

    def next_number(self, model: Any) -> int:
        """Return a fresh number for a row that is added later."""
        number = self._next[model]
        self._next[model] = number + 1
        return number

    def first_free(self, model: Any) -> int:
        """Return the number that the next row gets."""
        return self._next[model]

    def shared_number(self, kind: str) -> int:
        """Return a number of the space that occurrences (O) and enrolments (E) share."""
        return self.add(EnrolmentNumber, kind=kind)

    def write(self, connection: Connection) -> None:
        """Write all waiting rows, those first that others name."""
        for model in _models():
            rows = self._rows[model]
            if rows:
                _insert(connection, model.__table__, rows)
                self.written[model.__tablename__] += len(rows)
                rows.clear()

    def overwrite(self, connection: Connection, model: Any, number: int, **values: Any) -> None:
        """Change columns of a row that has been written."""
        table = model.__table__
        connection.execute(update(table).where(table.c.id == number).values(**values))

    def catch_up(self, connection: Connection) -> None:
        """Let the database count on after the numbers that were given."""
        if connection.dialect.name != "postgresql":
            return
        for model, number in self._next.items():
            if number > 1 and model.__table__.primary_key.columns.keys() == ["id"] and _counts(model.__table__):
                name = model.__tablename__
                connection.execute(
                    text(CATCH_UP.format(table=connection.dialect.identifier_preparer.quote(name))), {"table": name}
                )


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if connection.dialect.name == "postgresql":
        postgresql_module().copy(connection, table, rows)
    else:
        connection.execute(insert(table), rows)


def _models() -> list[Any]:
    """Return the mapped classes in the order in which their tables depend on each other."""
    by_table = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    return [by_table[table] for table in Base.metadata.sorted_tables]


def _counts(table: Table) -> bool:
    return table.autoincrement_column is not None


def _first_free(connection: Connection, model: Any) -> int:
    table = model.__table__
    if "id" not in table.columns:
        return 1
    return int(connection.scalar(select(func.max(table.columns["id"]))) or 0) + 1


def _template(table: Table, now: datetime.datetime, author: str) -> Mapping[str, Any]:
    """Return a row of the table's defaults: every row of a bulk insert must name the same columns.

    Columns that are filled by a function or by the database are left to those.
    """
    stamps = {"created_at": now, "modified_at": now, "created_by": author, "modified_by": author}
    return {
        column.name: stamps.get(column.name, column.default.arg if column.default is not None else None)  # type: ignore[attr-defined]
        for column in table.columns
        if not _fills_itself(column)
    }


def _fills_itself(column: Column[Any]) -> bool:
    if column.default is None:
        return column.server_default is not None
    return not isinstance(column.default, ScalarElementColumnDefault)
