"""People as the web tells them: enrolees, employees and contacts of web employers, and waiters."""

import datetime
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from vettrak_api.model.quarantine import CONTACT, STUDENT, WebClient, WebEmployer, WebEnrolment
from vettrak_api.model.rows import add_row, change_row
from vettrak_api.model.statements import execute
from vettrak_api.rules.occurrences.vacancies import claim_places
from vettrak_api.rules.quarantine.amounts import amount_for
from vettrak_api.rules.quarantine.pending import Held


@dataclass(frozen=True, slots=True)
class WebPerson:
    """What a site tells of a person first; whoever has a single name has only a surname.

    The code may help to find the client at processing; nobody looks at it before.
    """

    surname: str
    given_name: str
    code_hint: str | None
    birth_date: datetime.date | None


TAKING_PART = (
    select(func.count())
    .select_from(WebClient)
    .where(WebClient.web_enrolment_id == bindparam("web_enrolment"), WebClient.kind == STUDENT)
)
EMPLOYER_ID = select(WebEmployer.id).where(WebEmployer.web_enrolment_id == bindparam("web_enrolment"))


def add_enrolee(session: Session, web_enrolment_id: int, person: WebPerson) -> int:
    """Add the person of a client's web enrolment; return the number."""
    return _add(session, person, web_enrolment_id=web_enrolment_id)


def add_waiter(session: Session, web_waitlist_id: int, person: WebPerson) -> int:
    """Add the person of a waitlist entry; return the number."""
    return _add(session, person, web_waitlist_id=web_waitlist_id)


def add_employee(session: Session, web_enrolment: Held, person: WebPerson) -> int:
    """Add somebody who takes part to a held web enrolment of an employer; return the number.

    It took one place when it was made, for the first employee; each further one takes one more. Raises
    InvalidInput "Occurrence has no vacancies." when there is none.
    """
    named = execute(session, TAKING_PART, web_enrolment=web_enrolment.id).scalar() or 0
    if named:
        claim_places(session, web_enrolment.occurrence_id)
    change_row(
        session,
        WebEnrolment,
        web_enrolment,
        places=web_enrolment.places + (1 if named else 0),
        amount=amount_for(session, web_enrolment, named + 1),
    )
    return _add_member(session, web_enrolment, person, STUDENT)


def add_contact(session: Session, web_enrolment: Held, person: WebPerson) -> int:
    """Add somebody who speaks for the employer of a held web enrolment, and takes no place; return the number."""
    return _add_member(session, web_enrolment, person, CONTACT)


def _add_member(session: Session, web_enrolment: Held, person: WebPerson, kind: int) -> int:
    employer_id = execute(session, EMPLOYER_ID, web_enrolment=web_enrolment.id).scalar_one()
    return _add(session, person, kind, web_enrolment_id=web_enrolment.id, web_employer_id=employer_id)


def _add(session: Session, person: WebPerson, kind: int = STUDENT, **belongs_to: int) -> int:
    return add_row(
        session,
        WebClient,
        kind=kind,
        surname=person.surname,
        given_name=person.given_name,
        code_hint=person.code_hint,
        birth_date=person.birth_date,
        **belongs_to,
    )
