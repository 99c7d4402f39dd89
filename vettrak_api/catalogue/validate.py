"""Judges the catalogue's data: what must hold for the generated interface to be the one that clients know.

The checks read the plain data, so that they can tell of faults the loader would stumble over.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vettrak_api.catalogue.entities import CLIENT, FIELD_WRITERS
from vettrak_api.catalogue.growth import growth_problems
from vettrak_api.catalogue.loader import ERROR_RULE, OLD_PRODUCTS, PRODUCTS, Document, read_document, read_documents
from vettrak_api.catalogue.scopes import SCOPE_VALUES, Scope, parse_scope
from vettrak_api.catalogue.type_expressions import SCALARS, VALUE_TYPES, parse_type
from vettrak_api.catalogue.wording import wording_problems

AREAS = (
    "auth", "lms", "clients", "staff", "employers", "web_catalogue", "web_enrolments", "web_waitlists",
    "enrolments", "results", "tasks", "events", "contracts", "classes_attendance", "awards", "finance",
    "reference", "additional_data", "system", "sms",
)  # fmt: skip

AREAS_OF_EVERY_PRODUCT = frozenset({"auth", "system"})
"""Every product needs to log in and to tell its version."""

ORIGINAL_OPERATIONS = frozenset({
    "AddClientAfterCheck", "AddClientWebEnrolment", "AddEmployerWebEnrolment",
    "AddLMSClientEnrolmentToOccurrence", "AddWebEmployee", "AddWebPayment", "CreateClient",
    "DeleteWebEnrolment", "GetClientByCode", "GetClientByName", "GetEventsForClient",
    "GetLMSNewEnrolmentsForOccurrence", "GetLMSNewOccurrences", "GetLMSOccurrencesInDateRange",
    "GetWebOccurrencesForProgrammeAndDate", "GetWebProgrammeTypes", "GetWebProgrammesForDate",
    "RemoveWebEnrolment", "UpdateLMSEnrolmentStatus", "UpdateLMSOccurrenceStatus", "UpdateResult",
    "UpdateWebClient", "UpdateWebClientAVETMISS", "UpdateWebEmployee", "UpdateWebEmployeeAVETMISS",
    "UpdateWebEmployer", "UpdateWebEnrolment", "ValidateClient",
})  # fmt: skip
"""What the original product document names; its provenance mark is `seed`."""

OF_CLIENTS = "Client"
"""The entity whose fields clients may update of themselves."""

MOST_INFERRED_OPERATIONS = 25
"""An interface of guesses is worth nothing: no more operations than this may be of our own naming."""

_SOURCES = frozenset({"documented", "observed", "inferred"})
_MIXED_SOURCES = _SOURCES | {"partly-inferred"}
_FIRM_SOURCES = frozenset({"documented", "inferred"})
OPERATION_SOURCES: Mapping[str, frozenset[str]] = {
    "name": _SOURCES | {"seed"},
    "params": _MIXED_SOURCES,
    "result": _MIXED_SOURCES,
    "rules": _MIXED_SOURCES,
    "security": _FIRM_SOURCES,
    "scope": _FIRM_SOURCES,
    "feature": _FIRM_SOURCES,
}
"""Per aspect of an operation, where its facts may come from; only restricted operations have a scope."""

_MAY_BE_NULL = frozenset({"base", "feature"})
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_OPERATION_NAME = re.compile(r"[A-Z]\w*")
_BARE_RESULTS = frozenset({"string", "int", "TAuthenticate", "QueryResult"})
_TOKEN_NAMES = frozenset({"token", "sToken"})


@dataclass(frozen=True, slots=True)
class _Interface:
    """Both documents with their entries by name."""

    head: Document
    operations: Sequence[Document]
    types: Mapping[str, Document]


class InvalidCatalogue(ValueError):
    """The catalogue's data is not fit to generate an interface from; the message lists why."""


def main() -> int:
    """Print every problem, or the counts when there is none."""
    operations, types = read_documents()
    problems = find_problems(operations, types)
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    if not problems:
        sys.stdout.write(describe(operations, types))
    return 1 if problems else 0


def require_valid(operations: Document, types: Document) -> None:
    """Raise InvalidCatalogue with every problem, one a line."""
    if problems := find_problems(operations, types):
        raise InvalidCatalogue("\n".join(problems))


