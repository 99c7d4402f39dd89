"""Where the portals begin."""

from flask import Response

from vettrak_api.web.portals.visit import PortalVisit, pages


@pages.page("/")
def home(visit: PortalVisit) -> Response:
    """Lead to the page that the visitor wants first."""
    return visit.go(visit.me.home)
