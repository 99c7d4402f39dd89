"""What MariaDB must be told when it is reached through ODBC, to answer as it does through its own driver."""

from sqlalchemy import URL, Engine

from vettrak_api.database.odbc import attributes_of, newest_driver, with_attributes

DRIVER = "MariaDB Unicode"
"""As Debian's package odbc-mariadb calls it; on Windows it is "MariaDB ODBC 3.2 Driver" or the like."""

COUNT_FOUND_ROWS = "2"
"""An UPDATE tells how many rows it has found, as everywhere, instead of how many it has changed."""


def completed(url: URL) -> URL:
    """Return the URL with the driver, if it names none, every character, and rows counted as elsewhere."""
    said = attributes_of(url)
    wanted = {"CHARSET": "utf8mb4", "OPTION": COUNT_FOUND_ROWS}
    if "driver" not in said and "dsn" not in said:
        wanted["driver"] = newest_driver("MariaDB") or DRIVER
    return with_attributes(url, wanted)


def configure(engine: Engine) -> None:
    """Let new rows return their number, since ODBC's cursor does not know it; else it would be asked for each time."""
    engine.dialect.favor_returning_over_lastrowid = True
