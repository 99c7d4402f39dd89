"""What can be chosen in the forms of set-up."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.model.reference import State
from vettrak_api.model.statements import execute

_STATES = select(State.id, State.name).order_by(State.name, State.id)


def states(session: Session) -> dict[str, str]:
    """Return the states and territories."""
    return {str(number): name for number, name in execute(session, _STATES)}
