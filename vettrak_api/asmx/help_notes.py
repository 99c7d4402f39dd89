"""What a documented WSDL tells of operations and types beyond their declarations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class OperationNotes:
    """Notes on one operation, all plain text."""

    parameters: Mapping[str, str] = field(default_factory=dict)
    """Meaning of parameters, by wire name."""
    result: str = ""
    """Meaning of the result."""


@dataclass(frozen=True)
class TypeNotes:
    """Notes on one type, all plain text."""

    meaning: str = ""
    members: Mapping[str, str] = field(default_factory=dict)
    """Meaning of the members, by wire name."""
