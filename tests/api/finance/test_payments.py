"""RecordPaymentForInvoice: what is paid on an invoice after it was made."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from tests.support.outcomes import DENIED, OK, outcome
from vettrak_api.model.finance import Invoice, InvoiceItem, Payment, PaymentShare, PaymentType

DATED = datetime.datetime(2026, 5, 1)
TODAY = datetime.datetime(2026, 9, 10)


class Books:
    """Two invoices of two people: over 110 for the first enrolment and 55 for the second, with a free item between."""

    def __init__(self, world):
        self.world = world
        self.campus = world.location("CAMPUS")
        self.adams, self.baker = world.client("Adams", code="ADAMS"), world.client("Baker", code="BAKER")
        self.first, self.second = world.enrolment(self.adams), world.enrolment(self.adams)
        self.invoice = self.invoiced(self.adams, self.first, self.second)
        self.other = self.invoiced(self.baker, world.enrolment(self.baker), world.enrolment(self.baker))

    def invoiced(self, client, first, second):
        total = {"total_amount": Decimal("165.00"), "total_gst": Decimal("15.00")}
        invoice = self.world.add(Invoice(invoice_date=DATED, client_id=client.id, modified_at=DATED, **total))
        for enrolment, amount, gst in ((first, "110.00", "10.00"), (first, "0.00", "0.00"), (second, "55.00", "5.00")):
            owed = {"amount": Decimal(amount), "gst": Decimal(gst)}
            self.world.add(InvoiceItem(invoice_id=invoice.id, enrolment_id=enrolment.id, modified_at=DATED, **owed))
        return invoice

    def items(self, invoice=None):
        """Return what the items say is paid, with the GST inside."""
        wanted = select(InvoiceItem).where(InvoiceItem.invoice_id == (invoice or self.invoice).id)
        return [(item.amount_paid, item.gst_paid) for item in self.world.all(wanted.order_by(InvoiceItem.id))]

    def enrolments(self):
        return [self.world.fresh(enrolment).amount_paid for enrolment in (self.first, self.second)]

    def paid(self):
        """Return what the invoice says is paid, and its status."""
        invoice = self.world.fresh(self.invoice)
        return invoice.amount_paid, invoice.payment_status

    def nothing_is_written(self):
        assert self.paid() == (0, 0)
        assert self.items() == self.items(self.other) == [(0, 0)] * 3
        assert self.enrolments() == [0, 0]
        numbers = (self.invoice.id, self.other.id)
        assert self.world.everything(select(func.count()).where(Payment.invoice_id.in_(numbers))) == [0]


@pytest.fixture
def books(world):
    return Books(world)


@pytest.fixture
def pay(api, token, books):
    """Call RecordPaymentForInvoice for the first invoice, with what a test says otherwise."""

    def call(amount="10.00", **told):
        return api.RecordPaymentForInvoice(token, **({"invoiceId": books.invoice.id} | told), amount=Decimal(amount))

    return call


@pytest.fixture
def payments(api, token, books):
    return lambda: api.GetPaymentsForInvoice(token, books.invoice.id).PaymentList


class TestWhatIsStored:
    def test_all_that_is_told(self, pay, payments, books, world):
        words = {"paymentOrder": " O-1 ", "RRN": "R-1", "externalIdentifier": "X-1", "description": "By phone"}
        when = datetime.datetime(2026, 8, 1, 10)
        answer = pay(paymentTypeName=" electronic TRANSFER", paymentLocationCode="campus", recordedDate=when, **words)
        assert outcome(answer) == OK
        (told,) = payments()
        assert (told.PaymentId, told.RecordedDate, told.Amount) == (answer.ID, when, Decimal("10.00"))
        assert (told.PaymentTypeName, told.PaymentTypeFlag) == ("Electronic Transfer", 3)
        assert (told.OrderNumber, told.RRN, told.ExternalIdentifier) == ("O-1", "R-1", "X-1")
        assert told.Description == "By phone"
        assert world.get(Payment, answer.ID).location_id == books.campus.id

    def test_what_is_not_told(self, pay, payments, world):
        marked = [world.location(code, payment_default=True) for code in ("DESK", "DOOR")]
        answer = pay(paymentTypeName=" ", paymentLocationCode="")
        assert outcome(answer) == OK
        (told,) = payments()
        assert (told.RecordedDate, told.PaymentTypeName) == (TODAY, "Credit Card")
        assert (told.OrderNumber, told.RRN, told.ExternalIdentifier, told.Description) == (None, None, None, None)
        assert world.get(Payment, answer.ID).location_id == marked[0].id

    def test_no_place_where_none_is_the_default(self, pay, world):
        assert world.get(Payment, pay().ID).location_id is None


class TestHowItIsSpread:
    @pytest.mark.parametrize(
        ("amount", "items", "enrolments", "status"),
        [
            ("0.01", [("0.01", "0.00"), ("0.00", "0.00")], ["0.01", "0.00"], 1),
            ("55.00", [("55.00", "5.00"), ("0.00", "0.00")], ["55.00", "0.00"], 1),
            ("121.00", [("110.00", "10.00"), ("11.00", "1.00")], ["110.00", "11.00"], 1),
            ("165.00", [("110.00", "10.00"), ("55.00", "5.00")], ["110.00", "55.00"], 2),
            ("200.00", [("110.00", "10.00"), ("90.00", "5.00")], ["110.00", "90.00"], 3),
        ],
    )
    def test_over_the_items_in_order_with_gst_in_proportion(self, pay, books, amount, items, enrolments, status):
        assert outcome(pay(amount)) == OK
        first, second = [tuple(map(Decimal, item)) for item in items]
        assert books.items() == [first, (0, 0), second]
        assert books.enrolments() == [Decimal(paid) for paid in enrolments]
        assert books.paid() == (Decimal(amount), status)
        assert books.items(books.other) == [(0, 0)] * 3

    def test_payment_by_payment_until_it_is_overpaid(self, pay, books, world, api, token):
        told = []
        for amount in ("33.33", "76.67", "55.00", "0.01"):
            assert outcome(pay(amount)) == OK
            told.append((books.paid(), books.items()[0], books.items()[2]))
        assert told == [
            ((Decimal("33.33"), 1), (Decimal("33.33"), Decimal("3.03")), (0, 0)),
            ((Decimal("110.00"), 1), (Decimal("110.00"), Decimal("10.00")), (0, 0)),
            ((Decimal("165.00"), 2), (Decimal("110.00"), Decimal("10.00")), (Decimal("55.00"), Decimal("5.00"))),
            ((Decimal("165.01"), 3), (Decimal("110.00"), Decimal("10.00")), (Decimal("55.01"), Decimal("5.00"))),
        ]
        shares = (
            select(PaymentShare.amount)
            .join(Payment, Payment.id == PaymentShare.payment_id)
            .where(Payment.invoice_id == books.invoice.id)
        )
        assert sum(world.everything(shares)) == Decimal("165.01")
        listed = api.GetInvoicesForClient(token, "ADAMS", DATED, DATED, 2).InvoiceList
        assert [(invoice.AmountPaid, invoice.PaymentStatus) for invoice in listed] == [(Decimal("165.01"), 3)]

    def test_on_an_invoice_without_items(self, pay, world, books):
        bare = world.add(Invoice(invoice_date=DATED, client_id=books.adams.id, total_amount=Decimal("5.00")))
        assert outcome(pay("5.00", invoiceId=bare.id)) == OK
        stored = world.fresh(bare)
        assert (stored.amount_paid, stored.payment_status) == (5, 2)

    def test_on_an_invoice_that_the_accounts_have(self, pay, world, books):
        world.change(books.invoice, locked=True)
        assert outcome(pay("165.00")) == OK
        assert books.paid() == (165, 2)

    def test_every_call_is_a_payment_of_its_own(self, pay, payments, books):
        numbers = [pay(externalIdentifier="X-1", paymentOrder="O-1").ID for _ in range(2)]
        assert [payment.PaymentId for payment in payments()] == numbers
        assert len(set(numbers)) == 2
        assert books.paid() == (20, 1)

    def test_counts_as_a_change_of_the_invoice(self, pay, books, api, token, clock):
        clock.advance(minutes=1)
        assert outcome(pay()) == OK
        told = api.GetInvoicesModifiedSince(token, clock.now() - datetime.timedelta(seconds=30)).InvoiceList
        mine = [invoice for invoice in told if invoice.InvoiceId in (books.invoice.id, books.other.id)]
        assert [(invoice.InvoiceId, invoice.AmountPaid) for invoice in mine] == [(books.invoice.id, 10)]


class TestWhatIsRefused:
    @pytest.fixture(autouse=True)
    def whatever_happens_nothing_is_written(self, books):
        yield
        books.nothing_is_written()

    def test_an_unknown_invoice(self, pay):
        answer = pay(invoiceId=0)
        assert (outcome(answer), answer.ID) == ((-4, "Invoice not found."), -1)

    @pytest.mark.parametrize(
        ("amount", "message"),
        [
            ("0", "Amount must be positive."),
            ("-0.01", "Amount must be positive."),
            ("0.001", "amount has more than two decimals."),
            ("10000000", "amount is not valid."),
        ],
    )
    def test_what_is_no_amount(self, pay, amount, message):
        assert outcome(pay(amount)) == (-1, message)

    @pytest.mark.parametrize("name", ["Shells", "Reversal", "Transfer", "Refund", "Credit Note"])
    def test_a_type_by_which_nothing_comes_in(self, pay, name):
        assert outcome(pay(paymentTypeName=name)) == (-1, "Unknown payment type.")

    def test_an_unknown_place(self, pay):
        assert outcome(pay(paymentLocationCode="NOWHERE")) == (-1, "Unknown payment location.")

    def test_no_type_where_none_is_the_default(self, pay, world):
        flagged = world.all(select(PaymentType).where(PaymentType.web_default))
        for kind in flagged:
            world.change(kind, web_default=False)
        assert outcome(pay()) == (-1, "No payment type is the default of web payments.")
        for kind in flagged:
            world.change(kind, web_default=True)

    def test_text_that_is_too_long(self, pay):
        assert outcome(pay(RRN="R" * 21)) == (-1, "RRN is longer than 20 characters.")

    def test_arguments_are_judged_before_records(self, pay):
        assert outcome(pay("0", invoiceId=0)) == (-1, "Amount must be positive.")
        assert outcome(pay(invoiceId=0, paymentTypeName="Shells")) == (-4, "Invoice not found.")

    def test_a_caller_without_the_role(self, api, world, books):
        answer = api.RecordPaymentForInvoice(world.token(books.adams), books.invoice.id, amount=Decimal(1))
        assert (outcome(answer), answer.ID) == (DENIED, -1)


def test_pays_what_processing_has_invoiced(api, token, world):
    """A payment that comes after a booking was processed has somewhere to go."""
    course = world.occurrence(web_published=True, prices=[("Fee", "110.00")])
    booking = api.AddClientWebEnrolment(token, course.id, "Late", "Larry").ID
    assert outcome(api.AddWebInvoice(token, booking, "PO-1", None, 0)) == OK
    assert outcome(api.ProcessWebEnrolment(token, booking)) == OK
    assert outcome(api.AddWebPayment(token, booking, "O", "R", Decimal("110.00"))) != OK
    far = (datetime.datetime(2000, 1, 1), datetime.datetime(2099, 1, 1))
    (invoice,) = [one for one in api.GetInvoices(token, *far, 0).InvoiceList if one.OrderNumber == "PO-1"]
    assert (invoice.InvoiceNumber, invoice.PaymentStatus) == (f"{invoice.InvoiceId:05d}", 0)
    assert outcome(api.RecordPaymentForInvoice(token, invoice.InvoiceId, amount=invoice.TotalAmount)) == OK
    (paid,) = [one for one in api.GetInvoices(token, *far, 2).InvoiceList if one.InvoiceId == invoice.InvoiceId]
    assert (paid.AmountPaid, paid.PaymentStatus) == (invoice.TotalAmount, 2)
