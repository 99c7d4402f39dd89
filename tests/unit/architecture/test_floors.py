"""Imports run downwards: the floors in pyproject.toml, kept by import-linter, are the table in docs/architecture.md."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
LINTER = Path(sys.executable).with_name("lint-imports")


def lint(folder):
    """Run the linter in a folder with a copy of the package or in the project itself."""
    command = [str(LINTER), "pyproject.toml", "--no-cache", "--no-logo"]
    environment = {"PATH": "", "PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the package that may be spoiled, with the settings of the linter."""
    folder = tmp_path_factory.mktemp("floors")
    shutil.copytree(ROOT / "vettrak_api", folder / "vettrak_api", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_every_import_runs_downwards():
    assert lint(ROOT)[0] == 0


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("security/passwords.py", "from vettrak_api.rules.finance import money"),
        ("rules/clients/usi.py", "from vettrak_api.contract import services"),
        ("rules/lookups.py", "import lxml.etree"),
        ("asmx/text.py", "def later():\n    from vettrak_api.settings import Settings"),
        ("new_room/__init__.py", ""),
    ],
)
def test_an_import_upwards_and_a_room_without_a_floor_are_refused(copy, module, line):
    path = copy / "vettrak_api" / module
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        status, said = lint(copy)
    finally:
        path.write_text(before, encoding="utf-8") if before is not None else shutil.rmtree(path.parent)
    assert status == 1, said


def test_the_table_in_the_documentation_is_the_list_of_floors():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    floors = [[name.strip() for name in floor.split("|")] for floor in settings["contracts"][0]["layers"]]
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]*) \|", page, re.MULTILINE)
    assert [re.findall(r"`(\w+)/?`", row) for row in rows] == floors


def test_few_modules_stand_loose_at_the_top():
    loose = sorted(path.stem for path in (ROOT / "vettrak_api").glob("*.py") if path.stem != "__init__")
    assert loose == ["app", "clock", "endpoints", "errors", "request", "runtime", "settings", "spyne_shim", "wsgi"]
