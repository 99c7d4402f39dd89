"""Takes a merge back: the vanished record returns with its code, and with what had moved and is still there."""

import datetime
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Integer, Row, bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict, NotFound
from vettrak_api.model.base import fold
from vettrak_api.model.clients import Client
from vettrak_api.model.merges import ClientMerge
from vettrak_api.model.rows import add_row, change_row, change_rows
from vettrak_api.model.statements import execute, portions
from vettrak_api.rules.clients.locks import lock_new_clients, lock_whole_clients
from vettrak_api.rules.merging.journal import client_of, locked_merge, merged_into
from vettrak_api.rules.merging.merging import name_by
from vettrak_api.rules.merging.ways import MOVING, Moving
from vettrak_api.rules.undoing.journal import take_back

NO_SUCH = "There is no such merge."
UNDONE_BEFORE = "This merge has been undone already."
FORGOTTEN = "This merge was made too long ago: what undoing it needs has been deleted."

OWNERS = {
    moving.name: select(moving.table.id, moving.column.label("owner")).where(
        moving.table.id.in_(bindparam("numbers", expanding=True))
    )
    for moving in MOVING
}
BY_NAME: Mapping[tuple[str, str], Moving] = {
    (moving.table.__tablename__, moving.column.key): moving for moving in MOVING
}

HOLDERS = {
    column: select(Client.code)
    .where(getattr(Client, key) == bindparam("wanted"), Client.id != bindparam("number", type_=Integer))
    .limit(1)
    for column, key in (("code", "code_key"), ("username", "username_key"), ("usi", "usi"))
}
TAKEN = {
    "code": "The code {value} is that of another person by now.",
    "username": "The user name of {code} is that of {holder} by now: give {holder} another one first.",
    "usi": "The USI of {code} is that of {holder} by now: correct that first.",
}


def undo_merge(session: Session, number: int, now: datetime.datetime, by: str) -> str:
    """Give a vanished record back everything that became another's, and return its code.

    What was changed since stays as it is, wherever it goes; what the staying record has got since stays there. Raises
    NotFound when there is no such merge, and Conflict when it was undone, was made too long ago, or something stands
    in the way; nothing is written then.
    """
    merge = locked_merge(session, number)
    if merge is None:
        raise NotFound(NO_SUCH)
    if merge.undone_at is not None:
        raise Conflict(UNDONE_BEFORE)
    if merge.journal is None:
        raise Conflict(FORGOTTEN)
    _hold_kept(session, merge)
    client = client_of(merge.journal)
    returning = _returning(session, merge)
    add_row(session, Client, **client)
    for moving, numbers in returning:
        name_by(session, moving, numbers, merge.vanished_id)
    take_back(session, [SimpleNamespace(before=merge.journal)])
    _refuse_taken(session, client)
    change_rows(session, Client, {merge.kept_id: {}})
    change_row(session, ClientMerge, merge, undone_at=now, undone_by=by, journal=None)
    return str(merge.vanished_code)


def _hold_kept(session: Session, merge: Row[Any]) -> None:
    """Hold the record that was kept; raises Conflict when it has become part of another one since, or is gone."""
    lock_new_clients(session)
    if lock_whole_clients(session, [merge.kept_id]):
        return
    later = merged_into(session, merge.kept_id)
    if later is None:
        raise Conflict(f"{merge.kept_code} has been deleted since.")
    raise Conflict(f"{merge.kept_code} was itself merged into {later[1]} since: undo that merge first.")


def _returning(session: Session, merge: Row[Any]) -> list[tuple[Moving, list[int]]]:
    """Return the rows that go back; raises Conflict for those without which the person would not be as before."""
    returning, missing = [], []
    for table, column, numbers in merge.journal["moved"]:
        moving = BY_NAME[table, column]
        owners = {row.id: row.owner for some in portions(numbers) for row in _owners(session, moving, some)}
        stayed = [number for number in numbers if owners.get(number) == merge.kept_id]
        returning.append((moving, stayed))
        if moving.is_grave:
            missing += _missing(moving, sorted(set(numbers) - set(stayed)))
    if missing:
        raise Conflict(
            f"It can not be undone: {', '.join(missing)} moved to {merge.kept_code} and is gone, "
            "or somebody else's by now."
        )
    return returning


def _owners(session: Session, moving: Moving, numbers: list[int]) -> Iterator[Row[Any]]:
    return iter(execute(session, OWNERS[moving.name], numbers=numbers).all())


def _missing(moving: Moving, numbers: list[int]) -> list[str]:
    return [f"{moving.one} {number}" for number in numbers]


def _refuse_taken(session: Session, client: Mapping[str, Any]) -> None:
    """Raise Conflict when somebody else has got by now what no two people may have."""
    for column, statement in HOLDERS.items():
        value = client[column]
        if not value:
            continue
        wanted = value if column == "usi" else fold(value)
        holder = execute(session, statement, wanted=wanted, number=client["id"]).scalar()
        if holder is not None:
            raise Conflict(TAKEN[column].format(value=value, code=client["code"], holder=holder))
