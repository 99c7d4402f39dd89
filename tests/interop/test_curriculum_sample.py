"""docs/samples/curriculum, run as they stand against a running server of ours."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.interop.conftest import PASSWORD, USER
from tests.support.tools import need

SAMPLE = Path(__file__).resolve().parents[2] / "docs" / "samples" / "curriculum"

pytestmark = [pytest.mark.interop, pytest.mark.python]


def run(running, code, *command):
    """Run a program of the sample and return its exit code, what it prints and what it complains of."""
    told = {"BASE": f"{running.address}/api/rest/v1", "LOGIN": f"{USER}:{PASSWORD}", "CODE": code}
    done = subprocess.run(command, env={**os.environ, **told}, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


def test_with_curl(running):
    need("curl")
    status, told, complaints = run(running, "A", need("sh"), str(SAMPLE / "feed.sh"))
    assert (status, complaints) == (0, "")
    records = [json.loads(line) for line in told.splitlines()]
    assert len(records) == 6
    assert [fee["fee"] for fee in records[-1]["scheduledFees"]] == ["1000.00"]
    assert [each["assessmentName"] for each in records[-1]["scheduledAssessments"]] == ["Serve beer"]
    status, told, _ = run(running, "A", need("sh"), str(SAMPLE / "feed.sh"))
    assert status != 0
    assert json.loads(told)["status"] == 409


def test_with_python(running):
    status, told, complaints = run(running, "B", sys.executable, str(SAMPLE / "feed.py"))
    assert (status, complaints) == (0, "")
    record = json.loads(told)
    assert (record["eduUnitId"], record["fee"]) == ("ICX1234B", "950.00")
    status, told, complaints = run(running, "B", sys.executable, str(SAMPLE / "feed.py"))
    assert (status, told) == (1, "")
    assert complaints.splitlines() == [
        "409 The record exists already",
        "competencyId: competencyId ABC10203B exists already.",
    ]
