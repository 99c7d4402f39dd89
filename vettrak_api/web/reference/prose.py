"""Sentences of the catalogue as pages show them: names of functions and classes as links, other names as code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vettrak_api.web.reference.book import Book, home_of, home_of_class

_NAME = re.compile(r"(?<![\w'])[A-Za-z][A-Za-z0-9_]*(?:\.[A-Z][A-Za-z0-9_]*)*(?![\w'])")
_TYPED = re.compile(r"[a-z][a-z0-9]*[A-Z_]|[A-Z]+[a-z0-9]+[A-Z]|[A-Za-z]+_[A-Za-z]|[A-Z]\w*\.[A-Z]")
"""What no word of a language looks like: sClie_Code, StatusMessage, TClie.Clie_Code."""

_WORDS = frozenset({"AVETMISS", "VETtrak", "McDonald", "iCal"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence. kind: text, code, function or class; `product` is where a link leads."""

    kind: str
    text: str
    target: str = ""
    product: str = ""


def pieces(text: str, book: Book, own_names: frozenset[str] = frozenset(), own: str = "") -> Iterator[Piece]:
    """Cut a sentence into plain words, names and links.

    own_names: names that are code here even if they look like words, such as the parameters of the function.
    own: the name of the page's own function or class, which is not linked.
    """
    end = 0
    for match in _NAME.finditer(text):
        piece = _piece_of(match[0], book, own_names, own)
        if piece is not None:
            if match.start() > end:
                yield Piece("text", text[end : match.start()])
            yield piece
            end = match.end()
    if end < len(text):
        yield Piece("text", text[end:])


def _piece_of(name: str, book: Book, own_names: frozenset[str], own: str) -> Piece | None:
    catalogue = book.catalogue
    first = name.partition(".")[0]
    if name == own:
        return Piece("code", name)
    if name in catalogue.operations:
        return Piece("function", name, name, home_of(catalogue.operations[name], book.product.name))
    if first in catalogue.types and first != own:
        return Piece("class", name, first, home_of_class(first, book.product.name))
    if name in own_names or first in own_names or (_TYPED.match(name) and name not in _WORDS):
        return Piece("code", name)
    return None


_MARKUP = re.compile(r"(<[^<>]*>)")
_HEADER = re.compile(r"(?:POST |HTTP/|[A-Za-z-]+: )")


def code_pieces(text: str) -> Iterator[tuple[str, str]]:
    """Cut a message into pieces as those of samples are: markup, values, and blank for the rest."""
    for part in _MARKUP.split(text):
        if part.startswith("<"):
            yield "markup", part
        elif part:
            yield "value" if part.strip() and not _HEADER.match(part.lstrip()) else "", part
