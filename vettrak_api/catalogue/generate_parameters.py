"""Writes `vettrak_api/contract/parameters.py`: what operations are given, for type checkers and readers.

Objects are protocols, because what the wire's reader makes are instances of the Spyne declarations. An operation
with many parameters has them declared as one object.
"""

from collections.abc import Iterator

from vettrak_api.catalogue.loader import Catalogue, Operation, Parameter, WireType
from vettrak_api.catalogue.python_source import docstring, member_lines, module
from vettrak_api.catalogue.references import reached, referred_first
from vettrak_api.catalogue.type_expressions import VALUE_TYPES, TypeExpression

MOST_SINGLE_PARAMETERS = 8
"""An operation with more parameters than this, besides the token, has an object for all of them."""

PYTHON_TYPES = {
    "base64Binary": "bytes",
    "boolean": "bool",
    "dateTime": "datetime.datetime",
    "decimal": "Decimal",
    "int": "int",
    "long": "int",
    "string": "str",
}
"""The Python types of the catalogue's scalars, as the wire's reader makes them."""

TITLE = """What operations are given, for type checkers and readers.

Objects of the wire have the members of these protocols; an operation with more than {most} parameters besides the
token has them declared as one object. Names and order are the wire's. What is missing is None, and in the list of
an object it is an empty list; numbers, flags and dates that can not be null are 0, False and 0001-01-01 instead.
"""


def parameters_module(catalogue: Catalogue) -> str:
    """Return the text of the module."""
    return module(
        TITLE.format(most=MOST_SINGLE_PARAMETERS),
        [
            "from __future__ import annotations",
            "",
            "import datetime",
            "from dataclasses import dataclass",
            "from decimal import Decimal",
            "from typing import Protocol",
            *("\n\n" + _protocol(wire_type) for wire_type in object_types(catalogue)),
            *("\n\n" + _dataclass(operation) for operation in catalogue.operations.values() if has_object(operation)),
        ],
    )


def object_types(catalogue: Catalogue) -> Iterator[WireType]:
    """List the object types that parameters may hold, each after what it inherits from and contains."""
    taken = [parameter.type.name for operation in catalogue.operations.values() for parameter in operation.params]
    found = reached(taken, catalogue.types)
    return (catalogue.types[name] for name in referred_first(catalogue.types) if name in found)


def arguments_of(operation: Operation) -> tuple[Parameter, ...]:
    """List an operation's parameters without the token."""
    return operation.params if operation.security == "public" else operation.params[1:]


def has_object(operation: Operation) -> bool:
    """Tell whether an operation has its parameters declared as one object."""
    return len(arguments_of(operation)) > MOST_SINGLE_PARAMETERS


def object_name(operation: Operation) -> str:
    """Return the name of the object that holds an operation's parameters."""
    return f"{operation.name}Parameters"


def argument_type(parameter: Parameter) -> str:
    """Return the Python type of a parameter as the wire's reader gives it."""
    written = _python_type(parameter.type, nullable=parameter.nullable)
    return f"{written} | None" if parameter.type.is_list else written


def _python_type(expression: TypeExpression, *, nullable: bool) -> str:
    """Write a type; a list is one that is there, and its texts and objects may be null."""
    if expression.is_list:
        return f"list[{_python_type(expression.item, nullable=False)}]"
    name = PYTHON_TYPES.get(expression.name, expression.name)
    return name if expression.name in VALUE_TYPES and not nullable else f"{name} | None"


def _protocol(wire_type: WireType) -> str:
    base = f"{wire_type.base}, Protocol" if wire_type.base else "Protocol"
    return "\n".join(
        [
            f"class {wire_type.name}({base}):",
            *docstring(wire_type.meaning),
            "",
            *(
                line
                for member in wire_type.fields
                for line in member_lines(
                    f"    {member.name}: {_python_type(member.type, nullable=member.nullable)}", member.description
                )
            ),
        ]
    )


def _dataclass(operation: Operation) -> str:
    return "\n".join(
        [
            "@dataclass(frozen=True, slots=True)",
            f"class {object_name(operation)}:",
            f'    """Parameters of {operation.name} in wire order, all but the token."""',
            "",
            *(f"    {parameter.name}: {argument_type(parameter)}" for parameter in arguments_of(operation)),
        ]
    )
