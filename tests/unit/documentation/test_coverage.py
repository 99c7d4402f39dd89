"""The coverage page tells the state of every operation and is fresh."""

from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.documentation import coverage

CATALOGUE = load_catalogue()


def rows(page):
    return [line for line in page.splitlines() if line.startswith("| `") and "asmx" not in line]


def test_the_committed_page_is_fresh():
    assert coverage.main(["--check"]) == 0, f"Run {coverage.COMMAND}."


def test_every_operation_has_one_row_with_its_state():
    page = coverage.render(CATALOGUE, {"ValidateClient"})
    assert len(rows(page)) == len(CATALOGUE.operations)
    (ready,) = [row for row in rows(page) if "| ready |" in row]
    assert ready.startswith("| `ValidateClient` | integrate, enrol, portals | ready | public | Log in ")
    assert "| integrate | `/VT_API_Integrate.asmx` | 1 | 96 |" in page


def test_every_restricted_operation_says_once_what_it_lets_be_named():
    page = coverage.render(CATALOGUE, ())
    told = [line for line in page.splitlines() if line.startswith("- `")]
    assert len(told) == 42
    assert "- `GetEventsForEmployer`: Without the API role sEmpl_Identifier may name the employer that the caller is or is a contact of." in told  # fmt: skip  # noqa: E501


def test_a_purpose_does_not_break_the_table():
    assert not [operation.name for operation in CATALOGUE.operations.values() if "|" in operation.purpose]


def test_a_stale_page_is_told_with_what_to_run(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(coverage, "PAGE", tmp_path / "docs" / "coverage.md")
    assert coverage.main(["--check"]) == 1
    assert coverage.COMMAND in capsys.readouterr().err
    assert coverage.main([]) == 0
    assert coverage.main(["--check"]) == 0
