"""A person is erased on every kind of database, also while others write about them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.orm.exc import StaleDataError

from tests.support.outcomes import OK, outcome
from tests.support.planting import Planting
from vettrak_api.errors import Conflict
from vettrak_api.model.audit import Author
from vettrak_api.model.clients import Client
from vettrak_api.rules.privacy.erasing import erase_client
from vettrak_api.rules.privacy.retention import apply_retention
from vettrak_api.settings import Settings


@pytest.fixture
def erased(runtime, clock):
    """Erase a client."""

    def erase(number, *, again=False):
        with runtime.database.writing(Author("server", "client erase", clock.now())) as session:
            return erase_client(session, number, clock.now(), clock.now(), again=again)

    return erase


def test_nothing_is_left_but_what_is_certified(world, erased):
    planted = Planting(world)
    before = planted.left()
    assert {table for table, _ in planted.read_in_trail()} >= {
        *("client", "client_relationship", "event", "invoice_item", "occurrence", "web_client", "web_employer"),
        *("web_enrolment", "web_relationship"),
    }
    with pytest.raises(Conflict, match="enrolled"):
        erased(_enrolled(world).id)
    assert planted.left() == before
    outcome_ = erased(planted.client_id)
    assert (outcome_.code, outcome_.certified) == ("GOING", 1)
    assert planted.left(besides={"erased_client"}) == set()
    assert planted.read_in_trail() == set()


def _enrolled(world):
    client = world.client()
    world.enrolment(client, world.occurrence())
    return client


def test_retention_works_on_every_kind_of_database(runtime, clock):
    days = {f"{name}_days": 1 for name in ("quarantine", "undo", "sms", "merge_undo", "inactive_client")}
    assert sum(apply_retention(runtime.database, Settings(**days), clock.now()).values()) >= 0


class TestSideBySide:
    def test_who_writes_meanwhile_is_told_that_nobody_is_there(self, api, world, runtime, erased):
        """Whichever comes first: afterwards the record names nobody, and no caller was lied to."""
        token = world.token()
        for number in range(5):
            client = world.client("Before", "Bea")
            told = {"Clie_Code": client.code, "Clie_Surname": "After", "Clie_Given": f"No {number}"}
            with ThreadPoolExecutor(2) as pool:
                writing = pool.submit(lambda told=told: outcome(api.UpdateClientDetails(token, told)))
                erasing = pool.submit(erased, client.id)
                erasing.result()
                answer = writing.result()
            assert answer in (OK, (-4, "Client not found."))
            with runtime.database.reading() as session:
                row = session.get(Client, client.id)
                assert (row.surname, row.given_name, row.email) == ("Erased", "", None)

    def test_what_a_call_has_read_before_is_not_written_after(self, world, runtime, erased, clock):
        """The record was read before it was erased, and is written afterwards: that fails, and is looked at anew."""
        if runtime.database.engine.dialect.name == "sqlite":
            pytest.skip("all who write to SQLite wait for each other from their beginning on")
        client = world.client("Before", "Bea")
        with pytest.raises(StaleDataError):
            self.write_late(runtime, clock, client, erased)
        with runtime.database.reading() as session:
            assert session.get(Client, client.id).email is None

    @staticmethod
    def write_late(runtime, clock, client, erased):
        with runtime.database.writing(Author("TEST", "test", clock.now())) as session:
            row = session.get(Client, client.id)
            erased(client.id)
            row.email = "back@example.com"
