"""Who received which certification, when the person was erased: what an RTO must be able to tell for 30 years."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Row, bindparam, func, select

from vettrak_api.model.events import Award, AwardUnit
from vettrak_api.model.privacy import ErasedClient
from vettrak_api.model.programmes import Qualification, Unit
from vettrak_api.model.rows import rows_of
from vettrak_api.model.statements import Reader, execute

_CLIENT = bindparam("client", type_=Integer)
PERSON = rows_of(ErasedClient).where(ErasedClient.client_id == _CLIENT)
AWARDS = (
    select(
        Award.id,
        Award.parchment_number,
        func.coalesce(Award.issued_date, Award.completed, Award.recorded).label("issued"),
        Qualification.code,
        Qualification.name,
    )
    .outerjoin(Qualification, Qualification.id == Award.qualification_id)
    .where(Award.client_id == _CLIENT)
    .order_by(Award.id)
)
UNITS = (
    select(AwardUnit.award_id, Unit.code)
    .join(Unit, Unit.id == AwardUnit.unit_id)
    .join(Award, Award.id == AwardUnit.award_id)
    .where(Award.client_id == _CLIENT)
    .order_by(Unit.code)
)


@dataclass(frozen=True, slots=True)
class Certified:
    """An award: the day on which it was issued, the qualification, if any, and the codes of units that it names."""

    issued: Any
    code: str
    name: str
    parchment_number: str | None
    units: list[str]


def certified_person(reader: Reader, client_id: int) -> Row[Any] | None:
    """Return who an erased client was, as far as that is kept; None for who was not erased."""
    found: Row[Any] | None = execute(reader, PERSON, client=client_id).first()
    return found


def certified(reader: Reader, client_id: int) -> Iterator[Certified]:
    """Yield the awards of a client, the oldest first."""
    units: dict[int, list[str]] = {}
    for row in execute(reader, UNITS, client=client_id):
        units.setdefault(row.award_id, []).append(row.code)
    for row in execute(reader, AWARDS, client=client_id):
        issued = row.issued and row.issued.date()
        yield Certified(
            issued, row.code or "Statement", row.name or "of attainment", row.parchment_number, units.get(row.id, [])
        )
