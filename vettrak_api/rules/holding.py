"""Keeps two calls from writing about the same enrolment at once."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from vettrak_api.model.enrolments import Enrolment
from vettrak_api.rules.finding import find_enrolment


def hold_enrolment(session: Session, enrolment_id: int) -> Enrolment:
    """Return a client's or employee's enrolment; other writers of it wait until the transaction ends.

    What is read after this is what the other writer left, so that no result goes missing from the history and
    no unit is added twice. Raises NotFound as `find_enrolment`.
    """
    # An update that changes nothing locks the row on all databases alike; SELECT ... FOR UPDATE does not.
    held = update(Enrolment).where(Enrolment.id == enrolment_id).values(lms_status=Enrolment.lms_status)
    session.execute(held, execution_options={"synchronize_session": False})
    return find_enrolment(session, enrolment_id)
