"""The page that sends a call: a form with the parameters of a function, and what the service answered."""

from collections.abc import Mapping
from typing import cast
from xml.sax.saxutils import escape

from flask import Response, current_app
from werkzeug.exceptions import NotFound

from vettrak_api.asmx.faults import SOAP11
from vettrak_api.catalogue.loader import Operation
from vettrak_api.demo.data.roles import LOGINS
from vettrak_api.demo.data.roles import PASSWORD as DEMO_PASSWORD
from vettrak_api.web.reference.book import Book, book_of
from vettrak_api.web.reference.products import PRODUCTS
from vettrak_api.web.reference.prose import code_pieces
from vettrak_api.web.reference.samples.values import TOKEN_NAMES, argument
from vettrak_api.web.reference.sending import Exchange, envelope, send, token_of
from vettrak_api.web.reference.sheets import Sheet, function_values
from vettrak_api.web.reference.visit import ReferenceSite, ReferenceVisit, pages
from vettrak_api.web.reference.xml_sample import xml_of_value

LONGEST_FORM = 64 * 1024

OFF = "Calls can not be tried on this server."

LOGIN = "ValidateClient"
USER, PASSWORD, TOKEN = "log-in-user", "log-in-password", "log-in-token"


@pages.page("/<string:product>/<string:name>/try", is_open=True, needs_database=False)
def try_it(visit: ReferenceVisit, product: str, name: str) -> Response:
    """Show the form, with the values of the samples in it."""
    book, operation = _asked(visit, product, name)
    return _form(visit, book, operation, _examples(book, operation))


@pages.page("/<string:product>/<string:name>/call", methods=("POST",), is_open=True, largest_form=LONGEST_FORM)
def call_it(visit: ReferenceVisit, product: str, name: str) -> Response:
    """Log in if the form says so, send the call and show request and answer."""
    book, operation = _asked(visit, product, name)
    given = {field: text.strip() for field, text in visit.request.form.items()}
    site = cast("ReferenceSite", current_app)
    address = visit.request.remote_addr or ""
    with site.pace.place(address, visit.runtime.clock.milliseconds()):
        exchange = _log_in(site, visit, book, given) if given.get(USER) else None
        if exchange is None or given.get(TOKEN):
            parts = given | {name: given.get(TOKEN, "") for name in _tokens(operation)}
            exchange = _exchange(site, visit, book, operation, parts)
    return _form(visit, book, operation, given, exchange)


def _asked(visit: ReferenceVisit, product: str, name: str) -> tuple[Book, Operation]:
    if not visit.runtime.settings.try_it:
        raise NotFound(OFF)
    if product not in PRODUCTS or name not in book_of(product).operations:
        raise NotFound
    book = book_of(product)
    return book, book.operations[name]


def _tokens(operation: Operation) -> list[str]:
    """Return the parameter that takes the token, if there is one."""
    return [parameter.name for parameter in operation.params if parameter.name in TOKEN_NAMES]


def _examples(book: Book, operation: Operation) -> dict[str, str]:
    """Return the values of the samples, as the form shows them."""
    values = {parameter.name: (parameter, argument(operation, parameter)) for parameter in operation.params}
    return {
        name: value if isinstance(value, str) else xml_of_value(name, parameter.type, value, book.catalogue)
        for name, (parameter, value) in values.items()
        if value is not None and name not in TOKEN_NAMES
    }


def _log_in(site: ReferenceSite, visit: ReferenceVisit, book: Book, given: dict[str, str]) -> Exchange:
    """Log in, and put the token into the form; return the exchange, which is what a refused one shows."""
    login = book.operations[LOGIN]
    names = (parameter.name for parameter in login.params)
    parts = dict(zip(names, (given[USER], given.get(PASSWORD, "")), strict=True))
    exchange = _exchange(site, visit, book, login, parts)
    given[TOKEN] = token_of(exchange.answer) if exchange.status.startswith("200") else ""
    return exchange


def _exchange(
    site: ReferenceSite, visit: ReferenceVisit, book: Book, operation: Operation, parts: Mapping[str, str]
) -> Exchange:
    request = envelope(book, operation, parts)
    return send(site.services[book.product.name], book, operation, request, visit.request.environ)


def _form(
    visit: ReferenceVisit, book: Book, operation: Operation, given: Mapping[str, str], exchange: Exchange | None = None
) -> Response:
    shown = None
    if exchange is not None:
        head = f"POST /{book.page} HTTP/1.1\nContent-Type: {SOAP11.content_type}\n\n"
        shown = [
            ("Answer", list(code_pieces(f"HTTP/1.1 {exchange.status}\n\n{exchange.answer}"))),
            ("Request", list(code_pieces(_without_password(head + exchange.request, given)))),
        ]
    values = {
        "given": given,
        "fields": [parameter for parameter in operation.params if parameter.name not in TOKEN_NAMES],
        "takes_token": bool(_tokens(operation)),
        "exchange": exchange,
        "shown": shown,
        "logins": LOGINS,
        "password": DEMO_PASSWORD,
    }
    return visit.sheet(Sheet("try_it.html", function_values(book, operation.name) | values))


def _without_password(request: str, given: Mapping[str, str]) -> str:
    """Return a request of a log-in as a page may show it to whoever looks over a shoulder."""
    password = escape(given.get(PASSWORD, ""))
    return request.replace(f">{password}<", ">...<") if password else request
