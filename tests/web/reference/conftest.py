"""Somebody who reads the reference of a server."""

import html
import re

import pytest
from werkzeug.test import Client

TAG = re.compile(r"<[^>]*>")


class Page:
    """An answer, and its text as people read it: without tags, with single blanks."""

    def __init__(self, answer):
        self.status = answer.status_code
        self.source = answer.text
        self.headers = answer.headers

    @property
    def text(self):
        return " ".join(html.unescape(TAG.sub(" ", self.source.partition("<main")[2])).split())

    def links(self):
        """Return where links lead to, forms and files among them, each once."""
        return sorted({html.unescape(link) for link in re.findall(r'(?:href|src|action)="([^"]*)"', self.source)})

    def ids(self):
        """Return the places that links can lead to; each bears its own name."""
        found = re.findall(r'\bid="([^"]*)"', self.source)
        assert len(found) == len(set(found)), [name for name in set(found) if found.count(name) > 1]
        return set(found)

    def part(self, name):
        """Return the source from the heading with this id up to the next one."""
        return self.source.partition(f'<h2 id="{name}">')[2].partition("<h2")[0]


@pytest.fixture
def read(site):
    """Ask for a page of the server."""
    client = Client(site, use_cookies=False)

    def get(address, host="localhost", **headers):
        return Page(client.get(address, base_url=f"http://{host}", headers=headers))

    return get
