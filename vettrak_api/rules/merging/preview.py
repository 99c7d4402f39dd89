"""What merging two records of one person would do, and what stands in the way of it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Row, Select, bindparam, func, select
from sqlalchemy.orm import aliased

from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.privacy import ERASED_KEY
from vettrak_api.model.rows import rows_of
from vettrak_api.model.statements import Reader, execute
from vettrak_api.rules.merging.doubles import Double, doubles
from vettrak_api.rules.merging.fields import Difference, Values, differences, values_of
from vettrak_api.rules.merging.ways import ENDING, MOVING, Moving
from vettrak_api.rules.occurrences.vacancies import free_statuses

MOST_ROWS = 500
"""Rows of one kind that a preview shows; it counts them all."""

NO_SUCH = "There is no such person."
SAME = "This is the same record. Choose another one."

_CLIENT = bindparam("client", type_=Integer)
_Mine, _Theirs = aliased(Enrolment), aliased(Enrolment)

BOTH = rows_of(Client).where(Client.id.in_(bindparam("numbers", expanding=True)))
TWO_PLACES = (
    select(_Mine.code, _Mine.id.label("kept"), _Theirs.id.label("other"))
    .join(_Theirs, _Theirs.occurrence_id == _Mine.occurrence_id)
    .where(
        _Mine.client_id == bindparam("kept", type_=Integer),
        _Theirs.client_id == bindparam("other", type_=Integer),
        _Mine.status_id.not_in(free_statuses()),
        _Theirs.status_id.not_in(free_statuses()),
    )
    .order_by(_Mine.id, _Theirs.id)
    .limit(10)
)
"""Occurrences in which both have an enrolment that takes a place."""


def _rows(moving: Moving) -> Select[*tuple[Any, ...]]:
    # Labelled, since an enrolment tells its own number, too.
    told = (column.label(f"told{place}") for place, column in enumerate(moving.told))
    statement = select(moving.table.id.label("number"), *told).select_from(moving.table)
    for table, condition in moving.joined:
        statement = statement.outerjoin(table, condition)
    return statement.where(moving.column == _CLIENT).order_by(moving.table.id).limit(MOST_ROWS)


ROWS: Mapping[str, Select[*tuple[Any, ...]]] = {moving.name: _rows(moving) for moving in MOVING}
COUNTS: Mapping[str, Select[int]] = {
    moving.name: select(func.count()).select_from(moving.table).where(moving.column == _CLIENT) for moving in MOVING
}
ENDED: Mapping[str, Select[int]] = {
    column.class_.__tablename__: select(func.count()).select_from(column.class_).where(column == _CLIENT)
    for column in ENDING
}


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one kind that move: how many, and what people know the first of them by."""

    moving: Moving
    count: int
    rows: Sequence[tuple[Any, ...]]

    @property
    def words(self) -> str:
        """What they are to people."""
        return self.moving.one if self.count == 1 else self.moving.many


@dataclass(frozen=True, slots=True)
class Preview:
    """Two records of one person as rows of Client, and what merging them would do.

    groups: all that the vanishing record has; doubles: what of that goes, rather than moves. log_ins: of the
    vanishing record, which end. obstacles: why they can not be merged, as sentences. fingerprint:
    differs when anything of this does, but for what somebody chose.
    """

    kept: Row[Any]
    other: Row[Any]
    groups: Sequence[Group]
    doubles: Sequence[Double]
    differences: Sequence[Difference]
    log_ins: int
    obstacles: Sequence[str]
    fingerprint: str


def preview(reader: Reader, kept_id: int, other_id: int, choices: Mapping[str, str] | None = None) -> Preview:
    """Return what making one record part of another would do.

    Raises InvalidInput for one record twice and for choices that are none, NotFound when one is not there.
    """
    if kept_id == other_id:
        raise InvalidInput(SAME)
    found = {row.id: row for row in execute(reader, BOTH, numbers=[kept_id, other_id])}
    if len(found) < 2:
        raise NotFound(NO_SUCH)
    return preview_of(reader, found[kept_id], found[other_id], choices)


def preview_of(reader: Reader, kept: Row[Any], other: Row[Any], choices: Mapping[str, str] | None = None) -> Preview:
    """Return the preview of two rows of Client that have been read."""
    ours, theirs = values_of(reader, kept), values_of(reader, other)
    groups = [group for moving in MOVING if (group := _group(reader, moving, other.id)).count]
    return Preview(
        kept,
        other,
        groups,
        doubles(reader, kept.id, other.id),
        differences(ours, theirs, choices),
        execute(reader, ENDED["access_token"], client=other.id).scalar() or 0,
        [*_obstacles(reader, kept, other)],
        _fingerprint(kept, other, ours, theirs, groups),
    )


def _group(reader: Reader, moving: Moving, client_id: int) -> Group:
    rows = execute(reader, ROWS[moving.name], client=client_id).all()
    count = len(rows)
    if count == MOST_ROWS:
        count = execute(reader, COUNTS[moving.name], client=client_id).scalar() or 0
    return Group(moving, count, [tuple(row) for row in rows])


def _obstacles(reader: Reader, kept: Row[Any], other: Row[Any]) -> Iterator[str]:
    for client in (kept, other):
        if client.code_key.startswith(ERASED_KEY):
            yield f"{client.code} was erased. Nobody can tell any more whose record it is."
        if client.staff:
            yield (
                f"{client.code} is a staff member. What staff have done stands under their code, so their records are "
                "not merged: make the person an ordinary client first if they are no longer staff."
            )
    if not kept.active:
        yield f"{kept.code} is not active. Keep the other record, or make this one active first."
    if kept.usi and other.usi and kept.usi != other.usi:
        yield (
            f"{kept.code} and {other.code} have different USIs, and nobody has two. Either these are two people, or "
            "one of the USIs is wrong: correct that first."
        )
    for code, ours, theirs in execute(reader, TWO_PLACES, kept=kept.id, other=other.id):
        yield (
            f"Both records are enrolled in {code or 'the same occurrence'}, and a person takes one place. Withdraw or "
            f"cancel enrolment {ours} or {theirs} first; both numbers then stay."
        )


def _fingerprint(
    kept: Row[Any],
    other: Row[Any],
    ours: Mapping[str, Values],
    theirs: Mapping[str, Values],
    groups: Sequence[Group],
) -> str:
    told = [(client.id, client.code, client.staff, client.active) for client in (kept, other)]
    moving = [(group.moving.name, group.count, [row[0] for row in group.rows]) for group in groups]
    return hashlib.sha256(repr((told, ours, theirs, moving)).encode()).hexdigest()
