"""Every error is one message that says what to do."""

import re

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from tests.support.odbc import odbc_driver
from vettrak_api.cli import app
from vettrak_api.database.troubleshooting import CURES, advice
from vettrak_api.demo import data as demo_data


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("VETTRAK_TIMEZONE", "Mars", "The setting VETTRAK_TIMEZONE is not right: unknown time zone"),
        ("VETTRAK_TOKEN_TIMEOUT_MINUTES", "inf", "The setting VETTRAK_TOKEN_TIMEOUT_MINUTES is not right"),
        ("VETTRAK_TOKEN_LIMIT_HOURS", "1e300", "The setting VETTRAK_TOKEN_LIMIT_HOURS is not right"),
        ("VETTRAK_PASSWORD_RESET_MINUTES", "9" * 30, "The setting VETTRAK_PASSWORD_RESET_MINUTES is not right"),
        ("VETTRAK_THROTTLE_FREE_FAILURES", "9" * 30, "The setting VETTRAK_THROTTLE_FREE_FAILURES is not right"),
        ("VETTRAK_THROTTLE_LONGEST_SECONDS", "86401", "The setting VETTRAK_THROTTLE_LONGEST_SECONDS is not right"),
        ("VETTRAK_MAIL_SENDER", "nobody", "VETTRAK_MAIL_SENDER is not right: 'nobody' is no mail address"),
        ("VETTRAK_MAIL_SENDER", "a@[1", "VETTRAK_MAIL_SENDER is not right: 'a@[1' is no mail address"),
        ("VETTRAK_SMTP_PORT", "secret", "The setting VETTRAK_SMTP_PORT is not right"),
        ("VETTRAK_PASSWORD_MINIMUM_LENGTH", "many", "The setting VETTRAK_PASSWORD_MINIMUM_LENGTH is not right"),
        ("VETTRAK_TRUSTED_PROXIES", "10.0.0.5", "written as JSON"),
        ("VETTRAK_TRUSTED_PROXIES", '["::1", "proxy.example"]', "not right: 'proxy.example' is no address or network"),
        ("VETTRAK_TRUSTED_PROXIES", '["*"]', "not right: '*' is no address or network"),
        ("VETTRAK_TRUSTED_PROXIES", '["10.0.0.0/33"]', "not right: '10.0.0.0/33' is no address or network"),
        ("VETTRAK_PORTAL_ADDRESSES", '["portal"]', "not right: 'portal' is no address or network"),
        (
            "VETTRAK_FORWARDED_HEADERS",
            '["X-Real-IP"]',
            "not right: unknown header 'X-Real-IP'",
        ),
        (
            "VETTRAK_FORWARDED_HEADERS",
            '["forwarded", "x-forwarded-for"]',
            "Forwarded tells what X-Forwarded-For tells; name what the proxies set",
        ),
        ("VETTRAK_CONNECTION_LIMIT", "5", "The setting VETTRAK_CONNECTION_LIMIT is not right"),
        ("VETTRAK_CONFIG", "/nowhere/vettrak.toml", "VETTRAK_CONFIG names can not be read"),
    ],
)
def test_a_wrong_setting_is_named(run, monkeypatch, name, value, words):
    monkeypatch.setenv(name, value)
    done = run("db", "check")
    assert (done.code, words in done.err) == (2, True)
    assert "secret" not in done.err


def test_a_file_of_settings_that_is_not_toml_is_told(run, monkeypatch, tmp_path):
    (tmp_path / "vettrak.toml").write_text("= what", encoding="utf-8")
    monkeypatch.setenv("VETTRAK_CONFIG", str(tmp_path / "vettrak.toml"))
    done = run("db", "check")
    assert (done.code, "is not TOML" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "VETTRAK_DATABASE_URL can not be understood"),
        ("sqlite:////nowhere/at/all.db", "Its folder must exist"),
        ("postgresql://u:p@127.0.0.1:1/x", "Nothing answers at the address"),
        ("postgresql://u:p@nowhere.invalid/x", "is not known to this computer"),
        ("postgresql:///x?host=/nowhere", "is not there. Is the database server running?"),
        ("mariadb://u:p@127.0.0.1:1/x", "Nothing answers at the address"),
        ("mariadb://u:p@nowhere.invalid/x", "is not known to this computer"),
        ("mssql+nonsense://u:p@127.0.0.1:1/x", "VETTRAK_DATABASE_URL can not be understood"),
    ],
)
def test_a_database_that_can_not_be_used_gets_advice(run, monkeypatch, url, words):
    monkeypatch.setenv("VETTRAK_DATABASE_URL", url)
    done = run("db", "upgrade")
    assert (done.code, words in done.err, "Traceback" in done.err) == (1, True, False)


def test_the_traceback_is_there_for_those_who_ask(capsys, monkeypatch):
    monkeypatch.setenv("VETTRAK_DATABASE_URL", "sqlite:////nowhere/at/all.db")
    with pytest.raises(OperationalError):
        app(["--traceback", "db", "check"])


