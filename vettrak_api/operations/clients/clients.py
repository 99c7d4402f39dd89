"""Area clients: finding and making clients."""

import datetime

from sqlalchemy import String, bindparam

from vettrak_api.calls.call import Call, Confirmation, Record, operation
from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.base import fold
from vettrak_api.model.clients import Client
from vettrak_api.model.statements import execute
from vettrak_api.rules.clients.creation import Person, find_person, plausible_birth, register_client
from vettrak_api.rules.clients.locks import lock_new_clients
from vettrak_api.rules.clients.usi import valid_usi
from vettrak_api.rules.lookups import CODE, NUMBER, client_key, find_division_id
from vettrak_api.rules.reference.defaults import defaults
from vettrak_api.rules.validation import day, mail_address, trimmed
from vettrak_api.views.base import members_of
from vettrak_api.views.clients import CLIENTS, shown, shown_to

VISIBLE_BY_CODE = CLIENTS.select.where(Client.code_key == CODE, shown())
TWO_BY_EMAIL = CLIENTS.select.where(Client.email_key == bindparam("wanted_email", type_=String)).limit(2)
NAMES = members_of(CLIENTS)
BY_NUMBER = CLIENTS.select.where(Client.id == NUMBER)


@operation
def GetClientByCode(call: Call, sClie_Code: str | None) -> Record:
    """Find a client by code; one who refuses web publication is found by nobody else (R-PUBLISH)."""
    wanted = {"wanted_code": client_key(call.reader, sClie_Code), **shown_to(call.caller)}
    found = call.reader.execute(VISIBLE_BY_CODE, wanted).one_or_none()
    if found is None:
        raise NotFound("Client not found.")
    return found


@operation
def GetClientByEmail(call: Call, emailAddress: str | None) -> Record:
    """Find the only client with an e-mail address."""
    if not trimmed(emailAddress):
        raise InvalidInput("E-mail address is required.")
    found = call.reader.execute(TWO_BY_EMAIL, {"wanted_email": fold(emailAddress)}).all()
    if not found:
        raise NotFound("Client not found.")
    if len(found) > 1:
        raise InvalidInput("More than one client has this e-mail address.")
    return found[0]


@operation
def GetClientByName(
    call: Call, sClie_Surname: str | None, sClie_Given: str | None, xsdClie_DOB: datetime.datetime
) -> Record:
    """Find the client with a surname, given name and day of birth."""
    found = find_person(call.reader, trimmed(sClie_Surname), trimmed(sClie_Given), day(xsdClie_DOB))
    if found is None:
        raise NotFound("Client not found.")
    return _named(call, found)


@operation
def AddClient(
    call: Call, sClie_Surname: str | None, sClie_Given: str | None, divisionId: int | None, email: str | None
) -> Record:
    """Make a client without looking for duplicates."""
    surname, given_name = _names(call, sClie_Surname, sClie_Given)
    address = mail_address("email", call.texts.optional("email", email))
    lock_new_clients(call.session)
    division_id = find_division_id(call.session, divisionId)
    return _make(call, Person(surname, given_name, division_id, email=address))


@operation
def AddClientAfterCheck(
    call: Call,
    sClie_Surname: str | None,
    sClie_Given: str | None,
    xsdClie_DOB: datetime.datetime,
    divisionId: int | None,
    email: str | None,
) -> Record:
    """Find the client with these names and this day of birth as it is, or make one; a retry makes no second."""
    surname, given_name = _names(call, sClie_Surname, sClie_Given)
    born = plausible_birth(day(xsdClie_DOB), call.now.date())
    if born is None:
        raise InvalidInput("Date of birth is required.")
    address = mail_address("email", call.texts.optional("email", email))
    lock_new_clients(call.session)
    division_id = find_division_id(call.session, divisionId)
    found = find_person(call.session, surname, given_name, born)
    if found is not None:
        return _named(call, found)
    return _make(call, Person(surname, given_name, division_id, born, address))


@operation
def CreateClient(
    call: Call, sClie_Surname: str | None, sClie_Given: str | None, xsdClie_DOB: datetime.datetime
) -> Record:
    """Make a client of the root division, with or without a birth date and without looking for duplicates."""
    surname, given_name = _names(call, sClie_Surname, sClie_Given)
    born = plausible_birth(day(xsdClie_DOB), call.now.date())
    lock_new_clients(call.session)
    return _make(call, Person(surname, given_name, defaults(call.session).division_id, born))


@operation
def ValidateUSI(call: Call, usi: str | None) -> Confirmation:
    """Check the form of a Unique Student Identifier; nothing is looked up and nobody is asked."""
    del call
    valid_usi(usi)


def _names(call: Call, surname: str | None, given_name: str | None) -> tuple[str, str]:
    name = call.texts.trimmed("sClie_Surname", surname)
    if not name:
        raise InvalidInput("Surname is required.")
    return name, call.texts.trimmed("sClie_Given", given_name)


def _make(call: Call, person: Person) -> Record:
    return NAMES(register_client(call.session, person, email_as_username=call.settings.email_as_username))


def _named(call: Call, client_id: int) -> Record:
    return execute(call.reader, BY_NUMBER, wanted_number=client_id).one()
