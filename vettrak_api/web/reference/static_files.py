"""The reference as files, for any web server or none: the same pages, with links from file to file."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from vettrak_api.web.kit.rendering import KIT
from vettrak_api.web.reference.links import FILES, path_of
from vettrak_api.web.reference.rendering import PACKAGE, Place, render
from vettrak_api.web.reference.searching import every_hit, kinds_in_words
from vettrak_api.web.reference.sheets import Sheet, every_page, sheet_of

ENDING = ".html"

SERVICE = "https://your-server.example"
"""The address of the services in the samples; readers put their own."""


def write_files(folder: Path) -> int:
    """Write all pages and what they need into a folder, which may exist; return how many pages there are."""
    count = 0
    for path, text in every_text():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        count += path.endswith(ENDING)
    return count


def every_text() -> Iterator[tuple[str, str]]:
    """Return all files, by their paths below the folder."""
    for endpoint, names in every_page():
        path = path_of(endpoint, ENDING, **names)
        yield path, _page(sheet_of(endpoint, SERVICE, **names), path)
    path = path_of("search", ENDING)
    yield path, _page(Sheet("search.html", {"asked": ""}), path)
    for endpoint in ("kit.style", "kit.script", "kit.icon"):
        yield FILES[endpoint], _file(KIT, FILES[endpoint])
    for name in (FILES["script"], FILES["search_script"]):
        yield name, _file(PACKAGE, name)
    yield FILES["search_index"], search_index()


def search_index() -> str:
    """Return all that can be found, as the script of the search reads it.

    A line of it: number of the kind, name, text, owner, numbers of the products, folder and page, anchor.
    """
    products: list[str] = []
    lines = []
    kinds = kinds_in_words()
    for hit in every_hit():
        for product in hit.products:
            if product not in products:
                products.append(product)
        page = path_of(hit.endpoint, ENDING, product="", name=hit.page).lstrip("/")
        numbers = [products.index(product) for product in hit.products]
        lines.append([list(kinds).index(hit.kind), hit.name, hit.text, hit.owner, numbers, page, hit.anchor])
    told = {"kinds": list(kinds.values()), "products": products, "lines": lines}
    return f"window.REFERENCE = {json.dumps(told, ensure_ascii=False, separators=(',', ':'))};\n"


def _page(sheet: Sheet, path: str) -> str:
    root = "../" * path.count("/")
    start = f"{root}{path_of('start', ENDING)}"
    return render(sheet, Place(root, start, SERVICE, ENDING), can_try=False)


def _file(package: str, name: str) -> str:
    return files(package).joinpath("static", name).read_text(encoding="utf-8")
