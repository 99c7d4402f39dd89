"""Employers as the web tells them: of a web enrolment, or standing alone for any number of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.model.quarantine import DELETED, PENDING, WebClient, WebEmployer, WebEnrolment


@dataclass(frozen=True, slots=True)
class WebCompany:
    """What a site tells of an employer first.

    The identifier may help to find the employer at processing; nobody looks at it before.
    """

    name: str
    identifier: str | None


def add_employer(session: Session, web_enrolment: WebEnrolment, company: WebCompany) -> None:
    """Add the employer of an employer's web enrolment."""
    session.add(WebEmployer(web_enrolment_id=web_enrolment.id, name=company.name, identifier=company.identifier))


def add_loose_employer(session: Session, company: WebCompany, description: str | None) -> WebEmployer:
    """Add an employer that stands alone, to be invoiced or to be the employer of people."""
    employer = WebEmployer(description=description, name=company.name, identifier=company.identifier)
    session.add(employer)
    session.flush()
    return employer


def delete_unused_employers(session: Session, web_employer_ids: Iterable[int]) -> int:
    """Delete those loose web employers that no pending web enrolment refers to, and return how many they were."""
    numbers = sorted(set(web_employer_ids))
    if not numbers:
        return 0
    pending = WebEnrolment.state == PENDING
    invoicees = select(WebEnrolment.invoicee_id).where(WebEnrolment.invoicee_id.in_(numbers), pending)
    employers = (
        select(WebClient.web_employer_id)
        .join(WebEnrolment, WebEnrolment.id == WebClient.web_enrolment_id)
        .where(WebClient.web_employer_id.in_(numbers), pending)
    )
    used = {*session.scalars(invoicees), *session.scalars(employers)}
    unused = select(WebEmployer).where(
        WebEmployer.id.in_([number for number in numbers if number not in used]),
        WebEmployer.web_enrolment_id.is_(None),
    )
    found = session.scalars(unused).all()
    for employer in found:
        delete_loose_employer(session, employer)
    return len(found)


def delete_loose_employer(session: Session, employer: WebEmployer) -> None:
    """Delete a web employer and clear what is pending of it: invoices go to the enrolee, people have no employer.

    What was processed keeps it, closed, so that the processing can be understood and undone until it is purged.
    """
    invoiced = select(WebEnrolment).where(WebEnrolment.invoicee_id == employer.id)
    employed = (
        select(WebClient, WebEnrolment.state)
        .join(WebEnrolment, WebEnrolment.id == WebClient.web_enrolment_id)
        .where(WebClient.web_employer_id == employer.id)
    )
    references: list[tuple[Any, str, str]] = [
        *((row, "invoicee_id", row.state) for row in session.scalars(invoiced).all()),
        *((person, "web_employer_id", state) for person, state in session.execute(employed).all()),
    ]
    for row, column, state in references:
        if state == PENDING:
            setattr(row, column, None)
    session.flush()
    if all(state == PENDING for _, _, state in references):
        session.delete(employer)
        session.flush()
    else:
        employer.state = DELETED
