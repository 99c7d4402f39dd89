"""Processing on every kind of database: several people at once, and a process that is killed at every statement."""

import datetime
import os
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.database.conftest import SERVERS
from tests.support.outcomes import OK, outcome
from tests.support.processing_scenarios import PROCESSING_SCENARIOS
from tests.support.web import add_employee, book, book_employer, loose_employer, web_enrolment
from vettrak_api.model import Base
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.finance import InvoiceItem, Payment
from vettrak_api.model.quarantine import PENDING, PROCESSED, WebDecision
from vettrak_api.model.reference import ReferenceCode
from vettrak_api.model.security import AccessToken

ROOT = Path(__file__).parents[2]
BORN = datetime.date(1990, 5, 17)
UNTOUCHED = {ReferenceCode.__tablename__, AccessToken.__tablename__}
"""Tables that processing has nothing to do with: they are long, or change whenever anybody calls."""


@pytest.mark.parametrize("databases", SERVERS, indirect=True, scope="module")
@pytest.mark.parametrize("scenario", PROCESSING_SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_at_the_same_time(world, scenario):
    scenario(world)


@pytest.fixture
def token(world):
    return world.token()


def of_a_client(api, token, world, course):
    """Book somebody known, with everything that a booking can have."""
    world.client("Victim", "Bea", birth_date=BORN, email="old@example.com", username="old@example.com")
    number = book(api, token, course, "Victim", "Bea", xsdDOB=BORN)
    assert outcome(api.UpdateWebClient(token, number, sEmail="new@example.com", sHomePhone="03 9")) == OK
    api.UpdateWebClientAVETMISS(token, number, {"AboriginalFlag": "4", "DisaList": [("TDisa", {"Disa_Code": "11"})]})
    father = {"GivenName": "Fred", "Surname": "Victim", "MobilePhone": "0400 1"}
    assert (
        api.AddWebClientRelationship(token, number, {"RelationshipTypeCode": "EC", "ToClient": father}).Auth.Status == 1
    )
    loose = loose_employer(api, token, "Victims Pty Ltd")
    assert outcome(api.UpdateWebClientEmployer(token, number, loose)) == OK
    assert outcome(api.AddWebInvoice(token, number, "PO", loose, 0)) == OK
    data = "<AdditionalData><PassportNumber>P1</PassportNumber></AdditionalData>"
    assert outcome(api.UpdateAdditionalDataForWebRecord(token, 0, number, data)) == OK
    return number


def of_an_employer(api, token, world, course):
    """Book an employer with employees and a contact."""
    number = book_employer(api, token, course, "One", name="Victims United", contacts=["Boss"])
    world.client("Known", "Kim", birth_date=BORN)
    add_employee(api, token, number, "Known", "Kim", xsdDOB=BORN)
    return number


def snapshot(world):
    """Return every row of every table that processing could touch."""
    with world.session() as session:
        return {
            table.name: sorted(repr(tuple(row)) for row in session.execute(select(table)))
            for table in Base.metadata.sorted_tables
            if table.name not in UNTOUCHED
        }


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system can not fork a process")
@pytest.mark.parametrize("make", [of_a_client, of_an_employer])
def test_a_process_that_is_killed_leaves_all_or_nothing(api, token, world, databases, make, capsys):
    course = world.occurrence(web_published=True, units=["BEER1", "BEER2"], prices=[("Fee", "110.00")])
    world.class_session(course)
    number = make(api, token, world, course)
    assert outcome(api.AddWebPayment(token, number, "O", "R", Decimal("50.00"))) == OK
    before = snapshot(world)
    url = world.runtime.settings.database_url
    command = [sys.executable, "-m", "tests.support.crashes", url, str(number)]
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    with subprocess.Popen(command, **streams) as killer:
        tried, status = 0, -signal.SIGKILL
        while status == -signal.SIGKILL:
            assert snapshot(world) == before, f"killed at statement {tried}"
            assert web_enrolment(world, number).state == PENDING
            tried += 1
            killer.stdin.write(f"{tried}\n")
            killer.stdin.flush()
            status = int(killer.stdout.readline())
        killer.stdin.close()
    assert status == 0
    assert tried > 50
    assert web_enrolment(world, number).state == PROCESSED
    made = world.get(Enrolment, web_enrolment(world, number).enrolment_id)
    assert made.amount_paid == 50
    items = world.all(select(InvoiceItem).where(InvoiceItem.enrolment_id == made.id))
    assert world.one(select(Payment.amount).where(Payment.invoice_id == items[0].invoice_id)) == 50
    actions = world.all(select(WebDecision.action).where(WebDecision.web_enrolment_id == number))
    assert actions[-1] == "process"
    again = book(api, token, course, "After", "Wards")
    assert outcome(api.ProcessWebEnrolment(token, again, False)) == OK
    with capsys.disabled():
        print(f"\nkilled at each of {tried - 1} statements on {databases.name} ({make.__name__}): all or nothing")
