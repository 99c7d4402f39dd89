"""Turns an employer of the web into an employer: the one that it matches, or a new one."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import NotFound
from vettrak_api.model.base import fits_code, fold
from vettrak_api.model.employers import Employer, EmployerContact
from vettrak_api.model.statements import execute
from vettrak_api.rules.additional_data.updates import update_employer
from vettrak_api.rules.clients.addresses import is_filled, read, store
from vettrak_api.rules.clients.codes import assign_identifier, provisional_code, was_deleted
from vettrak_api.rules.processing.additional_data import changes_sent
from vettrak_api.rules.processing.journal import Journal, recorded
from vettrak_api.rules.processing.matching import match_employer
from vettrak_api.rules.processing.verdicts import refuse_near_employer
from vettrak_api.rules.quarantine.decisions import BY_STAFF, CREATE, MATCH, Choice, Choices, Context, record_decision
from vettrak_api.rules.quarantine.pending import Held

COLUMNS = (
    "legal_name",
    "abn",
    "acn",
    "anzsic_code",
    "size",
    "employees",
    "phone",
    "mobile_phone",
    "fax_phone",
    "email",
    "url",
)
"""Columns that a web employer and an employer have in common."""

ADDRESSES = ("business", "postal")

EMPLOYER = select(Employer).where(Employer.id == bindparam("number"))
OWNER = select(Employer.id).where(Employer.identifier_key == bindparam("told_identifier"))
CONTACTS = select(EmployerContact.client_id, EmployerContact.is_primary, EmployerContact.active).where(
    EmployerContact.employer_id == bindparam("employer")
)


@dataclass(frozen=True, slots=True)
class MatchedEmployer:
    """The employer that a web employer became, and whether it is new."""

    employer: Employer
    created: bool


def match_or_create_employer(
    session: Session, context: Context, web: Held, choices: Choices, **about: int | None
) -> MatchedEmployer:
    """Match a web employer or make a new employer of it, and write down who decided that.

    The caller holds the making of clients and employers and records what is made. Raises NotFound when a chosen
    employer does not exist.
    """
    choice, rule = _choice(session, web, choices)
    created = choice.record_id is None
    journal: Journal = {}
    if created:
        employer = _new_employer(session, web)
        _write(session, context, employer, web)
    else:
        employer = _existing(session, choice.record_id)
        if choice.update:
            with recorded(session) as journal:
                _write(session, context, employer, web)
    action, updated = (CREATE, False) if created else (MATCH, choice.update)
    ids = {"web_employer_id": web.id, "employer_id": employer.id, **about}
    record_decision(session, context, action, journal, rule=rule, updated=updated, **ids)
    return MatchedEmployer(employer, created)


def _choice(session: Session, web: Held, choices: Choices) -> tuple[Choice, str]:
    if web.id in choices.employers:
        return choices.employers[web.id], BY_STAFF
    match = match_employer(session, web)
    if match.record_id is None and choices.leaves_near:
        refuse_near_employer(session, web)
    return Choice(match.record_id, choices.update_matches), match.rule


def _existing(session: Session, employer_id: int | None) -> Employer:
    employer = session.scalars(EMPLOYER, {"number": employer_id}).first() if employer_id is not None else None
    if employer is None:
        raise NotFound("Employer not found.")
    return employer


def _new_employer(session: Session, web: Held) -> Employer:
    """Make an employer under the identifier that the web gave, if no other has it, else under a new one."""
    given = web.identifier if web.identifier and _is_free(session, web.identifier) else None
    employer = Employer(identifier=given or provisional_code(), name=web.name)
    session.add(employer)
    session.flush()
    if given is None:
        assign_identifier(session, employer)
    return employer


def _is_free(session: Session, identifier: str) -> bool:
    """Tell whether a new employer can have an identifier: the columns hold it, and no other has it or had it."""
    if not fits_code(identifier) or was_deleted(session, Employer, identifier):
        return False
    return execute(session, OWNER, told_identifier=fold(identifier)).scalar() is None


def _write(session: Session, context: Context, employer: Employer, web: Held) -> None:
    """Write every web value that is not blank; an address counts as one value."""
    for column in COLUMNS:
        setattr(employer, column, getattr(web, column) or getattr(employer, column))
    for kind in ADDRESSES:
        address = read(web, kind)
        if is_filled(address):
            store(employer, kind, address)
    if changes := changes_sent(session, context, "Employer", web.additional_data):
        update_employer(session, employer, changes, unique_external_codes=context.settings.unique_external_codes)


def add_contacts(session: Session, employer_id: int, client_ids: list[int]) -> None:
    """Make clients contacts of an employer; those who are stay as they are, the first is primary if none is."""
    if not client_ids:
        return
    present = {contact.client_id: contact for contact in execute(session, CONTACTS, employer=employer_id)}
    primary = any(contact.is_primary and contact.active for contact in present.values())
    for client_id in dict.fromkeys(client_ids):
        if client_id in present:
            continue
        session.add(EmployerContact(employer_id=employer_id, client_id=client_id, is_primary=not primary))
        primary = True
