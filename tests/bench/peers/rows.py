"""The servers that are compared, in the order of the table."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.bench.peers import builds
from tests.bench.peers.processes import Command
from tests.bench.peers.stage import WSDL, Stage
from tests.support.servers import HOST, program

HERE = Path(__file__).parent
BASE = "ours, granian"
"""The row that all others are compared with; it runs at the beginning and at the end."""

THREADS = 8
"""What `serve` and the threaded peers have, one for each connection."""

JAVA_WARM_UP = 12
"""Seconds until the code is compiled."""


@dataclass(frozen=True)
class Setting:
    """Where a server is to run, and with what."""

    stage: Stage
    port: int
    node_modules: Path | None


@dataclass(frozen=True)
class Row:
    """A server; `commands` names its programs, or raises Missing."""

    name: str
    commands: Callable[[Setting], list[Command]]
    warm_up: int = 1
    """Seconds of load before each measurement."""


def ours(setting: Setting, server: str, *options: str) -> list[Command]:
    """Start the product as its users do."""
    return [Command([program(), "serve", "--server", server, "--port", str(setting.port), *options])]


def php(setting: Setting, processes: int) -> list[Command]:
    """Start PHP's processes and nginx before them."""
    builds.need("nginx")
    builds.need_files(["/etc/nginx/fastcgi_params"])
    fpm, folder = builds.php_fpm(), setting.stage.folder
    names = {
        "folder": folder,
        "port": setting.port,
        "processes": processes,
        "script": HERE / "php" / "index.php",
        "database": setting.stage.database,
        "statements": setting.stage.statements_for_php,
        "wsdl": WSDL,
    }
    root = os.geteuid() == 0
    for name in ("nginx.conf", "fpm.conf"):
        text = (HERE / "php" / name).read_text(encoding="utf-8")
        for key, value in names.items():
            text = text.replace(f"@{key}@", str(value))
        (folder / name).write_text(text.replace("@user@", "user root;" if root else ""), encoding="utf-8")
    return [
        Command([fpm, *(["--allow-to-run-as-root"] if root else []), "--nodaemonize", "-y", str(folder / "fpm.conf")]),
        Command(["nginx", "-e", "stderr", "-c", str(folder / "nginx.conf")]),
    ]


def node(setting: Setting) -> list[Command]:
    """Start Node with its one thread."""
    script = builds.node(setting.stage.folder, setting.node_modules)
    places = (setting.stage.database, setting.stage.folder, WSDL)
    return [Command(["node", str(script), str(setting.port), *map(str, places)])]


def java(setting: Setting) -> list[Command]:
    """Start Jetty inside a Java program."""
    path, web = builds.java(setting.stage.folder)
    options = ["-XX:+UseParallelGC", "-Xms512m", "-Xmx512m", "--add-opens", "java.base/java.lang=ALL-UNNAMED"]
    places = (setting.stage.database, setting.stage.folder, web)
    return [Command(["java", *options, "-cp", path, "peer.Peer", str(setting.port), *map(str, places)])]


def gsoap(setting: Setting) -> list[Command]:
    """Start the C++ program."""
    peer = builds.gsoap(setting.stage.folder)
    return [Command([str(peer), str(setting.port), str(setting.stage.database), str(setting.stage.folder)])]


def spyne(setting: Setting) -> list[Command]:
    """Start stock Spyne in waitress."""
    places = (setting.port, setting.stage.database, setting.stage.folder, THREADS)
    return [Command([sys.executable, str(HERE / "spyne" / "server.py"), *map(str, places)])]


def floor_waitress(setting: Setting, threads: int) -> list[Command]:
    """Start the floor in waitress."""
    options = ["--listen", f"{HOST}:{setting.port}", "--threads", str(threads)]
    return [Command([sys.executable, "-m", "waitress", *options, "app:app"], HERE / "floor")]


def floor_granian(setting: Setting, threads: int) -> list[Command]:
    """Start the floor in one worker of granian."""
    options = ["--interface", "wsgi", "--host", HOST, "--port", str(setting.port), "--workers", "1", "--no-ws"]
    more = ["--blocking-threads", str(threads), "--log-level", "warning"]
    return [Command([sys.executable, "-m", "granian", *options, *more, "app:app"], HERE / "floor")]


def _numbered(form: str, start: Callable[[Setting, int], list[Command]], *numbers: int) -> list[Row]:
    def with_number(number: int) -> Callable[[Setting], list[Command]]:
        return lambda setting: start(setting, number)

    return [Row(form.format(number, "" if number == 1 else "s"), with_number(number)) for number in numbers]


def _with_threads(server: str) -> Callable[[Setting, int], list[Command]]:
    one = ("--workers", "1") if server == "granian" else ()
    return lambda setting, threads: ours(setting, server, *one, "--threads", str(threads))


ROWS = [
    Row(BASE, partial(ours, server="granian")),
    *_numbered("ours, granian, 1 worker, {} thread{}", _with_threads("granian"), 1, 4, 8),
    Row("ours, waitress", partial(ours, server="waitress")),
    *_numbered("ours, waitress, {} thread{}", _with_threads("waitress"), 1, 4),
    Row("PHP SoapServer, nginx, 1 process", partial(php, processes=1)),
    Row("PHP SoapServer, nginx, 2 processes", partial(php, processes=2)),
    Row("node-soap", node),
    Row("JAX-WS RI, Jetty", java, JAVA_WARM_UP),
    Row("gSOAP, C++", gsoap),
    Row("stock Spyne, waitress", spyne),
    *_numbered("floor, waitress, {} thread{}", floor_waitress, 1, 4, 8),
    *_numbered("floor, granian, {} thread{}", floor_granian, 1, 4, 8),
]
