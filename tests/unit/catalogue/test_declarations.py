"""Every implemented operation is what the catalogue declares: name, parameters in order with their types, result."""

import datetime
import inspect
import types
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

import vettrak_api.operations  # noqa: F401 - registers the operations
from vettrak_api.calls.call import REGISTRY, Call
from vettrak_api.calls.results import ResultShape
from vettrak_api.calls.scopes import KINDS
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.catalogue.type_expressions import VALUE_TYPES
from vettrak_api.contract import parameters

CATALOGUE = load_catalogue()
PYTHON_TYPES = {
    "string": str,
    "int": int,
    "long": int,
    "decimal": Decimal,
    "boolean": bool,
    "dateTime": datetime.datetime,
    "base64Binary": bytes,
}


def possible_annotations(parameter):
    """Return the annotations that a declared parameter may have; what is no scalar may be of any type."""
    name = parameter.type.name
    singles = [PYTHON_TYPES[name]] if name in PYTHON_TYPES else [Any, getattr(parameters, name, Any)]
    if parameter.type.is_list and name not in VALUE_TYPES:
        singles += [single | None for single in singles if single is not Any]
    for _ in range(parameter.type.depth):
        singles = [list[single] for single in singles]
    return [single | None if parameter.nullable and single is not Any else single for single in singles]


def same(left, right):
    """Compare annotations; both spellings of an optional type are the same."""
    unions = (Union, types.UnionType)
    if get_origin(left) in unions and get_origin(right) in unions:
        return set(get_args(left)) == set(get_args(right))
    return left == right


def payload_kinds(annotation):
    """Return the payload kinds that a return annotation names."""
    parts = get_args(annotation) if get_origin(annotation) in {Union, types.UnionType} else (annotation,)
    return {part.__metadata__[0] for part in parts if hasattr(part, "__metadata__")}


def test_only_declared_operations_are_implemented():
    assert set(REGISTRY) <= set(CATALOGUE.operations)


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_an_operation_takes_the_declared_parameters(name):
    declared = CATALOGUE.operations[name]
    expected = list(declared.params)[0 if declared.security == "public" else 1 :]
    hints = get_type_hints(REGISTRY[name])
    given = list(inspect.signature(REGISTRY[name]).parameters)

    assert given[0] == "call"
    assert hints["call"] is Call
    if given[1:] == ["parameters"]:
        assert hints["parameters"] is getattr(parameters, f"{name}Parameters")
        return
    assert given[1:] == [parameter.name for parameter in expected]
    for parameter in expected:
        possible = possible_annotations(parameter)
        assert any(same(hints[parameter.name], annotation) for annotation in possible), parameter.name


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_an_operation_gives_the_declared_result(name):
    hints = get_type_hints(REGISTRY[name], include_extras=True)
    shape = ResultShape(CATALOGUE.operations[name], CATALOGUE)
    assert shape.kind in payload_kinds(hints["return"])


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_an_operation_says_what_it_does(name):
    assert len(inspect.getdoc(REGISTRY[name]) or "") > len("too short")


def test_every_kind_of_scope_has_its_test_of_a_record():
    assert KINDS.keys() == CATALOGUE.scopes.keys()
