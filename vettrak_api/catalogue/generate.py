"""Writes `vettrak_api/contract/` from the catalogue: wire types, Spyne services, and parameters for type checkers.

A wire type that only one area uses stands in that area's module, every other one in `types_common`.
Whatever a type refers to is used at least as widely as itself, so an area's module needs `types_common`
and nothing of another area, and no import goes in circles.
"""

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from vettrak_api.catalogue.generate_parameters import parameters_module
from vettrak_api.catalogue.loader import PRODUCTS, Catalogue, Member, Operation, Parameter, WireType, load_catalogue
from vettrak_api.catalogue.python_source import (
    COMMAND,
    LINE_LENGTH,
    call_of,
    docstring,
    docstring_text,
    member_lines,
    module,
)
from vettrak_api.catalogue.references import referred, referred_first
from vettrak_api.catalogue.type_expressions import TypeExpression

CONTRACT_FOLDER = Path(__file__).resolve().parent.parent / "contract"
COMMON = "common"

DECLARED_SCALARS = {
    "base64Binary": "Base64",
    "boolean": "Boolean",
    "dateTime": "DateTime",
    "decimal": "Money",
    "int": "Int",
    "long": "Long",
    "string": "String",
}
"""The names under which `vettrak_api.asmx.wire_types` offers the scalars of the catalogue."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the package, or with --check fail when the committed one is not what would be written."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file is stale")
    check = parser.parse_args(arguments).check
    modules = render(load_catalogue())
    stale = stale_files(modules, CONTRACT_FOLDER)
    if check:
        return _report_stale(stale)
    write(modules, CONTRACT_FOLDER)
    sys.stdout.write(f"{len(modules)} modules in vettrak_api/contract, {len(stale)} of them changed.\n")
    return 0


def _report_stale(stale: Sequence[str]) -> int:
    if not stale:
        return 0
    listing = "".join(f"  vettrak_api/contract/{name}\n" for name in stale)
    sys.stderr.write(f"Not as the catalogue has it:\n{listing}Run: {COMMAND}\n")
    return 1


def write(modules: Mapping[str, str], folder: Path) -> None:
    """Make the folder hold exactly these modules; line ends are the same on every system."""
    folder.mkdir(exist_ok=True)
    for name in stale_files(modules, folder):
        if name in modules:
            (folder / name).write_text(modules[name], encoding="utf-8", newline="\n")
        else:
            (folder / name).unlink()


def stale_files(modules: Mapping[str, str], folder: Path) -> list[str]:
    """Name the modules that differ, are missing or should not be there."""
    present = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.py")}
    return sorted(name for name in modules.keys() | present.keys() if modules.get(name) != present.get(name))


def render(catalogue: Catalogue) -> dict[str, str]:
    """Return file name and text of every module of the package."""
    groups = group_types(catalogue)
    home = {wire_type.name: group for group, members in groups.items() for wire_type in members}
    modules = {"__init__.py": module("The interface as Spyne declarations.", [])}
    for group, members in groups.items():
        modules[f"types_{group}.py"] = _types_module(group, members, home)
    for area in catalogue.areas:
        operations = [operation for operation in catalogue.operations.values() if operation.area == area]
        modules[f"operations_{area}.py"] = _operations_module(area, operations, home)
    modules["services.py"] = _services_module(catalogue)
    modules["parameters.py"] = parameters_module(catalogue)
    return modules


# Which type stands where


def group_types(catalogue: Catalogue) -> dict[str, list[WireType]]:
    """Assign every type to an area or to `common`; within a group, referred types come first."""
    groups: dict[str, list[WireType]] = {group: [] for group in (COMMON, *catalogue.areas)}
    for name in referred_first(catalogue.types):
        wire_type = catalogue.types[name]
        areas = {catalogue.operations[operation].area for operation in wire_type.used_by}
        groups[areas.pop() if len(areas) == 1 else COMMON].append(wire_type)
    return {group: members for group, members in groups.items() if members}


# Types


def _types_module(group: str, members: Sequence[WireType], home: Mapping[str, str]) -> str:
    expressions = [declared_part(member) for wire_type in members for member in wire_type.fields]
    imported = {name for wire_type in members for name in referred(wire_type) if home.get(name, group) != group}
    bases = [] if all(wire_type.base for wire_type in members) else ["ComplexModel"]
    title = "Wire types that several areas use." if group == COMMON else f"Wire types of the area {group}."
    return module(
        title,
        [
            *_imports([*_declared_names(expressions), *bases], imported, home),
            *("\n\n" + _class(wire_type) for wire_type in members),
        ],
    )


def _class(wire_type: WireType) -> str:
    own = [member for member in wire_type.fields if member.type.name != wire_type.name]
    return "\n".join(
        [
            f"class {wire_type.name}({wire_type.base or 'ComplexModel'}):",
            *docstring(wire_type.meaning),
            "",
            f'    __type_name__ = "{wire_type.name}"',
            *([""] if own else []),
            *(line for member in own for line in _member(member)),
            *_members_of_its_own_type(wire_type),
        ]
    )


def _member(member: Member) -> list[str]:
    declaration = f"    {member.name} = {declared_part(member)}"
    return member_lines(declaration, member.description)


def _members_of_its_own_type(wire_type: WireType) -> list[str]:
    """Put these in their place after the class, which can not name itself in its own body."""
    lines = [
        f'{wire_type.name}.insert_field({position}, "{member.name}", {declared_part(member)})  # {member.description}'
        for position, member in enumerate(wire_type.fields)
        if member.type.name == wire_type.name
    ]
    return ["", "", *lines] if lines else []


def declared_part(part: Parameter | Member) -> str:
    """Return the declaration of a parameter or member as Python source."""
    if part.is_day:
        return "NullableDay" if part.nullable else "Day"
    if part.missing is not None:
        return f"IntOr({part.missing})"
    return declared_type(part.type, nullable=part.nullable)


def declared_type(expression: TypeExpression, *, nullable: bool) -> str:
    """Return the declaration of a result or an item as Python source."""
    if expression.is_list:
        return f"ListOf({declared_type(expression.item, nullable=False)})"
    name = DECLARED_SCALARS.get(expression.name, expression.name)
    return f"Nullable{name}" if nullable and expression.is_value_type else name


# Operations


def _operations_module(area: str, operations: Sequence[Operation], home: Mapping[str, str]) -> str:
    expressions = [expression for operation in operations for expression in _signature(operation)]
    referred = {
        expression.name
        for operation in operations
        for expression in (operation.result, *(parameter.type for parameter in operation.params))
    }
    return module(
        f"Operations of the area {area}.",
        [
            *_imports([*_declared_names(expressions), "ServiceBase", "rpc"], referred & home.keys(), home),
            "",
            "",
            f"class {area_class(area)}(ServiceBase):",
            f'    """Every operation of the area {area}, whichever product exposes it."""',
            *(_operation(operation) for operation in operations),
        ],
    )


def area_class(area: str) -> str:
    """Return the name of an area's service class: `web_catalogue` has `WebCatalogueOperations`."""
    return "".join(word.capitalize() for word in area.split("_")) + "Operations"


