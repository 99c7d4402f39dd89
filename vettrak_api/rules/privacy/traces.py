"""Finds what is held of a person: the numbers of records, and what names them without a reference."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Date,
    Integer,
    Row,
    Select,
    String,
    Unicode,
    bindparam,
    cast,
    func,
    or_,
    select,
)

from vettrak_api.model.base import fold_name
from vettrak_api.model.belonging import Record
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import Contract, EnrolledUnit, Enrolment
from vettrak_api.model.finance import Invoice, InvoiceItem
from vettrak_api.model.merges import ClientMerge
from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.model.quarantine import PENDING, WebClient, WebDecision, WebEnrolment, WebRelationship, WebWaitlist
from vettrak_api.model.rows import rows_of
from vettrak_api.model.sms import ClientSms
from vettrak_api.model.statements import Reader, execute, portions
from vettrak_api.rules.merging.journal import MOST_FOLLOWED
from vettrak_api.rules.privacy import held

Numbers: TypeAlias = dict[str, list[Any]]
"""What `Held.ways` ask for."""

LEAST_TELLING = 5
"""Characters that a text must have for what holds it to be about the person."""

NOBODYS_MAIL, NOBODYS_BIRTH = "-", datetime.date(1800, 1, 1)
"""What is compared where a person has none."""

TELLING = (
    *("email", "home_phone", "work_phone", "mobile_phone", "fax_phone", "emergency_phone", "emergency_mobile", "usi"),
    *("username", "passport_number", "visa_number", "external_debtor_code", "usual_line", "postal_line"),
)
"""Columns of a client whose values nobody else has."""

_MANY: BindParameter[Any] = bindparam("numbers", expanding=True)
_AFTER = bindparam("after", type_=BigInteger)
_PAGE = 500
"""Rows that are read at once."""

_ONE = bindparam("number", type_=Integer)

PERSON = rows_of(Client).where(Client.id == _ONE)
VANISHED = select(ClientMerge.vanished_id, ClientMerge.vanished_code).where(
    ClientMerge.kept_id.in_(_MANY), ClientMerge.undone_at.is_(None)
)
_OF_ENROLMENT = select(InvoiceItem.id).where(InvoiceItem.enrolment_id.in_(_MANY))
REFERRING: tuple[tuple[str, str, Select[int]], ...] = (
    (held.ENROLMENT, held.CLIENT, select(Enrolment.id).where(Enrolment.client_id.in_(_MANY))),
    (held.CONTRACT, held.CLIENT, select(Contract.id).where(Contract.client_id.in_(_MANY))),
    (held.INVOICE, held.CLIENT, select(Invoice.id).where(Invoice.client_id.in_(_MANY))),
    (held.RESULT, held.ENROLMENT, select(EnrolledUnit.id).where(EnrolledUnit.enrolment_id.in_(_MANY))),
)

HINTED = select(WebClient.id).where(
    or_(WebClient.client_id.in_(_MANY), func.lower(WebClient.code_hint).in_(bindparam("codes", expanding=True)))
)
_NAMES = (WebClient.id, WebClient.surname, WebClient.given_name, WebClient.birth_date, WebClient.email, WebClient.usi)
ALIKE = select(*_NAMES).where(
    WebClient.client_id.is_(None),
    WebClient.surname != "",
    or_(
        WebClient.usi == bindparam("usi", type_=String),
        WebClient.birth_date == bindparam("born", type_=Date),
        func.lower(WebClient.email) == bindparam("email", type_=Unicode),
    ),
)
OWNERS = select(WebClient.id, WebClient.web_enrolment_id, WebClient.web_waitlist_id).where(WebClient.id.in_(_MANY))
COMPANY = select(WebClient.id, WebClient.web_enrolment_id).where(WebClient.web_enrolment_id.in_(_MANY))
MADE = select(WebEnrolment.id).where(WebEnrolment.enrolment_id.in_(_MANY))
NAMED = select(WebRelationship.id).where(
    or_(
        func.lower(WebRelationship.to_code).in_(bindparam("codes", expanding=True)),
        func.lower(WebRelationship.email) == bindparam("email", type_=Unicode),
    )
)
DECIDED = (
    select(WebDecision.id).where(WebDecision.client_id.in_(_MANY)),
    select(WebDecision.id).where(WebDecision.web_client_id.in_(_MANY)),
    select(WebDecision.id).where(WebDecision.web_enrolment_id.in_(_MANY)),
    select(WebDecision.id).where(WebDecision.web_waitlist_id.in_(_MANY)),
)
JOURNALS = select(WebDecision.id).where(
    WebDecision.before.is_not(None),
    or_(
        cast(WebDecision.before, Unicode).like(bindparam("replaced", type_=Unicode)),
        cast(WebDecision.before, Unicode).like(bindparam("referred", type_=Unicode)),
        cast(WebDecision.before, Unicode).like(bindparam("referred_last", type_=Unicode)),
    ),
)
WAITING = (
    select(WebEnrolment.id).where(WebEnrolment.id.in_(_MANY), WebEnrolment.state == PENDING),
    select(WebWaitlist.id).where(WebWaitlist.id.in_(_MANY), WebWaitlist.state == PENDING),
)
MESSAGES = select(*OutboxMessage.__table__.columns).where(
    or_(OutboxMessage.payload.is_not(None), OutboxMessage.recipient.in_(bindparam("addresses", expanding=True)))
)
SENT = select(ClientSms.number, ClientSms.message_key).where(ClientSms.client_id == _ONE)


@dataclass(frozen=True, slots=True)
class Traces:
    """Where a person is told of.

    numbers: of records, by what `Held.ways` ask for. waiting: of web enrolments, and of waitlist entries, that are
    not decided yet. texts: values that nobody else has; addresses: where mails and text messages to them go; keys:
    of messages to them; accounts: folded user names.
    """

    person: Row[Any]
    numbers: Mapping[str, list[Any]]
    waiting: tuple[list[int], list[int]]
    texts: frozenset[str]
    addresses: frozenset[str]
    keys: frozenset[str]
    accounts: frozenset[str]


def person_of(reader: Reader, client_id: int) -> Row[Any]:
    """Return the row of a client."""
    found: Row[Any] = execute(reader, PERSON, number=client_id).one()
    return found


def traces_of(reader: Reader, person: Row[Any]) -> Traces:
    """Find what is held of a client, given by its row."""
    numbers, codes = _records(reader, person)
    people = _web_people(reader, person, numbers[held.CLIENT], codes)
    waiting = _web_records(reader, people, numbers)
    named = execute(reader, NAMED, codes=sorted(codes), email=(person.email or NOBODYS_MAIL).lower()).scalars()
    numbers[held.RELATED] = sorted(named)
    numbers[held.DECISION] = sorted({*_decisions(reader, numbers)})
    numbers[held.MAIL] = sorted({person.email, person.email.lower()}) if person.email else []
    sent = execute(reader, SENT, number=person.id).all()
    texts = {text for name in TELLING if (text := getattr(person, name)) and len(text) >= LEAST_TELLING}
    own = {person.email, person.mobile_phone} - {None, ""}
    return Traces(
        person=person,
        numbers=numbers,
        waiting=waiting,
        texts=frozenset(texts),
        addresses=frozenset(own | {row.number for row in sent}),
        keys=frozenset(row.message_key for row in sent),
        accounts=frozenset({person.username_key, person.email_key} - {None, ""}),
    )


def rows_found(reader: Reader, kind: held.Held, numbers: Mapping[str, list[Any]]) -> Iterator[Row[Any]]:
    """Yield the rows of a kind that are the person's, each once; few of them are in memory at once."""
    seen: set[int] = set()
    for column, source in kind.ways:
        for some in portions(numbers.get(source, [])):
            for row in _pages(reader, kind, column, some):
                number = getattr(row, "id", None)
                if number is None or number not in seen:
                    seen.add(number or 0)
                    yield row