def find_problems(operations: Document, types: Document) -> list[str]:
    """Check the content of operations.json and types.json; an empty list is good news."""
    interface = _Interface(operations, operations["operations"], {entry["name"]: entry for entry in types["types"]})
    problems = [
        *_nulls(operations, "operations.json"),
        *_nulls(types, "types.json"),
        *_repeated("type", [entry["name"] for entry in types["types"]]),
        *_head(interface),
        *_entities(operations["additional_data"]["entities"]),
        *(problem for entry in interface.types.values() for problem in _type(entry, interface.types)),
        *(problem for entry in interface.operations for problem in _operation(entry, interface)),
    ]
    # A broken reference would make these two stumble over what is already said.
    problems = problems or [*_usage(interface), *_original_operations(interface)]
    return [*problems, *wording_problems(operations, types, read_document("code_lists.json"))]


def describe(operations: Document, types: Document) -> str:
    """Count what the catalogue holds."""
    entries = operations["operations"]
    members = sum(len(entry["fields"]) for entry in types["types"])
    errors = sum(bool(ERROR_RULE.fullmatch(rule)) for entry in entries for rule in entry["rules"])
    counted = {
        "areas": Counter(entry["area"] for entry in entries),
        "products": Counter(product for entry in entries for product in entry["products"]),
        "security": Counter(entry["security"] for entry in entries),
        "writing": Counter("yes" if entry["writes"] else "no" for entry in entries),
        "named by": Counter(entry["provenance"]["name"] for entry in entries),
    }
    lines = [f"{what}: {', '.join(f'{key} {n}' for key, n in counts.items())}\n" for what, counts in counted.items()]
    total = f"{len(entries)} operations, {len(types['types'])} types, {members} members, {errors} error rules\n"
    return total + "".join(lines)


# The whole


def _nulls(value: Any, path: str) -> Iterator[str]:
    """Null says nothing: only a missing base or feature is written that way."""
    if value is None and path.rpartition("/")[2] not in _MAY_BE_NULL:
        yield f"{path} is null"
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _nulls(item, f"{path}/{key}")


def _repeated(what: str, names: Sequence[str]) -> Iterator[str]:
    for name, count in Counter(names).items():
        if count > 1:
            yield f"{what} {name} stands {count} times"


def _head(interface: _Interface) -> Iterator[str]:
    for product in PRODUCTS:
        if not interface.head["namespace"].get(product, "").endswith(f"/{product}"):
            yield f"product {product}: its namespace does not end with its name"
        if not interface.head["endpoints"].get(product, "").endswith(".asmx"):
            yield f"product {product}: its endpoint is no .asmx page"
    if set(interface.head["scopes"]) != set(SCOPE_VALUES) or not all(interface.head["scopes"].values()):
        yield f"scopes: not a meaning for each of {', '.join(SCOPE_VALUES)}"
    yield from _repeated("operation", [entry["name"] for entry in interface.operations])
    order = [(entry["area"], entry["name"]) for entry in interface.operations]
    if order != sorted(order):
        yield "operations are not sorted by area and name"


def _entities(entities: Mapping[str, Document]) -> Iterator[str]:
    """Every field must say who writes it: what nobody thought of is not the client's to change."""
    for name, entity in entities.items():
        yield from _repeated("field", [f"{name}.{field['name']}" for field in entity["fields"]])
        for field in entity["fields"]:
            if field.get("writer") not in FIELD_WRITERS:
                yield f"{name}.{field['name']}: its writer is none of {', '.join(FIELD_WRITERS)}"
            elif field["writer"] == CLIENT and name != OF_CLIENTS:
                yield f"{name}.{field['name']}: clients have fields of entity {OF_CLIENTS} alone"


# Types


def _type(entry: Document, types: Mapping[str, Document]) -> Iterator[str]:
    name = entry["name"]
    if entry["base"] is not None and entry["base"] not in types:
        yield f"{name}: unknown base {entry['base']}"
    if not entry["fields"] or not entry["note"]:
        yield f"{name}: has no members or no note"
    yield from _inheritance(name, types)
    if name == "QueryResult" or (name.startswith("TAuth") and name != "TAuthenticate"):
        yield from _wrapper(entry)
    for field in entry["fields"]:
        yield from _member(f"{name}.{field['name']}", field, types)


def _inheritance(name: str, types: Mapping[str, Document]) -> Iterator[str]:
    line = _ancestry(name, types)
    if line[-1] in line[:-1]:
        yield f"{name}: inherits from itself"
        return
    members = [field["name"] for ancestor in line for field in types[ancestor]["fields"]]
    yield from _repeated(f"{name}: member", members)


