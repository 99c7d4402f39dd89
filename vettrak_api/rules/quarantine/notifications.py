"""Mails that tell staff what has come from the web: what and where, never who.

A mail server and everybody on the way read along, so names and contact data stay on the staff pages.
"""

import datetime
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.programmes import Programme
from vettrak_api.model.quarantine import EMPLOYER_KIND
from vettrak_api.model.statements import execute
from vettrak_api.outbox.queue import queue_mail
from vettrak_api.settings import Settings

LONGEST_SUBJECT = 200
"""Characters; mail programs show no more."""


TEXT = """{what} has come in from a web site.

{offering}
Number: {number}
Received: {received}

{where}
"""


OFFERED = (
    select(Programme.name, Occurrence.code, Occurrence.start_date)
    .join(Programme, Programme.id == Occurrence.programme_id)
    .where(Occurrence.id == bindparam("number"))
)
PROGRAMME = select(Programme.name).where(Programme.id == bindparam("number"))


@dataclass(frozen=True, slots=True)
class Arrival:
    """A web enrolment that has come in; kind as Webe_Type, moment in RTO time."""

    number: int
    kind: int
    occurrence_id: int
    moment: datetime.datetime
    is_reservation: bool


def notify_of_enrolment(session: Session, settings: Settings, web: Arrival) -> None:
    """Queue mails to staff about a web enrolment or reservation; they exist only if the session commits."""
    if not settings.staff_mail_addresses:
        return
    row = execute(session, OFFERED, number=web.occurrence_id).one()
    code, start = f" ({row.code})" if row.code else "", f", starts {_day(row.start_date)}" if row.start_date else ""
    offering = f"Occurrence: {row.name}{code}{start}"
    kind = "reservation" if web.is_reservation else "web enrolment"
    who = "An employer's" if web.kind == EMPLOYER_KIND else "A"
    _queue(session, settings, web.moment, (f"{who} {kind}", kind), offering, ("enrolments", web.number))


def notify_of_waiter(
    session: Session, settings: Settings, number: int, programme_id: int, moment: datetime.datetime
) -> None:
    """Queue mails to staff about the waitlist entry of a number, made at a moment (RTO time)."""
    if not settings.staff_mail_addresses:
        return
    programme = execute(session, PROGRAMME, number=programme_id).scalar()
    offering, what = f"Programme: {programme}", ("A waitlist entry", "waitlist entry")
    _queue(session, settings, moment, what, offering, ("waitlist", number))


def _queue(
    session: Session,
    settings: Settings,
    now: datetime.datetime,
    what: tuple[str, str],
    offering: str,
    page: tuple[str, int],
) -> None:
    in_full, briefly = what
    folder, number = page
    subject = f"New {briefly} {number}: {offering.partition(': ')[2]}"[:LONGEST_SUBJECT]
    received = f"{_day(now)}, {now:%H:%M}"
    where = _where(settings, f"{folder}/{number}")
    text = TEXT.format(what=in_full, offering=offering, number=number, received=received, where=where)
    for address in settings.staff_mail_addresses:
        queue_mail(session, now, address, " ".join(subject.split()), text)


def _where(settings: Settings, page: str) -> str:
    base = settings.public_url
    if base.lower().endswith(".asmx"):
        base = base.rpartition("/")[0]
    return f"To decide, open {base}/staff/{page}" if base else "To decide, open the staff pages."


def _day(moment: datetime.datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"
