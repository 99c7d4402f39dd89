"""The timetable of a client, as a page and as a calendar file."""

import datetime
from urllib.parse import urlsplit

from flask import Response

from vettrak_api.web.portals.calendars import calendar_of
from vettrak_api.web.portals.visit import PortalVisit, number_asked, pages

PAGE_DAYS, MOST_PAGES = 28, 26
CALENDAR_DAYS = 365
ONE_DAY, ONE_SECOND = datetime.timedelta(days=1), datetime.timedelta(seconds=1)


@pages.page("/timetable")
def timetable(visit: PortalVisit) -> Response:
    """Show four weeks of classes."""
    whose = visit.whose()
    page = number_asked(visit.request, "page", MOST_PAGES)
    start = visit.today + (page - 1) * PAGE_DAYS * ONE_DAY
    end = start + PAGE_DAYS * ONE_DAY - ONE_SECOND
    classes = visit.calls.listed("GetClassesForClient", visit.code, start, end)
    return visit.page(
        "timetable.html", whose=whose, classes=classes, start=start, end=end, page=page, most_pages=MOST_PAGES
    )


@pages.page("/timetable.ics")
def calendar(visit: PortalVisit) -> Response:
    """Send a year of classes as a file for calendars."""
    end = visit.today + CALENDAR_DAYS * ONE_DAY
    classes = visit.calls.listed("GetClassesForClient", visit.code, visit.today, end)
    settings = visit.desk.settings
    host = urlsplit(settings.api_url).hostname or "localhost"
    stamp = datetime.datetime.now(datetime.UTC)
    body = calendar_of(classes, zone=settings.timezone, host=host, stamp=stamp)
    headers = {"Content-Disposition": 'attachment; filename="timetable.ics"'}
    return Response(body, mimetype="text/calendar", headers=headers)
