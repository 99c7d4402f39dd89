"""Microsoft's ODBC driver for SQL Server, for tests of what it says before there is a server."""

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
