"""The prices and invoice schedules that an enrolment takes over from its occurrence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, bindparam, insert, select
from sqlalchemy.orm import Session

from vettrak_api.model.base import Key
from vettrak_api.model.enrolments import Enrolment, EnrolmentInvoiceSchedule, EnrolmentPrice
from vettrak_api.model.occurrences import OccurrenceInvoiceSchedule, OccurrencePrice
from vettrak_api.model.programmes import Unit
from vettrak_api.model.reference import PriceItem
from vettrak_api.model.rows import add_rows
from vettrak_api.model.statements import execute, portions
from vettrak_api.rules.enrolments.selections import Selection, Units

NOTHING = Decimal("0.00")

_OCCURRENCE: BindParameter[int] = bindparam("occurrence")

_PRICES = (
    select(
        OccurrencePrice.id,
        OccurrencePrice.price_item_id,
        OccurrencePrice.unit_id,
        OccurrencePrice.amount,
        OccurrencePrice.gst,
        OccurrencePrice.surcharge_percentage,
        PriceItem.name,
        PriceItem.kind,
        Unit.code.label("unit"),
    )
    .join(PriceItem, PriceItem.id == OccurrencePrice.price_item_id)
    .outerjoin(Unit, Unit.id == OccurrencePrice.unit_id)
    .where(OccurrencePrice.occurrence_id == _OCCURRENCE)
    .order_by(OccurrencePrice.id)
)
PUBLISHED_PRICES = _PRICES.where(OccurrencePrice.web_published)
CHOSEN_PRICES = _PRICES.where(OccurrencePrice.id.in_(bindparam("chosen", expanding=True)))

PRICE = ("enrolment_id", "price_item_id", "unit_id", "amount", "gst", "surcharge_percentage")
"""What an enrolment's price says."""

COPY_SCHEDULES = insert(EnrolmentInvoiceSchedule).from_select(
    ["enrolment_id", "invoice_date", "percentage", "description"],
    select(
        bindparam("enrolment", type_=Key),
        OccurrenceInvoiceSchedule.invoice_date,
        OccurrenceInvoiceSchedule.percentage,
        OccurrenceInvoiceSchedule.description,
    ).where(OccurrenceInvoiceSchedule.occurrence_id == _OCCURRENCE),
)


@dataclass(frozen=True, slots=True)
class Priced:
    """A price of a new enrolment, the kind of its price item, and what an invoice calls it."""

    price: EnrolmentPrice
    kind: int
    description: str


def copy_prices(session: Session, enrolment: Enrolment, selection: Selection, units: Units) -> list[Priced]:
    """Set what a new enrolment costs and return its prices, to be added behind it.

    The chosen prices with the amounts that the buyer was told, else the published ones.
    """
    copied = [
        Priced(_price(enrolment, price, selection), price.kind, f"{price.name} {price.unit or ''}".strip())
        for price in _offered(session, enrolment.occurrence_id, selection)
        if selection.keep_all_prices or price.unit_id not in units.left_out
    ]
    enrolment.amount = sum((each.price.amount for each in copied), NOTHING)
    enrolment.gst = sum((each.price.gst for each in copied), NOTHING)
    return copied


def _offered(session: Session, occurrence_id: int | None, selection: Selection) -> Iterator[Any]:
    if selection.prices is None:
        yield from execute(session, PUBLISHED_PRICES, occurrence=occurrence_id)
        return
    for chosen in portions(sorted(selection.prices)):
        yield from execute(session, CHOSEN_PRICES, occurrence=occurrence_id, chosen=chosen)


def _price(enrolment: Enrolment, price: Any, selection: Selection) -> EnrolmentPrice:
    told: Any = selection.prices[price.id] if selection.prices is not None else price
    return EnrolmentPrice(
        enrolment_id=enrolment.id,
        price_item_id=price.price_item_id,
        unit_id=price.unit_id,
        amount=told.amount,
        gst=told.gst,
        surcharge_percentage=price.surcharge_percentage,
    )


def add_prices(session: Session, prices: Iterable[Priced]) -> None:
    """Add the prices of an enrolment that has been added."""
    add_rows(session, EnrolmentPrice, [{name: getattr(priced.price, name) for name in PRICE} for priced in prices])


def copy_schedules(session: Session, enrolment: Enrolment) -> None:
    """Take over the invoice schedules."""
    execute(session, COPY_SCHEDULES, enrolment=enrolment.id, occurrence=enrolment.occurrence_id)
