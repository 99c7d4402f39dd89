"""How pages of the reference become text, wherever they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Self
from urllib.parse import quote, urlsplit

from vettrak_api.web.kit.rendering import build_templates
from vettrak_api.web.products import CURRICULUM, REFERENCE
from vettrak_api.web.reference.book import books
from vettrak_api.web.reference.links import Links, path_of
from vettrak_api.web.reference.matching import split_by_words
from vettrak_api.web.reference.products import LEVELS
from vettrak_api.web.reference.prose import pieces
from vettrak_api.web.reference.sheets import Sheet, sheet_of
from vettrak_api.web.reference.words import SOURCES

PACKAGE = "vettrak_api.web.reference"

PAGES_KEPT = 64
"""Finished pages that a process keeps: those that people read at the moment, of 50 kB each."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where pages stand, as they tell it.

    root: leads to the reference's own address. home: to the home page, below which the services are; both end with a
    slash. service: the same as programs write it, with scheme and host and without a slash at its end. ending: what
    the names of files have; none where a server answers.
    """

    root: str
    home: str
    service: str
    ending: str = ""

    @classmethod
    def below(cls, home: str, public_url: str, base: str) -> Self:
        """Return the place below a home page; samples name the public address if there is one, else the base."""
        service = public_url.rstrip("/")
        if service.lower().endswith(".asmx"):
            service = service.rpartition("/")[0]
        # Samples write it between the quotes of several languages.
        return cls(f"{home}{REFERENCE}/", home, quote(service or base, safe=":/@[]%,;=+~!$()*"))

    @property
    def is_static(self) -> bool:
        """Whether the pages are files, so that nobody answers a form."""
        return bool(self.ending)


_HOST, _DIRECTORY = "\ue012", "\ue013"

ANYWHERE = Place("\ue010/", "\ue011/", f"http://{_HOST}/{_DIRECTORY}")
"""A place in the words of which pages are kept: characters that no page holds, until somebody asks for the page."""

_templates = build_templates(PACKAGE)
_templates.filters["prose"] = lambda book, text, own, names: pieces(text, book, frozenset(names), own)
_templates.filters["source"] = SOURCES.__getitem__
_templates.filters["marked"] = split_by_words
_templates.globals["levels"] = LEVELS


def render(sheet: Sheet, place: Place, *, here: str = "", scheme: str = "", **values: Any) -> str:
    """Return the text of a page at a place."""
    frame: Mapping[str, Any] = {
        "url": Links(place.root, place.ending),
        "place": place,
        "curriculum": CURRICULUM,
        "root": place.home,
        "here": here,
        "scheme": scheme,
        "visitor": "",
        "books": tuple(books()),
        "book": None,
    }
    return _templates.get_template(sheet.template).render({**frame, **sheet.values, **values})


@lru_cache(maxsize=PAGES_KEPT)
def _kept(endpoint: str, names: tuple[tuple[str, str], ...], scheme: str, *, can_try: bool) -> str:
    sheet = sheet_of(endpoint, ANYWHERE.service, **dict(names))
    here = f"/{path_of(endpoint, **dict(names))}"
    return render(sheet, ANYWHERE, here=here, scheme=scheme, can_try=can_try)


def page_at(place: Place, endpoint: str, scheme: str, *, can_try: bool, **names: str) -> str:
    """Return a page of the shipped catalogue at a place; raises KeyError when there is none.

    What is kept of it is a function of the shipped code; the place is filled in for whoever asks.
    """
    text = _kept(endpoint, tuple(names.items()), scheme, can_try=can_try)
    service = urlsplit(place.service)
    for anywhere, here in (
        (ANYWHERE.root, place.root),
        (ANYWHERE.home, place.home),
        (ANYWHERE.service, place.service),
        (f"/{_DIRECTORY}", service.path),
        (_HOST, service.netloc),
    ):
        text = text.replace(anywhere, escape(here))
    return text
