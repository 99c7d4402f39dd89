"""`vettrak-api scaffold` begins an operation that is not there yet, and says where one that is there stands."""

import pytest

from vettrak_api.calls.call import REGISTRY
from vettrak_api.documentation import scaffold

MODULE = "vettrak_api/operations/awards/get_awards_for_client.py"
TESTS = "tests/api/awards/test_get_awards_for_client.py"
NAME = "GetAwardsForClient"


@pytest.fixture
def checkout(monkeypatch, tmp_path):
    """Stand in for a checkout of the source in which nobody has written an operation about awards."""
    for name in [name for name, function in REGISTRY.items() if ".awards" in function.__module__] + [NAME]:
        monkeypatch.delitem(REGISTRY, name, raising=False)
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(scaffold, "ROOT", tmp_path)
    return tmp_path


def files_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py"))


def test_function_and_tests_are_printed(run, checkout):
    printed = run("scaffold", NAME)
    assert printed.code == 0
    assert printed.out.startswith(f'# {MODULE} """Area awards: GetAwardsForClient."""')
    assert "def GetAwardsForClient(call: Call, clientCode: str | None) -> Records:" in printed.out
    assert f'# {TESTS} """GetAwardsForClient: what the catalogue says of it, rule by rule.""" import pytest' in (
        printed.out
    )
    assert files_in(checkout) == []


def test_both_are_put_in_place_in_a_package(run, checkout):
    written = run("scaffold", NAME, "--write")
    assert (written.code, written.out) == (0, f"Wrote {MODULE} Wrote {TESTS}")
    assert files_in(checkout) == [TESTS, "vettrak_api/operations/awards/__init__.py", MODULE]
    assert "def GetAwardsForClient(" in (checkout / MODULE).read_text(encoding="utf-8")
    assert "def test_client_not_found(" in (checkout / TESTS).read_text(encoding="utf-8")


@pytest.mark.parametrize("present", [[MODULE], [TESTS], [MODULE, TESTS]])
def test_nothing_is_written_over(run, checkout, present):
    for place in present:
        (checkout / place).parent.mkdir(parents=True)
        (checkout / place).write_text("MINE = 1\n", encoding="utf-8")
    refused = run("scaffold", NAME, "--write")
    assert refused.code == 1
    assert refused.err == f"vettrak-api: Nothing was written, because there is already {' and '.join(present)}."
    assert files_in(checkout) == sorted(present)
    assert {(checkout / place).read_text(encoding="utf-8") for place in present} == {"MINE = 1\n"}


def test_writing_needs_a_checkout(run, checkout):
    (checkout / "docs").rmdir()
    refused = run("scaffold", NAME, "--write")
    assert refused.code == 1
    assert "run this in a checkout of the source" in refused.err
    assert files_in(checkout) == []


def test_an_unknown_name_is_answered_with_the_nearest(run):
    refused = run("scaffold", "GetAwardForClients")
    assert refused.code == 2
    assert refused.err.startswith(
        "vettrak-api: There is no operation GetAwardForClients. Did you mean GetAwardsForClient or "
    )


def test_case_counts_and_is_no_hindrance(run):
    assert "There is no operation validateclient. Did you mean ValidateClient" in run("scaffold", "validateclient").err


def test_a_name_like_no_other_is_unknown_plainly(run):
    assert run("scaffold", "zzz").err == "vettrak-api: There is no operation zzz."
    assert run("scaffold", "z" * 100_000).err == f"vettrak-api: There is no operation {'z' * 100}."


def test_an_implemented_operation_says_where_it_is(run):
    refused = run("scaffold", "GetClientByCode")
    assert refused.code == 1
    code = REGISTRY["GetClientByCode"].__code__
    assert refused.err == (
        "vettrak-api: GetClientByCode is implemented already: "
        f"vettrak_api/operations/clients/clients.py, line {code.co_firstlineno}."
    )
