"""The last number that each table has given: read for a backup, and moved on after a restore.

Numbers, and the codes that are made of them, are never given twice. What was given after a backup was made is not in
it, so whoever restores it moves the numbers on.
"""

from collections.abc import Callable, Iterator, Mapping

from sqlalchemy import Connection, Table, inspect, text

from vettrak_api.model import Base

PARCHMENTS = "parchment_counter"
"""The table that counts the numbers on certificates, in its one row."""

SQLITE = text("SELECT name, seq FROM sqlite_sequence")
MARIADB = text(
    "SELECT table_name, auto_increment - 1 FROM information_schema.tables "
    "WHERE table_schema = DATABASE() AND auto_increment IS NOT NULL"
)
SEQUENCE = text("SELECT pg_get_serial_sequence(:table, :column)")


def last_numbers(connection: Connection) -> dict[str, int]:
    """Return by table the last number that it has given, for tables that give numbers."""
    numbering = _numbering()
    found = {
        name: int(last) for name, last in _READ[connection.dialect.name](connection, numbering) if name in numbering
    }
    if inspect(connection).has_table(PARCHMENTS):
        found[PARCHMENTS] = connection.exec_driver_sql(f"SELECT max(last) FROM {PARCHMENTS}").scalar() or 0  # noqa: S608 - a constant
    return found


def moving(kind: str, numbers: Mapping[str, int]) -> list[str]:
    """Return the statements after which tables give numbers above those told, as text for a database's own program."""
    numbering = _numbering()
    moved = [_MOVE[kind](numbering[name], last) for name, last in sorted(numbers.items()) if name in numbering]
    if numbers.get(PARCHMENTS):
        moved.append([f"UPDATE {PARCHMENTS} SET last = {numbers[PARCHMENTS]:d}"])  # noqa: S608 - a number
    return [statement for statements in moved for statement in statements]


def _numbering() -> dict[str, Table]:
    return {name: table for name, table in Base.metadata.tables.items() if table.autoincrement_column is not None}


def _of_sqlite(connection: Connection, numbering: Mapping[str, Table]) -> Iterator[tuple[str, int]]:
    del numbering
    yield from (tuple(row) for row in connection.execute(SQLITE))


def _of_mariadb(connection: Connection, numbering: Mapping[str, Table]) -> Iterator[tuple[str, int]]:
    del numbering
    yield from (tuple(row) for row in connection.execute(MARIADB))


def _of_postgresql(connection: Connection, numbering: Mapping[str, Table]) -> Iterator[tuple[str, int]]:
    present = set(inspect(connection).get_table_names())
    for name in present & numbering.keys():
        sequence = connection.execute(SEQUENCE, {"table": name, "column": _column(numbering[name])}).scalar()
        if sequence:
            row = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {sequence}").one()  # noqa: S608 - as the database spells it
            yield name, row.last_value if row.is_called else row.last_value - 1


def _move_sqlite(table: Table, last: int) -> list[str]:
    return [
        f"UPDATE sqlite_sequence SET seq = {last:d} WHERE name = '{table.name}'",  # noqa: S608 - our table, a number
        (
            f"INSERT INTO sqlite_sequence (name, seq) SELECT '{table.name}', {last:d} "  # noqa: S608
            f"WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '{table.name}')"
        ),
    ]


def _move_postgresql(table: Table, last: int) -> list[str]:
    return [f"SELECT setval(pg_get_serial_sequence('{table.name}', '{_column(table)}'), {last:d})"] if last > 0 else []


def _move_mariadb(table: Table, last: int) -> list[str]:
    return [f"ALTER TABLE `{table.name}` AUTO_INCREMENT = {last + 1:d}"]


def _column(table: Table) -> str:
    column = table.autoincrement_column
    return column.name if column is not None else ""


_READ: Mapping[str, Callable[[Connection, Mapping[str, Table]], Iterator[tuple[str, int]]]] = {
    "sqlite": _of_sqlite,
    "postgresql": _of_postgresql,
    "mariadb": _of_mariadb,
    "mysql": _of_mariadb,
}
_MOVE: Mapping[str, Callable[[Table, int], list[str]]] = {
    "sqlite": _move_sqlite,
    "postgresql": _move_postgresql,
    "mariadb": _move_mariadb,
}
