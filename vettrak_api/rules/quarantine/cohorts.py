"""Victorian commencing program cohorts of web enrolments."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.reference import Location, State
from vettrak_api.model.statements import execute
from vettrak_api.rules.reference.codes import offered_codes
from vettrak_api.rules.validation import trimmed

COHORTS = "VIC_COHORT"
"""The list of reference codes."""

STATE = (
    select(State.code)
    .join(Location, Location.state_id == State.id)
    .join(Occurrence, Occurrence.location_id == Location.id)
    .where(Occurrence.id == bindparam("occurrence"))
)

VICTORIA = "02"
NOT_STATED = "@@"
MOST = 3


def judge_cohorts(session: Session, occurrence_id: int, codes: Iterable[str | None] | None) -> list[str]:
    """Return the cohort codes of a web enrolment as they are stored: each once, as the list spells them.

    Not stated overrides all others; outside Victoria there are none, whatever was sent. Raises InvalidInput for
    more than three and for an unknown one.
    """
    asked = list(dict.fromkeys(trimmed(code).upper() for code in codes or ()))
    if not asked or not _is_in_victoria(session, occurrence_id):
        return []
    if NOT_STATED in asked:
        return [NOT_STATED]
    if len(asked) > MOST:
        raise InvalidInput(f"At most {MOST} cohort codes.")
    known = offered_codes(session, [(COHORTS, code) for code in asked])
    if len(known) < len(asked):
        raise InvalidInput("Unknown cohort code.")
    return [known[COHORTS, code] for code in asked]


def _is_in_victoria(session: Session, occurrence_id: int) -> bool:
    return execute(session, STATE, occurrence=occurrence_id).scalar() == VICTORIA
