"""Area clients: a client's personal details, alone and with what happens in a range of dates."""

import datetime
from typing import Any

from sqlalchemy import Select

from vettrak_api.calls.call import Call, Record, operation
from vettrak_api.errors import NotFound
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import Contract, Enrolment
from vettrak_api.model.events import Event
from vettrak_api.model.statements import Reader
from vettrak_api.operations.members.addresses import with_lines
from vettrak_api.rules.lookups import CLIENT_NUMBER, CODE, client_key, find_client_id
from vettrak_api.rules.validation import in_order
from vettrak_api.views import contracts, enrolments, events
from vettrak_api.views.base import with_objects
from vettrak_api.views.classes import BY_START, CLASSES, WITHIN, of_client
from vettrak_api.views.clients import CLIENT_DETAILS_WITH_ADDRESSES
from vettrak_api.views.contracts import CONTRACTS
from vettrak_api.views.enrolments import ENROLMENTS
from vettrak_api.views.events import EVENTS
from vettrak_api.views.ranges import by_start, overlaps

LINES = {"UsualAddress": "Clie_RAddr", "PostalAddress": "Clie_PAddr"}
"""The objects that hold an address, and the member that has it in one line."""

ONE = CLIENT_DETAILS_WITH_ADDRESSES.where(Client.code_key == CODE)


def _during(records: Select[Any], start: Any, end: Any) -> Select[Any]:
    """Keep the records that overlap the range, the earliest first."""
    return records.where(overlaps(start, end)).order_by(*by_start(start))


LISTS = {
    "Classes": CLASSES.select.where(of_client(CLIENT_NUMBER), WITHIN).order_by(*BY_START),
    "Enrolments": _during(ENROLMENTS.select.where(enrolments.OF_CLIENT), Enrolment.start_date, Enrolment.end_date),
    "Contracts": _during(CONTRACTS.select.where(contracts.OF_CLIENT), Contract.start_date, Contract.end_date),
    "Events": _during(EVENTS.select.where(events.OF_CLIENT), Event.start, Event.finish),
}


@operation
def GetClientDetails(call: Call, sClie_Code: str | None) -> Record:
    """Return a client's details with both forms of both addresses and the primary employment."""
    return _details(call.reader, sClie_Code)


@operation
def GetClientExtendedDetails(
    call: Call, sClie_Code: str | None, xsdStart: datetime.datetime, xsdEnd: datetime.datetime
) -> Record:
    """Return a client's details and the classes, enrolments, contracts and events that overlap a range."""
    in_order(xsdStart, xsdEnd)
    reader = call.reader
    details = _details(reader, sClie_Code)
    wanted = {"wanted_client": find_client_id(reader, sClie_Code), "range_start": xsdStart, "range_end": xsdEnd}
    return {"ClientDetail": details, **{name: reader.execute(rows, wanted).all() for name, rows in LISTS.items()}}


def _details(reader: Reader, code: str | None) -> dict[str, Any]:
    found = with_objects(reader.execute(ONE, {"wanted_code": client_key(reader, code)}).all())
    if not found:
        raise NotFound("Client not found.")
    (client,) = found
    return with_lines(client, LINES)
