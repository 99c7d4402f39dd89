"""What the code of the pages keeps to: who imports whom, no markup outside templates, Flask for servers alone."""

import ast
import os
import re
import shutil
import subprocess
import sys

import pytest
from tests.unit.test_layers import PACKAGE, imported_names

WEB = PACKAGE / "web"
MARKUP = re.compile(r"</?[a-z][a-z0-9]*(\s[^<>]*)?/?>|<!doctype", re.IGNORECASE)

SITES = ("staff", "home", "password_reset", "public", "public_site")

COMMANDS = (
    ["--help"],
    ["wsdl", "write", "--folder", "wsdl"],
    ["db", "upgrade"],
    ["user", "list"],
    ["coverage", "--help"],
)


def test_the_kit_knows_no_site():
    imported = {name for path in (WEB / "kit").rglob("*.py") for name in imported_names(path)}
    assert [name for name in imported if name.startswith(tuple(f"vettrak_api.web.{site}" for site in SITES))] == []


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


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_commands_that_serve_nobody_do_without_flask(tmp_path, template, arguments):
    database = tmp_path / "own.db"
    shutil.copyfile(template, database)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=tmp_path,
        env=os.environ | {"VETTRAK_DATABASE_URL": f"sqlite:///{database.as_posix()}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.split()[-1]) == (0, "PLAIN"), done.stderr
