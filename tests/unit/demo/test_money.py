"""Awards, invoices and payments of the demo data: some of every kind, with sums that agree."""

import shutil
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from tests.conftest import CHEAP, SetClock
from vettrak_api.demo import data as demo_data
from vettrak_api.model.enrolments import EnrolledUnit, Enrolment
from vettrak_api.model.events import Award, AwardUnit
from vettrak_api.model.finance import Invoice, InvoiceItem, Payment, PaymentShare, PaymentType
from vettrak_api.model.reference import AwardType, ResultType
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings


@pytest.fixture(scope="module")
def read(template, tmp_path_factory):
    """Fill a database and return what reads its rows."""
    path = tmp_path_factory.mktemp("money") / "demo.db"
    shutil.copyfile(template.bare, path)
    runtime = build_runtime(Settings(database_url=f"sqlite:///{path}", **CHEAP), SetClock())
    demo_data.fill(runtime)

    def run(statement):
        with runtime.database.reading() as session:
            return session.execute(statement).all()

    yield run
    runtime.database.close()


def by(read, key, *sums):
    """Return sums of rows by a key."""
    rows = read(select(key, *[func.sum(each) for each in sums]).group_by(key))
    return {number: tuple(Decimal(str(each)).quantize(Decimal("0.01")) for each in values) for number, *values in rows}


def test_there_are_awards_of_each_type_with_their_successful_units(read):
    kinds = read(select(AwardType.name).join(Award, Award.award_type_id == AwardType.id).distinct())
    assert {name for (name,) in kinds} == {"Certificate", "Statement of Attainment", "Certificate of Attendance"}
    named = read(select(Award.enrolment_id, AwardUnit.unit_id).join(AwardUnit, AwardUnit.award_id == Award.id))
    achieved = read(
        select(EnrolledUnit.enrolment_id, EnrolledUnit.unit_id)
        .join(ResultType, ResultType.id == EnrolledUnit.result_type_id)
        .join(Award, Award.enrolment_id == EnrolledUnit.enrolment_id)
        .where(ResultType.kind == 2)
    )
    assert named
    assert sorted(map(tuple, named)) == sorted(map(tuple, achieved))


def test_there_are_invoices_of_each_kind(read):
    states = {status for (status,) in read(select(Invoice.payment_status).distinct())}
    assert states == {0, 1, 2, 4}
    overdue = select(Invoice.id).where(Invoice.payment_status < 2, Invoice.due_date < SetClock().now())
    assert read(overdue)
    combined = select(Invoice.id).join(InvoiceItem, InvoiceItem.invoice_id == Invoice.id)
    combined = combined.where(Invoice.employer_id.is_not(None), Invoice.employer_contact_id.is_not(None))
    assert read(combined.group_by(Invoice.id).having(func.count() > 1))


def test_there_are_payments_of_each_type(read):
    paid = read(select(PaymentType.code).join(Payment, Payment.payment_type_id == PaymentType.id).distinct())
    assert sorted(paid) == sorted(read(select(PaymentType.code)))


def test_sums_agree(read):
    invoices = by(read, Invoice.id, Invoice.total_amount, Invoice.total_gst, Invoice.amount_paid)
    items = by(read, InvoiceItem.invoice_id, InvoiceItem.amount, InvoiceItem.gst, InvoiceItem.amount_paid)
    assert items == invoices
    payments = by(read, Payment.invoice_id, Payment.amount)
    assert {number: paid for number, (_, _, paid) in invoices.items() if paid} == {
        number: paid for number, (paid,) in payments.items()
    }
    shares = by(read, PaymentShare.invoice_item_id, PaymentShare.amount, PaymentShare.gst)
    told = by(read, InvoiceItem.id, InvoiceItem.amount_paid, InvoiceItem.gst_paid)
    assert shares == {number: sums for number, sums in told.items() if sums[0]}
    assert by(read, Payment.id, Payment.amount) == by(read, PaymentShare.payment_id, PaymentShare.amount)
    enrolments = by(read, Enrolment.id, Enrolment.amount_paid + Enrolment.amount_credited)
    charged = by(read, InvoiceItem.enrolment_id, InvoiceItem.amount_paid)
    assert {number: enrolments[number] for number in charged} == charged
