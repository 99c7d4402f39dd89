"""Numbers of parchments: those that callers give, and those that are counted.

The counter is a row that whoever adds an award locks, whether or not it takes a number from it. So two calls never
take the same number, a call that fails leaves no gap, and a number is never generated twice.
"""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict
from vettrak_api.model.events import Award, ParchmentCounter
from vettrak_api.model.rows import change_row, rows_of
from vettrak_api.model.statements import execute, for_update

DIGITS = 8
"""Of generated numbers."""

AHEAD = 50
"""Generated numbers that are looked up together, in case that callers have given them already."""

COUNTER = for_update(rows_of(ParchmentCounter), ParchmentCounter)
TAKEN = select(Award.parchment_number).where(Award.parchment_number.in_(bindparam("numbers", expanding=True)))


def claim_parchment(session: Session, given: str | None) -> str:
    """Return the parchment number of a new award: the given one, or the next that no award has.

    Others who add awards wait until the transaction ends. Raises Conflict when another award has the given one.
    """
    counter = execute(session, COUNTER).one()
    if given is not None:
        if _taken(session, [given]):
            raise Conflict("Parchment number is already in use.")
        return given
    last = counter.last
    while True:
        numbers = [f"{number:0{DIGITS}d}" for number in range(last + 1, last + AHEAD + 1)]
        taken = _taken(session, numbers)
        for number in numbers:
            last += 1
            if number not in taken:
                change_row(session, ParchmentCounter, counter, last=last)
                return number


def _taken(session: Session, numbers: list[str]) -> set[str]:
    """Return which of some numbers awards have, exactly: databases differ in how they compare."""
    stored = set(execute(session, TAKEN, numbers=numbers).scalars())
    return stored & set(numbers)
