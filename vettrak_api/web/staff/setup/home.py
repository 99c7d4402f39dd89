"""Where set-up begins: what there is, and what is still missing before something can be sold."""

from werkzeug.wrappers import Response

from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.visit import StaffVisit


@setup_pages.page("/setup")
def home(visit: StaffVisit) -> Response:
    """Show the sections with how many records each has."""
    return visit.page("setup/home.html", in_section="")
