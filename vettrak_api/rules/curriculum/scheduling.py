"""Scheduled units, by themselves and as the wrapper of schedule, fees and assessments (ScheduledUnitFee)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from vettrak_api.errors import Fault, InvalidFields
from vettrak_api.model.curriculum import ScheduledAssessment, ScheduledUnit, UnitAssessment
from vettrak_api.model.rows import add_row, add_rows, change_row, rows_of
from vettrak_api.model.statements import execute
from vettrak_api.reference_data.curriculum import ASSESSMENT_ACTIVE, STANDARD_FEE, UNIT_ACTIVE
from vettrak_api.rules.curriculum.assessments import ASSESSED
from vettrak_api.rules.curriculum.codes import SCHEDULE_SETS, require_codes
from vettrak_api.rules.curriculum.fees import FEES, add_fees, change_fees, find_fee_type
from vettrak_api.rules.curriculum.fields import SCHEDULED_UNIT, Told, columns_of, require_in_order
from vettrak_api.rules.curriculum.lookups import SCHEDULED_UNIT_BY_NUMBER, find_unit, hold_schedule, hold_unit
from vettrak_api.rules.curriculum.occurrences import Offered, match_of_schedule
from vettrak_api.rules.occurrences.capacity import shared_too_small

INHERITED = ("eduOtherUnitId", "eduProviderOtherUnitId", "unitName", "unitStatusId", "providerPartyId")
"""What a schedule takes from its unit where nothing is told."""

PLACES = "maximumParticipants"

ACTIVE_ASSESSMENTS = (
    rows_of(UnitAssessment)
    .where(UnitAssessment.unit_id == bindparam("unit"), UnitAssessment.status == ASSESSMENT_ACTIVE)
    .order_by(UnitAssessment.id)
)
COPIED = rows_of(ScheduledAssessment).where(ScheduledAssessment.scheduled_unit_id == bindparam("schedule"))


def create_scheduled_unit(session: Session, told: Told) -> int:
    """Schedule a unit in every program that holds it and return the schedule's number; no fee, no assessments."""
    return _create(session, told).number


def create_scheduled_unit_fee(session: Session, told: Told) -> int:
    """Schedule a unit with its fees, if a fee is told, and its active assessments; return the schedule's number."""
    fee: Decimal | None = told.get("fee")
    kind = find_fee_type(session, told.get("feeTypeId")) if fee is not None else None
    price = fee if kind is not None and kind.code == STANDARD_FEE else None
    made = _create(session, told, price)
    if kind is not None and fee is not None:
        add_fees(session, made.number, kind, made.offered, fee, told.get("description"), are_priced=True)
    _add_assessments(session, made.number, made.unit_id, are_new=True)
    return made.number


@dataclass(frozen=True, slots=True)
class Made:
    """A new schedule, its unit, and its occurrences by program."""

    number: int
    unit_id: int
    offered: Offered


def _create(session: Session, told: Told, price: Decimal | None = None) -> Made:
    require_in_order(told, "startDate", "endDate")
    require_codes(session, told, SCHEDULE_SETS)
    unit = find_unit(session, told["eduUnitId"])
    hold_unit(session, unit.id)
    columns = _inherited(unit) | columns_of(told, SCHEDULED_UNIT)
    number = add_row(session, ScheduledUnit, unit_id=unit.id, **columns)
    return Made(number, unit.id, match_of_schedule(session, number, price))


def _inherited(unit: Any) -> dict[str, Any]:
    """Return what a schedule takes over; of units that no feeding system has told, what is known of them."""
    kept = {SCHEDULED_UNIT[field]: getattr(unit, SCHEDULED_UNIT[field]) for field in INHERITED}
    kept["other_code"] = kept["other_code"] or unit.code
    kept["status"] = kept["status"] or (UNIT_ACTIVE if unit.active else "UNIT_INACTIVE")
    return kept


def update_scheduled_unit(session: Session, number: int, told: Told) -> None:
    """Change what is told of a schedule, and the occurrences with it.

    Raises InvalidFields for what breaks a rule, such as fewer places than are taken by now.
    """
    hold_schedule(session, number)
    _update(session, number, told)


def _update(session: Session, number: int, told: Told) -> Made:
    stored: Any = execute(session, SCHEDULED_UNIT_BY_NUMBER, number=number).one()
    require_in_order(told, "startDate", "endDate", stored, SCHEDULED_UNIT)
    require_codes(session, told, SCHEDULE_SETS, stored, SCHEDULED_UNIT)
    _require_room(session, stored, told)
    change_row(session, ScheduledUnit, stored, **columns_of(told, SCHEDULED_UNIT))
    return Made(number, stored.unit_id, match_of_schedule(session, number))


def _require_room(session: Session, stored: Any, told: Told) -> None:
    """Raise InvalidFields when a held schedule would get fewer places than are taken; what is overbooked may stay."""
    wanted: int | None = told.get(PLACES)
    stands: int | None = stored.maximum_participants
    if wanted is None or (stands is not None and wanted >= stands):
        return
    for _, broken in shared_too_small(session, {stored.id: wanted}, holds=False):
        raise InvalidFields(Fault(PLACES, "taken", f"{PLACES} {broken.rule}."))


def update_scheduled_unit_fee(session: Session, number: int, told: Told) -> None:
    """Change a schedule; price its fees, add those that lack, and add the assessments that lack.

    A fee prices the fees that are there, those of the told type alone when one is told; programs that have no fee of
    that type, or of STANDARD_FEE, get one. A description is written to the same fees. Without a fee none is added.
    """
    hold_schedule(session, number)
    updated = _update(session, number, told)
    fee, kind_code = told.get("fee"), told.get("feeTypeId")
    description = told.get("description")
    columns = {name: value for name, value in (("amount", fee), ("description", description)) if value is not None}
    if columns:
        kind = find_fee_type(session, kind_code)
        fees = execute(session, FEES, schedule=number).all()
        change_fees(session, number, [row for row in fees if kind_code in {None, row.fee_type}], columns)
        if fee is not None:
            present = {row.qualification_id for row in fees if row.fee_type == kind.code}
            missing = {program: occurrence for program, occurrence in updated.offered.items() if program not in present}
            if missing:
                add_fees(session, number, kind, missing, fee, description)
    _add_assessments(session, number, updated.unit_id)


def _add_assessments(session: Session, number: int, unit_id: int, *, are_new: bool = False) -> None:
    """Copy the unit's active assessments that the schedule lacks; those that it has are changed by themselves."""
    active = execute(session, ACTIVE_ASSESSMENTS, unit=unit_id).all()
    present = set() if are_new else {row.unit_assessment_id for row in execute(session, COPIED, schedule=number)}
    add_rows(
        session,
        ScheduledAssessment,
        [
            {
                "scheduled_unit_id": number,
                "unit_assessment_id": row.id,
                **{name: getattr(row, name) for name in ASSESSED},
            }
            for row in active
            if row.id not in present
        ],
    )
