"""Who may use the API: accounts that hold the API role, by HTTP Basic authentication, throttled like log-ins."""

import base64

import pytest
from sqlalchemy import delete, select

from tests.support.logins import Counting, assert_bad
from tests.support.rest import Rest, basic
from tests.support.world import PASSWORD
from vettrak_api.model.clients import Client
from vettrak_api.model.security import ClientRole
from vettrak_api.security import credentials


def asked(site, header, method="GET", path="Unit"):
    return Rest(site)._send(method, path, headers={"Authorization": header} if header is not None else {})


@pytest.mark.parametrize(
    "header",
    [None, "", "Basic", "Basic ", "Basic %%%", "Basic Zm9v", "Bearer abc", "Digest x", basic("nobody", PASSWORD),
     basic("", ""), basic("x" * 101, "y"), "Basic " + base64.b64encode(b"\xff\xfe:x").decode()],
)  # fmt: skip
def test_who_does_not_log_in_is_told_how(site, header):
    answer = asked(site, header)
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["Unit", "Unit/X", "Nothing", "../else"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_nothing_is_told_before(site, method, path):
    assert asked(site, None, method, path).status == 401


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("officer", 200),
        ("officer in capitals", 200),
        ("staff without the role", 403),
        ("client", 403),
        ("client with the role", 403),
        ("inactive", 401),
        ("wrong password", 401),
        ("employer", 401),
    ],
)
def test_every_kind_of_caller(site, world, kind, status):
    made = {
        "officer": lambda: world.staff(api_role=True, password=PASSWORD),
        "officer in capitals": lambda: world.staff(api_role=True, password=PASSWORD),
        "staff without the role": lambda: world.staff(password=PASSWORD),
        "client": lambda: world.client(password=PASSWORD),
        "client with the role": lambda: world.client(password=PASSWORD, api_role=True),
        "inactive": lambda: world.staff(api_role=True, password=PASSWORD, active=False),
        "wrong password": lambda: world.staff(api_role=True, password="another password"),
        "employer": lambda: world.employer(
            username="boss", password_hash=world.runtime.passwords.hash(PASSWORD)
        ),
    }[kind]()  # fmt: skip
    name = made.username.upper() if kind == "officer in capitals" else made.username
    answer = asked(site, basic(name, PASSWORD))
    assert answer.status == status
    answer = Rest(site, name, PASSWORD).post("Unit", {"eduUnitId": "U", "eduOtherUnitId": "U", "unitName": "U"})
    assert answer.status == (201 if status == 200 else status)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_end_of_a_line_within_the_credentials_does_not_matter(site, officer, end):
    assert asked(site, basic(officer.username, PASSWORD, end)).status == 200
    assert asked(site, basic(officer.username, PASSWORD, end + end)).status == 401


def test_a_password_may_hold_colons_and_letters_of_all_kinds(site, world):
    officer = world.staff(api_role=True, username="zoë", password_hash=world.runtime.passwords.hash("a:ß:c"))
    assert officer.username == "zoë"
    assert asked(site, basic("zoë", "a:ß:c")).status == 200
    latin = "Basic " + base64.b64encode("zoë:a:ß:c".encode("latin-1")).decode()
    assert asked(site, latin).status == 200


def test_failures_are_throttled_as_those_of_log_ins(site, officer, clock, api):
    for number in range(10):
        assert asked(site, basic(officer.username, f"wrong{number}")).status == 401
    assert asked(site, basic(officer.username, PASSWORD)).status == 401
    assert_bad(api.ValidateClient(officer.username, PASSWORD))
    clock.advance(seconds=1)
    assert asked(site, basic(officer.username, PASSWORD)).status == 200


def test_a_repeat_computes_no_hash(site, officer, runtime, monkeypatch):
    asked(site, basic(officer.username, PASSWORD))
    checks = []
    monkeypatch.setattr(runtime.passwords, "_hasher", Counting(runtime.passwords._hasher, checks))
    for _ in range(3):
        assert asked(site, basic(officer.username, PASSWORD)).status == 200
    assert checks == []
    asked(site, basic(officer.username, "another password"))
    assert checks == [1]


def test_a_changed_password_ends_that_at_once(site, officer, runtime):
    assert asked(site, basic(officer.username, PASSWORD)).status == 200
    with runtime.database.writing() as session:
        credentials.set_password(session, session.get(Client, officer.id), runtime.passwords.hash("a new password"))
    assert asked(site, basic(officer.username, PASSWORD)).status == 401
    assert asked(site, basic(officer.username, "a new password")).status == 200


def test_a_withdrawn_role_ends_that_at_once(site, officer, runtime):
    assert asked(site, basic(officer.username, PASSWORD)).status == 200
    with runtime.database.writing() as session:
        session.execute(delete(ClientRole).where(ClientRole.client_id == officer.id))
    assert asked(site, basic(officer.username, PASSWORD)).status == 403


def test_no_token_is_made(site, officer, runtime, world):
    from vettrak_api.model.security import AccessToken

    asked(site, basic(officer.username, PASSWORD))
    with runtime.database.reading() as session:
        assert session.scalars(select(AccessToken.id).where(AccessToken.client_id == officer.id)).all() == []


@pytest.mark.settings(features=())
def test_without_the_feature_nobody_may(site, officer):
    answer = asked(site, basic(officer.username, PASSWORD))
    assert (answer.status, answer.body["title"]) == (403, "The registration lacks a feature")
