# ruff: noqa: RUF001 - characters that look like others are what this is about
"""The upgrade that folds all keys anew: what looks the same gets one key, and nothing that it finds makes it fail."""

import pytest
from sqlalchemy import insert, select

from vettrak_api.database import migrations
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.look_alikes import LookAlike
from vettrak_api.rules.reference.loading import load_reference_data

BEFORE, AFTER = "0008", "0009"


@pytest.fixture
def former(empty):
    """A database of the revision before, with the reference lists."""
    migrations.upgrade(empty.database)
    with empty.database.writing() as session:
        load_reference_data(session)
    migrations.downgrade(empty.database, BEFORE)
    return empty


def write(runtime, table, rows):
    """Write rows with the columns that they need, past everything that would fold their keys."""
    needed = {
        Client: {
            "surname": "Smith", "surname_key": "smith", "given_name": "", "given_name_key": "", "division_id": 1,
            "address_type": 0, "usi_exempt": False, "staff": False, "active": True, "web_publish": True,
            "marketing": True, "username": None, "username_key": None, "email": None, "email_key": None,
        },
        Employer: {"name": "Beer", "name_key": "beer", "active": True, "username": None, "username_key": None},
    }[table]  # fmt: skip
    with runtime.database.connection(writing=True) as connection:
        connection.execute(insert(table.__table__), [needed | row for row in rows])


def client(number, **columns):
    return {"id": number, "code": f"C{number}", "code_key": f"c{number}", **columns}


def keys(runtime, column):
    table = column.class_
    with runtime.database.connection() as connection:
        return dict(map(tuple, connection.execute(select(table.id, getattr(table, f"{column.key}_key")))))


def noted(runtime):
    wanted = select(LookAlike.table_name, LookAlike.column_name, LookAlike.row_id).order_by(LookAlike.id)
    with runtime.database.connection() as connection:
        return [tuple(row) for row in connection.execute(wanted)]


def test_names_and_addresses_are_folded_anew_and_back(former):
    write(former, Client, [
        client(1, surname="O’Hara", surname_key="o’hara", given_name="Łucja", given_name_key="łucja"),
        client(2, surname="\u200b", surname_key="\u200b", email="Ａ@x.example", email_key="ａ@x.example"),
        client(3, surname="Zoë", surname_key="zoe"),
    ])  # fmt: skip
    write(former, Employer, [{"id": 1, "identifier": "E1", "identifier_key": "e1", "name": "Ø–1", "name_key": "ø–1"}])
    migrations.upgrade(former.database, AFTER)
    assert keys(former, Client.surname) == {1: "o'hara", 2: "", 3: "zoe"}
    assert keys(former, Client.given_name) == {1: "lucja", 2: "", 3: ""}
    assert keys(former, Client.email) == {1: None, 2: "a@x.example", 3: None}
    assert keys(former, Employer.name) == {1: "o-1"}
    assert noted(former) == []
    migrations.downgrade(former.database, BEFORE)
    assert keys(former, Client.surname) == {1: "o’hara", 2: "\u200b", 3: "zoe"}
    assert keys(former, Client.given_name) == {1: "łucja", 2: "", 3: ""}
    assert keys(former, Client.email) == {1: None, 2: "ａ@x.example", 3: None}
    assert keys(former, Employer.name) == {1: "ø–1"}


@pytest.mark.from_before
def test_what_would_be_another_s_key_stays_and_is_noted(former):
    write(former, Client, [
        client(1, username="ｓａｍ", username_key="ｓａｍ"),
        client(2, username="Sam", username_key="sam"),
        client(3, username="kim\u200b", username_key="kim\u200b"),
        client(4, username="ｋｉｍ", username_key="ｋｉｍ"),
        client(5, username="\u2060", username_key="\u2060"),
    ])  # fmt: skip
    write(former, Employer, [
        {"id": 1, "identifier": "ＡＣＭＥ", "identifier_key": "ａｃｍｅ"},
        {"id": 2, "identifier": "acme", "identifier_key": "acme"},
        {"id": 3, "identifier": "ＢＥＥＲ", "identifier_key": "ｂｅｅｒ"},
        {"id": 4, "identifier": "㎯㎯", "identifier_key": "㎯㎯"},
    ])  # fmt: skip
    migrations.upgrade(former.database, AFTER)
    assert keys(former, Client.username) == {1: "ｓａｍ", 2: "sam", 3: "kim", 4: "ｋｉｍ", 5: "\u2060"}
    assert keys(former, Employer.identifier) == {1: "ａｃｍｅ", 2: "acme", 3: "beer", 4: "㎯㎯"}
    assert noted(former) == [
        ("client", "username", 1),
        ("client", "username", 4),
        ("client", "username", 5),
        ("employer", "identifier", 1),
        ("employer", "identifier", 4),
    ]
    migrations.downgrade(former.database, BEFORE)
    assert keys(former, Employer.identifier) == {1: "ａｃｍｅ", 2: "acme", 3: "ｂｅｅｒ", 4: "㎯㎯"}
    migrations.upgrade(former.database, AFTER)
    assert len(noted(former)) == 5


def test_more_rows_than_a_portion(former):
    numbers = range(1, 1202)
    write(former, Client, [client(number, surname=f"Ø{number}", surname_key=f"ø{number}") for number in numbers])
    migrations.upgrade(former.database, AFTER)
    assert keys(former, Client.surname) == {number: f"o{number}" for number in numbers}
