"""The demo's web site: lets people and employers book by the rules that calls go by, as many whatever the size."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.demo.data.bookers import Typed
from vettrak_api.demo.data.bookings import (
    BEER,
    BOOKINGS,
    CARD,
    COMPANIES,
    DELETE,
    FIRST,
    FULL,
    INVOICE,
    PART,
    SECOND,
    THIRD,
    WAITS,
    Booking,
    CompanyBooking,
    Wait,
)
from vettrak_api.demo.data.people import address, landline, usi
from vettrak_api.model.clients import Client
from vettrak_api.model.occurrences import Occurrence, OccurrencePrice
from vettrak_api.model.programmes import Programme
from vettrak_api.model.quarantine import WebClient, WebEmployer
from vettrak_api.model.reference import PriceItem, Relation, RelationshipType
from vettrak_api.rules.clients.addresses import PARTS, Address
from vettrak_api.rules.clients.relationships import RelatedPerson
from vettrak_api.rules.occurrences.publication import bookable, day_of
from vettrak_api.rules.occurrences.vacancies import places_left
from vettrak_api.rules.quarantine import booking, waitlists
from vettrak_api.rules.quarantine.amounts import estimate_anew
from vettrak_api.rules.quarantine.choices import AskedPrice, choose_prices
from vettrak_api.rules.quarantine.decisions import Context
from vettrak_api.rules.quarantine.details import overwrite_details
from vettrak_api.rules.quarantine.employers import WebCompany, add_loose_employer
from vettrak_api.rules.quarantine.payments import plan_payments, record_payment, request_invoice
from vettrak_api.rules.quarantine.pending import Held, Quarantine
from vettrak_api.rules.quarantine.people import WebPerson, add_contact, add_employee
from vettrak_api.rules.quarantine.relationships import add_web_relationship
from vettrak_api.rules.quarantine.removal import delete_web_enrolment

Numbers: TypeAlias = dict[Booking | CompanyBooking | Wait, int]
"""The numbers of web records; no two bookings are equal."""

PLACES = 12
"""Places that one of the three courses needs to have; the example has seven, of which the bookings take four."""

PACE = datetime.timedelta(hours=4, minutes=7)
"""Between one booking and the next; the last one is that long ago."""

MONTHLY = 3
CENT = Decimal("0.01")
EMERGENCY = "EC"
"""Code of the relationship type."""

ON_RECORD = ("code", "usi", "home_phone", *(f"usual_{part}" for part in PARTS if part != "box"), "usual_line")


@dataclass(frozen=True, slots=True)
class Course:
    """An occurrence on the web, and its published prices by the code of their item: number and amount."""

    id: int
    prices: dict[str, tuple[int, Decimal]]


class Website:
    """Books in one transaction, as the site of a context; `numbers` tells which web record each booking has become."""

    def __init__(self, session: Session, context: Context, example: int) -> None:
        self._session = session
        self._context = context
        self._pending = Quarantine(session)
        self._courses = _courses(session, example, context.now)
        known = session.execute(select(Programme.code, Programme.id))
        self._programmes = {programme.code: programme.id for programme in known}
        self._moments = _moments(context.now, len(BOOKINGS) + len(COMPANIES) + len(WAITS))
        self.numbers: Numbers = {}

    def open(self) -> None:
        """Let everybody book who does."""
        for each in BOOKINGS:
            self._book(each)
        for company in COMPANIES:
            self._book_company(company)
        for wait in WAITS:
            self._wait(wait)

    def _book(self, told: Booking) -> None:
        session, settings = self._session, self._context.settings
        booked = self._booked(told.course, told.text, is_reservation=told.is_reservation)
        number = booking.book_client(session, settings, booked, self._web_person(told.person))
        self.numbers[told] = number
        self._tell_details(told.person, self._pending.web_client(number))
        self._choose(number, told.course, told.price)
        self._pay(number, told.payment, told.payer)
        if told.has_plan:
            plan_payments(session, self._pending.web_enrolment(number), MONTHLY, Decimal("40.00"))
        if told.has_contact:
            self._name_contact(number)
        if told.decided == DELETE:
            delete_web_enrolment(session, self._pending.web_enrolment(number), self._context)

    def _book_company(self, told: CompanyBooking) -> None:
        session = self._session
        booked = self._booked(told.course, None, is_reservation=told.is_reservation)
        company = WebCompany(told.name, told.identifier)
        number = booking.book_employer(session, self._context.settings, booked, company)
        self.numbers[told] = number
        self._tell_company(told, self._pending.web_employer(number))
        self._choose(number, told.course, FULL)
        estimate_anew(session, self._pending.web_enrolment(number), told.expected)
        for employee in told.employees:
            member = add_employee(session, self._pending.of_employer(number), self._web_person(employee))
            self._tell_details(employee, self._pending.member(member, kind=0))
        if told.contact is not None:
            contact = add_contact(session, self._pending.of_employer(number), self._web_person(told.contact))
            self._tell_details(told.contact, self._pending.member(contact, kind=1))
        self._pay(number, told.payment, "")

    def _wait(self, told: Wait) -> None:
        wait = waitlists.Wait(self._programmes[told.programme], next(self._moments), None, None)
        person = self._web_person(told.person)
        number = waitlists.add_waitlist_entry(self._session, self._context.settings, wait, person)
        self.numbers[told] = number
        self._tell_details(told.person, self._pending.waiter(number))

    def _booked(self, course: str, text: str | None, *, is_reservation: bool) -> booking.Booking:
        return booking.Booking(self._courses[course].id, next(self._moments), text, None, is_reservation)

    def _web_person(self, person: Typed) -> WebPerson:
        code = self._record(person).code if person.tells_code else None
        return WebPerson(person.surname, person.given_name, code, person.born)

    def _record(self, person: Typed) -> Any:
        """Return what stands on record of the client that is meant."""
        surname, given_name = person.record or ("", "")
        columns = (Client.__table__.c[name] for name in ON_RECORD)
        named = select(*columns).where(Client.surname == surname, Client.given_name == given_name).order_by(Client.id)
        return self._session.execute(named.limit(1)).one()

    def _tell_details(self, person: Typed, row: Held) -> None:
        """Tell how a person is reached: as on record, or of who is new or has moved something else."""
        random = Random(f"{person.surname} {person.given_name}")  # noqa: S311 - believable, not secret
        known = self._record(person)._mapping if person.record else {}  # noqa: SLF001 - its public name
        if person.has_moved or not known:
            lives = address(random)
        else:
            lives = {name: known[name] for name in ON_RECORD if name not in {"code", "usi"}}
        details = {
            "gender": person.gender,
            "email": person.email,
            "mobile_phone": person.mobile,
            "home_phone": lives["home_phone"],
            "usual": Address(**{part: lives.get(f"usual_{part}") for part in (*PARTS, "line") if part != "box"}),
        }
        if person.tells_usi:
            details["usi"] = known["usi"] if known else usi(random)
        overwrite_details(self._session, WebClient, row, details, "E-mail")

    def _tell_company(self, told: CompanyBooking, row: Held) -> None:
        random = Random(told.name)  # noqa: S311 - as above
        domain = "".join(filter(str.isalnum, told.name.lower()))
        details = {
            "phone": landline(random, "Vic"),
            "email": f"training@{domain}.example.com",
            "url": f"https://{domain}.example.com",
            "employees": told.expected,
        }
        overwrite_details(self._session, WebEmployer, row, details, "E-mail")

    def _choose(self, number: int, course: str, price: str) -> None:
        offered, _ = self._courses[course].prices[price]
        choose_prices(self._session, self._pending.web_enrolment(number), [AskedPrice(offered, None, None, None)])

    def _pay(self, number: int, payment: str, payer: str) -> None:
        held = self._pending.web_enrolment(number)
        if payment in {CARD, PART}:
            paid = held.amount if payment == CARD else (held.amount / 2).quantize(CENT)
            record_payment(self._session, held, f"WEB-{number:05d}", f"R{number:06d}", paid)
        if payment == INVOICE:
            loose = add_loose_employer(self._session, WebCompany(payer, None), None) if payer else None
            request_invoice(self._session, held, loose, f"PO-{number:04d}", combined=False)

    def _name_contact(self, number: int) -> None:
        """Name a sister for emergencies."""
        kinds = select(RelationshipType.id, Relation.id).join(Relation)
        wanted = kinds.where(RelationshipType.code == EMERGENCY, Relation.name == "Sibling")
        kind, relation = self._session.execute(wanted.limit(1)).one()
        sister = RelatedPerson("Haddad", "Rima", None, "rima.haddad@example.com", "0491 570 313", None)
        add_web_relationship(
            self._session, self._pending.of_client(number).id, (kind, relation), sister, code=None, description="Sister"
        )


def _courses(session: Session, example: int, now: datetime.datetime) -> dict[str, Course]:
    """Return the example, and the next three that a site may sell with so many places, whoever enrolled before."""
    places = places_left()
    others = (
        select(Occurrence.id)
        .join(Programme, Programme.id == Occurrence.programme_id)
        .where(bookable(), Occurrence.start_date > now, places >= PLACES, Occurrence.id != example)
        .order_by(Occurrence.start_date, Occurrence.id)
        .limit(3)
    )
    chosen = dict(
        zip((BEER, FIRST, SECOND, THIRD), (example, *session.scalars(others, {"today": day_of(now)})), strict=True)
    )
    return {name: Course(number, _prices(session, number)) for name, number in chosen.items()}


def _prices(session: Session, occurrence_id: int) -> dict[str, tuple[int, Decimal]]:
    offered = (
        select(PriceItem.code, OccurrencePrice.id, OccurrencePrice.amount)
        .join(PriceItem, PriceItem.id == OccurrencePrice.price_item_id)
        .where(OccurrencePrice.occurrence_id == occurrence_id, OccurrencePrice.web_published)
    )
    return {code or "": (number, amount) for code, number, amount in session.execute(offered)}


def _moments(now: datetime.datetime, count: int) -> Iterator[datetime.datetime]:
    """Yield when each booking came in, the first one some days ago."""
    return (now - PACE * ago for ago in range(count, 0, -1))
