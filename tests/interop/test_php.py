"""PHP's own SoapClient, as the web sites of training organisations use it."""

from pathlib import Path

import pytest

from tests.interop.transcript import OPERATIONS, expected_transcript
from tests.support.tools import need, run

pytestmark = [pytest.mark.interop, pytest.mark.php]

PROGRAMS = Path(__file__).parent / "php"


@pytest.fixture(scope="module")
def php():
    """Find PHP with its SOAP extension."""
    return need("php", module="soap")


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_the_lms_scenario(php, running, course, version):
    page = running.page()
    printed = run([php, str(PROGRAMS / "lms_scenario.php"), page, version, course.code, course.surname])
    assert printed.splitlines() == expected_transcript(course)


def test_php_reads_all_four_descriptions(php, running):
    printed = run([php, str(PROGRAMS / "wsdl_loads.php"), *(f"{running.page(name)}?WSDL" for name in OPERATIONS)])
    assert printed.splitlines() == [f"{name} {len(operations)}" for name, operations in OPERATIONS.items()]


def test_php_reads_the_documented_descriptions_alike(php, running):
    pages = [f"{running.page(name)}?WSDL&documented" for name in OPERATIONS]
    printed = run([php, str(PROGRAMS / "wsdl_loads.php"), *pages])
    assert printed.splitlines() == [f"{name} {len(operations)}" for name, operations in OPERATIONS.items()]


def test_the_habits_of_real_sites(php, running, school, course):
    client = school.client("Digits", "Only", code="30037")
    school.enrolment(client, course.occurrence)
    printed = run([php, str(PROGRAMS / "habits.php"), running.page(), client.code])
    assert printed.splitlines() == [
        "another token for each login: yes",
        "number for a code: 1 30037",
        "forms of a date: 7, people: 1",
        "list of one: object",
        "list of one, as a list: array",
        "empty list: 0",
        "unknown member: Digits",
        'the first 38 characters: <?xml version="1.0" encoding="utf-8"?>',
        "then: <soap:Envelope",
    ]
