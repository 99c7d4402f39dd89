"""The site at /staff: its pages, and who may enter."""

from vettrak_api.runtime import Runtime
from vettrak_api.web.kit.application import PageSite
from vettrak_api.web.kit.entrance import Entrance
from vettrak_api.web.staff import actions, batches, corrections, history, lists, records  # noqa: F401 - they declare their pages
from vettrak_api.web.staff.setup import held_units, home, integrations, organisation, people, person_edit, record_pages  # noqa: F401


def staff_site(runtime: Runtime) -> PageSite:
    """Return the staff pages of one server."""
    return PageSite(runtime, PACKAGE, [pages, setup_pages], folder="staff", entrance=ENTRANCE, visits=StaffVisit)
