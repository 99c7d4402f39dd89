"""The tables, by aggregate. Importing this package maps them all."""

from vettrak_api.model import (
    changes,
    clients,
    employers,
    enrolments,
    events,
    finance,
    occurrences,
    programmes,
    quarantine,
    reference,
    security,
    stamping,
)
from vettrak_api.model.base import Base

__all__ = [
    "Base",
    "changes",
    "clients",
    "employers",
    "enrolments",
    "events",
    "finance",
    "occurrences",
    "programmes",
    "quarantine",
    "reference",
    "security",
    "stamping",
]
