"""Who decided what about records of the web: what processing is told, and what it leaves for the audit."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.model.quarantine import WebDecision
from vettrak_api.model.trails import append_to_trail
from vettrak_api.settings import Settings

MATCH, CREATE, PROCESS, REJECT, UNDO, COMPLETE = "match", "create", "process", "reject", "undo", "complete"
DELETE, CORRECT = "delete", "correct"
"""Actions of decisions."""

BY_STAFF = "staff"
"""The rule of a match or of a new record that a person chose, rather than one of the matching rules."""


NOTHING_SAID = {
    "rule": None,
    "web_enrolment_id": None,
    "web_waitlist_id": None,
    "web_client_id": None,
    "web_employer_id": None,
    "client_id": None,
    "employer_id": None,
    "enrolment_id": None,
    "updated": False,
    "reason": None,
    "batch": None,
}
"""Columns of a decision that has nothing to say about them."""


@dataclass(frozen=True, slots=True)
class Context:
    """Who processes (a client code), when (RTO time), the server's settings, and what is done together (`batch`)."""

    by: str
    now: datetime.datetime
    settings: Settings
    batch: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose for one web client or web employer: an existing record, or None for a new one."""

    record_id: int | None
    update: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """What is decided beforehand; web clients and web employers that are not named go by the matching rules.

    update_matches: records that the rules match get the web's values. A choice has its own update flag.
    leaves_near: who is close to somebody on record is left for people to decide, rather than made new.
    """

    update_matches: bool = False
    leaves_near: bool = False
    people: Mapping[int, Choice] = field(default_factory=dict)
    employers: Mapping[int, Choice] = field(default_factory=dict)


def record_decision(
    session: Session, context: Context, action: str, journal: Mapping[str, Any] | None = None, **about: Any
) -> None:
    """Write down a decision at the commit: what it is about (columns of WebDecision), what undoing it would need."""
    columns = {**NOTHING_SAID, **about, "at": context.now, "by": context.by, "action": action, "batch": context.batch}
    append_to_trail(session, WebDecision, {**columns, "before": dict(journal) if journal else None})
