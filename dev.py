"""Every development command of vettrak_api, with nothing but Python 3.11 to 3.14 installed.

    python dev.py demo [--port N] [--no-browser]   a server with demonstration data, and the sample portals
    python dev.py test                             the tests, part by part, and a summary
    python dev.py test quick                       the quick ones: 3 minutes
    python dev.py test php browser                 some parts (checks, suite, postgresql, mariadb, cluster,
                                                   sqlserver, php, dotnet, node, java, perl, cpp, python,
                                                   iis, browser, wheel)
    python dev.py test another                     quick ones on the newest other Python that is installed
    python dev.py test --all                       also what is slow, and every Python that is installed
    python dev.py test PYTEST ARGUMENTS            whatever paths and options choose
    python dev.py run ARGUMENTS                    the program vettrak-api, on the demonstration database
    python dev.py check                            linters, types, generated files, changelog
    python dev.py gen                              write the generated files anew
    python dev.py docs [FOLDER]                    the reference as files, into build/docs
    python dev.py bench                            the benchmarks
    python dev.py lock                             renew the exact versions in constraints.txt
    python dev.py release [--python 3.13]          the zip for Windows, installable without internet

The commands keep their own environment in the folder .venv beside this file, and install into it
whenever pyproject.toml or constraints.txt has changed.
"""

# This file must be readable to older Pythons, so that they can say what is missing.
from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests import dependencies, parts

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / os.environ.get("VETTRAK_ENVIRONMENT", ".venv")
STAMP = ENVIRONMENT / "installed.txt"
PROJECT, CONSTRAINTS = ROOT / "pyproject.toml", ROOT / "constraints.txt"
DEMO_DATABASE = ROOT / "demo" / "vettrak-demo.db"
OLDEST, NEWEST = (3, 11), (3, 14)
ON_WINDOWS = os.name == "nt"

ANOTHER = "another"
"""What stands for quick tests on another Python."""

ON_ANOTHER = ("tests/wire", "-m", "quick")
"""Those that are most about the language and its library: the wire; --all runs the whole suite there."""

HOST = "127.0.0.1"
DEMO_PAGE = "/VT_API_Integrate.asmx"
DEMO_NAMESPACE = "http://www.ozsoft.com.au/VETtrak/api/integrate"
DEMO_PASSWORD = "demo-password"  # noqa: S105 - printed for everyone to use
LAST_PORT, PORTALS_ABOVE = 65535, 100
PORTALS_SETTINGS = {
    "VETTRAK_PORTALS_USERNAME": "integration",
    "VETTRAK_PORTALS_PASSWORD": DEMO_PASSWORD,
    "VETTRAK_PORTALS_ORGANISATION": "Demonstration Training",
}
DEMO_LOGINS = (
    ("integration", "an LMS or web site: the API role"),
    ("office", "a staff member who decides about web enrolments: the API role"),
    ("staff", "a staff member"),
    ("student", "a client"),
    ("employer", "the contact of an employer"),
)


class Problem(Exception):
    """Something that the person at the keyboard can put right; the message says how."""


def main(arguments: Sequence[str]) -> int:
    """Run the command that the first argument names and return its exit status."""
    name = arguments[0] if arguments else ""
    if name not in COMMANDS:
        print(__doc__)
        return 0 if name in ("-h", "--help") else 2
    try:
        return COMMANDS[name](list(arguments[1:]))
    except Problem as problem:
        print(f"dev.py: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


# The environment


def prepare() -> None:
    """Make the environment hold what pyproject.toml asks for, in the versions of constraints.txt."""
    require_python(sys.version_info[:2])
    require_modules(importlib.util.find_spec)
    place, project = place_of_environment(), fingerprint(PROJECT.read_bytes() + CONSTRAINTS.read_bytes())
    made_for, installed = read_stamp()
    if (made_for, installed) == (place, project):
        return
    if made_for != place or not python_in(ENVIRONMENT).exists():
        print(f"Creating the environment {ENVIRONMENT} ...", flush=True)
        run_or_stop([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)])
    print("Installing vettrak_api and its dependencies; this takes a minute ...", flush=True)
    run_or_stop([*pip_install(), "-c", str(CONSTRAINTS), "-e", ".[dev]"])
    STAMP.write_text(f"{place}\n{project}\n", encoding="utf-8")


