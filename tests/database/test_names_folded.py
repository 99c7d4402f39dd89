"""Names are folded anew by the upgrade to one idea of a person, and back, on every kind of database."""

import pytest
from sqlalchemy import insert, select

from vettrak_api.database import migrations
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.rules.reference.loading import load_reference_data

OURS = "0013"


@pytest.fixture
def former(empty):
    """Compose a server on a database of the revision before."""
    migrations.upgrade(empty.database)
    with empty.database.writing() as session:
        load_reference_data(session)
    known = migrations.revisions()
    migrations.downgrade(empty.database, known[known.index(OURS) - 1])
    return empty


def write(runtime, surnames, employers=()):
    """Write clients of these surnames and keys, past everything that would fold them."""
    needed = {
        "given_name": "", "given_name_key": "", "division_id": 1, "address_type": 0, "usi_exempt": False,
        "staff": False, "active": True, "web_publish": True, "marketing": True,
    }  # fmt: skip
    rows = [
        needed | {"id": number, "code": f"C{number}", "code_key": f"c{number}", "surname": text, "surname_key": key}
        for number, (text, key) in enumerate(surnames, start=1)
    ]
    companies = [
        {"id": number, "identifier": f"E{number}", "identifier_key": f"e{number}", "name": text, "name_key": key,
         "active": True}
        for number, (text, key) in enumerate(employers, start=1)
    ]  # fmt: skip
    with runtime.database.connection(writing=True) as connection:
        connection.execute(insert(Client.__table__), rows)
        if companies:
            connection.execute(insert(Employer.__table__), companies)


def keys(runtime, column):
    with runtime.database.connection() as connection:
        return list(connection.execute(select(column).order_by(column.class_.id)).scalars())


def test_equal_keys_do_not_fail_and_come_back(former):
    surnames = [("O` Hara", "o` hara"), ("O'Hara", "o'hara"), ("Gray - Lee", "gray - lee"), ("Zo\u00eb", "zoe")]
    write(former, surnames, [("Beer \u2013 Co", "beer - co"), ("Beer-Co", "beer-co")])
    migrations.upgrade(former.database)
    assert keys(former, Client.surname_key) == ["o'hara", "o'hara", "gray-lee", "zoe"]
    assert keys(former, Employer.name_key) == ["beer-co", "beer-co"]
    known = migrations.revisions()
    migrations.downgrade(former.database, known[known.index(OURS) - 1])
    assert keys(former, Client.surname_key) == [key for _, key in surnames]
    assert keys(former, Employer.name_key) == ["beer - co", "beer-co"]


def test_more_rows_than_a_portion(former):
    write(former, [(f"A - {number}", f"a - {number}") for number in range(1201)])
    migrations.upgrade(former.database)
    assert keys(former, Client.surname_key) == [f"a-{number}" for number in range(1201)]
