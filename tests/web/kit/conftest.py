"""A small site of its own on the kit: what holds for it holds for every site."""

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.test import Client

from tests.support.world import PASSWORD
from vettrak_api.web.kit.application import PageSite
from vettrak_api.web.kit.entrance import Entrance
from vettrak_api.web.kit.pages import NO_REFERRER, Pages
from vettrak_api.web.kit.rendering import KIT
from vettrak_api.web.kit.visit import Visit

pages = Pages("small", KIT)

ENTRANCE = Entrance(
    cookie="small",
    admits=lambda caller: caller.staff,
    refusal="Staff only.",
    title="The door",
    site="the small site",
    home="home",
)


def told(visit, text, status=200):
    """Answer with a page that says something: its text stands where problems do."""
    return visit.page("problem.html", status, problem=text)


@pages.page("/")
def home(visit):
    return told(visit, f"Hello {visit.shown_name}")


@pages.page("/records/<number:number>")
def record(visit, number):
    if number == 404:
        raise NotFound("There is no such record.")
    return told(visit, f"Record {number}, {visit.request.args.get('tab', 'no tab')}")


@pages.page("/records/<number:number>/change", methods=("POST",), seen_at="record")
def change(visit, number):
    return told(visit, f"Changed {number} to {visit.request.form['word']}")


@pages.page("/open", methods=("GET", "POST"), is_open=True, largest_form=1000)
def open_page(visit):
    return told(visit, f"Open: {visit.request.form.get('word', '')}")


@pages.page("/secret", methods=("GET", "POST"), is_open=True, referrer=NO_REFERRER)
def secret(visit):
    return told(visit, "Told to nobody")


@pages.page("/fails", is_open=True)
def fails(visit):
    raise ValueError(f"born {1990}")


@pages.page("/unlisted", is_open=True)
def unlisted(visit):
    return visit.go_back("record", number=7)


class SmallVisit(Visit):
    """A visit that carries a filter along."""

    view = ("filter",)


@pytest.fixture
def small(runtime):
    """Compose the small site on the test's database."""
    return PageSite(runtime, KIT, [pages], entrance=ENTRANCE, visits=SmallVisit)


@pytest.fixture
def member(world):
    """Somebody who may enter."""
    return world.staff("Porter", "Pia", code="PIA", username="pia", password=PASSWORD)


@pytest.fixture
def browser(small):
    """Somebody with cookies at the door."""
    return Client(small)


@pytest.fixture
def inside(browser, member):
    """The same, logged in."""
    answer = browser.post("/login", data={"username": "pia", "password": PASSWORD})
    assert answer.status_code == 303
    return browser
