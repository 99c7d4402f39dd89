"""The file of the organisations: what it may say, and that one mistake keeps nobody else from being served."""

import pytest

from tests.support.tenants import settings_for, tenants_file
from vettrak_api.settings import Settings, WrongSettings
from vettrak_api.tenants.declared import MAY_DIFFER, OF_THE_PROCESS, OWN
from vettrak_api.tenants.roster import read_roster


@pytest.fixture
def read(tmp_path):
    def read(shared=None, **tables):
        path = tenants_file(tmp_path / "tenants.toml", **tables)
        return read_roster(settings_for(path, **(shared or {})))

    return read


def told(host="a.example", database="sqlite:////srv/a.db", **values):
    return {"hosts": [host], "database_url": database, **values}


def test_of_every_setting_it_is_said_whose_it_is():
    lists = (OWN, MAY_DIFFER, OF_THE_PROCESS)
    assert sorted(name for names in lists for name in names) == sorted(Settings.model_fields)


def test_an_organisation_has_its_own_settings_and_else_those_of_the_process(read):
    shared = {"timezone": "Australia/Perth", "smtp_host": "mail.example", "features": ("VETtrak API",)}
    roster = read(shared, first=told(timezone="Australia/Darwin"), second=told("b.example", "sqlite:////srv/b.db"))
    first, second = (roster.tenants[name].settings for name in ("first", "second"))
    assert (first.timezone, second.timezone) == ("Australia/Darwin", "Australia/Perth")
    assert (first.smtp_host, second.features) == ("mail.example", ("VETtrak API",))


def test_what_would_send_people_or_mails_to_another_one_is_never_the_processs(read):
    shared = {
        "public_url": "https://main.example",
        "portal_url": "https://portal.example",
        "staff_mail_to": "office@main.example",
        "mail_sender": "office@main.example",
        "sms_sender": "MAIN",
        "sms_credit": 7,
        "database_url": "sqlite:////srv/main.db",
    }
    settings = read(shared, first=told()).tenants["first"].settings
    for name in OWN - {"database_url", "audit_key_file", "erasures_file"}:
        assert getattr(settings, name) == Settings.model_fields[name].default, name
    assert settings.database_url == "sqlite:////srv/a.db"
    assert settings.audit_key_file.endswith("/audit-first.key")
    assert settings.erasures_file.endswith("/erasures-first.jsonl")


def test_a_variable_of_the_environment_is_the_processs(read, monkeypatch):
    monkeypatch.setenv("VETTRAK_PUBLIC_URL", "https://main.example")
    monkeypatch.setenv("VETTRAK_LINK_ENROLMENTS", "true")
    settings = read(first=told()).tenants["first"].settings
    assert (settings.public_url, settings.link_enrolments) == ("", True)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (told(log_file="x.log"), "log_file is a setting of the whole server"),
        (told(databse="x"), "there is no setting databse"),
        (told(timezone="Mars/Base"), "VETTRAK_TIMEZONE is not right"),
        (told(database=""), "database_url is missing"),
        (told(database="nowhere://x"), "can not be read"),
        (told(database="oracle://x"), "needs a driver that is not installed"),
        (told(database="sqlite://"), "must be a file"),
        (told(host="https://a.example"), "is no host name"),
        (told(host="a.example:80"), "is no host name"),
        ({"database_url": "sqlite:////srv/x.db"}, "its hosts are a list"),
        (told(host="ONE.example."), "the host one.example is one's already"),
        (told(database="sqlite:////srv/../srv/one.db"), "its database is one's already"),
    ],
)
def test_one_mistake_leaves_one_organisation_out(read, wrong, why):
    roster = read(one=told("one.example", "sqlite:////srv/one.db"), wrong=wrong, two=told("two.example"))
    assert set(roster.tenants) >= {"one"}
    assert set(roster.by_host.values()) == set(roster.tenants)
    assert why in roster.wrong["wrong"]
    assert "two" in roster.tenants


def test_the_same_database_under_another_users_name_is_the_same_database(read):
    first, second = ("postgresql://a:x@DB/rto", "postgresql+psycopg://b:y@db/rto")
    roster = read(first=told(database=first), second=told("b.example", second))
    assert roster.wrong == {"second": "its database is first's already."}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("postgresql://db/rto", "postgresql://db:5432/rto?application_name=x&sslmode=require"),
        ("postgresql:///rto?host=/run/postgresql", "postgresql:///rto?host=/run/postgresql&connect_timeout=3"),
        ("mariadb://db/rto", "mysql+pymysql://b:y@db:3306/rto?charset=utf8mb4"),
        (
            "mssql+pyodbc:///?odbc_connect=Server%3Ddb%3BDatabase%3Drto%3BUID%3Da%3BPWD%3Dx",
            "mssql+pyodbc:///?odbc_connect=server%3Ddb%3Bdatabase%3Drto%3BUID%3Db%3BPWD%3Dy",
        ),
    ],
)
def test_what_says_nothing_of_the_place_makes_no_other_database(read, first, second):
    roster = read(first=told(database=first), second=told("b.example", second))
    assert roster.wrong == {"second": "its database is first's already."}


RTOS = "postgresql://vettrak@db/rtos"


def schemas(**named):
    """Organisations in one database, each in the schema named."""
    return {
        name: told(f"{name}.example", RTOS) | ({"database_schema": schema} if schema else {})
        for name, schema in named.items()
    }


def test_organisations_may_have_a_schema_each_in_one_database(read):
    roster = read(**schemas(one="one", two="two", again="one", whole=""))
    assert set(roster.tenants) == {"one", "two"}
    assert roster.wrong == {"again": "its database is one's already.", "whole": "its database is one's already."}


def test_who_has_all_of_a_database_has_its_schemas(read):
    roster = read(**schemas(whole="", one="one"))
    assert roster.wrong == {"one": "its database is whole's already."}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (told() | {"database_schema": "one"}, "is for PostgreSQL alone"),
        (told(database=RTOS) | {"database_schema": 'a"; DROP SCHEMA x'}, "VETTRAK_DATABASE_SCHEMA is not right"),
        (told(database=RTOS) | {"database_schema": "Upper"}, "VETTRAK_DATABASE_SCHEMA is not right"),
        (told(database=f"{RTOS}?options=-csearch_path%3Done"), "its schema is named by database_schema"),
    ],
)
def test_a_schema_that_can_not_be_is_told(read, wrong, why):
    assert why in read(wrong=wrong).wrong["wrong"]


def test_names_stand_in_logs_and_in_the_names_of_databases(read):
    roster = read(**{"Upper": told(), '"with blank"': told()})
    assert set(roster.wrong) == {"Upper", "with blank"}


@pytest.mark.parametrize("text", ["[a", 'a = "\udcff"', "x" * 11_000_000])
def test_a_file_that_is_wrong_as_a_whole_is_told_without_what_it_holds(tmp_path, text):
    path = tmp_path / "tenants.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(WrongSettings, match="The file that VETTRAK_TENANTS names"):
        read_roster(settings_for(path))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(WrongSettings, match="can not be read: No such file"):
        read_roster(settings_for(tmp_path / "none.toml"))
