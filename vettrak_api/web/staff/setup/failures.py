"""What integrations could not do lately, and what helps: for whoever is told that the web site does not work."""

import datetime

from sqlalchemy import func, select
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
    select(CallFailure.caller, func.sum(CallFailure.times).label("times"))
    .group_by(CallFailure.caller)
    .order_by(func.max(CallFailure.last).desc())
    .limit(MOST_KEPT)
)
LATEST = select(CallFailure).order_by(CallFailure.last.desc(), CallFailure.id.desc()).limit(MOST_KEPT)


@setup_pages.page("/setup/failures")
def failures(visit: StaffVisit) -> Response:
    """Show what was refused or failed in the last month, the latest first: of all who call, or of one."""
    chosen = visit.request.args.get("caller", "")[:LONGEST_CODE]
    with visit.runtime.database.reading() as session:
        callers = session.execute(CALLERS).all()
        rows = session.scalars(LATEST.where(CallFailure.caller == chosen) if chosen else LATEST).all()
        names = names_of(session, [row.caller for row in callers if row.caller != NOBODY])
    words = {row.caller: names.get(row.caller, "Nobody we know") for row in callers}
    return visit.page(
        "setup/failures.html",
        in_section="failures",
        rows=[(row, _moment(visit, row.last), remedy_of(row.kind, row.message)) for row in rows],
        words=words,
        options={"": "Everybody", **({chosen: chosen} if chosen else {}), **words},
        chosen=chosen,
        days=KEPT // 86_400_000,
        most=MOST_KEPT,
    )


def _moment(visit: StaffVisit, milliseconds: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(milliseconds / 1000, visit.runtime.clock.zone)
