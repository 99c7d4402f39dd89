"""What is told of operations and types beyond their declarations: on help pages and in a documented WSDL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class OperationNotes:
    """Notes on one operation, all plain text."""

    purpose: str = ""
    """One sentence; empty means the first line of the operation's docstring."""
    rules: Sequence[str] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Meaning of parameters, by wire name."""
    errors: Sequence[tuple[int, str, str]] = ()
    """Status, StatusMessage and the condition for it."""
    security: str = ""
    result: str = ""
    """Meaning of the result."""


@dataclass(frozen=True)
class TypeNotes:
    """Notes on one type, all plain text."""

    meaning: str = ""
    members: Mapping[str, str] = field(default_factory=dict)
    """Meaning of the members, by wire name."""
