"""A person of whom every table that holds anything of people tells something, by values that stand nowhere else."""

import datetime
from itertools import count
from pathlib import Path

from sqlalchemy import JSON, Date, LargeBinary, String, inspect, select

from tests.support.merging import row_referring
from vettrak_api.model import Base
from vettrak_api.model.audit import STAMPS, Author
from vettrak_api.model.base import Stamped
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client, ClientRelationship
from vettrak_api.model.enrolments import Contract, EnrolledUnit, Enrolment
from vettrak_api.model.events import Event
from vettrak_api.model.finance import Invoice, InvoiceItem
from vettrak_api.model.idempotency import IdempotentRequest
from vettrak_api.model.installation import CallFailure
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.model.quarantine import (
    WebClient,
    WebDecision,
    WebEmployer,
    WebEnrolment,
    WebPayment,
    WebRelationship,
    WebWaitlist,
)
from vettrak_api.model.reference import EnrolmentStatus, EventType, RelationshipType
from vettrak_api.model.security import ClientRole, GoodLogin, LoginAttempt
from vettrak_api.rules.privacy import held
from vettrak_api.rules.privacy.held import HELD
from vettrak_api.rules.privacy.traces import TELLING
from vettrak_api.security.attempts import account_of
from vettrak_api.security.vault import bound_to

BORN = datetime.date(1971, 3, 14)
LEAST = 10
FOLLOWED = {"surname", "given_name", "username", "email"}
"""Columns of a client whose folded keys follow them."""

STAYS = {(Client, name) for name in (*TELLING, "surname", "given_name", "username_key", "email_key")}
"""What a person is found by."""


