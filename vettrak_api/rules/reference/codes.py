"""Codes of the national lists: which of them a list holds, and how it spells them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.reference import ReferenceCode
from vettrak_api.model.statements import execute

ALL = select(ReferenceCode.list_name, ReferenceCode.code, ReferenceCode.active)
NAMED = ALL.where(ReferenceCode.code.in_(bindparam("codes", expanding=True)))

Entry = tuple[str, str]
"""A list's name and a code."""


MOST_NAMED = 500
"""Codes that are named in a query; for more the lists are read whole, as databases limit parameters."""


def known_codes(session: Session, asked: Iterable[Entry]) -> Mapping[Entry, str]:
    """Return how the lists spell those of the codes that they hold, by what was asked; case does not matter.

    Codes that are no longer offered count, as records may hold them. One query, whatever the number of lists.
    """
    entries = set(asked)
    return _spelled(entries, _stored(session, entries))


def offered_codes(session: Session, asked: Iterable[Entry]) -> Mapping[Entry, str]:
    """Return what `known_codes` does, of the codes alone that the lists still offer."""
    entries = set(asked)
    return _spelled(entries, [row for row in _stored(session, entries) if row.active])


def _stored(session: Session, entries: set[Entry]) -> Sequence[Any]:
    if not entries:
        return ()
    codes = list({spelling for _, code in entries for spelling in (code, code.upper())})
    # The few equal codes of other lists that come along cost less than naming the lists.
    return (execute(session, NAMED, codes=codes) if len(codes) <= MOST_NAMED else execute(session, ALL)).all()


def _spelled(entries: set[Entry], stored: Sequence[Any]) -> Mapping[Entry, str]:
    spelled = {(row.list_name, row.code.upper()): row.code for row in stored}
    keys = {(name, code): (name, code.upper()) for name, code in entries}
    return {entry: spelled[key] for entry, key in keys.items() if key in spelled}
