"""A person of whom every table that holds anything of people tells something, by values that stand nowhere else."""

import datetime
from itertools import count
from pathlib import Path

from sqlalchemy import JSON, Date, LargeBinary, String, inspect, select

from tests.support.merging import row_referring
from vettrak_api.model import Base
from vettrak_api.model.audit import STAMPS
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import Contract, EnrolledUnit, Enrolment
from vettrak_api.model.finance import Invoice
from vettrak_api.model.idempotency import IdempotentRequest
from vettrak_api.model.installation import CallFailure
from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.model.quarantine import WebClient, WebDecision, WebEnrolment, WebRelationship, WebWaitlist
from vettrak_api.model.reference import EnrolmentStatus
from vettrak_api.model.security import ClientRole, GoodLogin, LoginAttempt
from vettrak_api.rules.privacy import held
from vettrak_api.rules.privacy.held import HELD
from vettrak_api.security.attempts import account_of

BORN = datetime.date(1971, 3, 14)
LEAST = 10
FOLLOWED = {"surname", "given_name", "username", "email"}
"""Columns of a client whose folded keys follow them."""


class Planting:
    """Plants values in all that is held of one person; `values` are those that must be gone when it is erased."""

    def __init__(self, world):
        self.world = world
        self.values = set()
        self.tables = set()
        self._numbers = count(100)
        with world.session() as session:
            self.client_id = self._person(session)
            self._rows(session)
            self._by_value(session)

    def value(self):
        """Return a value that stands nowhere yet."""
        value = f"planted{next(self._numbers)}"
        self.values.add(value)
        return value

    def _person(self, session):
        client = Client(code="GOING", surname=self.value(), given_name=self.value(), division_id=1)
        client.birth_date = BORN
        for name, column in Client.__table__.columns.items():
            if name in held_of("client").emptied and _takes(column) and not name.endswith("_key"):
                setattr(client, name, getattr(client, name, None) or self.value())
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
            identity = row_referring(session, kind.table, referring, self.client_id)
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
                setattr(row, name, self.value())
            elif isinstance(column.type, Date) and name == "birth_date":
                setattr(row, name, BORN)

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
