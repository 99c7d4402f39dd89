"""The samples of docs/guide-lms.md, put together, play the whole scenario against the demo data."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.servers import CHEAP_PASSWORDS, serving
from tests.support.tools import need
from vettrak_api.database import migrations
from vettrak_api.demo import data as demo_data
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "guide-lms.md").read_text(encoding="utf-8")
DEMO = "http://127.0.0.1:8000"

pytestmark = [pytest.mark.interop, pytest.mark.php]


def sample(language):
    return "\n".join(re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL))


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Serve the demo data."""
    url = f"sqlite:///{(tmp_path_factory.mktemp('guide') / 'demo.db').as_posix()}"
    server = build_runtime(Settings(database_url=url, argon2_memory_kib=8, argon2_passes=1))
    migrations.upgrade(server.database)
    with server.database.writing() as session:
        load_reference_data(session)
    demo_data.fill(server, 100)
    server.database.close()
    with serving(url, **CHEAP_PASSWORDS) as running:
        yield running.address


def test_the_php_sample(address, tmp_path):
    script = tmp_path / "lms.php"
    script.write_text(
        sample("php").replace(DEMO, address) + '\necho "enrolment $enrolment->ID\\n";\n', encoding="utf-8"
    )
    command = [need("php"), "-d", "soap.wsdl_cache_enabled=0", "-d", "display_errors=stderr", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert_plays_the_scenario(done.stdout)


def test_the_python_sample(address, tmp_path):
    script = tmp_path / "lms.py"
    text = sample("python").replace(DEMO, address).replace('"Nguyen", "Linh"', '"Nguyen", "Lan"')
    script.write_text(text + '\nprint("enrolment", enrolment.ID)\n', encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert_plays_the_scenario(done.stdout)


def assert_plays_the_scenario(output):
    assert "into the course: " in output
    assert "known: Smith" in output
    assert re.search(r"^enrolment \d+$", output, re.MULTILINE)
