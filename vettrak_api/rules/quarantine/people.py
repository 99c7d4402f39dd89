"""People as the web tells them: enrolees, employees and contacts of web employers, and waiters."""

import datetime
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from vettrak_api.model.quarantine import CONTACT, STUDENT, WebClient, WebEmployer, WebEnrolment, WebWaitlist
from vettrak_api.rules.occurrences.vacancies import claim_places


@dataclass(frozen=True, slots=True)
class WebPerson:
    """What a site tells of a person first; whoever has a single name has only a surname.

    The code may help to find the client at processing; nobody looks at it before.
    """

    surname: str
    given_name: str
    code_hint: str | None
    birth_date: datetime.date | None


def add_enrolee(session: Session, web_enrolment: WebEnrolment, person: WebPerson) -> WebClient:
    """Add the person of a client's web enrolment."""
    return _add(session, person, web_enrolment_id=web_enrolment.id)


def add_waiter(session: Session, entry: WebWaitlist, person: WebPerson) -> WebClient:
    """Add the person of a waitlist entry."""
    return _add(session, person, web_waitlist_id=entry.id)


def add_employee(session: Session, web_enrolment: WebEnrolment, person: WebPerson) -> WebClient:
    """Add somebody who takes part to a held web enrolment of an employer.

    It took one place when it was made, for the first employee; each further one takes one more. Raises
    InvalidInput "Occurrence has no vacancies." when there is none.
    """
    taking_part = select(func.count()).select_from(WebClient)
    taking_part = taking_part.where(WebClient.web_enrolment_id == web_enrolment.id, WebClient.kind == STUDENT)
    if session.scalar(taking_part):
        claim_places(session, web_enrolment.occurrence_id)
        web_enrolment.places += 1
    return _add_member(session, web_enrolment, person, STUDENT)


def add_contact(session: Session, web_enrolment: WebEnrolment, person: WebPerson) -> WebClient:
    """Add somebody who speaks for the employer of a held web enrolment, and takes no place."""
    return _add_member(session, web_enrolment, person, CONTACT)


def _add_member(session: Session, web_enrolment: WebEnrolment, person: WebPerson, kind: int) -> WebClient:
    employer_id = session.scalars(select(WebEmployer.id).where(WebEmployer.web_enrolment_id == web_enrolment.id)).one()
    return _add(session, person, kind, web_enrolment_id=web_enrolment.id, web_employer_id=employer_id)


def _add(session: Session, person: WebPerson, kind: int = STUDENT, **belongs_to: int) -> WebClient:
    web_client = WebClient(
        kind=kind,
        surname=person.surname,
        given_name=person.given_name,
        code_hint=person.code_hint,
        birth_date=person.birth_date,
        **belongs_to,
    )
    session.add(web_client)
    session.flush()
    return web_client
