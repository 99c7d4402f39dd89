"""What is booked on the demo's web site, kind by kind, and what the office has decided about it."""

from dataclasses import dataclass
from datetime import date

from vettrak_api.demo.data.bookers import EMMA, Typed, regular, stranger

BEER, FIRST, SECOND, THIRD = "beer", "first", "second", "third"
"""The example, and the next three courses of the web with enough places."""

FULL, PENSIONER, CHILD = "FULL", "PENS", "CHILD"
"""Price items by code."""

CARD, PART, INVOICE = "card", "part", "invoice"
"""How it was paid: all of it, half of it, or by an invoice to come."""

PROCESS, UPDATE, UNDO, REJECT, DELETE = "process", "update", "undo", "reject", "delete"
"""What becomes of it. UPDATE processes and updates the record, UNDO takes that back; it is the site that deletes."""


@dataclass(frozen=True, slots=True)
class Booking:
    """A person's web enrolment or reservation. payer: the employer, not on the booking itself, who gets the invoice."""

    course: str
    person: Typed
    price: str = FULL
    payment: str = ""
    text: str | None = None
    payer: str = ""
    has_plan: bool = False
    has_contact: bool = False
    """Whether somebody is named for an emergency."""
    is_reservation: bool = False
    decided: str = ""
    reason: str = ""
    corrected: str = ""
    """The birth date that the office has put in place of the one that was typed."""


@dataclass(frozen=True, slots=True)
class CompanyBooking:
    """An employer's web enrolment or reservation: its people, or how many it expects."""

    course: str
    name: str
    identifier: str | None = None
    employees: tuple[Typed, ...] = ()
    expected: int | None = None
    contact: Typed | None = None
    payment: str = ""
    is_reservation: bool = False
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """A wish to hear of the next date of a programme."""

    programme: str
    person: Typed
    decided: str = ""
    reason: str = ""


BOOKINGS = (
    # Recognised by the code, by name and birth date, by the USI.
    Booking(FIRST, regular("Lindqvist", tells_code=True), payment=CARD, text="Is there parking?"),
    Booking(BEER, regular("Okonkwo", has_moved=True), payment=CARD, text="Can I bring my own glasses?"),
    Booking(SECOND, regular("Brodziak", surname="Broziak", tells_usi=True), payment=PART, has_plan=True),
    # Close to somebody on record.
    Booking(FIRST, regular("Featherstone", surname="Fetherstone", has_moved=True), payment=CARD),
    Booking(FIRST, regular("Villanueva", surname="Kettering", has_moved=True), text="I got married in spring."),
    Booking(SECOND, regular("Halloran", born=date(1986, 9, 4)), payment=CARD),
    Booking(SECOND, regular("Kowalczyk", surname="Tomasz", given_name="Kowalczyk"), payment=INVOICE),
    Booking(BEER, regular("Marchetti", born=None), price=PENSIONER, payment=CARD),
    Booking(THIRD, regular("Pemberton", given_name="Bob"), payment=PART),
    Booking(THIRD, regular("Ashworth", surname="Ashworth-Lund"), payment=CARD),
    # Twins, of whom one is on record: the same surname, birth date, address and e-mail.
    Booking(BEER, regular("Delacroix"), price=CHILD, payment=CARD),
    Booking(BEER, regular("Delacroix", given_name="Margot"), price=CHILD, payment=CARD),
    # On record twice.
    Booking(THIRD, regular("Thistlewood")),
    # New: with an emergency contact, corrected by the office, twice the same, on an employer's account.
    Booking(FIRST, stranger("Haddad", "Noor", "F", "2001-02-11"), payment=CARD, has_contact=True),
    Booking(SECOND, stranger("Ferreira", "Lucas", "M", "2019-05-14"), corrected="1989-05-14"),
    Booking(THIRD, stranger("Eriksen", "Maja", "F", "1998-12-30")),
    Booking(THIRD, stranger("Eriksen", "Maja", "F", "1998-12-30"), payment=CARD, text="I was not sure that it worked."),
    Booking(FIRST, stranger("Adeyemi", "Tunde", "M", "1981-03-23"), payment=INVOICE, payer="Pelican Point Resort"),
    Booking(SECOND, stranger("Nakagawa", "Yuki", "X", "1994-07-07"), is_reservation=True, text="Pays on Friday."),
    # Decided.
    Booking(FIRST, regular("Zielinski", has_moved=True), payment=CARD, decided=UPDATE),
    Booking(SECOND, stranger("Wisniewska", "Petra", "F", "1991-11-16"), payment=CARD, decided=PROCESS),
    Booking(
        THIRD, regular("Ravenscroft", has_moved=True), payment=PART, decided=UNDO,
        reason="She wants to start in spring.",
    ),
    Booking(FIRST, stranger("Quackenbush", "Donald", "M", "1934-06-09"), decided=REJECT, reason="A joke."),
    Booking(
        SECOND, regular("Halloran"), decided=REJECT,
        reason="Booked twice; the paid one stays.",
    ),
    Booking(THIRD, stranger("Bannister", "Tilly", "F", "1996-08-15"), decided=DELETE),
)  # fmt: skip

COMPANIES = (
    CompanyBooking(
        SECOND, "The Thirsty Wombat Hotel Group", "EMP001", contact=EMMA, payment=INVOICE,
        employees=(regular("Mulgrew"), stranger("Sandoval", "Ines", "F", "2000-05-05")),
    ),
    CompanyBooking(
        THIRD, "Bellbird Brewing Company", expected=3, contact=stranger("Yelland", "Marcus", "M", "1975-09-21"),
        payment=CARD,
    ),
    CompanyBooking(FIRST, "Banksia Medical Centre", expected=2, payment=PART),
    CompanyBooking(
        FIRST, "Emu Plains Supermarkets", employees=(stranger("Castellanos", "Rafael", "M", "1987-04-17"),),
        payment=INVOICE, decided=PROCESS,
    ),
    CompanyBooking(THIRD, "Wattle Creek Council", expected=4, is_reservation=True),
)  # fmt: skip

WAITS = (
    Wait("FORKLIFT", regular("Okonkwo")),
    Wait("FIRSTAID", regular("Pemberton", given_name="Rob")),
    Wait("BEERAPP", stranger("Abernathy", "Joss", "X", "1985-01-08")),
    Wait("AGEDCARE", regular("Zielinski"), decided=PROCESS),
    Wait("AGEDCARE", stranger("Nobody", "Nick", "M", "1990-01-01"), decided=REJECT, reason="A joke."),
)

NEWCOMERS = 2
"""Clients whom the decisions make: whoever is new and was processed."""
