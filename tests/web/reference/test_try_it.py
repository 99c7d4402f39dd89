"""Calls that are sent from a page: only where the setting allows it, and never more than it allows."""

import html
import re

import pytest
from werkzeug.test import Client

from tests.support.world import PASSWORD
from tests.web.reference.conftest import Page
from vettrak_api.errors import Busy
from vettrak_api.web.reference import sending
from vettrak_api.web.reference.pace import MINUTE, MOST_ADDRESSES, MOST_AT_ONCE, MOST_IN_A_MINUTE, Pace

ON = pytest.mark.settings(try_it=True)
FORM = "/docs/integrate/GetClientByCode/try"


@pytest.fixture
def send(site):
    """Send a call by the form of a function."""
    client = Client(site)

    def post(function, product="integrate", headers=None, address="203.0.113.9", **fields):
        answer = client.post(
            f"/docs/{product}/{function}/call",
            data={name.replace("__", "-"): value for name, value in fields.items()},
            headers=headers or {},
            environ_overrides={"REMOTE_ADDR": address},
        )
        return Page(answer)

    return post


@pytest.fixture(autouse=True)
def fresh_pace(site):
    site._sites["docs"].pace = Pace()


def pane(page, name):
    """Return the request or the answer as it was on the wire."""
    shown = re.search(rf'aria-label="{name}"><code>(.*?)</code>', page.source, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]*>", "", shown[1]))


def test_it_is_off_unless_a_setting_says_so(read, send):
    assert read(FORM).status == 404
    page = send("GetStateList")
    assert page.status == 404
    assert "Calls can not be tried on this server." in page.text
    assert "Try it" not in read("/docs/integrate/GetClientByCode").text


@ON
def test_the_page_of_a_function_leads_to_its_form(read):
    assert FORM in read("/docs/integrate/GetClientByCode").links()
    page = read(FORM)
    assert page.status == 200
    assert 'name="sClie_Code" type="text" value="' in page.source
    assert "demo-password" in page.text
    assert "changes what is on record" not in page.text
    assert "changes what is on record" in read("/docs/integrate/UpdateClientDetails/try").text


@ON
@pytest.mark.parametrize("address", ["/docs/integrate/Nothing/try", "/docs/nowhere/GetStateList/try"])
def test_no_form_is_at_a_wrong_address(read, address):
    assert read(address).status == 404


@ON
def test_a_call_with_a_token_is_answered(send, world, token):
    client = world.client("Tester", "Tina", code="TT01")
    page = send("GetClientByCode", log__in__token=token, sClie_Code=client.code)
    assert "<Clie_Surname>Tester</Clie_Surname>" in pane(page, "Answer")
    assert f"<sToken>{token}</sToken>" in pane(page, "Request")
    assert 'value="TT01"' in page.source


@ON
def test_a_log_in_gives_the_token_and_the_password_is_not_shown(send, world):
    world.staff("Worker", "Wim", code="WIM", api_role=True, username="wim", password=PASSWORD)
    page = send("GetDivisions", log__in__user="wim", log__in__password=PASSWORD)
    assert "<Status>1</Status>" in pane(page, "Answer")
    token = re.search(r"<s?[tT]oken>([^<]+)<", pane(page, "Request"))[1]
    assert f'name="log-in-token" type="text" value="{token}"' in page.source
    assert PASSWORD not in page.source


@ON
def test_a_refused_log_in_shows_its_answer(send):
    page = send("GetDivisions", log__in__user="nobody", log__in__password="not the <word>")
    assert "Invalid Username/Password Combination." in pane(page, "Answer")
    assert "ValidateClient" in pane(page, "Request")
    assert "the &lt;word&gt;" not in page.source
    assert "<sPassword>...</sPassword>" in pane(page, "Request")


