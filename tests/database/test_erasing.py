"""A person is erased on every kind of database, also while others write about them."""

import datetime
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager

import pytest
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from tests.support.outcomes import OK, outcome
from tests.support.planting import Planting
from vettrak_api.errors import Conflict, Overtaken
from vettrak_api.model.audit import Author
from vettrak_api.model.changes import PersonKey
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import EnrolledUnit, Enrolment
from vettrak_api.model.events import Event
from vettrak_api.model.reference import EventType
from vettrak_api.model.rows import add_row, change_rows
from vettrak_api.rules.privacy.erasing import erase_client
from vettrak_api.rules.privacy.retention import apply_retention
from vettrak_api.security.erased import TOLERANCE_SECONDS
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


def new_event(session, client, *_):
    kind = session.scalars(select(EventType.id)).first()
    add_row(
        session, Event, client_id=client.id, event_type_id=kind, start=datetime.datetime(2026, 9, 1), description="B"
    )


def new_event_by_the_unit_of_work(session, client, *_):
    kind = session.scalars(select(EventType.id)).first()
    session.add(Event(client_id=client.id, event_type_id=kind, start=datetime.datetime(2026, 9, 1), description="Bea"))


def changed_enrolment(session, _, enrolment, *__):
    session.get(Enrolment, enrolment.id).description = "Bea rang"


def changed_enrolments(session, _, enrolment, *__):
    change_rows(session, Enrolment, {enrolment.id: {"description": "Bea rang"}})


def changed_result(session, _, __, unit):
    session.get(EnrolledUnit, unit.id).comment = "Bea tried hard"


LATE = {
    each.__name__: each
    for each in (new_event, new_event_by_the_unit_of_work, changed_enrolment, changed_enrolments, changed_result)
}
"""What somebody writes who began before the erasure."""


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
        client = world.client("Before", "Bea")
        with pytest.raises(StaleDataError), self.interrupted(runtime, clock, client, erased) as (_, row):
            row.email = "back@example.com"
        with runtime.database.reading() as session:
            assert session.get(Client, client.id).email is None

    @pytest.mark.parametrize("written", LATE, ids=LATE)
    def test_nothing_is_told_of_who_is_gone_meanwhile(self, world, runtime, erased, clock, written):
        """Whatever is made or changed about the person after the erasure by who began before it, is taken back."""
        client = world.client("Before", "Bea")
        enrolment = world.enrolment(client, world.occurrence(units=["ERASED1"]), status="Completed")
        unit = world.enrolled_unit(enrolment, "ERASED1")
        with pytest.raises(Overtaken), self.interrupted(runtime, clock, client, erased) as (session, _):
            LATE[written](session, client, enrolment, unit)
        with runtime.database.querying() as reader:
            assert reader.execute(select(Event.id).where(Event.client_id == client.id)).all() == []
            assert reader.execute(select(Enrolment.description).where(Enrolment.id == enrolment.id)).scalar() is None
            assert reader.execute(select(EnrolledUnit.comment).where(EnrolledUnit.id == unit.id)).scalar() is None
            owned = select(PersonKey.id).where(PersonKey.owner_table == "client", PersonKey.owner_id == client.id)
            assert reader.execute(owned).all() == []

    def test_who_writes_first_is_waited_for(self, world, runtime, erased, clock):
        client = world.client("Before", "Bea")
        with ThreadPoolExecutor(1) as pool:
            with runtime.database.writing(Author("TEST", "test", clock.now())) as session:
                new_event(session, client)
                erasing = pool.submit(erased, client.id)
                assert wait([erasing], timeout=0.3).done == set()
            assert (1, "event") in erasing.result().gone
        with runtime.database.querying() as reader:
            assert reader.execute(select(Event.id).where(Event.client_id == client.id)).all() == []

    def test_later_what_happens_to_all_of_a_course_happens_to_who_is_gone(self, world, runtime, erased, clock):
        client = world.client("Before", "Bea")
        enrolment = world.enrolment(client, status="Completed")
        erased(client.id)
        runtime.clock.advance(seconds=TOLERANCE_SECONDS + 1)
        with runtime.database.writing(Author("TEST", "test", clock.now())) as session:
            session.get(Enrolment, enrolment.id).lms_status = 2
        with runtime.database.querying() as reader:
            assert reader.execute(select(Enrolment.lms_status).where(Enrolment.id == enrolment.id)).scalar() == 2

    @staticmethod
    @contextmanager
    def interrupted(runtime, clock, client, erased):
        """Read a client, let it be erased by somebody else, and go on to write with what was read."""
        if runtime.database.engine.dialect.name == "sqlite":
            pytest.skip("all who write to SQLite wait for each other from their beginning on")
        with runtime.database.writing(Author("TEST", "test", clock.now())) as session:
            row = session.get(Client, client.id)
            erased(client.id)
            yield session, row
