"""Finds functions, classes, members and codes by what somebody types."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.web.kit.rendering import word_parts
from vettrak_api.web.reference.book import book_of, books
from vettrak_api.web.reference.matching import LONGEST, folded_text, words_of
from vettrak_api.web.reference.products import PRODUCTS

MOST_SHOWN = 40
"""Hits of a kind that a page shows."""

MOST_CLOSE = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that can be found: what it is called, and the page that tells of it.

    owner: the class or code list that it is part of; its own name where it is part of none.
    products: those that have it, in the order in which pages name them.
    """

    kind: str
    name: str
    text: str
    owner: str
    endpoint: str
    page: str
    products: tuple[str, ...]
    anchor: str = ""
    level: str = ""

    def in_product(self, wished: str) -> str:
        """Return the product in which it is shown."""
        return wished if wished in self.products else self.products[0]


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as the page of results shows it, in one product."""

    name: str
    text: str
    owner: str
    endpoint: str
    page: str
    product: str
    anchor: str
    level: str
    is_code: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The hits of one kind; `total` counts those that are not shown as well."""

    kind: str
    title: str
    owner: str
    part: str
    words: str
    hits: tuple[Shown, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """All that a search has found."""

    sections: tuple[Section, ...]

    @property
    def total(self) -> int:
        """How many hits there are."""
        return sum(section.total for section in self.sections)

    @property
    def sentence(self) -> str:
        """How many of each kind, for people."""
        counts = [f"{each.total} {_counted(each)}" for each in self.sections]
        told = counts[0] if len(counts) == 1 else f"{', '.join(counts[:-1])} and {counts[-1]}"
        return f"{told} {'has' if self.total == 1 else 'have'} to do with"


_KINDS: Mapping[str, tuple[str, str, str, str, str, str]] = {
    "functions": ("Functions", "function", "functions", "", "", ""),
    "classes": ("Classes", "class", "classes", "Class", "", "Meaning"),
    "members": ("Members of classes", "member", "members", "Class", "Member", "Meaning"),
    "lists": ("Code lists", "code list", "code lists", "List", "", "Meaning"),
    "codes": ("Codes", "code", "codes", "List", "Code", "Label"),
}
"""By kind: the title of its section, one and several, and the heads of its table."""


def _counted(section: Section) -> str:
    return _KINDS[section.kind][1 if section.total == 1 else 2]


def search(asked: str, wished: str = "") -> Found:
    """Return what has to do with all words of a search, each shown in the wished product where that has it."""
    words = words_of(asked)
    scored = [(score, hit) for hit, name, text in _everything() if words and (score := _score(words, name, text))]
    sections = []
    for kind, (title, _, _, owner, part, head) in _KINDS.items():
        hits = sorted((pair for pair in scored if pair[1].kind == kind), key=lambda pair: (-pair[0], pair[1].name))
        if hits:
            shown = tuple(_shown(hit, wished) for _, hit in hits[:MOST_SHOWN])
            sections.append(Section(kind, title, owner, part, head, shown, len(hits)))
    return Found(tuple(sections))


def close_to(asked: str, wished: str = "") -> tuple[Shown, ...]:
    """Return the functions and classes whose names are like a text that nothing has."""
    named = {folded_text(hit.name): hit for hit, _, _ in _everything() if hit.kind in {"functions", "classes"}}
    folded = folded_text(asked[:LONGEST])
    close = difflib.get_close_matches(folded, named, n=MOST_CLOSE, cutoff=0.6)
    parts = {part.lower() for part in word_parts(asked[:LONGEST]) if len(part) > 2}
    if len(close) < MOST_CLOSE and parts:
        alike = sorted(named, key=lambda name: -_alike(parts, named[name].name))
        close += [name for name in alike if name not in close and _alike(parts, named[name].name) > 0.5]
    return tuple(_shown(named[name], wished) for name in close[:MOST_CLOSE])


def _alike(parts: set[str], name: str) -> float:
    own = {part.lower() for part in word_parts(name)}
    return len(parts & own) / len(parts | own)


def _score(words: Sequence[str], name: str, text: str) -> int:
    """Return 0 when a word is missing; more, the nearer the words come to the name."""
    if not all(word in text for word in words):
        return 0
    whole = "".join(words)
    if name == whole:
        return 5
    if name.startswith(whole):
        return 4
    if whole in name:
        return 3
    return 2 if all(word in name for word in words) else 1


def _shown(hit: Hit, wished: str) -> Shown:
    is_code = hit.kind in {"functions", "classes", "members"}
    product = hit.in_product(wished)
    return Shown(hit.name, hit.text, hit.owner, hit.endpoint, hit.page, product, hit.anchor, hit.level, is_code)


@cache
def _everything() -> tuple[tuple[Hit, str, str], ...]:
    """Return everything that can be found, with its name and all its words folded; made once per process."""
    return tuple((hit, folded_text(hit.name), folded_text(f"{hit.owner} {hit.name} {hit.text}")) for hit in every_hit())


def every_hit() -> Iterator[Hit]:
    """Return everything that can be found in our own catalogue."""
    catalogue = load_catalogue()
    for operation in catalogue.operations.values():
        name, products = operation.name, tuple(each for each in PRODUCTS if operation.belongs_to(each))
        yield Hit("functions", name, operation.purpose, name, "function", name, products, level=operation.security)
    for wire_type in book_of("complete").classes.values():
        owner = wire_type.name
        products = tuple(book.product.name for book in books() if owner in book.classes)
        yield Hit("classes", owner, wire_type.meaning, owner, "wire_type", owner, products)
        for each in wire_type.fields:
            yield Hit("members", each.name, each.meaning, owner, "wire_type", owner, products, each.name)
    for code_list in book_of("complete").code_lists.values():
        title, page = code_list.title, code_list.name
        products = tuple(book.product.name for book in books() if page in book.code_lists)
        yield Hit("lists", title, code_list.meaning, title, "code_list", page, products)
        for number, code in enumerate(code_list.codes, 1):
            yield Hit("codes", code.value, code.label, title, "code_list", page, products, f"code-{number}")


def kinds_in_words() -> Mapping[str, tuple[str, str, str]]:
    """Return by kind the title of its section, and what one and several of it are called."""
    return {kind: words[:3] for kind, words in _KINDS.items()}
