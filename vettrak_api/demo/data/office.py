"""The demo's office: corrects, processes, rejects and takes back what the web site let people book."""

import datetime
from collections import Counter

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from vettrak_api.demo.data.bookings import (
    BOOKINGS,
    COMPANIES,
    PROCESS,
    REJECT,
    UNDO,
    UPDATE,
    WAITS,
    Booking,
    CompanyBooking,
    Wait,
)
from vettrak_api.demo.data.roles import OFFICE, SITE
from vettrak_api.demo.data.website import Numbers, Website
from vettrak_api.model.audit import Author
from vettrak_api.model.changes import DELETE, INSERT, Change
from vettrak_api.model.clients import Client
from vettrak_api.model.quarantine import WebClient
from vettrak_api.rules.processing.processing import (
    process_waitlist,
    process_web_enrolment,
    reject_waitlist,
    reject_web_enrolment,
)
from vettrak_api.rules.quarantine.corrections import correct
from vettrak_api.rules.quarantine.decisions import Choices, Context
from vettrak_api.rules.quarantine.pending import Quarantine
from vettrak_api.rules.undoing.undoing import undo_processing
from vettrak_api.runtime import Runtime

WORK = "demo-data"
"""What the change log calls it all."""

UNDONE_AFTER = datetime.timedelta(minutes=5)


def open_website(runtime: Runtime, example: int) -> Counter[str]:
    """Add what waits, what was decided and what was taken back; returns how many rows were added for good, by table.

    example: the number of the example's occurrence. Nobody gets a mail about people who do not exist. Three
    transactions: undoing reads what processing has left at its commit.
    """
    now = runtime.clock.now()
    decided_at = now - 2 * UNDONE_AFTER
    settings = runtime.settings.model_copy(update={"staff_mail_to": ""})
    with runtime.database.reading() as session:
        named = select(Client.username, Client.code).where(Client.username.in_((SITE, OFFICE)))
        codes = {row.username: row.code for row in session.execute(named)}
    site, office = (Author(codes[name], WORK, now, request=WORK) for name in (SITE, OFFICE))
    with runtime.database.writing(site) as session:
        website = Website(session, Context(site.identifier, now, settings), example)
        website.open()
    with runtime.database.writing(office) as session:
        decide(session, Context(office.identifier, decided_at, settings), website.numbers)
    with runtime.database.writing(office) as session:
        take_back(session, Context(office.identifier, decided_at + UNDONE_AFTER, settings), website.numbers)
    with runtime.database.reading() as session:
        return _added(session)


def decide(session: Session, context: Context, numbers: Numbers) -> None:
    """Decide about web records, whose numbers are told by what was booked."""
    for booking in BOOKINGS:
        _decide_booking(session, context, booking, numbers[booking])
    for company in COMPANIES:
        _decide_company(session, context, company, numbers[company])
    for wait in WAITS:
        _decide_wait(session, context, wait, numbers[wait])


def _decide_booking(session: Session, context: Context, told: Booking, number: int) -> None:
    if told.corrected:
        person = Quarantine(session).web_client(number)
        correct(session, context, WebClient, person, {"birth_date": told.corrected})
    if told.decided in {PROCESS, UPDATE, UNDO}:
        process_web_enrolment(session, context, number, Choices(update_matches=told.decided != PROCESS))
    if told.decided == REJECT:
        reject_web_enrolment(session, context, number, told.reason)


def _decide_company(session: Session, context: Context, told: CompanyBooking, number: int) -> None:
    if told.decided == PROCESS:
        process_web_enrolment(session, context, number)


def _decide_wait(session: Session, context: Context, told: Wait, number: int) -> None:
    if told.decided == PROCESS:
        process_waitlist(session, context, number)
    if told.decided == REJECT:
        reject_waitlist(session, context, number, told.reason)


def take_back(session: Session, context: Context, numbers: Numbers) -> None:
    """Undo what was decided in haste."""
    for booking in BOOKINGS:
        if booking.decided == UNDO:
            undo_processing(session, context, numbers[booking], booking.reason)


def _added(session: Session) -> Counter[str]:
    change = case((Change.action == INSERT, 1), (Change.action == DELETE, -1), else_=0)
    told = select(Change.table_name, func.sum(change)).where(Change.operation == WORK).group_by(Change.table_name)
    return Counter({table: int(number) for table, number in session.execute(told)})