def test_an_error_that_nobody_thought_of_is_one_message(run, runtime, monkeypatch):
    monkeypatch.setattr(demo_data, "count_clients", lambda runtime: 1 / 0)
    done = run("demo-data")
    assert (done.code, "ZeroDivisionError" in done.err, "--traceback" in done.err) == (1, True, True)
    with pytest.raises(ZeroDivisionError):
        app(["--traceback", "demo-data"])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("[Microsoft][ODBC Driver 18 for SQL Server]SSL Provider: certificate verify failed", "TrustServerCertificate"),
        ("[IM002] Data source name not found and no default driver specified", "that this computer does not have"),
        ("Can't open lib 'ODBC Driver 18 for SQL Server' : file not found", "nstalled here"),
        ("FATAL: password authentication failed for user", "percent form"),
        ("(1045, \"Access denied for user 'vettrak'@'localhost'\")", "percent form"),
        ("(1049, \"Unknown database 'vettrak'\")", "Create it first"),
        ('could not translate host name "db" to address', "is not known to this computer"),
        ("Login timeout expired (HYT00)", "Nothing answers"),
        ("attempt to write a readonly database", "Give this user the right"),
        ("something else", "The database could not do it: something else"),
    ],
)
def test_what_drivers_say_is_answered_with_a_cure(said, words):
    assert words in advice(DBAPIError("SELECT :x", {"x": "private"}, Exception(said)))
    assert "private" not in advice(DBAPIError("SELECT :x", {"x": "private"}, Exception(said)))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Nothing answers at the address"),
        ("&Encrypt=bogus", "Encrypt takes yes, no or strict."),
        ("/of/another/name", "The URL names an ODBC driver or a data source that this computer does not have"),
    ],
)
def test_microsofts_driver_is_understood(run, monkeypatch, query, words):
    monkeypatch.setenv("VETTRAK_DATABASE_URL", f"mssql+pyodbc://sa:p@127.0.0.1:1/x?driver={odbc_driver()}{query}")
    monkeypatch.setenv("VETTRAK_DATABASE_TIMEOUT_SECONDS", "1")
    done = run("doctor")
    assert (done.code, words in done.out) == (1, True)


@pytest.mark.parametrize(
    ("url", "said", "words"),
    [
        ("mariadb://u:p@h/x", "(1044, \"Access denied for user 'u'@'%' to database 'x'\")", "Create it first"),
        ("mariadb://u:p@h/x", "(1105, 'Maximum writeset size exceeded')", "Raise wsrep_max_ws_size"),
        ("mariadb://u:p@h/x", "(1045, \"Access denied for user 'u'@'h'\")", "refuses the user or the password"),
        ("mysql://u:p@h/x", "(1130, \"Host 'h' is not allowed to connect\")", "lets nobody in from this computer"),
        ("mariadb://u@h/x", '(2003, "Can\'t connect ... ([Errno 2] No such file or directory)")', "The socket"),
        ("postgresql://u:p@h/x", 'FATAL:  no pg_hba.conf entry for host "::1"', "lets nobody in from this computer"),
        ("postgresql://u:p@h/x", "FATAL:  sorry, too many clients already", "no connection left"),
        ("postgresql://u:p@h/x", "certificate verify failed", "sslrootcert"),
        ("mssql+pyodbc://u:p@h/x", "SSL Provider: certificate verify failed", "TrustServerCertificate=yes"),
        ("mssql+pyodbc://u:p@h/x", "Login failed for user 'u'. (18456)", "refuses the user or the password"),
        ("postgresql://u:p@h/x", "array is malformed", "The database could not do it: array is malformed"),
        ("sqlite:///x.db", "database disk image is malformed", "Restore a backup"),
        ("postgresql://u:verysecret@h/x", "something verysecret", "The database could not do it: something ***"),
    ],
)
def test_the_cure_is_one_for_the_database_that_the_url_names(url, said, words):
    assert words in advice(DBAPIError("SELECT 1", {}, Exception(said)), url)


def test_a_missing_driver_names_the_extra_that_installs_it():
    assert 'pip install "vettrak-api[sqlserver]"' in advice(ModuleNotFoundError(name="pyodbc"))
    assert "typing_x" in advice(ModuleNotFoundError(name="typing_x"))
    assert "needs unixODBC" in advice(ImportError("libodbc.so.2: cannot open shared object file", name="pyodbc"))


def test_every_cure_is_a_pattern():
    assert all(re.compile(pattern) and cure for _, pattern, cure in CURES)


def test_a_word_too_many_is_a_misuse(run):
    assert run("no-such-command").code == 2
    assert run("serve", "--port", "0").code == 2


def test_the_version_is_told(run):
    assert run("--version").out.startswith("vettrak-api ")
