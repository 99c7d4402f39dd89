"""What an examination finds."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How grave a finding is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; the advice says what to do when it is not in order."""

    level: Level
    subject: str
    detail: str
    advice: str = ""


def ok(subject: str, detail: str) -> Finding:
    """Return that something is in order."""
    return Finding(Level.OK, subject, detail)


def warn(subject: str, detail: str, advice: str) -> Finding:
    """Return that something may be wrong, or will be."""
    return Finding(Level.WARN, subject, detail, advice)


def fail(subject: str, detail: str, advice: str) -> Finding:
    """Return that something does not work."""
    return Finding(Level.FAIL, subject, detail, advice)
