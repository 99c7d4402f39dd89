"""A view: the SELECT that yields the members of a wire type, ready for the writer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Dialect, Label, Row, Select
from sqlalchemy.types import TypeDecorator

VIEWS: "list[View]" = []
"""All views, so that a test can compare their labels with the declared members."""


class Flag(TypeDecorator[int]):
    """A boolean column read as the 0 or 1 that the wire's int members hold."""

    impl = Boolean
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], int]:
        """Return what makes a value 0 or 1; null is 0."""
        del dialect, coltype
        return lambda value: 1 if value else 0


@dataclass(frozen=True, slots=True)
class View:
    """The members of a wire type as labelled SQL expressions.

    Operations add their own conditions and order to `select`; a member without a label is null on the wire.
    """

    wire_type: str
    select: Select[*tuple[Any, ...]]

    @property
    def labels(self) -> tuple[str, ...]:
        """The wire members that the view fills."""
        return tuple(str(column.key) for column in self.select.selected_columns)


def members_of(declared: View) -> Callable[[object], dict[str, Any]]:
    """Return what reads a view's members off a row of its table; all members have to be columns of that table."""
    attributes = {str(column.key): column.element.key for column in declared.select.selected_columns}
    return lambda row: {member: getattr(row, attribute) for member, attribute in attributes.items()}


INSIDE = "__"
"""Between the member that is an object and the members of that object, in the labels of `nested`."""


def nested(member: str, part: View) -> list[Label[Any]]:
    """Return the columns of a view as those of an object inside another view's rows, for `with_objects`."""
    return [column.label(f"{member}{INSIDE}{column.key}") for column in part.select.selected_columns]


def with_objects(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[dict[str, Any]]:
    """Return rows as mappings by wire member, in which the columns of `nested` make up objects."""
    if not rows:
        return []
    places = [name.rpartition(INSIDE) for name in rows[0]._fields]
    objects = {member for member, _, _ in places if member}
    found = []
    for row in rows:
        record: dict[str, Any] = {member: {} for member in objects}
        for (member, _, name), value in zip(places, row, strict=True):
            (record[member] if member else record)[name] = value
        found.append(record)
    return found


def view(wire_type: str, select: Select[*tuple[Any, ...]]) -> View:
    """Declare and register the view of a wire type."""
    declared = View(wire_type, select)
    VIEWS.append(declared)
    return declared
