"""The site at /staff: its pages, and who may enter."""

from vettrak_api.runtime import Runtime
from vettrak_api.web.kit.application import PageSite
from vettrak_api.web.kit.entrance import Entrance
from vettrak_api.web.staff import actions, batches, corrections, history, lists, records  # noqa: F401 - they declare their pages
from vettrak_api.web.staff.setup import (  # noqa: F401 - as above
    failures,
    held_units,
    home,
    integrations,
    merging,
    occurrence_cancelling,
    occurrence_copying,
    occurrence_lines,
    occurrence_people,
    occurrence_repeat,
    occurrence_units,
    occurrences,
    organisation,
    people,
    person_edit,
    record_pages,
)
from vettrak_api.web.staff.setup import history as _setup_history  # noqa: F401 - as above
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.visit import PACKAGE, SETUP, WEB_ENROLMENTS, StaffVisit, pages

ENTRANCE = Entrance(
    cookie="vettrak_staff",
    admits=lambda caller: WEB_ENROLMENTS.admits(caller) or SETUP.admits(caller),
    refusal="This account may not use the staff pages: it needs the API role or the set-up role.",
    title="Staff log-in",
    site="the staff pages",
    home="pending",
)


def staff_site(runtime: Runtime) -> PageSite:
    """Return the staff pages of one server."""
    return PageSite(runtime, PACKAGE, [pages, setup_pages], folder="staff", entrance=ENTRANCE, visits=StaffVisit)
