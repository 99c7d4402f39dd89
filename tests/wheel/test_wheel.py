"""What is published works where nothing else is: built, installed by pip with the constraints, and used from there."""

import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from tests.support.logins import assert_good
from tests.support.servers import CHEAP_PASSWORDS, serving
from tests.support.soap import Api
from tests.support.sockets import over_http, send
from tests.support.tools import run
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.database import migrations
from vettrak_api.demo import data as demo_data

pytestmark = [pytest.mark.wheel, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build the sdist, and the wheel from it, with the build backend that is installed here."""
    folder = tmp_path_factory.mktemp("built")
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)], seconds=300)
    return folder


@pytest.fixture(scope="module")
def wheel(built):
    (wheel,) = built.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def scripts(wheel, tmp_path_factory):
    """Install the wheel into an environment outside of the sources and return the folder of its programs."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=True)
    scripts = folder / SCRIPTS
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", str(ROOT / "constraints.txt")]
    run([str(scripts / "python"), *install, str(wheel)], seconds=600)
    return scripts


@pytest.fixture
def vettrak(scripts, tmp_path, monkeypatch):
    """Run the installed program in a folder that holds nothing but its database."""
    monkeypatch.chdir(tmp_path)
    # Prints paths and revisions on lines of their own, however long they are.
    monkeypatch.setenv("COLUMNS", "500")
    monkeypatch.delenv("PYTHONPATH", raising=False)
    surroundings = {"VETTRAK_DATABASE_URL": f"sqlite:///{tmp_path.as_posix()}/installed.db", **CHEAP_PASSWORDS}

    def call(*words):
        return run([str(scripts / "vettrak-api"), *words], folder=tmp_path, **surroundings)

    call.surroundings = surroundings
    return call


def test_both_archives_hold_the_migrations_and_what_is_no_python(built, wheel):
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    assert {"vettrak_api/migrations/env.py", "vettrak_api/catalogue/operations.json"} <= inside
    assert {
        f"vettrak_api/deploy/iis/{name}" for name in ("install.ps1", "wfastcgi/web.config", "guide-iis.md")
    } <= inside
    assert not any(name.startswith(("tests/", "migrations/")) for name in inside)
    (sources,) = built.glob("*.tar.gz")
    with tarfile.open(sources) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"migrations/env.py", "tests/parts.py", "dev.py", "constraints.txt", "pyproject.toml"} <= names


def test_the_installed_package_is_not_the_checkout(scripts, tmp_path):
    where = [str(scripts / "python"), "-c", "import vettrak_api; print(vettrak_api.__file__)"]
    assert Path(run(where, folder=tmp_path).strip()).is_relative_to(scripts.parent)


def test_the_installed_program_takes_a_database_up_and_down_and_up(vettrak):
    *_, previous, newest = migrations.revisions()
    assert f"went from nothing to {newest}" in vettrak("db", "upgrade")
    vettrak("db", "check")
    assert f"went from {newest} to {previous}" in vettrak("db", "downgrade", previous, "--yes")
    assert f"went from {previous} to {newest}" in vettrak("db", "upgrade")
    assert f"is at revision {newest}" in vettrak("db", "check")


def test_the_installed_program_writes_the_files_for_iis(vettrak, scripts, tmp_path):
    vettrak("iis", "files", "along")
    assert (tmp_path / "along" / "guide-iis.md").read_text(encoding="utf-8").startswith("# Running under IIS")
    planner = str(tmp_path / "along" / "planner.pyz")
    told = run([sys.executable, "-I", "-S", planner, "install", "--database", "sqlite"], folder=tmp_path)
    assert "Make the virtual directory /vettrak" in told


def test_the_installed_program_serves(vettrak, scripts):
    vettrak("db", "upgrade")
    vettrak("demo-data", "--clients", "80")
    url = vettrak.surroundings["VETTRAK_DATABASE_URL"]
    with serving(url, installed=scripts / "vettrak-api", **CHEAP_PASSWORDS) as server:
        wsdl = send(server, f"{load_catalogue().endpoints['complete']}?WSDL", None, method="GET")
        assert wsdl.status == 200
        operations = etree.fromstring(wsdl.text.encode()).findall(".//{*}portType/{*}operation")
        assert "ValidateClient" in {operation.get("name") for operation in operations}
        assert_good(Api(over_http(server)).ValidateClient("integration", demo_data.PASSWORD))
