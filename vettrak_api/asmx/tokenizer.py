"""From bytes to tokens: well-formedness, namespaces and every limit, in one pass that stops at the first excess.

A token is a tuple `(name, attributes)` for a start tag, None for an end tag, a string for text, `MARK` for a comment
or processing instruction. The list ends with the `Trouble` that stopped the parser, or with `FINISHED`. Names are
`namespace local`, or just `local` without a namespace.

The engine reads as a stream, so what stands before the first error is still acted upon (recorded: a bad value before
broken markup is a Client fault, after it a bare 400): the tokens keep that order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NoReturn, TypeAlias
from xml.parsers import expat

from vettrak_api.asmx.faults import XSI
from vettrak_api.asmx.limits import Limits

Attributes: TypeAlias = dict[str, str]
Token: TypeAlias = Any  # tuple[str, Attributes] | None | str | int | Trouble; a union would cost a cast at every use
Tokens: TypeAlias = Iterator[Token]

MARK: Final = 0

_XSI_TYPES = frozenset(
    f"http://www.w3.org/{year}-instance type" for year in ("2001/XMLSchema", "2000/10/XMLSchema", "1999/XMLSchema")
)
TYPE: Final = f"{XSI} type"
UNRESOLVED: Final = ""
_ONLY_VERSION = "1.0"
_BLANK = " \t\n\r"
# `<` may not stand in an attribute's value, so no tag is longer than the way to the next `<`; `>` may.
_LONG_TAG = re.compile(rb"<[^<!?][^<]{1000,}")
_QUOTE_OR_END = re.compile(rb"""["'>]""")
_BYTES_OF_CHARACTER = 4  # in UTF-8
_BYTES_OF_REFERENCE = len("&#x10ffff;")
_FLOOD = 16  # times what is allowed; below that the parser itself is quick enough
_PIECE = 65_536  # bytes that the parser gets at once: it goes on to the end of them when a limit has been passed


class Trouble(Exception):
    """What ends a token list early."""


class Malformed(Trouble):
    """Not well-formed XML, or markup where only text may be."""


class Excess(Trouble):
    """A limit is passed; the text says which."""


class _Finished(Trouble):
    """The message ended where it should."""


FINISHED: Final = _Finished("the message ended")


class _Collector:
    """Receives expat's events for one message."""

    def __init__(self, limits: Limits) -> None:
        self.tokens: list[Token] = []
        self._limits = limits
        self._room_for_elements = limits.elements
        self._room_for_depth = limits.depth
        self._room_for_names = limits.names
        self._prefixes: dict[str | None, list[str]] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        self._room_for_elements -= 1
        self._room_for_depth -= 1
        length = len(name)
        self._room_for_names -= length
        if (
            self._room_for_elements < 0
            or self._room_for_depth < 0
            or self._room_for_names < 0
            or length > self._limits.name
        ):
            self._check_element(name)
        if attributes:
            self._check_attributes(attributes)
        self.tokens.append((name, attributes))

    def end(self, _name: str) -> None:
        self._room_for_depth += 1
        self.tokens.append(None)

    def mark(self, *_content: str) -> None:
        self.tokens.append(MARK)

    def declaration(self, version: str, _encoding: str | None, _standalone: int) -> None:
        if version != _ONLY_VERSION:
            message = "only XML 1.0 is read"
            raise Malformed(message)

    def doctype(self, *_declared: Any) -> NoReturn:
        message = "a DTD is prohibited in this XML document"
        raise Malformed(message)

    def open_prefix(self, prefix: str | None, uri: str | None) -> None:
        self._prefixes.setdefault(prefix, []).append(uri or "")

    def close_prefix(self, prefix: str | None) -> None:
        self._prefixes[prefix].pop()

    def _check_element(self, name: str) -> None:
        limits = self._limits
        if self._room_for_elements < 0:
            raise Excess(f"more than {limits.elements} elements")
        if self._room_for_depth < 0:
            raise Excess(f"elements nested more than {limits.depth} deep")
        self._check_names()
        self._check_name(name)

    def _check_names(self) -> None:
        if self._room_for_names < 0:
            raise Excess(f"names of more than {self._limits.names} characters altogether, with their namespaces")

    def _check_name(self, name: str) -> None:
        if len(name.rpartition(" ")[2]) > self._limits.name:
            raise Excess(f"a name of more than {self._limits.name} characters")

    def _check_attributes(self, attributes: Attributes) -> None:
        limits = self._limits
        if len(attributes) > limits.attributes:
            raise Excess(f"more than {limits.attributes} attributes on one element")
        for name, value in attributes.items():
            self._room_for_names -= len(name)
            if len(name) > limits.name:
                self._check_name(name)
            if len(value) > limits.attribute:
                raise Excess(f"an attribute of more than {limits.attribute} characters")
        self._check_names()
        for name in _XSI_TYPES.intersection(attributes):
            attributes[TYPE] = self._resolve(attributes[name])

    def _resolve(self, qualified: str) -> str:
        """The type that an xsi:type names, as `namespace local`; `UNRESOLVED` when its prefix is unknown."""
        prefix, colon, local = qualified.rpartition(":")
        scope = self._prefixes.get(prefix if colon else None)
        return f"{scope[-1]} {local}" if scope else UNRESOLVED


