"""The tables, by aggregate. Importing this package maps them all."""

from vettrak_api.model import (
    audit,
    changes,
    clients,
    curriculum,
    employers,
    enrolments,
    events,
    finance,
    idempotency,
    installation,
    look_alikes,
    merges,
    occurrences,
    outbox,
    privacy,
    programmes,
    quarantine,
    reference,
    security,
    sms,
)
from vettrak_api.model.base import Base

for table in Base.metadata.tables.values():
    # Codes and numbers are told to others: those of deleted rows may never come to mean something else. SQLite alone
    # has to be told; the other databases count on by themselves.
    table.dialect_options["sqlite"]["autoincrement"] = table.autoincrement_column is not None

__all__ = [
    "Base",
    "audit",
    "changes",
    "clients",
    "curriculum",
    "employers",
    "enrolments",
    "events",
    "finance",
    "idempotency",
    "installation",
    "look_alikes",
    "merges",
    "occurrences",
    "outbox",
    "privacy",
    "programmes",
    "quarantine",
    "reference",
    "security",
    "sms",
]
