"""ODBC drivers for tests: Microsoft's, which comes by pip, and those that this computer has."""

import platform
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from tests.support.tools import give_up

LIBRARIES = "libs/linux/debian_ubuntu/{machine}/lib"


def odbc_driver() -> Path:
    """Return the driver's library, which a connection string may name; the test is skipped where it is missing."""
    try:
        import_module("pyodbc")
        package = Path(str(files("mssql_python_odbc")))
    except ImportError as error:
        give_up(f"pyodbc or Microsoft's driver can not be loaded ({error}): pip install -e .[dev], and unixodbc by apt")
    found = sorted(package.joinpath(LIBRARIES.format(machine=platform.machine())).glob("libmsodbcsql-*"))
    if not found:
        give_up("mssql-python-odbc holds no driver for this system")
    return found[0]


def need_odbc_driver(name: str) -> None:
    """Skip the test where ODBC does not know a driver of this name."""
    try:
        known = import_module("pyodbc").drivers()
    except ImportError as error:
        give_up(f"pyodbc can not be loaded ({error}): pip install -e .[dev], and unixodbc by apt")
    if name not in known:
        give_up(f"there is no ODBC driver {name!r} (Debian's package odbc-mariadb)")
