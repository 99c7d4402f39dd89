"""The units of systemd: understood by it, locked down, and starting commands that there are."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.tools import need
from vettrak_api.cli import app

FOLDER = Path(__file__).parents[3] / "deploy" / "systemd"
UNITS = sorted(FOLDER.glob("*.service"))
CLUSTER = FOLDER.parent / "cluster" / "vettrak-api.conf"
PROGRAM = "/opt/vettrak/bin/vettrak-api"


@pytest.fixture(params=UNITS, ids=lambda unit: unit.name)
def unit(request, tmp_path):
    """A unit whose program is the one of this environment, since systemd looks for it."""
    text = request.param.read_text(encoding="utf-8")
    own = tmp_path / request.param.name
    own.write_text(text.replace(PROGRAM, str(Path(sys.executable).with_name("vettrak-api"))), encoding="utf-8")
    return own


def asked(*words):
    analyze = need("systemd-analyze")
    done = subprocess.run([analyze, *words], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_there_are_two():
    assert [unit.name for unit in UNITS] == ["vettrak-api.service", "vettrak-background.service"]


def test_systemd_understands_it(unit):
    assert asked("verify", str(unit)) == (0, "")


def test_systemd_understands_what_a_cluster_puts_beside_it(tmp_path):
    unit = tmp_path / "vettrak-api.service"
    unit.write_text((FOLDER / unit.name).read_text(encoding="utf-8"), encoding="utf-8")
    drop_in = tmp_path / f"{unit.name}.d" / "cluster.conf"
    drop_in.parent.mkdir()
    told = CLUSTER.read_text(encoding="utf-8").replace("$ADDRESS", "10.0.0.21")
    drop_in.write_text(told.replace(PROGRAM, sys.executable), encoding="utf-8")
    assert asked("verify", str(unit)) == (0, "")
    drop_in.write_text(told.replace(PROGRAM, "/nowhere/vettrak-api"), encoding="utf-8")
    assert "/nowhere/vettrak-api" in asked("verify", str(unit))[1]


def test_systemd_would_say_what_it_does_not_understand(unit):
    unit.write_text(unit.read_text(encoding="utf-8").replace("NoNewPrivileges", "NoNewPrivilege"), encoding="utf-8")
    assert "NoNewPrivilege" in asked("verify", str(unit))[1]


def test_it_is_locked_down(unit):
    status, said = asked("security", "--offline=true", "--threshold=20", str(unit))
    assert status == 0, said


@pytest.mark.parametrize("unit_file", [*UNITS, CLUSTER], ids=lambda unit: unit.name)
def test_the_command_is_one_of_ours(unit_file, capsys):
    command = re.search(rf"^ExecStart={PROGRAM} (.+)$", unit_file.read_text(encoding="utf-8"), re.MULTILINE)[1]
    with pytest.raises(SystemExit) as left:
        app([*command.split(), "--help"])
    assert (left.value.code or 0, "Usage" in capsys.readouterr().out) == (0, True)
