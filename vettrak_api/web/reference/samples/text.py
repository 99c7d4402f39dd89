"""The text of a sample, and where in it the values stand that readers replace by their own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

WIDEST = 100
"""Characters: what is longer is spread over several lines."""

INDENT = 4

_START, _END = "\ue000", "\ue001"
"""Around a value while a text is put together: characters for private use, which no value has."""

_VALUE = re.compile(f"{_START}([^{_START}{_END}]*){_END}")
_MARKUP = re.compile(r"<[^<>]*>")


class Span(NamedTuple):
    """From one character up to, and without, another."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One text, to be copied as it is.

    `language` is its short name (request, answer, php, csharp, java, javascript, python) and `title` the name that
    people know. `values` are what a reader replaces or looks for, `markup` the tags of XML; neither overlaps another.
    """

    language: str
    title: str
    text: str
    values: tuple[Span, ...]
    markup: tuple[Span, ...] = ()

    def pieces(self) -> Iterator[tuple[str, str]]:
        """Yield the whole text in pieces: what each one is (value, markup, or blank for the rest), and its text."""
        kinds = [(span, "value") for span in self.values] + [(span, "markup") for span in self.markup]
        at = 0
        for span, kind in sorted(kinds):
            if at < span.start:
                yield "", self.text[at : span.start]
            yield kind, self.text[span.start : span.end]
            at = span.end
        if at < len(self.text):
            yield "", self.text[at:]


def value(text: str) -> str:
    """Mark a text as a value; a text without characters can not be told apart and needs no mark."""
    return f"{_START}{text}{_END}" if text else ""


def plain(marked: str) -> str:
    """Return a text without its marks."""
    return marked.replace(_START, "").replace(_END, "")


def sample(language: str, title: str, marked: str, *, has_markup: bool = False) -> Sample:
    """Turn a marked text into a sample."""
    pieces: list[str] = []
    values: list[Span] = []
    length = 0
    for number, piece in enumerate(_VALUE.split(marked)):
        if number % 2:
            values.append(Span(length, length + len(piece)))
        pieces.append(piece)
        length += len(piece)
    text = "".join(pieces)
    markup = tuple(Span(*match.span()) for match in _MARKUP.finditer(text)) if has_markup else ()
    return Sample(language, title, text, tuple(values), markup)


# Layout


def block(opening: str, items: Sequence[str], closing: str, *, trailing_comma: bool = True, taken: int = 0) -> str:
    """Put items between brackets: on one line when they fit beside the `taken` characters of it, else one on each."""
    line = f"{opening}{', '.join(items)}{closing}"
    if "\n" not in line and taken + len(plain(line)) <= WIDEST:
        return line
    comma = "," if trailing_comma and items else ""
    spread = ",\n".join(items) + comma
    return f"{opening.rstrip()}\n{indented(spread)}\n{closing.lstrip()}"


def indented(text: str, by: int = INDENT) -> str:
    """Move all lines that hold something to the right."""
    return "\n".join(" " * by + line if line else line for line in text.split("\n"))


def lines(*parts: str | None) -> str:
    """Put parts below each other, leaving out those that are None; the text ends with a line end."""
    return "\n".join(part for part in parts if part is not None) + "\n"