def tokenize(body: bytes, limits: Limits) -> list[Token]:
    """The tokens of a message in UTF-8; what the declaration says of another encoding is ignored."""
    collector = _Collector(limits)
    try:
        _check_amount(body, limits)
        _parse(_parser(collector, has_types=b":type" in body), body)
    except Trouble as trouble:
        collector.tokens.append(trouble)
    except expat.ExpatError as error:
        collector.tokens.append(Malformed(_place(error)))
    else:
        collector.tokens.append(FINISHED)
    return collector.tokens


def _parse(parser: expat.XMLParserType, body: bytes) -> None:
    if len(body) <= _PIECE:
        parser.Parse(body, True)
        return
    for start in range(0, len(body), _PIECE):
        parser.Parse(body[start : start + _PIECE], start + _PIECE >= len(body))


def _check_amount(body: bytes, limits: Limits) -> None:
    """Refuse what can be no document, and a flood before it is parsed: an element has two tags at most."""
    if len(body.lstrip()) < len("<a/>"):
        raise Malformed("root element is missing")  # as the engine reads it (recorded: malformed)
    if body.count(b"<") > 2 * limits.elements + limits.depth:
        raise Excess(f"more than {limits.elements} elements")
    _check_tags(body, limits)


def _check_tags(body: bytes, limits: Limits) -> None:
    """Refuse a tag stuffed with attributes or long names: the parser would take it whole before it tells of it."""
    for candidate in _LONG_TAG.finditer(body):
        _check_tag(body, candidate.start(), limits)


def _check_tag(body: bytes, position: int, limits: Limits) -> None:
    name_room = _FLOOD * _BYTES_OF_CHARACTER * limits.name
    value_room = _BYTES_OF_REFERENCE * limits.attribute
    for _ in range(_FLOOD * limits.attributes):
        found = _QUOTE_OR_END.search(body, position, position + name_room)
        if found is None:
            raise Excess(f"a name of more than {limits.name} characters")
        if found[0] == b">":
            return
        closing = body.find(found[0], found.end(), found.end() + value_room)
        if closing < 0:
            raise Excess(f"an attribute of more than {limits.attribute} characters")
        if closing - found.end() > limits.namespace and b"xmlns" in body[position : found.start()]:
            raise Excess(f"a namespace of more than {limits.namespace} characters")
        position = closing + 1
    raise Excess(f"more than {limits.attributes} attributes on one element")


def _parser(collector: _Collector, *, has_types: bool) -> expat.XMLParserType:
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.buffer_size = 65_536
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.tokens.append
    parser.CommentHandler = collector.mark
    parser.ProcessingInstructionHandler = collector.mark
    parser.XmlDeclHandler = collector.declaration
    parser.StartDoctypeDeclHandler = collector.doctype
    if has_types:  # prefixes matter for the values of xsi:type alone
        parser.StartNamespaceDeclHandler = collector.open_prefix
        parser.EndNamespaceDeclHandler = collector.close_prefix
    return parser


def _place(error: expat.ExpatError) -> str:
    return f"{expat.ErrorString(error.code)} at line {error.lineno}, position {error.offset + 1}"


def skip(tokens: Tokens) -> None:
    """Pass over everything up to the end tag of the element whose start tag was taken.

    Raises the Trouble that cut the message off before it.
    """
    depth = 1
    for token in tokens:
        if token is None:
            depth -= 1
            if not depth:
                return
        elif token.__class__ is tuple:
            depth += 1
        elif isinstance(token, Trouble):
            raise token


def take_text(tokens: Tokens) -> str:
    """The text of an element that holds nothing else, its end tag taken.

    Raises Malformed for an element, comment or instruction in it (recorded: int_comment, text_child).
    """
    token = next(tokens)
    if token is None:
        return ""
    if token.__class__ is str and (end := next(tokens)) is None:
        return token
    if token.__class__ is str:
        return token + _rest_of_text(end, tokens)
    raise _out_of_place(token)


def _rest_of_text(token: Token, tokens: Tokens) -> str:
    """What follows a first piece of text, for text longer than the parser's buffer."""
    pieces = []
    while token is not None:
        if token.__class__ is not str:
            raise _out_of_place(token)
        pieces.append(token)
        token = next(tokens)
    return "".join(pieces)


def _out_of_place(token: Token) -> Trouble:
    if isinstance(token, Trouble):
        return token
    return Malformed("markup where only text may stand")


def content(tokens: Tokens) -> Iterator[tuple[str, Attributes] | str]:
    """The elements of the element whose start tag was taken, and its text other than white space.

    The taker of an element takes its content too. Ends after the element's own end tag.
    """
    for token in tokens:
        if token is None:
            return
        if token.__class__ is tuple:
            yield token
        elif token.__class__ is str:
            if token.strip(_BLANK):
                yield token
        elif isinstance(token, Trouble):
            raise token
