"""Eight callers with eight tokens share a server: nobody ever reads an answer that belongs to somebody else."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.servers import CHEAP_PASSWORDS, serving
from tests.support.sockets import Line
from tests.support.world import PASSWORD
from vettrak_api.catalogue.loader import load_catalogue

pytestmark = [pytest.mark.interop, pytest.mark.python]

CALLERS = 8
NAMESPACE = load_catalogue().namespaces["complete"]
PAGE = load_catalogue().endpoints["complete"]
READS = ("GetClientByCode", "GetClientDetails", "GetClientExtendedDetails", "GetEnrolmentsForClient")
SERVERS = {"waitress": (), "granian": ("--server", "granian", "--workers", "2", "--threads", "8")}


def call(name, **values):
    """Return the body of a call."""
    inner = "".join(f"<{key}>{value}</{key}>" for key, value in values.items())
    return (
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
        f'<{name} xmlns="{NAMESPACE}">{inner}</{name}></soap:Body></soap:Envelope>'
    ).encode()


class Person:
    """A client who reads and changes what is the own, over one connection, and keeps what came back to the first."""

    def __init__(self, world, number, address):
        self.client = world.client(f"Surname{number}", f"Given{number}", password=PASSWORD)
        for _ in range(number % 3 + 1):
            world.enrolment(self.client, world.occurrence(), units=["UNIT"])
        self.token = world.token(self.client)
        self.number, self.line, self.calls = number, Line(address), 0
        self.reads = {name: call(name, sToken=self.token, sClie_Code=self.client.code) for name in READS}
        self.login = call("ValidateClient", sUsername=self.client.username, sPassword=PASSWORD)

    def rename(self, given):
        """Change the own given name, and return what the own details say of it then."""
        details = (
            f"<Clie_Code>{self.client.code}</Clie_Code><Clie_Given>{given}</Clie_Given>"
            f"<Clie_Surname>{self.client.surname}</Clie_Surname>"
        )
        self.line.post(PAGE, call("UpdateClientDetails", sToken=self.token, cClient=details))
        return self.line.post(PAGE, self.reads["GetClientDetails"])

    def learn(self):
        """Ask everything once, while nobody else asks anything."""
        self.rename(f"Given{self.number}")
        self.known = {name: self.line.post(PAGE, body) for name, body in self.reads.items()}
        assert all(b"<Status>1</Status>" in answer for answer in self.known.values())

    def ask_until(self, end):
        """Ask everything again and again; return the answers that are not the own."""
        foreign = []
        while time.monotonic() < end and not foreign:
            for name, body in self.reads.items():
                answer = self.line.post(PAGE, body)
                if answer != self.known[name]:
                    foreign.append((name, answer))
            given = f"Given{self.number}x{self.calls}"
            if f"<Clie_Given>{given}<".encode() not in self.rename(given):
                foreign.append(("UpdateClientDetails", given))
            self.rename(f"Given{self.number}")
            answer = self.line.post(PAGE, self.login)
            # Of several who log in at once from one address, some are told to come back until they are remembered.
            if f"<Identifier>{self.client.code}<".encode() not in answer and b"Busy, try again." not in answer:
                foreign.append(("ValidateClient", answer))
            self.calls += 1
        return foreign


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("seconds", [3, pytest.param(60, marks=pytest.mark.slow)])
def test_every_answer_is_the_callers_own(school, server, seconds):
    if server == "granian":
        pytest.importorskip("granian")
    with serving(school.runtime.settings.database_url, *SERVERS[server], **CHEAP_PASSWORDS) as running:
        people = [Person(school, number, running.address) for number in range(CALLERS)]
        for person in people:
            person.learn()
        # The answers of any two differ, so that a foreign one can not be taken for the own.
        assert len({answer for person in people for answer in person.known.values()}) == CALLERS * len(READS)
        with ThreadPoolExecutor(CALLERS) as threads:
            end = time.monotonic() + seconds
            found = list(threads.map(lambda person: person.ask_until(end), people))
        for person in people:
            person.line.close()
    assert found == [[]] * CALLERS
    assert all(person.calls > 0 for person in people)
