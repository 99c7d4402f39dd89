"""The beginning of an operation says what the catalogue says, and is in order as it stands."""

import shutil
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.documentation import scaffold

CATALOGUE = load_catalogue()
PROJECT = Path(__file__).resolve().parents[3]


def function_of(name):
    return scaffold.function_module(CATALOGUE, CATALOGUE.operations[name])


def module_of_tests(name):
    return scaffold.test_module(CATALOGUE.operations[name])


def run(*command, cwd):
    """Run a tool and return its exit code and all that it says."""
    words = [sys.executable, "-m", *command]
    done = subprocess.run(words, check=False, cwd=cwd, capture_output=True, text=True, timeout=600)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write the drafts of every operation into a folder of their own, with the project's rules for tools."""
    folder = tmp_path_factory.mktemp("scaffold")
    shutil.copyfile(PROJECT / "pyproject.toml", folder / "pyproject.toml")
    for operation in CATALOGUE.operations.values():
        for draft in scaffold.drafts(CATALOGUE, operation):
            path = folder / draft.place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(draft.text, encoding="utf-8")
    for package in {path.parent for path in (folder / "vettrak_api").rglob("*.py")} | {folder / "vettrak_api"}:
        (package / "__init__.py").write_text('"""A room."""\n', encoding="utf-8")
    return folder


# Tools


def test_every_draft_passes_ruff(folder):
    assert run("ruff", "check", "--no-cache", ".", cwd=folder) == (0, "All checks passed!\n")


def test_every_draft_is_formatted(folder):
    code, told = run("ruff", "format", "--no-cache", "--diff", ".", cwd=folder)
    assert code == 0, told


@pytest.mark.slow
def test_every_draft_passes_mypy(folder):
    modules = [str(path) for path in (folder / "vettrak_api").rglob("*.py") if path.name != "__init__.py"]
    assert len(modules) == len(CATALOGUE.operations)
    code, told = run("mypy", *modules, cwd=PROJECT)
    assert code == 0, told


def test_the_tests_of_a_draft_fail_until_they_are_written(folder):
    place = next(folder.rglob("test_get_awards_for_client.py"))
    code, told = run("pytest", "-n", "0", "-p", "no:cacheprovider", str(place), cwd=folder)
    assert code == 1
    assert "3 failed" in told
    assert "passed" not in told


# What a draft says


def test_a_function_has_typed_parameters_and_says_the_rules_and_errors():
    assert (
        function_of("GetAttendanceForClient")
        == '''\
"""Area classes_attendance: GetAttendanceForClient."""

import datetime

from vettrak_api.calls.call import Call, Records, operation


@operation
def GetAttendanceForClient(
    call: Call, sClie_Code: str | None, xsdStart: datetime.datetime, xsdEnd: datetime.datetime
) -> Records:
    """List a client's recorded attendance in a date range.

    Rules:
    - Without the API role sClie_Code may name the caller itself, for staff a client linked to them or in a division
      opened to them, for employers and their contacts a current employee.
    - Records whose start lies in the range are listed, both ends included.
    - The list is sorted by Start, then Inst_ID.

    Errors:
    - Status -4 "Client not found.": sClie_Code names no client.
    - Status -1 "Start date is after end date.": xsdStart is later than xsdEnd.

    Notes:
    - Inferred operation: the list class of TAtte is documented, its readers were not found.
    """
    raise NotImplementedError
'''
    )


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("UpdateEmployerDetails", "(call: Call, eEmployer: TEmpl | None) -> Confirmation:"),
        ("GetClientsForStaff", "(call: Call, parameters: GetClientsForStaffParameters) -> Records:"),
        ("GetEmployerDetails", "(call: Call, sEmpl_Identifier: str | None) -> Record:"),
        ("AddClientEvent", "(call: Call, eEvent: TEven | None) -> Number:"),
        ("GetSMSStatus", "(call: Call) -> Members:"),
        ("DB_Handshake", "(call: Call) -> Text:"),
    ],
)
def test_objects_long_lists_and_results_have_their_types(name, head):
    assert f"\n@operation\ndef {name}{head}\n" in function_of(name)


def test_objects_come_from_the_contract():
    assert "from vettrak_api.contract.parameters import TEmpl\n" in function_of("UpdateEmployerDetails")
    imported = "from vettrak_api.contract.parameters import FilterCriteria, ReturnField, SortCriteria\n"
    assert imported in function_of("QueryAdditionalData")


def test_every_rule_and_every_error_has_its_test():
    for operation in CATALOGUE.operations.values():
        written = scaffold.test_module(operation)
        assert written.count("\ndef test_") == len(operation.rules) + len(operation.errors), operation.name
        assert written.count("    pytest.fail(") == written.count("\ndef test_")


def test_a_test_says_its_rule():
    assert module_of_tests("GetAwardsForClient").endswith(
        "\n\n\ndef test_client_not_found():\n"
        """    pytest.fail('not written yet: Status -4 "Client not found.": clientCode names no client.')\n"""
    )


@pytest.mark.parametrize(
    ("name", "module", "tests"),
    [
        ("GetAwardsForClient", "awards/get_awards_for_client.py", "awards/test_get_awards_for_client.py"),
        ("SendSMSMessages", "sms/send_sms_messages.py", "sms/test_send_sms_messages.py"),
        ("GetClientAVDetails", "clients/get_client_av_details.py", "clients/test_get_client_av_details.py"),
        ("ValidateUser", "validate_user.py", "auth/test_validate_user.py"),
    ],
)
def test_a_draft_stands_beside_the_operations_of_its_area(monkeypatch, name, module, tests):
    monkeypatch.setattr(scaffold, "REGISTRY", rooms("clients.clients", "auth"))
    places = [draft.place for draft in scaffold.drafts(CATALOGUE, CATALOGUE.operations[name])]
    assert places == [PurePosixPath("vettrak_api/operations", module), PurePosixPath("tests/api", tests)]


def rooms(clients, auth):
    """Return a registry with one operation in each of these two modules."""

    def function():
        """Do nothing."""

    def home(module):
        stands = type(function)(function.__code__, {})
        stands.__module__ = f"vettrak_api.operations.{module}"
        return stands

    return {"GetClientByCode": home(clients), "ValidateClient": home(auth)}


def test_what_would_end_a_docstring_is_refused():
    with pytest.raises(ValueError, match="docstring"):
        scaffold._item('a rule with """ in it')
