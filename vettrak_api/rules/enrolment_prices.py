"""The prices and invoice schedules that an enrolment takes over from its occurrence."""

from decimal import Decimal
from typing import Any

from sqlalchemy import Select, insert, literal, select
from sqlalchemy.orm import Session

from vettrak_api.model.enrolments import Enrolment, EnrolmentInvoiceSchedule, EnrolmentPrice
from vettrak_api.model.occurrences import OccurrenceInvoiceSchedule, OccurrencePrice
from vettrak_api.rules.selections import Selection, Units

NOTHING = Decimal("0.00")


def copy_prices(session: Session, enrolment: Enrolment, selection: Selection, units: Units) -> list[EnrolmentPrice]:
    """Set what a new enrolment costs and return its prices, to be added behind it.

    The chosen prices with the amounts that the buyer was told, else the published ones.
    """
    offered = session.scalars(_offered(enrolment, selection))
    prices = [
        _price(enrolment, price, selection)
        for price in offered
        if selection.keep_all_prices or price.unit_id not in units.left_out
    ]
    enrolment.amount = sum((price.amount for price in prices), NOTHING)
    enrolment.gst = sum((price.gst for price in prices), NOTHING)
    return prices


def _offered(enrolment: Enrolment, selection: Selection) -> Select[OccurrencePrice]:
    prices = select(OccurrencePrice).where(OccurrencePrice.occurrence_id == enrolment.occurrence_id)
    if selection.prices is None:
        return prices.where(OccurrencePrice.web_published).order_by(OccurrencePrice.id)
    return prices.where(OccurrencePrice.id.in_(selection.prices)).order_by(OccurrencePrice.id)


def _price(enrolment: Enrolment, price: OccurrencePrice, selection: Selection) -> EnrolmentPrice:
    told: Any = selection.prices[price.id] if selection.prices is not None else price
    return EnrolmentPrice(
        enrolment_id=enrolment.id,
        price_item_id=price.price_item_id,
        unit_id=price.unit_id,
        amount=told.amount,
        gst=told.gst,
        surcharge_percentage=price.surcharge_percentage,
    )


def copy_schedules(session: Session, enrolment: Enrolment) -> None:
    """Take over the invoice schedules."""
    columns = ("invoice_date", "percentage", "description")
    schedules = select(literal(enrolment.id), *(getattr(OccurrenceInvoiceSchedule, column) for column in columns))
    schedules = schedules.where(OccurrenceInvoiceSchedule.occurrence_id == enrolment.occurrence_id)
    session.execute(insert(EnrolmentInvoiceSchedule).from_select(["enrolment_id", *columns], schedules))
