"""Employers as the web tells them: of a web enrolment, or standing alone for any number of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, exists
from sqlalchemy.orm import Session

from vettrak_api.model.quarantine import DELETED, PENDING, WebClient, WebEmployer, WebEnrolment
from vettrak_api.model.rows import add_row, change_row, remove_row, rows_of
from vettrak_api.model.statements import execute
from vettrak_api.rules.quarantine.pending import Held

UNUSED = (
    rows_of(WebEmployer)
    .where(
        WebEmployer.id.in_(bindparam("numbers", expanding=True)),
        WebEmployer.web_enrolment_id.is_(None),
        ~exists().where(WebEnrolment.invoicee_id == WebEmployer.id, WebEnrolment.state == PENDING),
        ~exists().where(
            WebClient.web_employer_id == WebEmployer.id,
            WebEnrolment.id == WebClient.web_enrolment_id,
            WebEnrolment.state == PENDING,
        ),
    )
    .order_by(WebEmployer.id)
)
"""Those of some web employers that stand alone, and that nothing pending refers to."""

INVOICED = rows_of(WebEnrolment).where(WebEnrolment.invoicee_id == bindparam("employer"))
EMPLOYED = (
    rows_of(WebClient)
    .add_columns(WebEnrolment.state)
    .join(WebEnrolment, WebEnrolment.id == WebClient.web_enrolment_id)
    .where(WebClient.web_employer_id == bindparam("employer"))
)


@dataclass(frozen=True, slots=True)
class WebCompany:
    """What a site tells of an employer first.

    The identifier may help to find the employer at processing; nobody looks at it before.
    """

    name: str
    identifier: str | None


def add_employer(session: Session, web_enrolment_id: int, company: WebCompany) -> None:
    """Add the employer of an employer's web enrolment."""
    add_row(session, WebEmployer, web_enrolment_id=web_enrolment_id, name=company.name, identifier=company.identifier)


def add_loose_employer(session: Session, company: WebCompany, description: str | None) -> int:
    """Add an employer that stands alone, to be invoiced or to be the employer of people; return the number."""
    told = {"name": company.name, "identifier": company.identifier}
    return add_row(session, WebEmployer, description=description, **told)


def delete_unused_employers(session: Session, web_employer_ids: Iterable[int]) -> int:
    """Delete those loose web employers that no pending web enrolment refers to, and return how many they were."""
    numbers = sorted(set(web_employer_ids))
    found = execute(session, UNUSED, numbers=numbers).all() if numbers else ()
    for employer in found:
        delete_loose_employer(session, employer)
    return len(found)


def delete_loose_employer(session: Session, employer: Held) -> None:
    """Delete a web employer and clear what is pending of it: invoices go to the enrolee, people have no employer.

    What was processed keeps it, closed, so that the processing can be understood and undone until it is purged.
    """
    references: list[tuple[Any, str, Any]] = [
        *((WebEnrolment, "invoicee_id", row) for row in execute(session, INVOICED, employer=employer.id).all()),
        *((WebClient, "web_employer_id", row) for row in execute(session, EMPLOYED, employer=employer.id).all()),
    ]
    for table, column, row in references:
        if row.state == PENDING:
            change_row(session, table, row, **{column: None})
    if all(row.state == PENDING for _, _, row in references):
        remove_row(session, WebEmployer, employer)
    else:
        change_row(session, WebEmployer, employer, state=DELETED)
