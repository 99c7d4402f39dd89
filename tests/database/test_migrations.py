"""The tables can be made, removed and made again on every kind of database, and are what the model says."""

import datetime
import json
import os
import subprocess

import pytest
from sqlalchemy import DateTime, column, insert, inspect, select, table, text
from sqlalchemy.exc import IntegrityError

from tests.support.servers import program
from vettrak_api.database import migrations
from vettrak_api.model import Base
from vettrak_api.rules.reference.loading import load_reference_data


def tables_of(runtime):
    return set(inspect(runtime.database.engine).get_table_names())


def test_up_down_and_up_again(empty):
    migrations.upgrade(empty.database)
    assert tables_of(empty) == {*Base.metadata.tables, "alembic_version"}
    assert migrations.present_revision(empty.database) == migrations.newest_revision()
    migrations.downgrade(empty.database, "base")
    assert tables_of(empty) == {"alembic_version"}
    assert migrations.present_revision(empty.database) is None
    migrations.upgrade(empty.database)
    assert migrations.differences(empty.database) == []


def test_numbers_are_never_used_again_where_the_model_says_so(empty):
    if empty.database.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has to be told that numbers are never used again")
    migrations.upgrade(empty.database)
    with empty.database.connection() as connection:
        made = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")).scalars()
        assert set(made) == {
            table.name
            for table in Base.metadata.tables.values()
            if table.dialect_options["sqlite"]["autoincrement"] is True
        }


QUEUED, SENT = datetime.datetime(2026, 9, 10, 12), datetime.datetime(2026, 9, 10, 12, 1)
MOMENTS = {"queued", "sent"}


def described(name, *columns):
    """Return a table of an older revision, by those columns that a test needs."""
    return table(name, *(column(each, DateTime() if each in MOMENTS else None) for each in columns))


MAIL = described("mail", "id", "recipient", "subject", "text", "queued", "sent", "attempts")
OUTBOX = Base.metadata.tables["outbox"]


def write(runtime, into, rows):
    with runtime.database.connection(writing=True) as connection:
        connection.execute(insert(into), rows)


def rows_of(runtime, wanted, *names):
    with runtime.database.connection() as connection:
        rows = connection.execute(select(*[wanted.c[name] for name in names]).order_by(wanted.c.id))
        return [tuple(row) for row in rows]


def a_mail(recipient, sent=None, attempts=0, text="a link"):
    return {
        "recipient": recipient,
        "subject": "Grüße",
        "text": text,
        "queued": QUEUED,
        "sent": sent,
        "attempts": attempts,
    }


def test_mails_that_wait_move_into_the_outbox(empty):
    migrations.upgrade(empty.database, "0004")
    mails = [a_mail("new@x.example"), a_mail("sent@x.example", SENT, 1, None), a_mail("tried@x.example", attempts=19)]
    write(empty, MAIL, [*mails, a_mail("lost@x.example", attempts=20)])
    migrations.upgrade(empty.database, "0005")
    payload = json.dumps({"subject": "Grüße", "text": "a link"}, ensure_ascii=False)
    names = ("kind", "recipient", "payload", "queued", "next_attempt", "attempts", "sent", "given_up", "reason")
    assert rows_of(empty, OUTBOX, *names) == [
        ("mail", "new@x.example", payload, QUEUED, 0, 0, None, None, None),
        ("mail", "tried@x.example", payload, QUEUED, 0, 0, None, None, None),
        ("mail", "lost@x.example", None, QUEUED, None, 20, None, QUEUED, "20 attempts"),
    ]
    assert "mail" not in tables_of(empty)


def test_more_mails_than_a_portion_move_too(empty):
    migrations.upgrade(empty.database, "0004")
    recipients = [f"{number}@x.example" for number in range(1201)]
    write(empty, MAIL, [a_mail(recipient) for recipient in recipients])
    migrations.upgrade(empty.database, "0005")
    assert rows_of(empty, OUTBOX, "recipient") == [(recipient,) for recipient in recipients]
    migrations.downgrade(empty.database, "0004")
    assert rows_of(empty, MAIL, "recipient") == [(recipient,) for recipient in recipients]


def test_messages_that_wait_move_back(empty):
    migrations.upgrade(empty.database, "0005")
    payload = json.dumps({"subject": "Grüße", "text": "a link"})
    waits = {
        "kind": "mail", "recipient": "a@x.example", "payload": payload, "queued": QUEUED,
        "next_attempt": 1_790_000_000_000, "attempts": 7, "sent": None, "given_up": None, "reason": "SMTPDataError 451",
    }  # fmt: skip
    done = {"payload": None, "next_attempt": None}
    write(empty, OUTBOX, [
        waits, waits | done | {"sent": SENT}, waits | done | {"given_up": SENT}, waits | {"kind": "sms"},
        waits | {"recipient": f"{'x' * 100}@x.example"},
    ])  # fmt: skip
    migrations.downgrade(empty.database, "0004")
    names = ("recipient", "subject", "text", "attempts", "sent")
    assert rows_of(empty, MAIL, *names) == [("a@x.example", "Grüße", "a link", 0, None)]
    assert "outbox" not in tables_of(empty)


