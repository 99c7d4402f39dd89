"""The tables, by aggregate. Importing this package maps them all."""

from vettrak_api.model import (
    audit,
    changes,
    clients,
    employers,
    enrolments,
    events,
    finance,
    look_alikes,
    occurrences,
    outbox,
    programmes,
    quarantine,
    reference,
    security,
)
from vettrak_api.model.base import Base

__all__ = [
    "Base",
    "audit",
    "changes",
    "clients",
    "employers",
    "enrolments",
    "events",
    "finance",
    "look_alikes",
    "occurrences",
    "outbox",
    "programmes",
    "quarantine",
    "reference",
    "security",
]
