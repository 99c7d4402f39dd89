"""Programs of other people that tests use: found, or the test is skipped with its reason.

With VETTRAK_REQUIRE_TOOLS=1 a missing program is a failure, so that nothing is skipped by mistake where all are
expected.
"""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest

from tests.parts import REQUIRED, find, required


def give_up(reason: str) -> NoReturn:
    """End the test for want of a tool: skipped, or failed where all tools must be there."""
    if required():
        pytest.fail(f"{reason} ({REQUIRED} is set)", pytrace=False)
    pytest.skip(reason)


def need(program: str, *, module: str | None = None) -> str:
    """Return the path of a program, and make sure that it has a module of that name (PHP only)."""
    path = find(program)
    if path is None:
        give_up(f"the program {program} is not installed")
    if module is not None and module not in subprocess.check_output([path, "-m"], text=True).split():
        give_up(f"{program} is without its module {module}")
    return path


def run(command: Sequence[str], *, folder: Path | None = None, seconds: float = 120, **environment: str) -> str:
    """Run a program to its end and return what it printed; a failure shows both of its outputs."""
    result = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
    )
    if result.returncode:
        shown = f"{' '.join(command)}\nstatus {result.returncode}\n{result.stdout}\n{result.stderr}"
        pytest.fail(shown, pytrace=False)
    return result.stdout
