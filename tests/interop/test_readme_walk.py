"""The README's way from an empty database to the first booking, taken word by word."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.support.servers import CHEAP_PASSWORDS, serving
from tests.support.tools import need

pytestmark = [pytest.mark.interop, pytest.mark.python]

ROOT = Path(__file__).resolve().parents[2]
PART = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Run it for real")[2]
SETTING_UP, BOOKING = re.findall(r"^```sh\n(.*?)^```$", PART, re.MULTILINE | re.DOTALL)[:2]
PASSWORD = "a long enough password"
ELSEWHERE = ("pip install", "export ", "vettrak-api serve")
"""What the test does in its own way: it is installed, has a database of its own, and a free port."""


@pytest.fixture
def shell(tmp_path):
    """Run a line as a person does, in the project's folder; passwords are typed in."""
    need("sh")
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("VETTRAK_")}
    surroundings |= CHEAP_PASSWORDS | {
        "VETTRAK_DATABASE_URL": f"sqlite:///{tmp_path}/real.db",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "200",
    }

    def run(line):
        line = re.sub(r" templates \w+", f" templates {tmp_path}/sheets", line)
        line = line.replace(" --api", " --api --password-stdin")  # who is no terminal types nothing
        done = subprocess.run(
            ["sh", "-c", line], cwd=ROOT, env=surroundings, input=PASSWORD + "\n", text=True,
            capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    run.url = surroundings["VETTRAK_DATABASE_URL"]
    return run


def lines_of(block):
    lines = [line.partition(" #")[0].strip() for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith(ELSEWHERE)]


def test_from_an_empty_database_to_the_first_booking(shell):
    said = {}
    for line in lines_of(SETTING_UP):
        code, said[line] = shell(line)
        assert code == 0, f"{line}\n{said[line]}"
    assert len(said) == 6
    doctor = said["vettrak-api doctor"]
    assert "Riverside Training" in doctor
    assert "nothing to sell" not in doctor
    assert "nobody can log in" not in doctor
    with serving(shell.url, **CHEAP_PASSWORDS) as server:
        (line,) = lines_of(BOOKING)
        code, booked = shell(line.replace("http://127.0.0.1:8000", server.address))
    assert code == 0, booked
    assert "1001 BAR-2027-1: Barista basics, 12 places left" in booked
    assert "Booked: web enrolment" in booked
    engine = create_engine(shell.url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT occurrence_id FROM web_enrolment")).scalars().all()
    engine.dispose()
    assert found == [1001]


def test_before_all_that_doctor_says_what_is_missing(shell):
    shell("vettrak-api db upgrade")
    doctor = shell("vettrak-api doctor")[1]
    for told in ("still called Training Organisation", "nothing to sell", "nobody can log in"):
        assert told in doctor
