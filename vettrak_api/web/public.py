"""The pages that everybody may see, below any virtual directory: the list of them, and how they tell problems."""

from flask import Response

from vettrak_api.web.kit.pages import Pages
from vettrak_api.web.kit.visit import Visit

PACKAGE = "vettrak_api.web"

pages = Pages("public", PACKAGE)


class PublicVisit(Visit):
    """A request to the public pages, perhaps of a program that has lost its way to a service."""

    __slots__ = ()

    def problem(self, status: int, text: str) -> Response:
        """Answer with what is wrong: a page for browsers, plain text for everybody else."""
        wanted = self.request.accept_mimetypes.best_match(("text/plain", "text/html"), "text/plain")
        if wanted == "text/html":
            return self.page("problem.html", status, problem=text)
        return Response(f"{text}\n", status, mimetype="text/plain")
