"""What staff see: their classes, their clients, the events to see to, and the tasks of their clients."""

import datetime
from typing import Any

from flask import Response
from werkzeug.exceptions import NotFound

from vettrak_api.web.portals.people import full_name
from vettrak_api.web.portals.soap import within
from vettrak_api.web.portals.visit import ELSEWHERE, PortalVisit, number_asked, pages
from vettrak_api.web.portals.words import told

ONE_DAY, ONE_SECOND = datetime.timedelta(days=1), datetime.timedelta(seconds=1)
CLASS_DAYS, EVENT_DAYS, LINK_DAYS = 14, 90, 183

PEOPLE, TASK_PEOPLE, MOST_PAGES = 40, 8, 9999
"""People of a page; on the page of tasks each of them costs a call."""

LINKS = {0: "course", 1: "class", 2: "enrolment", 3: "contract", 4: "event"}
"""What a LinkType means."""


def require_staff(visit: PortalVisit) -> None:
    """Raise NotFound for those who are no staff."""
    if not visit.me.is_staff:
        raise NotFound(ELSEWHERE)


@pages.page("/classes")
def classes(visit: PortalVisit) -> Response:
    """Show the classes of two weeks, which begin today or where the address says."""
    require_staff(visit)
    start = day_of(visit.request.args.get("from", "")) or visit.today
    end = start + CLASS_DAYS * ONE_DAY - ONE_SECOND
    found = visit.calls.listed("GetClassesForStaff", visit.me.code, start, end)
    return visit.page(
        "classes.html",
        classes=found,
        start=start,
        end=end,
        today=visit.today,
        earlier=iso(start - CLASS_DAYS * ONE_DAY),
        later=iso(start + CLASS_DAYS * ONE_DAY),
        iso=iso,
    )


def day_of(text: str) -> datetime.datetime | None:
    """Return the beginning of the day that an address tells, 2026-12-01; None when it tells none of these times."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return datetime.datetime.combine(day, datetime.time()) if 2000 <= day.year <= 2100 else None


def iso(moment: datetime.datetime) -> str:
    """Return a day as addresses tell it."""
    return moment.date().isoformat()


@pages.page("/people")
def people(visit: PortalVisit) -> Response:
    """Show the visitor's clients, and what links them; each leads to the client's own pages."""
    require_staff(visit)
    search = visit.request.args.get("search", "").strip()
    found = [person for person in _clients(visit) if search.lower() in person["name"].lower()]
    page = number_asked(visit.request, "page", MOST_PAGES)
    return visit.page(
        "people.html",
        people=found[(page - 1) * PEOPLE : page * PEOPLE],
        total=len(found),
        search=search,
        page=page,
        is_last=page * PEOPLE >= len(found),
    )


def _clients(visit: PortalVisit) -> list[dict[str, Any]]:
    """Return the visitor's clients of half a year before and after; one call."""
    start, end = visit.today - LINK_DAYS * ONE_DAY, visit.today + LINK_DAYS * ONE_DAY
    every_link = (True, True, True, True)
    links = visit.calls.listed("GetClientsForStaff", visit.me.code, *every_link, start, end, None, None)
    return [
        {
            "code": each.Clie.Clie_Code,
            "name": full_name(each.Clie.Clie_Given, each.Clie.Clie_Surname),
            "links": sorted({LINKS.get(link.LinkType, "link") for link in within(each.StaffLinkList)}),
        }
        for each in links
    ]


@pages.page("/events")
def staff_events(visit: PortalVisit) -> Response:
    """Show the events that the visitor sees to: those that are open first."""
    require_staff(visit)
    start, end = visit.today - EVENT_DAYS * ONE_DAY, visit.today + EVENT_DAYS * ONE_DAY
    found = visit.calls.listed("GetEventsForStaff", visit.me.code, start, end)
    still_open = [each for each in found if not each.Complete]
    done = [each for each in found if each.Complete]
    return visit.page("staff_events.html", still_open=still_open, done=done[::-1])


@pages.page("/tasks")
def tasks(visit: PortalVisit) -> Response:
    """Show the open tasks of some of the visitor's clients."""
    require_staff(visit)
    clients = _clients(visit)
    page = number_asked(visit.request, "page", MOST_PAGES)
    shown = clients[(page - 1) * TASK_PEOPLE : page * TASK_PEOPLE]
    for person in shown:
        found = visit.calls.listed("GetEnrolledTasksForClient", person["code"], True)
        person["tasks"] = [task for task in found if not told(task.CompleteDate)]
    last = page * TASK_PEOPLE >= len(clients)
    return visit.page("tasks.html", people=shown, total=len(clients), page=page, is_last=last, today=visit.today)