class Planting:
    """Plants values in all that is held of one person; `values` are those that must be gone when it is erased."""

    def __init__(self, world):
        self.world = world
        self.values = set()
        self.tables = set()
        self._numbers = count(100)
        self._written = []
        self.other, self._employer = world.client("Otherwise", "Olga"), world.employer()
        self._occurrence = world.occurrence()
        with world.session() as session:
            self.client_id = self._person(session)
            self._rows(session)
            self._with_others(session)
            self._by_value(session)
        self._change_each()

    def value(self):
        """Return a value that stands nowhere yet."""
        value = f"planted{next(self._numbers)}"
        self.values.add(value)
        return value

    def _person(self, session):
        client = Client(code="GOING", surname=self.value(), given_name=self.value(), division_id=1)
        client.birth_date = BORN
        for name, column in Client.__table__.columns.items():
            is_planted = name in held_of("client").emptied and _takes(column) and not name.endswith("_key")
            if is_planted and getattr(client, name, None) is None:
                self._write(client, name)
        session.add(client)
        session.flush()
        return client.id

    def _rows(self, session):
        completed = session.scalars(select(EnrolmentStatus.id).where(EnrolmentStatus.status_type == 1)).first()
        self._at = {held.CLIENT: self.client_id}
        bases = {
            held.ENROLMENT: Enrolment,
            held.CONTRACT: Contract,
            held.INVOICE: Invoice,
            held.RESULT: EnrolledUnit,
            held.WEB_ENROLMENT: WebEnrolment,
            held.WEB_WAITLIST: WebWaitlist,
            held.WEB_CLIENT: WebClient,
            held.RELATED: WebRelationship,
            held.DECISION: WebDecision,
        }
        tables = {table: source for source, table in bases.items()}
        order = sorted(HELD, key=lambda kind: list(tables).index(kind.table) if kind.table in tables else 99)
        for kind in order:
            if kind.table not in {Client, ClientRole}:  # who has a role is not erased
                row = self._row(session, kind, completed)
                if kind.table in tables:
                    self._at[tables[kind.table]] = inspect(row).identity[0]

    def _row(self, session, kind, completed):
        column, source = kind.ways[0]
        referring = None if column == "id" else kind.table.__table__.columns[column]
        number = self._at[source] if referring is not None else self.client_id
        if referring is None or not referring.foreign_keys or source == held.CLIENT:
            identity = row_referring(session, kind.table, referring, number)
        else:
            identity = row_referring(session, kind.table, None, self.client_id)
        row = session.get(kind.table, identity)
        if referring is not None:
            setattr(row, column, number)
        for name in ("client_id", "owner_client_id"):
            if hasattr(row, name):
                setattr(row, name, self.client_id)
        for name in ("web_enrolment_id", "web_waitlist_id", "web_enrolment", "enrolment_id"):
            source = {"web_enrolment_id": held.WEB_ENROLMENT, "web_waitlist_id": held.WEB_WAITLIST}.get(name)
            if source in self._at and hasattr(row, name) and kind.table is WebClient:
                setattr(row, name, self._at[source])
        if hasattr(row, "web_enrolment_id") and kind.table in {WebRelationship, WebDecision}:
            row.web_enrolment_id = self._at[held.WEB_ENROLMENT]
        if hasattr(row, "status_id"):
            row.status_id = completed
        if hasattr(row, "state") and kind.table in {WebEnrolment, WebWaitlist}:
            row.state = "D"
        self._plant(row, kind)
        session.flush()
        self.tables.add(kind.name)
        return row

    def _plant(self, row, kind):
        told = kind.table.__table__.columns
        removed = [name for name in set(told.keys()) if kind.is_removed and name not in STAMPS]
        for name in kind.emptied or removed:
            column = told[name]
            if isinstance(column.type, JSON):
                setattr(row, name, {"told": self.value()})
            elif _takes(column) and not column.primary_key and not column.foreign_keys:
                self._write(row, name)
            elif isinstance(column.type, Date) and name == "birth_date":
                setattr(row, name, BORN)

    def _write(self, row, name):
        """Plant a value in a column, which is to be changed later."""
        setattr(row, name, self.value())
        self._written.append((row, name))

    def _with_others(self, session):
        """Plant what stands in records that are somebody else's as well: another person's, an employer's."""
        person = session.get(Client, self.client_id)
        other, employer = self.other, self._employer
        enrolment = session.get(Enrolment, self._at[held.ENROLMENT])
        invoice = Invoice(invoice_date=datetime.datetime(2026, 9, 1), invoicee_kind=1, employer_id=employer.id)
        told = WebEnrolment(occurrence_id=self._occurrence.id, kind=0, state="D")
        told.stamp = datetime.datetime(2026, 9, 1)
        unknown = WebEnrolment(occurrence_id=told.occurrence_id, kind=0, state="D", stamp=told.stamp)
        occurrence = session.get(Occurrence, self._occurrence.id)
        occurrence.booking_email = person.email
        session.add_all([invoice, told, unknown])
        session.flush()
        kind = session.scalars(select(EventType.id)).first()
        relationship = session.scalars(select(RelationshipType.id)).first()
        rows = {
            "its line of the employer's invoice": (
                InvoiceItem(invoice_id=invoice.id, owner_client_id=self.client_id, amount=5),
                ["description"],
            ),
            "the employer's event about its enrolment": (
                Event(employer_id=employer.id, enrolment_id=enrolment.id, event_type_id=kind, start=told.stamp),
                ["description", "document_reference"],
            ),
            "what it is to the other": (
                ClientRelationship(client_id=other.id, to_client_id=self.client_id, relationship_type_id=relationship),
                ["description"],
            ),
            "what the other told of it by the web": (
                WebRelationship(
                    web_enrolment_id=told.id, relationship_type_id=relationship, email=person.email, surname="X"
                ),
                ["surname", "given_name", "mobile_phone", "description"],
            ),
            "an occurrence that it looks after": (
                occurrence,
                ["coordinator_name", "booking_phone", "after_hours_number"],
            ),
            "who it was by the web, which nobody has linked to it": (
                WebClient(
                    surname=person.surname, given_name=person.given_name, birth_date=BORN, web_enrolment_id=unknown.id
                ),
                ["email", "home_phone", "usual_line", "emergency_name"],
            ),
            "the employer that it named there": (
                WebEmployer(web_enrolment_id=unknown.id, name="Its employer"),
                ["description"],
            ),
            "what it paid there": (WebPayment(web_enrolment_id=unknown.id, amount=5), []),
        }
        for row, names in rows.values():
            session.add(row)
            for name in names:
                self._write(row, name)
            session.flush()
        self._write(unknown, "description")

    def _change_each(self):
        """Change each value into another one, so that the audit trail holds both; what is found by them stays."""
        runtime = self.world.runtime
        for row, name in self._written:
            if isinstance(row, Stamped) and (type(row), name) not in STAYS:
                with runtime.database.writing(Author("TEST", "plant", runtime.clock.now())) as session:
                    setattr(session.get(type(row), inspect(row).identity), name, self.value())

    def read_in_trail(self):
        """Return the planted values that somebody with all keys reads in the audit trail, with the table."""
        vault, found = self.world.runtime.vault, set()
        with self.world.runtime.database.querying() as reader:
            rows = reader.execute(select(*Change.__table__.columns).where(Change.secret.is_not(None))).all()
            keys = vault.open_keys(reader, [row.key_id for row in rows])
            for row in rows:
                key = keys.get(row.key_id)
                text = (key.decipher(row.secret, bound_to(row._mapping)) or b"").decode() if key else ""
                found |= {(row.table_name, value) for value in self.values if value in text}
        return found

    def _by_value(self, session):
        client = session.get(Client, self.client_id)
        other = WebDecision(at=datetime.datetime(2026, 9, 1), by="TEST", action="process", updated=False)
        other.before = {"replaced": [["client", [self.client_id], {"title": [self.value(), None]}]]}
        waiting = OutboxMessage(kind="mail", recipient=client.email, payload=f'{{"text": "{self.value()}"}}')
        naming = OutboxMessage(kind="mail", recipient="office@rto.example", payload=f'{{"text": "{client.email}"}}')
        for message in (waiting, naming):
            message.queued, message.next_attempt = datetime.datetime(2026, 9, 1), 0
        answer = IdempotentRequest(digest="d" * 64, request="r" * 64, status=200, made=0)
        answer.answer = f'{{"name": "{client.usual_line}"}}'
        failure = CallFailure(digest="f" * 64, integration="OTHER", operation="X", outcome="refused", kind="-")
        failure.message, failure.times, failure.first, failure.last = f"{client.username} is taken.", 1, 1, 1
        failure.request, failure.address = "-", "192.0.2.1"
        self.account = account_of("client", client.username_key)
        self.values.add(self.account)
        logins = [
            GoodLogin(account=self.account, address="192.0.2.1", last=1),
            LoginAttempt(account=self.account, address="192.0.2.1", last=1),
        ]
        session.add_all([other, waiting, naming, answer, failure, *logins])
        session.flush()

    def left(self, *, besides=()):
        """Return the planted values that any column of any table of the database holds, with the table."""
        found = set()
        with self.world.runtime.database.querying() as reader:
            for table in Base.metadata.sorted_tables:
                if table.name not in besides:
                    for row in reader.execute(select(table)):
                        text = repr(tuple(row))
                        found |= {(table.name, value) for value in self.values if value in text}
        return found

    def left_in(self, folder):
        """Return the planted values that the bytes of any file of a folder hold."""
        found = set()
        for file in Path(folder).rglob("*"):
            if file.is_file():
                content = file.read_bytes()
                found |= {(file.name, value) for value in self.values if value.encode() in content}
        return found


def held_of(name):
    """Return what is declared of a table."""
    return next(kind for kind in HELD if kind.name == name)


def _takes(column):
    kind = column.type
    length = getattr(kind, "length", None)
    return isinstance(kind, String) and not isinstance(kind, LargeBinary) and (length is None or length >= LEAST)
