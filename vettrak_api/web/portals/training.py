"""The home page of a client, with progress, next classes and what is to pay; and one course with its units."""

import datetime

from flask import Response
from werkzeug.exceptions import NotFound

from vettrak_api.web.portals.courses import courses_of, current, read_units
from vettrak_api.web.portals.invoices import BEGINNING, END, UNPAID, state_of
from vettrak_api.web.portals.visit import ELSEWHERE, PortalVisit, pages

MOST_DRAWN = 3
"""Courses whose units are read for the first page; all others have theirs a click away."""

SOON_DAYS, NEXT_CLASSES = 60, 4


@pages.page("/training")
def training(visit: PortalVisit) -> Response:
    """Show how the training goes."""
    calls, code = visit.calls, visit.code
    whose = visit.whose()
    courses = courses_of(calls, code, visit.today)
    drawn = current(courses, MOST_DRAWN)
    read_units(calls, drawn)
    until = visit.today + datetime.timedelta(days=SOON_DAYS)
    classes = calls.listed("GetClassesForClient", code, visit.now, until)[:NEXT_CLASSES]
    # Invoices are everybody's own: nobody else may ask for them.
    invoices = calls.offered("GetInvoicesForClient", code, BEGINNING, END, UNPAID) if visit.is_own else None
    return visit.page(
        "training.html",
        whose=whose,
        drawn=drawn,
        others=[course for course in courses if course not in drawn],
        classes=classes,
        invoices=invoices,
        today=visit.today,
        state_of=state_of,
    )


@pages.page("/training/<number:number>")
def course(visit: PortalVisit, number: int) -> Response:
    """Show one course with the results of all its units."""
    whose = visit.whose()
    found = [each for each in courses_of(visit.calls, visit.code, visit.today) if number == each.enrolment.ID]
    if not found:
        raise NotFound(ELSEWHERE)
    read_units(visit.calls, found)
    tasks = visit.calls.offered("GetEnrolledTasksForClient", visit.code, False)
    mine = [task for task in tasks or () if task.EnrolmentId == number]
    return visit.page("course.html", whose=whose, course=found[0], tasks=mine)
