"""Area clients: a client's personal details, alone and with what happens in a range of dates."""

import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.orm import Session

from vettrak_api.calls.call import Call, Record, operation
from vettrak_api.errors import NotFound
from vettrak_api.model.base import fold
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import ClassClient, Contract, Enrolment
from vettrak_api.model.events import Event
from vettrak_api.model.occurrences import ClassSession
from vettrak_api.operations.members.addresses import STRUCTURED
from vettrak_api.rules.clients.addresses import Address, line_of
from vettrak_api.rules.lookups import find_client_id
from vettrak_api.rules.occurrences.vacancies import takes_place
from vettrak_api.rules.validation import in_order
from vettrak_api.views.classes import CLASSES
from vettrak_api.views.clients import CLIENT_DETAILS_WITH_ADDRESSES
from vettrak_api.views.contracts import CONTRACTS
from vettrak_api.views.enrolments import ENROLMENTS
from vettrak_api.views.events import EVENTS


@operation
def GetClientDetails(call: Call, sClie_Code: str | None) -> Record:
    """Return a client's details with both forms of both addresses and the primary employment."""
    return _details(call.session, sClie_Code)


@operation
def GetClientExtendedDetails(
    call: Call, sClie_Code: str | None, xsdStart: datetime.datetime, xsdEnd: datetime.datetime
) -> Record:
    """Return a client's details and the classes, enrolments, contracts and events that overlap a range."""
    in_order(xsdStart, xsdEnd)
    session, span = call.session, (xsdStart, xsdEnd)
    details = _details(session, sClie_Code)
    client_id = find_client_id(session, sClie_Code)
    lists = {
        "Classes": _during(
            CLASSES.select.where(_attended_by(client_id)), ClassSession.start, ClassSession.finish, span
        ),
        "Enrolments": _during(
            ENROLMENTS.select.where(Enrolment.client_id == client_id), Enrolment.start_date, Enrolment.end_date, span
        ),
        "Contracts": _during(
            CONTRACTS.select.where(Contract.client_id == client_id), Contract.start_date, Contract.end_date, span
        ),
        "Events": _during(EVENTS.select.where(Event.client_id == client_id), Event.start, Event.finish, span),
    }
    return {"ClientDetail": details, **{name: session.execute(wanted).all() for name, wanted in lists.items()}}


def _details(session: Session, code: str | None) -> dict[str, Any]:
    wanted = CLIENT_DETAILS_WITH_ADDRESSES.where(Client.code_key == fold(code))
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise NotFound("Client not found.")
    return {
        **row._mapping,  # noqa: SLF001 - SQLAlchemy's public name for it
        "Clie_RAddr": _line(row.UsualAddress, row.Clie_RAddr),
        "Clie_PAddr": _line(row.PostalAddress, row.Clie_PAddr),
    }


def _line(address: Any, stored: str | None) -> str | None:
    parts = {STRUCTURED[member]: value for member, value in address._asdict().items()}
    return line_of(Address(**parts, line=stored))


def _attended_by(client_id: int) -> ColumnElement[bool]:
    """Return the condition under which a class is the client's; withdrawn enrolments take no seat (R-STATUS)."""
    seats = (
        select(ClassClient.class_session_id)
        .join(Enrolment, Enrolment.id == ClassClient.enrolment_id)
        .where(Enrolment.client_id == client_id, takes_place())
    )
    return ClassSession.id.in_(seats)


def _during(
    records: Select[Any], start: Any, end: Any, span: tuple[datetime.datetime, datetime.datetime]
) -> Select[Any]:
    """Keep the records that overlap a span, a null end being open (R-DATES), the earliest first."""
    overlap = and_(or_(start.is_(None), start <= span[1]), or_(end.is_(None), end >= span[0]))
    return records.where(overlap).order_by(case((start.is_(None), 0), else_=1), start, start.class_.id)
