"""What an administrator wishes for: read from a command line, and refused in one line where it can not be."""

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, NoReturn
from urllib.parse import unquote_plus, urlsplit

FAILED, MISUSED = 1, 2

INSTALL, UPGRADE, ROLL_BACK, UNINSTALL = "install", "upgrade", "rollback", "uninstall"
WFASTCGI, PLATFORM, SERVICE = "wfastcgi", "httpplatform", "service"

USUAL_PYTHON = r"C:\Program Files\Python313\python.exe"
"""Where a Python for all users is; the wishes of a plan that is only read name it."""

BODY_LIMIT = 4 * 1024 * 1024
"""Bytes: the default of VETTRAK_BODY_LIMIT_BYTES."""


class Refusal(Exception):
    """Why nothing is planned; the message says what to do."""

    def __init__(self, message: str, exit_code: int = FAILED) -> None:
        super().__init__(message)
        self.message = message
        self.exit_code = exit_code


@dataclass(frozen=True)
class Wishes:
    """What is to be installed, and where.

    way: how IIS reaches the server. site, port, host_name: the site, and where it listens if it is to be made. path:
    the virtual directory. home_folder: the folder of everything. packages: a folder of wheels. service_port: where
    the Windows service listens. body_limit: VETTRAK_BODY_LIMIT_BYTES.
    """

    action: str = INSTALL
    way: str = WFASTCGI
    site: str = "Default Web Site"
    port: int = 0
    host_name: str = ""
    path: str = "/vettrak"
    pool: str = "vettrak"
    home_folder: str = r"C:\vettrak"
    logs: str = ""
    python: str = ""
    packages: str = ""
    version: str = ""
    database: str = "sqlserver"
    settings: str = ""
    database_url: str = ""
    odbc_source: str = ""
    sql_server: str = ""
    sql_database: str = ""
    public_url: str = ""
    processes: int = 4
    body_limit: int = BODY_LIMIT
    winsw: str = ""
    service_port: int = 8010
    backup_taken: bool = False

    @property
    def directory(self) -> str:
        """The path without a slash at its end; empty for the root of the site."""
        return self.path.rstrip("/")

    @property
    def identity(self) -> str:
        """Who the server runs as."""
        kind = "NT SERVICE" if self.way == SERVICE else "IIS AppPool"
        return f"{kind}\\{self.pool}"


OPTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "way": ("how IIS reaches the server", {"choices": (WFASTCGI, PLATFORM, SERVICE)}),
    "site": ("the web site", {}),
    "port": ("make the site if it is not there, at this port", {"type": int}),
    "host_name": ("the host name of a site that is made", {}),
    "path": ("the virtual directory; / is the whole site", {}),
    "pool": ("application pool; with --way service also the name of the service", {}),
    "home_folder": ("the folder of everything that is installed", {}),
    "logs": ("the folder of the logs; by default HOME-FOLDER\\logs", {}),
    "python": ("python.exe of a Python for all users; by default the one that runs this", {}),
    "packages": ("a folder with wheels: nothing is fetched from the internet then", {}),
    "version": ("the version to install; by default that of this planner", {}),
    "database": ("the kind of database", {"choices": ("sqlserver", "postgresql", "mariadb", "sqlite")}),
    "settings": ("a settings file (TOML) to begin with; the place for a database URL with a password", {}),
    "database_url": ("SQLAlchemy URL of the database, without a password", {}),
    "odbc_source": ("name of a system ODBC source", {}),
    "sql_server": ("make that source: the SQL Server, such as HOST\\INSTANCE", {}),
    "sql_database": ("make that source: the database", {}),
    "public_url": ("address that clients use, up to the virtual directory", {}),
    "processes": ("wfastcgi: processes, each for one request at a time", {"type": int}),
    "body_limit": ("bytes of the longest request: VETTRAK_BODY_LIMIT_BYTES", {"type": int}),
    "winsw": ("service: WinSW-x64.exe, from https://github.com/winsw/winsw/releases", {}),
    "service_port": ("service: the port of this computer that it listens at", {"type": int}),
    "backup_taken": ("a backup of the database has been taken: do not ask", {"action": "store_true"}),
}


class Parser(argparse.ArgumentParser):
    """Refuses in one line what it does not understand."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong."""
        raise Refusal(f"{message[:1].upper()}{message[1:]}. See: {self.prog} --help", MISUSED)


def build_parser(program: str) -> Parser:
    """Return what reads the command line of a plan."""
    parser = Parser(prog=program, description="Print what is to be done, and change nothing.", allow_abbrev=False)
    parser.add_argument("action", choices=(INSTALL, UPGRADE, ROLL_BACK, UNINSTALL))
    parser.add_argument("--json", action="store_true", help="for the scripts that execute it")
    defaults = {entry.name: entry.default for entry in fields(Wishes)}
    for name, (help_, options) in OPTIONS.items():
        shown = f"{help_} [{defaults[name]}]" if defaults[name] else help_
        parser.add_argument(f"--{name.replace('_', '-')}", help=shown, default=argparse.SUPPRESS, **options)
    return parser


def read_wishes(arguments: Sequence[str], program: str) -> tuple[dict[str, Any], bool]:
    """Return what a command line names, and whether JSON is asked for; raises Refusal."""
    named = vars(build_parser(program).parse_args(arguments))
    as_json = named.pop("json")
    return named, as_json


