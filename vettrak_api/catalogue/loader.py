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

from vettrak_api.catalogue.code_lists import CodeList, build_code_lists
from vettrak_api.catalogue.entities import AdditionalData, parse_additional_data
from vettrak_api.catalogue.growth import growth_sentence
from vettrak_api.catalogue.scopes import Scope, parse_scope, scope_sentence
from vettrak_api.catalogue.type_expressions import TypeExpression, parse_type

COMPLETE = "complete"
"""The product that exposes every operation, at /VT_API.asmx."""

OLD_PRODUCTS = ("integrate", "enrol", "portals")
"""The three partial products, in the order in which the interface lists them."""

PRODUCTS = (COMPLETE, *OLD_PRODUCTS)

ERROR_RULE = re.compile(r'ERR (?P<status>-?\d) "(?P<message>[^"]+)": (?P<condition>.+)\.', re.DOTALL)
"""How an operation's rules state one business error."""

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StatusCode:
    """A value of TAuthenticate.Status and the name that the interface's documents give it.

    `remedy` says what a client program should do about it.
    """

    name: str
    value: int
    meaning: str
    remedy: str


@dataclass(frozen=True, slots=True)
class CommonRule:
    """A rule that several operations share, such as R-TOKEN.

    `text` is the rule as those read it who build the server; `sentence` says the same to those who call it, under
    `title`; `slug` is its name in addresses. What holds `everywhere` is not repeated with each operation.
    """

    id: str
    slug: str
    title: str
    sentence: str
    text: str
    everywhere: bool


@dataclass(frozen=True, slots=True)
class ErrorRule:
    """A business error of one operation; `<...>` in the message is filled in at run time.

    `remedy` says what whoever meets it should do.
    """

    status: int
    message: str
    condition: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter, in wire order.

    Aliases are other spellings to accept: the published name is a guess where there are any. `longest`: how many
    characters the text may have; None where the catalogue sets no limit. Of a dateTime that `is_day` the day alone
    counts. `missing` is what a number that nobody sends is, where that is not 0.

    `omitted` says what happens when it is left out, `codes` names the code list that its values come from, `sample` is
    a believable value as text (a list of them for a list; None where the value is an object). `source` is where its
    name and type are known from: documented, observed, inferred, or partly-inferred where the list of parameters is.
    """

    name: str
    type: TypeExpression
    nullable: bool
    meaning: str
    omitted: str
    source: str
    aliases: tuple[str, ...] = ()
    longest: int | None = None
    is_day: bool = False
    missing: int | None = None
    codes: str | None = None
    sample: str | list[str] | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the interface; `result` is `string`, `int` or the name of a wire type.

    `scope` lists the records that a caller without the API role may name, as alternatives; restricted ones have one.
    `rules` are sentences for those who call it, `shared` the rules that it has in common with others, without those
    that hold everywhere; `notes` are for those who build it. `growth` says with what its list grows and what bounds
    it, blank where it lists nothing. `since` is the version of this server that has it first.
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
    shared: tuple[CommonRule, ...]
    notes: tuple[str, ...]
    growth: str
    errors: tuple[ErrorRule, ...]
    writes: bool
    since: str
    provenance: Mapping[str, str]

    @property
    def common(self) -> tuple[str, ...]:
        """The sentences of the shared rules."""
        return tuple(rule.sentence for rule in self.shared)

    @property
    def aliases(self) -> dict[str, str]:
        """Lead from every other accepted spelling of a parameter to its published name."""
        return {alias: parameter.name for parameter in self.params for alias in parameter.aliases}

    def belongs_to(self, product: str) -> bool:
        """Every operation is part of the complete product."""
        return product == COMPLETE or product in self.products


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a wire type; `when_null` is `absent` or `nil`, the rest as with a parameter.

    `note` is for those who build the server: what is not certain of the member, or where it was seen.
    """

    name: str
    type: TypeExpression
    nullable: bool
    when_null: str
    meaning: str
    provenance: str
    longest: int | None = None
    is_day: bool = False
    missing: int | None = None
    codes: str | None = None
    sample: str | list[str] | None = None
    note: str = ""

    @property
    def source(self) -> str:
        """Where the member is known from: its provenance, under the name that parameters have for it."""
        return self.provenance

    @property
    def description(self) -> str:
        """What the member means, how long its text may be, and where its codes are listed."""
        length = f" At most {self.longest} characters." if self.longest else ""
        codes = f" Codes: {self.codes}." if self.codes else ""
        return f"{self.meaning}{length}{codes}"


