"""The sample of docs/guide-portals.md shows a student's page on the demo data."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.servers import CHEAP_PASSWORDS, serving
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.database import migrations
from vettrak_api.demo import data as demo_data
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "guide-portals.md").read_text(encoding="utf-8")
DEMO = "http://127.0.0.1:8000"

pytestmark = [pytest.mark.interop, pytest.mark.python]


def test_the_python_sample(tmp_path):
    url = f"sqlite:///{(tmp_path / 'demo.db').as_posix()}"
    server = build_runtime(Settings(database_url=url, argon2_memory_kib=8, argon2_passes=1))
    migrations.upgrade(server.database)
    with server.database.writing() as session:
        load_reference_data(session)
    demo_data.fill(server, 100)
    server.database.close()
    (sample,) = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    with serving(url, **CHEAP_PASSWORDS) as running:
        script = tmp_path / "portal.py"
        script.write_text(sample.replace(DEMO, running.address), encoding="utf-8")
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
