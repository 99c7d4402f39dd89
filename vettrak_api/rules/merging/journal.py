"""What a merge leaves so that it can be taken back: the vanished record, and what became another one's.

A journal holds personal data, and is found by the numbers and codes of both records: whoever erases what is known of a
person asks `merges_about` and `forget`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Integer, Row, bindparam, or_, select, update
from sqlalchemy.orm import Session

from vettrak_api.model.audit import STAMPS
from vettrak_api.model.merges import ClientMerge
from vettrak_api.model.rows import rows_of
from vettrak_api.model.statements import Reader, execute, for_update
from vettrak_api.rules.processing.journal import decoded, encoded

Moved: TypeAlias = list[list[Any]]
"""[table, column, numbers of the rows] for each column by which anything moved."""

MOST_FOLLOWED = 10
"""Merges in a row of what was itself merged."""

_CLIENT = bindparam("client", type_=Integer)

NUMBERED = for_update(rows_of(ClientMerge).where(ClientMerge.id == bindparam("number", type_=Integer)), ClientMerge)
ABOUT = select(ClientMerge.id).where(or_(ClientMerge.vanished_id == _CLIENT, ClientMerge.kept_id == _CLIENT))
VANISHED = select(ClientMerge.vanished_id).where(
    ClientMerge.vanished_id.in_(bindparam("numbers", expanding=True)), ClientMerge.undone_at.is_(None)
)
FOLLOWED = (
    select(ClientMerge.kept_code)
    .where(ClientMerge.vanished_code == bindparam("code"), ClientMerge.undone_at.is_(None))
    .order_by(ClientMerge.id.desc())
)
INTO = (
    select(ClientMerge.vanished_code, ClientMerge.kept_code)
    .where(ClientMerge.vanished_id == _CLIENT, ClientMerge.undone_at.is_(None))
    .order_by(ClientMerge.id.desc())
)


def journal_of(client: Row[Any], moved: Moved, recorded: Mapping[str, Any]) -> dict[str, Any]:
    """Return the journal of a merge: the vanished record with its keys, what moved, and what was recorded besides."""
    columns = {name: encoded(value) for name, value in client._asdict().items() if name not in STAMPS}
    return {"client": columns, "moved": moved, **recorded}


def client_of(journal: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of the vanished record."""
    return {name: decoded(value) for name, value in journal["client"].items()}


def locked_merge(session: Session, number: int) -> Row[Any] | None:
    """Return a merge, and let others who take it back wait."""
    found: Row[Any] | None = execute(session, NUMBERED, number=number).first()
    return found


def vanished(reader: Reader, numbers: Sequence[int]) -> set[int]:
    """Return which of these clients have become part of others."""
    return set(execute(reader, VANISHED, numbers=list(numbers)).scalars()) if numbers else set()


def merged_into(reader: Reader, client_id: int) -> tuple[str, str] | None:
    """Return the code that a vanished client had, and that of the record it became part of; None for others."""
    found = execute(reader, INTO, client=client_id).first()
    return None if found is None else (found.vanished_code, found.kept_code)


def present_code(reader: Reader, code: str) -> str:
    """Return the code under which somebody is known now whom a web site knows by an earlier one.

    For what waits from before a merge; who calls by the code of a vanished record is told that there is none.
    """
    for _ in range(MOST_FOLLOWED):
        later = execute(reader, FOLLOWED, code=code).scalar()
        if later is None:
            break
        code = later
    return code


def merges_about(reader: Reader, client_id: int) -> list[int]:
    """Return the numbers of the merges in which a client vanished or was kept, whose journals may tell of them."""
    return list(execute(reader, ABOUT, client=client_id).scalars())


def forget(session: Session, numbers: Sequence[int]) -> int:
    """Empty the journals of merges, which can not be taken back then; return how many had one."""
    return _emptied(session, ClientMerge.id.in_(numbers)) if numbers else 0


def _emptied(session: Session, which: Any) -> int:
    statement = update(ClientMerge).where(which, ClientMerge.journal.is_not(None)).values(journal=None)
    return int(execute(session, statement).rowcount)
