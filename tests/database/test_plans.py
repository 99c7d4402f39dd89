"""No reading operation makes the database read a whole table that grows, unless it answers with much of it."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select

from tests.support.changes import stamp_of
from tests.support.databases import KINDS
from tests.support.plans import gather_statistics, growing_tables, read_as_a_whole, selects, without_index
from tests.support.reading import OPERATIONS, examples, longest_list, reading_operations
from tests.support.soap import Api
from tests.support.world import World
from vettrak_api.app import Site
from vettrak_api.demo import data as demo_data
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client, ClientRelationship, Employment
from vettrak_api.model.employers import Employer
from vettrak_api.model.enrolments import Contract
from vettrak_api.model.events import Award, AwardUnit, Event
from vettrak_api.model.finance import TO_CLIENT, TO_EMPLOYER, Invoice, InvoiceItem, Payment
from vettrak_api.model.occurrences import ClassStaff, Occurrence
from vettrak_api.model.programmes import Unit
from vettrak_api.model.quarantine import (
    CLIENT_KIND,
    EMPLOYER_KIND,
    PENDING,
    PROCESSED,
    WebClient,
    WebEmployer,
    WebEnrolment,
)
from vettrak_api.model.security import AccessToken

pytestmark = pytest.mark.slow

READING = reading_operations()
EXPLAINED = ("sqlite", "postgresql")

CLIENTS = 10_000
MORE = 3_000
"""Rows of each table that the demonstration data leaves small."""

LARGE_SHARE = 0.1
"""Of a table's rows; who asks for so much may make the database read it all."""

ALLOWED = {
    "GetEventsForStaff": ({"employer"}, "hundreds of events of a busy staff member, each of one employer at most"),
    "GetInvoicesModifiedSince": (
        {"invoice", "invoice_item"},
        "the demonstration's organisation makes hundreds of invoices today, each with an item",
    ),
    "GetWebOccurrencesOverlappingDateRange": (
        {"occurrence"},
        "it looks at what has not ended, which are most courses as long as all of them are of the present",
    ),
    "SearchForEmployer": ({"employer"}, "a text anywhere in a name has no index, and a blank one lists all"),
    "GetWebEnrolmentsSince": (
        {"web_enrolment"},
        "PostgreSQL may hash these few thousand, as it takes what the change log tells for more than it is",
    ),
    "QueryAdditionalData": ({"client"}, "the client filters by any field, whether there is an index or not"),
}
"""Tables that an operation may read as a whole, and why."""

BOUND = [name for name in READING if OPERATIONS[name].security in {"unrestricted", "restricted"}]
CALLERS = ("client", "trainer", "employer")


@pytest.fixture(scope="module", params=EXPLAINED)
def databases(request):
    """Start a server of each kind that explains its plans alike."""
    server = KINDS[request.param]()
    yield server
    server.close()


class Stage:
    """A server on a database of a grown organisation."""

    def __init__(self, runtime):
        self.runtime, self.api, self.world = runtime, Api(Site(runtime)), World(runtime)
        demo_data.fill(runtime, CLIENTS)
        with runtime.database.connection(writing=True) as connection:
            thicken(connection, runtime.clock.now())
        with runtime.database.connection(writing=True) as connection:
            gather_statistics(connection)
            self.growing = growing_tables(connection)
        with runtime.database.reading() as session:
            self.examples = examples(session, runtime.clock.now())
            trainer = session.get(Client, session.scalar(select(ClassStaff.client_id).order_by(ClassStaff.id).limit(1)))
            employer = session.scalars(select(Employer).order_by(Employer.id).limit(1)).one()
        self.tokens = {
            "role": self.world.token(),
            "client": self.world.token(self.examples.client),
            "trainer": self.world.token(trainer),
            "employer": self.world.token(employer=employer),
        }

    def whole_tables(self, name, caller):
        """Return the growing tables that a call reads as a whole, without those of which it returns a large share."""
        executed, answered = self.perform(name, caller)
        with self.runtime.database.connection() as connection:
            read = {table for each in executed for table in read_as_a_whole(connection, self.growing, *each)}
        return {table for table in read if answered < LARGE_SHARE * self.growing[table]}

    def without_index(self, name):
        """Return the growing tables that a call reads by no index, though PostgreSQL would rather use one."""
        executed, _ = self.perform(name, "role")
        with self.runtime.database.connection(writing=True) as connection:
            return {table for each in executed for table in without_index(connection, self.growing, *each)}

    def perform(self, name, caller):
        """Call an operation; return its SELECTs with their values, and how long a list it answered."""
        given = self.examples.arguments(name, self.tokens[caller])
        if "sUsername" in (parameter.name for parameter in OPERATIONS[name].params):
            given |= {"sUsername": "student", "sPassword": demo_data.PASSWORD}
        with selects(self.runtime.database.engine) as executed:
            answer = getattr(self.api, name)(**given)
        return executed, longest_list(answer) or 0


def thicken(connection, now):
    """Add rows to the tables that demonstration data leaves small, spread over clients and occurrences."""
    clients = connection.scalars(select(Client.id).order_by(Client.id).limit(MORE)).all()
    employers = _add(connection, Employer, _named)

    def work(number):
        return {"client_id": clients[number], "employer_id": employers[number]}

    def event(number):
        return {"client_id": clients[number], "event_type_id": 1, "start": now}

    def relationship(number):
        return {"client_id": clients[number], "to_client_id": clients[-number], "relationship_type_id": 1}

    def change(number):
        table = ("client", "enrolment", "employer", "invoice", "occurrence", "programme", "web_enrolment")[number % 7]
        action = ("insert", "update", "delete")[number % 3]
        stamp = stamp_of(now - datetime.timedelta(hours=number), ZoneInfo("Australia/Sydney"))
        told = {"identifier": str(number) if action == "delete" else None}
        return {"table_name": table, "record_id": number, "action": action, "stamp": stamp, **told}

    def access(number):
        return {"digest": str(number), "client_id": clients[number], "created": number, "used": number}

    _add(connection, Employment, work)
    _add(connection, Contract, lambda number: work(number) | {"status_id": 1})
    _add(connection, Event, event)
    _add(connection, ClientRelationship, relationship)
    _add(connection, Change, change)
    _add(connection, AccessToken, access)
    _invoice(connection, clients, employers, now)
    _award(connection, clients, now)
    _book(connection, now)