BEFORE_OPTIONAL_CODES, WITH_OPTIONAL_CODES = "0011", "0012"
POSITION = table("position", *map(column, ("id", "code", "name")))


def test_codes_of_positions_become_optional_and_are_invented_on_the_way_back(empty):
    migrations.upgrade(empty.database, BEFORE_OPTIONAL_CODES)
    kept = [("BREWER", "Brewer"), ("POSITION3", "Taken")]
    write(empty, POSITION, [{"code": code, "name": name} for code, name in kept])
    migrations.upgrade(empty.database, WITH_OPTIONAL_CODES)
    write(empty, POSITION, [{"code": None, "name": "Third"}, {"code": None, "name": "Fourth"}])
    with pytest.raises(IntegrityError):
        write(empty, POSITION, [{"code": "BREWER", "name": "Second"}])
    assert rows_of(empty, POSITION, "code", "name") == [*kept, (None, "Third"), (None, "Fourth")]
    migrations.downgrade(empty.database, BEFORE_OPTIONAL_CODES)
    invented = [("PPOSITION3", "Third"), ("POSITION4", "Fourth")]
    assert rows_of(empty, POSITION, "code", "name") == [*kept, *invented]
    migrations.upgrade(empty.database)
    assert rows_of(empty, POSITION, "code", "name") == [*kept, *invented]


WITHOUT_TEXTS, WITH_TEXTS = "0015", "0016"
ACCOUNT = table("sms_account", *map(column, ("id", "used", "balance")))


def test_text_messages_find_one_account_and_leave_mails_alone(empty):
    migrations.upgrade(empty.database, WITHOUT_TEXTS)
    names = ("kind", "recipient", "queued", "attempts")
    mail = dict(zip(names, ("mail", "a@x.example", QUEUED, 0), strict=True))
    write(empty, described("outbox", *names), [mail])
    migrations.upgrade(empty.database, WITH_TEXTS)
    assert rows_of(empty, OUTBOX, *names, "parts") == [("mail", "a@x.example", QUEUED, 0, None)]
    assert rows_of(empty, ACCOUNT, "id", "used", "balance") == [(1, 0, None)]
    migrations.downgrade(empty.database, WITHOUT_TEXTS)
    assert {"sms_account", "client_sms"} & set(tables_of(empty)) == set()
    assert rows_of(empty, OUTBOX, *names) == [("mail", "a@x.example", QUEUED, 0)]
    migrations.upgrade(empty.database)
    assert rows_of(empty, ACCOUNT, "id", "used", "balance") == [(1, 0, None)]


def test_two_upgrades_at_once_wait_for_each_other(empty):
    settings = {**os.environ, "VETTRAK_DATABASE_URL": empty.settings.database_url}
    started = [subprocess.Popen([program(), "db", "upgrade"], env=settings) for _ in range(3)]
    assert [each.wait(120) for each in started] == [0, 0, 0]
    assert migrations.present_revision(empty.database) == migrations.newest_revision()
    assert migrations.differences(empty.database) == []


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(empty):
    migrations.upgrade(empty.database)
    migrations.upgrade(empty.database)
    assert migrations.differences(empty.database) == []


def test_reference_lists_are_loaded_once(empty):
    migrations.upgrade(empty.database)
    with empty.database.writing() as session:
        first = load_reference_data(session)
    with empty.database.writing() as session:
        second = load_reference_data(session)
    assert first > 1000
    assert second == 0


def test_sqlite_keeps_what_rows_name_while_tables_are_made_anew(empty):
    if empty.database.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite makes tables anew")
    with migrations.changing(empty.database) as connection:
        for statement in (
            "CREATE TABLE named (id INTEGER PRIMARY KEY)",
            "CREATE TABLE naming (named_id INTEGER REFERENCES named (id))",
            "INSERT INTO named VALUES (1)",
            "INSERT INTO naming VALUES (1)",
        ):
            connection.exec_driver_sql(statement)
    with migrations.changing(empty.database) as connection:
        connection.exec_driver_sql("CREATE TABLE anew (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("INSERT INTO anew SELECT id FROM named")
        connection.exec_driver_sql("DROP TABLE named")
        connection.exec_driver_sql("ALTER TABLE anew RENAME TO named")
    with (
        pytest.raises(RuntimeError, match=r"nothing was changed, .*: naming$"),
        migrations.changing(empty.database) as connection,
    ):
        connection.exec_driver_sql("DELETE FROM named")
    with empty.database.connection(writing=True) as connection, pytest.raises(IntegrityError):
        connection.exec_driver_sql("DELETE FROM named")
