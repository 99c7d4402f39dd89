"""The enrolments that processing makes of a web enrolment."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.model.clients import ClientRelationship
from vettrak_api.model.enrolments import EMPLOYEE, Enrolment
from vettrak_api.model.quarantine import EnrolmentCohort
from vettrak_api.rules.clients.employments import Job, change_primary_employment, primary_employment
from vettrak_api.rules.clients.relationships import RelatedPerson, find_equal, find_related
from vettrak_api.rules.enrolments.booking_prices import price_anew
from vettrak_api.rules.enrolments.bookings import Booking, give_employer
from vettrak_api.rules.enrolments.enrolling import Enrolled, Terms, enrol, enrol_employer
from vettrak_api.rules.finance.invoicing import Invoicee
from vettrak_api.rules.merging.journal import present_code
from vettrak_api.rules.processing.people import MatchedPerson
from vettrak_api.rules.processing.record import WebRecord, read_selection
from vettrak_api.rules.quarantine.decisions import Context
from vettrak_api.rules.quarantine.pending import Held

NOT_STATED_COHORT = "@@"


def terms_of(session: Session, context: Context, web: Held) -> Terms:
    """Return how the people of a web enrolment are enrolled."""
    return Terms(
        study_reason_id=web.study_reason_id,
        referral_source_id=web.referral_source_id,
        description=web.description,
        registration_id=web.registration_id,
        purchase_order=web.purchase_order,
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
    terms = replace(terms, kind=EMPLOYEE, parent_id=above.enrolment.id, held_places=0)
    enrolments = []
    for client_id in people:
        enrolment = enrol(session, client_id, record.occurrence, terms).enrolment
        add_cohorts(session, enrolment, record.web)
        give_employer(session, client_id, payer.employer_id)
        enrolments.append(enrolment)
    if above.prices:
        price_anew(session, Booking(record.occurrence, above.enrolment))
    return above, enrolments


def add_cohorts(session: Session, enrolment: Enrolment, web: Held) -> None:
    """Keep the Victorian cohort codes of a web enrolment with a real one; "not stated" is no code."""
    codes = dict.fromkeys(web.cohort_codes or ())
    session.add_all(
        EnrolmentCohort(enrolment_id=enrolment.id, code=code) for code in codes if code != NOT_STATED_COHORT
    )


def employ(session: Session, person: MatchedPerson, employer_id: int) -> None:
    """Make an employer the primary one of a client; of one that was matched and not updated only if it has none."""
    client_id = person.client.id
    if not person.updated:
        give_employer(session, client_id, employer_id)
        return
    present = primary_employment(session, client_id)
    if present is None or present.employer_id != employer_id:
        change_primary_employment(session, client_id, Job(employer_id=employer_id))


def relate(session: Session, record: WebRecord, client: Any) -> None:
    """Make the relationships of a web client real (rules of AddClientRelationship)."""
    for relationship in record.relationships:
        code = relationship.to_code and present_code(session, relationship.to_code)
        other = find_related(session, code, _related_person(relationship), client)
        wanted = ClientRelationship(
            client_id=client.id,
            to_client_id=other.id,
            relationship_type_id=relationship.relationship_type_id,
            relation_id=relationship.relation_id,
            description=relationship.description,
        )
        if find_equal(session, wanted) is None:
            session.add(wanted)


def _related_person(told: Any) -> RelatedPerson:
    return RelatedPerson(
        surname=told.surname or "",
        given_name=told.given_name or "",
        other_name=told.other_name,
        email=told.email,
        is_told_now=False,
        mobile_phone=told.mobile_phone,
        home_phone=told.home_phone,
    )
