"""What the code of the pages keeps to: no markup outside templates, Flask for servers alone."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[3] / "vettrak_api" / "web"
MARKUP = re.compile(r"</?[a-z][a-z0-9]*(\s[^<>]*)?/?>|<!doctype", re.IGNORECASE)

COMMANDS = (
    ["--help"],
    ["wsdl", "write", "--folder", "wsdl"],
    ["db", "upgrade"],
    ["user", "list"],
    ["coverage", "--help"],
)


def test_markup_stands_in_templates_alone():
    found = [
        (path.name, node.value)
        for path in WEB.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and MARKUP.search(node.value)
    ]
    assert found == []


@pytest.mark.parametrize("text", ["<p>", "<li class='x'>", "</ul>", "<br/>", "<!DOCTYPE html>", "a<b>c"])
def test_the_scan_sees_markup(text):
    assert MARKUP.search(text)


PROGRAM = """
import sys
from vettrak_api.cli import app
try:
    app(sys.argv[1:])
finally:
    print("FLASK" if "flask" in sys.modules else "PLAIN")
"""


@pytest.mark.slow
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_commands_that_serve_nobody_do_without_flask(tmp_path, template, arguments):
    database = tmp_path / "own.db"
    shutil.copyfile(template.bare, database)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=tmp_path,
        env=os.environ | {"VETTRAK_DATABASE_URL": f"sqlite:///{database.as_posix()}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.split()[-1]) == (0, "PLAIN"), done.stderr
