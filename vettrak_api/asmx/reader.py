"""From tokens to argument values: one function compiled for each type and each operation.

Recorded rules: parameters and members are matched by name in the service's namespace, in any order; unknown ones are
passed over; the first of several of the same name counts, but lists given in several pieces are joined (list_repeated).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from vettrak_api.asmx.faults import XSI
from vettrak_api.asmx.shapes import Listed, Member, Scalar, Shape, Shapes, Structure
from vettrak_api.asmx.tokenizer import TYPE, Attributes, Tokens, Trouble, skip, take_text
from vettrak_api.asmx.values import DEFAULTS, NotReadable, Parse, parse_boolean, parsers

Read = Callable[[Tokens, Attributes], Any]
"""Takes the rest of an element whose start tag was taken; raises NotReadable or Trouble."""

_LOG = logging.getLogger(__name__)
_MOST_SHOWN, _LONGEST_SHOWN = 10, 60
"""How many unknown names, and how many characters of each, the log shows."""

_NIL = f"{XSI} nil"
_OLD_NIL = (
    f"{XSI} null",
    "http://www.w3.org/2000/10/XMLSchema-instance null",
    "http://www.w3.org/1999/XMLSchema-instance null",
)


class _Unknown(threading.local):
    """The names of parameters and members that the call which this thread reads has, and its operation does not."""

    names: list[str]


_UNKNOWN = _Unknown()


@dataclass(frozen=True)
class _Part:
    """How one parameter or member is read and under which key its value is kept."""

    name: str
    read: Read
    is_list: bool


class Readers:
    """Compiles readers; those of objects are made once per type."""

    def __init__(self, shapes: Shapes, namespace: str, zone: tzinfo | None) -> None:
        self._shapes = shapes
        self._namespace = namespace
        self._parsers = parsers(zone)
        self._structures: dict[str, Read] = {}

    def parameters(self, operation: str, members: list[Member], aliases: Mapping[str, str]) -> Read:
        """Reads the parameters of an operation into a list in declared order; the log names what it does not know."""
        parts, defaults = self._parts(members)
        for alias, name in aliases.items():
            parts[self._qualified(alias)] = parts[self._qualified(name)]

        def read(tokens: Tokens, _attributes: Attributes) -> list[Any]:
            values = defaults.copy()
            _UNKNOWN.names = []
            _read_parts(tokens, parts, values)
            if _UNKNOWN.names:
                self._log_unknown(operation, _UNKNOWN.names)
            return list(values.values())

        return read

    def _log_unknown(self, operation: str, names: list[str]) -> None:
        """Tell an admin why a parameter has no effect: it is misspelt, or not in the service's namespace."""
        shown = [_shown(name, self._namespace) for name in names[:_MOST_SHOWN]]
        more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
        _LOG.info("%s passes over what it does not know: %s%s", operation, ", ".join(shown), more)

    def defaults(self, members: list[Member]) -> list[Any]:
        """The arguments of a call that brings no parameters at all."""
        return [_default(member.shape) for member in members]

    def of(self, shape: Shape) -> Read:
        """The reader of one type."""
        if isinstance(shape, Scalar):
            return self._scalar(shape)
        if isinstance(shape, Listed):
            return self._listed(shape)
        return self._structure(shape)

    def _qualified(self, name: str) -> str:
        return f"{self._namespace} {name}"

    def _parts(self, members: list[Member]) -> tuple[dict[str, _Part], dict[str, Any]]:
        parts = {
            self._qualified(member.name): _Part(member.name, self.of(member.shape), isinstance(member.shape, Listed))
            for member in members
        }
        return parts, {member.name: _default(member.shape) for member in members}

    def _scalar(self, shape: Scalar) -> Read:
        parse = self._parsers["day" if shape.is_day else shape.kind]
        if shape.is_value and shape.nullable:
            return _nullable(parse)
        if shape.kind == "string":
            return _read_string
        return _plain(parse)

    def _listed(self, shape: Listed) -> Read:
        return _list_reader(self._qualified(shape.item_name), shape.item_name, self._item(shape.item))

    def _item(self, item: Shape) -> Read:
        """The reader of one item: unlike a parameter or a member, a text or an object in a list may be nil.

        A list in a list is empty when nil.
        """
        if isinstance(item, Listed):
            read_list = self._listed(item)
            return lambda tokens, attributes: read_list(tokens, attributes) or []
        read = self.of(item)
        if isinstance(item, Scalar) and item.is_value:
            return read

        def read_item(tokens: Tokens, attributes: Attributes) -> Any:
            if attributes and _is_nil(attributes):
                skip(tokens)
                return None
            return read(tokens, attributes)

        return read_item

    def _structure(self, shape: Structure) -> Read:
        known = self._structures.get(shape.name)
        if known is not None:
            return known
        # A stand-in first: a type that refers to itself finds this and reaches the compiled reader through it.
        compiled: list[Read] = []
        self._structures[shape.name] = lambda tokens, attributes: compiled[0](tokens, attributes)  # noqa: PLW0108 - not there yet
        compiled.append(self._compile(shape))
        self._structures[shape.name] = compiled[0]
        return compiled[0]

    def _compile(self, shape: Structure) -> Read:
        parts, defaults = self._parts(shape.members)
        lists = [member.name for member in shape.members if isinstance(member.shape, Listed)]
        declared = shape.declared
        new = declared.__new__
        own_type = self._qualified(shape.name)

        def read(tokens: Tokens, attributes: Attributes) -> Any:
            if attributes:
                named = attributes.get(TYPE)
                if named is not None and named != own_type:
                    return self._derived(shape, named)(tokens, {})
            instance = new(declared)
            values = instance.__dict__
            values.update(defaults)
            _read_parts(tokens, parts, values)
            for name in lists:  # the engine gives every object it reads its lists, if empty ones
                if values[name] is None:
                    values[name] = []
            return instance

        return read

    def _derived(self, shape: Structure, named: str) -> Read:
        """The reader of the type that xsi:type names.

        Raises NotReadable unless it is a published type derived from the declared one (recorded: object_type_base).
        """
        namespace, _, name = named.rpartition(" ")
        other = self._shapes.structures.get(name) if namespace == self._namespace else None
        if other is None or not other.extends(shape):
            message = f"an object of type {shape.name}, or xsi:type naming a type derived from it"
            raise NotReadable(message)
        return self._structure(other)


