"""Takes back what journals of decisions hold: removes what was made, restores what was replaced or removed."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, bindparam, case, exists, or_, select
from sqlalchemy.orm import Session

from vettrak_api.model.base import Base, Stamped, fold
from vettrak_api.model.clients import Client, ClientDisability, ClientPriorEducation, ClientStatistics
from vettrak_api.model.employers import Employer
from vettrak_api.model.rows import remove_row, rows_of
from vettrak_api.model.statements import execute
from vettrak_api.model.trails import name_deletion
from vettrak_api.rules.processing.journal import decoded, encoded

Made: TypeAlias = dict[str, set[int]]
"""Numbers of what was made, by table."""

PARTS = (ClientStatistics, ClientDisability, ClientPriorEducation)
"""What is nothing without its client."""

PARTIES: dict[str, tuple[Any, str]] = {"client": (Client, "code"), "employer": (Employer, "identifier")}
"""Tables whose rows are kept when others refer to them: class, and the column that clients know them by."""

UNDONE = "Processing of a web enrolment was undone."
"""Why records are deleted, for the change log."""

KEPT_IN_ORDER = {
    "enrolment": frozenset[str](),
    "invoice_item": frozenset[str](),
    "invoice": frozenset({"plan_frequency", "plan_instalment", "plan_pending"}),
}
"""Tables whose sums are reckoned anew by the rules of money; of them only these columns are restored.

Rows that were made are removed by the same rules: what is left of them, others have joined.
"""

OF_CLIENT = {part: rows_of(part).where(part.client_id == bindparam("client")) for part in PARTS}

UNIQUE: dict[str, Callable[[str], str]] = {"code": fold, "identifier": fold, "username": fold, "usi": str}
"""Columns whose values no two rows of a table may share, and how they are compared; folded keys stand beside them."""


def made_of(decisions: Iterable[Any]) -> Made:
    """Return what decisions, as rows of WebDecision, made."""
    made: Made = {}
    for decision in decisions:
        for table, key in (decision.before or {}).get("made", ()):
            made.setdefault(table, set()).add(key[0])
    return made


def take_back(session: Session, decisions: Sequence[Any]) -> None:
    """Take back what decisions did, the latest first. Enrolments and money must have been removed before."""
    for decision in decisions:
        journal = decision.before or {}
        parties = {key[0] for table, key in journal.get("made", ()) if table == "client"}
        for table, key, columns in journal.get("replaced", ()):
            _restore(session, table, key, columns)
        for table, key in reversed(journal.get("made", ())):
            if not (_is_part(table) and key[0] in parties):
                _remove(session, table, key)
        for table, values in journal.get("removed", ()):
            _bring_back(session, table, {column: decoded(value) for column, value in values.items()})
        session.flush()


def _bring_back(session: Session, table: str, values: dict[str, Any]) -> None:
    """Add a row that was removed, unless somebody added the same since."""
    meant = _class_of(table)
    key = [values[column.name] for column in meant.__table__.primary_key]
    if execute(session, _row_of(meant), **_named(key)).first() is None:
        session.add(meant(**values))


def _restore(session: Session, table: str, key: list[Any], columns: dict[str, list[Any]]) -> None:
    """Give columns their former values; one that somebody changed since stays, or whose value another has now."""
    row = session.scalars(_object_of(_class_of(table)), _named(key)).first()
    if row is None:
        return
    wanted = columns.keys() & KEPT_IN_ORDER.get(table, columns.keys())
    for column in wanted:
        before, after = columns[column]
        if encoded(getattr(row, column)) == after and not _is_taken(session, row, column, before):
            setattr(row, column, decoded(before))


def _is_taken(session: Session, row: Any, column: str, value: Any) -> bool:
    """Tell whether another row has a value that no two may share."""
    if column not in UNIQUE or not value:
        return False
    table: Any = type(row)
    return execute(session, _owner_of(table, column), key=UNIQUE[column](value), number=row.id).first() is not None


@cache
def _owner_of(table: Any, column: str) -> Select[int]:
    """Return the statement that finds another row than that of a number with a key."""
    key = getattr(table, f"{column}_key", getattr(table, column))
    return select(table.id).where(key == bindparam("key"), table.id != bindparam("number")).limit(1)


def _remove(session: Session, table: str, key: list[Any]) -> None:
    if table in PARTIES:
        _remove_party(session, table, key[0])
        return
    if table in KEPT_IN_ORDER:
        return
    meant = _class_of(table)
    row = execute(session, _row_of(meant), **_named(key)).first()
    if row is not None and not (_is_part(table) and _is_changed(meant, row)):
        remove_row(session, meant, row)


def _is_changed(table: Any, row: Any) -> bool:
    """Tell whether somebody has written to a row after it was made, as far as rows remember that."""
    return issubclass(table, Stamped) and row.modified_at != row.created_at


def _remove_party(session: Session, table: str, number: int) -> None:
    """Delete a client or employer with its parts, unless anything else refers to it."""
    party, identifier = PARTIES[table]
    row = execute(session, _row_of(party), **_named([number])).first()
    if row is None or is_referred_to(session, table, number, besides=PARTS):
        return
    name_deletion(session, party, number, getattr(row, identifier), UNDONE)
    for part in PARTS if table == "client" else ():
        for present in execute(session, OF_CLIENT[part], client=number).all():
            remove_row(session, part, present)
    remove_row(session, party, row)


def is_referred_to(session: Session, table: str, number: int, *, besides: tuple[Any, ...] = ()) -> bool:
    """Tell whether any row of any table refers to the record of a number."""
    return bool(execute(session, _references_to(table, besides), number=number).scalar())


@cache
def _references_to(table: str, besides: tuple[Any, ...]) -> Select[int]:
    """Return the statement that tells whether the record of a number is referred to."""
    ignored = {part.__tablename__ for part in besides}
    referring = (
        exists().where(column == bindparam("number"))
        for other in Base.metadata.sorted_tables
        for column in (other.columns if other.name not in ignored else ())
        if any(key.column.table.name == table for key in column.foreign_keys)
    )
    # SQL Server has no truth values among the columns.
    return select(case((or_(*referring), 1), else_=0))


def _is_part(table: str) -> bool:
    return any(part.__tablename__ == table for part in PARTS)


@cache
def _class_of(table: str) -> Any:
    return next(mapper.class_ for mapper in Base.registry.mappers if str(mapper.local_table) == table)


@cache
def _row_of(table: Any) -> Select[*tuple[Any, ...]]:
    """Return the statement that reads the row of a key."""
    return rows_of(table).where(*_is_meant(table))


@cache
def _object_of(table: Any) -> Select[Any]:
    return select(table).where(*_is_meant(table))


def _is_meant(table: Any) -> Iterable[ColumnElement[bool]]:
    return (column == bindparam(f"number{at}") for at, column in enumerate(table.__table__.primary_key))


def _named(key: Iterable[Any]) -> dict[str, Any]:
    return {f"number{at}": part for at, part in enumerate(key)}