def records_of(reader: Reader, traces: Traces, is_wanted: Callable[[str], bool]) -> Iterator[Record]:
    """Yield the records of the wanted tables that tell of the person, but what has no number of its own."""
    yield from (("client", number) for number in traces.numbers[held.CLIENT])
    for kind in held.HELD:
        if is_wanted(kind.name) and hasattr(kind.table, "id"):
            yield from ((kind.name, row.id) for row in rows_found(reader, kind, traces.numbers))


def _pages(reader: Reader, kind: held.Held, column: str, numbers: list[Any]) -> Iterator[Row[Any]]:
    """Yield the rows whose column names one of some numbers, in the order of their own ones."""
    after, rows = -1, _PAGE * [None]
    while len(rows) == _PAGE:
        rows = execute(reader, _page_of(kind, column), numbers=numbers, after=after).all()
        yield from rows
        after = getattr(rows[-1], "id", after) if rows else after


@cache
def _page_of(kind: held.Held, column: str) -> Select[*tuple[Any, ...]]:
    """Return the statement for the next rows of a kind; what has no number of its own is little, and comes at once."""
    found = rows_of(kind.table).where(getattr(kind.table, column).in_(_MANY))
    number = getattr(kind.table, "id", None)
    return found if number is None else found.where(number > _AFTER).order_by(number).limit(_PAGE)


