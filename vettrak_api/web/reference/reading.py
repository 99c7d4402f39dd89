"""The pages for reading: each is one of the sheets of a product, or the results of a search."""

from collections.abc import Iterable

from flask import Response
from werkzeug.exceptions import NotFound

from vettrak_api.web.reference.book import Book, book_of, books
from vettrak_api.web.reference.matching import LONGEST, words_of
from vettrak_api.web.reference.products import PRODUCTS
from vettrak_api.web.reference.searching import close_to, search
from vettrak_api.web.reference.sheets import Sheet
from vettrak_api.web.reference.visit import ReferenceVisit, pages


@pages.page("/", is_open=True, needs_database=False)
def start(visit: ReferenceVisit) -> Response:
    """Lead to the products."""
    return visit.kept("start")


@pages.page("/search", is_open=True, needs_database=False)
def find(visit: ReferenceVisit) -> Response:
    """Show what has to do with the words of the query `q`, in the product of the query `in` where that has it."""
    typed = " ".join(visit.request.args.get("q", "")[: LONGEST * 100].split())
    asked, wished = typed[:LONGEST], visit.request.args.get("in", "")
    book = book_of(wished) if wished in PRODUCTS else None
    found = search(asked, wished)
    values = {
        "book": book,
        "books": tuple(books()),
        "asked": asked,
        "was_cut": len(typed) > LONGEST,
        "words": words_of(asked),
        "found": found,
        "close": () if found.total or not asked else close_to(asked, wished),
    }
    return visit.sheet(Sheet("search.html", values))


@pages.page("/<string:product>/", is_open=True, needs_database=False)
def contents(visit: ReferenceVisit, product: str) -> Response:
    """List the functions of a product by area."""
    return visit.kept("contents", product=_book(product).product.name)


@pages.page("/<string:product>/classes/", is_open=True, needs_database=False)
def classes(visit: ReferenceVisit, product: str) -> Response:
    """List the classes of a product."""
    return visit.kept("classes", product=_book(product).product.name)


@pages.page("/<string:product>/codes/", is_open=True, needs_database=False)
def codes(visit: ReferenceVisit, product: str) -> Response:
    """List the code lists of a product."""
    return visit.kept("codes", product=_book(product).product.name)


@pages.page("/<string:product>/names", is_open=True, needs_database=False)
def names(visit: ReferenceVisit, product: str) -> Response:
    """Show the index of a product."""
    return visit.kept("names", product=_book(product).product.name)


@pages.page("/<string:product>/rules", is_open=True, needs_database=False)
def rules(visit: ReferenceVisit, product: str) -> Response:
    """Show the rules that functions share."""
    return visit.kept("rules", product=_book(product).product.name)


@pages.page("/<string:product>/classes/<string:name>", is_open=True, needs_database=False)
def wire_type(visit: ReferenceVisit, product: str, name: str) -> Response:
    """Show a class."""
    book = _book(product)
    return visit.kept("wire_type", product=book.product.name, name=_known(name, book.classes))


@pages.page("/<string:product>/codes/<string:name>", is_open=True, needs_database=False)
def code_list(visit: ReferenceVisit, product: str, name: str) -> Response:
    """Show a code list."""
    book = _book(product)
    return visit.kept("code_list", product=book.product.name, name=_known(name, book.code_lists))


@pages.page("/<string:product>/<string:name>", is_open=True, needs_database=False)
def function(visit: ReferenceVisit, product: str, name: str) -> Response:
    """Show a function."""
    book = _book(product)
    return visit.kept("function", product=book.product.name, name=_known(name, book.operations))


def _book(product: str) -> Book:
    """Return a product, in whatever case it is written; raises NotFound."""
    return book_of(_known(product, PRODUCTS))


def _known(asked: str, known: Iterable[str]) -> str:
    """Return a name as we write it; whoever types an address need not know its capitals. Raises NotFound."""
    folded = asked.lower()
    found = next((name for name in known if name.lower() == folded), None)
    if found is None:
        raise NotFound
    return found
