"""Area clients: overwriting a client's personal details as a whole."""

from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from vettrak_api.calls.call import Call, Confirmation, operation
from vettrak_api.calls.texts import Texts
from vettrak_api.contract.parameters import TClieDetail
from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.clients import Client
from vettrak_api.model.reference import Position
from vettrak_api.model.statements import execute
from vettrak_api.operations.members.addresses import read_address
from vettrak_api.rules.clients.addresses import is_overseas, with_known_state
from vettrak_api.rules.clients.employments import Job, change_primary_employment
from vettrak_api.rules.clients.genders import valid_gender
from vettrak_api.rules.clients.updates import INTERNATIONAL, Details, change_division, overwrite_details
from vettrak_api.rules.clients.usi import exemption, valid_usi
from vettrak_api.rules.finance.money import in_cents
from vettrak_api.rules.lookups import find_client, find_division_id, find_employer_id
from vettrak_api.rules.validation import day, trimmed, zero_or_one

TEXTS = {
    "Clie_FaxPhone": "fax_phone",
    "Clie_HomePhone": "home_phone",
    "Clie_WorkPhone": "work_phone",
    "Clie_MobilePhone": "mobile_phone",
    "Clie_EmergencyName": "emergency_name",
    "Clie_EmergencyPhone": "emergency_phone",
    "Clie_Title": "title",
    "Clie_Passport": "passport_number",
    "Clie_Visa": "visa_number",
    "Vity_Name": "visa_type",
}
"""Members that are stored as they come, in wire order, and their columns."""

USUAL_FLAT = ("Clie_RAddr", "Clie_RCity", "Clie_RPCode", "Stat_RShortName")
POSTAL_FLAT = ("Clie_PAddr", "Clie_PCity", "Clie_PPCode", "Stat_PShortName")

POSITION_ID = select(Position.id).where(func.lower(Position.code) == bindparam("position"))
POSITIONS_NAMED = select(Position.id).where(func.lower(Position.name) == bindparam("position")).limit(2)


@operation
def UpdateClientDetails(call: Call, cClient: TClieDetail | None) -> Confirmation:
    """Overwrite all of a client's details but the user name; what is absent is emptied.

    Callers without the API role keep their employment and division (safeguard of the contract), and what the RTO has
    noted of an exemption from having a USI.
    """
    if cClient is None:
        raise NotFound("Client not found.")
    session = call.session
    details, salary = _judged(session, call.texts, cClient)
    client = find_client(session, cClient.Clie_Code)
    is_rto = call.caller.api_role
    details.columns["usi_exempt"] = exemption(client, details.columns["usi"], told=cClient.USIExempt, for_rto=is_rto)
    # One flush at the end: the change log shall tell of one change.
    with session.no_autoflush:
        overwrite_details(session, client, details, call.now.date())
        if is_rto:
            _update_work(session, client, cClient, salary)


def _judged(session: Session, texts: Texts, sent: TClieDetail) -> tuple[Details, Decimal | None]:
    """Judge the members in wire order and return details and salary; raises InvalidInput for the first bad one."""
    surname = texts.trimmed("Clie_Surname", sent.Clie_Surname)
    if not surname:
        raise InvalidInput("Surname is required.")
    columns: dict[str, Any] = {
        "surname": surname,
        "given_name": texts.trimmed("Clie_Given", sent.Clie_Given),
        "other_name": texts.optional("Clie_Other", sent.Clie_Other),
    }
    usual = read_address(texts, sent, "UsualAddress", USUAL_FLAT, postal=False)
    postal = read_address(texts, sent, "PostalAddress", POSTAL_FLAT, postal=True)
    columns["address_type"] = zero_or_one(sent.Clie_Address_Type, "Clie_Address_Type must be 0 or 1.")
    email = texts.optional("Clie_Email", sent.Clie_Email)
    for member, column in TEXTS.items():
        columns[column] = texts.optional(member, getattr(sent, member))
    columns["gender"] = valid_gender(sent.Gender)
    columns["visa_expiry"] = day(sent.Clie_VisaExpiry)
    salary = _salary(sent.Clie_Salary)
    columns["usi"] = valid_usi(sent.USI) if trimmed(sent.USI) else None
    if is_overseas(usual) and is_overseas(postal):
        columns["address_type"] = INTERNATIONAL
    usual, postal = with_known_state(session, usual), with_known_state(session, postal)
    return Details(columns, day(sent.Clie_DOB), usual, postal, email), salary


def _salary(amount: Decimal | None) -> Decimal | None:
    if amount is None:
        return None
    if amount < 0:
        raise InvalidInput("Clie_Salary is not valid.")
    return in_cents("Clie_Salary", amount)


def _update_work(session: Session, client: Client, sent: TClieDetail, salary: Decimal | None) -> None:
    """Change what only the API role may: division (0 keeps it) and primary employment."""
    if sent.DivisionId:
        change_division(client, find_division_id(session, sent.DivisionId))
    job = Job(
        employer_id=find_employer_id(session, sent.Empl_Identifier) if trimmed(sent.Empl_Identifier) else None,
        position_id=_position_id(session, sent.PositionCode, sent.PositionName),
        commenced=day(sent.Clie_Commenced),
        terminated=day(sent.TerminationDate),
        last_assessed=day(sent.Clie_DateLastAssessed),
        salary=salary,
    )
    change_primary_employment(session, client.id, job)


def _position_id(session: Session, code: str | None, name: str | None) -> int | None:
    """Return the position of a code, or of a name that comes alone and is one position's only."""
    told = trimmed(code) or trimmed(name)
    if not told:
        return None
    found = execute(session, POSITION_ID if trimmed(code) else POSITIONS_NAMED, position=told.lower()).scalars().all()
    if len(found) != 1:
        raise InvalidInput("Unknown position.")
    return int(found[0])
