"""What was processed together, to look at as a whole and to take back as a whole."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import String, bindparam, func, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound as PageNotFound
from werkzeug.wrappers import Response

from vettrak_api.model.base import cut, length_of
from vettrak_api.model.quarantine import PROCESSED, WebDecision, WebEnrolment
from vettrak_api.model.statements import execute
from vettrak_api.rules.quarantine.decisions import PROCESS
from vettrak_api.web.staff.queries import ENTRIES
from vettrak_api.web.staff.visit import StaffVisit, pages

_OF_BATCH = (WebDecision.batch == bindparam("batch", type_=String), WebDecision.action == PROCESS)

NUMBERS = select(WebDecision.web_enrolment_id).where(*_OF_BATCH).order_by(WebDecision.id)
LATEST = (
    select(WebDecision.web_enrolment_id, func.max(WebDecision.id))
    .where(WebDecision.action == PROCESS, WebDecision.web_enrolment_id.in_(bindparam("numbers", expanding=True)))
    .group_by(WebDecision.web_enrolment_id)
)
BATCHES = select(WebDecision.id, WebDecision.web_enrolment_id, WebDecision.batch).where(
    WebDecision.id.in_(bindparam("ids", expanding=True)), WebDecision.batch.is_not(None)
)


@pages.page("/batches/<string:batch>")
def batch(visit: StaffVisit, batch: str) -> Response:
    """Show the web enrolments that were processed together."""
    with visit.runtime.database.reading() as session:
        numbers = _numbers_of(session, batch)
        if not numbers:
            raise PageNotFound("Nothing was processed together under this address.")
        rows = session.execute(ENTRIES.where(WebEnrolment.id.in_(numbers)).order_by(WebEnrolment.id)).all()
        can_be_undone = set(processed_together(session, batch))
    return visit.page("batch.html", rows=rows, batch=batch, can_be_undone=can_be_undone)


def _numbers_of(session: Session, batch: str) -> list[int]:
    told = cut(batch, length_of(WebDecision.batch))
    return list(execute(session, NUMBERS, batch=told).scalars()) if batch == told and batch.isascii() else []


def processed_together(session: Session, batch: str) -> list[int]:
    """Return the web enrolments that were processed together and still are, the latest first.

    One that was undone and processed again belongs to no batch, or to another one.
    """
    numbers = _numbers_of(session, batch)
    present = batches_of(session, numbers)
    return [number for number in reversed(numbers) if present.get(number) == batch]


def batches_of(session: Session, numbers: Sequence[int]) -> Mapping[int, str]:
    """Return for each web enrolment that is processed with which batch it was, if with any."""
    if not numbers:
        return {}
    states = select(WebEnrolment.id).where(WebEnrolment.id.in_(numbers), WebEnrolment.state == PROCESSED)
    processed: list[Any] = list(session.scalars(states))
    ids = [latest for _, latest in execute(session, LATEST, numbers=processed)] if processed else []
    return {row.web_enrolment_id: row.batch for row in execute(session, BATCHES, ids=ids)} if ids else {}
