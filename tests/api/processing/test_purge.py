"""`vettrak-api quarantine purge`: personal data of closed web records goes, numbers and decisions stay."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.web import (
    book,
    book_employer,
    loose_employer,
    wait_for,
    waiter,
    web_client,
    web_employer,
    web_enrolment,
)
from vettrak_api.errors import Conflict
from vettrak_api.model.clients import Client
from vettrak_api.model.quarantine import WebClient, WebDecision, WebEmployer, WebEnrolment, WebPayment, WebRelationship
from vettrak_api.rules.processing.processing import reject_web_enrolment
from vettrak_api.rules.quarantine.decisions import Context
from vettrak_api.rules.quarantine.purging import purge_quarantine
from vettrak_api.rules.undoing.undoing import undo_processing

SECRETS = ("Brewer", "Bea", "bea@example.com", "Hop Street", "0400", "Fred", "Hop House", "ORDER", "PO-7", "shy")


pytestmark = pytest.mark.whole
"""Purging is about all records that were closed long ago."""


@pytest.fixture(autouse=True)
def clean(purge):
    """Purge what the inhabitants left, so that what follows is the test's own."""
    assert purge()["web enrolments"] > 1


@pytest.fixture
def course(world):
    return world.occurrence(web_published=True)


@pytest.fixture
def purge(runtime, clock):
    """Purge what was closed before today."""

    def call(days=1):
        with runtime.database.writing() as session:
            return purge_quarantine(session, clock.now() - datetime.timedelta(days=days))

    return call


@pytest.fixture
def booking(api, token, course):
    number = book(api, token, course, "Brewer", "Bea", sDescription="shy", sCode="B1", xsdDOB=datetime.date(1990, 1, 1))
    address = {"StreetNumber": "1", "StreetName": "Hop Street", "City": "Hobart", "State": "Tas", "Postcode": "7000"}
    api.UpdateWebClient(token, number, sEmail="bea@example.com", usualAddress=address, sMobilePhone="0400")
    api.UpdateWebClientAVETMISS(token, number, {"AboriginalFlag": "1"})
    father = {"GivenName": "Fred", "Surname": "Brewer", "MobilePhone": "0400 1"}
    api.AddWebClientRelationship(token, number, {"RelationshipTypeCode": "EC", "ToClient": father})
    api.AddWebPayment(token, number, "ORDER", "ORDER", Decimal("1.00"))
    api.AddWebInvoice(token, number, "PO-7", loose_employer(api, token, "Hop House"), 0)
    api.UpdateAdditionalDataForWebRecord(token, 0, number, "<AdditionalData><Title>Brewer</Title></AdditionalData>")
    return number


def texts(world):
    """Return everything that the quarantine tables hold, as one text."""
    found = []
    for table in (WebEnrolment, WebClient, WebEmployer, WebPayment, WebRelationship, WebDecision):
        with world.session() as session:
            found += [repr(tuple(row)) for row in session.execute(world.own(select(*table.__table__.columns)))]
    return "\n".join(found)


def test_empties_what_was_processed_long_ago(api, token, world, booking, purge, clock):
    made = api.ProcessWebEnrolment(token, booking, True).ProcessedWebEnrol
    assert all(secret in texts(world) for secret in SECRETS)
    clock.advance(minutes=60 * 24 + 1)
    counts = purge()
    assert counts == {
        "web clients": 1,
        "web employers": 1,
        "web relationships": 1,
        "web payments": 1,
        "web enrolments": 1,
        "web waitlist entries": 0,
        "decisions": 1,
        "reasons": 0,
    }
    left = texts(world)
    assert [secret for secret in SECRETS if secret in left] == []
    person = web_client(world, booking)
    assert (person.surname, person.birth_date, person.statistics, person.code_hint) == ("", None, None, None)
    assert world.get(Client, person.client_id).surname == "Brewer"
    assert web_enrolment(world, booking).enrolment_id == made.EnrolmentId
    assert world.all(select(WebDecision.action).order_by(WebDecision.id)) == ["create", "create", "process"]
    assert set(purge().values()) == {0}


def test_leaves_what_is_pending_or_recent(api, token, world, course, booking, purge, clock):
    recent = book(api, token, course, "Late", "Lou")
    clock.advance(minutes=60 * 48)
    token = world.token()
    api.ProcessWebEnrolment(token, recent, False)
    assert set(purge().values()) == {0}
    assert (web_client(world, booking).surname, web_client(world, recent).surname) == ("Brewer", "Late")


def test_empties_employers_with_their_people_and_waiters(api, token, world, course, purge, clock):
    number = book_employer(api, token, course, "One", contacts=["Boss"])
    waiting = wait_for(api, token, world.programme(takes_waitlist=True), "Brewer", description="shy")
    api.ProcessWebEnrolment(token, number, False)
    api.ProcessWebWaitlist(token, waiting, False)
    clock.advance(minutes=60 * 48)
    counts = purge()
    assert (counts["web clients"], counts["web employers"], counts["web waitlist entries"]) == (3, 1, 1)
    assert (waiter(world, waiting).surname, web_employer(world, number).name) == ("", "")


def test_empties_the_reasons_that_staff_typed_and_leaves_our_own(
    api, token, world, course, booking, purge, runtime, clock
):
    deleted = book(api, token, course, "Gone", "Gus")
    api.DeleteWebEnrolment(token, deleted)
    with runtime.database.writing() as session:
        reject_web_enrolment(session, Context("BOSS", clock.now(), runtime.settings), booking, "Bea Brewer came twice")
    clock.advance(minutes=60 * 48)
    assert purge()["reasons"] == 1
    left = {decision.action: decision.reason for decision in world.all(select(WebDecision))}
    assert (left["reject"], left["delete"][:13]) == (None, "web enrolment")


def test_what_is_purged_can_not_be_undone(api, token, booking, purge, runtime, clock):
    api.ProcessWebEnrolment(token, booking, False)
    clock.advance(minutes=60 * 48)
    purge()
    with runtime.database.writing() as session, pytest.raises(Conflict, match="has been purged"):
        undo_processing(session, Context("BOSS", clock.now(), runtime.settings), booking)
