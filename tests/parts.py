"""The parts of `python dev.py test`: what each one runs, and the programs that it can not do without.

Read by dev.py before anything is installed: nothing but the standard library here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PASSED, SKIPPED, FAILED = "passed", "skipped", "FAILED"

REQUIRED = "VETTRAK_REQUIRE_TOOLS"
MORE_FOLDERS = ("/usr/sbin", "/usr/local/sbin")
"""Where servers are, although an ordinary user's PATH does not lead there."""

POSTGRESQL_FOLDERS = Path("/usr/lib/postgresql")
"""Debian keeps the programs of every version of PostgreSQL in a folder of its own."""


@dataclass(frozen=True)
class Part:
    """A part of the tests: its name, pytest's expression of marks (blank: no tests of pytest), and its programs.

    together: a file's tests stay in one process, since they share a server. folders: where its tests are, so that
    the others need not be read.
    """

    name: str
    marks: str
    programs: tuple[str, ...] = ()
    together: bool = True
    folders: tuple[str, ...] = ()


DATABASE, INTEROP = ("tests/database",), ("tests/interop",)

CHECKS = Part("checks", "")
SUITE = Part(
    "suite",
    "not interop and not iis and not database and not cluster and not sqlserver and not browser and not wheel",
    together=False,
)
QUICK = Part("quick", "quick", together=False)
PARTS = (
    CHECKS,
    SUITE,
    Part("postgresql", "postgresql", ("initdb", "pg_ctl"), folders=DATABASE),
    Part("mariadb", "mariadb", ("mariadbd", "mariadb-install-db"), folders=DATABASE),
    Part("cluster", "cluster", ("haproxy", "initdb"), folders=("tests/cluster",)),
    Part("sqlserver", "sqlserver", folders=DATABASE),
    Part("php", "php", ("php",), folders=INTEROP),
    Part("dotnet", "dotnet", ("mono", "mcs", "wsdl"), folders=INTEROP),
    Part("node", "node", ("node", "npm"), folders=INTEROP),
    Part("java", "java", ("java", "javac", "wsimport"), folders=INTEROP),
    Part("perl", "perl", ("perl",), folders=INTEROP),
    Part("cpp", "cpp", ("wsdl2h", "soapcpp2", "g++"), folders=INTEROP),
    Part("python", "python", folders=(*INTEROP, "tests/wire")),
    Part("iis", "iis", ("nginx",), folders=("tests/hosting",)),
    Part("browser", "browser", ("chromium", "npm"), folders=("tests/browser", *INTEROP)),
    Part("wheel", "wheel", folders=("tests/wheel",)),
)
"""In the order in which they run."""

BY_NAME = {part.name: part for part in (*PARTS, QUICK)}


def pytest_arguments(part: Part, *, everything: bool = False) -> list[str]:
    """Return what a part hands to pytest; `everything` adds what is slow, and many examples of each property."""
    marks = part.marks if everything or part in {QUICK, BY_NAME["wheel"]} else f"({part.marks}) and not slow"
    arguments = [*part.folders, "-m", marks]
    if part.together:
        arguments += ["--dist", "loadfile"]
    return [*arguments, "--hypothesis-profile=thorough"] if everything else arguments


def missing(part: Part) -> list[str]:
    """Name the programs of a part that this computer does not have."""
    return [program for program in part.programs if find(program) is None]


def required() -> bool:
    """Tell whether a missing program is a failure."""
    return os.environ.get(REQUIRED, "0") not in {"", "0"}


def find(program: str) -> str | None:
    """Return the path of a program, or None."""
    versions = sorted(POSTGRESQL_FOLDERS.glob("*/bin"), key=lambda folder: _number(folder.parent.name), reverse=True)
    folders = [os.environ.get("PATH", ""), *map(str, versions), *MORE_FOLDERS]
    return shutil.which(program, path=os.pathsep.join(folders))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


# Running


@dataclass(frozen=True)
class Result:
    """What became of a part, in how many seconds, and why if that is not plain."""

    name: str
    outcome: str
    seconds: float = 0.0
    reason: str = ""

    @property
    def line(self) -> str:
        """The line that the summary tells it by."""
        return f"{self.name:<12} {self.outcome:<8} {self.seconds:7.1f} s  {self.reason}".rstrip()


def chosen(arguments: Sequence[str]) -> list[Part] | None:
    """Return the parts that arguments (without --all) name: all when there are none; None when they are pytest's.

    Raises ValueError for a word that is neither a part nor a path.
    """
    if not arguments:
        return list(PARTS)
    strange = [word for word in arguments if word not in BY_NAME]
    if not strange:
        return [BY_NAME[word] for word in dict.fromkeys(arguments)]
    if any(word.startswith("-") or Path(word.partition("::")[0]).exists() for word in strange):
        return None
    raise ValueError(f"there is no part {' or '.join(strange)}; the parts are {', '.join(BY_NAME)}")


def result_of(part: Part, work: Callable[[], int]) -> Result:
    """Run a part, unless a program is missing, and tell what became of it."""
    absent = missing(part)
    if absent:
        reason = f"not installed: {', '.join(absent)}"
        return Result(part.name, FAILED if required() else SKIPPED, reason=reason)
    return timed(part.name, work)


def timed(name: str, work: Callable[[], int]) -> Result:
    """Run something that returns an exit status, and tell what became of it."""
    started = time.monotonic()
    status = work()
    return Result(name, FAILED if status else PASSED, time.monotonic() - started)


def summary(results: Sequence[Result]) -> str:
    """Tell every part in a line, and how many there were of each outcome."""
    counts = [f"{number} {word}" for word in (PASSED, SKIPPED, FAILED) if (number := _count(results, word))]
    return "\n".join(["", *(result.line for result in results), "", ", ".join(counts)])


def _count(results: Sequence[Result], outcome: str) -> int:
    return sum(result.outcome == outcome for result in results)


def other_pythons(oldest: int, newest: int, running: int) -> dict[int, list[str] | None]:
    """Return how to start each other Python 3 of a range of minor versions; None for those that are not there."""
    others = (minor for minor in range(oldest, newest + 1) if minor != running)
    return {minor: _python(minor) for minor in others}


def newest_other_python(oldest: int, newest: int, running: int) -> tuple[int, list[str]] | None:
    """Return the newest other Python of a range that is there, and how to start it."""
    there = [(minor, start) for minor, start in other_pythons(oldest, newest, running).items() if start is not None]
    return max(there, default=None)


def _python(minor: int) -> list[str] | None:
    return next((command for command in _starts(minor) if _is_python(command, minor)), None)


def _starts(minor: int) -> Iterator[list[str]]:
    """Yield how a Python may be started: by its name, or where pyenv and uv keep those that they have installed."""
    if os.name == "nt":
        yield ["py", f"-3.{minor}"]
        return
    name = f"python3.{minor}"
    yield [name]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv", "versions")
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR") or Path.home() / ".local" / "share" / "uv" / "python")
    for folder, pattern in ((pyenv, f"3.{minor}.*"), (uv, f"cpython-3.{minor}.*")):
        for version in sorted(folder.glob(pattern), reverse=True):
            yield [str(version / "bin" / name)]


def _is_python(command: list[str], minor: int) -> bool:
    """Tell whether a command starts that Python, whole enough to make environments; pyenv's shims may start none."""
    if shutil.which(command[0]) is None:
        return False
    asked = [*command, "-c", f"import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, {minor}))"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0