def _default(shape: Shape) -> Any:
    if isinstance(shape, Scalar) and shape.is_value and not shape.nullable:
        return DEFAULTS[shape.kind] if shape.missing is None else shape.missing
    return None


def _read_parts(tokens: Tokens, parts: Mapping[str, _Part], values: dict[str, Any]) -> None:
    """Fill the values from the child elements, up to the end tag that closes them."""
    found: set[str] = set()
    for token in tokens:
        if token is None:
            return
        if token.__class__ is tuple:
            part = parts.get(token[0])
            if part is None or (part.name in found and not part.is_list):
                if part is None:
                    _UNKNOWN.names.append(token[0])
                skip(tokens)
                continue
            found.add(part.name)
            _read_part(tokens, token[1], part, values)
        elif isinstance(token, Trouble):
            raise token


def _shown(name: str, namespace: str) -> str:
    """The local name, cut, and where it differs, a word about its namespace."""
    own, _, local = name.rpartition(" ")
    where = "" if own == namespace else " (of another namespace)" if own else " (without the namespace)"
    return f"{local[:_LONGEST_SHOWN]}{where}"


def _read_part(tokens: Tokens, attributes: Attributes, part: _Part, values: dict[str, Any]) -> None:
    try:
        value = part.read(tokens, attributes)
    except NotReadable as problem:
        problem.inside(part.name)
        raise
    earlier = values[part.name] if part.is_list else None
    if earlier is None:
        values[part.name] = value
    elif value is not None:
        earlier.extend(value)


def _read_string(tokens: Tokens, _attributes: Attributes) -> str:
    """Text as it is, white space and all; xsi:nil has no meaning on text (recorded: echo_nil gives an empty text)."""
    return take_text(tokens)


def _plain(parse: Parse) -> Read:
    def read(tokens: Tokens, _attributes: Attributes) -> Any:
        return parse(take_text(tokens))

    return read


def _nullable(parse: Parse) -> Read:
    def read(tokens: Tokens, attributes: Attributes) -> Any:
        if attributes and _is_nil(attributes):
            skip(tokens)
            return None
        return parse(take_text(tokens))

    return read


def _list_reader(qualified: str, name: str, read_item: Read) -> Read:
    def read(tokens: Tokens, attributes: Attributes) -> list[Any] | None:
        if attributes and _is_nil(attributes):
            skip(tokens)
            return None
        items: list[Any] = []
        for token in tokens:
            if token is None:
                break
            if token.__class__ is tuple:
                if token[0] == qualified:
                    items.append(_read_item(tokens, token[1], name, read_item))
                else:
                    skip(tokens)
            elif isinstance(token, Trouble):
                raise token
        return items

    return read


def _read_item(tokens: Tokens, attributes: Attributes, name: str, read_item: Read) -> Any:
    try:
        return read_item(tokens, attributes)
    except NotReadable as problem:
        problem.inside(name)
        raise


def _is_nil(attributes: Attributes) -> bool:
    """Whether xsi:nil, or without one its older form xsi:null, says so.

    Raises NotReadable for a value that is no boolean (recorded: nil_True, null_*).
    """
    text = attributes.get(_NIL)
    if text is None:
        for name in _OLD_NIL:
            text = text or attributes.get(name)
    return text is not None and parse_boolean(text)
