"""Which records a caller without the API role may name in each restricted operation (R-ACCESS, R-SCOPE).

The one place of this rule: the pipeline asks here before the operation runs, and an operation that is not
listed is open to the API role alone.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from vettrak_api.calls.call import Call
from vettrak_api.model.base import fold
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.rules.access import reaches_client, trains_occurrence

Scope = Callable[[Call, Mapping[str, Any]], bool]


def own(parameter: str) -> Scope:
    """Only the caller's own record, named by its client code."""
    return lambda call, arguments: _is_own(call, arguments[parameter])


def own_object(parameter: str) -> Scope:
    """Only the caller's own record, named by Clie_Code inside an object."""
    return lambda call, arguments: _is_own(call, getattr(arguments[parameter], "Clie_Code", None))


def client(parameter: str) -> Scope:
    """A client within R-SCOPE, named by its code."""

    def reaches(call: Call, arguments: Mapping[str, Any]) -> bool:
        if _is_own(call, arguments[parameter]):
            return True
        wanted = select(Client.id).where(Client.code_key == fold(arguments[parameter]))
        return reaches_client(call.session, call.caller, call.session.scalar(wanted))

    return reaches


def client_of_enrolment(parameter: str) -> Scope:
    """A client within R-SCOPE, named by one of its enrolments."""

    def reaches(call: Call, arguments: Mapping[str, Any]) -> bool:
        wanted = select(Enrolment.client_id).where(Enrolment.id == arguments[parameter])
        return reaches_client(call.session, call.caller, call.session.scalar(wanted))

    return reaches


def occurrence_trained(parameter: str) -> Scope:
    """An occurrence on which, or on whose classes, the staff caller has a role."""
    return lambda call, arguments: trains_occurrence(call.session, call.caller, arguments[parameter])


def _is_own(call: Call, code: str | None) -> bool:
    caller = call.caller
    return bool(caller.client_id) and bool(fold(code)) and fold(code) == fold(caller.identifier)


SCOPES: dict[str, Scope] = {
    "GetClientAVDetails": client("sClie_Code"),
    "GetClientByCode": client("sClie_Code"),
    "GetClientDetails": client("sClie_Code"),
    "GetClientExtendedDetails": client("sClie_Code"),
    "GetClientRelationships": client("clientCode"),
    "GetEnrolmentsForClient": client("sClie_Code"),
    "GetEnrolmentsForOccurrence": occurrence_trained("iOccu_ID"),
    "GetUnitsForEnrolment": client_of_enrolment("iEnro_ID"),
    "GetUnitsForEnrolmentIncludingLinked": client_of_enrolment("enrolmentId"),
    "TriggerPortalPasswordReset": own("clientCode"),
    "UpdateClientAVDetails": own_object("cClieAVETMISS"),
    "UpdateClientAdditionalFields": own("clientCode"),
    "UpdateClientDetails": own_object("cClient"),
    "UpdateClientUsernamePassword": own("sClie_Code"),
}
