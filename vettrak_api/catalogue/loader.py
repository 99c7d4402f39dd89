"""Reads the two catalogue files into frozen, typed records.

The loader trusts the data; `vettrak_api.catalogue.validate` is the judge of it.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from vettrak_api.catalogue.scopes import Scope, parse_scope, scope_sentence
from vettrak_api.catalogue.type_expressions import TypeExpression, parse_type

COMPLETE = "complete"
"""The product that exposes every operation, at /VT_API.asmx."""

OLD_PRODUCTS = ("integrate", "enrol", "portals")
"""The three partial products, in the order in which the interface lists them."""

PRODUCTS = (COMPLETE, *OLD_PRODUCTS)

ERROR_RULE = re.compile(r'ERR (?P<status>-?\d) "(?P<message>[^"]+)": (?P<condition>.+)\.', re.DOTALL)
"""How an operation's rules state one business error."""

CLIENT, RTO, ROLE, NOBODY = "client", "rto", "role", "nobody"
FIELD_WRITERS = (CLIENT, RTO, ROLE, NOBODY)
"""Who updates a field of the additional data: clients of themselves as well, the API role alone, or nobody."""

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StatusCode:
    """A value of TAuthenticate.Status and the name that the interface's documents give it."""

    name: str
    value: int
    meaning: str


@dataclass(frozen=True, slots=True)
class CommonRule:
    """A rule that holds for every operation, such as R-TOKEN."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ErrorRule:
    """A business error of one operation; `<...>` in the message is filled in at run time."""

    status: int
    message: str
    condition: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter, in wire order.

    Aliases are other spellings to accept: the published name is a guess where there are any. `longest`: how many
    characters the text may have; None where the catalogue sets no limit. Of a dateTime that `is_day` the day alone
    counts. `missing` is what a number that nobody sends is, where that is not 0.
    """

    name: str
    type: TypeExpression
    nullable: bool
    aliases: tuple[str, ...] = ()
    longest: int | None = None
    is_day: bool = False
    missing: int | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the interface; `result` is `string`, `int` or the name of a wire type.

    `scope` lists the records that a caller without the API role may name, as alternatives; restricted ones have one.
    """

    name: str
    area: str
    products: tuple[str, ...]
    params: tuple[Parameter, ...]
    result: TypeExpression
    security: str
    scope: tuple[Scope, ...]
    feature: str | None
    purpose: str
    rules: tuple[str, ...]
    errors: tuple[ErrorRule, ...]
    writes: bool
    provenance: Mapping[str, str]

    @property
    def aliases(self) -> dict[str, str]:
        """Lead from every other accepted spelling of a parameter to its published name."""
        return {alias: parameter.name for parameter in self.params for alias in parameter.aliases}

    def belongs_to(self, product: str) -> bool:
        """Every operation is part of the complete product."""
        return product == COMPLETE or product in self.products


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a wire type; `when_null` is `absent` or `nil`, the rest as with a parameter."""

    name: str
    type: TypeExpression
    nullable: bool
    when_null: str
    meaning: str
    provenance: str
    longest: int | None = None
    is_day: bool = False
    missing: int | None = None

    @property
    def description(self) -> str:
        """What the member means, and how long its text may be."""
        return f"{self.meaning}, max {self.longest}" if self.longest else self.meaning


@dataclass(frozen=True, slots=True)
class WireType:
    """A complex type that an operation takes or returns; `fields` are its own members only."""

    name: str
    base: str | None
    fields: tuple[Member, ...]
    note: str
    used_by: tuple[str, ...]
    parent: "WireType | None" = None

    def all_members(self) -> tuple[Member, ...]:
        """List inherited members first, as they stand on the wire."""
        inherited = self.parent.all_members() if self.parent else ()
        return inherited + self.fields


@dataclass(frozen=True, slots=True)
class EntityField:
    """A column of an additional-data entity; types are String, Integer, Decimal, Date and DateTime.

    writer: on whose behalf it may be updated, one of FIELD_WRITERS: the client's; the RTO's, by a caller with the API
    role or by a web record that is processed; the role's alone, never by a web record; nobody's.
    """

    name: str
    type: str
    writer: str
    meaning: str
    provenance: str
    max_length: int | None

    @property
    def updateable(self) -> bool:
        """Whether anybody may update it."""
        return self.writer != NOBODY


@dataclass(frozen=True, slots=True)
class Entity:
    """What QueryAdditionalData can be asked about; `key` is the field that identifies a record."""

    name: str
    key: str
    fields: tuple[EntityField, ...]


@dataclass(frozen=True, slots=True)
class AdditionalData:
    """The vocabulary of QueryAdditionalData and the other additional-data operations."""

    note: str
    operators: tuple[str, ...]
    sort_orders: tuple[str, ...]
    aggregates: tuple[str, ...]
    options: tuple[str, ...]
    updates: Mapping[str, str]
    """The entity whose fields an operation updates, by operation."""
    entities: Mapping[str, Entity]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole interface; the mappings keep the order of the files."""

    namespaces: Mapping[str, str]
    endpoints: Mapping[str, str]
    status_codes: Mapping[str, StatusCode]
    token_types: Mapping[str, str]
    security_levels: Mapping[str, str]
    scopes: Mapping[str, str]
    features: tuple[str, ...]
    common_rules: tuple[CommonRule, ...]
    additional_data: AdditionalData
    operations: Mapping[str, Operation]
    types: Mapping[str, WireType]

    def operations_of(self, product: str) -> tuple[Operation, ...]:
        """List a product's operations in the catalogue's order: by area, then by name."""
        return tuple(operation for operation in self.operations.values() if operation.belongs_to(product))

    def scope_of(self, operation: Operation) -> str:
        """Say which records a caller without the API role may name in a restricted operation; blank for others."""
        return scope_sentence(operation.scope, self.scopes)

    @property
    def areas(self) -> tuple[str, ...]:
        """List the areas in the catalogue's order."""
        return tuple(dict.fromkeys(operation.area for operation in self.operations.values()))