def _signature(operation: Operation) -> list[str]:
    """List the declared parameter types and, last, the result."""
    parameters = [declared_part(parameter) for parameter in operation.params]
    return [*parameters, declared_type(operation.result, nullable=False)]


def _operation(operation: Operation) -> str:
    *types, result = _signature(operation)
    names = [parameter.name for parameter in operation.params]
    return "\n".join(
        [
            "",
            *call_of("    @rpc(", [*types, f"_returns={result}"], ")"),
            *call_of(f"    def {operation.name}(", ["ctx", *names], "):"),
            f'        """{docstring_text(operation.purpose)}."""',
            *_perform(operation.name, names),
        ]
    )


def _perform(operation: str, names: Sequence[str]) -> list[str]:
    tuple_of_one = "," if len(names) == 1 else ""
    line = f'        return ctx.udc.perform(ctx, "{operation}", ({", ".join(names)}{tuple_of_one}))'
    if len(line) <= LINE_LENGTH:
        return [line]
    nested = " " * 12
    return [
        "        return ctx.udc.perform(",
        f"{nested}ctx,",
        f'{nested}"{operation}",',
        *call_of(f"{nested}(", names, "),"),
        "        )",
    ]


# Services


def _services_module(catalogue: Catalogue) -> str:
    areas = catalogue.areas
    imports = [f"from vettrak_api.contract.operations_{area} import {area_class(area)}" for area in sorted(areas)]
    return module(
        "The service behind each endpoint: the declared operations that its product exposes, in order.",
        [
            "from vettrak_api.asmx.wire_types import ServiceBase",
            *imports,
            "",
            "DECLARED = {",
            "    name: descriptor",
            *call_of("    for area in (", [area_class(area) for area in areas], ")"),
            "    for name, descriptor in area.public_methods.items()",
            "}",
            *(_service(catalogue, product) for product in PRODUCTS),
            "",
            "",
            "SERVICES = {",
            *(f'    "{product}": {service_class(product)},' for product in PRODUCTS),
            "}",
        ],
    )


def service_class(product: str) -> str:
    """Return the name of a product's service class, such as `IntegrateService`."""
    return f"{product.capitalize()}Service"


def _service(catalogue: Catalogue, product: str) -> str:
    name = service_class(product)
    operations = catalogue.operations_of(product)
    return "\n".join(
        [
            "",
            "",
            f"class {name}(ServiceBase):",
            f'    """{len(operations)} operations, at {catalogue.endpoints[product]}."""',
            "",
            "",
            f"{name}.public_methods = {{",
            "    name: DECLARED[name]",
            *call_of("    for name in (", [f'"{operation.name}"' for operation in operations], ")"),
            "}",
        ]
    )


# Imports


def _imports(declared: Iterable[str], referred: Iterable[str], home: Mapping[str, str]) -> list[str]:
    """Import from the wire layer's declarations and from the modules of the types referred to."""
    by_module: dict[str, set[str]] = {"vettrak_api.asmx.wire_types": set(declared)}
    for name in referred:
        by_module.setdefault(f"vettrak_api.contract.types_{home[name]}", set()).add(name)
    return [line for module, names in sorted(by_module.items()) if names for line in _import(module, sorted(names))]


def _import(home: str, names: Sequence[str]) -> list[str]:
    line = f"from {home} import {', '.join(names)}"
    return [line] if len(line) <= LINE_LENGTH else call_of(f"from {home} import (", names, ")")


def _declared_names(expressions: Iterable[str]) -> set[str]:
    """Pick from declarations what the wire layer offers: scalars and ListOf."""
    words = {word for expression in expressions for word in expression.rstrip(")").split("(")}
    offered = {
        *DECLARED_SCALARS.values(),
        *(f"Nullable{name}" for name in DECLARED_SCALARS.values()),
        "Day",
        "IntOr",
        "ListOf",
        "NullableDay",
    }
    return words & offered


if __name__ == "__main__":
    sys.exit(main())
