"""Envelopes that programs without a SOAP library send, and how they read the answers."""

import re
import urllib.parse

import pytest

from tests.interop.conftest import PASSWORD, USER
from tests.support.sockets import ENVELOPES, TEXT_XML, send

pytestmark = [pytest.mark.interop, pytest.mark.python]

NAMESPACE = "http://www.ozsoft.com.au/VETtrak/api/complete"
PAGE = "/VT_API.asmx"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
LOGIN = (
    f'<ValidateClient xmlns="{NAMESPACE}"><sUsername>{USER}</sUsername><sPassword>{PASSWORD}</sPassword>'
    "</ValidateClient>"
)


def prefixed(content, version="1.1", prefix="soap"):
    return (
        f'<{prefix}:Envelope xmlns:{prefix}="{ENVELOPES[version]}"><{prefix}:Body>{content}</{prefix}:Body>'
        f"</{prefix}:Envelope>"
    )


def unprefixed(content):
    return f'<Envelope xmlns="{ENVELOPES["1.1"]}"><Body>{content}</Body></Envelope>'


REQUESTS = {
    "with a prefix and a declaration": DECLARATION + prefixed(LOGIN),
    "with another prefix": prefixed(LOGIN, prefix="SOAP-ENV"),
    "in the default namespace": unprefixed(LOGIN),
    "after blanks and without a declaration": "\n\n    " + unprefixed(LOGIN),
    "of SOAP 1.2 as text/xml": DECLARATION + prefixed(LOGIN, "1.2", "soap12"),
    "with empty header": prefixed(LOGIN).replace("<soap:Body>", "<soap:Header/><soap:Body>"),
}


@pytest.mark.parametrize("request_body", REQUESTS.values(), ids=REQUESTS)
@pytest.mark.parametrize("path", [PAGE, f"{PAGE}?wsdl", f"{PAGE}?WSDL", "/vettrak/api/vt_api.ASMX"])
def test_a_login_without_soap_action(running, request_body, path):
    answer = send(running, path, request_body, Content_Type="text/xml")
    assert answer.status == 200
    assert answer.value("Status") == "1"
    assert answer.value("Identifier")


def test_the_answer_begins_with_38_characters_that_a_client_cuts_off(running):
    answer = send(running, PAGE, unprefixed(LOGIN), Content_Type=TEXT_XML)
    assert answer.text[:38] == DECLARATION
    assert answer.text[38:].startswith("<soap:Envelope ")


def test_the_answer_has_the_keys_that_browser_programs_look_for(running):
    answer = send(running, PAGE, unprefixed(LOGIN), Content_Type=TEXT_XML)
    names = re.findall(r"<([\w:]+)", answer.text[38:])
    assert names[:5] == ["soap:Envelope", "soap:Body", "ValidateClientResponse", "ValidateClientResult", "ID"]


def test_the_answer_comes_in_the_version_of_the_envelope(running):
    old = send(running, PAGE, prefixed(LOGIN), Content_Type=TEXT_XML)
    new = send(running, PAGE, prefixed(LOGIN, "1.2"), Content_Type="application/soap+xml; charset=utf-8")
    assert old.content_type == "text/xml; charset=utf-8"
    assert new.content_type == "application/soap+xml; charset=utf-8"
    assert ENVELOPES["1.1"] in old.text
    assert ENVELOPES["1.2"] in new.text


def test_basic_credentials_are_not_looked_at(running):
    answer = send(running, PAGE, unprefixed(LOGIN), Content_Type=TEXT_XML, Authorization="Basic c29tZTpib2R5")
    assert answer.value("Status") == "1"


def test_a_token_can_be_pasted_into_xml_urls_and_json_as_it_is(running):
    token = send(running, PAGE, unprefixed(LOGIN), Content_Type=TEXT_XML).value("Token")
    assert re.fullmatch(r"[A-Za-z0-9._-]+", token)
    assert urllib.parse.quote(token, safe="") == token
    call = f'<GetLMSNewOccurrences xmlns="{NAMESPACE}"><sToken>{token}</sToken></GetLMSNewOccurrences>'
    assert send(running, PAGE, unprefixed(call), Content_Type=TEXT_XML).value("Status") == "1"


def test_parameters_in_any_order_unknown_ones_and_missing_ones(running):
    token = send(running, PAGE, unprefixed(LOGIN), Content_Type=TEXT_XML).value("Token")
    call = (
        f'<AddClientAfterCheck xmlns="{NAMESPACE}"><sDescription>from the web</sDescription>'
        "<xsdClie_DOB>2001-11-28T16:30:09+11:00</xsdClie_DOB><sClie_Given>Any</sClie_Given>"
        f"<sClie_Surname>Order</sClie_Surname><sToken>{token}</sToken></AddClientAfterCheck>"
    )
    answer = send(running, PAGE, unprefixed(call), Content_Type=TEXT_XML)
    assert (answer.value("Status"), answer.value("Clie_Given")) == ("1", "Any")


def test_a_browser_program_of_another_site_is_allowed_to_call(running):
    asked = {"Origin": "https://portal.example", "Access_Control_Request_Method": "POST"}
    answer = send(running, PAGE, None, method="OPTIONS", Access_Control_Request_Headers="content-type", **asked)
    assert answer.status in {200, 204}


@pytest.mark.parametrize("chunks", [1, 7, 1000])
def test_a_body_in_chunks(running, chunks):
    body = unprefixed(LOGIN).encode()
    pieces = (body[start : start + chunks] for start in range(0, len(body), chunks))
    assert send(running, PAGE, pieces, Content_Type=TEXT_XML).value("Status") == "1"