@cache
def load_catalogue() -> Catalogue:
    """Read the packaged files once per process."""
    return build_catalogue(*read_documents())


def read_documents() -> tuple[Document, Document]:
    """Return the packaged operations.json and types.json as plain data."""
    folder = files("vettrak_api.catalogue")
    operations, types = (
        json.loads(folder.joinpath(name).read_text(encoding="utf-8")) for name in ("operations.json", "types.json")
    )
    return operations, types


def build_catalogue(operations: Document, types: Document) -> Catalogue:
    """Turn the plain data of the two files into records."""
    return Catalogue(
        namespaces=MappingProxyType(operations["namespace"]),
        endpoints=MappingProxyType(operations["endpoints"]),
        status_codes=MappingProxyType(
            {name: StatusCode(name=name, **entry) for name, entry in operations["status_codes"].items()}
        ),
        token_types=MappingProxyType(operations["token_types"]),
        security_levels=MappingProxyType(operations["security_levels"]),
        scopes=MappingProxyType(operations["scopes"]),
        features=tuple(operations["features"]),
        common_rules=tuple(CommonRule(entry["id"], entry["rule"]) for entry in operations["common_rules"]),
        additional_data=_additional_data(operations["additional_data"]),
        operations=MappingProxyType({entry["name"]: _operation(entry) for entry in operations["operations"]}),
        types=MappingProxyType(_wire_types(types["types"])),
    )


def parse_errors(rules: Iterable[str]) -> tuple[ErrorRule, ...]:
    """Pick the rules that state an error; prose is passed over."""
    matches = (ERROR_RULE.fullmatch(rule) for rule in rules)
    return tuple(ErrorRule(int(match["status"]), match["message"], match["condition"]) for match in matches if match)


def _operation(entry: Document) -> Operation:
    return Operation(
        name=entry["name"],
        area=entry["area"],
        products=tuple(entry["products"]),
        params=tuple(_parameter(parameter) for parameter in entry["params"]),
        result=parse_type(entry["result"]),
        security=entry["security"],
        scope=parse_scope(entry.get("scope", {})),
        feature=entry["feature"],
        purpose=entry["purpose"],
        rules=tuple(rule for rule in entry["rules"] if not ERROR_RULE.fullmatch(rule)),
        errors=parse_errors(entry["rules"]),
        writes=entry["writes"],
        provenance=MappingProxyType(entry["provenance"]),
    )


def _parameter(entry: Document) -> Parameter:
    return Parameter(
        name=entry["name"],
        type=parse_type(entry["type"]),
        nullable=entry["nullable"],
        aliases=tuple(entry.get("aliases", ())),
        longest=entry.get("max"),
        is_day=entry.get("day", False),
        missing=entry.get("missing"),
    )


def _wire_types(entries: list[Document]) -> dict[str, WireType]:
    by_name = {entry["name"]: entry for entry in entries}
    built: dict[str, WireType] = {}

    def build(name: str) -> WireType:
        if name not in built:
            entry = by_name[name]
            parent = build(entry["base"]) if entry["base"] else None
            built[name] = _wire_type(entry, parent)
        return built[name]

    return {name: build(name) for name in by_name}


def _wire_type(entry: Document, parent: WireType | None) -> WireType:
    return WireType(
        name=entry["name"],
        base=entry["base"],
        fields=tuple(_member(field) for field in entry["fields"]),
        note=entry["note"],
        used_by=tuple(entry["used_by"]),
        parent=parent,
    )


def _member(entry: Document) -> Member:
    return Member(
        name=entry["name"],
        type=parse_type(entry["type"]),
        nullable=entry["nullable"],
        when_null=entry["when_null"],
        meaning=entry["meaning"],
        provenance=entry["provenance"],
        longest=entry.get("max"),
        is_day=entry.get("day", False),
        missing=entry.get("missing"),
    )


def _additional_data(entry: Document) -> AdditionalData:
    return AdditionalData(
        note=entry["note"],
        operators=tuple(entry["operators"]),
        sort_orders=tuple(entry["sort_orders"]),
        aggregates=tuple(entry["aggregates"]),
        options=tuple(entry["options"]),
        updates=MappingProxyType(entry["updates"]),
        entities=MappingProxyType({name: _entity(name, body) for name, body in entry["entities"].items()}),
    )


def _entity(name: str, entry: Document) -> Entity:
    return Entity(name, entry["key"], tuple(_entity_field(field) for field in entry["fields"]))


def _entity_field(entry: Document) -> EntityField:
    return EntityField(
        name=entry["name"],
        type=entry["type"],
        writer=entry["writer"],
        meaning=entry["meaning"],
        provenance=entry["provenance"],
        max_length=entry.get("max_length"),
    )
