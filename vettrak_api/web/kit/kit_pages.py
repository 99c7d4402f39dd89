"""What every site serves of the kit's: its files, and where somebody chooses between light and dark."""

from typing import Any

from flask import Response

from vettrak_api.web.kit.pages import NO_REFERRER, Pages
from vettrak_api.web.kit.rendering import KIT
from vettrak_api.web.kit.scheme import COOKIE, KEPT_SECONDS, SCHEMES
from vettrak_api.web.kit.visit import Visit

kit_pages = Pages("kit", KIT)
kit_pages.file("style", "kit.css", "text/css")
kit_pages.file("script", "kit.js", "text/javascript")
kit_pages.file("icon", "kit.svg", "image/svg+xml")

LONGEST_FORM = 8192


# The form stands on all pages, also on those that hide where they are.
@kit_pages.page("/scheme", methods=("POST",), is_open=True, referrer=NO_REFERRER, largest_form=LONGEST_FORM)
def choose_scheme(visit: Visit) -> Response:
    """Keep what somebody chose, light, dark or what the device says, and lead back to where the form stood."""
    form = visit.request.form
    endpoint, values = visit.page_at(form.get("here", "")) or ("", {})
    response = visit.go(endpoint, **values) if endpoint else visit.go_home()
    terms: dict[str, Any] = {"path": "/", "secure": visit.is_secure, "httponly": True, "samesite": "Lax"}
    chosen = form.get("scheme", "")
    if chosen in SCHEMES:
        response.set_cookie(COOKIE, chosen, max_age=KEPT_SECONDS, **terms)
    else:
        response.delete_cookie(COOKIE, **terms)
    return response
