"""Codes of the national lists: which of them a list holds, and how it spells them."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.model.reference import ReferenceCode

Entry = tuple[str, str]
"""A list's name and a code."""


MOST_NAMED = 500
"""Codes that are named in a query; for more the lists are read whole, as databases limit parameters."""


def known_codes(session: Session, asked: Iterable[Entry]) -> Mapping[Entry, str]:
    """Return how the lists spell those of the codes that they hold, by what was asked; case does not matter.

    One query, whatever the number of lists.
    """
    entries = set(asked)
    if not entries:
        return {}
    codes = {spelling for _, code in entries for spelling in (code, code.upper())}
    stored = select(ReferenceCode.list_name, ReferenceCode.code).where(
        ReferenceCode.list_name.in_({name for name, _ in entries})
    )
    if len(codes) <= MOST_NAMED:
        stored = stored.where(ReferenceCode.code.in_(codes))
    spelled = {(row.list_name, row.code.upper()): row.code for row in session.execute(stored)}
    keys = {(name, code): (name, code.upper()) for name, code in entries}
    return {entry: spelled[key] for entry, key in keys.items() if key in spelled}
