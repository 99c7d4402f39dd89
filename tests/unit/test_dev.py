"""dev.py: its decisions, without the minutes that an installation takes."""

import importlib.util
import json
import os
import shlex
import socket
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from lxml import etree

from vettrak_api.catalogue.loader import load_catalogue

SCRIPT = Path(__file__).resolve().parents[2] / "dev.py"


@pytest.fixture
def dev(tmp_path, monkeypatch):
    specification = importlib.util.spec_from_file_location("dev", SCRIPT)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    monkeypatch.setattr(module, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "installed.txt")
    return module


@pytest.fixture
def commands(dev, monkeypatch):
    """What dev.py would have run, with the arguments that tell it apart."""
    started = []

    def run(command, environment=None):
        started.append(list(command))
        if command[1:3] == ["-m", "venv"]:
            python = dev.python_in(dev.ENVIRONMENT)
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        return 0

    monkeypatch.setattr(dev, "run", run)
    return started


# The environment


@pytest.mark.parametrize("version", [(3, 11), (3, 14)])
def test_supported_pythons_are_taken(dev, version):
    dev.require_python(version)


@pytest.mark.parametrize("version", [(3, 10), (3, 15), (2, 7)])
def test_other_pythons_are_refused_with_what_to_do(dev, version):
    with pytest.raises(dev.Problem, match=r"needs Python 3\.11 to 3\.14.*Install one"):
        dev.require_python(version)


def test_supported_pythons_are_those_of_the_project(dev):
    project = dev.text_of("pyproject.toml")
    newest = dev.NEWEST[1]
    assert f'requires-python = ">=3.{dev.OLDEST[1]},<3.{newest + 1}"' in project


def test_missing_modules_are_named_with_what_to_do(dev):
    with pytest.raises(dev.Problem, match=r"lacks the module ensurepip.*python3-venv"):
        dev.require_modules(lambda name: None if name == "ensurepip" else object())
    dev.require_modules(lambda name: object())


def test_installs_once_and_again_when_the_project_changes(dev, commands, monkeypatch):
    dev.prepare()
    assert [command[1:3] for command in commands] == [["-m", "venv"], ["-m", "pip"]]
    commands.clear()
    dev.prepare()
    assert commands == []
    monkeypatch.setattr(dev, "fingerprint", lambda project: "changed")
    dev.prepare()
    assert [command[1:3] for command in commands] == [["-m", "pip"]]


def test_another_place_needs_a_new_environment(dev, commands, monkeypatch):
    dev.prepare()
    commands.clear()
    monkeypatch.setattr(dev, "place_of_environment", lambda: "3.12 elsewhere")
    monkeypatch.setattr(dev, "python_in", lambda environment: environment / "bin" / "python3.12")
    dev.prepare()
    assert [command[1:3] for command in commands] == [["-m", "venv"], ["-m", "pip"]]


def test_a_failed_installation_is_not_taken_for_a_finished_one(dev, monkeypatch):
    dev.STAMP.parent.mkdir()
    monkeypatch.setattr(dev, "run", lambda command, environment=None: 1)
    with pytest.raises(dev.Problem, match="failed with status 1"):
        dev.prepare()
    assert not dev.STAMP.exists()


# demo


def test_demo_listens_on_port_8000_and_opens_the_browser(dev):
    options = dev.demo_options([])
    assert (options.port, options.browser) == (8000, True)


def test_demo_takes_a_port_and_leaves_the_browser_closed(dev):
    options = dev.demo_options(["--port", "8123", "--no-browser"])
    assert (options.port, options.browser) == (8123, False)


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_what_is_no_port_is_refused(dev, port, capsys):
    with pytest.raises(SystemExit):
        dev.demo_options(["--port", port])
    assert "--port" in capsys.readouterr().err


def test_a_chosen_database_wins_over_the_demonstration_one(dev):
    assert dev.demo_environment({})["VETTRAK_DATABASE_URL"].endswith("demo/vettrak-demo.db")
    chosen = {
        "VETTRAK_DATABASE_URL": "postgresql+psycopg://localhost/training",
        "VETTRAK_SMS_GATEWAY": "off",
        "VETTRAK_TRY_IT": "false",
    }
    assert dev.demo_environment(chosen) == chosen


def test_the_demonstration_sends_no_text_messages(dev):
    assert dev.demo_environment({})["VETTRAK_SMS_GATEWAY"] == "log"


