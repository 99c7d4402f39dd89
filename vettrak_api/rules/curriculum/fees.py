"""Fees of scheduled units, one for each program and type of fee, and the prices of occurrences that follow them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from vettrak_api.errors import Fault, InvalidFields, TakenField
from vettrak_api.model.base import cut, length_of
from vettrak_api.model.curriculum import CodeItem, ScheduledFee
from vettrak_api.model.occurrences import Occurrence, OccurrencePrice
from vettrak_api.model.reference import PriceItem
from vettrak_api.model.rows import add_row, add_rows, add_rows_by, change_row, change_rows, rows_of
from vettrak_api.model.statements import execute, for_update
from vettrak_api.reference_data.curriculum import STANDARD_FEE
from vettrak_api.rules.curriculum.codes import FEE_TYPE_ITEM
from vettrak_api.rules.curriculum.fields import SCHEDULED_FEE, Told, columns_of
from vettrak_api.rules.curriculum.lookups import NUMBER, find_program, find_scheduled_unit, hold_schedule
from vettrak_api.rules.curriculum.occurrences import match_of_schedule

FEES = rows_of(ScheduledFee).where(ScheduledFee.scheduled_unit_id == bindparam("schedule")).order_by(ScheduledFee.id)
FEE = rows_of(ScheduledFee).where(ScheduledFee.id == NUMBER)
PRICES = (
    rows_of(OccurrencePrice)
    .join(ScheduledFee, ScheduledFee.id == OccurrencePrice.scheduled_fee_id)
    .where(ScheduledFee.scheduled_unit_id == bindparam("schedule"))
    .order_by(OccurrencePrice.id)
)
OWN_FEE_TYPE = for_update(rows_of(CodeItem).where(CodeItem.id == NUMBER), CodeItem)
LONGEST_NAME = length_of(PriceItem.__table__.c.name)


@dataclass(frozen=True, slots=True)
class FeeType:
    """A type of fees: its code, what it is called, and the pricing item of its prices."""

    code: str
    description: str
    price_item_id: int


def find_fee_type(session: Session, code: str | None) -> FeeType:
    """Return a type of fees by its code, by default the standard fee; raises InvalidFields for one that is none."""
    item: Any = execute(session, FEE_TYPE_ITEM, type=code or STANDARD_FEE).one_or_none()
    if item is None:
        raise InvalidFields(Fault("feeTypeId", "code", f"feeTypeId must be a code of FEE_TYPE; {code} is none."))
    return FeeType(item.code, item.description, item.price_item_id or _make_price_item(session, item.id))


def _make_price_item(session: Session, number: int) -> int:
    """Give a type of fees the pricing item that its prices need; the first fee of the type does that."""
    item: Any = execute(session, OWN_FEE_TYPE, number=number).one()
    if item.price_item_id is not None:  # somebody else has, while this transaction waited
        return int(item.price_item_id)
    made = add_row(session, PriceItem, code=item.code, name=cut(item.description, LONGEST_NAME))
    change_row(session, CodeItem, item, price_item_id=made)
    return made


def add_fees(
    session: Session,
    schedule: int,
    kind: FeeType,
    offered: Mapping[int, int],
    amount: Decimal,
    description: str | None,
    *,
    are_priced: bool = False,
) -> None:
    """Add a fee to a scheduled unit for each of the programs, and its price to the occurrence there.

    are_priced: the occurrences say already what they cost.
    """
    programs = sorted(offered)
    said = description or kind.description
    numbers = add_rows_by(
        session,
        ScheduledFee,
        "qualification_id",
        [
            {
                "scheduled_unit_id": schedule,
                "qualification_id": program,
                "fee_type": kind.code,
                "amount": amount,
                "description": said,
            }
            for program in programs
        ],
    )
    is_standard = kind.code == STANDARD_FEE
    add_rows(
        session,
        OccurrencePrice,
        [
            {
                "occurrence_id": offered[program],
                "price_item_id": kind.price_item_id,
                "amount": amount,
                "scheduled_fee_id": numbers[program],
                # Whoever enrols without choosing pays what is published: one fee, never the sum of several.
                "web_published": is_standard,
            }
            for program in programs
        ],
    )
    if not are_priced:
        _touch(session, offered.values(), amount if is_standard else None)


def _touch(session: Session, occurrences: Iterable[int], amount: Decimal | None) -> None:
    """Let occurrences cost so much, if that is said; and count as changed since one of their prices was."""
    columns = {} if amount is None else {"amount": amount}
    change_rows(session, Occurrence, dict.fromkeys(occurrences, columns))


def change_fees(session: Session, schedule: int, fees: Sequence[Any], columns: Mapping[str, Any]) -> None:
    """Change stored fees of a scheduled unit, and the prices that follow them."""
    changed = [fee for fee in fees if any(getattr(fee, name) != value for name, value in columns.items())]
    change_rows(session, ScheduledFee, {fee.id: columns for fee in changed})
    amount = columns.get("amount")
    if amount is None:
        return
    repriced = {fee.id: fee for fee in changed if fee.amount != amount}
    if not repriced:
        return
    for price in execute(session, PRICES, schedule=schedule).all():
        fee = repriced.get(price.scheduled_fee_id)
        if fee is not None:
            change_row(session, OccurrencePrice, price, amount=amount, gst=_tax(price, amount))
            _touch(session, [price.occurrence_id], amount if fee.fee_type == STANDARD_FEE else None)


def _tax(price: Any, amount: Decimal) -> Decimal:
    """Return the GST in a new amount: none, unless the occurrence said so; then the same share of it."""
    if not price.gst or not price.amount:
        return Decimal("0.00")
    share: Decimal = price.gst * amount / price.amount
    return share.quantize(Decimal("0.01"), ROUND_HALF_UP)


def create_fee(session: Session, told: Told) -> int:
    """Add a fee to a scheduled unit for one program that it serves, and return its number.

    Raises InvalidFields for what does not exist or is not served, and TakenField when there is a fee of that type.
    """
    schedule = find_scheduled_unit(session, told["eduScheduledUnitId"])
    program_id = find_program(session, told["eduProgramId"])
    kind = find_fee_type(session, told.get("feeTypeId"))
    hold_schedule(session, schedule.id)
    offered = match_of_schedule(session, schedule.id)
    if program_id not in offered:
        detail = "eduProgramId names a program that does not hold the unit as CORE_UNIT or ELECTIVE_UNIT."
        raise InvalidFields(Fault("eduProgramId", "served", detail))
    if _fee_of(session, schedule.id, program_id, kind.code) is not None:
        raise TakenField("feeTypeId", f"The scheduled unit has a {kind.code} for that program already.")
    one = {program_id: offered[program_id]}
    add_fees(session, schedule.id, kind, one, told["fee"], told.get("description"))
    number: int = _fee_of(session, schedule.id, program_id, kind.code).id
    return number


def _fee_of(session: Session, schedule: int, program: int, kind: str) -> Any:
    fees = execute(session, FEES, schedule=schedule).all()
    return next((fee for fee in fees if (fee.qualification_id, fee.fee_type) == (program, kind)), None)


def update_fee(session: Session, number: int, told: Told) -> None:
    """Change the amount or the description of a fee."""
    hold_fee(session, number)
    fee: Any = execute(session, FEE, number=number).one()
    change_fees(session, fee.scheduled_unit_id, [fee], columns_of(told, SCHEDULED_FEE))


def hold_fee(session: Session, number: int) -> None:
    """Make others wait who change a fee, or the schedule that it belongs to."""
    fee: Any = execute(session, FEE, number=number).one()
    hold_schedule(session, fee.scheduled_unit_id)
