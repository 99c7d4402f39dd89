"""The pages that everybody may see, below any virtual directory: the list of them, and how they tell problems."""

from typing import Any

from flask import Response

from vettrak_api.web.kit.pages import Pages
from vettrak_api.web.kit.visit import Visit
from vettrak_api.web.products import CURRICULUM, products

PACKAGE = "vettrak_api.web"

LONGEST_ASKED = 100
"""Characters of a wrong address that its page offers to search for."""

pages = Pages("public", PACKAGE)


class PublicVisit(Visit):
    """A request to the public pages, perhaps of a program that has lost its way to a service."""

    __slots__ = ()

    def problem(self, status: int, text: str) -> Response:
        """Answer with what is wrong: a page for browsers, plain text for everybody else."""
        if self._wants_a_page():
            return self.page("problem.html", status, problem=text)
        return Response(f"{text}\n", status, mimetype="text/plain")

    def not_found(self, text: str, close: tuple[str, str]) -> Response:
        """Answer that nothing is here: with the ways on for browsers, in this text for everybody else."""
        if not self._wants_a_page():
            return self.problem(404, text)
        asked = self.request.path.rpartition("/")[2][:LONGEST_ASKED]
        has_staff_pages = self.runtime.settings.staff_pages
        return self.page("not_found.html", 404, close=close, asked=asked, has_staff_pages=has_staff_pages)

    def _wants_a_page(self) -> bool:
        return self.request.accept_mimetypes.best_match(("text/plain", "text/html"), "text/plain") == "text/html"

    def _common(self) -> dict[str, Any]:
        return super()._common() | {"products": products(), "curriculum": CURRICULUM}
