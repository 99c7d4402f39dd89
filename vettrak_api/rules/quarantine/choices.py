"""Classes, units and prices of its occurrence that a web enrolment chooses.

Each choice replaces the earlier one; nothing chosen is a choice, too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, case, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.occurrences import ClassSession, OccurrencePrice
from vettrak_api.model.quarantine import WebClassChoice, WebEnrolment, WebPriceChoice, WebUnitChoice
from vettrak_api.model.reference import PriceItem
from vettrak_api.model.rows import Removal, add_rows, change_row, removal_of, remove_rows
from vettrak_api.model.statements import execute
from vettrak_api.rules.enrolments.units import find_offered_units
from vettrak_api.rules.finance.money import NOTHING, gst_in_proportion, in_cents, is_gst_within
from vettrak_api.rules.quarantine.amounts import people_of, whole_amount
from vettrak_api.rules.quarantine.pending import Held


@dataclass(frozen=True, slots=True)
class AskedPrice:
    """A price as a site asks for it, by its pricing record or, in the old form, by its item; null = as offered."""

    occurrence_price_id: int | None
    price_item_id: int | None
    amount: Decimal | None
    gst: Decimal | None


@dataclass(frozen=True, slots=True)
class ChosenPrice:
    """A price of the occurrence with the amounts that it will have for one person, and its kind; GST is included."""

    occurrence_price_id: int
    amount: Decimal
    kind: int
    gst: Decimal


CHOICES = (WebClassChoice, WebUnitChoice, WebPriceChoice)

CLASSES = select(ClassSession.id).where(ClassSession.occurrence_id == bindparam("occurrence"))
PRICES = (
    select(
        OccurrencePrice.id,
        OccurrencePrice.price_item_id,
        OccurrencePrice.amount,
        OccurrencePrice.gst,
        PriceItem.kind,
    )
    .join(PriceItem, PriceItem.id == OccurrencePrice.price_item_id)
    .where(OccurrencePrice.occurrence_id == bindparam("occurrence"), OccurrencePrice.web_published)
    # An item may have prices of its own for some units; the old form means the one for the whole enrolment.
    .order_by(case((OccurrencePrice.unit_id.is_(None), 0), else_=1), OccurrencePrice.id)
)
CLEAR: Mapping[Any, Removal] = {
    choice: removal_of(choice, choice.web_enrolment_id == bindparam("web_enrolment")) for choice in CHOICES
}


def choose_classes(session: Session, web_enrolment: Held, numbers: Iterable[int]) -> None:
    """Choose the classes that the people will join; raises InvalidInput when the occurrence lacks one of them."""
    classes = find_classes(session, web_enrolment.occurrence_id, numbers)
    _choose_anew(session, WebClassChoice, web_enrolment, [{"class_session_id": number} for number in classes])
    change_row(session, WebEnrolment, web_enrolment, classes_chosen=True)


def choose_units(session: Session, web_enrolment: Held, keys: Sequence[str]) -> None:
    """Choose the units that will be enrolled, optional or not, by folded codes; raises as `find_offered_units`."""
    units = find_offered_units(session, web_enrolment.occurrence_id, keys)
    _choose_anew(session, WebUnitChoice, web_enrolment, [{"unit_id": number} for number in units])
    change_row(session, WebEnrolment, web_enrolment, units_chosen=True)


def choose_prices(session: Session, web_enrolment: Held, asked: Sequence[AskedPrice]) -> None:
    """Choose prices with the amounts that the buyer was told; they are what it costs. Raises as `find_prices`."""
    prices = find_prices(session, web_enrolment.occurrence_id, asked)
    chosen = [
        {"occurrence_price_id": price.occurrence_price_id, "amount": price.amount, "gst": price.gst} for price in prices
    ]
    _choose_anew(session, WebPriceChoice, web_enrolment, chosen)
    in_cents("Amount", sum((price.amount for price in prices), NOTHING))
    amount = whole_amount(prices, people_of(session, web_enrolment))
    change_row(session, WebEnrolment, web_enrolment, prices_chosen=True, amount=amount)


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

    Raises InvalidInput when the occurrence does not publish one, or the GST asked for exceeds one eleventh of its
    amount.
    """
    if not asked:
        return []
    offered = execute(session, PRICES, occurrence=occurrence_id).all()
    chosen = (_choose(offered, price) for price in asked)
    return list({price.occurrence_price_id: price for price in chosen}.values())


def find_classes(session: Session, occurrence_id: int, numbers: Iterable[int]) -> list[int]:
    """Return the classes asked for, each once; raises InvalidInput when the occurrence lacks one of them."""
    asked = list(dict.fromkeys(numbers))
    offered = set(execute(session, CLASSES, occurrence=occurrence_id).scalars())
    if not offered.issuperset(asked):
        raise InvalidInput("Class is not in the occurrence.")
    return asked


def _choose(offered: Iterable[Any], asked: AskedPrice) -> ChosenPrice:
    if asked.occurrence_price_id:
        fitting = (price for price in offered if price.id == asked.occurrence_price_id)
    else:
        fitting = (price for price in offered if price.price_item_id == asked.price_item_id)
    price = next(fitting, None)
    if price is None:
        raise InvalidInput("Price is not available for this occurrence.")
    amount = price.amount if asked.amount is None else asked.amount
    return ChosenPrice(price.id, amount, price.kind, _gst(price, amount, asked.gst))


def _gst(offered: Any, amount: Decimal, asked: Decimal | None) -> Decimal:
    """Return the GST asked for, else the share of what the occurrence asks; its own price stays as it is."""
    if asked is None:
        return offered.gst if amount == offered.amount else gst_in_proportion(amount, offered.amount, offered.gst)
    if asked > amount:
        raise _too_much_gst()
    if not is_gst_within(asked, amount) and (amount, asked) != (offered.amount, offered.gst):
        raise InvalidInput("Enpr_GST may not exceed one eleventh of the amount.")
    return asked


def _too_much_gst() -> InvalidInput:
    return InvalidInput("GST may not exceed the amount.")


def clear_choice(session: Session, choice: Any, web_enrolment_id: int) -> None:
    """Delete the classes, units or prices that a web enrolment chose."""
    remove_rows(session, CLEAR[choice], web_enrolment=web_enrolment_id)


def _choose_anew(session: Session, choice: Any, web_enrolment: Held, chosen: Sequence[dict[str, Any]]) -> None:
    clear_choice(session, choice, web_enrolment.id)
    if chosen:
        rows = [{"web_enrolment_id": web_enrolment.id, **columns} for columns in chosen]
        add_rows(session, choice, rows)
