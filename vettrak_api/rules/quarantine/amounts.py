"""What a web enrolment costs: the prices that were chosen, for everybody who takes part.

A corporate price counts once, every other one for each person, as processing will invoice it.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, Integer, bindparam, func, select
from sqlalchemy.orm import Session

from vettrak_api.model.occurrences import OccurrencePrice
from vettrak_api.model.quarantine import EMPLOYER_KIND, STUDENT, WebClient, WebEmployer, WebEnrolment, WebPriceChoice
from vettrak_api.model.reference import PriceItem
from vettrak_api.model.rows import change_row
from vettrak_api.model.statements import execute
from vettrak_api.rules.enrolments.booking_prices import times
from vettrak_api.rules.finance.money import NOTHING
from vettrak_api.rules.quarantine.pending import Held

MOST_ESTIMATED = 999
"""People that an estimate may mean: sites that tell how many a company employs tell more."""

_NUMBER: BindParameter[int] = bindparam("web_enrolment", type_=Integer)

_NAMED = select(func.count()).where(WebClient.web_enrolment_id == _NUMBER, WebClient.kind == STUDENT)
TAKING_PART = select(WebEmployer.employees, _NAMED.scalar_subquery().label("named")).where(
    WebEmployer.web_enrolment_id == _NUMBER
)
CHOSEN = (
    select(WebPriceChoice.amount, PriceItem.kind)
    .join(OccurrencePrice, OccurrencePrice.id == WebPriceChoice.occurrence_price_id)
    .join(PriceItem, PriceItem.id == OccurrencePrice.price_item_id)
    .where(WebPriceChoice.web_enrolment_id == _NUMBER)
)


def expected_people(named: int, estimated: int | None) -> int:
    """Return for how many an employer pays: those who are named, before that as many as it expects, at least one."""
    return named or (estimated if estimated and estimated <= MOST_ESTIMATED else 1)


def people_of(session: Session, web_enrolment: Held) -> int:
    """Return for how many people a web enrolment is paid."""
    if web_enrolment.kind != EMPLOYER_KIND:
        return 1
    employer = execute(session, TAKING_PART, web_enrolment=web_enrolment.id).one()
    return expected_people(employer.named, employer.employees)


def whole_amount(prices: Iterable[Any], people: int) -> Decimal:
    """Return what prices of these amounts and kinds come to for so many people."""
    return sum((price.amount * times(price.kind, people) for price in prices), NOTHING)


def amount_for(session: Session, web_enrolment: Held, people: int) -> Decimal:
    """Return what the chosen prices come to for so many people; without a choice what is noted already."""
    if not web_enrolment.prices_chosen:
        noted: Decimal = web_enrolment.amount
        return noted
    return whole_amount(execute(session, CHOSEN, web_enrolment=web_enrolment.id), people)


def estimate_anew(session: Session, web_enrolment: Held, estimated: int | None) -> None:
    """Set what an employer's web enrolment costs, now that it is told how many people it expects."""
    if web_enrolment.prices_chosen:
        named = execute(session, TAKING_PART, web_enrolment=web_enrolment.id).one().named
        amount = amount_for(session, web_enrolment, expected_people(named, estimated))
        change_row(session, WebEnrolment, web_enrolment, amount=amount)
