"""Area finance: invoices as they are listed."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from vettrak_api.calls.call import Call, Records, operation
from vettrak_api.errors import InvalidInput
from vettrak_api.model.finance import Invoice, InvoiceItem
from vettrak_api.model.statements import execute
from vettrak_api.rules.lookups import find_client_id, find_employer_id
from vettrak_api.rules.since import since
from vettrak_api.rules.validation import in_order
from vettrak_api.views.invoices import (
    BY_CHANGE,
    BY_DATE,
    CHANGES,
    DATED,
    INVOICES_WITH_CONTACTS,
    ITEMS_OF_INVOICES,
    OF_CLIENT,
    OF_EMPLOYER,
    OWING,
    SETTLED,
    with_items,
)


@dataclass(frozen=True, slots=True)
class _Listing:
    """The SELECT of a list of invoices, and that of all their items."""

    invoices: Select[*tuple[Any, ...]]
    items: Select[*tuple[Any, ...]]


def _listing(*conditions: Any) -> _Listing:
    # Searched again by the database: it takes any number of invoices, but no list of any number of numbers.
    found = select(Invoice.id).where(DATED, *conditions)
    return _Listing(
        INVOICES_WITH_CONTACTS.where(DATED, *conditions).order_by(*BY_DATE),
        ITEMS_OF_INVOICES.where(InvoiceItem.invoice_id.in_(found)),
    )


def _by_status(*conditions: Any) -> Mapping[int, _Listing]:
    """Return the lists by the status that is asked for: 0 all, 1 not fully paid, 2 fully paid."""
    return {0: _listing(*conditions), 1: _listing(*conditions, OWING), 2: _listing(*conditions, SETTLED)}


ALL, CLIENTS, EMPLOYERS = _by_status(), _by_status(OF_CLIENT), _by_status(OF_EMPLOYER)

CHANGED = _Listing(
    INVOICES_WITH_CONTACTS.join(CHANGES, CHANGES.c.invoice_id == Invoice.id).order_by(*BY_CHANGE),
    ITEMS_OF_INVOICES.join(CHANGES, CHANGES.c.invoice_id == InvoiceItem.invoice_id),
)


@operation
def GetInvoices(call: Call, startDate: datetime.datetime, endDate: datetime.datetime, status: int) -> Records:
    """List the invoices of a range of dates to whomever they are made out, with their items, by date and number."""
    listing = _asked_for(ALL, startDate, endDate, status)
    return _listed(call, listing, {"range_start": startDate, "range_end": endDate})


@operation
def GetInvoicesForClient(
    call: Call, clientCode: str | None, startDate: datetime.datetime, endDate: datetime.datetime, status: int
) -> Records:
    """List the invoices of a range of dates that are made out to a client, with their items, by date and number."""
    listing = _asked_for(CLIENTS, startDate, endDate, status)
    wanted = {"wanted_client": find_client_id(call.reader, clientCode)}
    return _listed(call, listing, {"range_start": startDate, "range_end": endDate, **wanted})


@operation
def GetInvoicesForEmployer(
    call: Call, employerIdentifier: str | None, startDate: datetime.datetime, endDate: datetime.datetime, status: int
) -> Records:
    """List the invoices of a range of dates that are made out to an employer, each with the employer's contact."""
    listing = _asked_for(EMPLOYERS, startDate, endDate, status)
    wanted = {"wanted_employer": find_employer_id(call.reader, employerIdentifier)}
    return _listed(call, listing, {"range_start": startDate, "range_end": endDate, **wanted})


@operation
def GetInvoicesModifiedSince(call: Call, sinceDate: datetime.datetime) -> Records:
    """List the invoices that were made or changed since a moment, an item or a payment included, by the last change."""
    return _listed(call, CHANGED, since(sinceDate, call.settings))


def _asked_for(
    listings: Mapping[int, _Listing], start: datetime.datetime, end: datetime.datetime, status: int
) -> _Listing:
    in_order(start, end)
    if status not in listings:
        raise InvalidInput("Status must be 0, 1 or 2.")
    return listings[status]


def _listed(call: Call, listing: _Listing, wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = execute(call.reader, listing.invoices, **wanted).all()
    return with_items(found, execute(call.reader, listing.items, **wanted)) if found else []
