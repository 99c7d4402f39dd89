"""Removes the enrolments that processing made with copies, invoice and payment, while nothing is built on them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Conflict
from vettrak_api.model.enrolments import (
    ClassAttendance,
    ClassClient,
    EnrolledTask,
    EnrolledTaskUnit,
    EnrolledUnit,
    Enrolment,
    EnrolmentInvoiceSchedule,
    EnrolmentLink,
    EnrolmentPrice,
    EnrolmentStaff,
    ResultHistory,
)
from vettrak_api.model.events import Event
from vettrak_api.model.finance import Invoice, InvoiceItem, Payment, PaymentShare
from vettrak_api.model.occurrences import IN_LMS, ClassSession, TaskStatus
from vettrak_api.model.quarantine import EnrolmentCohort
from vettrak_api.model.reference import ResultType
from vettrak_api.model.rows import Removal, change_row, removal_of, remove_row, remove_rows, rows_of
from vettrak_api.model.statements import execute, for_update, portions
from vettrak_api.model.trails import name_deletion
from vettrak_api.rules.enrolments.results import NOT_SCORED
from vettrak_api.rules.finance.payments import NOTHING, credit_enrolments, payment_status
from vettrak_api.rules.reference.defaults import NOT_YET_STARTED
from vettrak_api.rules.undoing.journal import UNDONE, Made, is_referred_to

COPIES: tuple[Any, ...] = (
    EnrolledUnit,
    EnrolledTask,
    EnrolmentPrice,
    EnrolmentStaff,
    EnrolmentInvoiceSchedule,
    EnrolmentLink,
    EnrolmentCohort,
    ClassClient,
)
"""What an enrolment took over, and what is nothing without it."""


_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_PAYMENT: BindParameter[int] = bindparam("payment")

ENROLMENTS = (
    rows_of(Enrolment)
    .where(or_(Enrolment.id == bindparam("number"), Enrolment.parent_id == bindparam("number")))
    # Those under an enrolment have later numbers than it; they go first.
    .order_by(Enrolment.id.desc())
)
ITEMS = rows_of(InvoiceItem).where(InvoiceItem.enrolment_id.in_(_IDS)).order_by(InvoiceItem.id)
ITEM = rows_of(InvoiceItem).where(InvoiceItem.id == bindparam("number"))
ITEMS_OF_INVOICE = select(InvoiceItem.amount, InvoiceItem.gst).where(InvoiceItem.invoice_id == bindparam("invoice"))
PAYMENTS = rows_of(Payment).where(Payment.id.in_(_IDS)).order_by(Payment.id)
INVOICES = for_update(rows_of(Invoice).where(Invoice.id.in_(_IDS)).order_by(Invoice.id), Invoice)
SHARES = rows_of(PaymentShare).where(PaymentShare.payment_id == _PAYMENT)
PAYMENTS_OF_ITEMS = select(PaymentShare.payment_id).where(PaymentShare.invoice_item_id.in_(_IDS))
PAID = select(func.sum(Payment.amount)).where(Payment.invoice_id == bindparam("invoice"))

UNITS = select(EnrolledUnit.id).where(EnrolledUnit.enrolment_id.in_(_IDS)).order_by(EnrolledUnit.id)
REMOVALS: tuple[Removal, ...] = (
    removal_of(
        EnrolledTaskUnit,
        EnrolledTaskUnit.enrolled_task_id.in_(select(EnrolledTask.id).where(EnrolledTask.enrolment_id.in_(_IDS))),
    ),
    *(removal_of(copy, copy.enrolment_id.in_(_IDS)) for copy in COPIES),
)
EVENTS_REMOVAL = removal_of(Event, Event.enrolment_id.in_(_IDS), Event.id.in_(bindparam("events", expanding=True)))


def _recorded() -> tuple[Select[int], ...]:
    """Return the statements that find what a trainer has recorded of enrolments."""
    units = select(EnrolledUnit.id).join(ResultType, ResultType.id == EnrolledUnit.result_type_id)
    tasks = select(EnrolledTask.id).outerjoin(TaskStatus, TaskStatus.id == EnrolledTask.task_status_id)
    attendance = (
        select(ClassAttendance.id)
        .join(ClassSession, ClassSession.id == ClassAttendance.class_session_id)
        .join(
            Enrolment,
            (Enrolment.client_id == ClassAttendance.client_id)
            & (Enrolment.occurrence_id == ClassSession.occurrence_id),
        )
    )
    history = select(ResultHistory.id).join(EnrolledUnit, EnrolledUnit.id == ResultHistory.enrolled_unit_id)
    begun: ColumnElement[bool] = or_(
        ResultType.kind != NOT_YET_STARTED,
        EnrolledUnit.percentage != NOT_SCORED,
        EnrolledUnit.comment.is_not(None),
    )
    return (
        units.where(EnrolledUnit.enrolment_id.in_(_IDS), begun),
        history.where(EnrolledUnit.enrolment_id.in_(_IDS)),
        tasks.where(EnrolledTask.enrolment_id.in_(_IDS), TaskStatus.kind != NOT_YET_STARTED),
        attendance.where(Enrolment.id.in_(_IDS)),
    )


RECORDED = tuple(statement.limit(1) for statement in _recorded())


def remove_enrolments(session: Session, enrolment_id: int, made: Made) -> None:
    """Remove an enrolment and those under it. `made` is what processing made by table.

    Raises Conflict when results, attendance or further payments were recorded, the invoice is locked, the LMS has
    taken an enrolment, or anything else refers to one.
    """
    enrolments = execute(session, ENROLMENTS, number=enrolment_id).all()
    ids = [enrolment.id for enrolment in enrolments]
    if set(ids) - made.get("enrolment", set()):
        raise Conflict("Further employees have been enrolled under this enrolment.")
    if any(enrolment.lms_publish and enrolment.lms_status == IN_LMS for enrolment in enrolments):
        raise Conflict("The LMS has taken the enrolment.")
    recorded = (execute(session, wanted, ids=some).first() for some in portions(ids) for wanted in RECORDED)
    if any(found is not None for found in recorded):
        raise Conflict("Results or attendance have been recorded.")
    _remove_money(session, ids, made)
    for some in portions(ids):
        for unit_id in execute(session, UNITS, ids=some).scalars().all():
            name_deletion(session, EnrolledUnit, unit_id, unit_id, UNDONE)
        _remove_copies(session, some, made)
    for enrolment in enrolments:
        if is_referred_to(session, "enrolment", enrolment.id):
            raise Conflict("Other records refer to the enrolment.")
        name_deletion(session, Enrolment, enrolment.id, enrolment.id, UNDONE)
        remove_row(session, Enrolment, enrolment)


def _remove_money(session: Session, ids: list[int], made: Made) -> None:
    items = _rows(session, ITEMS, ids)
    payments = _rows(session, PAYMENTS, made.get("payment", ()))
    own = made.get("invoice", set())
    touched = own | {item.invoice_id for item in items} | {payment.invoice_id for payment in payments}
    # Whoever pays one of them meanwhile has done so, or waits and then finds none.
    invoices = _rows(session, INVOICES, sorted(touched))
    known = {payment.id for payment in payments}
    if any(share.payment_id not in known for share in _rows(session, PAYMENTS_OF_ITEMS, (item.id for item in items))):
        raise Conflict("Further payments have been recorded.")
    if any(invoice.locked for invoice in invoices):
        raise Conflict("The invoice is locked.")
    for payment in payments:
        _remove_payment(session, payment)
    for item in items:
        remove_row(session, InvoiceItem, item)
    for invoice in invoices:
        _settle(session, invoice, is_own=invoice.id in own)


def _rows(session: Session, statement: Select[*tuple[Any, ...]], values: Iterable[int]) -> list[Any]:
    """Return what a statement finds for `ids`, portion by portion."""
    return [row for some in portions(values) for row in execute(session, statement, ids=some)]


def _remove_payment(session: Session, payment: Any) -> None:
    """Delete a payment with its shares, which may lie on items of other enrolments, too."""
    credit: dict[int, Decimal] = {}
    for share in execute(session, SHARES, payment=payment.id).all():
        item = execute(session, ITEM, number=share.invoice_item_id).one()
        left = {"amount_paid": item.amount_paid - share.amount, "gst_paid": item.gst_paid - share.gst}
        change_row(session, InvoiceItem, item, **left)
        if item.enrolment_id is not None:
            credit[item.enrolment_id] = credit.get(item.enrolment_id, NOTHING) - share.amount
        remove_row(session, PaymentShare, share)
    credit_enrolments(session, credit)
    name_deletion(session, Payment, payment.id, payment.id, UNDONE)
    remove_row(session, Payment, payment)


def _settle(session: Session, invoice: Any, *, is_own: bool) -> None:
    """Add up anew what is left of an invoice; one on which nothing stands any more, nor is paid, goes too.

    One that the undone booking made (`is_own`) can not stay empty: Conflict if somebody has paid on it since.
    """
    left = execute(session, ITEMS_OF_INVOICE, invoice=invoice.id).all()
    paid = execute(session, PAID, invoice=invoice.id).scalar()
    if is_own and not left and paid is not None:
        raise Conflict("Further payments have been recorded.")
    if not left and paid is None:
        name_deletion(session, Invoice, invoice.id, invoice.id, UNDONE)
        remove_row(session, Invoice, invoice)
        return
    total, amount_paid = sum((item.amount for item in left), NOTHING), paid or NOTHING
    change_row(
        session,
        Invoice,
        invoice,
        total_amount=total,
        total_gst=sum((item.gst for item in left), NOTHING),
        amount_paid=amount_paid,
        payment_status=payment_status(total, amount_paid),
    )


def _remove_copies(session: Session, ids: list[int], made: Made) -> None:
    for removal in REMOVALS:
        remove_rows(session, removal, ids=ids)
    for some in portions(sorted(made.get("event", ()))):
        remove_rows(session, EVENTS_REMOVAL, ids=ids, events=some)