def _ancestry(name: str, types: Mapping[str, Document]) -> list[str]:
    """List a type and its bases; where they go in a circle, the last one stands twice."""
    line = [name]
    while (base := types[line[-1]]["base"]) in types:
        line.append(base)
        if base in line[:-1]:
            break
    return line


def _wrapper(entry: Document) -> Iterator[str]:
    """A wrapper carries the outcome of the call first, and something beside it."""
    if [(field["name"], field["type"]) for field in entry["fields"][:1]] != [("Auth", "TAuthenticate")]:
        yield f"{entry['name']}: does not start with Auth"
    if entry["base"] is not None or len(entry["fields"]) < 2:
        yield f"{entry['name']}: is no wrapper of a payload"


def _member(where: str, field: Document, types: Mapping[str, Document]) -> Iterator[str]:
    if not _IDENTIFIER.fullmatch(field["name"]):
        yield f"{where}: not a name"
    if not _resolves(field["type"], types):
        yield f"{where}: unknown type {field['type']}"
    if field["when_null"] not in {"absent", "nil"}:
        yield f"{where}: when_null is missing"
    if not isinstance(field["nullable"], bool) or not (field["nullable"] or field["type"] in VALUE_TYPES):
        yield f"{where}: only value types can be not nullable"
    if field["provenance"] not in _SOURCES:
        yield f"{where}: unknown provenance {field['provenance']}"
    yield from _longest(where, field)
    yield from _meaning_of_value(where, field)


def _longest(where: str, entry: Document) -> Iterator[str]:
    longest = entry.get("max")
    if longest is not None and (entry["type"] != "string" or not isinstance(longest, int) or longest < 1):
        yield f"{where}: max is no number of characters of a text"


def _meaning_of_value(where: str, entry: Document) -> Iterator[str]:
    if entry.get("day", False) is not False and (entry["day"] is not True or entry["type"] != "dateTime"):
        yield f"{where}: day is true, for a dateTime"
    missing = entry.get("missing")
    if missing is not None and (entry["type"] != "int" or entry["nullable"] or not isinstance(missing, int)):
        yield f"{where}: missing is what an int that can not be null is when nobody sends it"


def _resolves(notation: str, types: Mapping[str, Document]) -> bool:
    try:
        name = parse_type(notation).name
    except ValueError:
        return False
    return name in SCALARS or name in types


# Operations


def _operation(entry: Document, interface: _Interface) -> Iterator[str]:
    name = entry["name"]
    if not _OPERATION_NAME.fullmatch(name) or entry["area"] not in AREAS:
        yield f"{name}: bad name or unknown area {entry['area']}"
    if not entry["purpose"] or not entry["rules"] or not isinstance(entry["writes"], bool):
        yield f"{name}: purpose, rules or writes is missing"
    yield from _products(entry)
    yield from _security(entry, interface.head)
    yield from _scopes(entry, interface)
    yield from _parameters(entry, interface.types)
    yield from _result(entry, interface.types)
    yield from _rules(entry)
    yield from growth_problems(entry, interface.head["growth"], interface.types)
    yield from _provenance(entry)


def _products(entry: Document) -> Iterator[str]:
    products = entry["products"]
    if not set(products) <= set(OLD_PRODUCTS):
        yield f"{entry['name']}: unknown product among {products}"
    yield from _repeated(f"{entry['name']}: product", products)
    if entry["area"] in AREAS_OF_EVERY_PRODUCT and set(products) != set(OLD_PRODUCTS):
        yield f"{entry['name']}: the area {entry['area']} belongs to every product"


def _security(entry: Document, head: Document) -> Iterator[str]:
    name = entry["name"]
    if entry["security"] not in head["security_levels"]:
        yield f"{name}: unknown security level {entry['security']}"
    if entry["feature"] is not None and entry["feature"] not in head["features"]:
        yield f"{name}: unknown feature {entry['feature']}"
    starts_with_token = bool(entry["params"]) and entry["params"][0]["name"] in _TOKEN_NAMES
    if starts_with_token == (entry["security"] == "public"):
        yield f"{name}: all operations but the public ones start with the token"


def _scopes(entry: Document, interface: _Interface) -> Iterator[str]:
    """A restricted operation says which records may be named, and by what; no other operation does."""
    if bool(entry.get("scope")) != (entry["security"] == "restricted"):
        yield f"{entry['name']}: restricted operations, and they alone, have a scope"
    for scope in parse_scope(entry.get("scope", {})):
        where = f"{entry['name']}: scope {scope.kind}"
        if scope.kind not in SCOPE_VALUES:
            yield f"{where}: unknown kind"
        elif (found := _type_of_place(scope, entry, interface.types)) != SCOPE_VALUES[scope.kind]:
            yield f"{where}: {scope.place} is {found or 'unknown'}, not {SCOPE_VALUES[scope.kind]}"


