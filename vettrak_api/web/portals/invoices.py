"""Invoices: the visitor's own, and what was paid for each."""

import datetime
from typing import Any

from flask import Response
from werkzeug.exceptions import NotFound

from vettrak_api.web.portals.soap import items_of, within
from vettrak_api.web.portals.visit import ELSEWHERE, PortalVisit, pages

BEGINNING, END = datetime.datetime(2000, 1, 1), datetime.datetime(2100, 1, 1)
ALL, UNPAID = 0, 1
"""Which invoices are listed."""

PAID = frozenset({2, 3, 4})
"""PaymentStatus of what is paid in full, paid too much, or credited."""

DUE_SOON = 14
"""Days before the due date from which on they are counted."""


@pages.page("/invoices")
def invoices(visit: PortalVisit) -> Response:
    """Show the visitor's invoices, the latest first."""
    found = own_invoices(visit)
    return invoices_page(visit, found, "invoice")


@pages.page("/invoices/<number:number>")
def invoice(visit: PortalVisit, number: int) -> Response:
    """Show what one of them is for, and what was paid."""
    return invoice_page(visit, own_invoices(visit), number, "invoices")


def own_invoices(visit: PortalVisit) -> list[Any]:
    """Return the visitor's invoices; one call."""
    if not visit.is_own:
        raise NotFound(ELSEWHERE)
    return visit.calls.listed("GetInvoicesForClient", visit.code, BEGINNING, END, ALL)


def invoices_page(visit: PortalVisit, found: list[Any], endpoint: str, of: str = "") -> Response:
    """Answer with invoices, the latest first; `of` is the employer whose they are."""
    return visit.page(
        "invoices.html", invoices=found[::-1], endpoint=endpoint, of=of, today=visit.today, state_of=state_of
    )


def invoice_page(visit: PortalVisit, named: list[Any], number: int, back: str) -> Response:
    """Answer with an invoice; `named` are those that a call with the visitor's token, or after one, has named."""
    found = next((each for each in named if each.InvoiceId == number), None)
    if found is None:
        raise NotFound(ELSEWHERE)
    payments = items_of(visit.desk.integration.ask(visit.calls, "GetPaymentsForInvoice", number))
    return visit.page(
        "invoice.html",
        invoice=found,
        items=within(found.InvoiceItems),
        payments=payments,
        back=back,
        state=state_of(found, visit.today),
    )


def state_of(invoice: Any, today: datetime.datetime) -> tuple[str, str]:
    """Return the kind of an invoice's badge, and its words."""
    if invoice.PaymentStatus in PAID:
        return "good", "✓ paid"
    if invoice.DueDate is None or invoice.DueDate.year < BEGINNING.year:
        return "", "to pay"
    days = (invoice.DueDate.date() - today.date()).days
    if days < 0:
        return "bad", f"overdue since {invoice.DueDate.day} {invoice.DueDate:%b}"
    if days == 0:
        return "warn", "to pay today"
    return ("warn", f"to pay in {days} {'day' if days == 1 else 'days'}") if days <= DUE_SOON else ("", "to pay")
