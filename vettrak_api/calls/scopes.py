"""The kinds of scope: whether a caller without the API role may name a record (R-ACCESS, R-SCOPE).

Which kind holds for which parameter of which operation is the catalogue's to say.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Select, select

from vettrak_api.calls.call import Call
from vettrak_api.catalogue.scopes import Scope
from vettrak_api.model.base import fold
from vettrak_api.model.enrolments import Contract, Enrolment
from vettrak_api.rules.access import reaches_client, speaks_for, teaches_class, trains_occurrence
from vettrak_api.rules.lookups import CLIENT_ID, EMPLOYER_ID, NUMBER, OCCURRENCE_ID, client_key, employer_key

CLIENT_OF_ENROLMENT = select(Enrolment.client_id).where(Enrolment.id == NUMBER)
CLIENT_OF_CONTRACT = select(Contract.client_id).where(Contract.id == NUMBER)


def within_scope(call: Call, scopes: Iterable[Scope], arguments: Mapping[str, Any]) -> bool:
    """Tell whether one of an operation's alternatives lets the caller name the record; without any, none does."""
    return any(KINDS[scope.kind](call, scope.named_by(arguments)) for scope in scopes)


def own_record(call: Call, code: str | None) -> bool:
    """Tell whether a client code is the caller's own."""
    caller, wanted = call.caller, fold(code)
    if not caller.client_id or not wanted or wanted != fold(caller.identifier):
        return False
    # Codes that look alike are two clients, if they are older than the rule that refuses such.
    return ((code or "").isascii() and caller.identifier.isascii()) or _number(call, code) == caller.client_id


def client(call: Call, code: str | None) -> bool:
    """Tell whether a client code names somebody within the caller's reach."""
    return own_record(call, code) or _reaches(call, CLIENT_ID, wanted_code=client_key(call.reader, code))


def client_of_enrolment(call: Call, enrolment_id: int) -> bool:
    """Tell whether an enrolment belongs to a client within the caller's reach."""
    return _reaches(call, CLIENT_OF_ENROLMENT, wanted_number=enrolment_id)


def client_of_contract(call: Call, contract_id: int) -> bool:
    """Tell whether a contract belongs to a client within the caller's reach."""
    return _reaches(call, CLIENT_OF_CONTRACT, wanted_number=contract_id)


def any_occurrence(call: Call, occurrence_id: int) -> bool:
    """Tell whether an occurrence of that number exists."""
    return call.reader.scalar(OCCURRENCE_ID, {"wanted_number": occurrence_id}) is not None


def trained_occurrence(call: Call, occurrence_id: int) -> bool:
    """Tell whether the staff caller has a role on an occurrence, or on one of its classes."""
    return trains_occurrence(call.reader, call.caller, occurrence_id)


def taught_class(call: Call, class_id: int) -> bool:
    """Tell whether the staff caller is assigned to a class, or has a role on its occurrence."""
    return teaches_class(call.reader, call.caller, class_id)


def employer(call: Call, identifier: str | None) -> bool:
    """Tell whether an identifier names an employer that the caller is or is a contact of."""
    employer_id = call.reader.scalar(EMPLOYER_ID, {"wanted_code": employer_key(call.reader, identifier)})
    return speaks_for(call.reader, call.caller, employer_id)


def _number(call: Call, code: str | None) -> int | None:
    """Return the number of the client with a code."""
    number: int | None = call.reader.scalar(CLIENT_ID, {"wanted_code": client_key(call.reader, code)})
    return number


def _reaches(call: Call, client: Select[Any], **named: Any) -> bool:
    """Tell whether the client whose number a statement selects is within the caller's reach."""
    return reaches_client(call.reader, call.caller, call.reader.scalar(client, named), call.now.date())


KINDS: Mapping[str, Callable[[Call, Any], bool]] = {
    "own": own_record,
    "client": client,
    "enrolment": client_of_enrolment,
    "contract": client_of_contract,
    "occurrence": any_occurrence,
    "trainer": trained_occurrence,
    "class": taught_class,
    "employer": employer,
}
"""The test behind each kind of scope of the catalogue; it gets the call and what names the record."""
