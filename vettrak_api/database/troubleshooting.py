"""What to do when a database can not be used, in words: from the driver's error to the cure."""

import re
from collections.abc import Iterator

from sqlalchemy import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from vettrak_api.database.addresses import read_url, without_secrets
from vettrak_api.database.odbc import attributes_of, installed_drivers, is_odbc

EXTRAS = {
    "psycopg": "postgresql",
    "psycopg2": "postgresql",
    "pymysql": "mariadb",
    "MySQLdb": "mariadb",
    "pyodbc": "sqlserver",
}
"""Python's driver modules by the extra of this package that installs them."""

UPGRADE = "Run: vettrak-api db upgrade"

HOW_TO_WRITE = "Special characters in a password are written in percent form: @ is %40, / is %2F."
SQLITE, POSTGRESQL, MARIADB, SQL_SERVER = "sqlite", "postgresql", "mariadb", "mssql"
SERVERS = (POSTGRESQL, MARIADB, SQL_SERVER)
EVERYWHERE = (SQLITE, *SERVERS)

NOTHING_ANSWERS = (
    "Nothing answers at the address in VETTRAK_DATABASE_URL. Is the database server running, does it listen on TCP, "
    "and does a firewall let this computer through?"
)
REFUSED = f"The database refuses the user or the password in VETTRAK_DATABASE_URL. {HOW_TO_WRITE}"
NO_SUCH_DATABASE = (
    "The database server answers, but has no database of that name, or not for this user. Create it first."
)
NO_SUCH_SCHEMA = (
    "The database has no schema of that name, or not for this user. Create it first. Behind PgBouncer the user must "
    "find it without being told: ALTER ROLE user SET search_path = schema"
)
NO_SUCH_HOST = "The host name in VETTRAK_DATABASE_URL is not known to this computer."
NOT_FROM_HERE = "The database server answers, but lets nobody in from this computer. Allow it there."
TOO_MANY = (
    "The database server has no connection left. Allow more there, or set VETTRAK_DATABASE_POOL_SIZE lower; each "
    "process of the server takes up to twice as many."
)
NO_SUCH_DRIVER = (
    "The URL names an ODBC driver or a data source that this computer does not have, or spells its name otherwise. "
    "{installed} In the URL a driver stands as driver=NAME with + for each blank; a data source is made for the whole "
    "system, not for one user, and with the 64-bit tool."
)
CERTIFICATE = "The database server's certificate is not trusted."

