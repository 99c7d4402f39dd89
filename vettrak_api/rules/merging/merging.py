"""Makes one record of a person part of another one: everything that named the one names the other from then on.

The code of the vanished record is told as deleted and never given again. Numbers of enrolments stay.
"""

import datetime
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Integer, bindparam, delete, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict, InvalidInput, NotFound
from vettrak_api.model.clients import Client, Employment
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.merges import ClientMerge
from vettrak_api.model.rows import add_row, change_row, change_rows, remove_row, rows_of
from vettrak_api.model.statements import execute, portions
from vettrak_api.model.trails import name_deletion
from vettrak_api.rules.clients.locks import lock_new_clients, lock_whole_clients
from vettrak_api.rules.merging.doubles import doubles
from vettrak_api.rules.merging.fields import LOG_IN, OTHER, settle
from vettrak_api.rules.merging.journal import Moved, journal_of
from vettrak_api.rules.merging.preview import NO_SUCH, SAME, Preview, preview_of
from vettrak_api.rules.merging.ways import ENDING, GOING, MOVING, SETTLED, Moving
from vettrak_api.rules.occurrences.vacancies import lock_places
from vettrak_api.rules.processing.journal import recorded

CHANGED = "Nothing was merged: one of the records was changed since you opened this page. Please look at both again."

_CLIENT = bindparam("client", type_=Integer)

OCCURRENCES = (
    select(Enrolment.occurrence_id)
    .where(Enrolment.client_id == _CLIENT, Enrolment.occurrence_id.is_not(None))
    .distinct()
    .order_by(Enrolment.occurrence_id)
)
OBJECT = select(Client).where(Client.id == _CLIENT)
PRIMARY = rows_of(Employment).where(Employment.client_id == _CLIENT, Employment.active, Employment.is_primary)
ROWS = {moving.name: select(moving.table.id).where(moving.column == _CLIENT) for moving in MOVING}
ENDED = tuple(delete(column.class_).where(column == _CLIENT) for column in ENDING)
LEAVING = {column: rows_of(column.class_).where(column == _CLIENT) for column in (*GOING, *SETTLED)}


def merge_clients(
    session: Session,
    kept_id: int,
    other_id: int,
    seen: str,
    choices: Mapping[str, str],
    now: datetime.datetime,
    by: str,
) -> int:
    """Make one record part of another, and return the number of the merge.

    seen: the fingerprint of the preview that somebody agreed to. choices: whose values are kept, as
    `fields.differences` takes them. Raises InvalidInput for one record twice, NotFound when one is not there, and
    Conflict when something stands in the way or has changed since the preview; nothing is written then.
    """
    if kept_id == other_id:
        raise InvalidInput(SAME)
    seen_as = _held(session, kept_id, other_id, choices)
    if seen_as.obstacles:
        raise Conflict(" ".join(seen_as.obstacles))
    if seen_as.fingerprint != seen:
        raise Conflict(CHANGED)
    kept, other = seen_as.kept, seen_as.other
    with recorded(session) as journal:
        _settle_doubles(session, kept_id, other_id)
        _settle_employments(session, kept_id, other_id)
        _take_leave(session, other_id)
        _settle_fields(session, seen_as)
    moved = _move(session, kept_id, other_id)
    for statement in ENDED:
        execute(session, statement, client=other_id)
    # Whatever asks for changed clients is to look at this one again.
    change_rows(session, Client, {kept_id: {}})
    name_deletion(session, Client, other_id, other.code, f"Merged into client {kept.code}.")
    remove_row(session, Client, other)
    return add_row(
        session,
        ClientMerge,
        vanished_id=other_id,
        vanished_code=other.code,
        kept_id=kept_id,
        kept_code=kept.code,
        merged_at=now,
        merged_by=by,
        journal=journal_of(other, moved, journal),
    )


def _held(session: Session, kept_id: int, other_id: int, choices: Mapping[str, str]) -> Preview:
    """Hold both records, and all that could be written about them meanwhile, and return what merging them does.

    The occurrences of the vanishing one come first, as with whoever enrols: nobody enrols the staying one in them
    until the other one's enrolments are its own.
    """
    before = execute(session, OCCURRENCES, client=other_id).scalars().all()
    for occurrence_id in before:
        lock_places(session, occurrence_id)
    lock_new_clients(session)
    found = lock_whole_clients(session, [kept_id, other_id])
    if len(found) < 2:
        raise NotFound(NO_SUCH)
    if execute(session, OCCURRENCES, client=other_id).scalars().all() != before:
        raise Conflict(CHANGED)
    return preview_of(session, found[kept_id], found[other_id], choices)


def _settle_doubles(session: Session, kept_id: int, other_id: int) -> None:
    for double in doubles(session, kept_id, other_id):
        remove_row(session, double.moving.table, double.row)
        if double.instead is not None:
            change_row(session, double.moving.table, double.instead, **double.affirmed)


def _settle_employments(session: Session, kept_id: int, other_id: int) -> None:
    """Let the staying record's primary employment be the only one, where it has one."""
    if execute(session, PRIMARY, client=kept_id).first() is not None:
        for row in execute(session, PRIMARY, client=other_id).all():
            change_row(session, Employment, row, is_primary=False)


def _take_leave(session: Session, other_id: int) -> None:
    """Remove what no other record takes over."""
    for column, statement in LEAVING.items():
        for row in execute(session, statement, client=other_id).all():
            remove_row(session, column.class_, row)


def _settle_fields(session: Session, merge: Preview) -> None:
    client: Client = session.scalars(OBJECT, {"client": merge.kept.id}).one()
    settle(session, client, merge.differences)
    if any(each.field.name == LOG_IN and each.choice == OTHER for each in merge.differences):
        # By a log-in that is none any more.
        for statement in ENDED:
            execute(session, statement, client=client.id)
    session.flush()
    session.expunge(client)


def _move(session: Session, kept_id: int, other_id: int) -> Moved:
    """Let rows name the staying record, and return which those are."""
    moved: Moved = []
    for moving in MOVING:
        numbers = execute(session, ROWS[moving.name], client=other_id).scalars().all()
        name_by(session, moving, numbers, kept_id)
        if numbers:
            moved.append([moving.table.__tablename__, moving.column.key, list(numbers)])
    return moved


def name_by(session: Session, moving: Moving, numbers: Any, client_id: int) -> None:
    """Let rows name a client by the column of a kind."""
    for some in portions(numbers):
        change_rows(session, moving.table, {number: {moving.column.key: client_id} for number in some})
