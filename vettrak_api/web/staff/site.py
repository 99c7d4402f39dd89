"""The site at /staff: its pages, and who may enter."""

from vettrak_api.runtime import Runtime
from vettrak_api.web.kit.application import PageSite
from vettrak_api.web.kit.entrance import Entrance
from vettrak_api.web.staff import actions, batches, corrections, history, lists, records  # noqa: F401 - they declare their pages
from vettrak_api.web.staff.visit import PACKAGE, StaffVisit, pages

ENTRANCE = Entrance(
    cookie="vettrak_staff",
    admits=lambda caller: caller.api_role,
    refusal="This account may not process web enrolments: it needs the API role.",
    title="Staff log-in",
    site="the staff pages",
    home="pending",
)


def staff_site(runtime: Runtime) -> PageSite:
    """Return the staff pages of one server."""
    return PageSite(runtime, PACKAGE, [pages], folder="staff", entrance=ENTRANCE, visits=StaffVisit)
