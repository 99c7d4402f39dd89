"""What integrations could not do lately, and what helps: for whoever is told that the web site does not work."""

import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.calls.messages import remedy_of
from vettrak_api.model.installation import CallFailure
from vettrak_api.request import NOBODY
from vettrak_api.rules.failures import KEPT, MOST_KEPT
from vettrak_api.web.kit.names import names_of
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.visit import StaffVisit

LONGEST_CODE = 20

CALLERS = (
    select(CallFailure.integration, func.sum(CallFailure.times).label("times"))
    .group_by(CallFailure.integration)
    .order_by(func.max(CallFailure.last).desc(), CallFailure.integration)
    .limit(MOST_KEPT)
)
LATEST = select(CallFailure).order_by(CallFailure.last.desc(), CallFailure.id.desc())

Failed = tuple[CallFailure, datetime.datetime, str]


@setup_pages.page("/setup/failures")
def failures(visit: StaffVisit) -> Response:
    """Show what was refused or failed in the last month, the latest first: of all who call, or of one."""
    chosen = visit.request.args.get("caller", "")[:LONGEST_CODE]
    with visit.runtime.database.reading() as session:
        callers = session.execute(CALLERS).all()
        rows = failures_of(visit, session, chosen)
        names = names_of(session, [row.integration for row in callers if row.integration != NOBODY])
    words = {row.integration: names.get(row.integration, "Nobody we know") for row in callers}
    return visit.page(
        "setup/failures.html",
        in_section="failures",
        rows=rows,
        words=words,
        options={"": "Everybody", **({chosen: chosen} if chosen else {}), **words},
        chosen=chosen,
        days=KEPT // 86_400_000,
        most=MOST_KEPT,
    )


def failures_of(visit: StaffVisit, session: Session, code: str, most: int = MOST_KEPT) -> list[Failed]:
    """Return the latest failures of an integration, or of all for a blank code: with when, and what helps."""
    wanted = LATEST.where(CallFailure.integration == code) if code else LATEST
    rows = session.scalars(wanted.limit(most)).all()
    return [(row, _moment(visit, row.last), remedy_of(row.kind, row.message)) for row in rows]


def _moment(visit: StaffVisit, milliseconds: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(milliseconds / 1000, visit.runtime.clock.zone)
