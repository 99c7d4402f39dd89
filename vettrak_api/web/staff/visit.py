"""A visit to the staff pages, and the list of their pages."""

from typing import ClassVar

from vettrak_api.rules.quarantine.decisions import Context
from vettrak_api.web.kit.pages import Pages
from vettrak_api.web.kit.visit import Visit

PACKAGE = "vettrak_api.web.staff"

pages = Pages("staff", PACKAGE)
pages.file("script", "staff.js", "text/javascript")
pages.file("icon", "staff.svg", "image/svg+xml")


class StaffVisit(Visit):
    """A request to the staff pages."""

    __slots__ = ()

    page_name: ClassVar[str] = "staff page"
    view: ClassVar[tuple[str, ...]] = ("search", "occurrence", "kind", "paid", "match", "page")

    @property
    def context(self) -> Context:
        """Who decides, and when, for the rules of processing."""
        return Context(self.visitor.identifier, self.runtime.clock.now(), self.runtime.settings)
