"""`vettrak-api tenant ...`, and what all other commands say where many organisations are served."""

import shutil
import sqlite3
import stat

import pytest
from typer.main import get_command

from tests.support.tenants import tenants_file
from vettrak_api.cli import app
from vettrak_api.database import migrations
from vettrak_api.tenants import adding


@pytest.fixture(autouse=True)
def installation(monkeypatch, tmp_path):
    """Serve many; SQLite files are made in a folder that is not there yet."""
    monkeypatch.setenv("VETTRAK_TENANTS", str(tmp_path / "tenants.toml"))
    monkeypatch.setenv("VETTRAK_TENANT_DATABASES", f"sqlite:///{tmp_path}/rtos/")
    monkeypatch.setenv("VETTRAK_TENANT", "")
    return tmp_path


@pytest.fixture
def quick(monkeypatch, template):
    """Let migrating an empty database cost nothing: the tables are copied."""

    def upgrade(database, revision="head"):
        assert revision == "head"
        with sqlite3.connect(template.bare) as source, sqlite3.connect(database.engine.url.database) as target:
            source.backup(target)

    monkeypatch.setattr(migrations, "upgrade", upgrade)


def written(installation, template, *names, **more):
    """Write a file of organisations that are set up."""
    tables = {}
    for name in names:
        shutil.copyfile(template.bare, installation / f"{name}.db")
        tables[name] = {"hosts": [f"{name}.example"], "database_url": f"sqlite:///{installation}/{name}.db"}
    return tenants_file(installation / "tenants.toml", **tables, **more)


def test_one_is_added_with_a_database_that_is_made_and_set_up(run, installation):
    done = run("tenant", "add", "alpha", "--host", "Alpha.example", "--host", "alpha.example.edu.au")
    assert done.code == 0, done.err
    assert "alpha is added with sqlite:///" in done.out
    text = (installation / "tenants.toml").read_text(encoding="utf-8")
    assert text.startswith('[alpha]\nhosts = ["alpha.example", "alpha.example.edu.au"]\ndatabase_url = "sqlite:///')
    for path in (installation / "tenants.toml", installation / "rtos" / "alpha.db"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert run("--tenant", "alpha", "db", "check").code == 0


def test_more_are_added_behind_what_stands_there(run, installation, template, quick):
    path = written(installation, template, "first")
    path.write_text("# The first of them.\n" + path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    path.chmod(0o640)
    assert run("tenant", "add", "second", "--host", "b.example", "--timezone", "Australia/Perth").code == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# The first of them.\n[first]\n")
    assert text.endswith('.db"\ntimezone = "Australia/Perth"\n')
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    listed = run("tenant", "list")
    assert (listed.code, "2 organisations, 2 of them ready." in listed.out) == (0, True)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("first", "--host", "x.example"), "there is an organisation first already"),
        (("x", "--host", "FIRST.example"), "the host first.example is first's already"),
        (("x", "--host", "http://x.example"), "is no host name"),
        (("X", "--host", "x.example"), "a name has small letters"),
        (("x", "--host", "x.example", "--timezone", "Mars"), "VETTRAK_TIMEZONE is not right"),
        (("x", "--host", "x.example", "--database", "sqlite:///first.db"), "its database is first's already"),
        (("x", "--host", "x.example", "--database", "nowhere://x"), "can not be read"),
        (("x", "--host", "x.example", "--database", "sqlite:////no/such/folder/x.db"), "folder must exist"),
    ],
)
def test_what_can_not_be_added_leaves_nothing_behind(run, installation, template, quick, words, why):
    before = written(installation, template, "first").read_bytes()
    done = run("tenant", "add", *words)
    assert (done.code != 0, why in done.err, "Traceback" in done.err) == (True, True, False), done.err
    assert (installation / "tenants.toml").read_bytes() == before
    assert not (installation / "rtos" / "x.db").exists()