def pip_install() -> list[str]:
    """Start a command line that installs into the environment."""
    return [*python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def place_of_environment() -> str:
    """Name what an environment is bound to: another Python or a moved folder needs a new one."""
    return f"{sys.version_info[0]}.{sys.version_info[1]} {ROOT}"


def fingerprint(project: bytes) -> str:
    """Change whenever what is to be installed changes."""
    return hashlib.sha256(project).hexdigest()


def read_stamp() -> tuple[str, str]:
    """Return place and fingerprint of the last complete installation, or blanks."""
    if not STAMP.exists():
        return "", ""
    place, _, project = STAMP.read_text(encoding="utf-8").partition("\n")
    return place, project.strip()


def require_python(version: tuple[int, ...]) -> None:
    """Refuse a Python on which the dependencies do not work."""
    if not OLDEST <= version <= NEWEST:
        wanted = f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
        running = ".".join(map(str, version))
        other = "py -3.13 dev.py" if ON_WINDOWS else "python3.13 dev.py"
        raise Problem(
            f"this is Python {running}, and vettrak_api needs Python {wanted}. "
            f"Install one of them and start this script with it, for example: {other} demo"
        )


def require_modules(find: Callable[[str], object]) -> None:
    """Some Linux distributions leave the modules that make environments out of Python."""
    missing = [name for name in ("venv", "ensurepip") if find(name) is None]
    if missing:
        raise Problem(
            f"this Python lacks the module {' and '.join(missing)}. "
            "On Debian and Ubuntu run: sudo apt-get install python3-venv"
        )


def scripts_in(environment: Path) -> Path:
    """Return where the programs of an environment are."""
    return environment / ("Scripts" if ON_WINDOWS else "bin")


def python_in(environment: Path) -> Path:
    """Return the Python of an environment."""
    return scripts_in(environment) / ("python.exe" if ON_WINDOWS else "python")


def python() -> list[str]:
    """Start a command line with the environment's Python."""
    return [str(python_in(ENVIRONMENT))]


def program() -> list[str]:
    """Start a command line with vettrak-api."""
    return [str(scripts_in(ENVIRONMENT) / ("vettrak-api.exe" if ON_WINDOWS else "vettrak-api"))]


def run(command: Sequence[str], environment: dict[str, str] | None = None) -> int:
    """Run a program in the project's folder and return its exit status."""
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def run_or_stop(command: Sequence[str], environment: dict[str, str] | None = None) -> None:
    """Run a program that must succeed for the rest to make sense."""
    status = run(command, environment)
    if status:
        raise Problem(f"this command failed with status {status}: {' '.join(command)}")


# Commands


def demo(arguments: list[str]) -> int:
    """Start a server with demonstration data in the foreground."""
    options = demo_options(arguments)
    portals_port = port_of_portals(options.port)
    for port in (options.port, portals_port):
        require_free_port(port)
    prepare()
    environment = demo_environment(os.environ)
    DEMO_DATABASE.parent.mkdir(exist_ok=True)
    run_or_stop([*program(), "db", "upgrade"], environment)
    run_or_stop([*program(), "demo-data", "--if-empty"], environment)
    print(demo_greeting(options.port, windows=ON_WINDOWS), flush=True)
    if options.browser:
        open_browser_when_ready(options.port)
    portals = [*program(), "portals", "--api", f"http://{HOST}:{options.port}", "--port", str(portals_port)]
    with beside(portals, {**PORTALS_SETTINGS, **environment}):
        return serve([*program(), "serve", "--host", HOST, "--port", str(options.port)], environment)


def port_of_portals(port: int) -> int:
    """Return where the portals of a server listen: a hundred above it, or below where there is no such port."""
    return port + PORTALS_ABOVE if port + PORTALS_ABOVE <= LAST_PORT else port - PORTALS_ABOVE


@contextmanager
def beside(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program as long as the body."""
    with subprocess.Popen(command, cwd=ROOT, env=dict(environment)) as process:
        try:
            yield process
        finally:
            stop(process)


def demo_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the options of the command demo."""
    parser = argparse.ArgumentParser(prog="dev.py demo", description=demo.__doc__)
    parser.add_argument("--port", type=port_number, default=8000, help="default: 8000")
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="open no service page")
    return parser.parse_args(arguments)


def port_number(text: str) -> int:
    """Read a TCP port that a server can listen on."""
    number = int(text)
    if not 1 <= number <= LAST_PORT:
        raise ValueError(text)
    return number


def demo_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Point the program to the demonstration database, text messages to the log, and let the reference send calls.

    What was chosen otherwise stays.
    """
    chosen = {
        "VETTRAK_DATABASE_URL": f"sqlite:///{DEMO_DATABASE.as_posix()}",
        "VETTRAK_SMS_GATEWAY": "log",
        "VETTRAK_TRY_IT": "true",
    }
    return {**chosen, **environment}


def require_free_port(port: int) -> None:
    """Find out before the long steps whether the server will be able to listen."""
    with socket.socket() as listener:
        # Without this a Unix system refuses a port whose last server has only just ended; on Windows
        # the same option would let two servers share the port.
        if not ON_WINDOWS:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            raise Problem(
                f"port {port} of this computer can not be used ({error.strerror}). "
                f"End the program that has it, or choose another port: "
                f"python dev.py demo --port {port % 65535 + 1}"
            ) from None


def demo_greeting(port: int, *, windows: bool) -> str:
    """Tell the address, the log-ins and a first call that works in every shell."""
    address = f"http://{HOST}:{port}"
    logins = "\n".join(f"    {name:<12} {meaning}" for name, meaning in DEMO_LOGINS)
    return f"""
vettrak_api is at {address}
    {address}{DEMO_PAGE}   (operations; ?WSDL for the description)
    {address}/staff                (web enrolments to decide about: log in as office)
    http://{HOST}:{port_of_portals(port)}                      (sample portals: log in as student, employer or staff)

Log-ins, all with the password {DEMO_PASSWORD}:
{logins}

A first call, to paste into another window:
{first_call(address, windows=windows)}

Ctrl-C stops the server.
"""


def first_call(address: str, *, windows: bool) -> str:
    """Log in with curl: double quotes outside and single ones inside suit sh, cmd and PowerShell alike."""
    # In Windows PowerShell plain `curl` is another program.
    curl = "curl.exe" if windows else "curl"
    envelope = (
        "<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body>"
        f"<ValidateClient xmlns='{DEMO_NAMESPACE}'>"
        f"<sUsername>integration</sUsername><sPassword>{DEMO_PASSWORD}</sPassword>"
        "</ValidateClient></Body></Envelope>"
    )
    return f'{curl} -H "Content-Type: text/xml; charset=utf-8" -d "{envelope}" {address}{DEMO_PAGE}'


def open_browser_when_ready(port: int, patience: float = 60.0) -> None:
    """Show the service page as soon as the server answers, without holding it up."""

    def wait_and_open() -> None:
        if wait_for_server(port, patience):
            webbrowser.open(f"http://{HOST}:{port}{DEMO_PAGE}")

    threading.Thread(target=wait_and_open, daemon=True).start()


def wait_for_server(port: int, patience: float) -> bool:
    """Try to connect until someone listens; false when nobody does for so many seconds."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def serve(command: Sequence[str], environment: dict[str, str]) -> int:
    """Run a server until it ends or the person does not want it any more."""
    # Whoever ends this script with a signal wants the server ended too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:
        try:
            return server.wait()
        except KeyboardInterrupt:
            stop(server)
            print("\nStopped.")
            return 0


def stop(server: subprocess.Popen[bytes], patience: float = 10.0) -> None:
    """Let a server finish: Ctrl-C has reached it already, a signal to this script alone has not."""
    try:
        server.wait(timeout=1)
    except subprocess.TimeoutExpired:
        server.terminate()
        try:
            server.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            server.kill()


def test(arguments: list[str]) -> int:
    """Run parts of the tests and sum up; paths and options, but for --all, go to pytest."""
    if arguments == [ANOTHER]:
        result = run_another_python()
        print(parts.summary([result]))
        return int(result.outcome == parts.FAILED)
    words = [word for word in arguments if word != "--all"]
    everything = len(words) < len(arguments)
    try:
        chosen = parts.chosen(words)
    except ValueError as error:
        raise Problem(str(error)) from None
    prepare()
    if chosen is None:
        return run([*python(), "-m", "pytest", *words])
    results = list(run_parts(chosen, everything=everything))
    if everything and not words:
        results += run_other_pythons()
    print(parts.summary(results))
    return int(any(result.outcome == parts.FAILED for result in results))


def run_parts(chosen: Sequence[parts.Part], *, everything: bool) -> Iterator[parts.Result]:
    """Run parts in their order, with a line after each."""
    for part in chosen:
        print(f"\n=== {part.name}", flush=True)
        command = [*python(), "-m", "pytest", *parts.pytest_arguments(part, everything=everything)]
        result = parts.result_of(part, partial(check, []) if part is parts.CHECKS else partial(run, command))
        print(result.line, flush=True)
        yield result


def run_another_python() -> parts.Result:
    """Run some of the quick tests with the newest other Python that is supported and installed."""
    found = parts.newest_other_python(OLDEST[1], NEWEST[1], sys.version_info[1])
    if found is None:
        return parts.Result("another", parts.SKIPPED, reason="no other Python is installed")
    minor, start = found
    return run_python(minor, start, *ON_ANOTHER)


def run_python(minor: int, start: list[str], *words: str) -> parts.Result:
    """Run tests with another Python, which gets an environment of its own."""
    own = {**os.environ, "VETTRAK_ENVIRONMENT": f".venv-3.{minor}"}
    return parts.timed(f"Python 3.{minor}", partial(run, [*start, "dev.py", "test", *words], own))


def run_other_pythons() -> list[parts.Result]:
    """Run the suite with every other Python that is supported and installed, each in an environment of its own."""
    results = []
    for minor, start in parts.other_pythons(OLDEST[1], NEWEST[1], sys.version_info[1]).items():
        if start is None:
            results.append(parts.Result(f"Python 3.{minor}", parts.SKIPPED, reason="not installed"))
        else:
            results.append(run_python(minor, start, "suite", "--all"))
    return results


def run_program(arguments: list[str]) -> int:
    """Run vettrak-api with the arguments, against the demonstration database unless another is set."""
    prepare()
    DEMO_DATABASE.parent.mkdir(exist_ok=True)
    return run([*program(), *arguments], demo_environment(os.environ))


def check(arguments: list[str]) -> int:
    """Run every check, also after one has failed, so that one round tells all."""
    no_arguments("check", arguments)
    prepare()
    checks = [
        [*python(), "-m", "ruff", "check", "."],
        [*python(), "-m", "ruff", "format", "--check", "."],
        [*python(), "-m", "mypy"],
        [str(scripts_in(ENVIRONMENT) / "lint-imports"), "pyproject.toml", "--no-logo"],
        [*python(), "-m", "vettrak_api.catalogue.validate"],
        [*python(), "-m", "vettrak_api.catalogue.generate", "--check"],
        [*program(), "wsdl", "check"],
        [*program(), "coverage", "check"],
    ]
    failed = [" ".join(command[1:]) for command in checks if shown(command)]
    failed += version_problems(text_of("pyproject.toml"), text_of("CHANGELOG.md"))
    print("\n".join(["", "Not in order:", *failed]) if failed else "\nAll in order.")
    return 1 if failed else 0


def shown(command: Sequence[str]) -> int:
    """Run a program under a line that says which."""
    print(f"\n--- {Path(command[0]).name} {' '.join(command[1:])}", flush=True)
    return run(command)


def text_of(name: str) -> str:
    """Read a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def version_problems(project: str, changelog: str) -> list[str]:
    """Compare the version of the project with the newest one that the changelog tells of."""
    version = re.search(r'^version = "([^"]+)"', project, re.MULTILINE)
    newest = re.search(r"^## \[(\d[^\]]*)\]", changelog, re.MULTILINE)
    if version and newest and version[1] == newest[1]:
        return []
    has, told = (match[1] if match else "none" for match in (version, newest))
    return [f"the versions differ: pyproject.toml has {has}, CHANGELOG.md begins with {told}"]


def lock(arguments: list[str]) -> int:
    """Renew constraints.txt: the newest versions that pyproject.toml allows. The next command installs them."""
    no_arguments("lock", arguments)
    prepare()
    wanted = dependencies.requirements(text_of(PROJECT.name))
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        options = ["--dry-run", "--ignore-installed", "--report", str(report)]
        run_or_stop([*pip_install(), *options, *dependencies.without_markers(wanted)])
        text = dependencies.constraints(report.read_text(encoding="utf-8"), dependencies.markers(wanted))
    CONSTRAINTS.write_text(text, encoding="utf-8", newline="\n")
    return 0


def gen(arguments: list[str]) -> int:
    """Write everything that is derived from the catalogue."""
    no_arguments("gen", arguments)
    prepare()
    for command in (
        [*python(), "-m", "vettrak_api.catalogue.generate"],
        [*program(), "wsdl", "write"],
        [*program(), "coverage", "write"],
    ):
        run_or_stop(command)
    return 0


def docs(arguments: list[str]) -> int:
    """Write the reference as files; the arguments name a folder."""
    prepare()
    return run([*python(), "-m", "vettrak_api.documentation.reference", *arguments])


def bench(arguments: list[str]) -> int:
    """Run every benchmark in turn; arguments choose some by a part of their names."""
    prepare()
    scripts = [
        path
        for path in sorted((ROOT / "tests" / "bench").glob("*.py"))
        if not path.name.startswith("_") and (not arguments or any(part in path.name for part in arguments))
    ]
    failed = [path.name for path in scripts if shown([*python(), str(path)])]
    print(f"\n{len(scripts)} benchmarks run, {len(failed)} failed {' '.join(failed)}".rstrip())
    return 1 if failed or not scripts else 0


def release(arguments: list[str]) -> int:
    """Make the zip that an administrator installs: deploy/release.py does it, by tools of the environment."""
    prepare()
    return run([*python(), "deploy/release.py", *arguments])


def no_arguments(name: str, arguments: Sequence[str]) -> None:
    """Refuse what would silently be left out."""
    if arguments:
        raise Problem(f"the command {name} takes no arguments, but got: {' '.join(arguments)}")


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "test": test,
    "run": run_program,
    "check": check,
    "gen": gen,
    "docs": docs,
    "bench": bench,
    "lock": lock,
    "release": release,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