@ON
def test_an_object_is_sent_as_xml(send, api, world, token):
    world.client("Before", "Bo", code="BO1", staff=False)
    record = "<cClieAVETMISS>\n<Clie_Code>BO1</Clie_Code>\n<AtSchoolFlag>Y</AtSchoolFlag>\n</cClieAVETMISS>"
    page = send("UpdateClientAVDetails", log__in__token=token, cClieAVETMISS=record)
    assert "<Status>1</Status>" in pane(page, "Answer")
    assert api.GetClientAVDetails(token, "BO1").ClieAVETMISS.AtSchoolFlag == "Y"


@ON
def test_xml_that_is_none_is_the_answer_of_the_service(send, token):
    page = send("UpdateClientAVDetails", log__in__token=token, cClieAVETMISS="<cClieAVETMISS><Clie_Code>")
    assert page.status == 200
    assert "HTTP/1.1 400 Bad Request" in pane(page, "Answer") or "Fault" in pane(page, "Answer")


@ON
def test_what_was_typed_is_text(send, token):
    page = send("GetClientByCode", log__in__token=token, sClie_Code='<b>&"x')
    assert '<sClie_Code>&lt;b&gt;&amp;"x</sClie_Code>' in pane(page, "Request")
    assert '<b>&"x' not in page.source
    assert 'value="&lt;b&gt;&amp;&#34;x"' in page.source


@ON
def test_what_stays_empty_is_left_out(send, token):
    request = pane(send("GetClientByName", log__in__token=token, sClie_Surname="A", sClie_Given=" "), "Request")
    assert "sClie_Given" not in request


@ON
def test_a_form_of_another_site_is_refused(send):
    assert send("GetStateList", headers={"Sec-Fetch-Site": "cross-site"}).status == 403
    assert send("GetStateList", headers={"Origin": "https://elsewhere.example"}).status == 403


@ON
def test_a_form_that_is_too_large_is_refused(send, token):
    assert send("GetClientByCode", log__in__token=token, sClie_Code="x" * 70_000).status == 413


@ON
def test_a_long_answer_is_cut(send, monkeypatch):
    monkeypatch.setattr(sending, "LONGEST_SHOWN", 500)
    page = send("GetLanguageList")
    assert "The answer is long; this is its beginning." in page.text
    assert len(pane(page, "Answer")) < 600


@ON
def test_an_address_may_send_so_many_calls_a_minute(send, clock):
    assert {send("GetStateList").status for _ in range(MOST_IN_A_MINUTE)} == {200}
    refused = send("GetStateList")
    assert refused.status == 429
    assert "Please wait a minute" in refused.text
    assert send("GetStateList", address="203.0.113.10").status == 200
    clock.advance(minutes=1)
    assert send("GetStateList").status == 200


def test_so_many_calls_may_last_at_once():
    pace = Pace()
    held = [pace.place(f"198.51.100.{number}", 0) for number in range(MOST_AT_ONCE)]
    for place in held:
        place.__enter__()
    with pytest.raises(Busy), pace.place("198.51.100.99", 0):
        pass
    held[0].__exit__(None, None, None)
    with pace.place("198.51.100.99", 0):
        pass


def test_no_more_addresses_are_remembered_than_said():
    pace = Pace()
    for number in range(MOST_ADDRESSES * 2):
        with pace.place(str(number), number * MINUTE):
            pass
    assert len(pace._calls) == MOST_ADDRESSES


@ON
def test_a_failed_log_in_counts_for_the_visitor(send, world):
    world.staff("Worker", "Wim", code="WIM", api_role=True, username="wim", password=PASSWORD)
    for _ in range(12):
        send("GetDivisions", log__in__user="wim", log__in__password="wrong")
    page = send("GetDivisions", log__in__user="wim", log__in__password=PASSWORD)
    assert "Invalid Username/Password Combination." in pane(page, "Answer")
    elsewhere = send("GetDivisions", address="198.51.100.7", log__in__user="wim", log__in__password=PASSWORD)
    assert "<Status>1</Status>" in pane(elsewhere, "Answer")
