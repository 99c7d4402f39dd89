"""Area employers: who they are, who works there and who speaks for them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, String, bindparam, case, exists, func, or_, select, union

from vettrak_api.calls.call import Call, Confirmation, Record, Records, operation
from vettrak_api.errors import NotFound
from vettrak_api.model.base import fold, fold_name
from vettrak_api.model.clients import Client, Employment
from vettrak_api.model.employers import Employer, EmployerContact
from vettrak_api.model.statements import Reader
from vettrak_api.operations.members.addresses import with_lines
from vettrak_api.rules.additional_data.conditions import ESCAPE, WILDCARDS
from vettrak_api.rules.clients.employments import is_current
from vettrak_api.rules.employers.contacts import make_contact
from vettrak_api.rules.lookups import (
    CLIENT_NUMBER,
    CODE,
    EMPLOYER_NUMBER,
    employer_key,
    find_client_id,
    find_employer_id,
)
from vettrak_api.rules.validation import trimmed, zero_or_one
from vettrak_api.views.base import with_objects
from vettrak_api.views.clients import BY_NAME as PEOPLE_BY_NAME
from vettrak_api.views.clients import CLIENTS, shown, shown_to
from vettrak_api.views.employers import BY_NAME, EMPLOYERS_WITH_ADDRESSES

LINES = {"BusinessAddress": "Empl_BAddr", "PostalAddress": "Empl_PAddr"}
"""The objects that hold an address, and the member that has it in one line."""

PATTERN, NAME_PATTERN = bindparam("pattern", type_=String), bindparam("name_pattern", type_=String)

THE_EMPLOYER = EMPLOYERS_WITH_ADDRESSES.where(Employer.identifier_key == CODE)

_WORKS_THERE = Employment.employer_id == Employer.id, Employment.client_id == CLIENT_NUMBER, is_current()
_JOBS = select(Employment.employer_id).where(Employment.client_id == CLIENT_NUMBER, is_current())
_CONTACTS = select(EmployerContact.employer_id).where(
    EmployerContact.client_id == CLIENT_NUMBER, EmployerContact.active
)
# A union is joined: with OR, or a union under IN, databases read all employers.
_BOTH = union(_JOBS, _CONTACTS).subquery("own")
CLIENTS_EMPLOYERS = (
    EMPLOYERS_WITH_ADDRESSES.join(_BOTH, _BOTH.c.employer_id == Employer.id)
    .where(Employer.active)
    .order_by(case((exists().where(*_WORKS_THERE, Employment.is_primary), 0), else_=1), *BY_NAME)
)

EMPLOYEES = CLIENTS.select.where(
    Client.active,
    Client.id.in_(select(Employment.client_id).where(Employment.employer_id == EMPLOYER_NUMBER, is_current())),
    shown(),
).order_by(*PEOPLE_BY_NAME)

ALL_EMPLOYERS = EMPLOYERS_WITH_ADDRESSES.order_by(*BY_NAME)
FOUND_EMPLOYERS = ALL_EMPLOYERS.where(
    or_(
        Employer.identifier_key.like(PATTERN, escape=ESCAPE),
        Employer.name_key.like(NAME_PATTERN, escape=ESCAPE),
        func.lower(Employer.legal_name).like(PATTERN, escape=ESCAPE),
        Employer.abn.like(PATTERN, escape=ESCAPE),
    )
)
ACTIVE_EMPLOYERS, FOUND_ACTIVE_EMPLOYERS = (one.where(Employer.active) for one in (ALL_EMPLOYERS, FOUND_EMPLOYERS))


@operation
def GetEmployerDetails(call: Call, sEmpl_Identifier: str | None) -> Record:
    """Return the details of an employer, active or not."""
    wanted = {"wanted_code": employer_key(call.reader, sEmpl_Identifier)}
    found = _listed(call.reader, THE_EMPLOYER, wanted)
    if not found:
        raise NotFound("Employer not found.")
    return found[0]


@operation
def GetEmployersForClient(call: Call, clientCode: str | None) -> Records:
    """List the active employers at which a client works now or for which it speaks, the primary one first."""
    wanted = {"wanted_client": find_client_id(call.reader, clientCode), "today": call.now.date()}
    return _listed(call.reader, CLIENTS_EMPLOYERS, wanted)


@operation
def GetEmployeesForEmployer(call: Call, sEmpl_Identifier: str | None) -> Records:
    """List the active clients who work at an employer now, by name; R-PUBLISH holds but for the caller itself."""
    employer_id = find_employer_id(call.reader, sEmpl_Identifier)
    wanted = {"wanted_employer": employer_id, "today": call.now.date(), **shown_to(call.caller)}
    return call.reader.execute(EMPLOYEES, wanted).all()


@operation
def SearchForEmployer(call: Call, searchText: str | None, activeFlag: int) -> Records:
    """List the employers with a text in identifier, name, legal name or ABN; a blank text lists all, by name."""
    text = trimmed(searchText)
    if not text:
        return _listed(call.reader, ACTIVE_EMPLOYERS if activeFlag else ALL_EMPLOYERS, {})
    wanted = {
        "pattern": f"%{fold(text).translate(WILDCARDS)}%",
        "name_pattern": f"%{fold_name(text).translate(WILDCARDS)}%",
    }
    return _listed(call.reader, FOUND_ACTIVE_EMPLOYERS if activeFlag else FOUND_EMPLOYERS, wanted)


@operation
def AddContactToEmployer(
    call: Call, clientCode: str | None, employerIdentifier: str | None, primaryFlag: int
) -> Confirmation:
    """Make a client a contact of an employer; a primary contact takes that from every other."""
    primary = bool(zero_or_one(primaryFlag, "Primary flag must be 0 or 1."))
    client_id = find_client_id(call.session, clientCode)
    make_contact(call.session, find_employer_id(call.session, employerIdentifier), client_id, primary=primary)


def _listed(reader: Reader, employers: Select[Any], wanted: dict[str, Any]) -> Sequence[dict[str, Any]]:
    return [with_lines(one, LINES) for one in with_objects(reader.execute(employers, wanted).all())]
