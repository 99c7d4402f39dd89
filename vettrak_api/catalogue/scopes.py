"""Scopes: which records a caller without the API role may name in a restricted operation (R-ACCESS, R-SCOPE).

The catalogue says it per operation as kind and place, such as `{"client": "sClie_Code"}`: the parameter names a client
within reach. A place may be the member of an object (`cClient.Clie_Code`); several kinds are alternatives.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

SCOPE_VALUES: Mapping[str, str] = {
    "own": "string",
    "client": "string",
    "enrolment": "int",
    "contract": "int",
    "occurrence": "int",
    "trainer": "int",
    "class": "int",
    "employer": "string",
}
"""The kinds of scope, and the type of what names a record of each: a code or a number."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One kind of record that may be named, and the parameter, or the member of an object, that names it."""

    kind: str
    parameter: str
    member: str | None = None

    @property
    def place(self) -> str:
        """The parameter as the catalogue writes it, with the member after a full stop."""
        return f"{self.parameter}.{self.member}" if self.member else self.parameter

    def named_by(self, arguments: Mapping[str, Any]) -> Any:
        """Return the code or number that a call's arguments, by wire name, give; None where an object is missing."""
        given = arguments[self.parameter]
        return getattr(given, self.member, None) if self.member else given


def parse_scope(entry: Mapping[str, str]) -> tuple[Scope, ...]:
    """Read an operation's scope: its alternatives, in the catalogue's order."""
    return tuple(_scope(kind, *place.split(".", 1)) for kind, place in entry.items())


def _scope(kind: str, parameter: str, member: str | None = None) -> Scope:
    return Scope(kind, parameter, member)


def scope_sentence(scopes: Iterable[Scope], meanings: Mapping[str, str]) -> str:
    """Say which records may be named, for people; blank where the scope says nothing."""
    alternatives = [f"{scope.place} may name {meanings[scope.kind]}" for scope in scopes]
    return f"Without the API role {', or '.join(alternatives)}." if alternatives else ""
