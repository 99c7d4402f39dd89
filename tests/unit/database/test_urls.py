"""What a URL makes of the drivers' connection strings."""

import pytest
from sqlalchemy import event

from vettrak_api.database.addresses import shown_url
from vettrak_api.database.engine import build_engine, completed_url
from vettrak_api.settings import Settings

pyodbc = pytest.importorskip("pyodbc", exc_type=ImportError)

MICROSOFTS = "ODBC Driver 18 for SQL Server"
NAMED = f"DRIVER={{{MICROSOFTS}}}"
BY_NAME = f"driver={MICROSOFTS.replace(' ', '+')}"
TOLD = "Encrypt=yes;LongAsMax=yes"
ODBC = "mssql+pyodbc:///?odbc_connect="

URLS = {
    "a data source with a user": ("mssql+pyodbc://sa:p%40w@VETTRAK", "dsn=VETTRAK;UID=sa;PWD=p@w;LongAsMax=yes"),
    "a data source with Windows' log-in": (
        "mssql+pyodbc://VETTRAK",
        "dsn=VETTRAK;Trusted_Connection=Yes;LongAsMax=yes",
    ),
    "a data source that is to encrypt": (
        "mssql+pyodbc://VETTRAK?Encrypt=strict",
        "dsn=VETTRAK;Trusted_Connection=Yes;Encrypt=strict;LongAsMax=yes",
    ),
    "host and driver": (
        f"mssql+pyodbc://sa:p%40%3Bw@db.example:1433/vettrak?{BY_NAME}",
        f"{NAMED};Server=db.example,1433;Database=vettrak;UID=sa;PWD={{p@;w}};{TOLD}",
    ),
    "a host alone": (
        "mssql://sa:p@db.example/vettrak",
        f"{NAMED};Server=db.example;Database=vettrak;UID=sa;PWD=p;{TOLD}",
    ),
    "what is said stays": (
        f"mssql+pyodbc://sa:p@db.example/vettrak?{BY_NAME}&encrypt=Optional&longasmax=no",
        f"{NAMED};Server=db.example;Database=vettrak;UID=sa;PWD=p;encrypt=Optional;longasmax=no",
    ),
    "a named instance": (
        rf"mssql+pyodbc://sa:p@db.example\SQLEXPRESS/vettrak?{BY_NAME}",
        rf"{NAMED};Server=db.example\SQLEXPRESS;Database=vettrak;UID=sa;PWD=p;{TOLD}",
    ),
    "a named instance in percent form, with Windows' log-in": (
        f"mssql+pyodbc://db.example%5CSQLEXPRESS/vettrak?{BY_NAME}",
        rf"{NAMED};Server=db.example\SQLEXPRESS;Database=vettrak;Trusted_Connection=Yes;{TOLD}",
    ),
    "a connection string": (
        ODBC + "DRIVER%3D%7BODBC+Driver+18+for+SQL+Server%7D%3BSERVER%3D.%5CSQLEXPRESS%3BDATABASE%3Dvettrak%3B"
        "Trusted_Connection%3Dyes%3B",
        rf"{NAMED};SERVER=.\SQLEXPRESS;DATABASE=vettrak;Trusted_Connection=yes;{TOLD}",
    ),
    "a connection string that encrypts": (
        f"{ODBC}Driver%3D%7BSQL+Server%7D%3BServer%3Dh%3Bencrypt%3D%7Bno%7D",
        "Driver={SQL Server};Server=h;encrypt={no};LongAsMax=yes",
    ),
    "a connection string with a data source": (f"{ODBC}DSN%3DVETTRAK", "DSN=VETTRAK;LongAsMax=yes"),
    "another maker's driver": (
        "mssql+pyodbc://sa:p@h/vettrak?driver=FreeTDS",
        "DRIVER={FreeTDS};Server=h;Database=vettrak;UID=sa;PWD=p",
    ),
    "MariaDB": (
        "mariadb+pyodbc://u:p@h:3307/vettrak?driver=MariaDB+ODBC+3.2+Driver",
        "DRIVER={MariaDB ODBC 3.2 Driver};Server=h,3307;Database=vettrak;UID=u;PWD=p;CHARSET=utf8mb4;OPTION=2",
    ),
    "MariaDB by a data source": ("mariadb+pyodbc://u:p@VETTRAK", "dsn=VETTRAK;UID=u;PWD=p;CHARSET=utf8mb4;OPTION=2"),
}


@pytest.fixture
def installed(monkeypatch):
    """Tell which drivers this computer has."""
    names = ["SQL Server", MICROSOFTS, "ODBC Driver 17 for SQL Server", "MariaDB Unicode"]
    monkeypatch.setattr(pyodbc, "drivers", lambda: names)
    return names


@pytest.mark.parametrize(("url", "told"), URLS.values(), ids=URLS)
def test_the_driver_is_told(installed, url, told):
    engine = build_engine(Settings(database_url=url))
    assert engine.dialect.create_connect_args(engine.url)[0] == (told,)


def test_a_url_without_a_driver_gets_the_newest_of_its_kind(installed):
    assert completed_url("mssql://u:p@h/x").query["driver"] == MICROSOFTS
    assert completed_url("mariadb+pyodbc://u:p@h/x").query["driver"] == "MariaDB Unicode"
    installed.remove(MICROSOFTS)
    assert completed_url("mssql://u:p@h/x").query["driver"] == "ODBC Driver 17 for SQL Server"
    installed.clear()
    assert completed_url("mssql://u:p@h/x").query["driver"] == MICROSOFTS


def test_what_is_added_is_told_to_people():
    url = completed_url("mariadb+pyodbc://u:verysecret@h/x?driver=x").render_as_string(hide_password=False)
    assert shown_url(url) == "mariadb+pyodbc://u:***@h/x?CHARSET=utf8mb4&OPTION=2&driver=x"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            "postgresql://u:secret@one:5000,two:5001/x?target_session_attrs=read-write",
            "postgresql://u:***@/x?host=one:5000,two:5001&target_session_attrs=read-write",
        ),
        ("postgresql+psycopg://u@one,two/x", "postgresql+psycopg://u@/x?host=one,two"),
        ("postgresql://u:secret@one/x", "postgresql://u:***@one/x"),
        ("postgresql://u:se,cret@one/x", "postgresql://u:***@one/x"),
        ("postgresql://u:se,cret/more@one/x", "postgresql://u:***@one/x"),
        ("mariadb://u:secret@one,two/x", "mariadb://u:***@one,two/x"),
    ],
)
def test_of_postgresql_several_hosts_are_named_as_its_own_programs_name_them(url, shown):
    assert shown_url(url) == shown


def test_a_machine_that_is_gone_is_not_waited_for_unless_the_address_says_so():
    _, told = _arguments("postgresql://u@one/x?tcp_user_timeout=99")
    assert (told["keepalives_idle"], told["keepalives_interval"], told["keepalives_count"]) == (5, 2, 3)
    assert told["tcp_user_timeout"] == "99"


def test_pgbouncer_gets_no_prepared_statements():
    _, told = _arguments("postgresql://u@one/x?prepare_threshold=none")
    assert told["prepare_threshold"] is None
    assert "prepare_threshold" not in _arguments("postgresql://u@one/x")[1]


def _arguments(url):
    """Return what the driver is given to connect."""
    engine = build_engine(Settings(database_url=url))
    given = {}

    @event.listens_for(engine, "do_connect")
    def _note(dialect, record, positional, named):
        given.update(named)
        raise OSError

    with pytest.raises(OSError):
        engine.connect()
    return engine, given
