"""Prices of an occurrence: the full price and others, of which enrolments keep copies."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict, Fault, InvalidFields, NotFound
from vettrak_api.model.occurrences import Occurrence, OccurrencePrice
from vettrak_api.model.quarantine import WebPriceChoice
from vettrak_api.model.reference import PriceItem
from vettrak_api.model.statements import execute
from vettrak_api.rules.finance.money import NOTHING, is_gst_within
from vettrak_api.rules.judging import Broken, Values
from vettrak_api.rules.occurrences.details import FOLLOWS
from vettrak_api.rules.occurrences.setup import broken_of_price

NORMAL = 0
"""The kind of price items that are no part of government or loan money."""

ONE = select(OccurrencePrice).where(
    OccurrencePrice.id == bindparam("number"), OccurrencePrice.occurrence_id == bindparam("occurrence")
)
FULL = (
    select(OccurrencePrice)
    .join(PriceItem, PriceItem.id == OccurrencePrice.price_item_id)
    .where(
        OccurrencePrice.occurrence_id == bindparam("occurrence"),
        OccurrencePrice.unit_id.is_(None),
        PriceItem.kind == NORMAL,
    )
    .order_by(OccurrencePrice.id)
    .limit(1)
)
FULL_FEE = select(func.min(PriceItem.id)).where(PriceItem.kind == NORMAL)
CHOSEN = (
    select(WebPriceChoice.id).where(WebPriceChoice.occurrence_price_id == bindparam("number", type_=Integer)).limit(1)
)


def full_price_of(session: Session, occurrence_id: int) -> OccurrencePrice | None:
    """Return what the whole costs: the first price that is for no unit and of a normal kind; None without one."""
    return session.scalar(FULL, {"occurrence": occurrence_id})


def set_full_price(session: Session, occurrence: Occurrence, amount: Decimal | None, gst: Decimal) -> None:
    """Let a held occurrence cost so much as a whole, GST included; None: it has no such price.

    The occurrence itself tells the same. Raises InvalidFields, and Conflict as `remove_price`.
    """
    if occurrence.scheduled_unit_id is not None:
        raise InvalidFields(Fault("amount", "schedule", FOLLOWS))
    _require_whole({"amount": amount, "gst": gst})
    stored = full_price_of(session, occurrence.id)
    if amount is None:
        if stored is not None:
            remove_price(session, occurrence, stored.id)
    elif stored is not None:
        _change(stored, {"amount": amount, "gst": gst})
    elif (item := execute(session, FULL_FEE).scalar()) is not None:
        session.add(OccurrencePrice(occurrence_id=occurrence.id, price_item_id=item, amount=amount, gst=gst))
    _tell(occurrence, amount, gst)
    session.flush()


def add_price(session: Session, occurrence: Occurrence, told: Mapping[str, Any]) -> int:
    """Add a price to a held occurrence and return its number; raises InvalidFields."""
    _require_whole(told)
    price = OccurrencePrice(occurrence_id=occurrence.id, **told)
    session.add(price)
    session.flush()
    _follow(session, occurrence)
    return price.id


def change_price(session: Session, occurrence: Occurrence, number: int, told: Mapping[str, Any]) -> None:
    """Change a price of a held occurrence; who is enrolled keeps the one that was agreed on.

    Raises NotFound, InvalidFields, and Conflict for the fee of a schedule.
    """
    price = price_of(session, occurrence.id, number)
    if price.scheduled_fee_id is not None:
        raise Conflict(FOLLOWS)
    _require_whole({"amount": price.amount, "gst": price.gst, **told})
    _change(price, told)
    session.flush()
    _follow(session, occurrence)


def remove_price(session: Session, occurrence: Occurrence, number: int) -> None:
    """Remove a price of a held occurrence; who is enrolled keeps a copy.

    Raises NotFound, and Conflict for the fee of a schedule and for a price that a web enrolment has chosen.
    """
    price = price_of(session, occurrence.id, number)
    if price.scheduled_fee_id is not None:
        raise Conflict(FOLLOWS)
    if execute(session, CHOSEN, number=number).first() is not None:
        message = "A web enrolment has chosen this price, so it stays. Take it off the web instead."
        raise Conflict(message)
    full = full_price_of(session, occurrence.id)
    session.delete(price)
    session.flush()
    if full is price and not occurrence.is_booking:
        _tell(occurrence, None, NOTHING)
    _follow(session, occurrence)


def price_of(session: Session, occurrence_id: int, number: int) -> OccurrencePrice:
    """Return a price of an occurrence; raises NotFound when there is none."""
    found = session.scalar(ONE, {"number": number, "occurrence": occurrence_id})
    if found is None:
        raise NotFound("Price not found.")
    return found


def _change(price: OccurrencePrice, told: Mapping[str, Any]) -> None:
    for column, value in told.items():
        if getattr(price, column) != value:
            setattr(price, column, value)


def _follow(session: Session, occurrence: Occurrence) -> None:
    """Let an occurrence tell its full price, unless it is a booking, whose price is what the employer agreed on."""
    full = full_price_of(session, occurrence.id)
    if full is not None and not occurrence.is_booking:
        _tell(occurrence, full.amount, full.gst)
    session.flush()


def _tell(occurrence: Occurrence, amount: Decimal | None, gst: Decimal) -> None:
    told = (amount or NOTHING, gst if amount is not None else NOTHING)
    if (occurrence.amount, occurrence.gst) != told:
        occurrence.amount, occurrence.gst = told


def _require_whole(values: Values) -> None:
    faults = [Fault(each.column, each.rule, each.remedy) for each in _broken(values)]
    if faults:
        raise InvalidFields(*faults)


def _broken(values: Values) -> Iterator[Broken]:
    yield from broken_of_price(values)
    amount, gst = values.get("amount"), values.get("gst")
    if amount is not None and gst is not None and amount >= gst and not is_gst_within(gst, amount):
        most = f"GST is at most one eleventh of the price, which would be {amount / 11:.2f}."
        yield Broken("gst", "is more than an eleventh", most)
