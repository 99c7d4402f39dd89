"""The lists of the staff pages: pending web enrolments, reservations, the waitlist and the history."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.errors import Conflict
from vettrak_api.model.clients import Client
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.programmes import Programme
from vettrak_api.model.quarantine import (
    CLIENT_KIND,
    DELETED,
    EMPLOYER_KIND,
    PENDING,
    PROCESSED,
    REJECTED,
    STUDENT,
    WebClient,
    WebDecision,
    WebEmployer,
    WebEnrolment,
    WebPayment,
    WebWaitlist,
)
from vettrak_api.rules.matching import match_person
from vettrak_api.web.staff.visit import Visit

ROWS_PER_PAGE = 50

STATES = {PENDING: "Pending", PROCESSED: "Processed", REJECTED: "Rejected", DELETED: "Deleted"}

WAYS = {"code": "client code", "usi": "USI", "name": "name and birth date"}
"""What the matching rules go by, in words."""

ENTRIES = (
    select(
        WebEnrolment.id,
        WebEnrolment.kind,
        WebEnrolment.state,
        WebEnrolment.stamp,
        WebEnrolment.places,
        WebEnrolment.created_by,
        WebEnrolment.closed_at,
        WebEnrolment.closed_by,
        WebEnrolment.enrolment_id,
        WebPayment.amount.label("paid"),
        WebClient.id.label("web_client_id"),
        WebClient.surname,
        WebClient.given_name,
        WebClient.birth_date,
        WebClient.email,
        WebEmployer.name.label("employer"),
        Occurrence.id.label("occurrence_id"),
        Occurrence.code.label("occurrence_code"),
        Occurrence.start_date,
        Programme.name.label("programme"),
    )
    .select_from(WebEnrolment)
    .join(Occurrence, Occurrence.id == WebEnrolment.occurrence_id)
    .join(Programme, Programme.id == Occurrence.programme_id)
    .outerjoin(WebPayment, WebPayment.web_enrolment_id == WebEnrolment.id)
    .outerjoin(
        WebClient,
        (WebClient.web_enrolment_id == WebEnrolment.id)
        & (WebClient.kind == STUDENT)
        & (WebEnrolment.kind == CLIENT_KIND),
    )
    .outerjoin(
        WebEmployer, (WebEmployer.web_enrolment_id == WebEnrolment.id) & (WebEnrolment.kind == EMPLOYER_KIND)
    )
)

WAITERS = (
    select(
        WebWaitlist.id,
        WebWaitlist.stamp,
        WebWaitlist.description,
        WebClient.id.label("web_client_id"),
        WebClient.surname,
        WebClient.given_name,
        WebClient.birth_date,
        WebClient.email,
        Programme.name.label("programme"),
    )
    .select_from(WebWaitlist)
    .join(Programme, Programme.id == WebWaitlist.programme_id)
    .join(WebClient, WebClient.web_waitlist_id == WebWaitlist.id)
    .where(WebWaitlist.state == PENDING)
    .order_by(Programme.name, WebWaitlist.stamp, WebWaitlist.id)
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the visitor wants to see of a list; everything may be blank."""

    search: str
    occurrence: str
    kind: str
    paid: str
    page: int

    @classmethod
    def of(cls, visit: Visit) -> "Filters":
        """Read the filters from the address."""
        asked = visit.request.args
        page = asked.get("page", 1, type=int)
        return cls(
            asked.get("search", "").strip()[:100],
            asked.get("occurrence", ""),
            asked.get("kind", ""),
            asked.get("paid", ""),
            max(1, min(page, 1_000_000)),
        )

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on the list of web enrolments."""
        conditions: list[ColumnElement[bool]] = []
        for word in self.search.lower().split():
            columns = (WebClient.surname, WebClient.given_name, WebClient.email, WebEmployer.name)
            conditions.append(or_(*(func.lower(column).contains(word, autoescape=True) for column in columns)))
        if self.occurrence.isdigit():
            conditions.append(WebEnrolment.occurrence_id == int(self.occurrence))
        if self.kind in {"client", "employer"}:
            conditions.append(WebEnrolment.kind == (CLIENT_KIND if self.kind == "client" else EMPLOYER_KIND))
        if self.paid in {"yes", "no"}:
            is_paid = func.coalesce(WebPayment.amount, 0) > 0
            conditions.append(is_paid if self.paid == "yes" else ~is_paid)
        return conditions

    def linked(self, page: int) -> dict[str, Any]:
        """Return the address values of another page of the same list."""
        values = {"search": self.search, "occurrence": self.occurrence, "kind": self.kind, "paid": self.paid}
        return {name: value for name, value in values.items() if value} | {"page": page}


def pending(visit: Visit) -> Response:
    """Show the web enrolments that wait, by occurrence, with what the matching rules would do."""
    return _show(visit, "pending.html", WebEnrolment.state == PENDING, WebEnrolment.is_reservation.is_(False))


def reservations(visit: Visit) -> Response:
    """Show the places that are held but not yet enrolled for."""
    return _show(visit, "reservations.html", WebEnrolment.state == PENDING, WebEnrolment.is_reservation)


def waitlist(visit: Visit) -> Response:
    """Show who waits for a programme."""
    with visit.server.database.reading() as session:
        rows = session.execute(WAITERS).all()
        suggestions = {row.id: _suggestion(session, row.web_client_id) for row in rows}
    return visit.page("waitlist.html", rows=rows, suggestions=suggestions, done=_done(visit), problem="")


def history(visit: Visit) -> Response:
    """Show what was decided, the latest first."""
    filters = Filters.of(visit)
    closed = (
        ENTRIES.where(WebEnrolment.state != PENDING, *filters.conditions())
        .order_by(WebEnrolment.closed_at.desc(), WebEnrolment.id.desc())
        .limit(ROWS_PER_PAGE + 1)
        .offset((filters.page - 1) * ROWS_PER_PAGE)
    )
    with visit.server.database.reading() as session:
        rows = session.execute(closed).all()
        decisions = _decisions(session, [row.id for row in rows])
    return visit.page(
        "history.html",
        rows=rows[:ROWS_PER_PAGE],
        more=len(rows) > ROWS_PER_PAGE,
        filters=filters,
        decisions=decisions,
        states=STATES,
        done=_done(visit),
        problem="",
    )


def _show(visit: Visit, template: str, *conditions: Any) -> Response:
    filters = Filters.of(visit)
    base = ENTRIES.where(*conditions)
    wanted = base.where(*filters.conditions()).order_by(Occurrence.start_date, Occurrence.id, WebEnrolment.id)
    wanted = wanted.limit(ROWS_PER_PAGE + 1).offset((filters.page - 1) * ROWS_PER_PAGE)
    with visit.server.database.reading() as session:
        rows = session.execute(wanted).all()
        values = {
            "rows": rows[:ROWS_PER_PAGE],
            "more": len(rows) > ROWS_PER_PAGE,
            "occurrences": session.execute(_occurrences(base)).all(),
            "suggestions": {row.id: _suggestion(session, row.web_client_id) for row in rows[:ROWS_PER_PAGE]},
        }
    return visit.page(template, filters=filters, done=_done(visit), problem="", today=_today(visit), **values)


def _occurrences(base: Select[Any]) -> Select[Any]:
    """Return the occurrences that the list holds, with how many entries each has."""
    listed = base.subquery()
    columns = (listed.c.occurrence_id, listed.c.occurrence_code, listed.c.programme, listed.c.start_date)
    return select(*columns, func.count().label("entries")).group_by(*columns).order_by(listed.c.start_date, columns[0])


def _suggestion(session: Session, web_client_id: int | None) -> str:
    """Say what the matching rules would do with a person."""
    person = session.get(WebClient, web_client_id) if web_client_id else None
    if person is None:
        return ""
    try:
        match = match_person(session, person)
    except Conflict:
        return "several match: choose"
    if match.record_id is None:
        return "new client"
    code = session.scalar(select(Client.code).where(Client.id == match.record_id))
    return f"{code}, by {WAYS[match.rule]}"


def _decisions(session: Session, numbers: list[int]) -> dict[int, list[Any]]:
    """Return the decisions about each web enrolment, in order, with the codes of the clients they name."""
    wanted = (
        select(
            WebDecision.web_enrolment_id,
            WebDecision.at,
            WebDecision.by,
            WebDecision.action,
            WebDecision.rule,
            WebDecision.updated,
            WebDecision.reason,
            Client.code.label("client_code"),
        )
        .outerjoin(Client, Client.id == WebDecision.client_id)
        .where(WebDecision.web_enrolment_id.in_(numbers))
        .order_by(WebDecision.id)
    )
    decisions: dict[int, list[Any]] = {number: [] for number in numbers}
    for row in session.execute(wanted):
        decisions[row.web_enrolment_id].append(row)
    return decisions


def _done(visit: Visit) -> str:
    """Return what the form before this page did, in words."""
    return DONE.get(visit.request.args.get("done", ""), "")


def _today(visit: Visit) -> datetime.datetime:
    return visit.server.clock.today()


DONE = {
    "processed": "The web enrolment is an enrolment now.",
    "rejected": "The web enrolment is rejected; its place is free.",
    "undone": "The processing is undone; the web enrolment is pending again.",
    "completed": "The reservation is a web enrolment now.",
    "completed-processed": "The reservation is completed and is an enrolment now.",
    "waiter": "The client is on the waitlist now.",
    "waiter-rejected": "The waitlist entry is rejected.",
}
