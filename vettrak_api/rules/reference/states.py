"""The states of the RTO's list."""

from collections.abc import Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from vettrak_api.model.reference import State
from vettrak_api.model.statements import execute

STATES = select(State.short_name, State.code)

REMEMBERED = "states"
"""Where a session keeps them for its transaction."""


def states(session: Session) -> Sequence[Row[str, str]]:
    """Return `short_name` and `code` of all states by one query, which a transaction asks once."""
    found: Sequence[Row[str, str]] | None = session.info.get(REMEMBERED)
    if found is None:
        found = session.info[REMEMBERED] = execute(session, STATES).all()
    return found
