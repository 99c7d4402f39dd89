"""What type checkers are told of parameters is what the catalogue declares and what the wire's reader makes."""

import datetime
import subprocess
import sys
from dataclasses import fields, is_dataclass
from decimal import Decimal
from types import NoneType, SimpleNamespace, UnionType
from typing import Union, get_args, get_origin, get_type_hints

import pytest

from tests.support.soap import Api
from vettrak_api.calls.results import ResultShape
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.contract import parameters
from vettrak_api.endpoints import build_endpoint
from vettrak_api.errors import NotAvailable
from vettrak_api.settings import Settings

CATALOGUE = load_catalogue()
OPERATIONS = CATALOGUE.operations
WITH_OBJECTS = [
    name
    for name, operation in OPERATIONS.items()
    if any(parameter.type.name in CATALOGUE.types for parameter in operation.params)
]
LONG = [name for name, operation in OPERATIONS.items() if len(operation.params) > 9]
SCALARS = {"string": str, "int": int, "long": int, "decimal": Decimal, "boolean": bool, "dateTime": datetime.datetime}
SAMPLES = {
    "string": "x",
    "int": 7,
    "long": 7,
    "decimal": "1.50",
    "boolean": True,
    "dateTime": datetime.datetime(2026, 9, 1),
}
ZEROS = {"int": 0, "long": 0, "decimal": Decimal(0), "boolean": False, "dateTime": datetime.datetime(1, 1, 1)}


def expected(declared, *, in_object):
    """Return the annotation that a declared member or parameter asks for."""
    name = declared.type.name
    single = SCALARS.get(name) or getattr(parameters, name)
    is_value = name in ZEROS
    if not declared.type.is_list:
        return single | None if declared.nullable or not is_value else single
    listed = list[single if is_value else single | None]
    for _ in range(declared.type.depth - 1):
        listed = list[listed]
    return listed if in_object else listed | None


def same(left, right):
    """Compare annotations; both spellings of an optional type are the same."""
    if get_origin(left) is list and get_origin(right) is list:
        return same(*get_args(left), *get_args(right))
    unions = (Union, UnionType)
    if get_origin(left) in unions and get_origin(right) in unions:
        return len(get_args(left)) == len(get_args(right)) and all(
            any(same(one, other) for other in get_args(right)) for one in get_args(left)
        )
    return left == right


def fits(value, hint):
    """Tell whether a value of the reader is what an annotation promises."""
    if get_origin(hint) in {Union, UnionType}:
        return any(fits(value, part) for part in get_args(hint))
    if get_origin(hint) is list:
        return isinstance(value, list) and all(fits(item, *get_args(hint)) for item in value)
    if getattr(hint, "_is_protocol", False):
        hints = get_type_hints(hint)
        return hasattr(value, "__dict__") and all(fits(vars(value)[name], hints[name]) for name in hints)
    return type(value) is hint


def members(type_name):
    return CATALOGUE.types[type_name].all_members()


# What the module says


@pytest.mark.parametrize("name", sorted({*vars(parameters)} & {*CATALOGUE.types}))
def test_an_object_has_the_members_of_the_catalogue_in_wire_order(name):
    hints = get_type_hints(getattr(parameters, name))
    assert sorted(hints) == sorted(member.name for member in members(name))
    own = [member.name for member in CATALOGUE.types[name].fields]
    assert list(getattr(parameters, name).__annotations__) == own
    for member in members(name):
        assert same(hints[member.name], expected(member, in_object=True)), member.name


def test_every_object_that_a_parameter_may_hold_is_told():
    waiting = [parameter.type.name for operation in OPERATIONS.values() for parameter in operation.params]
    told = set()
    while waiting:
        name = waiting.pop()
        if name in CATALOGUE.types and name not in told:
            told.add(name)
            waiting += [member.type.name for member in members(name)]
            waiting += [base for base in [CATALOGUE.types[name].base] if base]
    assert len(told) == 15
    assert {*vars(parameters)} & {*CATALOGUE.types} == told