CURES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        EVERYWHERE,
        (
            r"no such table|no such column|UndefinedTable|UndefinedColumn|Table '.*' doesn't exist|Invalid object name|"
            r"Invalid column name|Unknown column"
        ),
        f"The tables of the database are missing or too old. {UPGRADE}",
    ),
    (
        (SQLITE,),
        r"unable to open database file",
        (
            "The SQLite file can not be opened. Its folder must exist, and this user must be allowed to write there "
            "(SQLite puts two more files beside it)."
        ),
    ),
    (
        (SQLITE,),
        r"readonly database|attempt to write a readonly",
        "The SQLite file may be read but not written. Give this user the right to write to the file and its folder.",
    ),
    (
        (SQLITE,),
        r"database is locked|disk I/O error",
        (
            "Another program is writing to the SQLite file, or a folder of a network holds it. End that program; "
            "SQLite belongs on a local disk."
        ),
    ),
    (
        (MARIADB,),
        r"Maximum writeset size exceeded",
        (
            "Galera takes no transaction as large as this one. Raise wsrep_max_ws_size on all nodes, 2 GB at most, or "
            "import in several parts."
        ),
    ),
    (
        EVERYWHERE,
        (
            r"database or disk is full|No space left on device|could not extend file|DiskFull|"
            r"The table '[^']*' is full|Errcode: 28|\b1105\b|\b9002\b|filegroup is full|transaction log .* is full"
        ),
        "The disk or the database has no room left. Make room, or let the database grow.",
    ),
    (
        (SQLITE,),
        r"file is not a database|malformed",
        "The file is no SQLite database, or it is damaged. Restore a backup.",
    ),
    (
        (SQL_SERVER,),
        r"certificate verify failed|SSL Provider|self.signed certificate|certificate chain",
        (
            f"{CERTIFICATE} Three cures: install on SQL Server a certificate from an authority that this computer "
            "trusts, for the name that the URL has (or say the certificate's name by HostNameInCertificate=NAME); or "
            "let this computer trust the authority of the one that is there; or, on a network of your own, add "
            "TrustServerCertificate=yes to the URL, which encrypts without proving who answers."
        ),
    ),
    (
        (SQL_SERVER,),
        r"Encryption not supported on",
        (
            "SQL Server can not encrypt the connection. Let it, by its Configuration Manager (any certificate will do, "
            "it makes one itself); or, when it runs on this computer, add Encrypt=no to the URL."
        ),
    ),
    (
        (POSTGRESQL, MARIADB),
        r"certificate verify failed|self.signed certificate|certificate chain|root certificate",
        f"{CERTIFICATE} Name the file of its authority in the URL: sslrootcert for PostgreSQL, ssl_ca for MariaDB.",
    ),
    (
        (SQL_SERVER, MARIADB),
        r"Can't open lib|Data source name not found|IM00[237]|no default driver",
        NO_SUCH_DRIVER,
    ),
    (
        (SQL_SERVER,),
        r"Invalid value specified for connection string attribute",
        "The URL gives the ODBC driver a value that it does not know. Encrypt takes yes, no or strict.",
    ),
    ((POSTGRESQL,), r"no pg_hba\.conf entry", NOT_FROM_HERE),
    ((MARIADB,), r"\b1130\b|is not allowed to connect", NOT_FROM_HERE),
    ((POSTGRESQL,), r"too many clients|remaining connection slots|TooManyConnections", TOO_MANY),
    ((MARIADB,), r"\b1040\b|Too many connections|max_user_connections", TOO_MANY),
    ((POSTGRESQL,), r"database \"[^\"]*\" does not exist", NO_SUCH_DATABASE),
    ((POSTGRESQL,), r"schema \"[^\"]*\" does not exist", NO_SUCH_SCHEMA),
    ((MARIADB,), r"Unknown database|\b1044\b", NO_SUCH_DATABASE),
    ((SQL_SERVER,), r"Cannot open database|\b4060\b|\b4063\b|\b911\b", NO_SUCH_DATABASE),
    (
        (POSTGRESQL,),
        r"password authentication failed|no password supplied|role \"[^\"]*\" does not exist|28P01",
        REFUSED,
    ),
    ((MARIADB,), r"Access denied for user|\b1045\b|\b1698\b", REFUSED),
    (
        (SQL_SERVER,),
        r"SSPI|Kerberos|untrusted domain|\b18452\b",
        (
            "SQL Server does not take the Windows account of this program. Under IIS that is the account of the "
            "application pool: create a log-in for it (on another computer for DOMAIN\\COMPUTER$), or let the URL name "
            "a user and a password of SQL Server."
        ),
    ),
    ((SQL_SERVER,), r"Login failed|28000|18456", REFUSED),
    (
        SERVERS,
        (
            r"could not translate host name|failed to resolve host|Name or service not known|getaddrinfo|"
            r"nodename nor servname|No such host|name resolution"
        ),
        NO_SUCH_HOST,
    ),
    (
        (POSTGRESQL,),
        r"the database system is (starting up|shutting down|in recovery)",
        "The database server is starting or stopping. Try again in a moment.",
    ),
    (
        (POSTGRESQL, MARIADB),
        r"\.s\.PGSQL\.|through socket|No such file or directory",
        (
            "The socket that VETTRAK_DATABASE_URL leads to is not there. Is the database server running? With a host "
            "in the URL it is asked by TCP."
        ),
    ),
    (
        SERVERS,
        (
            r"Connection refused|actively refused|Locating Server|timed? ?out|timeout expired|HYT00|HYT01|08001|08S01|"
            r"Can't connect|No route to host|could not connect|server closed the connection|Lost connection|gone away|"
            r"Network is unreachable"
        ),
        NOTHING_ANSWERS,
    ),
    (
        EVERYWHERE,
        r"permission denied|InsufficientPrivilege|permission was denied|command denied",
        "The database user lacks a right.",
    ),
)
"""By the databases that say so: patterns of what drivers say, and what helps; the first that fits is told."""

