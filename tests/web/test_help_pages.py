"""The help page of an operation tells what the catalogue knows of it, in words for the people who read it."""

import html
import re

import pytest
from werkzeug.test import Client

from vettrak_api.catalogue.loader import load_catalogue

CATALOGUE = load_catalogue()
RESTRICTED = [operation for operation in CATALOGUE.operations.values() if operation.scope]


@pytest.fixture
def page(site):
    """Read the help page of an operation as text, with single blanks."""

    def read(name):
        answer = Client(site).get(f"/VT_API.asmx?op={name}")
        assert answer.status_code == 200
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())

    return read


def test_a_restricted_operation_tells_who_may_name_what(page):
    assert "Without the API role sEmpl_Identifier may name the employer that the caller is or is a contact of." in (
        page("GetEmployerDetails")
    )


def test_what_the_scope_does_not_say_stands_beside_it(page):
    text = page("UpdateClientDetails")
    assert "Without the API role cClient.Clie_Code may name the caller's own record alone." in text
    assert "Without the API role the members about employment, DivisionId, PositionName and USIExempt stay" in text


def test_every_restricted_operation_tells_its_scope_once(page):
    for operation in RESTRICTED:
        sentence = f"Without the API role {operation.scope[0].place} may name "
        assert page(operation.name).count(sentence) == 1, operation.name


def test_every_parameter_has_its_meaning_and_says_what_happens_without_it(page):
    told = 0
    for operation in CATALOGUE.operations.values():
        text = page(operation.name)
        for parameter in operation.params:
            assert parameter.meaning in text, (operation.name, parameter.name)
            assert f"Left out: {parameter.omitted.strip()}" in text, (operation.name, parameter.name)
            told += 1
    assert told == 660


def test_codes_are_told_beside_the_parameter(page):
    assert "Codes: 0 (Not in the LMS yet), 1 (In the LMS)." in page("UpdateLMSEnrolmentStatus")


def test_another_operation_tells_of_none(page):
    assert "may name" not in page("UpdateResult")
