"""The samples of the reference: all compile, one project for each language, and do on the demonstration what they say.

All of them run, those that read first, so that what is written, taken away or decided at the end has been there before.
"""

import json
import shutil
from types import SimpleNamespace

import pytest

from tests.support import sample_projects as projects
from tests.support.samples import AFTER, ANSWERS, MAIL_AND_SMS, Stopped, demonstrating, demonstration, record
from tests.support.servers import CHEAP_PASSWORDS, serving
from vettrak_api.catalogue.loader import load_catalogue

pytestmark = pytest.mark.interop

LANGUAGES = [
    pytest.param(projects.Xml, marks=pytest.mark.python, id="xml"),
    pytest.param(projects.Php, marks=pytest.mark.php, id="php"),
    pytest.param(projects.CSharp, marks=pytest.mark.dotnet, id="csharp"),
    pytest.param(projects.Java, marks=pytest.mark.java, id="java"),
    pytest.param(projects.JavaScript, marks=pytest.mark.node, id="javascript"),
    pytest.param(projects.Python, marks=pytest.mark.python, id="python"),
]
FREES = ("DeleteWebEnrolment", "RemoveWebEnrolment")
"""Give places back, which others take."""

ENDS = ("Delete", "Remove", "Complete", "Process", "Reset")
"""What such operations name is not there, or not the same, afterwards."""

SETTINGS = {f"VETTRAK_{name.upper()}": value for name, value in MAIL_AND_SMS.items()}


def place(operation):
    """Tell when an operation has its turn, so that what it names is there."""
    if operation.name in AFTER:
        return 4
    if not operation.writes:
        return 0
    if operation.name in FREES:
        return 1
    return 3 if operation.name.startswith(ENDS) else 2


def in_order():
    """Name all operations."""
    return [operation.name for operation in sorted(load_catalogue().operations.values(), key=place)]


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Fill one database for all languages."""
    return demonstration(tmp_path_factory.mktemp("demo") / "demo.db")


@pytest.fixture(scope="module", params=LANGUAGES)
def project(request, filled, tmp_path_factory, pytestconfig):
    """Compile the samples of a language, with a server on a demonstration of their own behind them."""
    folder = tmp_path_factory.mktemp(request.param.language)
    path = shutil.copyfile(filled, folder / "demo.db")
    with serving(f"sqlite:///{path.as_posix()}", **CHEAP_PASSWORDS, **SETTINGS) as server:
        made = request.param(folder, server.address, pytestconfig.cache)
        made.compile()
        yield made


@pytest.fixture(scope="module")
def ran(project):
    """Run all samples."""
    return SimpleNamespace(all=project.run(in_order()), language=project.language)


def test_every_sample_runs_and_is_answered_well(ran):
    assert sorted(ran.all) == sorted(load_catalogue().operations)
    assert {name: each.failure for name, each in ran.all.items() if each.failure} == {}


def test_samples_print_what_they_read(ran):
    assert "Smith" in ran.all["GetClientByCode"].printed
    assert "How to serve beer" in ran.all["GetUnitsForOccurrence"].printed
    assert "john.smith1@example.com" in ran.all["QueryAdditionalData"].printed


def test_a_sample_that_is_refused_says_why(project, ran):
    project.change("ValidateClient", {"demo-password": "wrong"})
    refused = project.run(["ValidateClient"])["ValidateClient"]
    assert (refused.printed, refused.failure) == ("", "Invalid Username/Password Combination.")


@pytest.mark.python
def test_answers_are_those_of_the_demonstration(tmp_path):
    """When this fails: look through what `python -m tests.support.samples` changes, and keep it."""
    with demonstrating(tmp_path, Stopped()) as demo:
        answered = record(demo)
    kept = json.loads(ANSWERS.read_text(encoding="utf-8"))
    # Each release tells another version, and each revision of the database.
    assert answered | {"GetAPIVersion": kept["GetAPIVersion"]} == kept
