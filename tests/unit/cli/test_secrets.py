"""Passwords of the database: no command prints them, in whatever form the URL holds them."""

from urllib.parse import quote, quote_plus

import pytest

from tests.support.odbc import odbc_driver

SECRET = "G;h}3{im W0rt"
PARTS = ("G;h", "3{im", "W0rt", quote(SECRET), quote_plus(SECRET))
"""What no output may hold of it."""

IN_BRACES = "{" + SECRET.replace("}", "}}") + "}"


def odbc_connect(driver, encoded):
    settings = f"SERVER=tcp:127.0.0.1,1;DATABASE=vettrak;UID=sa;PWD={IN_BRACES};Encrypt=bogus;LongAsMax=yes"
    return f"mssql+pyodbc:///?odbc_connect={encoded(f'DRIVER={{{driver}}};{settings}')}"


URLS = {
    "postgresql": f"postgresql://u:{quote(SECRET)}@127.0.0.1:1/x",
    "postgresql, as parameter": f"postgresql://127.0.0.1:1/x?user=u&password={quote_plus(SECRET)}",
    "postgresql, unknown parameter": f"postgresql://127.0.0.1:1/x?pasword={quote_plus(SECRET)}",
    "mariadb": f"mariadb://u:{quote(SECRET)}@127.0.0.1:1/x",
    "mariadb, as parameter": f"mariadb://127.0.0.1:1/x?user=u&passwd={quote_plus(SECRET)}",
    "an @ in the password": "postgresql://u:W0rt@W0rt@127.0.0.1:1/x",
    "an @ and a colon in the password": "postgresql://u:W0rt@W0rt:W0rt@127.0.0.1:1/x",
    "an @ and a slash in the password": "mariadb://u:W0rt@W0rt/W0rt@127.0.0.1/x",
    "a question mark and an @ in the password": "mariadb://u:W0rt?W0rt@W0rt@127.0.0.1/x",
    "a port that is none": f"postgresql://127.0.0.1:{quote(SECRET)}/x",
    "an unknown database": f"nonsense://u:{quote(SECRET)}@127.0.0.1/x",
    "an unknown driver": f"postgresql+nonsense://u:{quote(SECRET)}@127.0.0.1/x",
    "a driver that is not installed": f"mssql+pymssql://u:{quote(SECRET)}@127.0.0.1/x",
}
"""URLs with the password."""

SQL_SERVER_URLS = {
    "behind the user": lambda driver: (
        f"mssql+pyodbc://sa:{quote(SECRET)}@127.0.0.1:1/x?driver={quote_plus(driver)}&Encrypt=bogus"
    ),
    "as parameter": lambda driver: (
        f"mssql+pyodbc://127.0.0.1:1/x?driver={quote_plus(driver)}&UID=sa&PWD={quote_plus(IN_BRACES)}&Encrypt=bogus"
    ),
    "in the connection string": lambda driver: odbc_connect(driver, quote_plus),
    "in braces that are not closed": lambda driver: (
        "mssql+pyodbc:///?odbc_connect=" + quote_plus(f"DRIVER={{{driver}}};Encrypt=bogus;PWD={{W0rt;SERVER=W0rt")
    ),
}
COMMANDS = (("doctor",), ("db", "upgrade"), ("db", "check"), ("db", "downgrade", "base", "--yes"), ("user", "list"))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("url", URLS.values(), ids=URLS)
def test_a_password_is_never_shown(run, monkeypatch, url, words):
    monkeypatch.setenv("VETTRAK_DATABASE_URL", url)
    done = run(*words)
    assert done.code == 1
    assert [part for part in PARTS if part in done.out + done.err] == []


@pytest.mark.parametrize("url_of", SQL_SERVER_URLS.values(), ids=SQL_SERVER_URLS)
def test_nor_one_that_microsofts_driver_was_given(run, monkeypatch, url_of):
    """The driver's complaint about another attribute proves that it has read the password as one."""
    monkeypatch.setenv("VETTRAK_DATABASE_URL", url_of(str(odbc_driver())))
    for words in COMMANDS:
        done = run(*words)
        assert (done.code, "Encrypt takes yes, no or strict." in done.out + done.err) == (1, True)
        assert [part for part in PARTS if part in done.out + done.err] == []


def test_nor_one_that_was_encoded_twice(run, monkeypatch):
    driver = str(odbc_driver())
    monkeypatch.setenv("VETTRAK_DATABASE_URL", odbc_connect(driver, lambda text: quote_plus(quote_plus(text))))
    done = run("doctor")
    assert (done.code, "The URL names an ODBC driver or a data source" in done.out) == (1, True)
    assert [part for part in PARTS if part in done.out + done.err] == []


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("driver=ODBC+Driver+18&Encrypt=yes&LongAsMax=yes", "Encrypt=yes&LongAsMax=yes&driver=ODBC Driver 18"),
        (
            "odbc_connect=" + quote_plus("Server=h;UID=sa; Pwd = a}b;Encrypt=yes;"),
            "Server=h;UID=sa;Pwd=***;Encrypt=yes",
        ),
        ("odbc_connect=" + quote_plus("PWD=a;b;UID=sa"), "odbc_connect=PWD=***;***"),
    ],
)
def test_what_is_harmless_is_shown(run, monkeypatch, query, shown):
    monkeypatch.setenv("VETTRAK_DATABASE_URL", f"mssql+pyodbc://h/x?{query}&timeout=1")
    assert shown in run("doctor").out
