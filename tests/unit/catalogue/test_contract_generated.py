"""The generated declarations are fresh and say what the catalogue says."""

import subprocess
import sys

import pytest
from spyne import Array

from vettrak_api.asmx import wire_types
from vettrak_api.catalogue import generate
from vettrak_api.catalogue.loader import PRODUCTS, load_catalogue
from vettrak_api.catalogue.python_source import docstring_text
from vettrak_api.catalogue.type_expressions import SCALARS
from vettrak_api.contract import services

CATALOGUE = load_catalogue()

SCALAR_NOTATION = {
    getattr(wire_types, prefix + declared): (scalar, bool(prefix))
    for scalar, declared in generate.DECLARED_SCALARS.items()
    for prefix in ("", "Nullable")
    if hasattr(wire_types, prefix + declared)
}
"""Spyne class of the wire layer -> scalar of the catalogue and whether it may be nil."""


def notation(spyne_type):
    """Read a Spyne type back into the notation of the catalogue, `?` marking a value type that may be nil."""
    if getattr(spyne_type.Attributes, "is_day", False):
        return "dateTime? day" if spyne_type.Attributes.nillable else "dateTime day"
    if spyne_type.Attributes.default is not None:
        return f"int or {spyne_type.Attributes.default}"
    if spyne_type in SCALAR_NOTATION:
        scalar, may_be_nil = SCALAR_NOTATION[spyne_type]
        return f"{scalar}?" if may_be_nil else scalar
    if issubclass(spyne_type, Array):
        (item,) = spyne_type._type_info.values()
        return f"List<{notation(item)}>"
    return spyne_type.get_type_name()


def expected(declared):
    if declared.missing is not None:
        return f"{declared.type} or {declared.missing}"
    if declared.is_day:
        return "dateTime? day" if declared.nullable else "dateTime day"
    return f"{declared.type}?" if declared.nullable and declared.type.is_value_type else str(declared.type)


def own_members(spyne_class):
    return [(name, notation(spyne_type)) for name, spyne_type in spyne_class._type_info.items()]


def classes_of_contract():
    groups = generate.group_types(CATALOGUE)
    return {
        wire_type.name: getattr(
            __import__(f"vettrak_api.contract.types_{group}", fromlist=[wire_type.name]), wire_type.name
        )
        for group, members in groups.items()
        for wire_type in members
    }


# Freshness


def test_the_committed_modules_are_what_the_generator_writes():
    stale = generate.stale_files(generate.render(CATALOGUE), generate.CONTRACT_FOLDER)
    assert stale == [], f"Run {generate.COMMAND}."


def test_no_module_is_too_long_to_read():
    for name, text in generate.render(CATALOGUE).items():
        assert text.count("\n") < 600, name


def test_check_names_stale_modules_and_what_to_run(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(generate, "CONTRACT_FOLDER", tmp_path)
    assert generate.main(["--check"]) == 1
    told = capsys.readouterr().err
    assert "vettrak_api/contract/services.py" in told
    assert generate.COMMAND in told
    assert list(tmp_path.iterdir()) == []


def test_writing_makes_the_folder_fresh(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(generate, "CONTRACT_FOLDER", tmp_path)
    (tmp_path / "types_of_old.py").write_text("", encoding="utf-8")
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    assert not (tmp_path / "types_of_old.py").exists()
    assert "42 modules" in capsys.readouterr().out


def test_a_docstring_can_not_be_broken_out_of():
    with pytest.raises(ValueError, match="docstring"):
        docstring_text('ends """ here')


# Types


def test_every_type_is_declared_with_its_own_members_in_wire_order():
    declared = {
        name: (
            spyne_class.get_type_name(),
            spyne_class.__extends__.get_type_name() if spyne_class.__extends__ else None,
            own_members(spyne_class),
        )
        for name, spyne_class in classes_of_contract().items()
    }
    assert declared == {
        wire_type.name: (
            wire_type.name,
            wire_type.base,
            [(member.name, expected(member)) for member in wire_type.fields],
        )
        for wire_type in CATALOGUE.types.values()
    }


def test_all_members_are_there_base_first():
    for name, spyne_class in classes_of_contract().items():
        flat = spyne_class.get_flat_type_info(spyne_class)
        assert list(flat) == [member.name for member in CATALOGUE.types[name].all_members()], name


def test_every_scalar_of_the_catalogue_can_be_declared():
    assert generate.DECLARED_SCALARS.keys() == SCALARS


# Operations


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_product_has_exactly_its_operations_in_order(product):
    declared = services.SERVICES[product].public_methods
    assert list(declared) == [operation.name for operation in CATALOGUE.operations_of(product)]


@pytest.mark.parametrize("operation", CATALOGUE.operations.values(), ids=lambda operation: operation.name)
def test_an_operation_is_declared_as_in_the_catalogue(operation):
    descriptor = services.DECLARED[operation.name]
    assert descriptor.name == operation.name
    assert descriptor.doc == f"{operation.purpose}."
    assert own_members(descriptor.in_message) == [
        (parameter.name, expected(parameter)) for parameter in operation.params
    ]
    assert own_members(descriptor.out_message) == [(f"{operation.name}Result", str(operation.result))]


@pytest.mark.parametrize("operation", CATALOGUE.operations.values(), ids=lambda operation: operation.name)
def test_an_operation_hands_its_values_to_the_pipeline(operation):
    calls = []

    class Context:
        class udc:  # noqa: N801
            def perform(*arguments):
                calls.append(arguments)
                return "payload"

    Context.udc.perform = staticmethod(Context.udc.perform)
    values = tuple(range(len(operation.params)))
    assert services.DECLARED[operation.name].function(Context, *values) == "payload"
    assert calls == [(Context, operation.name, values)]


def test_products_share_their_declarations():
    complete, integrate = services.CompleteService.public_methods, services.IntegrateService.public_methods
    assert all(complete[name] is descriptor for name, descriptor in integrate.items())


@pytest.mark.slow
def test_the_declarations_are_cheap_to_import():
    # 0.2 s and 6 MiB beyond Spyne when written; the limits leave room for a busy machine.
    program = """
import time, tracemalloc, vettrak_api.asmx.wire_types
tracemalloc.start()
started = time.process_time()
import vettrak_api.contract.services
print(time.process_time() - started, tracemalloc.get_traced_memory()[0] / 2**20)
"""
    output = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60
    ).stdout
    seconds, mebibytes = map(float, output.split())
    assert seconds < 3
    assert mebibytes < 40
