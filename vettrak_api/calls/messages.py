"""Our messages without what they quote: as the log and the list of failures keep them, and what to do about each.

A message that a client reads may repeat what was sent. So none is kept as it was sent: it is kept if the catalogue or
an error of our own declares it word for word, and by its pattern where `<...>` is filled in at run time. Of all other
messages the kind of the error is kept alone.
"""

import re
from collections.abc import Mapping
from functools import cache

from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.errors import (
    Busy,
    DatabaseTrouble,
    DatabaseUnfit,
    FeatureMissing,
    LoginRefused,
    NotAvailable,
    NotPermitted,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
    UnderMaintenance,
    Unexpected,
    VettrakError,
)

OWN = frozenset({FeatureMissing, NotAvailable, Unexpected})
"""Errors whose messages hold our own names and numbers only."""

OF_ALL: Mapping[type[VettrakError], str] = {
    LoginRefused: "Check the user name and the password of the integration, or of the person who logs in.",
    TokenMissing: "Log in first, and send the token with every call.",
    TokenInvalid: "Log in again: the password was changed, the account is inactive, or the token is damaged.",
    TokenExpired: "Log in again and repeat the call.",
    NotPermitted: "Call with the token of somebody who may see the record, or who holds the API role.",
    DatabaseTrouble: "Run vettrak-api doctor: the database can not be reached or refuses to work.",
    DatabaseUnfit: "Run vettrak-api db upgrade: the tables do not fit this version of the server.",
    UnderMaintenance: "Wait: data is being imported, and calls are refused until that is done.",
    Busy: "Nothing was done. The integration repeats the call a moment later; see the guide if it happens often.",
    FeatureMissing: "Add the feature to VETTRAK_FEATURES if the organisation is registered for it.",
    NotAvailable: "Ask for the operation, or do without it: this version does not have it.",
    Unexpected: "Search the log for the id of the request, and report what it says.",
}
"""What to do about errors that every operation may answer with."""

_BLANK = re.compile(r"<[^<>]*>")


def safe_message(error: VettrakError) -> str:
    """Return the message of an error as it may be kept: by its pattern, and blank when it is none that we declare."""
    if type(error) in OWN:
        return error.message
    return _kept(error.message)


def remedy_of(kind: str, message: str) -> str:
    """Return what to do about a failure that was kept by these words; blank when nothing is known."""
    return _remedies().get(message) or _by_kind().get(kind, "")


def _kept(message: str) -> str:
    if message in _declared():
        return message
    return next((told for told, parts in _patterns() if _fits(message, parts)), "")


def _fits(message: str, parts: tuple[str, ...]) -> bool:
    """Tell whether a message consists of parts of ours, in their order, with something else between them."""
    first, *between, last = parts
    if not (message.startswith(first) and message[len(first) :].endswith(last)):
        return False
    place, end = len(first), len(message) - len(last)
    for part in between:
        place = message.find(part, place, end)
        if place < 0:
            return False
        place += len(part)
    return True


@cache
def _remedies() -> Mapping[str, str]:
    operations = load_catalogue().operations.values()
    return {error.message: error.remedy for operation in operations for error in operation.errors}


@cache
def _by_kind() -> Mapping[str, str]:
    return {kind.__name__: remedy for kind, remedy in OF_ALL.items()}


@cache
def _declared() -> frozenset[str]:
    """Return the messages that are always the same."""
    own: set[str] = set()
    for kind in OF_ALL.keys() - OWN:
        without_arguments: type[object] = kind
        error = without_arguments()
        assert isinstance(error, VettrakError)  # noqa: S101 - for mypy
        own.add(error.message)
    return frozenset(own | {message for message in _remedies() if not _BLANK.search(message)})


@cache
def _patterns() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the messages that are filled in at run time with their parts, the longest in words of their own first."""
    told = {message: tuple(_BLANK.split(message)) for message in _remedies() if _BLANK.search(message)}
    return tuple(sorted(told.items(), key=lambda each: -sum(map(len, each[1]))))
