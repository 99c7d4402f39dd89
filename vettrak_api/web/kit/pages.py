"""How a page is declared: one function under one decorator."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, Response, g, request

from vettrak_api.security.tokens import Caller
from vettrak_api.web.kit.files import file_answer
from vettrak_api.web.kit.forms import LARGEST_FORM

Page = TypeVar("Page", bound=Callable[..., Any])

SAME_ORIGIN = "same-origin"
NO_REFERRER = "no-referrer"


@dataclass(frozen=True, slots=True)
class Right:
    """Who of those who are logged in may see pages.

    admits: tells of a caller. refusal: what others read there.
    """

    admits: Callable[[Caller], bool]
    refusal: str


@dataclass(frozen=True, slots=True)
class PageRules:
    """What holds for one page beside its address.

    is_open: nobody need log in.
    seen_at: the endpoint where the page's form stands; whoever was logged out meanwhile finds it there again.
    referrer: what the browser tells other pages of this one's address.
    largest_form: bytes.
    needs_database: the page has nothing to say while the database can not be used.
    for_programs: the answer is no page for people: a file that pages are drawn with, a description, a state.
    right: which of those who are logged in may see it; None for all whom the site admits.
    """

    is_open: bool = False
    seen_at: str = ""
    referrer: str = SAME_ORIGIN
    largest_form: int = LARGEST_FORM
    needs_database: bool = True
    for_programs: bool = False
    right: Right | None = None


class Pages(Blueprint):
    """Pages that belong together; registered once, at import, and served by every site that has them.

    Every page needs a log-in, and its forms our mark, unless it says `is_open`. right: who may see those that need one,
    where a site admits several kinds of people.
    """

    def __init__(self, name: str, package: str, right: Right | None = None) -> None:
        super().__init__(name, package)
        self._right = right
        self.rules: dict[str, PageRules] = {}
        """By endpoint, as a request names it: `staff.pending`."""

    def page(
        self,
        address: str,
        *,
        methods: Sequence[str] = ("GET",),
        is_open: bool = False,
        seen_at: str = "",
        referrer: str = SAME_ORIGIN,
        largest_form: int = LARGEST_FORM,
        needs_database: bool = True,
        for_programs: bool = False,
    ) -> Callable[[Page], Page]:
        """Serve a function's answers at an address, under the function's name.

        The function takes the `Visit` and what the address holds: `/enrolments/<number:number>`. `seen_at` is the
        name of another page of these.
        """

        def declare(function: Page) -> Page:
            def view(**values: Any) -> Any:
                return function(g.visit, **values)

            shown_at = f"{self.name}.{seen_at}" if seen_at else ""
            rules = PageRules(is_open, shown_at, referrer, largest_form, needs_database, for_programs, self._right)
            self._add(address, function.__name__, view, methods, rules)
            return function

        return declare

    def file(self, name: str, file: str, mimetype: str) -> None:
        """Serve a file of the package's folder `static`, to everybody, under its own name."""

        def view() -> Response:
            return file_answer(request, self.import_name, file, mimetype)

        self._add(f"/{file}", name, view, ("GET",), PageRules(is_open=True, needs_database=False, for_programs=True))

    def _add(self, address: str, name: str, view: Callable[..., Any], methods: Sequence[str], rules: PageRules) -> None:
        self.add_url_rule(address, name, view, methods=list(methods))
        self.rules[f"{self.name}.{name}"] = rules
