"""Removes the enrolments that processing made with copies, invoice and payment, while nothing is built on them."""

from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, delete, func, inspect, or_, select
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
from vettrak_api.model.statements import portions
from vettrak_api.rules.enrolments.results import NOT_SCORED
from vettrak_api.rules.finance.payments import credit_enrolment, payment_status
from vettrak_api.rules.quarantine.decisions import Context
from vettrak_api.rules.reference.defaults import NOT_YET_STARTED
from vettrak_api.rules.undoing.journal import Made, is_referred_to, log_deletion

Row = TypeVar("Row", InvoiceItem, Payment, PaymentShare, Invoice)

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


def remove_enrolments(session: Session, context: Context, enrolment_id: int, made: Made) -> None:
    """Remove an enrolment and those under it. `made` is what processing made by table.

    Raises Conflict when results, attendance or further payments were recorded, the invoice is locked, the LMS has
    taken an enrolment, or anything else refers to one.
    """
    wanted = select(Enrolment).where(or_(Enrolment.id == enrolment_id, Enrolment.parent_id == enrolment_id))
    # Those under an enrolment have later numbers than it; they go first.
    enrolments = session.scalars(wanted.order_by(Enrolment.id.desc())).all()
    if {enrolment.id for enrolment in enrolments} - made.get("enrolment", set()):
        raise Conflict("Further employees have been enrolled under this enrolment.")
    ids = [enrolment.id for enrolment in enrolments]
    if any(enrolment.lms_publish and enrolment.lms_status == IN_LMS for enrolment in enrolments):
        raise Conflict("The LMS has taken the enrolment.")
    recorded = (wanted for some in portions(ids) for wanted in _recorded(some))
    if any(session.scalars(wanted.limit(1)).first() is not None for wanted in recorded):
        raise Conflict("Results or attendance have been recorded.")
    _remove_money(session, context, ids, made)
    for some in portions(ids):
        _remove_copies(session, some, made)
    for enrolment in enrolments:
        if is_referred_to(session, "enrolment", enrolment.id):
            raise Conflict("Other records refer to the enrolment.")
        log_deletion(session, context, "ENROLMENT", enrolment.id)
        session.delete(enrolment)
        session.flush()


def _recorded(ids: list[int]) -> tuple[Select[int], ...]:
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
        units.where(EnrolledUnit.enrolment_id.in_(ids), begun),
        history.where(EnrolledUnit.enrolment_id.in_(ids)),
        tasks.where(EnrolledTask.enrolment_id.in_(ids), TaskStatus.kind != NOT_YET_STARTED),
        attendance.where(Enrolment.id.in_(ids)),
    )


def _remove_money(session: Session, context: Context, ids: list[int], made: Made) -> None:
    items = _rows(session, InvoiceItem, InvoiceItem.enrolment_id, ids)
    payments = _rows(session, Payment, Payment.id, made.get("payment", ()))
    _refuse_further_payments(session, [item.id for item in items], {payment.id for payment in payments})
    own = made.get("invoice", set())
    touched = own | {item.invoice_id for item in items} | {payment.invoice_id for payment in payments}
    invoices = _rows(session, Invoice, Invoice.id, sorted(touched))
    if any(invoice.locked for invoice in invoices):
        raise Conflict("The invoice is locked.")
    for payment in payments:
        _remove_payment(session, context, payment)
    for item in items:
        session.delete(item)
    session.flush()
    for invoice in invoices:
        _settle(session, context, invoice, is_own=invoice.id in own)


def _rows(session: Session, table: type[Row], column: Any, values: Iterable[int]) -> list[Row]:
    """Return the rows whose column has one of these values, by number within a portion of them."""
    found = (select(table).where(column.in_(some)).order_by(inspect(table).primary_key[0]) for some in portions(values))
    return [row for wanted in found for row in session.scalars(wanted)]


def _refuse_further_payments(session: Session, item_ids: list[int], payment_ids: set[int]) -> None:
    shares = _rows(session, PaymentShare, PaymentShare.invoice_item_id, item_ids)
    if not payment_ids.issuperset(share.payment_id for share in shares):
        raise Conflict("Further payments have been recorded.")


def _remove_payment(session: Session, context: Context, payment: Payment) -> None:
    """Delete a payment with its shares, which may lie on items of other enrolments, too."""
    shares = session.scalars(select(PaymentShare).where(PaymentShare.payment_id == payment.id)).all()
    for share in shares:
        item = session.get_one(InvoiceItem, share.invoice_item_id)
        credit_enrolment(session, item, -share.amount)
        item.amount_paid -= share.amount
        item.gst_paid -= share.gst
        session.delete(share)
    log_deletion(session, context, "PAYMENT", payment.id)
    session.flush()
    session.delete(payment)
    session.flush()


def _settle(session: Session, context: Context, invoice: Invoice, *, is_own: bool) -> None:
    """Add up anew what is left of an invoice; one on which nothing stands any more, nor is paid, goes too.

    One that the undone booking made (`is_own`) can not stay empty: Conflict if somebody has paid on it since.
    """
    left = session.scalars(select(InvoiceItem).where(InvoiceItem.invoice_id == invoice.id)).all()
    paid = session.scalar(select(func.sum(Payment.amount)).where(Payment.invoice_id == invoice.id))
    if is_own and not left and paid is not None:
        raise Conflict("Further payments have been recorded.")
    if not left and paid is None:
        log_deletion(session, context, "INVOICE", invoice.id)
        session.delete(invoice)
        session.flush()
        return
    invoice.total_amount = sum((item.amount for item in left), invoice.total_amount * 0)
    invoice.total_gst = sum((item.gst for item in left), invoice.total_gst * 0)
    invoice.amount_paid = paid or invoice.amount_paid * 0
    invoice.payment_status = payment_status(invoice.total_amount, invoice.amount_paid)


def _remove_copies(session: Session, ids: list[int], made: Made) -> None:
    tasks = select(EnrolledTask.id).where(EnrolledTask.enrolment_id.in_(ids))
    events = portions(made.get("event", ()))
    removed = [
        delete(EnrolledTaskUnit).where(EnrolledTaskUnit.enrolled_task_id.in_(tasks)),
        *(delete(Event).where(Event.id.in_(some), Event.enrolment_id.in_(ids)) for some in events),
        *(delete(copy).where(copy.enrolment_id.in_(ids)) for copy in COPIES),
    ]
    for statement in removed:
        session.execute(statement, execution_options={"synchronize_session": "fetch"})
