"""The sample of docs/guide-portals.md shows a student's page on the demo data."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from vettrak_api.catalogue.loader import load_catalogue

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "guide-portals.md").read_text(encoding="utf-8")
DEMO = "http://127.0.0.1:8000"

pytestmark = [pytest.mark.interop, pytest.mark.python]


def test_the_python_sample(demo, tmp_path):
    (sample,) = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    script = tmp_path / "portal.py"
    script.write_text(sample.replace(DEMO, demo), encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert {line.partition(":")[0] for line in done.stdout.splitlines()} == {"course", "class", "event"}


def test_every_operation_that_it_names_is_one_and_those_of_portals_are_on_their_page():
    operations = load_catalogue().operations
    named = {name for name in re.findall(r"`([A-Z][A-Za-z]+)`", GUIDE) if name in operations or "For" in name}
    assert named - set(operations) == set()
    table = GUIDE.partition("## What a portal shows")[2].partition("Ranges of dates")[0]
    shown = re.findall(r"`(\w+)`", table)
    assert len(shown) > 25
    assert [name for name in shown if "portals" not in operations[name].products] == []
