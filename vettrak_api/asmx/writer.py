"""From results to text: one function put together for each type, straight to pieces of the answer, without a tree.

An object may be an instance with attributes, a dictionary, or a labelled row (anything with `_fields`: a named tuple,
a SQLAlchemy Row). What a row's labels mean is worked out once for each set of labels. A missing member is null.

Recorded rules: a null text, object or list is absent; an empty one is `<X />`; a null value is `<X xsi:nil="true" />`
where its type is nullable and the type's default where it is not (echo_nothing, list_empty, list_count_-1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any, Literal, TypeAlias

from vettrak_api.asmx.column_writers import Column, Write, column, lists
from vettrak_api.asmx.packed import Portioned
from vettrak_api.asmx.shapes import Listed, Member, Scalar, Structure
from vettrak_api.asmx.text import escape
from vettrak_api.asmx.values import DEFAULTS, formatters

NullValues: TypeAlias = Literal["nil", "absent"]
Contents = Callable[[Sequence[Any]], list[str]]
"""All members of many objects: one text for each."""
Take = Callable[[Any], Sequence[Any]]
"""The values of all members of one object, in wire order."""


BATCH = 1000
"""Objects of a list that are written at once: more would only need more memory."""


FEW = 4
"""So few objects are written one by one sooner than member by member."""


class Writers:
    """Compiles writers, for one setting of zone and null values."""

    def __init__(self, zone: tzinfo | None, null_values: NullValues) -> None:
        self._formats = formatters(zone)
        self._null_values = null_values
        self._structures: dict[str, Contents] = {}

    def element(self, member: Member) -> Write:
        """The writer of one named parameter, member or result."""
        shape = member.shape
        if isinstance(shape, Scalar):
            return self._scalar(member.name, shape, self._null(member.name, shape))
        return _element(member.name, self._content(shape), "")

    def portion(self, member: Member) -> Write | None:
        """The writer of some objects of a list, without the list's own element; None for what is no such list."""
        shape = member.shape
        if not isinstance(shape, Listed) or not isinstance(shape.item, Structure):
            return None
        return _objects(shape.item_name, self._structure(shape.item))

    def _scalar(self, name: str, shape: Scalar, null: str) -> Write:
        if shape.kind == "string":
            return _text(name, null)
        return _value(name, self._formats[shape.kind], null)

    def _null(self, name: str, shape: Scalar) -> str:
        """What stands for null."""
        if not shape.is_value:
            return ""
        if not shape.nullable:
            return f"<{name}>{self._formats[shape.kind](DEFAULTS[shape.kind])}</{name}>"
        return _nil(name) if self._null_values == "nil" else ""

    def _content(self, shape: Listed | Structure) -> Write:
        if isinstance(shape, Structure):
            write_contents = self._structure(shape)
            return lambda value: write_contents([value])[0]
        if isinstance(shape.item, Structure):
            return _objects(shape.item_name, self._structure(shape.item))
        write_item = self._item(shape)
        return lambda values: "".join([write_item(value) for value in values])

    def _item(self, shape: Listed) -> Write:
        """The writer of one item; a null item keeps its place (recorded: list_of_lists)."""
        name, item = shape.item_name, shape.item
        if not isinstance(item, Scalar):
            return _element(name, self._content(item), _nil(name))
        is_plain = item.is_value and not item.nullable
        return self._scalar(name, item, self._null(name, item) if is_plain else _nil(name))

    def _structure(self, shape: Structure) -> Contents:
        known = self._structures.get(shape.name)
        if known is not None:
            return known
        # A stand-in first: a type that refers to itself finds this and reaches the compiled writer through it.
        compiled: list[Contents] = []
        self._structures[shape.name] = lambda objects: compiled[0](objects)  # noqa: PLW0108 - not there yet
        compiled.append(self._contents(shape.members))
        self._structures[shape.name] = compiled[0]
        return compiled[0]

    def _contents(self, members: list[Member]) -> Contents:
        """The writer of all members of many objects: member by member, unless the objects are few."""
        writes = [self.element(member) for member in members]
        columns = [self._column(member, write) for member, write in zip(members, writes, strict=True)]
        names = [member.name for member in members]
        take = member_taker(names)
        by_member = _transposed(names, take)

        def write(objects: Sequence[Any]) -> list[str]:
            if len(objects) < FEW:
                taken = map(take, objects)
                return ["".join([one(value) for one, value in zip(writes, values, strict=True)]) for values in taken]
            written = [write_column(values) for write_column, values in zip(columns, by_member(objects), strict=False)]
            told = [elements for elements in written if elements is not None]
            return list(map("".join, zip(*told, strict=True))) if told else [""] * len(objects)

        return write

    def _column(self, member: Member, write: Write) -> Column:
        shape = member.shape
        if isinstance(shape, Listed) and isinstance(shape.item, Scalar):
            return lists(member.name, column(shape.item_name, shape.item.kind, self._item(shape)))
        return column(member.name, shape.kind if isinstance(shape, Scalar) else "", write)


