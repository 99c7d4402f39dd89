"""Every link of every page leads somewhere: on a server, and from file to file."""

import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urldefrag

import pytest

from tests.web.reference.conftest import Page
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.web.reference.links import path_of
from vettrak_api.web.reference.sheets import every_page
from vettrak_api.web.reference.static_files import every_text

SERVICE_PAGES = [
    f"{page}?op={operation.name}" if operation else page
    for product, page in load_catalogue().endpoints.items()
    for operation in (None, *load_catalogue().operations_of(product))
]
OURS = re.compile(r"\bR-[A-Z]{2,}|\binferred\b|\bTODO\b")
"""Words for those who build the server, which no page says to its readers."""

ANSWERED_OTHERWISE = {"/docs/scheme"}
"""What a form is sent to by POST alone."""


@pytest.mark.slow
def test_every_link_of_the_server_leads_to_a_page_and_a_place_on_it(read):
    addresses = [f"/docs/{path_of(endpoint, **names)}" for endpoint, names in every_page()]
    pages = {address: read(address) for address in (*addresses, "/docs/search", "/docs/search?q=email", *SERVICE_PAGES)}
    found = {address: set(page.ids()) for address, page in pages.items()}
    targets = {}
    for address, page in pages.items():
        assert page.status == 200, address
        assert not OURS.search(page.text), address
        for link in page.links():
            targets.setdefault(_absolute(link, address), address)
    assert len(targets) > 3000
    wrong = []
    for target, source in targets.items():
        address, part = urldefrag(target)
        if address in ANSWERED_OTHERWISE:
            continue
        if address not in found:
            answer = read(address)
            found[address] = answer.ids() if answer.status == 200 else None
        if found[address] is None or (part and unquote(part) not in found[address]):
            wrong.append((source, target))
    assert wrong == []


def _absolute(link, address):
    """Return a link as seen from an address: `?op=X` and `#part` stay on the page, all others begin at the root."""
    if link.startswith("#"):
        return address + link
    if link.startswith("?"):
        return address.partition("?")[0] + (link if link != "?" else "")
    return link.replace("?#", "#")


class FileAnswer:
    """A file in the place of an answer."""

    def __init__(self, text):
        self.status_code, self.text, self.headers = 200, text, {}


@pytest.mark.slow
def test_every_link_of_the_files_leads_to_a_file_and_a_place_in_it():
    files = {path: Page(FileAnswer(text)) for path, text in every_text()}
    wrong = []
    for path, page in files.items():
        if not path.endswith(".html"):
            continue
        for link in page.links():
            file, part = urldefrag(link)
            target = _joined(path, unquote(file)) if file else path
            if target not in files or (part and unquote(part) not in files[target].ids()):
                wrong.append((path, link))
    assert wrong == []
    assert sum(path.endswith(".html") for path in files) > 900


def _joined(path, link):
    parts = list(PurePosixPath(path).parent.parts)
    for part in PurePosixPath(link).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_no_two_files_differ_in_case_alone():
    paths = [path_of(endpoint, ".html", **names) for endpoint, names in every_page()]
    assert len({path.lower() for path in paths}) == len(paths)
    assert [path for path in paths if not re.fullmatch(r"[A-Za-z0-9_/.-]+", path)] == []
