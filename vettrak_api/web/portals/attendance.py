"""Where a client was, and where not."""

import datetime

from flask import Response

from vettrak_api.web.portals.visit import PortalVisit, number_asked, pages

PAGE_DAYS, MOST_PAGES = 91, 20


@pages.page("/attendance")
def attendance(visit: PortalVisit) -> Response:
    """Show the attendance of three months, the latest first."""
    whose = visit.whose()
    page = number_asked(visit.request, "page", MOST_PAGES)
    end = visit.today + datetime.timedelta(days=1 - (page - 1) * PAGE_DAYS, seconds=-1)
    start = end - datetime.timedelta(days=PAGE_DAYS, seconds=-1)
    records = visit.calls.listed("GetAttendanceForClient", visit.code, start, end)
    classes = visit.calls.listed("GetClassesForClient", visit.code, start, end)
    named = {each.Inst_ID: each for each in classes}
    shown = [(record, named.get(record.Inst_ID)) for record in reversed(records)]
    return visit.page(
        "attendance.html",
        whose=whose,
        records=shown,
        present=sum(1 for record in records if record.Atty_Type > 0),
        absent=sum(1 for record in records if record.Atty_Type < 0),
        start=start,
        end=end,
        page=page,
        most_pages=MOST_PAGES,
    )
