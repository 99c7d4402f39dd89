"""Makes the servers that have to be made first, in the temporary folder; what is missing is said in one line."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
GSOAP_IMPORTS = Path("/usr/share/gsoap/import")
GSOAP_NEEDS = ("/usr/include/stdsoap2.h", "/usr/include/sqlite3.h", "/usr/include/openssl/hmac.h", str(GSOAP_IMPORTS))
JARS = [
    Path("/usr/share/java") / f"{name}.jar"
    for name in (
        *("jaxws-rt", "jaxb-core", "servlet-api", "sqlite-jdbc"),
        *("jetty9-server", "jetty9-servlet", "jetty9-security", "jetty9-http", "jetty9-io", "jetty9-util"),
    )
]
PHP_MODULES = ("soap", "pdo_sqlite")


class Missing(Exception):
    """A server can not be made here; the text says what is missing."""


def need(*programs: str) -> None:
    """Make sure that programs are installed."""
    _none_of(program for program in programs if shutil.which(program) is None)


def need_files(paths: Iterable[Path | str]) -> None:
    """Make sure that files or folders are there."""
    _none_of(str(path) for path in paths if not Path(path).exists())


def _none_of(missing: Iterable[str]) -> None:
    if names := ", ".join(missing):
        raise Missing(f"not installed: {names}")


@cache
def php_fpm() -> str:
    """Return the path of php-fpm, whose name ends with its version on Debian."""
    found = sorted(Path("/usr/sbin").glob("php-fpm*"))
    if not found:
        raise Missing("not installed: php-fpm")
    modules = subprocess.run([found[-1], "-m"], check=True, capture_output=True, text=True).stdout.split()
    _none_of(f"PHP's module {name}" for name in PHP_MODULES if name not in modules)
    return str(found[-1])


@cache
def java(folder: Path) -> tuple[str, Path]:
    """Compile the server in Java; return its class path and the folder with WEB-INF."""
    need("java", "javac", "wsgen")
    need_files(JARS)
    out, libraries = _new(folder / "java"), ":".join(map(str, JARS))
    path = f"{libraries}:{out}"
    _run(["javac", "-cp", libraries, "-d", str(out), *map(str, sorted((HERE / "java").glob("*.java")))], out)
    _run(["wsgen", "-cp", path, "-d", str(out), "peer.Peer"], out)
    return path, HERE / "java"


@cache
def gsoap(folder: Path) -> Path:
    """Compile the server in C++; return the program."""
    need("soapcpp2", "g++")
    need_files(GSOAP_NEEDS)
    out, source = _new(folder / "gsoap"), HERE / "gsoap"
    _run(["soapcpp2", "-S", "-L", "-x", "-w", f"-I{GSOAP_IMPORTS}", f"-d{out}", str(source / "api.h")], out)
    compiled = ["-I.", str(source / "server.cpp"), "soapC.cpp", "soapServer.cpp"]
    _run(["g++", "-O2", *compiled, "-o", "peer", "-lgsoap++", "-lsqlite3", "-lcrypto", "-pthread"], out)
    return out / "peer"


@cache
def node(folder: Path, installed: Path | None) -> Path:
    """Copy the server in Node to where its packages are; return its script.

    `installed` is a folder node_modules that has them already; otherwise npm installs what package-lock.json names,
    and compiles better-sqlite3 where there is no binary of it for this machine.
    """
    need("node")
    out = folder / "node"
    shutil.copytree(HERE / "node", out, ignore=shutil.ignore_patterns("node_modules"))
    if installed is not None:
        need_files([installed / "soap", installed / "better-sqlite3"])
        (out / "node_modules").symlink_to(installed.resolve())
    else:
        need("npm")
        _run(["npm", "ci", "--no-audit", "--no-fund"], out)
    return out / "server.js"


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _run(command: Sequence[str], folder: Path) -> None:
    result = subprocess.run(
        command, cwd=folder, env=os.environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if result.returncode:
        printed = " ".join((result.stdout + result.stderr).split())
        raise Missing(f"{command[0]} failed: {printed[-300:]}")
