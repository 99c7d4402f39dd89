"""Puts an operation's payload, or its failure, into the declared result (R-AUTH-OK, R-AUTH-FAIL)."""

from collections.abc import Mapping
from typing import Any

from vettrak_api.calls.call import Call, LoginAnswer, Message
from vettrak_api.catalogue.loader import Catalogue, Member, Operation
from vettrak_api.errors import STATUS_OK, VettrakError, status_of
from vettrak_api.security.tokens import Caller

BAD_ID, BAD_IDENTIFIER = -1, "-1"
EMPTY_CLIENT = {"Clie_Surname": "", "Clie_Given": "", "Clie_Code": ""}
PRESENT_ON_FAILURE: Mapping[str, Mapping[str, str]] = {
    "TAuthClie": EMPTY_CLIENT,
    "TAuthClieDetail": EMPTY_CLIENT,
}
"""Results whose object comes back with three empty strings when the call fails; others leave it out."""

ABSENT_ON_FAILURE = frozenset({"TAuthSMSResult"})
"""Results whose list is left out when the call fails; the others come back with an empty one."""

Answer = Any
"""What the wire layer writes: a mapping by wire member, or a text."""


class ResultShape:
    """How one operation's results look; built once per operation."""

    def __init__(self, operation: Operation, catalogue: Catalogue) -> None:
        self._name = operation.result.name
        members = catalogue.types[self._name].all_members() if self._name in catalogue.types else ()
        self._bare = self._name == "TAuthenticate"
        self._text = not members
        self._payload = tuple(member for member in members if member.name != "Auth")
        self._failure = {member.name: _failure_value(self._name, member) for member in self._payload}
        self.kind = _kind(self._name, self._payload)

    def success(self, call: Call, payload: Any) -> Answer:
        """Return the answer to a call that went well."""
        if self._text:
            return payload
        if isinstance(payload, LoginAnswer):
            return _login(payload)
        auth = _owner(call.known_caller, call.token)
        if self._bare:
            return {**auth, "StatusMessage": payload.text} if isinstance(payload, Message) else auth
        if self.kind == "members":
            return {"Auth": auth, **payload}
        return {"Auth": auth, self._payload[0].name: payload}

    def failure(self, error: VettrakError) -> Answer:
        """Return the answer to a call that failed: Status, StatusMessage and nothing about the token."""
        if self._text:
            return error.message
        auth = {
            "ID": BAD_ID,
            "Token": "",
            "Status": status_of(error),
            "StatusMessage": error.message,
            "Identifier": BAD_IDENTIFIER,
            "TokenType": "",
        }
        return auth if self._bare else {"Auth": auth, **self._failure}


def _owner(caller: Caller | None, token: str | None) -> dict[str, Any]:
    """Describe the token's owner; public lists have none, and say only that all is well."""
    if caller is None:
        return {"ID": BAD_ID, "Token": "", "Status": STATUS_OK, "Identifier": BAD_IDENTIFIER, "TokenType": ""}
    return {
        "ID": caller.id,
        "Token": token,
        "Status": STATUS_OK,
        "Identifier": caller.identifier,
        "TokenType": caller.token_type,
    }


def _login(answer: LoginAnswer) -> dict[str, Any]:
    return {
        "ID": answer.id,
        "Token": answer.token,
        "Status": STATUS_OK,
        "StatusMessage": answer.message,
        "Identifier": answer.identifier,
        "TokenType": answer.token_type,
    }


def _failure_value(result: str, member: Member) -> Any:
    """Return what a payload member holds on failure."""
    if member.type.is_list:
        return None if result in ABSENT_ON_FAILURE else ()
    if member.nullable:
        return PRESENT_ON_FAILURE.get(result)
    if result == "TAuthID":
        return BAD_ID
    return False if member.type.name == "boolean" else 0


def _kind(result: str, payload: tuple[Member, ...]) -> str:
    """Return which payload annotation of `vettrak_api.calls.call` fits the result."""
    if result == "TAuthenticate":
        return "confirmation"
    if not payload:
        return "text"
    if len(payload) > 1:
        return "members"
    member = payload[0]
    if member.type.is_list:
        return "list"
    return {"int": "number", "string": "text"}.get(member.type.name, "object")
