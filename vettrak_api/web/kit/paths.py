"""Paths of requests: which are refused, which site they lead to, and how they are answered before any site is asked."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlsplit

from vettrak_api.asmx.proxies import Proxies, has_control_characters
from vettrak_api.web.kit.headers import HEADERS

LONGEST_PATH = 2048
"""Bytes of a path: no address of ours is half as long, and what it leads through need not be made for more."""

PATH_SAFE = "/~!$&'()*+,;=:@"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path leads: into which site, and what of the path is the site's own (it begins with a slash).

    before: the virtual directory, as the path names it.
    is_canonical: whether all of it is written in the letter case that links have.
    """

    before: str
    name: str
    rest: str
    is_canonical: bool


def find_site(path: str, names: Collection[str], directories: Iterable[str]) -> Place | None:
    """Return the site that a path leads to: one of these names, in any case, right below one of the directories.

    Directories begin with a slash, and the root is empty. None when the path leads to none of the sites.
    """
    for directory in directories:
        before, below = path[: len(directory)], path[len(directory) :]
        segment, _, rest = below[1:].partition("/")
        name = segment.lower()
        if below.startswith("/") and before.lower() == directory.lower() and name in names:
            return Place(before, name, f"/{rest}", (before, segment) == (directory, name))
    return None


def directory_of(public_url: str) -> str:
    """Return the virtual directory of an address as a path names it: empty, or beginning with a slash."""
    path = unquote_to_bytes(urlsplit(public_url).path).decode("latin-1")
    if path.lower().endswith(".asmx"):
        path = path.rpartition("/")[0]
    plain = path.strip("/")
    return f"/{plain}" if plain else ""


def refusal_of(environ: dict[str, Any], proxies: Proxies) -> str:
    """Return why nothing may be answered at the path of a request, in a sentence; empty when something may."""
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    if len(path) > LONGEST_PATH:
        return f"The path is longer than {LONGEST_PATH} bytes."
    if has_control_characters(path):
        return "The path holds control characters."
    return proxies.complaint(environ)


def plain_answer(
    environ: dict[str, Any], start_response: Callable[..., Any], status: str, text: str, **headers: str
) -> Iterable[bytes]:
    """Answer with a line of text and the headers that every page has."""
    return answer_with(environ, start_response, status, text, "text/plain; charset=utf-8", **headers)


def answer_with(
    environ: dict[str, Any], start_response: Callable[..., Any], status: str, text: str, kind: str, **headers: str
) -> Iterable[bytes]:
    """Answer with a text of some media type and the headers that every page has."""
    body = f"{text}\n".encode()
    told = {"Content-Type": kind, "Content-Length": str(len(body)), **HEADERS, **headers}
    start_response(status, list(told.items()))
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]


def address_of(path: str, query: str) -> str:
    """Return a path, as WSGI tells it, and a query as they are written in an address."""
    address = quote(path.encode("latin-1"), safe=PATH_SAFE)
    return f"{address}?{query}" if query else address
