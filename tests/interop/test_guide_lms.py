"""The samples of docs/guide-lms.md, put together, play the whole scenario against the demo data."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.tools import need

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "guide-lms.md").read_text(encoding="utf-8")
DEMO = "http://127.0.0.1:8000"

pytestmark = [pytest.mark.interop, pytest.mark.php]


def sample(language):
    return "\n".join(re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL))


def test_the_php_sample(demo, tmp_path):
    script = tmp_path / "lms.php"
    script.write_text(sample("php").replace(DEMO, demo) + '\necho "enrolment $enrolment->ID\\n";\n', encoding="utf-8")
    command = [need("php"), "-d", "soap.wsdl_cache_enabled=0", "-d", "display_errors=stderr", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert_plays_the_scenario(done.stdout)


def test_the_python_sample(demo, tmp_path):
    script = tmp_path / "lms.py"
    text = sample("python").replace(DEMO, demo).replace('"Nguyen", "Linh"', '"Nguyen", "Lan"')
    script.write_text(text + '\nprint("enrolment", enrolment.ID)\n', encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert_plays_the_scenario(done.stdout)


def assert_plays_the_scenario(output):
    assert "into the course: " in output
    assert "known: Smith" in output
    assert re.search(r"^enrolment \d+$", output, re.MULTILINE)