def _nil(name: str) -> str:
    return f'<{name} xsi:nil="true" />'


def _text(name: str, null: str) -> Write:
    opening, closing, empty = f"<{name}>", f"</{name}>", f"<{name} />"

    def write(value: Any) -> str:
        if value is None:
            return null
        text = value if value.__class__ is str else str(value)
        if text.isalnum():
            return f"{opening}{text}{closing}"
        text = escape(text)
        return f"{opening}{text}{closing}" if text else empty

    return write


def _value(name: str, form: Callable[[Any], str], null: str) -> Write:
    opening, closing, empty = f"<{name}>", f"</{name}>", f"<{name} />"

    def write(value: Any) -> str:
        if value is None:
            return null
        text = form(value)
        return f"{opening}{text}{closing}" if text else empty

    return write


def _transposed(names: list[str], take: Take) -> Callable[[Sequence[Any]], Iterable[Sequence[Any]]]:
    """A function that takes from many objects the values of each member."""

    def by_member(objects: Sequence[Any]) -> Iterable[Sequence[Any]]:
        if not _are_of_one_result(objects):
            return zip(*[take(value) for value in objects], strict=True)
        # All are rows of one result, so that their labels need to be looked at once, and Python turns them in C.
        labels, columns = tuple(objects[0]._fields), list(zip(*objects, strict=True))
        nothing = [None] * len(objects)
        return [columns[labels.index(name)] if name in labels else nothing for name in names]

    return by_member


_RESULT = attrgetter("_parent")
"""What all rows of a SQLAlchemy result share."""


def _are_of_one_result(objects: Sequence[Any]) -> bool:
    try:
        return len(set(map(_RESULT, objects))) == 1
    except AttributeError:
        return False


def _objects(name: str, write_contents: Contents) -> Write:
    """The writer of a list's objects; a null one keeps its place."""
    opening, closing, nil, empty = f"<{name}>", f"</{name}>", _nil(name), f"<{name} />"

    def write(values: Any) -> str:
        objects = list(values)
        pieces: list[str] = []
        for at in range(0, len(objects), BATCH):
            batch = objects[at : at + BATCH]
            contents = iter(write_contents([value for value in batch if value is not None]))
            for value in batch:
                if value is None:
                    pieces.append(nil)
                    continue
                content = next(contents)
                pieces.append(f"{opening}{content}{closing}" if content else empty)
        return "".join(pieces)

    return write


def _element(name: str, write_content: Write, null: str) -> Write:
    opening, closing, empty = f"<{name}>", f"</{name}>", f"<{name} />"

    def write(value: Any) -> str:
        if value is None:
            return null
        content = write_content(value)
        return f"{opening}{content}{closing}" if content else empty

    return write