@dataclass(frozen=True, slots=True)
class WireType:
    """A complex type that an operation takes or returns; `fields` are its own members only.

    `meaning` is a sentence for those who use it, `note` for those who build the server: where it is known from.
    """

    name: str
    base: str | None
    fields: tuple[Member, ...]
    meaning: str
    note: str
    used_by: tuple[str, ...]
    parent: "WireType | None" = None

    def all_members(self) -> tuple[Member, ...]:
        """List inherited members first, as they stand on the wire."""
        inherited = self.parent.all_members() if self.parent else ()
        return inherited + self.fields


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
    code_lists: Mapping[str, CodeList]
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
    return read_document("operations.json"), read_document("types.json")


def read_document(name: str) -> Document:
    """Return a packaged file as plain data."""
    document: Document = json.loads(files("vettrak_api.catalogue").joinpath(name).read_text(encoding="utf-8"))
    return document


def build_catalogue(operations: Document, types: Document) -> Catalogue:
    """Turn the plain data of the two files into records; the code lists have a file of their own."""
    head = _head(operations)
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
        common_rules=tuple(head.common.values()),
        code_lists=MappingProxyType(build_code_lists(read_document("code_lists.json"), operations)),
        additional_data=parse_additional_data(operations["additional_data"]),
        operations=MappingProxyType({entry["name"]: _operation(entry, head) for entry in operations["operations"]}),
        types=MappingProxyType(_wire_types(types["types"])),
    )


def parse_errors(rules: Iterable[str], remedies: Mapping[str, str]) -> tuple[ErrorRule, ...]:
    """Pick the rules that state an error, with what is to be done about each message; prose is passed over."""
    matches = (ERROR_RULE.fullmatch(rule) for rule in rules)
    return tuple(
        ErrorRule(int(match["status"]), match["message"], match["condition"], remedies.get(match["message"], ""))
        for match in matches
        if match
    )


@dataclass(frozen=True, slots=True)
class _Head:
    """What operations share: rules by slug, parameters by name, remedies by message, how lists grow, first version."""

    common: Mapping[str, CommonRule]
    parameters: Mapping[str, Document]
    remedies: Mapping[str, str]
    growth: Mapping[str, str]
    since: str


def _head(operations: Document) -> _Head:
    common = {entry["slug"]: _common_rule(entry) for entry in operations["common_rules"]}
    return _Head(common, operations["parameters"], operations["remedies"], operations["growth"], operations["since"])


def _common_rule(entry: Document) -> CommonRule:
    return CommonRule(
        id=entry["id"],
        slug=entry["slug"],
        title=entry["title"],
        sentence=entry["sentence"],
        text=entry["rule"],
        everywhere=entry["everywhere"],
    )


def _operation(entry: Document, head: _Head) -> Operation:
    return Operation(
        name=entry["name"],
        area=entry["area"],
        products=tuple(entry["products"]),
        params=tuple(_parameter(head.parameters[part["name"]] | part, entry) for part in entry["params"]),
        result=parse_type(entry["result"]),
        security=entry["security"],
        scope=parse_scope(entry.get("scope", {})),
        feature=entry["feature"],
        purpose=entry["purpose"],
        rules=tuple(rule for rule in entry["rules"] if not ERROR_RULE.fullmatch(rule)),
        shared=tuple(head.common[slug] for slug in entry["common"]),
        notes=tuple(entry.get("notes", ())),
        growth=growth_sentence(entry.get("grows_with", ""), entry.get("bounded_by", ()), head.growth),
        errors=parse_errors(entry["rules"], head.remedies),
        writes=entry["writes"],
        since=entry.get("since", head.since),
        provenance=MappingProxyType(entry["provenance"]),
    )


def _parameter(entry: Document, operation: Document) -> Parameter:
    return Parameter(
        name=entry["name"],
        type=parse_type(entry["type"]),
        nullable=entry["nullable"],
        meaning=entry["meaning"],
        omitted=entry["omitted"],
        source="inferred" if entry.get("aliases") else operation["provenance"]["params"],
        aliases=tuple(entry.get("aliases", ())),
        longest=entry.get("max"),
        is_day=entry.get("day", False),
        missing=entry.get("missing"),
        codes=entry.get("codes"),
        sample=entry.get("sample"),
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
        meaning=entry["meaning"],
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
        codes=entry.get("codes"),
        sample=entry.get("sample"),
        note=entry.get("note", ""),
    )
