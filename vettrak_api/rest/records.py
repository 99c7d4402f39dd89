"""How a record is declared: its fields and what may be said of each; and the pydantic models made of that.

A model reads what is sent, field by field, into the values that rules take. There are two for each entity: of a record
that is created (defaults are filled in), and of one that is updated (what is not sent is not there).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError, create_model
from sqlalchemy.orm import Session

from vettrak_api.errors import Fault, InvalidFields
from vettrak_api.model.statements import Reader
from vettrak_api.rest.values import Kind, broken
from vettrak_api.views.curriculum import Listing

Record: TypeAlias = dict[str, Any]
"""A record as it is answered."""

Told: TypeAlias = Mapping[str, Any]

MADE, FIXED = "made", "fixed"
"""Fields that the server makes, and fields that are told once; either may be repeated when the record is updated."""

LIST = "list"
"""Derived lists, which are answered only."""


@dataclass(frozen=True)
class Field:
    """A field of a record.

    meaning: a sentence. role: MADE, FIXED or LIST, or blank for what may be changed. is_required: it must be sent when
    a record is created. is_kept: it can not be emptied, once there. default: what is read when it is not sent; more:
    what that is, where the rules find it. only: the one value that it may have.
    """

    name: str
    kind: Kind | None
    meaning: str
    role: str = ""
    is_required: bool = False
    is_kept: bool = False
    default: str | None = None
    more: str = ""
    example: Any = None
    only: str | None = None
    is_foreign: bool = False
    """Another door may have left it empty, though it is required here."""

    def read(self, raw: Any) -> Any:
        """Return what a value that is sent means; raises PydanticCustomError when it breaks a rule."""
        if self.kind is None:
            if raw is not None and not isinstance(raw, list):
                raise broken("list", "must be a list.")
            return raw
        value = self.kind.read_any(raw)
        if value is None and (self.is_required or self.is_kept):
            raise broken("required", "must not be empty.")
        if self.only is not None and value != self.only:
            raise broken("value", f"must be {self.only}.")
        return value

    def show(self, value: Any) -> Any:
        """Return a stored value as it is answered."""
        return value if self.kind is None else self.kind.show_any(value)


Answering: TypeAlias = Callable[[Reader, Sequence[Any], Sequence[Record]], None]
"""Adds what more the records of rows say."""

Creating: TypeAlias = Callable[[Session, Told], int]
Updating: TypeAlias = Callable[[Session, int, Told], None]
Holding: TypeAlias = Callable[[Session, int], None]


@dataclass(frozen=True)
class Entity:
    """A kind of records: where they are read, and the rules that write them; None: nobody creates one."""

    name: str
    meaning: str
    listing: Listing
    fields: tuple[Field, ...]
    update: Updating
    hold: Holding
    create: Creating | None = None
    complete: Answering | None = None
    by_name: dict[str, Field] = field(init=False)

    def __post_init__(self) -> None:  # noqa: D105
        object.__setattr__(self, "by_name", {each.name: each for each in self.fields})

    def __hash__(self) -> int:  # noqa: D105
        return hash(self.name)

    @property
    def key(self) -> str:
        """The field that addresses name a record by."""
        return self.listing.key

    @cached_property
    def columns(self) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
        """The fields that a row holds, and what shows them."""
        return tuple((each.name, each.show) for each in self.fields if each.name in self.listing.expressions)

    @cached_property
    def new(self) -> type[BaseModel]:
        """The model of a record that is created."""
        return _model(f"New{self.name}", self.fields, is_new=True)

    @cached_property
    def changed(self) -> type[BaseModel]:
        """The model of a record that is updated."""
        return _model(f"Changed{self.name}", self.fields, is_new=False)

    def answer(self, reader: Reader, rows: Sequence[Any]) -> list[Record]:
        """Return the records of rows."""
        columns = self.columns
        records: list[Record] = [{name: show(getattr(row, name)) for name, show in columns} for row in rows]
        if self.complete is not None:
            self.complete(reader, rows, records)
        return records

    def read_new(self, body: Record) -> Told:
        """Return what a new record says, defaults included; raises InvalidFields."""
        _refuse_lists_and_made(self, body)
        # What is sent as none counts as not sent, so that its default is taken.
        told = _read(self.new, {name: raw for name, raw in body.items() if not self._is_none(name, raw)})
        return {name: value for name, value in dict(told).items() if value is not None}

    def _is_none(self, name: str, raw: Any) -> bool:
        if name in self.by_name and self.by_name[name].role == LIST:
            return raw in (None, [])
        return raw is None or (isinstance(raw, str) and not raw.strip(" "))

    def read_changed(self, body: Record, stored: Record) -> Told:
        """Return what a record is to be changed to; raises InvalidFields, also for what may not be changed.

        What may not be changed may be repeated, as a record that was answered is sent back.
        """
        # What has no value and is sent so again is no change, whatever must have one.
        told = _read(self.changed, {name: raw for name, raw in body.items() if raw is not None or stored.get(name, "")})
        read = {name: getattr(told, name) for name in told.model_fields_set}
        faults = [
            Fault(each.name, "fixed", f"{each.name} can not be changed.")
            for each in self.fields
            if each.role and each.name in read and not _is_same(each, read[each.name], stored[each.name])
        ]
        if faults:
            raise InvalidFields(*faults)
        return {name: value for name, value in read.items() if not self.by_name[name].role}


def _is_same(each: Field, value: Any, stored: Any) -> bool:
    if each.kind is not None:
        return bool(each.show(value) == stored)
    return bool(value == stored or (value is None and not stored))


def _refuse_lists_and_made(entity: Entity, body: Record) -> None:
    faults = [
        Fault(each.name, "readOnly", f"{each.name} must not be sent: the server makes it.")
        for each in entity.fields
        if each.role in {MADE, LIST} and body.get(each.name) not in (None, [])
    ]
    if faults:
        raise InvalidFields(*faults)


def _model(name: str, fields: Iterable[Field], *, is_new: bool) -> type[BaseModel]:
    parts: dict[str, Any] = {}
    for each in fields:
        kind = Annotated[Any, PlainValidator(each.read)]
        is_needed = is_new and each.is_required
        default = each.read(each.default) if is_new and each.default is not None else None
        parts[each.name] = (kind, ... if is_needed else default)
    model: type[BaseModel] = create_model(name, __config__=ConfigDict(extra="forbid"), **parts)
    return model


def _read(model: type[BaseModel], body: Record) -> BaseModel:
    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise InvalidFields(*map(_fault, error.errors(include_url=False, include_input=False))) from None


RULES = {"missing": ("required", "is required."), "extra_forbidden": ("unknown", "is no field of this record.")}


def _fault(error: Any) -> Fault:
    name = str(error["loc"][0])
    rule, detail = RULES.get(error["type"], (error["type"], error["msg"]))
    shown = "".join(filter(str.isprintable, name))[:60]
    return Fault(shown, rule, f"{shown} {detail}")
