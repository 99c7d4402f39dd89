"""The URL of the database: read, and told to people without anything that could be a secret.

Passwords stand in URLs in many ways: behind the user, as a parameter of the driver, and inside the connection string
of `odbc_connect`. So what is told is not the URL without what is known to be secret, but what is known to be harmless.
"""

import re
from collections.abc import Iterator

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

HIDDEN = "***"
UNREADABLE = "an address that can not be read"
ODBC = "odbc_connect"

HARMLESS = frozenset(
    {
        "addr",
        "address",
        "app",
        "applicationintent",
        "application_name",
        "authentication",
        "autocommit",
        "charset",
        "connect_timeout",
        "database",
        "description",
        "driver",
        "dsn",
        "encrypt",
        "host",
        "hostaddr",
        "hostnameincertificate",
        "initial_catalog",
        "keepalives",
        "keepalives_count",
        "keepalives_idle",
        "keepalives_interval",
        "load_balance_hosts",
        "longasmax",
        "mars_connection",
        "multisubnetfailover",
        "network",
        "option",
        "port",
        "prepare_threshold",
        "read_timeout",
        "server",
        "servername",
        "sslmode",
        "sslrootcert",
        "ssl_ca",
        "target_session_attrs",
        "tcp_user_timeout",
        "timeout",
        "trusted_connection",
        "trustservercertificate",
        "uid",
        "unix_socket",
        "user",
        "write_timeout",
        "wsid",
    }
)
"""Parameters of the drivers whose values are told."""

SECRET = re.compile(r"pass|pwd|secret|token|key", re.IGNORECASE)
"""How the names of parameters look whose values no text may hold."""

SHORTEST_SECRET = 3
"""Fewer characters stand in many a text by chance."""

ATTRIBUTE = re.compile(r"([^=;{}]*+)=(\s*+\{(?:[^}]|\}\})*+\}\s*+|[^;{]*+)(?:;|$)")
"""One attribute of an ODBC connection string; a value in braces may hold anything."""


def _with_hosts_apart(text: str) -> str:
    """Return an address of PostgreSQL with several hosts as SQLAlchemy wants them: host=one:5432&host=other:5432."""
    scheme, _, rest = text.partition("://")
    address, _, query = rest.partition("?")
    authority, _, database = address.partition("/")
    user, at, hosts = authority.rpartition("@")
    # An @ behind a slash belongs to a password that is not written as it should be.
    if not scheme.startswith("postgresql") or "," not in hosts or "@" in database:
        return text
    told = [*(f"host={host}" for host in hosts.split(",") if host), *([query] if query else [])]
    return f"{scheme}://{user}{at}/{database}?{'&'.join(told)}"


def read_url(text: str) -> URL:
    """Return a URL as SQLAlchemy understands it; of PostgreSQL it may name several hosts, separated by commas.

    Raises sqlalchemy.exc.ArgumentError when it is none, or holds an @ that belongs into the password and would make
    the rest of it part of the host's name.
    """
    try:
        url = make_url(_with_hosts_apart(text))
    except ValueError:  # a port that is no number, which the error would repeat
        url = None
    if url is None or _is_cut_short(url, text):
        raise ArgumentError("the database's URL can not be read")
    return url


def _is_cut_short(url: URL, text: str) -> bool:
    """Tell whether the password has been taken to end at an @ inside it."""
    behind = text.partition("@")[2].partition("?")[0]
    return (url.username is not None or url.password is not None) and "@" in behind


def shown_url(text: str) -> str:
    """Return a URL as everybody may read it."""
    try:
        url = read_url(text)
    except ArgumentError:
        return UNREADABLE
    told = "&".join(f"{name}={value}" for name, value in _told(url))
    if url.get_backend_name() == "sqlite" and not url.password:
        address = f"{url.drivername}:///{url.database or ''}"  # a path as it is typed
    else:
        address = url.set(query={}).render_as_string(hide_password=True)
    return f"{address}?{told}" if told else address


def without_secrets(said: str, text: str) -> str:
    """Return what somebody said, with no password of the URL in it."""
    for secret in sorted(_secrets(text), key=len, reverse=True):
        said = said.replace(secret, HIDDEN)
    return said


def _told(url: URL) -> Iterator[tuple[str, str]]:
    for name, value in _parameters(url):
        if name.lower() == ODBC:
            pairs = odbc_attributes(value)
            attributes = (f"{inner}={_harmless(inner, of)}" if inner else HIDDEN for inner, of in pairs)
            yield name, ";".join(attributes)
        else:
            yield name, _harmless(name, value)


def _harmless(name: str, value: str) -> str:
    return value if name.strip().lower().replace(" ", "_") in HARMLESS else HIDDEN


def _parameters(url: URL) -> Iterator[tuple[str, str]]:
    for name, value in url.query.items():
        yield name, value if isinstance(value, str) else ",".join(value)


def odbc_attributes(text: str) -> Iterator[tuple[str, str]]:
    """Yield the attributes of an ODBC connection string as the driver gets it.

    What can not be told apart, because a brace is not closed or all is encoded twice, is one without a name.
    """
    at = 0
    while at < len(text):
        found = ATTRIBUTE.match(text, at)
        if found is None:
            yield "", text[at:]
            return
        yield found[1].strip(), found[2].strip()
        at = found.end()


def _secrets(text: str) -> set[str]:
    try:
        url = read_url(text)
    except ArgumentError:
        return set()
    found = {str(url.password or "")}
    for name, value in _parameters(url):
        pairs = list(odbc_attributes(value)) if name.lower() == ODBC else [(name, value)]
        for inner, of in pairs:
            if not inner or SECRET.search(inner):
                found |= {of, of.removeprefix("{").removesuffix("}").replace("}}", "}")}
    return {secret for secret in found if len(secret) >= SHORTEST_SECRET}
