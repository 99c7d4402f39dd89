"""Counts what a call asks of the database, and of SQLAlchemy."""

import re
import sys
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache, wraps
from unittest import mock

from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import Generative
from sqlalchemy.sql.elements import ClauseElement

BRACKETS = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")

PRODUCT = "vettrak_api"


@contextmanager
def statements(runtime):
    """Collect the SQL statements that are executed inside the block, without those that only bracket them."""
    engine, seen = runtime.database.engine, []

    def note(connection, cursor, statement, parameters, context, executemany):
        if not statement.startswith(BRACKETS):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


TARGETS = {"INSERT INTO": "+", "UPDATE": "~", "DELETE FROM": "-", "FROM": ""}
"""What stands before the name of a statement's table, and the sign for what is done to its rows."""


def in_short(executed):
    """Return the tables of statements in their order: `unit` is read, `+unit`, `~unit` and `-unit` are written."""
    return " ".join(map(_target, executed))


def _target(statement):
    outermost, inside = " ".join(statement.split()), True
    while inside:
        outermost, inside = re.subn(r"\([^()]*\)", "", outermost)
    # What only compares parts with each other has no table of its own; the first part then tells.
    wanted = rf"\b({'|'.join(TARGETS)}) (\w+)"
    found = re.search(wanted, outermost) or re.search(wanted, statement)
    return f"{TARGETS[found[1]]}{found[2]}"


@dataclass
class Cost:
    """What was asked inside a block."""

    built: Counter = field(default_factory=Counter)
    """Parts of SQL statements that were constructed, by their kind and the line of ours that did it."""
    sessions: int = 0
    begun: list = field(default_factory=list)
    checkouts: int = 0
    """How often a connection was taken from the pool."""
    executed: list = field(default_factory=list)


@contextmanager
def cost(runtime):
    """Count what calls inside the block cost; what was compiled before is free."""
    engine, spent = runtime.database.engine, Cost()

    def note(connection, cursor, statement, parameters, context, executemany):
        if statement.startswith("BEGIN"):
            spent.begun.append(statement)
        elif not statement.startswith(BRACKETS):
            spent.executed.append(statement)

    def take(connection, record, proxy):
        spent.checkouts += 1

    def open_session():
        spent.sessions += 1

    pool = engine.pool
    event.listen(engine, "before_cursor_execute", note)
    event.listen(pool, "checkout", take)
    try:
        with ExitStack() as patches:
            patches.enter_context(_told(Session, "__init__", lambda _: open_session()))
            for owner, name in constructors():
                patches.enter_context(_told(owner, name, lambda made: spent.built.update([_kind_and_place(made)])))
            yield spent
    finally:
        event.remove(engine, "before_cursor_execute", note)
        event.remove(pool, "checkout", take)


@cache
def constructors():
    """Return the methods, as (class, name), of which each part of a statement needs at least one to come about."""
    kinds = {ClauseElement, *_heirs(ClauseElement)}
    own = [(kind, name) for kind in kinds for name in ("__init__", "_init") if name in vars(kind)]
    return (*own, (Generative, "_generate"))


def _heirs(kind):
    for heir in kind.__subclasses__():
        yield heir
        yield from _heirs(heir)


def _told(owner, name, tell):
    """Replace a method by one that tells of its object first."""
    original = vars(owner)[name]

    @wraps(original)
    def method(self, *values, **named):
        tell(self)
        return original(self, *values, **named)

    return mock.patch.object(owner, name, method)


def _kind_and_place(made):
    frame = sys._getframe(2)
    while frame is not None and not frame.f_globals.get("__name__", "").startswith(PRODUCT):
        frame = frame.f_back
    place = f"{frame.f_globals['__name__']}:{frame.f_lineno}" if frame else "elsewhere"
    return f"{type(made).__name__} at {place}"