def messages_to(reader: Reader, traces: Traces) -> Iterator[Mapping[str, Any]]:
    """Yield the messages that go, or went, to the person, and those that wait and tell of them."""
    telling = traces.texts | traces.addresses | traces.keys
    for row in execute(reader, MESSAGES, addresses=sorted(traces.addresses)):
        if row.recipient in traces.addresses or any(text in (row.payload or "") for text in telling):
            yield row._asdict()


def _records(reader: Reader, person: Row[Any]) -> tuple[Numbers, set[str]]:
    """Return the numbers of what refers to the person, or to who became part of their record, and their codes."""
    clients, codes = {person.id}, {person.code.lower()}
    for _ in range(MOST_FOLLOWED):
        found = execute(reader, VANISHED, numbers=sorted(clients)).all()
        if {row.vanished_id for row in found} <= clients:
            break
        clients |= {row.vanished_id for row in found}
        codes |= {row.vanished_code.lower() for row in found}
    numbers: Numbers = {held.CLIENT: sorted(clients)}
    for name, source, statement in REFERRING:
        numbers[name] = sorted({*_collect(reader, statement, numbers[source])})
    return numbers, codes


def _web_people(reader: Reader, person: Row[Any], clients: Iterable[int], codes: set[str]) -> set[int]:
    """Return the numbers of who the web told that is, or without doubt was, this person."""
    people = {*_collect(reader, HINTED, clients, codes=sorted(codes))}
    names = (fold_name(person.surname), fold_name(person.given_name))
    email = (person.email or "").lower()
    asked = {"usi": person.usi or "-", "born": person.birth_date or NOBODYS_BIRTH, "email": email or NOBODYS_MAIL}
    for row in execute(reader, ALIKE, **asked):
        same_names = (fold_name(row.surname), fold_name(row.given_name)) == names
        is_known = (row.birth_date and row.birth_date == person.birth_date) or (email and _is(row.email, email))
        if (person.usi and row.usi == person.usi) or (same_names and is_known):
            people.add(row.id)
    return people


def _is(told: str | None, email: str) -> bool:
    return (told or "").lower() == email


def _web_records(reader: Reader, people: set[int], numbers: Numbers) -> tuple[list[int], list[int]]:
    """Find the web records of these people, and those of them that wait; what names others as well stays theirs."""
    owners = [row for some in portions(sorted(people)) for row in execute(reader, OWNERS, numbers=some).all()]
    enrolments = {row.web_enrolment_id for row in owners} - {None}
    enrolments |= {*_collect(reader, MADE, numbers[held.ENROLMENT])}
    waitlists = {row.web_waitlist_id for row in owners} - {None}
    shared = {
        row.web_enrolment_id
        for some in portions(sorted(enrolments))
        for row in execute(reader, COMPANY, numbers=some)
        if row.id not in people
    }
    numbers[held.WEB_CLIENT] = sorted(people)
    numbers[held.WEB_ENROLMENT] = sorted(enrolments - shared)
    numbers[held.WEB_WAITLIST] = sorted(waitlists)
    waiting = [sorted(_collect(reader, WAITING[at], found)) for at, found in enumerate((enrolments, waitlists))]
    return waiting[0], waiting[1]


def _decisions(reader: Reader, numbers: Numbers) -> Iterator[int]:
    """Yield the numbers of decisions about the person, and of those whose journals hold a former value of theirs."""
    sources = (held.CLIENT, held.WEB_CLIENT, held.WEB_ENROLMENT, held.WEB_WAITLIST)
    for statement, source in zip(DECIDED, sources, strict=True):
        yield from _collect(reader, statement, numbers[source])
    for number in numbers[held.CLIENT]:
        yield from execute(
            reader,
            JOURNALS,
            replaced=f'%["client", [{number}]%',
            referred=f'%client_id": {number},%',
            referred_last=f'%client_id": {number}}}%',
        ).scalars()


def _collect(reader: Reader, statement: Select[int], numbers: Iterable[int], **values: Any) -> Iterator[int]:
    for some in portions(sorted(numbers)):
        yield from execute(reader, statement, numbers=some, **values).scalars()
