"""Areas web_enrolments and web_waitlists: turning what waits in quarantine into real records without staff."""

from typing import Any

from vettrak_api.calls.call import Call, Members, Record, operation
from vettrak_api.operations.quarantine.caller import context, quarantine
from vettrak_api.rules.finance.invoicing import Invoiced
from vettrak_api.rules.finance.payments import NOTHING
from vettrak_api.rules.processing.processing import (
    Processed,
    ProcessedEmployee,
    complete_reservation,
    process_waitlist,
    process_web_enrolment,
)
from vettrak_api.rules.quarantine.decisions import Choices


@operation
def ProcessWebEnrolment(
    call: Call,
    webEnrolId: int,
    updateMatches: bool,  # noqa: FBT001 - the interface has it here
) -> Record:
    """Make the real records of a web enrolment by the matching rules."""
    held = quarantine(call).web_enrolment(webEnrolId)
    choices = Choices(update_matches=updateMatches)
    return _processed(process_web_enrolment(call.session, context(call), webEnrolId, choices, held))


@operation
def CompleteWebReservation(call: Call, webEnrolId: int) -> Members:
    """Turn a reservation into a web enrolment, and process that at once where the occurrence says so."""
    if call.settings.separate_web_sites:
        quarantine(call).web_enrolment(webEnrolId)
    processed = complete_reservation(call.session, context(call), webEnrolId)
    return {
        "WasAutoProcessed": processed is not None,
        "ProcessedWebEnrol": _processed(processed) if processed is not None else None,
    }


@operation
def ProcessWebWaitlist(
    call: Call,
    webWaitlistId: int,
    updateMatches: bool,  # noqa: FBT001 - the interface has it here
) -> Record:
    """Make the real waitlist entry of a web one by the matching rules."""
    if call.settings.separate_web_sites:
        quarantine(call).waitlist(webWaitlistId)
    choices = Choices(update_matches=updateMatches)
    processed = process_waitlist(call.session, context(call), webWaitlistId, choices)
    return {
        "WebWaitlistId": processed.web_waitlist_id,
        "WaitlistId": processed.entry.id,
        "ProgrammeId": processed.entry.programme_id,
        "WaiterWasCreated": processed.person.created,
        "WaiterIdentifier": processed.person.client.code,
        "WaiterName": processed.person.name,
    }


def _processed(processed: Processed) -> dict[str, Any]:
    """Return a TProcessedWebEnrol. AutoLMSTransfer is absent: no LMS is written to while a website waits."""
    return {
        "WebEnrolmentId": processed.web_enrolment_id,
        "EnrolmentId": processed.enrolment_id,
        "OccurrenceId": processed.occurrence_id,
        "EnroleeType": processed.enrolee_kind,
        "EnroleeWasCreated": processed.created,
        "EnroleeIdentifier": processed.identifier,
        "EnroleeName": processed.name,
        **_money(processed.invoiced),
        "ProcessedEmployeeList": [_employee(employee) for employee in processed.employees],
    }


def _money(invoiced: Invoiced | None) -> dict[str, Any]:
    if invoiced is None:
        amounts = ("AmountInvoiced", "GSTInvoiced", "AmountPaid", "GSTPaid")
        return {"InvoiceItemIds": [], **dict.fromkeys(amounts, NOTHING)}
    return {
        "InvoiceId": invoiced.invoice.id,
        "InvoiceNumber": invoiced.invoice.number,
        "InvoiceItemIds": [item.id for item in invoiced.items],
        "PaymentId": invoiced.paid.payment_id if invoiced.paid else None,
        "InvoiceDate": invoiced.invoice.invoice_date,
        "AmountInvoiced": invoiced.amount,
        "GSTInvoiced": invoiced.gst,
        "AmountPaid": invoiced.paid.amount if invoiced.paid else NOTHING,
        "GSTPaid": invoiced.paid.gst if invoiced.paid else NOTHING,
    }


def _employee(employee: ProcessedEmployee) -> dict[str, Any]:
    return {
        "WebClientId": employee.web_client_id,
        "EnrolmentId": employee.enrolment_id,
        "EmployeeWasCreated": employee.person.created,
        "EmployeeIdentifier": employee.person.client.code,
        "EmployeeName": employee.person.name,
    }
