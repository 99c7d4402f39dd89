"""A visit to the staff pages, and the list of their pages."""

from typing import Any, ClassVar

from vettrak_api.model.audit import Author
from vettrak_api.rules.quarantine.decisions import Context
from vettrak_api.web.kit.pages import Pages, Right
from vettrak_api.web.kit.visit import Visit
from vettrak_api.web.staff.setup.sections import SECTIONS

PACKAGE = "vettrak_api.web.staff"

WEB_ENROLMENTS = Right(
    lambda caller: caller.api_role, "This account may not process web enrolments: it needs the API role."
)
SETUP = Right(
    lambda caller: caller.setup_role,
    "This account may not set the organisation up: it needs the set-up role. Whoever runs this server can give it.",
)

pages = Pages("staff", PACKAGE, WEB_ENROLMENTS)
pages.file("script", "staff.js", "text/javascript")
pages.file("icon", "staff.svg", "image/svg+xml")

ENROLMENT_TABS = (
    ("pending", "Web enrolments"),
    ("reservations", "Reservations"),
    ("waitlist", "Waitlist"),
    ("history", "History"),
)
"""What those who may process see of the site's sections."""


class StaffVisit(Visit):
    """A request to the staff pages."""

    __slots__ = ()

    page_name: ClassVar[str] = "staff page"
    view: ClassVar[tuple[str, ...]] = ("search", "occurrence", "kind", "paid", "match", "page", "active")

    @property
    def author(self) -> Author:
        """Who writes; the change log tells the pages of set-up by their names."""
        blueprint, _, page = (self.request.endpoint or "").partition(".")
        section = (self.request.view_args or {}).get("section", "")
        name = " ".join(["set-up page", *section.split(), page]) if blueprint == "setup" else self.page_name
        return Author(self.visitor.identifier, name, self.runtime.clock.now())

    @property
    def home(self) -> str:
        """The web enrolments, or the set-up for those who may only do that."""
        return "setup.home" if self.caller and not WEB_ENROLMENTS.admits(self.caller) else super().home

    def _common(self) -> dict[str, Any]:
        caller = self.caller
        tabs = [("setup.home", "Set-up")] if caller and SETUP.admits(caller) else []
        processes = caller is not None and WEB_ENROLMENTS.admits(caller)
        return {
            **super()._common(),
            "sections": [*(ENROLMENT_TABS if processes else ()), *tabs],
            "setup_sections": SECTIONS,
        }

    @property
    def context(self) -> Context:
        """Who decides, and when, for the rules of processing."""
        return Context(self.visitor.identifier, self.runtime.clock.now(), self.runtime.settings)