_CURES = tuple((kinds, re.compile(pattern, re.IGNORECASE), cure) for kinds, pattern, cure in CURES)


def advice(error: Exception, url: str = "") -> str:
    """Return one message for the person at the keyboard about the database that a URL names, or about any.

    It never holds a statement's parameters, nor a password of the URL.
    """
    if isinstance(error, ImportError):
        return _about_module(error)
    if isinstance(error, NoSuchModuleError | ArgumentError):
        return (
            "VETTRAK_DATABASE_URL can not be understood. Examples: sqlite:///C:/data/vettrak.db, "
            "postgresql://user:password@host/name, mariadb://user:password@host/name, "
            f"mssql+pyodbc://user:password@host/name?driver=ODBC+Driver+18+for+SQL+Server. {HOW_TO_WRITE}"
        )
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    said, kind = without_secrets(str(cause), url), type(cause).__name__
    for pattern, cure in _cures(url):
        if pattern.search(f"{kind}: {said}"):
            told = cure.format(installed=_installed()) if cure is NO_SUCH_DRIVER else cure
            return f"{told}\nThe database said: {_first_line(said)}"
    return f"The database could not do it: {_first_line(said) or kind}"


def _installed() -> str:
    """Say which ODBC drivers there are, for who has misspelt one."""
    names = installed_drivers()
    return f"Installed here: {', '.join(names)}." if names else "No ODBC driver is installed here."


def _cures(url: str) -> Iterator[tuple[re.Pattern[str], str]]:
    """Yield patterns and cures for the database that a URL names; all of them without one."""
    try:
        kind = read_url(url).get_backend_name() if url else ""
    except ArgumentError:
        kind = ""
    kind = {"mysql": MARIADB}.get(kind, kind)
    return ((pattern, cure) for kinds, pattern, cure in _CURES if kind in kinds or kind not in EVERYWHERE)


def _about_module(error: ImportError) -> str:
    if not isinstance(error, ModuleNotFoundError):
        return (
            f"The driver for this database can not be loaded: {_first_line(str(error))}\n"
            "On Linux pyodbc needs unixODBC: apt-get install unixodbc, or the like."
        )
    extra = EXTRAS.get(error.name or "")
    if extra is None:
        return f"The Python module {error.name} is not installed. Install vettrak-api again."
    return f'The driver for this database is not installed. Run: pip install "vettrak-api[{extra}]"'


def _first_line(text: str) -> str:
    """Keep the driver's first line: what follows may repeat the statement."""
    lines = text.strip().splitlines()
    return lines[0][:300] if lines else ""


def driver_note(url: URL) -> str | None:
    """Return what is doubtful about the URL of a SQL Server database (`engine.completed_url`), or None."""
    if url.get_backend_name() != SQL_SERVER or not is_odbc(url):
        return None
    said = {name: value.strip("{}").lower() for name, value in attributes_of(url).items()}
    if "dsn" in said and "encrypt" not in said:
        return (
            "The data source decides whether the connection is encrypted. Say it there, or add Encrypt=yes to the URL."
        )
    if said.get("encrypt") in {"no", "optional"}:
        return (
            "Passwords and personal data can be read on their way to another computer. Encrypt=yes in the URL changes "
            "that."
        )
    return None
