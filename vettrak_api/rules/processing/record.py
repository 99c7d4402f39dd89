"""What processing reads of a web enrolment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, case, exists, select
from sqlalchemy.orm import Session

from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.quarantine import (
    CONTACT,
    STUDENT,
    WebClassChoice,
    WebClient,
    WebEnrolment,
    WebPayment,
    WebPriceChoice,
    WebRelationship,
    WebUnitChoice,
)
from vettrak_api.model.rows import rows_of
from vettrak_api.model.statements import execute, for_update
from vettrak_api.rules.enrolments.selections import ChosenPrice, Selection
from vettrak_api.rules.finance.invoicing import WebPaid
from vettrak_api.rules.occurrences.vacancies import lock_pool
from vettrak_api.rules.quarantine.pending import Held

LOCKED_OCCURRENCE = for_update(rows_of(Occurrence).where(Occurrence.id == bindparam("number")), Occurrence)

PEOPLE = rows_of(WebClient).where(WebClient.web_enrolment_id == bindparam("web")).order_by(WebClient.id)
_HAS_RELATIONSHIPS = exists().where(WebRelationship.web_enrolment_id == WebEnrolment.id)
PARTS = (
    rows_of(WebClient)
    .add_columns(
        WebPayment.amount.label("paid"),
        WebPayment.order_number,
        WebPayment.receipt,
        # SQL Server has no truth values among the columns.
        case((_HAS_RELATIONSHIPS, 1), else_=0).label("related"),
    )
    .select_from(WebEnrolment)
    .outerjoin(WebClient, WebClient.web_enrolment_id == WebEnrolment.id)
    .outerjoin(WebPayment, WebPayment.web_enrolment_id == WebEnrolment.id)
    .where(WebEnrolment.id == bindparam("web"))
    .order_by(WebClient.id)
)
"""The people of a web enrolment, each beside its payment, and whether there are relationships to be read."""
RELATIONSHIPS = (
    rows_of(WebRelationship).where(WebRelationship.web_enrolment_id == bindparam("web")).order_by(WebRelationship.id)
)
CLASSES = select(WebClassChoice.class_session_id).where(WebClassChoice.web_enrolment_id == bindparam("web"))
UNITS = select(WebUnitChoice.unit_id).where(WebUnitChoice.web_enrolment_id == bindparam("web"))
PRICES = select(WebPriceChoice.occurrence_price_id, WebPriceChoice.amount, WebPriceChoice.gst).where(
    WebPriceChoice.web_enrolment_id == bindparam("web")
)


@dataclass(frozen=True, slots=True)
class WebRecord:
    """A web enrolment with its people, in the order in which the web told them, its payment and its occurrence.

    All are rows of columns: nothing of them but the web enrolment and its people is written, by `change_row`.
    """

    web: Held
    occurrence: Any
    people: Sequence[Held]
    payment: WebPaid | None = None
    relationships: Sequence[Any] = ()

    @property
    def students(self) -> list[Held]:
        """Those to be enrolled."""
        return [person for person in self.people if person.kind == STUDENT]

    @property
    def contacts(self) -> list[Held]:
        """Those who speak for the web employer."""
        return [person for person in self.people if person.kind == CONTACT]


def lock_occurrence(session: Session, web: Held) -> Any:
    """Hold the places of a web enrolment's occurrence and return its row."""
    occurrence: Any = execute(session, LOCKED_OCCURRENCE, number=web.occurrence_id).one()
    lock_pool(session, occurrence.scheduled_unit_id)
    return occurrence


def read_record(session: Session, web: Held, occurrence: Any) -> WebRecord:
    """Return a web enrolment with what belongs to it."""
    parts = execute(session, PARTS, web=web.id).all()
    people, first = [part for part in parts if part.id is not None], parts[0]
    payment = None if first.paid is None else WebPaid(first.paid, first.order_number, first.receipt)
    relationships = execute(session, RELATIONSHIPS, web=web.id).all() if first.related else ()
    return WebRecord(web, occurrence, people, payment, relationships)


def people_of(session: Session, web: Held) -> Sequence[Held]:
    """Return the people of a web enrolment in the order in which the web told them."""
    found: Sequence[Any] = execute(session, PEOPLE, web=web.id).all()
    return found


def read_selection(session: Session, web: Held) -> Selection:
    """Return what the site chose; without a choice processing takes what the occurrence gives."""
    classes = units = prices = None
    if web.classes_chosen:
        classes = frozenset(execute(session, CLASSES, web=web.id).scalars())
    if web.units_chosen:
        units = frozenset(execute(session, UNITS, web=web.id).scalars())
    if web.prices_chosen:
        told = execute(session, PRICES, web=web.id)
        prices = {price.occurrence_price_id: ChosenPrice(price.amount, price.gst) for price in told}
    return Selection(units, classes, prices)
