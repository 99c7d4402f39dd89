"""What processing reads of a web enrolment."""

from collections.abc import Sequence
from dataclasses import dataclass

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
from vettrak_api.rules.enrolments.selections import ChosenPrice, Selection

PEOPLE = select(WebClient).where(WebClient.web_enrolment_id == bindparam("web")).order_by(WebClient.id)
_HAS_RELATIONSHIPS = exists().where(WebRelationship.web_enrolment_id == WebEnrolment.id)
PARTS = (
    # SQL Server has no truth values among the columns.
    select(WebClient, WebPayment, case((_HAS_RELATIONSHIPS, 1), else_=0))
    .select_from(WebEnrolment)
    .outerjoin(WebClient, WebClient.web_enrolment_id == WebEnrolment.id)
    .outerjoin(WebPayment, WebPayment.web_enrolment_id == WebEnrolment.id)
    .where(WebEnrolment.id == bindparam("web"))
    .order_by(WebClient.id)
)
"""The people of a web enrolment, each beside its payment, and whether there are relationships to be read."""
RELATIONSHIPS = (
    select(WebRelationship).where(WebRelationship.web_enrolment_id == bindparam("web")).order_by(WebRelationship.id)
)


@dataclass(frozen=True, slots=True)
class WebRecord:
    """A web enrolment with its people, in the order in which the web told them, its payment and its occurrence."""

    web: WebEnrolment
    occurrence: Occurrence
    people: Sequence[WebClient]
    payment: WebPayment | None = None
    relationships: Sequence[WebRelationship] = ()

    @property
    def students(self) -> list[WebClient]:
        """Those to be enrolled."""
        return [person for person in self.people if person.kind == STUDENT]

    @property
    def contacts(self) -> list[WebClient]:
        """Those who speak for the web employer."""
        return [person for person in self.people if person.kind == CONTACT]


def read_record(session: Session, web: WebEnrolment, occurrence: Occurrence) -> WebRecord:
    """Return a web enrolment with what belongs to it."""
    parts = session.execute(PARTS, {"web": web.id}).all()
    people = [person for person, _, _ in parts if person is not None]
    _, payment, related = parts[0]
    relationships = session.scalars(RELATIONSHIPS, {"web": web.id}).all() if related else ()
    return WebRecord(web, occurrence, people, payment, relationships)


def people_of(session: Session, web: WebEnrolment) -> Sequence[WebClient]:
    """Return the people of a web enrolment in the order in which the web told them."""
    return session.scalars(PEOPLE, {"web": web.id}).all()


def read_selection(session: Session, web: WebEnrolment) -> Selection:
    """Return what the site chose; without a choice processing takes what the occurrence gives."""
    classes = units = prices = None
    if web.classes_chosen:
        chosen = select(WebClassChoice.class_session_id).where(WebClassChoice.web_enrolment_id == web.id)
        classes = frozenset(session.scalars(chosen))
    if web.units_chosen:
        chosen = select(WebUnitChoice.unit_id).where(WebUnitChoice.web_enrolment_id == web.id)
        units = frozenset(session.scalars(chosen))
    if web.prices_chosen:
        told = session.scalars(select(WebPriceChoice).where(WebPriceChoice.web_enrolment_id == web.id))
        prices = {price.occurrence_price_id: ChosenPrice(price.amount, price.gst) for price in told}
    return Selection(units, classes, prices)
