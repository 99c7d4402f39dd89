"""Positions that people hold at employers (AddPosition)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.base import fold
from vettrak_api.model.reference import Division, Position
from vettrak_api.model.rows import add_row
from vettrak_api.model.statements import execute, for_update, hold

ROOT = for_update(select(Division.id).where(Division.parent_id.is_(None)), Division)
"""Always there: who makes a position locks it, so that two equal ones made at once are one."""

POSITIONS = select(Position.name, Position.code)


def add_position(session: Session, name: str, code: str | None) -> None:
    """Make a position; nothing is done when one has that name, or that code when it has one.

    Names and codes are compared ignoring case (R-ARGS). The list is short, so it is read whole: no database compares
    them in the same way. Raises InvalidInput for a blank name, and for a code that is not plain ASCII.
    """
    if not name:
        raise InvalidInput("Position name is required.")
    if code and not code.isascii():
        raise InvalidInput("code is not a valid code.")
    hold(session, ROOT)
    for known in execute(session, POSITIONS):
        if fold(known.name) == fold(name) or (code and fold(known.code) == fold(code)):
            return
    add_row(session, Position, name=name, code=code)