def _invoice(connection, clients, employers, now):
    """Add many invoices, a third of them to employers, each with an item and a payment."""
    for owners in ("client_id", "client_id", "employer_id"):
        whose = clients if owners == "client_id" else employers
        kind = TO_CLIENT if owners == "client_id" else TO_EMPLOYER

        def stamps(number):
            return {"modified_at": now - datetime.timedelta(days=10 * number)}

        def invoice(number, owners=owners, whose=whose, kind=kind):
            when = now - datetime.timedelta(days=number)
            return {owners: whose[number], "invoicee_kind": kind, "invoice_date": when, **stamps(number)}

        invoices = _add(connection, Invoice, invoice)

        def item(number, invoices=invoices):
            return {"invoice_id": invoices[number], "amount": 1, "description": "Full fee", **stamps(number)}

        def payment(number, invoices=invoices):
            return {
                "invoice_id": invoices[number],
                "amount": 1,
                "payment_type_id": 1,
                "recorded": now,
                **stamps(number),
            }

        _add(connection, InvoiceItem, item)
        _add(connection, Payment, payment)


def _award(connection, clients, now):
    """Add awards of ten years, each with a unit."""

    def award(number):
        when = now - datetime.timedelta(days=number)
        return {"client_id": clients[number], "parchment_number": f"M{number}", "recorded": when, "modified_at": when}

    awards = _add(connection, Award, award)
    unit = connection.scalars(select(Unit.id).order_by(Unit.id).limit(1)).one()
    connection.execute(insert(AwardUnit), [{"award_id": number, "unit_id": unit} for number in awards])


def _book(connection, now):
    """Add bookings from the web, every twentieth of which is pending and every third an employer's."""
    occurrences = connection.scalars(select(Occurrence.id).order_by(Occurrence.id).limit(300)).all()

    def booking(number):
        return {
            "occurrence_id": occurrences[number % len(occurrences)],
            "stamp": now - datetime.timedelta(hours=number),
            "state": PROCESSED if number % 20 else PENDING,
            "kind": CLIENT_KIND if number % 3 else EMPLOYER_KIND,
        }

    bookings = _add(connection, WebEnrolment, booking)
    companies = _add(connection, WebEmployer, lambda number: {"web_enrolment_id": bookings[number], "name": "Web"})

    def person(number):
        return {
            "web_enrolment_id": bookings[number],
            "web_employer_id": None if number % 3 else companies[number],
            "surname": f"Web {number}",
        }

    _add(connection, WebClient, person)


def _named(number):
    code = f"more{number}"
    return {"identifier": code, "identifier_key": code, "name": code, "name_key": code}


def _add(connection, table, make):
    """Add rows that a function of their number makes, and return their numbers."""
    rows = [make(number) for number in range(MORE)]
    return connection.scalars(insert(table).returning(table.id, sort_by_parameter_order=True), rows).all()


@pytest.fixture(scope="module")
def stage(runtime):
    """Fill the file's database."""
    return Stage(runtime)


@pytest.mark.parametrize("name", READING)
def test_no_table_that_grows_is_read_as_a_whole(stage, name):
    allowed, _ = ALLOWED.get(name, (set(), ""))
    assert stage.whole_tables(name, "role") <= allowed


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("name", BOUND)
def test_nor_for_callers_without_the_role(stage, name, caller):
    """What they may reach is found by indexes, too."""
    allowed, _ = ALLOWED.get(name, (set(), ""))
    assert stage.whole_tables(name, caller) <= allowed


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True, scope="module")
@pytest.mark.parametrize("name", READING)
def test_an_index_leads_to_every_table_that_grows(stage, name):
    """Even where reading all of it is cheap at this size: among a million it is not."""
    allowed, _ = ALLOWED.get(name, (set(), ""))
    assert stage.without_index(name) <= allowed


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True, scope="module")
def test_the_plans_tell_where_no_index_leads(stage):
    wanted = {
        "SELECT surname FROM client WHERE other_name = 'x'": {"client"},
        "SELECT surname FROM client ORDER BY id LIMIT 5": {"client"},
        "SELECT surname FROM client WHERE id = 3 OR code_key = 'x'": set(),
        "SELECT surname FROM client JOIN enrolment ON enrolment.client_id = client.id WHERE enrolment.id = 3": set(),
    }
    with stage.runtime.database.connection(writing=True) as connection:
        assert {each: without_index(connection, stage.growing, each, ()) for each in wanted} == wanted


def test_the_plans_tell_of_a_whole_table(stage):
    wanted = {
        "SELECT surname FROM client WHERE other_name = 'x'": {"client"},
        "SELECT c.surname FROM client AS c WHERE c.other_name = 'x'": {"client"},
        "SELECT surname FROM client WHERE id = 3": set(),
    }
    with stage.runtime.database.connection() as connection:
        assert {each: read_as_a_whole(connection, stage.growing, each, ()) for each in wanted} == wanted
    assert {"client", "enrolment", "enrolled_unit", "occurrence", "web_enrolment"} <= set(stage.growing)
