"""A list without a bound of its own is fetched, kept and written by portions, and reads as any other."""

import gzip
import tracemalloc

import pytest
from sqlalchemy import insert, select

from tests.support.soap import SOAP, Api, SoapFault, post
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.model import portions
from vettrak_api.model.clients import Client, StaffDivision

NAMESPACE = load_catalogue().namespaces["complete"]
MANY = 30_000


@pytest.fixture
def member(world):
    """Return a staff member to whom everything is opened."""
    staff = world.staff()
    world.add(StaffDivision(client_id=staff.id, division_id=1))
    return staff


NAME = "Smith"
"""What no line of a log may hold, nor a line of code that a trace shows."""


@pytest.fixture
def small(monkeypatch):
    """Make portions of three rows."""
    monkeypatch.setattr(portions, "PORTION", 3)


@pytest.fixture
def fetch(site, token, member):
    """Return headers and body of the list, as they are sent."""

    def ask(through=iter, **headers):
        body = (
            f'<s:Envelope xmlns:s="{SOAP}"><s:Body><GetAccessibleClients xmlns="{NAMESPACE}"><token>{token}</token>'
            f"<clientCode>{member.code}</clientCode></GetAccessibleClients></s:Body></s:Envelope>"
        )

        def application(environ, start_response):
            return through(site(environ | headers, start_response))

        action = f"{NAMESPACE}/GetAccessibleClients"
        status, told, answer = post(application, "/VT_API.asmx", body, action=action)
        assert status == "200 OK"
        assert int(told["Content-Length"]) == len(answer) or through is not iter
        return told, answer

    return ask


@pytest.fixture
def people(world):
    """Add people whose names need escaping, and who are more than a portion."""
    return [world.client(f"Sm<{number}>", "Ä & O", code=f"P{number}") for number in range(8)]


def test_the_answer_is_the_same_to_the_byte(fetch, people, monkeypatch):
    _, whole = fetch()
    for size in (1, 3, 1000):
        monkeypatch.setattr(portions, "PORTION", size)
        assert fetch()[1] == whole


def test_it_is_sent_in_gzip_to_those_who_take_it(fetch, people, small):
    _, plain = fetch()
    told, packed = fetch(HTTP_ACCEPT_ENCODING="gzip")
    assert (told["Content-Encoding"], told["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(packed) == plain


def test_it_holds_everybody(api, token, world, member, people, small):
    listed = [row.Clie_Code for row in api.GetAccessibleClients(token, member.code, None).ClieList]
    assert sorted(listed) == sorted(world.everything(select(Client.code)))


def test_what_goes_wrong_while_it_is_written_is_a_fault(site, token, member, people, small, monkeypatch):
    def fail(self):
        yield from ()
        raise ValueError(NAME)

    monkeypatch.setattr(portions.Portions, "in_portions", fail)
    with pytest.raises(SoapFault) as fault:
        Api(site).GetAccessibleClients(token, member.code, None)
    assert "Reference" in fault.value.text
    assert NAME not in fault.value.text


def test_what_goes_wrong_while_it_is_fetched_is_told_as_ever(api, token, member, people, small, monkeypatch):
    def fail(self, rows):
        raise ValueError(NAME)

    monkeypatch.setattr(portions.Portions, "add", fail)
    answer = api.GetAccessibleClients(token, member.code, None)
    assert (answer.Auth.Status, answer.ClieList) == (-1, [])
    assert NAME not in answer.Auth.StatusMessage


@pytest.mark.parametrize("size", [3, 1000])
def test_the_log_tells_how_many_rows(api, token, world, member, people, caplog, monkeypatch, size):
    monkeypatch.setattr(portions, "PORTION", size)
    with caplog.at_level("INFO", "vettrak_api.calls"):
        api.GetAccessibleClients(token, member.code, None)
        api.GetClientByCode(token, member.code)
        api.GetAccessibleClients(token, "nobody", None)
    lines = [record.getMessage() for record in caplog.records if record.name == "vettrak_api.calls"]
    assert f" rows={len(world.everything(select(Client.id)))} " in lines[0]
    assert [" rows=" in line for line in lines] == [True, False, False]


@pytest.mark.slow
def test_a_long_list_takes_little_memory(world, fetch):
    """As rows alone it would take 12 MB, and its text 3 MB more each time that it is copied."""
    codes = [f"L{number:07}" for number in range(MANY)]
    names = {"surname": "Long", "surname_key": "long", "given_name": "Lou", "given_name_key": "lou"}
    with world.session() as session:
        session.execute(
            insert(Client),
            [{"code": code, "code_key": code.lower(), "division_id": 1, **names} for code in codes],
        )
    fetch()
    sizes = []

    def weigh(parts):
        sizes.extend(map(len, parts))
        return []

    tracemalloc.start()
    try:
        fetch(through=weigh)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sum(sizes) > MANY * 90
    assert peak < 4_000_000
