"""The files that an installation writes: templates in `deploy/iis`, filled in."""

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PureWindowsPath
from string import Template
from xml.sax.saxutils import escape

from vettrak_api.hosting.iis.wishes import BODY_LIMIT, PLATFORM, SERVICE, WFASTCGI, Wishes

ROOM_ABOVE_LIMIT = 4
"""As of `hosting.webservers`: what is longer than the server's own limit is still let through to it."""

LONGEST_URL, LONGEST_QUERY = 8192, 8192
"""Characters. The server refuses paths above 2,048 bytes itself; in percent form these are three times as long."""

FASTCGI = {
    "instanceMaxRequests": "1000000",
    "idleTimeout": "604800",
    "activityTimeout": "300",
    "requestTimeout": "300",
    "stderrMode": "ReturnGeneric500",
    "signalBeforeTerminateSeconds": "30",
}
"""How IIS treats processes of wfastcgi; seconds, and what `wfastcgi/web.config` says of each."""


def deployment() -> Traversable:
    """Return the folder `deploy/iis`: inside an installed package or planner, or beside the package in a checkout."""
    package = files("vettrak_api")
    inside = package / "deploy" / "iis"
    return inside if inside.is_dir() else Path(str(package)).parent / "deploy" / "iis"


def values(wishes: Wishes) -> dict[str, str]:
    """Return what the templates name."""
    home = PureWindowsPath(wishes.home_folder)
    environment = home / "versions" / wishes.version
    return {
        "interpreter": str(environment / "Scripts" / "python.exe"),
        "bridge": str(environment / "Lib" / "site-packages" / "wfastcgi.py"),
        "settings": str(home / "config" / "vettrak.toml"),
        "logs": wishes.logs or str(home / "logs"),
        "site_folder": str(home / "site"),
        "directory": wishes.directory,
        "service": wishes.pool,
        "service_port": str(wishes.service_port),
        "processes": str(wishes.processes),
        "room": str(ROOM_ABOVE_LIMIT),
        "body_limit": str(wishes.body_limit),
        "body_room": str(wishes.body_limit * ROOM_ABOVE_LIMIT),
        "longest_url": str(LONGEST_URL),
        "longest_query": str(LONGEST_QUERY),
        "fastcgi_requests": f"{int(FASTCGI['instanceMaxRequests']):,}",
        "fastcgi_idle": FASTCGI["idleTimeout"],
        "fastcgi_activity": FASTCGI["activityTimeout"],
        "fastcgi_signal": FASTCGI["signalBeforeTerminateSeconds"],
    }


def filled(name: str, told: Mapping[str, str]) -> str:
    """Return a template as it is for these values."""
    template = Template((deployment() / name).read_text(encoding="utf-8"))
    return template.substitute({key: escape(value, {'"': "&quot;"}) for key, value in told.items()})


def web_config(wishes: Wishes) -> str:
    """Return the web.config of a way in."""
    folders = {WFASTCGI: "wfastcgi", PLATFORM: "httpplatform", SERVICE: "service"}
    return filled(f"{folders[wishes.way]}/web.config", values(wishes))


def service_file(wishes: Wishes) -> str:
    """Return what WinSW reads."""
    return filled("service/service.xml", values(wishes))


def settings_file(wishes: Wishes) -> str:
    """Return a settings file to begin with."""
    url = wishes.database_url
    if wishes.odbc_source:
        url = f"mssql+pyodbc://{wishes.odbc_source}?LongAsMax=yes"
    if not url and wishes.database == "sqlite":
        url = f"sqlite:///{PureWindowsPath(wishes.home_folder, 'data', 'vettrak.db').as_posix()}"
    lines = [
        "# Settings of vettrak_api. An upgrade leaves this file alone. Every setting of docs/guide-operations.md can",
        '# stand here, in small letters and without VETTRAK_: timezone = "Australia/Perth"',
        f'database_url = "{url}"',
    ]
    if wishes.public_url:
        lines.append(f'public_url = "{wishes.public_url}"')
    if wishes.body_limit != BODY_LIMIT:
        lines.append(f"body_limit_bytes = {wishes.body_limit}")
    if wishes.way == WFASTCGI:
        lines += [
            "# IIS itself tells the client's address; name a load balancer in front of it here.",
            "trusted_proxies = []",
        ]
    return "\n".join([*lines, ""])
