"""What the README and the guide for an LMS tell a newcomer to type works as it stands."""

import re
import sys
from pathlib import Path

import pytest

from tests.interop.test_dotnet import Compiler
from tests.support.tools import need, run

pytestmark = [pytest.mark.interop, pytest.mark.python]

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
DEMO_ADDRESS = "http://127.0.0.1:8000"
PLACEHOLDER = "THE TOKEN FROM THE FIRST ANSWER"


def example(language, server):
    """Return the README's only example in a language, for the server of the tests."""
    (text,) = re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert DEMO_ADDRESS in text
    return text.replace(DEMO_ADDRESS, server.address)


@pytest.fixture
def line(course):
    """Tell what every example prints for the course that is new to the LMS."""
    return rf"^{course.occurrence.id} {course.code} Beer Appreciation,? 9 places left$"


def test_php(running, tmp_path, line):
    php = need("php", module="soap")
    program = tmp_path / "first.php"
    program.write_text(example("php", running), encoding="utf-8")
    assert re.search(line, run([php, "-d", "soap.wsdl_cache_enabled=0", str(program)]), re.MULTILINE)


def test_csharp(running, tmp_path, line):
    compiler = Compiler(tmp_path)
    proxy = compiler.proxy(running.page(), "VT_API_Integrate")
    program = tmp_path / "First.cs"
    program.write_text(example("csharp", running), encoding="utf-8")
    assert re.search(line, compiler.run(compiler.program(proxy, program)), re.MULTILINE)


def test_python(running, tmp_path, line):
    program = tmp_path / "first.py"
    program.write_text(example("python", running), encoding="utf-8")
    assert re.search(line, run([sys.executable, str(program)]), re.MULTILINE)


def test_curl(running, course):
    """The two lines as a person uses them: the token of the first answer is pasted into the second."""
    need("curl")
    shell = need("sh")
    text = README.replace(DEMO_ADDRESS, running.address)
    login, listing = re.findall(r"^curl .*$", text, re.MULTILINE)
    token = re.search("<Token>(.+?)</Token>", run([shell, "-c", login]))[1]
    assert PLACEHOLDER in listing
    answer = run([shell, "-c", listing.replace(PLACEHOLDER, token)])
    assert f"<Code>{course.code}</Code>" in answer
    assert answer.startswith('<?xml version="1.0" encoding="utf-8"?><soap:Envelope ')
