"""The sections of set-up, in the order of the list beside its pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vettrak_api.model.reference import Location


@dataclass(frozen=True, slots=True)
class Section:
    """A section.

    name: the segment of its address. purpose: what it is for, in a sentence. table: whose rows are counted. endpoint,
    values: its first page; that of `declared.RECORDS` unless told.
    """

    name: str
    title: str
    purpose: str
    table: Any
    endpoint: str = "setup.records"
    values: Mapping[str, str] = field(default_factory=dict)


def _listed(name: str, title: str, purpose: str, table: Any) -> Section:
    return Section(name, title, purpose, table, values={"section": name})


SECTIONS = (_listed("locations", "Locations", "Where training happens, and where people pay", Location),)