def test_a_port_in_use_is_told_with_another_one_to_try(dev):
    with socket.socket() as other:
        other.bind((dev.HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(dev.Problem, match=rf"port {port} .*--port {port % 65535 + 1}"):
            dev.require_free_port(port)
    dev.require_free_port(port)


def test_the_greeting_has_address_logins_and_password(dev):
    greeting = dev.demo_greeting(8123, windows=False)
    assert "http://127.0.0.1:8123/VT_API_Integrate.asmx" in greeting
    assert "demo-password" in greeting
    assert "http://127.0.0.1:8123/staff " in greeting
    assert "http://127.0.0.1:8223 " in greeting
    for login in ("integration", "office", "staff", "student", "employer"):
        assert f"\n    {login} " in greeting


@pytest.mark.parametrize(("windows", "program"), [(False, "curl"), (True, "curl.exe")])
def test_the_first_call_is_a_login_in_every_shell(dev, windows, program):
    catalogue = load_catalogue()
    words = shlex.split(dev.first_call("http://127.0.0.1:8000", windows=windows))
    assert words[0] == program
    assert words[-1] == "http://127.0.0.1:8000" + catalogue.endpoints["integrate"]
    envelope = etree.fromstring(words[words.index("-d") + 1])
    (call,) = envelope[0]
    namespace = catalogue.namespaces["integrate"]
    assert call.tag == f"{{{namespace}}}ValidateClient"
    assert [child.tag for child in call] == [
        f"{{{namespace}}}{parameter.name}" for parameter in catalogue.operations["ValidateClient"].params
    ]
    assert not set("$`!%") & set(words[words.index("-d") + 1])


def test_demo_prepares_fills_greets_and_serves(dev, commands, monkeypatch, capsys, tmp_path):
    served = []
    monkeypatch.setattr(dev, "DEMO_DATABASE", tmp_path / "demo" / "vettrak-demo.db")
    monkeypatch.setattr(dev, "require_free_port", lambda port: None)
    monkeypatch.setattr(dev, "serve", lambda command, environment: served.append(command) or 0)
    beside = []
    monkeypatch.setattr(dev, "beside", lambda command, told: beside.append((command, told)) or nullcontext())
    assert dev.main(["demo", "--no-browser", "--port", "8123"]) == 0
    assert [command[1:] for command in commands[2:]] == [["db", "upgrade"], ["demo-data", "--if-empty"]]
    assert served[0][1:] == ["serve", "--host", "127.0.0.1", "--port", "8123"]
    ((portals, told),) = beside
    assert portals[1:] == ["portals", "--api", "http://127.0.0.1:8123", "--port", "8223"]
    assert told["VETTRAK_PORTALS_USERNAME"] == "integration"
    assert "8123" in capsys.readouterr().out


@pytest.mark.parametrize(("port", "portals"), [(8000, 8100), (65435, 65535), (65436, 65336), (1, 101)])
def test_the_portals_listen_near_by(dev, port, portals):
    assert dev.port_of_portals(port) == portals


def test_what_runs_beside_the_server_ends_with_it(dev):
    with dev.beside([sys.executable, "-c", "import time; time.sleep(60)"], os.environ) as process:
        assert process.poll() is None
    assert process.poll() is not None


def test_waiting_for_a_server_ends(dev):
    with socket.socket() as server:
        server.bind((dev.HOST, 0))
        server.listen()
        port = server.getsockname()[1]
        assert dev.wait_for_server(port, patience=5)
    assert not dev.wait_for_server(port, patience=0.2)


def test_a_server_that_does_not_end_by_itself_is_ended(dev):
    server = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    dev.stop(server)
    assert server.returncode is not None


def test_ctrl_c_stops_the_server_quietly(dev, monkeypatch, capsys):
    class Server:
        def __init__(self, command, **options):
            self.waits = iter([KeyboardInterrupt(), None])

        def __enter__(self):
            return self

        def __exit__(self, *error):
            return None

        def wait(self, timeout=None):
            if (event := next(self.waits)) is not None:
                raise event

    monkeypatch.setattr(dev.subprocess, "Popen", Server)
    monkeypatch.setattr(dev.signal, "signal", lambda number, handler: None)
    assert dev.serve(["server"], {}) == 0
    assert "Stopped" in capsys.readouterr().out


# test


@pytest.fixture
def ran(dev, commands, monkeypatch):
    """Run `dev.py test` with every program there; return its status and the parts of what it started."""
    monkeypatch.setattr(dev.parts, "find", lambda program: f"/usr/bin/{program}")
    monkeypatch.setattr(dev, "check", lambda arguments: commands.append(["check"]) or 0)
    monkeypatch.setattr(dev.parts, "other_pythons", lambda oldest, newest, running: {12: ["python3.12"], 13: None})
    dev.prepare()

    def call(*words):
        commands.clear()
        return dev.main(["test", *words]), [command[1:] for command in commands]

    return call


def marks(commands):
    return [command[command.index("-m", 2) + 1] for command in commands if "pytest" in command]


MARKS_OF_THE_SUITE = (
    "not interop and not iis and not database and not cluster and not sqlserver and not browser and not wheel"
)


def test_without_arguments_every_part_runs_in_its_order(ran, capsys):
    status, started = ran()
    assert status == 0
    assert started[0] == []
    assert marks(started) == [
        f"({MARKS_OF_THE_SUITE}) and not slow",
        "(postgresql) and not slow",
        "(mariadb) and not slow",
        "(cluster) and not slow",
        "(sqlserver) and not slow",
        "(php) and not slow",
        "(dotnet) and not slow",
        "(node) and not slow",
        "(java) and not slow",
        "(perl) and not slow",
        "(cpp) and not slow",
        "(python) and not slow",
        "(iis) and not slow",
        "(browser) and not slow",
        "wheel",
    ]
    told = capsys.readouterr().out
    names = [line.split()[0] for line in told.rpartition("===")[2].splitlines() if " passed " in line]
    assert names[-16:] == [
        "checks", "suite", "postgresql", "mariadb", "cluster", "sqlserver", "php", "dotnet", "node", "java", "perl",
        "cpp", "python", "iis", "browser", "wheel",
    ]  # fmt: skip
    assert told.splitlines()[-1] == "16 passed"


def test_parts_can_be_named(ran):
    assert marks(ran("quick")[1]) == ["quick"]
    assert marks(ran("php", "browser", "php")[1]) == ["(php) and not slow", "(browser) and not slow"]


def test_all_is_also_what_is_slow_and_every_python(ran, capsys):
    _, started = ran("--all")
    assert not any("slow" in expression for expression in marks(started))
    assert all("--hypothesis-profile=thorough" in command for command in started if "pytest" in command)
    assert started[-1] == ["dev.py", "test", "suite", "--all"]
    told = capsys.readouterr().out
    assert "Python 3.12  passed" in told
    assert "Python 3.13  skipped      0.0 s  not installed" in told
    assert "dev.py" not in [command[0] for command in ran("suite", "--all")[1] if command]


def test_an_unknown_part_is_told_with_those_that_there_are(dev, ran, capsys):
    status, started = ran("php", "pearl")
    assert (status, started) == (1, [])
    assert "there is no part pearl; the parts are checks, suite," in capsys.readouterr().err


def test_a_part_that_fails_does_not_stop_the_others(dev, ran, monkeypatch, capsys):
    monkeypatch.setattr(dev, "run", lambda command, environment=None: int("(php) and not slow" in command))
    status, _ = ran("php", "node")
    assert status == 1
    told = capsys.readouterr().out.splitlines()
    assert (told[-4].split()[:2], told[-3].split()[:2], told[-1]) == (
        ["php", "FAILED"],
        ["node", "passed"],
        "1 passed, 1 FAILED",
    )


@pytest.mark.parametrize(("required", "status", "outcome"), [("0", 0, "skipped"), ("1", 1, "FAILED")])
def test_a_part_without_its_tools_says_so(dev, ran, monkeypatch, capsys, required, status, outcome):
    monkeypatch.setenv("VETTRAK_REQUIRE_TOOLS", required)
    monkeypatch.setattr(dev.parts, "find", lambda program: None if program == "mcs" else program)
    assert ran("dotnet") == (status, [])
    line = capsys.readouterr().out.splitlines()[-3]
    assert line.split(maxsplit=4) == ["dotnet", outcome, "0.0", "s", "not installed: mcs"]


@pytest.fixture
def bare_computer(monkeypatch, tmp_path):
    """A computer on which no program is found."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(tmp_path / "uv"))
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="there the launcher py finds them")
@pytest.mark.parametrize("place", ["bin", "pyenv/versions/3.12.9/bin", "uv/cpython-3.12.9-linux-x86_64-gnu/bin"])
def test_pythons_are_found_on_the_path_and_where_pyenv_and_uv_keep_them(dev, bare_computer, place):
    for minor, status in ((12, 0), (13, 127)):
        program = bare_computer / place.replace("3.12", f"3.{minor}") / f"python3.{minor}"
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/bin/sh\nexit {status}\n", encoding="ascii")
        program.chmod(0o755)
    found = dev.parts.other_pythons(11, 14, 11)
    start = "python3.12" if place == "bin" else str(bare_computer / place / "python3.12")
    assert found == {12: [start], 13: None, 14: None}
    assert dev.parts.newest_other_python(11, 14, 11) == (12, [start])
    assert dev.parts.newest_other_python(11, 14, 12) is None


@pytest.mark.parametrize(
    ("found", "started", "outcome"),
    [
        ((13, ["py"]), ["dev.py", "test", "tests/wire", "-m", "quick"], "passed"),
        (None, None, "skipped"),
    ],
)
def test_another_python_runs_the_quick_ones(dev, ran, monkeypatch, capsys, found, started, outcome):
    monkeypatch.setattr(dev.parts, "newest_other_python", lambda *range_and_running: found)
    monkeypatch.setenv("VETTRAK_REQUIRE_TOOLS", "1")
    status, commands = ran("another")
    assert (status, commands) == (0, [started] if started else [])
    assert f" {outcome} " in capsys.readouterr().out


def test_other_pythons_are_looked_for(dev, bare_computer):
    assert dev.parts.other_pythons(11, 14, 12) == {11: None, 13: None, 14: None}


def test_every_test_belongs_to_a_part(dev, pytestconfig):
    named = {part.marks for part in dev.parts.PARTS if part.marks and " " not in part.marks}
    declared = {line.partition(":")[0] for line in pytestconfig.getini("markers")}
    assert named <= declared
    assert declared & {"postgresql", "mariadb", "sqlserver", "php", "dotnet", "node", "python"} <= named


def test_a_part_reads_the_folders_of_all_its_tests(dev):
    root = SCRIPT.parent
    for part in dev.parts.PARTS:
        if part.folders:
            marked = [
                path.relative_to(root).as_posix()
                for path in (root / "tests").rglob("test_*.py")
                if f"pytest.mark.{part.marks}" in path.read_text(encoding="utf-8") and path.name != "test_dev.py"
            ]
            assert all(place.startswith(part.folders) for place in marked), part.name


# lock


def test_lock_writes_what_pip_would_install(dev, commands, monkeypatch, tmp_path):
    monkeypatch.setattr(dev, "CONSTRAINTS", tmp_path / "constraints.txt")
    dev.CONSTRAINTS.touch()
    dev.prepare()

    def pip(command):
        commands.append(command)
        found = [{"metadata": {"name": name, "version": "2.0"}} for name in ("legacy_cgi", "Zeep")]
        Path(command[command.index("--report") + 1]).write_text(json.dumps({"install": found}))

    monkeypatch.setattr(dev, "run_or_stop", pip)
    assert dev.main(["lock"]) == 0
    assert dev.CONSTRAINTS.read_text().splitlines()[-2:] == ["legacy-cgi==2.0; python_version >= '3.13'", "zeep==2.0"]
    assert "legacy-cgi>=2.6.3,<3" in commands[-1]


# The other commands


def test_the_help_lists_every_command(dev, capsys):
    assert dev.main(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"dev.py {name}" in told for name in dev.COMMANDS)


@pytest.mark.parametrize("arguments", [[], ["tset"]])
def test_an_unknown_command_gets_the_help_and_an_error(dev, arguments, capsys):
    assert dev.main(arguments) == 2
    assert "dev.py test" in capsys.readouterr().out


def test_a_problem_is_told_without_a_trace(dev, capsys):
    assert dev.main(["check", "everything"]) == 1
    assert capsys.readouterr().err == "dev.py: the command check takes no arguments, but got: everything\n"


def test_arguments_go_to_pytest_and_to_the_program(dev, commands):
    dev.prepare()
    commands.clear()
    dev.main(["test", "-k", "token", "-x"])
    dev.main(["test", "tests/unit/test_dev.py"])
    dev.main(["run", "user", "list"])
    assert [command[1:] for command in commands] == [
        ["-m", "pytest", "-k", "token", "-x"],
        ["-m", "pytest", "tests/unit/test_dev.py"],
        ["user", "list"],
    ]


def test_check_runs_everything_and_lists_what_failed(dev, commands, monkeypatch, capsys):
    dev.prepare()
    monkeypatch.setattr(dev, "run", lambda command, environment=None: int("mypy" in command))
    assert dev.main(["check"]) == 1
    told = capsys.readouterr().out
    assert "Not in order:\n-m mypy\n" in told
    assert "wsdl check" in told


def test_gen_stops_at_the_first_failure(dev, commands, monkeypatch, capsys):
    dev.prepare()
    monkeypatch.setattr(dev, "run", lambda command, environment=None: 3)
    assert dev.main(["gen"]) == 1
    assert "vettrak_api.catalogue.generate" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("project", "changelog", "told"),
    [
        ('version = "1.2.0"\n', "# Changelog\n\n## [Unreleased]\n\n## [1.2.0]\n\n## [1.1.0]\n", []),
        ('version = "1.2.0"\n', "## [1.1.0]\n", ["1.2.0", "1.1.0"]),
        ("", "", ["none"]),
    ],
)
def test_the_version_is_the_newest_of_the_changelog(dev, project, changelog, told):
    problems = dev.version_problems(project, changelog)
    assert bool(problems) == bool(told)
    assert all(part in problems[0] for part in told)
