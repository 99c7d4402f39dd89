"""The vocabulary of the additional data: entities, their fields, and who updates them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

CLIENT, RTO, ROLE, NOBODY = "client", "rto", "role", "nobody"
FIELD_WRITERS = (CLIENT, RTO, ROLE, NOBODY)
"""Who updates a field of the additional data: clients of themselves as well, the API role alone, or nobody."""

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EntityField:
    """A column of an additional-data entity; types are String, Integer, Decimal, Date and DateTime.

    writer: on whose behalf it may be updated, one of FIELD_WRITERS: the client's; the RTO's, by a caller with the API
    role or by a web record that is processed; the role's alone, never by a web record; nobody's.
    """

    name: str
    type: str
    writer: str
    meaning: str
    provenance: str
    max_length: int | None

    @property
    def updateable(self) -> bool:
        """Whether anybody may update it."""
        return self.writer != NOBODY


@dataclass(frozen=True, slots=True)
class Entity:
    """What QueryAdditionalData can be asked about; `key` is the field that identifies a record."""

    name: str
    key: str
    fields: tuple[EntityField, ...]


@dataclass(frozen=True, slots=True)
class AdditionalData:
    """The vocabulary of QueryAdditionalData and the other additional-data operations."""

    note: str
    operators: tuple[str, ...]
    sort_orders: tuple[str, ...]
    aggregates: tuple[str, ...]
    options: tuple[str, ...]
    updates: Mapping[str, str]
    """The entity whose fields an operation updates, by operation."""
    entities: Mapping[str, Entity]


def parse_additional_data(entry: Document) -> AdditionalData:
    """Read the section of operations.json."""
    return AdditionalData(
        note=entry["note"],
        operators=tuple(entry["operators"]),
        sort_orders=tuple(entry["sort_orders"]),
        aggregates=tuple(entry["aggregates"]),
        options=tuple(entry["options"]),
        updates=MappingProxyType(entry["updates"]),
        entities=MappingProxyType({name: _entity(name, body) for name, body in entry["entities"].items()}),
    )


def _entity(name: str, entry: Document) -> Entity:
    return Entity(name, entry["key"], tuple(_entity_field(field) for field in entry["fields"]))


def _entity_field(entry: Document) -> EntityField:
    return EntityField(
        name=entry["name"],
        type=entry["type"],
        writer=entry["writer"],
        meaning=entry["meaning"],
        provenance=entry["provenance"],
        max_length=entry.get("max_length"),
    )
