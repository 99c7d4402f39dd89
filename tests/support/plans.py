"""How a database goes about the statements of a call: which tables it reads from end to end."""

import json
import re
from contextlib import contextmanager

from sqlalchemy import event, func, select, text

from vettrak_api.model import Base

GROWING = 1_000
"""A table with more rows than this is one that grows."""

ALIASES = re.compile(r"\b(?:FROM|JOIN|,)\s+(\w+)\s+(?:AS\s+)?(\w+)", re.IGNORECASE)


@contextmanager
def selects(engine):
    """Collect the SELECTs that are executed inside the block, with their values."""
    seen = []

    def note(connection, cursor, statement, parameters, context, executemany):
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def growing_tables(connection):
    """Return the number of rows by table, for those that grow."""
    tables = Base.metadata.tables.items()
    counts = {name: connection.scalar(select(func.count()).select_from(table)) for name, table in tables}
    return {name: count for name, count in counts.items() if count > GROWING}


def gather_statistics(connection):
    """Let PostgreSQL look at its tables, as it does by itself before long; SQLite never does."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE"))


def read_as_a_whole(connection, sizes, statement, parameters):
    """Return those of the tables, given with their numbers of rows, that a statement reads as a whole.

    Reading all entries of an index is that, too.
    """
    return READERS[connection.dialect.name](connection, sizes, statement, parameters)


EVERY_ROW_IS_DEAR = "SET LOCAL cpu_tuple_cost = 10", "SET LOCAL cpu_index_tuple_cost = 5"
"""A thousand times what PostgreSQL takes a row and an index's entry for; so reading a table from end to end is dear."""


def without_index(connection, sizes, statement, parameters):
    """Return those of the tables, given with their numbers of rows, to which no index leads PostgreSQL.

    An index that is read without a condition leads nowhere.
    """
    for setting in EVERY_ROW_IS_DEAR:
        connection.exec_driver_sql(setting)
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar()
    (root,) = json.loads(plan) if isinstance(plan, str) else plan
    read = [node for node in _nodes(root["Plan"]) if node.get("Relation Name") in sizes]
    return {node["Relation Name"] for node in read if not _has_condition(node)}


def _has_condition(node):
    """Tell whether an index is asked for some of its entries; a bitmap of several is made of nodes below."""
    return any("Index Cond" in each or "TID Cond" in each for each in _nodes(node))


def searches(connection, table, statement, parameters):
    """Return how SQLite finds the rows of a table: a text for each way, with the columns that it compares."""
    lines = (row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))
    return [line for line in lines if line.startswith(f"SEARCH {table} ")]


def _by_sqlite(connection, sizes, statement, parameters):
    """Ask for the plan; an index that is made for the one statement (AUTOMATIC) costs the reading of the table, too."""
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    named = {alias: table for table, alias in ALIASES.findall(statement)}
    tables = set()
    for line in (row[3] for row in plan):
        verb, name, *rest = line.split()
        if verb == "SCAN" or (verb == "SEARCH" and "AUTOMATIC" in rest):
            tables.add(named.get(name, name))
    return tables & set(sizes)


def _by_postgresql(connection, sizes, statement, parameters):
    """Execute the statement: a merge join that looks like reading a whole index stops at the last row it needs."""
    plan = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", parameters).scalar()
    (root,) = json.loads(plan) if isinstance(plan, str) else plan
    return {node["Relation Name"] for node in _nodes(root["Plan"]) if _is_whole(node, sizes)}


def _is_whole(node, sizes):
    """Tell whether a node looked at half of a table's rows or more, at once or in turns."""
    return node.get("Relation Name") in sizes and _met(node) >= sizes[node["Relation Name"]] / 2


def _met(node):
    """Return how many rows of its table a node looked at, by an index or without."""
    return (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]


def _nodes(node):
    yield node
    for child in node.get("Plans", ()):
        yield from _nodes(child)


READERS = {"sqlite": _by_sqlite, "postgresql": _by_postgresql}
