"""Which organisations an installation serves: the file that VETTRAK_TENANTS names, read and judged."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import ValidationError
from sqlalchemy import URL
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from vettrak_api.database.addresses import ODBC, odbc_attributes, read_url
from vettrak_api.database.engine import completed_url
from vettrak_api.database.sqlite import file_of
from vettrak_api.settings import Settings, WrongSettings, describe_errors
from vettrak_api.tenants.declared import OF_A_TENANT, OF_THE_PROCESS, OWN
from vettrak_api.tenants.hosts import host_name

NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
NAME_RULE = "a name has small letters, digits and hyphens, begins with a letter, and has at most 31 characters"
HOSTS = "hosts"

PLACE = re.compile(r"\(at [a-z0-9 ,]{1,60}\)")
"""Where a file stops being TOML, as the library tells it."""

MOST_HOSTS = 50
"""Of one organisation."""

Place: TypeAlias = tuple[object, str]
"""A database, and a schema of PostgreSQL in it; blank for all of the database."""

PORTS: Mapping[str, int] = {"postgresql": 5432, "mariadb": 3306, "mssql": 1433}
PLACES = frozenset(
    {"address", "addr", "database", "dbname", "dsn", "host", "hostaddr", "initial catalog", "options", "port", "server"}
    | {"service", "socket", "unix_socket"}
)
"""Parameters of URLs and of ODBC that say which database it is; two that differ in others may be the same."""

LARGEST_FILE = 10_000_000
"""Bytes; 200 organisations need 100 kB."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """One organisation: its name for us, the hosts that lead to it, and its settings."""

    name: str
    hosts: tuple[str, ...]
    values: Mapping[str, Any] = field(repr=False)
    """What the file says of its settings."""
    settings: Settings = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Roster:
    """All organisations of a file by name, whose host is whose, and why those left out can not be served."""

    tenants: Mapping[str, Tenant] = field(default_factory=dict)
    by_host: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)


class Wrong(Exception):
    """What is said of one organisation can not be used; the message says why, and holds no value of a setting."""


def read_roster(settings: Settings) -> Roster:
    """Return who is served; one organisation that is told wrongly is left out, and the others are served.

    Raises WrongSettings when the file can not be read as a whole.
    """
    return judged(read_tenants(Path(settings.tenants)), settings)


def read_tenants(path: Path) -> Mapping[str, Any]:
    """Return what the file says, by name; raises WrongSettings."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise WrongSettings(f"The file that VETTRAK_TENANTS names has more than {LARGEST_FILE // 1_000_000} MB.")
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongSettings(f"The file that VETTRAK_TENANTS names can not be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        # The place alone: the line may hold a password.
        place = PLACE.search(str(error))
        raise WrongSettings(f"The file that VETTRAK_TENANTS names is not TOML {place[0] if place else ''}.") from None


def judged(told: Mapping[str, Any], settings: Settings) -> Roster:
    """Return the organisations that a file tells of, each judged by itself and beside those before it."""
    tenants: dict[str, Tenant] = {}
    by_host: dict[str, str] = {}
    owners: dict[object, dict[str, str]] = {}
    wrong: dict[str, str] = {}
    for name, values in told.items():
        try:
            tenant = tenant_of(name, values, settings)
            database, schema = place_of(tenant.settings)
            _require_free(tenant, by_host, _owner(schema, owners.get(database, {})))
        except Wrong as error:
            wrong[name] = str(error)
            continue
        tenants[name] = tenant
        owners.setdefault(database, {})[schema] = name
        by_host |= dict.fromkeys(tenant.hosts, name)
    return Roster(tenants, by_host, wrong)


def tenant_of(name: str, told: Any, settings: Settings) -> Tenant:
    """Return one organisation as the file tells of it, with the process's settings where it says nothing.

    Raises Wrong.
    """
    if not NAME.fullmatch(name):
        raise Wrong(f"{NAME_RULE}.")
    if not isinstance(told, dict):
        raise Wrong(f"what belongs to an organisation stands below its name in brackets, such as [{name}].")
    values = dict(told)
    hosts = tuple(_hosts(values.pop(HOSTS, ())))
    _require_known(values)
    if not values.get("audit_key") and not values.get("audit_key_file"):
        values["audit_key_file"] = str(Path(settings.tenants).absolute().with_name(f"audit-{name}.key"))
    if not values.get("erasures_file"):
        values["erasures_file"] = str(Path(settings.tenants).absolute().with_name(f"erasures-{name}.jsonl"))
    shared = {key: getattr(settings, key) for key in settings.model_fields_set if key not in OWN}
    try:
        own = Settings(**{key: Settings.model_fields[key].default for key in OWN} | shared | values)
    except ValidationError as error:
        raise Wrong(describe_errors(error)) from None
    return Tenant(name, hosts, values, own)


def _hosts(told: Any) -> Iterator[str]:
    if not isinstance(told, list | tuple) or not told or len(told) > MOST_HOSTS:
        raise Wrong(f'its hosts are a list of 1 to {MOST_HOSTS} names: hosts = ["api.example.edu.au"].')
    for each in told:
        try:
            yield host_name(str(each))
        except ValueError as error:
            raise Wrong(f"{str(each)!r} {error}.") from None


def _require_known(values: Mapping[str, Any]) -> None:
    for key in values:
        if key in OF_THE_PROCESS:
            raise Wrong(f"{key} is a setting of the whole server, which no organisation has for itself.")
        if key not in OF_A_TENANT:
            raise Wrong(f"there is no setting {key}.")
    if not values.get("database_url"):
        raise Wrong("its database_url is missing: each organisation has a database of its own, or a schema.")


def place_of(settings: Settings) -> Place:
    """Return which database settings name, whoever logs in to it and by whatever driver, and which schema in it.

    Raises Wrong when that can not be told, and for one in memory, which nobody else would find.
    """
    try:
        url = completed_url(read_url(settings.database_url).render_as_string(hide_password=False))
        url.get_dialect().import_dbapi()
    except (ArgumentError, SQLAlchemyError):
        raise Wrong("its database_url can not be read.") from None
    except ImportError as error:
        raise Wrong(f"its database needs a driver that is not installed: {error.name}.") from None
    backend = url.get_backend_name().replace("mysql", "mariadb")
    if backend == "sqlite":
        file = file_of(url)
        if file is None:
            raise Wrong("its SQLite database must be a file.")
        return (backend, str(file.resolve())), ""
    told = dict(_parameters_of(url))
    if "search_path" in told.pop("options", ""):
        raise Wrong("its schema is named by database_schema, not in its database_url.")
    port = url.port or PORTS.get(backend)
    return (backend, (url.host or "").lower(), port, url.database, str(sorted(told.items()))), settings.database_schema


def _parameters_of(url: URL) -> Iterator[tuple[str, str]]:
    """Yield what a URL says behind its question mark of where the database is."""
    for name, value in url.query.items():
        text = value if isinstance(value, str) else ",".join(value)
        parts = odbc_attributes(text) if name.lower() == ODBC else [(name, text)]
        yield from ((inner.lower(), of) for inner, of in parts if inner.lower() in PLACES)


def _owner(schema: str, owners: Mapping[str, str]) -> str | None:
    """Return whose a schema is already, of those in its database; who has all of the database has each of them."""
    if not schema:
        return next(iter(owners.values()), None)
    return owners.get(schema) or owners.get("")


def _require_free(tenant: Tenant, by_host: Mapping[str, str], owner: str | None) -> None:
    """Refuse a host or a database that an organisation before has: nobody may meet another one's people."""
    for host in tenant.hosts:
        if host in by_host:
            raise Wrong(f"the host {host} is {by_host[host]}'s already.")
    if owner is not None:
        raise Wrong(f"its database is {owner}'s already.")
