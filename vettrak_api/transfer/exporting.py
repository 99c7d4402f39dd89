"""Writes an installation's data as the sheets that an import reads: the same data give the same bytes."""

import csv
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, select
from sqlalchemy.sql.expression import FromClause

from vettrak_api.database.connections import Database
from vettrak_api.transfer.declared import BY_TABLE, SHEETS
from vettrak_api.transfer.kinds import LINE, NUMBER, Field, Kind
from vettrak_api.transfer.references import PART

PORTION = 1_000
ENDING = "\r\n"
ONE_MOMENT = frozenset({"postgresql", "mysql", "mariadb"})
"""Databases of which one moment must be asked for; on the others a transaction that reads has it, or no more than that
is to be had."""

Told = Callable[[str, int], None]


def untold(kind: str, rows: int) -> None:
    """Tell nobody of a sheet that is done."""


def export_to(database: Database, folder: Path, told: Told = untold) -> dict[str, int]:
    """Write all sheets into a folder, as they are at one moment, and return how many rows each has.

    Each file is there when it is whole. told: told of each sheet that is done.
    """
    folder.mkdir(parents=True, exist_ok=True)
    counts = {}
    with _one_moment(database) as connection:
        for kind in SHEETS:
            unfinished = folder / f".{kind.name}.unfinished"
            with unfinished.open("w", encoding="utf-8", newline="") as stream:
                written = csv.writer(stream, lineterminator=ENDING)
                written.writerow([each.name for each in kind.fields])
                counts[kind.name] = 0
                for cells in rows_of(connection, kind):
                    written.writerow(cells)
                    counts[kind.name] += 1
            unfinished.replace(folder / f"{kind.name}.csv")
            told(kind.name, counts[kind.name])
    return counts


def _one_moment(database: Database) -> AbstractContextManager[Connection]:
    return _repeatable(database) if database.engine.dialect.name in ONE_MOMENT else database.connection()


@contextmanager
def _repeatable(database: Database) -> Iterator[Connection]:
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def rows_of(connection: Connection, kind: Kind) -> Iterator[list[str]]:
    """Yield the cells of a sheet's rows, in the order of their keys."""
    statement, sizes = selection(kind)
    writers = [_writer_of(each) for each in kind.fields]
    owner: list[str] | None = None
    line, before = 0, None
    is_all_key = len(kind.key) == len(kind.fields)
    result = connection.execution_options(stream_results=True).execute(statement)
    for portion in result.partitions(PORTION):
        for row in portion:
            cells, at = [], 0
            for size, write in zip(sizes, writers, strict=True):
                cells.append(write(row[at : at + size]))
                at += size
            if kind.has_lines:
                key = [cell for cell, each in zip(cells, kind.fields, strict=True) if each.name in kind.key]
                key[kind.key.index(LINE)] = ""
                line = line + 1 if key == owner else 1
                owner = key
                cells[kind.key.index(LINE)] = str(line)
            if is_all_key and cells == before:
                continue  # the same suburb twice
            before = cells
            yield cells


@cache
def selection(kind: Kind) -> tuple[Select[Any], tuple[int, ...]]:
    """Return the statement for a sheet's rows, and by how many columns each cell is made."""
    table = kind.model.alias("own")
    joined: FromClause = table
    columns: list[Any] = []
    order: list[Any] = []
    sizes: list[int] = []
    for each in kind.fields:
        if not each.column:
            sizes.append(0)
            continue
        joined, parts = _parts(joined, table, each)
        columns += [part.label(f"cell{len(columns) + at}") for at, part in enumerate(parts)]
        sizes.append(len(parts))
        if each.name in kind.key:
            order += parts
    if "id" in kind.model.columns and NUMBER not in kind.key:
        order.append(table.c["id"])
    return select(*columns).select_from(joined).order_by(*order), tuple(sizes)


def _parts(joined: FromClause, table: Any, each: Field) -> tuple[FromClause, list[Any]]:
    """Return the columns by which a cell is written; of a reference those of the key that it names."""
    column = table.c[each.column]
    if not each.refers:
        return joined, [column]
    target = BY_TABLE[each.refers]
    if target.key == (NUMBER,):
        return joined, [column]
    other = target.model.alias()
    joined = joined.outerjoin(other, other.c["id"] == column)
    parts: list[Any] = []
    for part in target.key_fields:
        joined, found = _parts(joined, other, part)
        parts += found
    return joined, parts


def _writer_of(each: Field) -> Callable[[Any], str]:
    if not each.column:
        return lambda row: ""  # noqa: ARG005 - lines are counted
    if each.refers:
        return lambda row: PART.join(map(str, row)) if row[0] is not None else ""
    write = each.values.write
    return lambda row: "" if row[0] is None else write(row[0])
