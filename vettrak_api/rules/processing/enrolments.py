"""What processing reads of a web enrolment, and the enrolments that it makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, case, exists, select
from sqlalchemy.orm import Session

from vettrak_api.model.clients import Client, ClientRelationship
from vettrak_api.model.enrolments import EMPLOYEE, Enrolment
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.quarantine import (
    CONTACT,
    STUDENT,
    EnrolmentCohort,
    WebClassChoice,
    WebClient,
    WebEnrolment,
    WebPayment,
    WebPriceChoice,
    WebRelationship,
    WebUnitChoice,
)
from vettrak_api.rules.clients.employments import Job, change_primary_employment, primary_employment
from vettrak_api.rules.clients.relationships import RelatedPerson, find_equal, find_related
from vettrak_api.rules.enrolments.booking_prices import price_anew
from vettrak_api.rules.enrolments.bookings import Booking, give_employer
from vettrak_api.rules.enrolments.enrolling import Enrolled, Terms, enrol, enrol_employer
from vettrak_api.rules.enrolments.selections import ChosenPrice, Selection
from vettrak_api.rules.finance.invoicing import Invoicee
from vettrak_api.rules.processing.people import SettledPerson
from vettrak_api.rules.quarantine.decisions import Context

NOT_STATED_COHORT = "@@"

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


def terms_of(session: Session, context: Context, web: WebEnrolment) -> Terms:
    """Return how the people of a web enrolment are enrolled."""
    return Terms(
        study_reason_id=web.study_reason_id,
        referral_source_id=web.referral_source_id,
        description=web.description,
        occurrence_locked=True,
        link_enrolments=context.settings.link_enrolments,
        selection=read_selection(session, web),
    )


def enrol_client(session: Session, record: WebRecord, client_id: int, terms: Terms) -> Enrolled:
    """Enrol the client of a client web enrolment; raises Conflict when it is enrolled already."""
    enrolled = enrol(session, client_id, record.occurrence, terms)
    add_cohorts(session, enrolled.enrolment, record.web)
    return enrolled


def enrol_employees(
    session: Session, record: WebRecord, payer: Invoicee, people: list[int], terms: Terms
) -> tuple[Enrolled, list[Enrolment]]:
    """Enrol an employer, which carries the price, and its employees under it, who carry none.

    Employees without an employer get this one as primary employer. Where no price applies it costs nothing.
    """
    terms = replace(terms, employer_id=payer.employer_id, employer_contact_id=payer.contact_id)
    above = enrol_employer(session, record.occurrence, terms)
    terms = replace(terms, kind=EMPLOYEE, parent_id=above.enrolment.id)
    enrolments = []
    for client_id in people:
        enrolment = enrol(session, client_id, record.occurrence, terms).enrolment
        add_cohorts(session, enrolment, record.web)
        give_employer(session, client_id, payer.employer_id)
        enrolments.append(enrolment)
    if above.prices:
        price_anew(session, Booking(record.occurrence, above.enrolment))
    return above, enrolments


def add_cohorts(session: Session, enrolment: Enrolment, web: WebEnrolment) -> None:
    """Keep the Victorian cohort codes of a web enrolment with a real one; "not stated" is no code."""
    codes = dict.fromkeys(web.cohort_codes or ())
    session.add_all(
        EnrolmentCohort(enrolment_id=enrolment.id, code=code) for code in codes if code != NOT_STATED_COHORT
    )


def employ(session: Session, person: SettledPerson, employer_id: int) -> None:
    """Make an employer the primary one of a client; of one that was matched and not updated only if it has none."""
    client_id = person.client.id
    if not person.updated:
        give_employer(session, client_id, employer_id)
        return
    present = primary_employment(session, client_id)
    if present is None or present.employer_id != employer_id:
        change_primary_employment(session, client_id, Job(employer_id=employer_id))


def relate(session: Session, record: WebRecord, client: Client) -> None:
    """Make the relationships of a web client real (rules of AddClientRelationship)."""
    for relationship in record.relationships:
        other = find_related(session, relationship.to_code, _related_person(relationship), client)
        wanted = ClientRelationship(
            client_id=client.id,
            to_client_id=other.id,
            relationship_type_id=relationship.relationship_type_id,
            relation_id=relationship.relation_id,
            description=relationship.description,
        )
        if find_equal(session, wanted) is None:
            session.add(wanted)


def _related_person(told: WebRelationship) -> RelatedPerson:
    return RelatedPerson(
        surname=told.surname or "",
        given_name=told.given_name or "",
        other_name=told.other_name,
        email=told.email,
        mobile_phone=told.mobile_phone,
        home_phone=told.home_phone,
    )
