"""The values of the samples: those of the demonstration data, so that the samples do something there.

`values.json` holds what belongs together in one call, which the catalogue can not tell of a single parameter. For the
rest the catalogue's own samples are taken. `answers.json` holds what the demonstration answered; it is written by
`python -m tests.support.samples`. Values are texts as they stand on the wire; objects are mappings, lists are lists,
None is what is left out.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from vettrak_api.catalogue.loader import Catalogue, Member, Operation, Parameter
from vettrak_api.catalogue.type_expressions import TypeExpression

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"

TOKEN = "3f6c1c52-8f0e-4b2b-9c1d-6a2f5d1e7b90"  # noqa: S105 - what a token looks like
SUCCESS: Value = {"ID": "2", "Token": TOKEN, "Status": "1", "Identifier": "00002", "TokenType": "02"}
"""TAuthenticate of a call that went well."""

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


@cache
def answers() -> Mapping[str, Any]:
    """Read once what the operations answered in the demonstration, by their names."""
    return _document("answers.json")


@cache
def told() -> Mapping[str, Any]:
    """Read the file once."""
    return _document("values.json")


def _document(name: str) -> Mapping[str, Any]:
    document: Mapping[str, Any] = json.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    return document


def argument(operation: Operation, parameter: Parameter) -> Value:
    """Return the value of a parameter; None when it is left out."""
    if parameter.name in TOKEN_NAMES:
        return TOKEN
    change = told()["changes"].get(operation.name)
    if change is not None and parameter.name == change["parameter"]:
        return _whole_record(change["read"], change["change"])
    together: Mapping[str, Value] = told()["operations"].get(operation.name, {})
    if parameter.name in together:
        return together[parameter.name]
    names: Mapping[str, Value] = told()["names"]
    known = names.get(parameter.name, _own_sample(parameter))
    if known is not None or parameter.nullable:
        return known
    return PLAIN_VALUES[parameter.type.name]


def _whole_record(read: str, changed: Mapping[str, Value]) -> Value:
    """Return what an operation reads, with changes: sent back as a part it would lose the rest."""
    (record,) = (found for name, found in answers()[read].items() if name != "Auth")
    return {**record, **changed}


def result(catalogue: Catalogue, operation: Operation) -> Value:
    """Return what an operation answers: what the demonstration answered, else what the catalogue's samples make."""
    recorded: Value = answers().get(operation.name)
    if recorded is None:
        return _made(catalogue, operation.result, ())
    together = told()["answers"].get(operation.name)
    return {**recorded, **together} if isinstance(recorded, dict) and together else recorded


def of_class(catalogue: Catalogue, name: str) -> Value:
    """Make an object of a class."""
    return _made(catalogue, TypeExpression(name), ())


def _made(catalogue: Catalogue, expression: TypeExpression, inside: tuple[str, ...]) -> Value:
    """Make a value of a type; a list within a list of its own kind is left empty."""
    name = expression.name
    if expression.is_list:
        return [] if name in inside else [_made(catalogue, expression.item, inside)]
    if expression.is_scalar:
        return PLAIN_VALUES[name]
    if name == "TAuthenticate":
        return SUCCESS
    parts = {}
    for member in catalogue.types[name].all_members():
        own = _own_sample(member)
        parts[member.name] = _made(catalogue, member.type, (*inside, name)) if own is None else own
    return parts


def _own_sample(part: Parameter | Member) -> Value:
    """Return what the catalogue tells of a parameter or member; a day becomes the start of it."""
    found: Value = getattr(part, "sample", None)
    if isinstance(found, str) and part.type.name == "dateTime" and "T" not in found:
        return f"{found}T00:00:00"
    return found
