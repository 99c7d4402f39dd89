"""Classes and prices of an occurrence that a web enrolment may choose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.occurrences import ClassSession, OccurrencePrice
from vettrak_api.rules.finance.money import in_cents


@dataclass(frozen=True, slots=True)
class AskedPrice:
    """A price as a site asks for it, by its pricing record or, in the old form, by its item; null = as offered."""

    occurrence_price_id: int | None
    price_item_id: int | None
    amount: Decimal | None
    gst: Decimal | None


@dataclass(frozen=True, slots=True)
class ChosenPrice:
    """A price of the occurrence with the amounts that it will have; amount includes GST."""

    occurrence_price_id: int
    amount: Decimal
    gst: Decimal


def ask_price(
    occurrence_price_id: int | None, price_item_id: int | None, amount: Decimal | None, gst: Decimal | None
) -> AskedPrice:
    """Return a price whose amounts are possible, in cents.

    Raises InvalidInput for negative amounts and for more GST than amount.
    """
    if any(money is not None and money < 0 for money in (amount, gst)):
        raise _too_much_gst()
    asked = AskedPrice(
        occurrence_price_id or None,
        price_item_id or None,
        None if amount is None else in_cents("Enpr_Amount", amount),
        None if gst is None else in_cents("Enpr_GST", gst),
    )
    if asked.amount is not None and asked.gst is not None and asked.gst > asked.amount:
        raise _too_much_gst()
    return asked


def find_prices(session: Session, occurrence_id: int, asked: Sequence[AskedPrice]) -> list[ChosenPrice]:
    """Return the prices asked for, each pricing record once; of several wishes for one the last counts.

    Raises InvalidInput when the occurrence does not publish one, or the GST asked for exceeds its amount.
    """
    if not asked:
        return []
    wanted = (
        select(OccurrencePrice)
        .where(OccurrencePrice.occurrence_id == occurrence_id, OccurrencePrice.web_published)
        # An item may have prices of its own for some units; the old form means the one for the whole enrolment.
        .order_by(case((OccurrencePrice.unit_id.is_(None), 0), else_=1), OccurrencePrice.id)
    )
    offered = session.scalars(wanted).all()
    chosen = (_choose(offered, price) for price in asked)
    return list({price.occurrence_price_id: price for price in chosen}.values())


def find_classes(session: Session, occurrence_id: int, numbers: Iterable[int]) -> list[int]:
    """Return the classes asked for, each once; raises InvalidInput when the occurrence lacks one of them."""
    asked = list(dict.fromkeys(numbers))
    offered = set(session.scalars(select(ClassSession.id).where(ClassSession.occurrence_id == occurrence_id)))
    if not offered.issuperset(asked):
        raise InvalidInput("Class is not in the occurrence.")
    return asked


def _choose(offered: Iterable[OccurrencePrice], asked: AskedPrice) -> ChosenPrice:
    if asked.occurrence_price_id:
        fitting = (price for price in offered if price.id == asked.occurrence_price_id)
    else:
        fitting = (price for price in offered if price.price_item_id == asked.price_item_id)
    price = next(fitting, None)
    if price is None:
        raise InvalidInput("Price is not available for this occurrence.")
    amount = price.amount if asked.amount is None else asked.amount
    if asked.gst is not None and asked.gst > amount:
        raise _too_much_gst()
    return ChosenPrice(price.id, amount, _gst(price, asked))


def _gst(price: OccurrencePrice, asked: AskedPrice) -> Decimal:
    """Return the GST asked for, else what the occurrence asks, of which a lower amount holds no more than itself."""
    if asked.gst is not None:
        return asked.gst
    return price.gst if asked.amount is None else min(price.gst, asked.amount)


def _too_much_gst() -> InvalidInput:
    return InvalidInput("GST may not exceed the amount.")
