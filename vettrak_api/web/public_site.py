"""The site that everybody may see, below any virtual directory."""

from vettrak_api.runtime import Runtime
from vettrak_api.web import health, home, password_reset  # noqa: F401 - they declare their pages
from vettrak_api.web.kit.application import PageSite
from vettrak_api.web.public import PACKAGE, PublicVisit, pages


def public_site(runtime: Runtime) -> PageSite:
    """Return the public pages of one server; mails lead to them by the address of the portal."""
    return PageSite(runtime, PACKAGE, [pages], visits=PublicVisit, addresses=("public_url", "portal_url"))