def test_a_database_that_could_not_be_set_up_is_taken_away_again(run, installation, monkeypatch):
    monkeypatch.setattr(migrations, "upgrade", lambda *_: 1 / 0)
    done = run("tenant", "add", "x", "--host", "x.example")
    assert (done.code, "ZeroDivisionError" in done.err) == (1, True)
    assert list((installation / "rtos").iterdir()) == []
    assert not (installation / "tenants.toml").exists()


def test_a_database_that_is_there_already_is_not_taken_for_a_new_one(run, installation, quick):
    (installation / "rtos").mkdir()
    (installation / "rtos" / "x.db").write_bytes(b"somebody's")
    done = run("tenant", "add", "x", "--host", "x.example")
    assert (done.code, "The file is no SQLite database" in done.err) == (1, True)
    assert (installation / "rtos" / "x.db").read_bytes() == b"somebody's"


def test_two_who_add_at_once_do_not_lose_one_another(run, installation, template, quick):
    path = written(installation, template, "first")
    path.with_name("tenants.toml.new").touch()
    done = run("tenant", "add", "x", "--host", "x.example")
    assert (done.code, "somebody else is changing the file" in done.err) == (1, True)
    assert not (installation / "rtos" / "x.db").exists()


def test_what_is_written_is_what_was_meant():
    values = {"hosts": ["a.example"], "database_url": 'postgresql://a:p"\\w@db/x', "smtp_port": 25, "try_it": True}
    assert adding.tomllib.loads(adding.table_of("a", values)) == {"a": values}


@pytest.mark.parametrize("name", ["al'pha", 'al"pha', "al`pha; DROP DATABASE x", "ålpha", "al_pha", "1", "", "x" * 32])
def test_a_name_that_is_none_makes_nothing(run, installation, name):
    done = run("tenant", "add", name, "--host", "alpha.example")
    assert (done.code, "a name has small letters, digits and hyphens" in done.err) == (1, True), done.err
    assert list(installation.iterdir()) == []


ABOUT_ALL = {"serve", "background", "log", "tenant add", "tenant list", "tenant upgrade"}
"""Commands about all organisations, or the one that --tenant names."""

ABOUT_NONE = {
    "portals", "tour", "scaffold", "audit make-key", "iis plan", "iis files", "wsdl write", "wsdl check",
    "coverage write", "coverage check",
}  # fmt: skip
"""Commands that open no database."""

VALUES = {"field": "surname", "older_than": "30", "number": "1", "table": "client", "revision": "base"}
MORE = {"client hold": ("--reason", "x")}


def commands(found, path=()):
    """Yield every command of the program with words that it takes."""
    for name, command in getattr(found, "commands", {}).items():
        yield from commands(command, (*path, name))
    if not hasattr(found, "commands"):
        words = []
        for parameter in found.params:
            if parameter.required:
                option = [parameter.opts[0]] if parameter.param_type_name == "option" else []
                words += [*option, VALUES.get(parameter.name, "x")]
        yield " ".join(path), (*path, *words, *MORE.get(" ".join(path), ()))


COMMANDS = dict(commands(get_command(app)))


def test_of_every_command_it_is_known_whom_it_is_about():
    assert COMMANDS.keys() >= ABOUT_ALL | ABOUT_NONE
    assert not ABOUT_ALL & ABOUT_NONE


@pytest.mark.parametrize("command", sorted(COMMANDS.keys() - ABOUT_ALL - ABOUT_NONE))
def test_a_command_about_one_says_whom_to_name(run, installation, template, command):
    written(installation, template, "alpha", "bravo")
    before = {path: path.read_bytes() for path in installation.iterdir()}
    done = run(*COMMANDS[command])
    assert done.code == 2, done
    assert "vettrak-api --tenant alpha COMMAND" in done.err, done.err
    assert "There are: alpha, bravo." in done.err
    assert {path: path.read_bytes() for path in installation.iterdir()} == before


