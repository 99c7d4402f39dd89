"""From results to text: one function compiled for each type, straight to pieces of the answer, without a tree.

An object may be an instance with attributes, a dictionary, or a labelled row (anything with `_fields`: a named tuple,
a SQLAlchemy Row). What a row's labels mean is worked out once for each set of labels. A missing member is null.

Recorded rules: a null text, object or list is absent; an empty one is `<X />`; a null value is `<X xsi:nil="true" />`
where its type is nullable and the type's default where it is not (echo_nothing, list_empty, list_count_-1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import tzinfo
from operator import attrgetter, itemgetter
from typing import Any, Literal, TypeAlias

from vettrak_api.asmx.describe import Listed, Member, Scalar, Structure
from vettrak_api.asmx.text import escape
from vettrak_api.asmx.values import DEFAULTS, formatters

NullValues: TypeAlias = Literal["nil", "absent"]
Append: TypeAlias = Callable[[str], None]
Write = Callable[[Any, Append], None]
"""Appends the element of one value to the answer; null is written, or left out, as the type's rule says."""
Take = Callable[[Any], "tuple[Any, ...]"]
"""The values of all members of one object, in wire order."""


class Writers:
    """Compiles writers, for one setting of zone and null values."""

    def __init__(self, zone: tzinfo | None, null_values: NullValues) -> None:
        self._formats = formatters(zone)
        self._null_values = null_values
        self._contents: dict[str, Write] = {}

    def element(self, member: Member) -> Write:
        """The writer of one named parameter, member or result."""
        shape = member.shape
        if isinstance(shape, Scalar):
            return self._scalar(member.name, shape)
        return _element(member.name, self._content(shape))

    def _content(self, shape: Listed | Structure) -> Write:
        if isinstance(shape, Listed):
            return self._items(shape)
        return self._structure(shape)

    def _scalar(self, name: str, shape: Scalar) -> Write:
        if shape.kind == "string":
            return _text(name, "")
        null = self._null(name, shape)
        return _value(name, self._formats[shape.kind], null)

    def _null(self, name: str, shape: Scalar) -> str:
        """What stands for null."""
        if not shape.is_value:
            return ""
        if not shape.nullable:
            return f"<{name}>{self._formats[shape.kind](DEFAULTS[shape.kind])}</{name}>"
        return f'<{name} xsi:nil="true" />' if self._null_values == "nil" else ""

    def _items(self, shape: Listed) -> Write:
        write_item = self._item(shape)

        def write(values: Any, append: Append) -> None:
            for value in values:
                write_item(value, append)

        return write

    def _item(self, shape: Listed) -> Write:
        """The writer of one item; a null item keeps its place (recorded: list_of_lists)."""
        name, item = shape.item_name, shape.item
        nil = f'<{name} xsi:nil="true" />'
        if isinstance(item, Scalar):
            if item.kind == "string":
                return _text(name, nil)
            null = nil if item.nullable or not item.is_value else self._null(name, item)
            return _value(name, self._formats[item.kind], null)
        return _element(name, self._content(item), nil)

    def _structure(self, shape: Structure) -> Write:
        known = self._contents.get(shape.name)
        if known is not None:
            return known
        # A stand-in first: a type that refers to itself finds this and reaches the compiled writer through it.
        compiled: list[Write] = []
        self._contents[shape.name] = lambda value, append: compiled[0](value, append)
        compiled.append(_members(shape.members, [self.element(member) for member in shape.members]))
        self._contents[shape.name] = compiled[0]
        return compiled[0]


def _members(members: list[Member], writes: list[Write]) -> Write:
    take = member_taker([member.name for member in members])

    def write(value: Any, append: Append) -> None:
        for write_member, part in zip(writes, take(value), strict=True):
            write_member(part, append)

    return write


def _text(name: str, null: str) -> Write:
    opening, closing, empty = f"<{name}>", f"</{name}>", f"<{name} />"

    def write(value: Any, append: Append) -> None:
        if value is None:
            if null:
                append(null)
            return
        text = escape(value if value.__class__ is str else str(value))
        append(f"{opening}{text}{closing}" if text else empty)

    return write


def _value(name: str, form: Callable[[Any], str], null: str) -> Write:
    opening, closing, empty = f"<{name}>", f"</{name}>", f"<{name} />"

    def write(value: Any, append: Append) -> None:
        if value is None:
            if null:
                append(null)
            return
        text = form(value)
        append(f"{opening}{text}{closing}" if text else empty)

    return write


def _element(name: str, write_content: Write, null: str = "") -> Write:
    opening, closing, empty = f"<{name}>", f"</{name}>", f"<{name} />"

    def write(value: Any, append: Append) -> None:
        if value is None:
            if null:
                append(null)
            return
        content: list[str] = []
        write_content(value, content.append)
        append(f"{opening}{''.join(content)}{closing}" if content else empty)

    return write


def member_taker(names: list[str]) -> Take:
    """A function that takes the members of any object or row; it remembers how by class and by labels."""
    by_class: dict[type, Take] = {}
    by_labels: dict[tuple[str, ...], Take] = {}

    def take(value: Any) -> tuple[Any, ...]:
        kind = value.__class__
        known = by_class.get(kind)
        if known is not None:
            return known(value)
        labels = getattr(value, "_fields", None)
        if labels is None:
            known = by_class[kind] = _from_mapping(names) if isinstance(value, Mapping) else _from_attributes(names)
            return known(value)
        labels = tuple(labels)
        known = by_labels.get(labels)
        if known is None:
            known = by_labels[labels] = _from_row(names, labels)
        return known(value)

    return take


def _from_mapping(names: list[str]) -> Take:
    def take(value: Any) -> tuple[Any, ...]:
        get = value.get
        return tuple([get(name) for name in names])

    return take


def _from_attributes(names: list[str]) -> Take:
    if len(names) < 2:  # attrgetter gives a bare value for one name, and takes no fewer
        return lambda value: tuple(getattr(value, name, None) for name in names)
    every = attrgetter(*names)

    def take(value: Any) -> tuple[Any, ...]:
        try:
            return every(value)  # type: ignore[no-any-return]
        except AttributeError:
            return tuple(getattr(value, name, None) for name in names)

    return take


def _from_row(names: list[str], labels: tuple[str, ...]) -> Take:
    positions = [labels.index(name) if name in labels else None for name in names]
    if None in positions or len(positions) < 2:
        return lambda row: tuple(None if position is None else row[position] for position in positions)
    return itemgetter(*positions)  # type: ignore[return-value,arg-type]


def result_writer(operation: str, namespace: str, result: Member | None, writers: Writers) -> Callable[[Any], str]:
    """The content of Body: `<OpResponse>` with the result in it, or empty for a null or no result."""
    opening = f'<{operation}Response xmlns="{namespace}"'
    if result is None:
        return lambda _value: f"{opening} />"
    write_result = writers.element(result)

    def write(value: Any) -> str:
        content: list[str] = []
        write_result(value, content.append)
        return f"{opening}>{''.join(content)}</{operation}Response>" if content else f"{opening} />"

    return write


__all__ = ["NullValues", "Writers", "member_taker", "result_writer"]