def member_taker(names: list[str]) -> Take:
    """A function that takes the members of any object or row; it remembers how, by class or by labels."""
    by_class: dict[type, Take] = {}

    def take(value: Any) -> Sequence[Any]:
        known = by_class.get(value.__class__)
        if known is None:
            known = by_class[value.__class__] = _taker_of_class(names, value)
        return known(value)

    return take


def _taker_of_class(names: list[str], value: Any) -> Take:
    labels = getattr(value.__class__, "_fields", None)
    if labels is None:
        return _from_mapping(names) if isinstance(value, Mapping) else _from_attributes(names)
    # A named tuple's class knows the labels; rows of SQLAlchemy share one class and have labels of their own.
    return _from_row(names, labels) if isinstance(labels, tuple) else _from_own_labels(names)


def _from_own_labels(names: list[str]) -> Take:
    by_labels: dict[tuple[str, ...], Take] = {}
    latest: tuple[Any, Take] = (object(), tuple)

    def take(row: Any) -> Sequence[Any]:
        nonlocal latest
        shared = getattr(row, "_parent", None)  # one object for all rows of a SQLAlchemy result: labels cost more
        if shared is not None and shared is latest[0]:
            return latest[1](row)
        labels = tuple(row._fields)
        known = by_labels.get(labels)
        if known is None:
            known = by_labels[labels] = _from_row(names, labels)
        latest = (shared, known)
        return known(row)

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
            return every(value)
        except AttributeError:
            return tuple(getattr(value, name, None) for name in names)

    return take


def _from_row(names: list[str], labels: tuple[str, ...]) -> Take:
    positions = [labels.index(name) if name in labels else None for name in names]
    if None in positions or len(positions) < 2:
        return lambda row: tuple(None if position is None else row[position] for position in positions)
    if positions == list(range(len(positions))):  # as a view selects them; a slice is cheaper than one by one
        return itemgetter(slice(len(positions)))
    return itemgetter(*positions)


def result_writer(
    operation: str, namespace: str, result: Member | None, writers: Writers
) -> Callable[[Any], str | Iterator[str]]:
    """The content of Body: `<OpResponse>` with the result in it, or empty for a null or no result.

    A result that holds a list by portions is given in pieces.
    """
    opening = f'<{operation}Response xmlns="{namespace}"'
    if result is None:
        return lambda _value: f"{opening} />"
    write_result = writers.element(result)
    lists = _lists(result, writers)
    write_pieces = _pieces(result, writers, lists)

    def write(value: Any) -> str | Iterator[str]:
        for name in lists:
            given = value.get(name) if value.__class__ is dict else None
            if given.__class__ is not list and isinstance(given, Portioned):
                return chain((f"{opening}>",), write_pieces(value), (f"</{operation}Response>",))
        content = write_result(value)
        return f"{opening}>{content}</{operation}Response>" if content else f"{opening} />"

    return write


def _lists(result: Member, writers: Writers) -> dict[str, Write]:
    """The writers of some objects of each list among a result's members."""
    if not isinstance(result.shape, Structure):
        return {}
    portions = {member.name: writers.portion(member) for member in result.shape.members}
    return {name: write for name, write in portions.items() if write is not None}


def _pieces(
    result: Member, writers: Writers, lists: Mapping[str, Write]
) -> Callable[[Mapping[str, Any]], Iterator[str]]:
    """The writer of a result piece by piece: its members one after the other, and lists by portions by these."""
    shape = result.shape
    members = {member.name: writers.element(member) for member in shape.members} if isinstance(shape, Structure) else {}

    def write(value: Mapping[str, Any]) -> Iterator[str]:
        yield f"<{result.name}>"
        for name, whole in members.items():
            given = value.get(name)
            if name in lists and isinstance(given, Portioned):
                yield f"<{name}>"
                yield from map(lists[name], given.in_portions())
                yield f"</{name}>"
            else:
                yield whole(given)
        yield f"</{result.name}>"

    return write


__all__ = ["NullValues", "Writers", "member_taker", "result_writer"]
