"""vettrak-api iis: the plan, and the files."""

import pytest

from vettrak_api import __version__


def test_the_plan_is_printed(run):
    done = run(
        "iis",
        "plan",
        "install",
        "--way",
        "httpplatform",
        "--odbc-source",
        "v",
        "--sql-server",
        "a",
        "--sql-database",
        "b",
    )
    assert (done.code, done.err) == (0, "")
    assert "install: Default Web Site/vettrak" in done.out
    assert f"vettrak-api[sqlserver]=={__version__}" in done.out


def test_the_plan_tells_its_options(run):
    done = run("iis", "plan", "--help")
    assert done.code == 0
    assert "--odbc-source" in done.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "The following arguments are required: action. See: vettrak-api iis plan --help"),
        (("install", "--sites", "x"), 2, "Unrecognized arguments: --sites x."),
        (("install", "--port", "many"), 2, "Argument --port: invalid int value"),
        (("install", "--port", "70000"), 2, "--port is a number from 0 to 65535; it is 70000."),
        (("install", "--path", "vettrak"), 2, "--path is to be /vettrak"),
        (("install", "--path", "/a/../b c"), 2, "--path is to be /vettrak"),
        (("install", "--home-folder", r"C:\a b"), 2, "--home-folder is to be a whole path without blanks"),
        (("install", "--home-folder", r"C:\a--b"), 2, "--home-folder is to be"),
        (("install", "--public-url", "api.rto.example"), 2, "--public-url is the address that clients use"),
        (("install", "--public-url", "https://api.rto.example"), 2, "does not end with the virtual directory /vettrak"),
        (
            ("install", "--odbc-source", "a", "--settings", r"C:\s.toml"),
            2,
            "Name one database: --settings or --odbc-source.",
        ),
        (("install", "--odbc-source", "a", "--sql-server", "b"), 2, "--sql-server and --sql-database together"),
        (("install", "--odbc-source", "a", "--database", "sqlite"), 2, "--odbc-source is for SQL Server."),
        (
            ("install", "--database-url", "mssql+pyodbc:///?odbc_connect=DSN%3Dx%3BPWD%3Dy"),
            2,
            "A password on a command line",
        ),
        (("install", "--database-url", 'sqlite:///"x'), 2, "a character that no URL has"),
        (("install",), 1, "Say where the database is"),
        (("rollback",), 1, r"Nothing is installed in C:\vettrak."),
        (("upgrade", "--path", "/x"), 2, "upgrade takes no --path"),
    ],
)
def test_what_can_not_be_planned_is_told_in_a_line(run, words, code, said):
    done = run("iis", "plan", *words)
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith("vettrak-api: ")
    assert said in done.err
    assert "Traceback" not in done.err


def test_an_uninstallation_of_nothing_is_done_already(run):
    done = run("iis", "plan", "uninstall")
    assert (done.code, r"Nothing is installed in C:\vettrak." in done.out) == (0, True)


def test_the_files_are_written(run, tmp_path):
    done = run("iis", "files", str(tmp_path / "along"))
    assert done.code == 0
    assert {path.name for path in (tmp_path / "along").iterdir()} == {
        *("install.ps1", "upgrade.ps1", "uninstall.ps1", "steps.ps1", "planner.pyz", "guide-iis.md"),
        *("wfastcgi", "httpplatform", "service"),
    }


def test_a_folder_that_can_not_be_written_to_is_told(run, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run("iis", "files", str(tmp_path / "file"))
    assert (done.code, "can not be written" in done.err) == (1, True)


@pytest.mark.parametrize("value", ["vettrak", "/a b", "/a?b", "//a", "/a\\b", "https://api.example/x"])
def test_a_virtual_directory_is_a_path(run, monkeypatch, value):
    monkeypatch.setenv("VETTRAK_VIRTUAL_DIRECTORY", value)
    done = run("doctor")
    assert (done.code, "The setting VETTRAK_VIRTUAL_DIRECTORY is not right" in done.err) == (2, True)
