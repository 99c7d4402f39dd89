"""People who speak for an employer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.model.employers import Employer, EmployerContact
from vettrak_api.model.rows import add_row, change_row, rows_of
from vettrak_api.model.statements import execute, for_update, hold
from vettrak_api.rules.lookups import EMPLOYER_NUMBER

HELD_EMPLOYER = for_update(select(Employer.id).where(Employer.id == EMPLOYER_NUMBER), Employer)
CONTACTS = rows_of(EmployerContact).where(EmployerContact.employer_id == EMPLOYER_NUMBER).order_by(EmployerContact.id)


def make_contact(session: Session, employer_id: int, client_id: int, *, primary: bool) -> None:
    """Make a client a contact of an employer, the primary one or not.

    A primary contact takes that from every other. Who is a contact already stays one link; a link that had ended
    begins again. Several callers about one employer come after one another.
    """
    hold(session, HELD_EMPLOYER, wanted_employer=employer_id)
    present = execute(session, CONTACTS, wanted_employer=employer_id).all()
    for contact in present:
        if contact.client_id == client_id:
            change_row(session, EmployerContact, contact, is_primary=primary, active=True)
        elif primary and contact.is_primary:
            change_row(session, EmployerContact, contact, is_primary=False)
    if not any(contact.client_id == client_id for contact in present):
        add_row(session, EmployerContact, employer_id=employer_id, client_id=client_id, is_primary=primary)


def end_contact(session: Session, employer_id: int, number: int) -> None:
    """Let a person speak for an employer no longer; number: of the link. Nothing happens when it has ended already."""
    hold(session, HELD_EMPLOYER, wanted_employer=employer_id)
    for contact in execute(session, CONTACTS, wanted_employer=employer_id).all():
        if contact.id == number:
            change_row(session, EmployerContact, contact, active=False, is_primary=False)
