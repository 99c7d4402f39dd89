"""A visitor of the staff pages without a browser: follows links, fills forms in, reads what a page says."""

from urllib.parse import urlencode, urlsplit

from lxml import html
from werkzeug.test import Client

from tests.support.world import PASSWORD

BASE = "/staff"


class Page:
    """An answer: its status, headers, and the page as people read it."""

    def __init__(self, response):
        self.status = response.status_code
        self.headers = response.headers
        self.location = response.headers.get("Location")
        self.source = response.get_data(as_text=True)
        self.document = html.fromstring(self.source) if self.source.strip() else None

    @property
    def text(self):
        """The words of the page, with single blanks."""
        return " ".join(self.document.text_content().split())

    @property
    def heading(self):
        return " ".join(self.document.find(".//h1").text_content().split())

    @property
    def note(self):
        return self._first("done")

    @property
    def problem(self):
        return self._first("bad", "warn")

    @property
    def rows(self):
        """The words of each row of the tables' bodies."""
        return [" ".join(row.text_content().split()) for row in self.document.iterfind(".//tbody/tr")]

    def row(self, label):
        """The cells of the row whose heading is this, with their marks."""
        found = next(row for row in self.document.iterfind(".//tbody/tr") if row[0].text_content() == label)
        return [" ".join(cell.text_content().split()) for cell in found[1:]]

    @property
    def wrong(self):
        """What has to change before a form can be saved, by the id of the field."""
        found = self.document.xpath("//*[@id='errors']//a")
        return {each.get("href").removeprefix("#"): each.text_content() for each in found}

    def form(self, action):
        """The fields of the form whose action ends so, as a browser would send them untouched."""
        return dict(self.form_element(action).form_values())

    def form_element(self, action):
        return next(form for form in self.document.forms if _leads_to(form, action))

    def has_form(self, action):
        return any(_leads_to(form, action) for form in self.document.forms)

    def link(self, words):
        """The address, below ours, where a link of these words leads."""
        (found,) = [link for link in self.document.iterfind(".//a") if link.text_content() == words]
        return found.get("href").removeprefix(BASE)

    def _first(self, *kinds):
        """The words of the first note of these kinds."""
        found = [note for note in self.document.find_class("note") if set(kinds) & set(note.get("class").split())]
        return " ".join(found[0].text_content().split()) if found else None


def _leads_to(form, action):
    return urlsplit(form.action).path.endswith(action)


class FromHere:
    """Says where requests come from, as a web server does."""

    def __init__(self, site):
        self.site = site

    def __call__(self, environ, start_response):
        return self.site({"REMOTE_ADDR": "127.0.0.1", **environ}, start_response)


class Visitor:
    """Goes through the pages of a site, keeping cookies."""

    base, cookie_name = BASE, "vettrak_staff"

    def __init__(self, site, **headers):
        self._client = Client(FromHere(site), use_cookies=True)
        self._headers = headers
        self.page = None

    def get(self, path="/", *, follow=True, **headers):
        self.page = Page(
            self._client.get(self.base + path, headers={**self._headers, **headers}, follow_redirects=follow)
        )
        return self.page

    def search(self, path="/", **query):
        """Open a list with these filters."""
        return self.get(f"{path}?{urlencode(query)}")

    def post(self, path, fields, *, follow=True, **headers):
        response = self._client.post(
            self.base + path, data=fields, headers={**self._headers, **headers}, follow_redirects=follow
        )
        self.page = Page(response)
        return self.page

    def send(self, action, *, follow=True, **fields):
        """Send a form of the present page, with some fields filled in; None leaves a field out."""
        values = self.page.form(action) | fields
        path = self.page.form_element(action).action.removeprefix(self.base)
        return self.post(path, {name: value for name, value in values.items() if value is not None}, follow=follow)

    def log_in(self, username, password, path="/login"):
        self.get(path)
        return self.send("/login", username=username, password=password)

    def cookie(self, name=""):
        return self._client.get_cookie(name or self.cookie_name, path=self.base or "/")


def officer(world, *, setup_role=False):
    """Make somebody who may process, with the user name olga; perhaps somebody who may set up as well."""
    known = {"code": "OLGA", "username": "olga", "password": PASSWORD}
    return world.staff("Officer", "Olga", api_role=True, setup_role=setup_role, **known)


def setter(world):
    """Make somebody who may set the organisation up and nothing else, with the user name sven."""
    return world.staff("Setter", "Sven", setup_role=True, code="SVEN", username="sven", password=PASSWORD)


def logged_in(site, username="olga"):
    """Return that somebody as a visitor of the pages."""
    visitor = Visitor(site)
    visitor.log_in(username, PASSWORD)
    return visitor
