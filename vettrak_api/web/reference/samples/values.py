"""The values of the samples: those of the demonstration data, so that the samples do something there.

`values.json` holds what belongs together in one call, which the catalogue can not tell of a single parameter. For the
rest the catalogue's own samples are taken, then those by name. Values are texts as they stand on the wire; objects are
mappings, lists are lists, None is what is left out.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from vettrak_api.catalogue.loader import Catalogue, Member, Operation, Parameter
from vettrak_api.catalogue.type_expressions import TypeExpression

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"

TOKEN = "3f6c1c52-8f0e-4b2b-9c1d-6a2f5d1e7b90"  # noqa: S105 - what a token looks like
TOKEN_NAMES = ("sToken", "token")

LOGIN = {"sUsername": "integration", "sPassword": "demo-password"}
"""The log-in of the demonstration data that may call everything."""

PLAIN_VALUES: Mapping[str, str] = {
    "base64Binary": "VGV4dA==",
    "boolean": "false",
    "dateTime": "2026-09-01T00:00:00",
    "decimal": "100.00",
    "int": "1",
    "long": "1",
    "string": "Text",
}
"""Where nobody says more than the type."""

_SUCCESS: Mapping[str, Value] = {
    "ID": "2",
    "Token": TOKEN,
    "Status": "1",
    "StatusMessage": None,
    "Identifier": "00002",
    "TokenType": "02",
}
"""TAuthenticate of a call that went well."""


@cache
def told() -> Mapping[str, Any]:
    """Read the file once."""
    document: Mapping[str, Any] = json.loads(files(__package__).joinpath("values.json").read_text(encoding="utf-8"))
    return document


def argument(operation: Operation, parameter: Parameter) -> Value:
    """Return the value of a parameter; None when it is left out."""
    if parameter.name in TOKEN_NAMES:
        return TOKEN
    together: Mapping[str, Value] = told()["operations"].get(operation.name, {})
    if parameter.name in together:
        return together[parameter.name]
    names: Mapping[str, Value] = told()["names"]
    known = _own_sample(parameter) or names.get(parameter.name)
    if known is not None or parameter.nullable:
        return known
    return PLAIN_VALUES[parameter.type.name]


def result(catalogue: Catalogue, operation: Operation) -> Value:
    """Return what an operation answers when all is well."""
    given = told()["answers"].get(operation.name, {})
    if operation.result.is_scalar:
        return str(given or "OK")
    return _object(catalogue, operation.result.name, (), given)


def of_class(catalogue: Catalogue, name: str) -> Value:
    """Return an object of a class."""
    return _object(catalogue, name, (), {})


def _object(catalogue: Catalogue, name: str, inside: tuple[str, ...], given: Mapping[str, Value]) -> Value:
    """Return an object with all its members; a list within a list of its own kind is left empty."""
    if name == "TAuthenticate":
        return {**_SUCCESS, **given}
    known: Mapping[str, Value] = {**told()["members"], **told()["types"].get(name, {})}
    members: Iterable[Member] = catalogue.types[name].all_members()
    return {
        member.name: given[member.name]
        if member.name in given
        else _member(catalogue, member, (*inside, name), known)
        for member in members
    }


def _member(catalogue: Catalogue, member: Member, inside: tuple[str, ...], known: Mapping[str, Value]) -> Value:
    if member.name in known:
        return known[member.name]
    own = _own_sample(member)
    return own if own is not None else _of_type(catalogue, member.type, inside)


def _of_type(catalogue: Catalogue, expression: TypeExpression, inside: tuple[str, ...]) -> Value:
    if expression.is_list:
        return [] if expression.name in inside else [_of_type(catalogue, expression.item, inside)]
    if expression.is_scalar:
        return PLAIN_VALUES[expression.name]
    return _object(catalogue, expression.name, inside, {})


def _own_sample(part: Parameter | Member) -> Value:
    """Return what the catalogue tells of a parameter or member."""
    found: Value = getattr(part, "sample", None)
    return found