def _type_of_place(scope: Scope, entry: Document, types: Mapping[str, Document]) -> str:
    """Return the type of the parameter or member that names a record; blank when there is no such place."""
    found: str = {parameter["name"]: parameter["type"] for parameter in entry["params"][1:]}.get(scope.parameter, "")
    if scope.member is None:
        return found
    if found not in types:
        return ""
    members: dict[str, str] = {
        field["name"]: field["type"] for name in _ancestry(found, types) for field in types[name]["fields"]
    }
    return members.get(scope.member, "")


def _parameters(entry: Document, types: Mapping[str, Document]) -> Iterator[str]:
    aliases = [alias for parameter in entry["params"] for alias in parameter.get("aliases", ())]
    names = [parameter["name"] for parameter in entry["params"]]
    yield from _repeated(f"{entry['name']}: parameter or alias", names + aliases)
    if aliases and entry["provenance"].get("params") == "observed":
        yield f"{entry['name']}: an observed name needs no alias"
    for parameter in entry["params"]:
        where = f"{entry['name']}({parameter['name']})"
        if not _resolves(parameter["type"], types):
            yield f"{where}: unknown type {parameter['type']}"
        if not isinstance(parameter["nullable"], bool):
            yield f"{where}: nullable is not true or false"
        yield from _longest(where, parameter)
        yield from _meaning_of_value(where, parameter)


def _result(entry: Document, types: Mapping[str, Document]) -> Iterator[str]:
    result = entry["result"]
    if result not in types and result not in SCALARS:
        yield f"{entry['name']}: unknown result {result}"
    if result not in _BARE_RESULTS and not result.startswith("TAuth"):
        yield f"{entry['name']}: the result {result} does not tell the outcome"


def _rules(entry: Document) -> Iterator[str]:
    for rule in entry["rules"]:
        if "ERR" in rule and not ERROR_RULE.fullmatch(rule):
            yield f"{entry['name']}: malformed error rule: {rule}"


def _provenance(entry: Document) -> Iterator[str]:
    aspects = [aspect for aspect in OPERATION_SOURCES if aspect != "scope" or "scope" in entry]
    if set(entry["provenance"]) != set(aspects):
        yield f"{entry['name']}: provenance is not told for exactly {', '.join(aspects)}"
    for aspect, source in entry["provenance"].items():
        if source not in OPERATION_SOURCES.get(aspect, ()):
            yield f"{entry['name']}: unknown provenance {source} of {aspect}"


# Across both files


def _usage(interface: _Interface) -> Iterator[str]:
    """Every type says which operations need it, directly or through another type."""
    users: dict[str, list[str]] = {name: [] for name in interface.types}
    for entry in interface.operations:
        taken = [parameter["type"] for parameter in entry["params"]]
        for name in _reached([entry["result"], *taken], interface.types):
            users[name].append(entry["name"])
    for name, entry in interface.types.items():
        if not users[name] or entry["used_by"] != sorted(users[name]):
            yield f"{name}: used_by is wrong or empty"


def _reached(notations: Sequence[str], types: Mapping[str, Document]) -> set[str]:
    """Follow members and bases to every type that values of these types may need."""
    reached: set[str] = set()
    waiting = [parse_type(notation).name for notation in notations]
    while waiting:
        name = waiting.pop()
        if name in types and name not in reached:
            reached.add(name)
            waiting += [parse_type(field["type"]).name for field in types[name]["fields"]]
            waiting += [types[name]["base"]] if types[name]["base"] else []
    return reached


def _original_operations(interface: _Interface) -> Iterator[str]:
    by_source = {entry["name"]: entry["provenance"]["name"] for entry in interface.operations}
    marked = {name for name, source in by_source.items() if source == "seed"}
    for name in sorted(marked ^ ORIGINAL_OPERATIONS):
        yield f"{name}: provenance `seed` is for the operations of the original document, and all of them"
    inferred = sum(source == "inferred" for source in by_source.values())
    if inferred > MOST_INFERRED_OPERATIONS:
        yield f"{inferred} operations have inferred names, more than {MOST_INFERRED_OPERATIONS}"


if __name__ == "__main__":
    sys.exit(main())
