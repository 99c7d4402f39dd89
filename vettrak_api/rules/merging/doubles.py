"""What both records of a person have of which one is enough, or may have once only: the vanishing record's goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Row, Select, bindparam, or_, select

from vettrak_api.model.clients import ClientRelationship
from vettrak_api.model.rows import rows_of
from vettrak_api.model.statements import Reader, execute
from vettrak_api.rules.merging.ways import MOVING, Moving

_CLIENT = bindparam("client", type_=Integer)
_KEPT, _OTHER = bindparam("kept", type_=Integer), bindparam("other", type_=Integer)

RELATIONSHIP = next(
    moving for moving in MOVING if moving.column.key == "client_id" and moving.table is ClientRelationship
)

RELATIONSHIPS = (
    rows_of(ClientRelationship)
    .where(or_(ClientRelationship.client_id == _CLIENT, ClientRelationship.to_client_id == _CLIENT))
    .order_by(ClientRelationship.id)
)


def _doubles(moving: Moving) -> Select[*tuple[Any, ...]]:
    def of(person: Any) -> Any:
        return moving.single.in_(select(moving.single).where(moving.column == person))

    return (
        rows_of(moving.table)
        .where(or_(moving.column == _KEPT, moving.column == _OTHER), of(_KEPT), of(_OTHER))
        .order_by(moving.table.id)
    )


DOUBLES = tuple((moving, _doubles(moving)) for moving in MOVING if moving.single is not None)


@dataclass(frozen=True, slots=True)
class Double:
    """A row of the vanishing record that goes, and the staying record's in its place.

    There is none in its place when it would relate the person to themselves.
    """

    moving: Moving
    row: Row[Any]
    instead: Row[Any] | None = None

    @property
    def affirmed(self) -> dict[str, bool]:
        """The flags that the row which stays must have, since either has them: what either says yes to is so."""
        return {name: True for name, value in self.row._asdict().items() if value is True}


def doubles(reader: Reader, kept_id: int, other_id: int) -> list[Double]:
    """Return the rows of the vanishing record that go."""
    return [*_relationships(reader, kept_id, other_id), *_singles(reader, kept_id, other_id)]


def _relationships(reader: Reader, kept_id: int, other_id: int) -> Iterator[Double]:
    ours = {_said(row, kept_id): row for row in execute(reader, RELATIONSHIPS, client=kept_id)}
    for row in execute(reader, RELATIONSHIPS, client=other_id).all():
        if {row.client_id, row.to_client_id} == {kept_id, other_id}:
            yield Double(RELATIONSHIP, row)
        elif same := ours.get(_said(row, other_id)):
            yield Double(RELATIONSHIP, row, same)


def _said(row: Row[Any], person: int) -> tuple[Any, ...]:
    """Return what a relationship says of one of its people: of whom it is, to whom, and what."""
    people = (None if number == person else number for number in (row.client_id, row.to_client_id))
    return (*people, row.relationship_type_id, row.relation_id)


def _singles(reader: Reader, kept_id: int, other_id: int) -> Iterator[Double]:
    for moving, statement in DOUBLES:
        rows = execute(reader, statement, kept=kept_id, other=other_id).all()
        owner, single = moving.column.key, moving.single.key
        ours = {getattr(row, single): row for row in rows if getattr(row, owner) == kept_id}
        yield from (Double(moving, row, ours[getattr(row, single)]) for row in rows if getattr(row, owner) == other_id)
