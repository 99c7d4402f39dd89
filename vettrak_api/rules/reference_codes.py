"""Codes of the national lists: which of them a list holds, and how it spells them."""

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.reference import ReferenceCode
from vettrak_api.model.statements import execute

WHOLE = select(ReferenceCode.list_name, ReferenceCode.code).where(
    ReferenceCode.list_name.in_(bindparam("lists", expanding=True))
)
NAMED = WHOLE.where(ReferenceCode.code.in_(bindparam("codes", expanding=True)))

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
    lists = list({name for name, _ in entries})
    codes = list({spelling for _, code in entries for spelling in (code, code.upper())})
    if len(codes) <= MOST_NAMED:
        stored = execute(session, NAMED, lists=lists, codes=codes)
    else:
        stored = execute(session, WHOLE, lists=lists)
    spelled = {(row.list_name, row.code.upper()): row.code for row in stored}
    keys = {(name, code): (name, code.upper()) for name, code in entries}
    return {entry: spelled[key] for entry, key in keys.items() if key in spelled}
