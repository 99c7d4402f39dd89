"""What no database stores is refused by name before it reaches one, at every door."""

import pytest
from sqlalchemy import select
from werkzeug.test import Client as Browser

from tests.support.soap import SOAP, post
from tests.support.staff import Visitor, logged_in, officer
from tests.support.web import book
from tests.support.world import PASSWORD
from vettrak_api.calls.texts import Texts
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.errors import InvalidInput
from vettrak_api.model.clients import Client
from vettrak_api.model.quarantine import WebEnrolment

REFUSED = "holds a character that can not be stored."


@pytest.mark.parametrize("path", ["/history?search=a%00b", "/login?search=%00", "/?search=x&occurrence=1%00"])
def test_in_the_address_of_a_page(world, site, path):
    officer(world)
    page = logged_in(site).get(path)
    assert page.status == 400
    assert REFUSED in page.text


def test_in_the_log_in_form(world, site):
    officer(world)
    page = Visitor(site).log_in("ol\0ga", PASSWORD)
    assert page.status == 400
    assert f"username {REFUSED}" in page.text


def test_in_the_reason_of_a_rejection(api, token, world, site):
    officer(world)
    number = book(api, token, world.occurrence(web_published=True))
    visitor = logged_in(site)
    visitor.get(f"/enrolments/{number}")
    page = visitor.send(f"/enrolments/{number}/reject", reason="no\0w")
    assert page.status == 400
    assert f"reason {REFUSED}" in page.text
    assert world.get(WebEnrolment, number).state == "P"


def test_in_the_name_of_a_field(world, site):
    page = Visitor(site).post("/login", {"user\0name": "x"})
    assert page.status == 400
    assert f"username {REFUSED}" in page.text


def test_half_characters_become_a_replacement_and_do_no_harm(world, site):
    officer(world)
    assert logged_in(site).get("/?search=%ED%A0%80").status == 200


def test_on_the_page_of_a_password_reset(site):
    answer = Browser(site).get("/password-reset?key=%00")
    assert answer.status_code == 400
    assert f"key {REFUSED}" in answer.text


@pytest.mark.parametrize("text", ["\0", "\ud800", "\ufffe", "\x01"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_call_can_hold_one(site, world, text, encoding):
    """XML has no such characters, however they are written, so they end a call where it is read."""
    token = world.token()
    for written in (text, f"&#{ord(text)};", f"&#x{ord(text):x};"):
        body = f"""<s:Envelope xmlns:s="{SOAP}"><s:Body><AddClient xmlns="{load_catalogue().namespaces["complete"]}">
            <sToken>{token}</sToken><sClie_Surname>A{written}B</sClie_Surname></AddClient></s:Body></s:Envelope>"""
        sent = body.encode(encoding, "surrogatepass")
        status, _, _ = post(site, "/VT_API.asmx", sent, content_type=f"text/xml; charset={encoding}")
        assert status.startswith(("400", "500")), (encoding, written)
    assert world.one(select(Client)).surname == "Trainer"


def test_a_text_that_came_by_another_way_is_refused_by_name():
    for text in ("a\0b", "a\ud800"):
        with pytest.raises(InvalidInput, match=f"sClie_Surname {REFUSED}"):
            Texts({"sClie_Surname": 50}).trimmed("sClie_Surname", text)
