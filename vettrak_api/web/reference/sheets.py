"""The pages of the reference: which there are, and what each is made of."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from vettrak_api.catalogue.fields import writers_sentence
from vettrak_api.catalogue.loader import Member, Operation, WireType
from vettrak_api.web.reference.book import Book, book_of, books
from vettrak_api.web.reference.products import AREAS, PRODUCTS
from vettrak_api.web.reference.prose import code_pieces
from vettrak_api.web.reference.samples import samples_of
from vettrak_api.web.reference.words import access_of, certainty_of, knowledge_of, statuses_of
from vettrak_api.web.reference.xml_sample import xml_of_class

MOST_DEEP_MEMBERS = 12
"""Members of a member that a function's page shows; of larger classes it shows the link alone."""

_LEADING_ZERO = re.compile(r"0\d+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, before anybody knows where it stands: its template and what that shows."""

    template: str
    values: Mapping[str, Any]


def sheet_of(endpoint: str, service: str, **names: str) -> Sheet:
    """Return a page by its endpoint and the names in its address; raises KeyError when there is none.

    service: the address below which the services are, as samples of calls write it.
    """
    product = names.pop("product", "")
    values = _MAKERS[endpoint](*((book_of(product),) if product else ()), **names)
    if endpoint == "function":
        values["samples"] = [
            (sample.title, list(sample.pieces())) for sample in samples_of(names["name"], product, service)
        ]
    return Sheet(f"{endpoint}.html", values)


def every_page() -> Iterator[tuple[str, dict[str, str]]]:
    """Return all pages there are, by endpoint and the names in their addresses."""
    yield "start", {}
    for product in PRODUCTS:
        book = book_of(product)
        for endpoint in ("contents", "classes", "codes", "names", "rules"):
            yield endpoint, {"product": product}
        for endpoint, names in (
            ("function", book.operations),
            ("wire_type", book.classes),
            ("code_list", book.code_lists),
        ):
            yield from ((endpoint, {"product": product, "name": name}) for name in names)


@dataclass(frozen=True, slots=True)
class Line:
    """A member of a result, or a member of such a member."""

    member: Member
    is_deep: bool = False


def function_values(book: Book, name: str) -> dict[str, Any]:
    """Return what the pages of a function show, but for its samples."""
    operation = book.operations[name]
    derived = (writers_sentence(operation, book.catalogue), operation.growth)
    return {
        "book": book,
        "operation": operation,
        "current": name,
        "area": AREAS[operation.area],
        "names": tuple(parameter.name for parameter in operation.params),
        "aliases": operation.aliases,
        "lines": _lines(book, operation),
        "derived": [sentence for sentence in derived if sentence],
        "shared": operation.shared,
        "statuses": statuses_of(operation),
        "callers": access_of(operation),
        "knowledge": knowledge_of(operation),
        "certainty": certainty_of(operation),
    }


def _lines(book: Book, operation: Operation) -> list[Line]:
    types = book.catalogue.types
    if operation.result.name not in types:
        return []
    lines = []
    for member in types[operation.result.name].all_members():
        lines.append(Line(member))
        inner = types.get(member.type.name)
        if inner is None or inner.name == "TAuthenticate":
            continue
        members = inner.all_members()
        if len(members) <= MOST_DEEP_MEMBERS:
            lines += [Line(each, is_deep=True) for each in members]
    return lines


@dataclass(frozen=True, slots=True)
class Group:
    """The members that a class has from one of its bases, or of its own, with their places on the wire."""

    name: str
    members: tuple[tuple[int, Member], ...]


def _wire_type_values(book: Book, name: str) -> dict[str, Any]:
    wire_type = book.classes[name]
    groups = list(_groups(book.lineage(name)))
    members = wire_type.all_members()
    return {
        "book": book,
        "wire_type": wire_type,
        "groups": groups,
        "members": len(members),
        "names": tuple(member.name for member in members),
        "lead": wire_type.meaning,
        "uses": book.uses(name),
        "has_codes": any(member.codes for member in members),
        "has_ours": any(member.provenance == "inferred" for member in members),
        "can_be_nil": any(member.when_null == "nil" for member in members),
        "sample": list(code_pieces(xml_of_class(name, book.catalogue))),
    }


def _groups(lineage: tuple[WireType, ...]) -> Iterator[Group]:
    place = 0
    for each in lineage:
        if each.fields:
            yield Group(each.name, tuple(enumerate(each.fields, place + 1)))
            place += len(each.fields)


def _code_list_values(book: Book, name: str) -> dict[str, Any]:
    codes = book.code_lists[name].codes
    return {
        "book": book,
        "list": book.code_lists[name],
        "uses": book.code_uses(name),
        "has_notes": any(code.note for code in codes),
        "leading_zero": next((code.value for code in codes if _LEADING_ZERO.fullmatch(code.value)), ""),
    }


@dataclass(frozen=True, slots=True)
class Target:
    """Where an entry of the index leads."""

    words: str
    endpoint: str
    name: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A name with all that bears it."""

    name: str
    targets: tuple[Target, ...]


def _names_values(book: Book) -> dict[str, Any]:
    found: dict[str, list[Target]] = {}
    for name, target in _targets(book):
        found.setdefault(name, []).append(target)
    entries = [Entry(name, tuple(targets)) for name, targets in sorted(found.items(), key=lambda pair: pair[0].lower())]
    letters = groupby(entries, key=lambda entry: entry.name[0].upper())
    return {"book": book, "letters": [(letter, list(each)) for letter, each in letters]}


def _targets(book: Book) -> Iterator[tuple[str, Target]]:
    for operation in book.operations.values():
        yield operation.name, Target("function", "function", operation.name)
        for parameter in operation.params:
            if parameter.name.lower() not in {"stoken", "token"}:
                yield parameter.name, Target(operation.name, "function", operation.name, f"parameter-{parameter.name}")
    for wire_type in book.classes.values():
        yield wire_type.name, Target("class", "wire_type", wire_type.name)
        for member in wire_type.fields:
            yield member.name, Target(wire_type.name, "wire_type", wire_type.name, member.name)
    for code_list in book.code_lists.values():
        yield code_list.title, Target("code list", "code_list", code_list.name)


def _simple(book: Book) -> dict[str, Any]:
    return {"book": book}


_MAKERS: Mapping[str, Callable[..., dict[str, Any]]] = {
    "start": lambda: {"books": tuple(books())},
    "contents": _simple,
    "function": function_values,
    "classes": _simple,
    "wire_type": _wire_type_values,
    "codes": _simple,
    "code_list": _code_list_values,
    "names": _names_values,
    "rules": lambda book: {"book": book, "rules": book.catalogue.common_rules},
}
