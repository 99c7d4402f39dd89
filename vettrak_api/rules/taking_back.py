"""Takes back what journals of decisions hold: removes what was made, restores what was replaced or removed."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from vettrak_api.model.base import Base
from vettrak_api.model.changes import Deletion
from vettrak_api.model.clients import Client, ClientDisability, ClientPriorEducation, ClientStatistics
from vettrak_api.model.employers import Employer
from vettrak_api.model.quarantine import WebDecision
from vettrak_api.rules.decisions import Context
from vettrak_api.rules.recording import decoded, encoded

Made: TypeAlias = dict[str, set[int]]
"""Numbers of what was made, by table."""

PARTS = (ClientStatistics, ClientDisability, ClientPriorEducation)
"""What is nothing without its client."""

PARTIES: dict[str, tuple[Any, str, str]] = {
    "client": (Client, "CLIENT", "code"),
    "employer": (Employer, "EMPLOYER", "identifier"),
}
"""Tables whose rows are kept when others refer to them: class, and kind and identifier of the deletion log."""

KEPT_IN_ORDER = {
    "enrolment": frozenset[str](),
    "invoice_item": frozenset[str](),
    "invoice": frozenset({"plan_frequency", "plan_instalment", "plan_pending"}),
}
"""Tables whose sums are reckoned anew by the rules of money; of them only these columns are restored."""


def made_of(decisions: Iterable[WebDecision]) -> Made:
    """Return what decisions made."""
    made: Made = {}
    for decision in decisions:
        for table, key in (decision.before or {}).get("made", ()):
            made.setdefault(table, set()).add(key[0])
    return made


def take_back(session: Session, context: Context, decisions: Sequence[WebDecision]) -> None:
    """Take back what decisions did, the latest first. Enrolments and money must have been removed before."""
    for decision in decisions:
        journal = decision.before or {}
        parties = {key[0] for table, key in journal.get("made", ()) if table == "client"}
        for table, key, columns in journal.get("replaced", ()):
            _restore(session, table, key, columns)
        for table, key in reversed(journal.get("made", ())):
            if not (_is_part(table) and key[0] in parties):
                _remove(session, context, table, key)
        for table, values in journal.get("removed", ()):
            session.add(_class_of(table)(**{column: decoded(value) for column, value in values.items()}))
        session.flush()


def _restore(session: Session, table: str, key: list[Any], columns: dict[str, list[Any]]) -> None:
    """Give columns their former values; one that somebody changed since stays."""
    row = session.get(_class_of(table), tuple(key))
    if row is None:
        return
    wanted = columns.keys() & KEPT_IN_ORDER.get(table, columns.keys())
    for column in wanted:
        before, after = columns[column]
        if encoded(getattr(row, column)) == after:
            setattr(row, column, decoded(before))


def _remove(session: Session, context: Context, table: str, key: list[Any]) -> None:
    if table in PARTIES:
        _remove_party(session, context, table, key[0])
        return
    row = session.get(_class_of(table), tuple(key))
    if row is not None:
        session.delete(row)
        session.flush()


def _remove_party(session: Session, context: Context, table: str, number: int) -> None:
    """Delete a client or employer with its parts, unless anything else refers to it."""
    party, kind, identifier = PARTIES[table]
    row = session.get(party, number)
    if row is None or is_referred_to(session, table, number, besides=PARTS):
        return
    log_deletion(session, context, kind, getattr(row, identifier))
    for part in PARTS if table == "client" else ():
        for present in session.scalars(select(part).where(part.client_id == number)).all():
            session.delete(present)
    session.flush()
    session.delete(row)
    session.flush()


def log_deletion(session: Session, context: Context, kind: str, identifier: Any) -> None:
    """Leave a row in the deletion log (GetDeletedRecordsSince)."""
    reason = "Processing of a web enrolment was undone."
    session.add(Deletion(kind=kind, identifier=str(identifier), at=context.now, by=context.by, reason=reason))


def is_referred_to(session: Session, table: str, number: int, *, besides: Sequence[Any] = ()) -> bool:
    """Tell whether any row of any table refers to the record of a number."""
    session.flush()
    ignored = {part.__tablename__ for part in besides}
    for other in Base.metadata.sorted_tables:
        for column in other.columns if other.name not in ignored else ():
            leads_there = any(key.column.table.name == table for key in column.foreign_keys)
            if leads_there and session.scalar(select(func.count()).select_from(other).where(column == number)):
                return True
    return False


def _is_part(table: str) -> bool:
    return any(part.__tablename__ == table for part in PARTS)


def _class_of(table: str) -> Any:
    return next(mapper.class_ for mapper in Base.registry.mappers if str(mapper.local_table) == table)
