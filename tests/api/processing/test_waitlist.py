"""Web waitlist entries: processing them into entries of the real waitlist, rejecting, undoing."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.staff_actions import rows
from tests.support.web import wait_for, waiter
from vettrak_api.errors import Conflict, NotFound
from vettrak_api.model.clients import Client
from vettrak_api.model.quarantine import WaitlistEntry
from vettrak_api.rules.processing.processing import process_waitlist, reject_waitlist
from vettrak_api.rules.undoing.undoing import undo_waitlist

BORN = datetime.date(1990, 5, 17)


@pytest.fixture
def programme(world):
    return world.programme(takes_waitlist=True)


def test_gets_a_new_client(api, token, world, programme):
    number = wait_for(api, token, programme, "Brewer", "Bea", description="soon")
    made = api.ProcessWebWaitlist(token, number, False).ProcessedWebWaitlist
    client = world.one(select(Client).where(Client.surname == "Brewer"))
    assert (made.WebWaitlistId, made.ProgrammeId, made.WaiterWasCreated) == (number, programme.id, True)
    assert (made.WaiterIdentifier, made.WaiterName) == (client.code, "Bea Brewer")
    entry = world.get(WaitlistEntry, made.WaitlistId)
    assert (entry.client_id, entry.programme_id, entry.description) == (client.id, programme.id, "soon")
    assert (entry.open, entry.date) == (True, datetime.datetime(2026, 9, 10, 12))


@pytest.mark.parametrize("update", [False, True])
def test_gets_a_known_client(api, token, world, programme, update):
    client = world.client("Brewer", "Bea", birth_date=BORN)
    number = wait_for(api, token, programme, "BREWER", "Bea", dateOfBirth=BORN)
    assert outcome(api.UpdateClientWebWaitlist(token, number, homePhone="03 9")) == OK
    made = api.ProcessWebWaitlist(token, number, update).ProcessedWebWaitlist
    assert (made.WaiterIdentifier, made.WaiterWasCreated) == (client.code, False)
    assert world.fresh(client).home_phone == ("03 9" if update else None)


def test_has_a_client_once(api, token, world, programme):
    client = world.client("Brewer", "Bea", birth_date=BORN)
    entry = WaitlistEntry(client_id=client.id, programme_id=programme.id, date=datetime.datetime(2026, 1, 1))
    world.add(entry)
    number = wait_for(api, token, programme, "Brewer", "Bea", dateOfBirth=BORN)
    twice = api.ProcessWebWaitlist(token, number, False)
    assert outcome(twice) == (-1, "Client is already on the waitlist of this programme.")
    assert twice.ProcessedWebWaitlist is None
    world.change(entry, open=False)
    assert outcome(api.ProcessWebWaitlist(token, number, False)) == OK


def test_is_refused_when_several_match(api, token, world, programme):
    for _ in range(2):
        world.client("Brewer", "Bea", birth_date=BORN)
    number = wait_for(api, token, programme, "Brewer", "Bea", dateOfBirth=BORN)
    refused = api.ProcessWebWaitlist(token, number, False)
    assert outcome(refused) == (-1, "More than one existing client matches.")


def test_is_refused_when_a_user_name_is_taken(api, token, world, programme):
    world.client("Brewer", "Bea", birth_date=BORN, email="a@example.com", username="a@example.com")
    world.client("Other", username="B@example.com")
    number = wait_for(api, token, programme, "Brewer", "Bea", dateOfBirth=BORN)
    api.UpdateClientWebWaitlist(token, number, email="b@example.com")
    assert outcome(api.ProcessWebWaitlist(token, number, True)) == (-1, "Username is already in use.")


@pytest.mark.settings(separate_web_sites=True)
def test_of_another_site_is_not_found(api, token, world, programme):
    number = wait_for(api, world.token(), programme)
    assert outcome(api.ProcessWebWaitlist(token, number, False)) == (-4, "Web waitlist entry not found.")


def test_is_processed_once(api, token, programme):
    number = wait_for(api, token, programme)
    assert outcome(api.ProcessWebWaitlist(token, number, False)) == OK
    for gone in (number, 4711):
        assert outcome(api.ProcessWebWaitlist(token, gone, False)) == (-4, "Web waitlist entry not found.")


def test_can_be_undone(api, token, world, programme, staff):
    number = wait_for(api, token, programme)
    before = rows(world)
    staff(process_waitlist, number)
    staff(undo_waitlist, number)
    assert rows(world) == before
    assert (waiter(world, number).client_id, world.all(select(WaitlistEntry))) == (None, [])
    processed = staff(process_waitlist, number)
    world.change(processed.entry, open=False)
    with pytest.raises(Conflict, match="The waitlist entry has been closed"):
        staff(undo_waitlist, number)


def test_can_be_rejected_and_that_undone(api, token, programme, staff):
    number = wait_for(api, token, programme)
    staff(reject_waitlist, number, "no")
    with pytest.raises(NotFound):
        staff(process_waitlist, number)
    staff(undo_waitlist, number)
    assert staff(process_waitlist, number).person.created