@pytest.mark.parametrize("command", sorted(ABOUT_NONE - {"portals", "iis files", "scaffold"}))
def test_a_command_about_none_asks_for_nobody(run, installation, template, command):
    written(installation, template, "alpha", "bravo")
    assert "--tenant" not in run(*COMMANDS[command]).err


def test_a_command_works_for_the_one_that_is_named(run, installation, template, monkeypatch):
    written(installation, template, "alpha", "bravo")
    words = ("--tenant", "bravo", "user", "add", "olga", "--surname", "Officer", "--password-stdin")
    assert run(*words, typed="pass word").code == 0
    assert "olga" in run("--tenant", "bravo", "user", "list").out
    assert "olga" not in run("--tenant", "alpha", "user", "list").out
    monkeypatch.setenv("VETTRAK_TENANT", "bravo")
    assert "olga" in run("user", "list").out


def test_one_that_is_not_there_or_not_right_is_told(run, installation, template, monkeypatch):
    written(installation, template, "alpha", wrong={"hosts": ["w.example"]})
    assert "There is no organisation bravo. There are: alpha." in run("--tenant", "bravo", "user", "list").err
    assert "database_url is missing" in run("--tenant", "wrong", "user", "list").err
    monkeypatch.delenv("VETTRAK_TENANTS")
    assert "--tenant needs VETTRAK_TENANTS" in run("--tenant", "alpha", "user", "list").err
    assert "VETTRAK_TENANTS must name the file" in run("tenant", "list").err


def test_the_list_tells_who_is_not_ready(run, installation, template):
    written(
        installation,
        template,
        "alpha",
        empty={"hosts": ["e.example"], "database_url": f"sqlite:///{installation}/empty.db"},
        away={"hosts": ["a.example"], "database_url": "sqlite:////no/such/folder/x.db"},
        wrong={"hosts": ["w.example"]},
    )
    listed = run("tenant", "list")
    assert listed.code == 1
    assert "3 organisations, 1 of them ready." in listed.out
    assert "wrong is not served: its database_url is missing" in listed.err
    assert "empty is not ready: never set up, to be upgraded" in listed.err
    assert "away is not ready: not reached; see: vettrak-api --tenant away doctor" in listed.err


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_all_are_upgraded_but_the_one_that_can_not_be(run, installation, template, jobs):
    written(
        installation,
        template,
        "ready",
        broken={"hosts": ["b.example"], "database_url": f"sqlite:///{installation}/broken.db"},
        new={"hosts": ["n.example"], "database_url": f"sqlite:///{installation}/new.db"},
    )
    (installation / "broken.db").write_bytes(b"this is no database" * 100)
    done = run("tenant", "upgrade", "--jobs", str(jobs))
    assert done.code == 1
    assert "2 organisations are up to date." in done.out
    assert "[3/3] " in done.out
    newest = migrations.newest_revision()
    for told in (f"ready: at {newest} already", f"new: from nothing to {newest}", "broken: FAILED"):
        assert told in done.out
    assert "1 could not be upgraded: broken: The file is no SQLite database" in done.err
    assert run("--tenant", "new", "db", "check").code == 0


def test_one_alone_is_upgraded(run, installation, template):
    written(installation, template, "alpha", "bravo")
    done = run("--tenant", "bravo", "tenant", "upgrade", "--jobs", "1")
    assert (done.code, "[1/1] bravo: at" in done.out, "alpha" in done.out) == (0, True, False)


def test_the_background_work_of_all_is_done_once(run, installation, template):
    written(installation, template, "alpha", "bravo")
    done = run("background", "--once")
    assert (done.code, "Done for 2 organisations." in done.out) == (0, True), done.err


def test_the_doctor_looks_who_may_read_the_file(run, installation, template):
    path = written(installation, template, "alpha", wrong={"hosts": ["w.example"]})
    path.chmod(0o644)
    told = run("--tenant", "alpha", "doctor").out
    assert "others on this computer can read" in told
    assert "wrong is not served" in told
    path.chmod(0o600)
    assert "others on this computer can read" not in run("--tenant", "alpha", "doctor").out
