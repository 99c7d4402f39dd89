"""The pages that a service shows to people who visit its address, drawn as pages of the reference."""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.http import parse_cookie

from vettrak_api.asmx.context import CompiledOperation
from vettrak_api.asmx.pages import Asked
from vettrak_api.asmx.sample_messages import Sample
from vettrak_api.request import current_id
from vettrak_api.runtime import settings_serving
from vettrak_api.settings import Settings
from vettrak_api.web.kit.headers import POLICY
from vettrak_api.web.kit.outside import HOME
from vettrak_api.web.kit.scheme import scheme_of
from vettrak_api.web.reference.book import book_of
from vettrak_api.web.reference.products import PRODUCTS
from vettrak_api.web.reference.prose import code_pieces
from vettrak_api.web.reference.rendering import Place, render
from vettrak_api.web.reference.searching import close_to
from vettrak_api.web.reference.sheets import Sheet, function_values


class ServicePages:
    """The pages of one product's service."""

    policy = POLICY

    def __init__(self, product: str, settings: Settings) -> None:
        self._book = book_of(product)
        self._settings = settings

    def overview(self, asked: Asked) -> bytes:
        """The functions by area."""
        return self._draw(asked, "service.html")

    def operation(self, asked: Asked, operation: CompiledOperation, samples: Sequence[Sample]) -> bytes:
        """One function: what the reference tells of it, with messages of both versions of SOAP."""
        messages = [
            (f"{sample.title} {what}", list(code_pieces(text)))
            for sample in samples
            for what, text in (("request", sample.request), ("answer", sample.response))
        ]
        values = function_values(self._book, operation.name)
        return self._draw(asked, "service_function.html", **values, messages=messages)

    def unknown(self, asked: Asked, name: str) -> bytes:
        """What is close to a name that no function has."""
        product = self._book.product
        return self._draw(
            asked,
            "problem.html",
            title="No such function",
            problem=f"{product.title} has no function named {name[:100]}. Names are written exactly as in the list.",
            asked=name[:100],
            close=close_to(name, product.name),
            request_id=current_id(),
        )

    def _draw(self, page: Asked, template: str, /, **values: Any) -> bytes:
        public_url = settings_serving(self._settings).public_url
        place = Place.below(page.environ.get(HOME, "/"), public_url, "")
        cookies = parse_cookie(page.environ)
        sheet = Sheet(template, {"book": self._book, "location": page.location, "can_try": False, **values})
        return render(sheet, place, scheme=scheme_of(cookies)).encode("utf-8", "replace")


def service_pages(settings: Settings) -> Mapping[str, ServicePages]:
    """Return the pages of all services, by product."""
    return {product: ServicePages(product, settings) for product in PRODUCTS}
