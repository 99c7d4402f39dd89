"""Python's zeep, which reads the WSDL strictly and checks every answer against it."""

import sys
from pathlib import Path

import pytest
from zeep import Client, Settings

from tests.interop.transcript import OPERATIONS, expected_transcript
from tests.support.tools import run

pytestmark = [pytest.mark.interop, pytest.mark.python]

PROGRAM = Path(__file__).parent / "python" / "lms_scenario.py"


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_the_lms_scenario(running, course, version):
    printed = run([sys.executable, str(PROGRAM), running.page(), version, course.code, course.surname])
    assert printed.splitlines() == expected_transcript(course)


@pytest.mark.parametrize("name", OPERATIONS)
def test_zeep_reads_the_description_strictly(running, name):
    client = Client(f"{running.page(name)}?WSDL", settings=Settings(strict=True))
    (service,) = client.wsdl.services.values()
    assert service.name == name
    for port in service.ports.values():
        assert sorted(port.binding._operations) == sorted(OPERATIONS[name])
        assert port.binding_options["address"] == running.page(name)


def test_zeep_reads_the_documented_description_alike(running):
    plain, documented = (
        Client(f"{running.page()}?WSDL{wish}", settings=Settings(strict=True)) for wish in ("", "&documented")
    )
    assert signatures(documented) == signatures(plain)
    assert documented.service.ValidateClient("nobody", "nothing").Status == -1


def signatures(client):
    return {name: operation.input.signature() for name, operation in client.service._binding._operations.items()}


def test_every_operation_refuses_an_unknown_token_with_an_answer_that_fits_the_schema(running):
    client = Client(f"{running.page('VT_API')}?WSDL", settings=Settings(strict=True))
    for name in OPERATIONS["VT_API"]:
        result = getattr(client.service, name)(**least_arguments(client, name))
        assert result is not None, name


def least_arguments(client, name):
    """Return a value for each parameter that must be there, and a token that nobody was given."""
    values = {"int": 0, "decimal": 0, "boolean": False, "dateTime": "2026-01-01", "string": "nobody-was-given-this"}
    parameters = client.service._binding._operations[name].input.body.type.elements
    return {
        key: values[element.type.name]
        for key, element in parameters
        if element.min_occurs or key in {"token", "sToken"}
    }
