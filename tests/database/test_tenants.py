"""`vettrak-api tenant ...` on database servers: a database for each organisation, and on PostgreSQL a schema, too."""

import signal
import subprocess
import sys
import tomllib
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from tests.conftest import CHEAP
from tests.support.tenant_servers import SERVERS, placed
from vettrak_api.cli import app
from vettrak_api.cli.common import Problem
from vettrak_api.database import migrations


@pytest.fixture(scope="module", params=SERVERS)
def place(request):
    """A server, and what VETTRAK_TENANT_DATABASES says of it."""
    with placed(request.param) as place:
        yield place


@pytest.fixture(autouse=True)
def installation(monkeypatch, tmp_path, place):
    """Serve many, none of whom is there yet."""
    for name, value in CHEAP.items():
        monkeypatch.setenv(f"VETTRAK_{name.upper()}", str(value))
    monkeypatch.setenv("VETTRAK_TENANTS", str(tmp_path / "tenants.toml"))
    monkeypatch.setenv("VETTRAK_TENANT_DATABASES", place.pattern)
    monkeypatch.setenv("VETTRAK_TENANT", "")
    yield tmp_path
    place.clear()


@pytest.fixture
def run(monkeypatch):
    """Run the program; return its exit code, and what it said in one line."""

    def run(*words, typed=None):
        monkeypatch.setenv("VETTRAK_TENANT", "")
        done = CliRunner().invoke(app, words, typed)
        if done.exception is None or isinstance(done.exception, SystemExit):
            return SimpleNamespace(code=done.exit_code, said=" ".join(done.output.split()))
        if isinstance(done.exception, Problem):
            return SimpleNamespace(code=done.exception.exit_code, said=" ".join(done.exception.message.split()))
        raise done.exception

    return run


def added(run, name, *words):
    """Add an organisation."""
    return run("tenant", "add", name, "--host", f"{name}.example", *words)


def user(run, name, username):
    """Give somebody an account at an organisation."""
    words = ("--tenant", name, "user", "add", username, "--surname", "Officer", "--password-stdin")
    assert run(*words, typed="pass word").code == 0


def named(place, name):
    """Return the words that name what an organisation has."""
    home = place.home(name)
    return ["--database", home.url, *(["--schema", home.schema] if home.schema else [])]


def test_one_is_added_and_another_one_where_it_was_made_by_hand(run, installation, place):
    place.say(f"CREATE {place.made} vettrak_bravo")
    for name in ("alpha-one", "bravo"):
        done = added(run, name)
        assert done.code == 0, done.said
    assert sorted(place.names()) == ["vettrak_alpha_one", "vettrak_bravo"]
    told = tomllib.loads((installation / "tenants.toml").read_text(encoding="utf-8"))
    assert told["bravo"] == {"hosts": ["bravo.example"], **place.home("bravo").values}
    user(run, "bravo", "olga")
    listed = run("tenant", "list")
    assert (listed.code, "2 organisations, 2 of them ready." in listed.said) == (0, True), listed.said
    for name, is_there in (("bravo", True), ("alpha-one", False)):
        assert ("olga" in run("--tenant", name, "user", "list").said) == is_there
        assert run("--tenant", name, "db", "check").code == 0
    (installation / "tenants.toml").unlink()
    done = added(run, "bravo")
    assert (done.code, "holds an organisation's data already. Name it with --database" in done.said) == (1, True)
    assert added(run, "bravo", *named(place, "bravo")).code == 0
    assert "olga" in run("--tenant", "bravo", "user", "list").said


def test_who_may_not_come_in_or_make_anything_is_told(run, installation, place, monkeypatch):
    for pattern, why in (
        (place.pattern_of("barred", "wrong-one"), "refuses the user or the password in VETTRAK_TENANT_DATABASES"),
        (place.pattern_of("humble"), "name it with --database URL"),
    ):
        monkeypatch.setenv("VETTRAK_TENANT_DATABASES", pattern)
        done = added(run, "alpha")
        assert (done.code, why in done.said) == (1, True), done.said
        assert "wrong-one" not in done.said
    assert place.names() == []
    assert not (installation / "tenants.toml").exists()


@pytest.mark.parametrize("table", ["mdl_course", "client"])
def test_one_that_holds_something_else_is_left_alone(run, installation, place, table):
    place.say(f"CREATE {place.made} vettrak_alpha")
    place.inside("alpha", f"CREATE TABLE {table} (id INTEGER)", f"INSERT INTO {table} VALUES (7)")
    why = "holds tables of something else (mdl_course)" if table == "mdl_course" else "Drop it and run this again."
    for words in ([], named(place, "alpha")):
        done = added(run, "alpha", *words)
        assert (done.code, why in done.said) == (1, True), done.said
    assert place.inside("alpha", f"SELECT id FROM {table}") == [7]
    assert not (installation / "tenants.toml").exists()


def test_what_could_not_be_set_up_is_taken_away_again(run, installation, place, monkeypatch):
    monkeypatch.setattr(migrations, "upgrade", lambda *_: 1 / 0)
    done = added(run, "alpha")
    assert (done.code, "ZeroDivisionError" in done.said) == (1, True)
    monkeypatch.undo()
    assert place.names() == []


def test_what_was_there_stays_when_it_can_not_be_set_up(run, place, monkeypatch):
    place.say(f"CREATE {place.made} vettrak_alpha")
    monkeypatch.setattr(migrations, "upgrade", lambda *_: 1 / 0)
    assert added(run, "alpha").code == 1
    assert place.names() == ["vettrak_alpha"]


@pytest.mark.slow
@pytest.mark.parametrize("statement", [3, 40, 400])
def test_who_is_killed_in_the_middle_runs_it_again(run, installation, place, statement):
    words = ("tenant", "add", "alpha", "--host", "alpha.example")
    killed = subprocess.run(
        [sys.executable, "-m", "tests.support.killed_adding", str(statement), *words], check=False, capture_output=True
    )
    assert killed.returncode == -signal.SIGKILL, killed
    assert not (installation / "tenants.toml").exists()
    again = run(*words)
    if again.code:
        assert "Drop it and run this again." in again.said, again.said
        place.clear()
        again = run(*words)
    assert again.code == 0, again.said
    assert run("--tenant", "alpha", "db", "check").code == 0


@pytest.mark.slow
def test_a_backup_holds_one_organisation_and_brings_back_that_one(run, installation, place):
    for name in ("alpha", "bravo"):
        assert added(run, name).code == 0
        user(run, name, f"first-{name}")
    saved = str(installation / "alpha.backup")
    assert run("--tenant", "alpha", "backup", saved).code == 0
    for name in ("alpha", "bravo"):
        user(run, name, f"second-{name}")
    done = run("--tenant", "alpha", "restore", saved, "--replace", "--yes")
    assert done.code == 0, done.said
    for name, others in (("alpha", "bravo"), ("bravo", "alpha")):
        listed = run("--tenant", name, "user", "list").said
        assert (f"first-{name}" in listed, others in listed) == (True, False)
        assert (f"second-{name}" in listed) == (name == "bravo")
        assert run("--tenant", name, "db", "check").code == 0