@pytest.mark.parametrize("name", LONG)
def test_a_long_list_of_parameters_is_one_object_in_wire_order(name):
    told = getattr(parameters, f"{name}Parameters")
    declared = OPERATIONS[name].params[1:]
    assert is_dataclass(told)
    assert told.__dataclass_params__.frozen
    assert told.__slots__ == tuple(parameter.name for parameter in declared)
    assert [field.name for field in fields(told)] == [parameter.name for parameter in declared]
    hints = get_type_hints(told)
    for parameter in declared:
        assert same(hints[parameter.name], expected(parameter, in_object=False)), parameter.name


def test_only_long_lists_are_objects():
    told = {name.removesuffix("Parameters") for name in vars(parameters) if name.endswith("Parameters")}
    assert told == set(LONG)
    assert len(told) == 11


def test_the_module_needs_nothing_of_the_wire():
    program = "import sys, vettrak_api.contract.parameters; print('spyne.model' in sys.modules, 'lxml' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert told.stdout.split() == ["False", "False"]


# What the reader makes


class Recorder:
    """Stands where the pipeline does and keeps the values that the reader made."""

    plans = dict.fromkeys(OPERATIONS, SimpleNamespace(function=None))

    def of(self, product):
        return self

    def perform(self, context, name, values):
        self.values = values
        return ResultShape(OPERATIONS[name], CATALOGUE).failure(NotAvailable(name))


@pytest.fixture(scope="module")
def read():
    """Send a call and return the values that the reader made of it."""
    recorder = Recorder()
    api = Api(build_endpoint("complete", recorder, Settings(database_url="sqlite://"), CATALOGUE))

    def read(name, **arguments):
        getattr(api, name)(**arguments)
        declared = OPERATIONS[name].params
        return dict(zip([parameter.name for parameter in declared], recorder.values, strict=True))

    return read


def full(type_expression):
    """Return a value with every member, and one item in every list."""
    if type_expression.is_list:
        item = full(type_expression.item)
        return [(type_expression.name, item) if isinstance(item, dict) else item]
    if type_expression.name in CATALOGUE.types:
        return {member.name: full(member.type) for member in members(type_expression.name)}
    return SAMPLES[type_expression.name]


def check(name, values):
    for parameter in OPERATIONS[name].params:
        hint = expected(parameter, in_object=False)
        assert fits(values[parameter.name], hint), (parameter.name, values[parameter.name])


@pytest.mark.parametrize("name", sorted({*WITH_OBJECTS, *LONG}))
class TestTheReader:
    def test_makes_what_is_told_when_everything_is_given(self, read, name):
        values = read(name, **{parameter.name: full(parameter.type) for parameter in OPERATIONS[name].params})
        check(name, values)
        assert None not in values.values()

    def test_makes_what_is_told_when_nothing_is_given(self, read, name):
        values = read(name)
        check(name, values)
        for parameter in OPERATIONS[name].params:
            is_zero = parameter.type.is_value_type and not parameter.nullable
            assert values[parameter.name] == (ZEROS[parameter.type.name] if is_zero else None)

    def test_makes_what_is_told_of_empty_objects_and_lists(self, read, name):
        values = read(
            name,
            **{
                parameter.name: [] if parameter.type.is_list else {}
                for parameter in OPERATIONS[name].params
                if parameter.type.is_list or parameter.type.name in CATALOGUE.types
            },
        )
        check(name, values)


def test_an_empty_object_has_its_lists(read):
    sent = read("UpdateClientAVDetails", cClieAVETMISS={})["cClieAVETMISS"]
    lists = [member.name for member in members("TClieAVETMISS") if member.type.is_list]
    assert lists
    assert [getattr(sent, name) for name in lists] == [[] for _ in lists]


def test_an_annotation_that_promises_too_much_does_not_fit():
    assert not fits(None, str)
    assert not fits(True, int)
    assert not fits([None], list[str])
    assert not fits(SimpleNamespace(), str)
    assert fits(None, NoneType)
