"""Where the pages of the reference are, below its own address, and how they are linked."""

from collections.abc import Mapping
from urllib.parse import quote

ADDRESSES: Mapping[str, str] = {
    "start": "",
    "contents": "{product}/",
    "function": "{product}/{name}",
    "try_it": "{product}/{name}/try",
    "call_it": "{product}/{name}/call",
    "classes": "{product}/classes/",
    "wire_type": "{product}/classes/{name}",
    "codes": "{product}/codes/",
    "code_list": "{product}/codes/{name}",
    "names": "{product}/names",
    "rules": "{product}/rules",
    "search": "search",
    "kit.choose_scheme": "scheme",
}
"""The pages by endpoint. What ends in a slash is the page of a folder."""

FILES: Mapping[str, str] = {
    "kit.style": "kit.css",
    "kit.script": "kit.js",
    "kit.icon": "kit.svg",
    "script": "reference.js",
    "search_index": "search-index.js",
    "search_script": "search.js",
}
"""The files that pages are drawn with, by endpoint."""


class Links:
    """Writes links to pages of the reference for one place where it stands.

    root: what leads to the reference's own address, such as `/docs/` or `../../`.
    ending: what the names of files have, where the pages are files.
    """

    def __init__(self, root: str, ending: str = "") -> None:
        self._root = root
        self._ending = ending

    def __call__(self, endpoint: str, /, **values: str) -> str:
        """Return the address of a page or file."""
        return self._root + (FILES.get(endpoint) or path_of(endpoint, self._ending, **values))


def path_of(endpoint: str, ending: str = "", /, **values: str) -> str:
    """Return the path of a page below the reference's address; as a file, the page of a folder is its index."""
    path = ADDRESSES[endpoint].format(**{name: quote(value, safe="") for name, value in values.items()})
    if not ending:
        return path
    return f"{path}index{ending}" if not path or path.endswith("/") else path + ending
