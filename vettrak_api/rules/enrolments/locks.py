"""Keeps two calls from writing about the same enrolment at once."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.statements import for_update
from vettrak_api.rules.lookups import find_enrolment

LOCKED_ENROLMENT = for_update(select(Enrolment).where(Enrolment.id == bindparam("number")), Enrolment)


def lock_enrolment(session: Session, enrolment_id: int) -> Enrolment:
    """Return a client's or employee's enrolment; other writers of it wait until the transaction ends.

    What is read after this is what the other writer left, so that no result goes missing from the history and
    no unit is added twice. Raises NotFound as `find_enrolment`.
    """
    # Kept by the session, so that finding it costs no statement.
    found = session.scalars(LOCKED_ENROLMENT, {"number": enrolment_id}).first()
    return find_enrolment(session, found.id if found is not None else enrolment_id)