SITE = re.compile(r"[\w .()-]{1,200}")
POOL = re.compile(r"[A-Za-z0-9_.-]{1,64}")
PATH = re.compile(r"/|(?:/[A-Za-z0-9._~-]+)+")
FOLDER = re.compile(r"[A-Za-z]:(?:\\[\w .()~+@#-]+)+")
HOME = re.compile(r"[A-Za-z]:(?:\\[A-Za-z0-9_.~-]+)+")
HOST = re.compile(r"[A-Za-z0-9.-]{0,253}")
ODBC_NAME = re.compile(r"[A-Za-z0-9_.-]{1,32}")
SERVER = re.compile(r"(?:tcp:)?[\w.-]+(?:\\[\w$-]+)?(?:,[0-9]{1,5})?")
PASSWORD = re.compile(r"(?i)\b(?:pwd|password)\s*=")
VERSION = re.compile(r"[0-9]+(?:\.[0-9A-Za-z]+)*(?:\+[0-9A-Za-z.]+)?")

SHAPES: dict[str, tuple[re.Pattern[str], str]] = {
    "site": (SITE, "letters, digits, blanks, dots and hyphens"),
    "path": (PATH, "/vettrak: letters, digits, dots, hyphens and underscores after slashes"),
    "pool": (POOL, "letters, digits, dots, hyphens and underscores, without blanks"),
    "home_folder": (HOME, r"a whole path without blanks, such as C:\vettrak"),
    "logs": (HOME, r"a whole path without blanks, such as D:\logs\vettrak"),
    "python": (FOLDER, r"a whole path such as C:\Program Files\Python313\python.exe"),
    "packages": (FOLDER, r"a whole path such as C:\release\wheels"),
    "settings": (FOLDER, r"a whole path such as C:\release\vettrak.toml"),
    "winsw": (FOLDER, r"a whole path such as C:\release\WinSW-x64.exe"),
    "host_name": (HOST, "a host name"),
    "odbc_source": (ODBC_NAME, "letters, digits, dots, hyphens and underscores, at most 32"),
    "sql_server": (SERVER, r"HOST, HOST\INSTANCE or HOST,PORT"),
    "sql_database": (SITE, "letters, digits, blanks, dots and hyphens"),
    "version": (VERSION, "a version such as 0.1.0"),
}
RANGES = {"port": (0, 65535), "service_port": (1, 65535), "processes": (1, 64), "body_limit": (1024, 30_000_000)}


def require_sound(wishes: Wishes) -> None:
    """Raise Refusal when a wish can not be understood, or when two of them contradict each other."""
    for name, (shape, meaning) in SHAPES.items():
        told: str = getattr(wishes, name)
        if told and (not shape.fullmatch(told) or "--" in told):
            raise Refusal(f"--{name.replace('_', '-')} is to be {meaning}; it is {told!r}.", MISUSED)
    for name, (least, most) in RANGES.items():
        number: int = getattr(wishes, name)
        if not least <= number <= most:
            raise Refusal(f"--{name.replace('_', '-')} is a number from {least} to {most}; it is {number}.", MISUSED)
    _require_one_database(wishes)
    if wishes.public_url and not _is_address(wishes.public_url):
        raise Refusal("--public-url is the address that clients use, such as https://api.rto.example/vettrak.", MISUSED)
    if wishes.public_url and urlsplit(wishes.public_url).path.rstrip("/").lower() != wishes.directory.lower():
        raise Refusal(
            f"--public-url does not end with the virtual directory {wishes.path}. If a web server in front of IIS "
            "takes another path, leave it out here and set public_url in the settings file.",
            MISUSED,
        )


def _require_one_database(wishes: Wishes) -> None:
    given = [name for name in ("settings", "database_url", "odbc_source") if getattr(wishes, name)]
    if len(given) > 1:
        raise Refusal(f"Name one database: --{' or --'.join(name.replace('_', '-') for name in given)}.", MISUSED)
    if bool(wishes.sql_server) != bool(wishes.sql_database) or (wishes.sql_server and not wishes.odbc_source):
        raise Refusal("--sql-server and --sql-database together make the source that --odbc-source names.", MISUSED)
    if wishes.odbc_source and wishes.database != "sqlserver":
        raise Refusal("--odbc-source is for SQL Server.", MISUSED)
    if holds_password(wishes.database_url):
        raise Refusal(
            "A password on a command line can be read by others. Write the URL into a file, "
            'database_url = "...", and name the file: --settings C:\\release\\vettrak.toml.',
            MISUSED,
        )
    if set(wishes.database_url) & set('"\\\r\n'):
        raise Refusal("--database-url holds a character that no URL has; write it in percent form.", MISUSED)


def holds_password(url: str) -> bool:
    """Tell whether a database URL holds a password, in its usual place or in a connection string."""
    try:
        usual = urlsplit(url).password
    except ValueError:
        return True
    return bool(usual) or PASSWORD.search(unquote_plus(url)) is not None


def _is_address(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not set(url) & set('"\\ \t\r\n')


def own_python() -> str:
    """Return the interpreter that environments made by this process would start: never that of an environment."""
    if sys.platform == "win32":
        return str(getattr(sys, "_base_executable", "") or sys.executable)
    return USUAL_PYTHON
