"""A console in another encoding, as scheduled tasks and redirected output on Windows have it; no command minds."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CHEAP

ROOT = Path(__file__).parents[3]

PLAYER = """
import json, sys
from vettrak_api.cli import app
for words in json.load(open(sys.argv[1], encoding="utf-8")):
    code = 0
    try:
        app(words)
    except SystemExit as left:
        code = left.code or 0
    sys.stdout.flush()
    print(f"[{code}] {' '.join(words)}", flush=True)
"""
"""Runs the program with one command line after the other, and tells how each was left."""

PERSON, CJK = "Łukasz", "李"
COMMANDS = (
    (0, "db", "upgrade"),
    (0, "db", "check"),
    (0, "user", "add", CJK, "--surname", PERSON, "--given", CJK, "--api", "--password-stdin"),
    (0, "user", "list"),
    (0, "user", "revoke", CJK),
    (0, "user", "grant", CJK),
    (1, "user", "grant", PERSON),
    (2, "user", "add", "x", "--surname", PERSON * 20, "--password-stdin"),
    (0, "outbox", "list"),
    (0, "token", "purge"),
    (0, "quarantine", "purge", "--older-than", "1"),
    (0, "wsdl", "write", "--folder", CJK),
    (0, "wsdl", "check", "--folder", CJK),
    (1, "wsdl", "check", "--folder", PERSON),
    (2, "scaffold", CJK),
    (1, "mail", "send"),
    (1, "demo-data", "--clients", "60"),
    (0, "demo-data", "--clients", "60", "--add"),
    (0, "doctor"),
    (2, "tour", f"http:{CJK}"),
    (1, "tour", f"http://{CJK}.invalid", "--yes"),
    (0, "db", "downgrade", "0005", "--yes"),
    (1, "db", "check"),
)
"""How the program is left, and what it is asked; each says something with letters that Windows-1252 has not."""


@pytest.fixture(params=["cp1252", "ascii:surrogateescape", "utf-8"])
def played(request, tmp_path):
    """Run every command in a process of this encoding; returns the encoding, its output and its errors as bytes."""
    folder = tmp_path / f"{PERSON}{CJK}"
    folder.mkdir()
    commands = folder / "commands.json"
    commands.write_text(json.dumps([words for _, *words in COMMANDS]), encoding="utf-8")
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("VETTRAK_")}
    surroundings |= {f"VETTRAK_{name.upper()}": str(value) for name, value in CHEAP.items()}
    surroundings |= {"VETTRAK_DATABASE_URL": f"sqlite:///{folder}/{CJK}.db", "PYTHONIOENCODING": request.param}
    done = subprocess.run(
        [sys.executable, "-c", PLAYER, str(commands)],
        cwd=folder,
        env=surroundings | {"PYTHONPATH": str(ROOT)},
        input=b"a long enough password\n",
        capture_output=True,
        timeout=300,
        check=False,
    )
    return request.param, done.stdout, done.stderr


@pytest.mark.slow
def test_every_command_says_what_it_can_and_ends_as_it_should(played):
    encoding, out, err = played
    lines = out.decode(encoding.partition(":")[0]).splitlines()
    ended = [line.partition("]")[0].removeprefix("[") for line in lines if line.startswith(("[0]", "[1]", "[2]"))]
    assert ended == [str(code) for code, *_ in COMMANDS], err.decode(errors="replace")
    shown = PERSON if encoding == "utf-8" else "\\u0141ukasz"
    assert any(shown in line and "Roles" not in line and "API" in line for line in lines)
    assert b"Unicode" not in err
    assert b"Traceback" not in err
