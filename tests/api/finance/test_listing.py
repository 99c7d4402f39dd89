"""Invoices and payments as they are listed, with a client and an employer who have some, and others who do."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from tests.support.outcomes import DENIED, OK, outcome
from vettrak_api.model.finance import TO_CLIENT, TO_EMPLOYER, Invoice, InvoiceItem, Payment, PaymentType
from vettrak_api.model.reference import Organisation

MAY = datetime.datetime(2026, 5, 1)
DAY, SECOND = datetime.timedelta(days=1), datetime.timedelta(seconds=1)
MONTH = (MAY, MAY + 30 * DAY)


class Books:
    """Two clients, two employers, and what they are invoiced."""

    def __init__(self, world):
        self.world = world
        self.adams, self.baker = world.client("Adams", "Ann", code="ADAMS"), world.client("Baker", "Bob", code="BAKER")
        self.beer, self.wine = world.employer("Beer Ltd", identifier="BEER"), world.employer("Wine", identifier="WINE")

    def invoice(self, whose, when=MAY, **values):
        if hasattr(whose, "surname"):
            owner = {"invoicee_kind": TO_CLIENT, "client_id": whose.id}
        else:
            owner = {"invoicee_kind": TO_EMPLOYER, "employer_id": whose.id}
        return self.world.add(Invoice(invoice_date=when, **owner, **values))

    def item(self, invoice, amount="10.00", **values):
        return self.world.add(InvoiceItem(invoice_id=invoice.id, amount=Decimal(amount), **values))

    def payment(self, invoice, recorded=MAY, code="CARD", **values):
        kind = self.world.one(select(PaymentType.id).where(PaymentType.code == code))
        values.setdefault("amount", Decimal("5.00"))
        return self.world.add(Payment(invoice_id=invoice.id, payment_type_id=kind, recorded=recorded, **values))


@pytest.fixture
def books(world):
    return Books(world)


def ids(answer):
    assert outcome(answer) == OK
    return [invoice.InvoiceId for invoice in answer.InvoiceList]


@pytest.fixture(params=["everybody", "client", "employer"])
def listed(request, api, token, books):
    """One of the three lists by date: `mine` is who has the invoices, `ask` asks for those of a range and a status."""

    class Listed:
        mine = books.beer if request.param == "employer" else books.adams
        kind = request.param

        @staticmethod
        def ask(start=MONTH[0], end=MONTH[1], status=0):
            if request.param == "client":
                return api.GetInvoicesForClient(token, " adams ", start, end, status)
            if request.param == "employer":
                return api.GetInvoicesForEmployer(token, "beer", start, end, status)
            return api.GetInvoices(token, start, end, status)

    return Listed


class TestListsByDate:
    def test_come_by_date_and_number(self, listed, books):
        late = books.invoice(listed.mine, MAY + DAY)
        first, second = books.invoice(listed.mine), books.invoice(listed.mine)
        assert ids(listed.ask()) == [first.id, second.id, late.id]

    def test_are_those_of_the_one_who_is_asked_for(self, listed, books):
        made = {one: books.invoice(one).id for one in (books.adams, books.baker, books.beer, books.wine)}
        # An invoice to an employer may name a client, too, which is not the invoicee.
        books.world.change(books.world.get(Invoice, made[books.wine]), client_id=books.adams.id)
        expected = list(made.values()) if listed.kind == "everybody" else [made[listed.mine]]
        assert ids(listed.ask()) == expected

    def test_include_both_ends_to_the_second(self, listed, books):
        moments = (MONTH[0] - SECOND, MONTH[0], MONTH[1], MONTH[1] + SECOND)
        _, first, last, _ = (books.invoice(listed.mine, moment) for moment in moments)
        assert ids(listed.ask()) == [first.id, last.id]

    @pytest.mark.parametrize(("status", "listed_ones"), [(0, [0, 1, 2, 3, 4]), (1, [0, 1]), (2, [2, 3, 4])])
    def test_are_paid_or_not(self, listed, books, status, listed_ones):
        made = [books.invoice(listed.mine, payment_status=state) for state in range(5)]
        answer = listed.ask(status=status)
        assert ids(answer) == [made[state].id for state in listed_ones]
        assert [invoice.PaymentStatus for invoice in answer.InvoiceList] == listed_ones

    def test_carry_each_its_own_items_in_order(self, listed, books):
        first, second, bare = (books.invoice(listed.mine) for _ in range(3))
        items = [books.item(invoice) for invoice in (first, second, first)]
        answer = listed.ask()
        assert ids(answer) == [first.id, second.id, bare.id]
        told = [[item.InvoiceItemId for item in invoice.InvoiceItems] for invoice in answer.InvoiceList]
        assert told == [[items[0].id, items[2].id], [items[1].id], []]

    def test_may_be_empty(self, listed, books):
        books.invoice(listed.mine, MAY - DAY)
        assert ids(listed.ask()) == []

    @pytest.mark.parametrize("status", [-1, 3])
    def test_know_three_statuses(self, listed, status):
        answer = listed.ask(status=status)
        assert (outcome(answer), answer.InvoiceList) == ((-1, "Status must be 0, 1 or 2."), [])

    def test_refuse_a_reversed_range_first(self, listed):
        answer = listed.ask(MONTH[1], MONTH[0], 7)
        assert outcome(answer) == (-1, "Start date is after end date.")


class TestMembers:
    def test_of_an_invoice_to_a_client(self, api, token, books, world):
        organisation = world.add(Organisation(name="College"))
        invoice = books.invoice(
            books.adams,
            number="INV-1",
            due_date=MAY + 14 * DAY,
            order_number="PO-1",
            description="Course",
            payment_status=1,
            total_amount=Decimal("110.00"),
            total_gst=Decimal("10.00"),
            amount_paid=Decimal("55.50"),
            organisation_id=organisation.id,
        )
        books.item(
            invoice,
            "110.00",
            description="Fee",
            quantity=Decimal("2.00"),
            gst=Decimal("10.00"),
            amount_paid=Decimal("55.50"),
            gst_paid=Decimal("5.05"),
            ledger_code="4-100",
            ledger_name="Fees",
            owner_client_id=books.baker.id,
        )
        (told,) = api.GetInvoicesForClient(token, "ADAMS", *MONTH, 0).InvoiceList
        assert (told.InvoiceId, told.InvoiceNumber, told.InvoiceDate) == (invoice.id, "INV-1", MAY)
        assert (told.InvoiceeType, told.InvoiceeIdentifier, told.InvoiceeName) == (0, "ADAMS", "Ann Adams")
        assert (told.OrderNumber, told.DueDate, told.Description) == ("PO-1", MAY + 14 * DAY, "Course")
        assert (told.PaymentStatus, told.OrganisationId, told.EmployerContact) == (1, organisation.id, None)
        assert (told.TotalAmount, told.TotalGST, told.AmountPaid) == (Decimal("110.00"), Decimal(10), Decimal("55.50"))
        (item,) = told.InvoiceItems
        assert (item.Description, item.Quantity, item.OwnerClientCode) == ("Fee", Decimal(2), "BAKER")
        assert (item.Amount, item.GST) == (Decimal("110.00"), Decimal(10))
        assert (item.AmountPaid, item.GSTPaid) == (Decimal("55.50"), Decimal("5.05"))
        assert (item.LedgerCode, item.LedgerName) == ("4-100", "Fees")

    def test_of_invoices_to_an_employer(self, api, token, books):
        books.invoice(books.beer, employer_contact_id=books.baker.id)
        books.item(books.invoice(books.beer))
        spoken, silent = api.GetInvoicesForEmployer(token, "BEER", *MONTH, 0).InvoiceList
        assert {(one.InvoiceeType, one.InvoiceeIdentifier, one.InvoiceeName) for one in (spoken, silent)} == {
            (1, "BEER", "Beer Ltd")
        }
        contact = spoken.EmployerContact
        assert (contact.Clie_Surname, contact.Clie_Given, contact.Clie_Code) == ("Baker", "Bob", "BAKER")
        assert silent.EmployerContact is None
        assert [item.OwnerClientCode for item in silent.InvoiceItems] == [None]

    def test_somebody_with_one_name_and_the_organisation_that_stands_for_none(self, api, token, world, books):
        books.invoice(world.client("Madonna", "", code="MADONNA"))
        (told,) = api.GetInvoicesForClient(token, "MADONNA", *MONTH, 0).InvoiceList
        first = world.everything(select(func.coalesce(func.min(Organisation.id), 0)))
        assert (told.InvoiceeName, [told.OrganisationId]) == ("Madonna", first)


class TestWhoMayAsk:
    def test_a_client_for_its_own_invoices_alone(self, api, world, books):
        own = books.invoice(books.adams)
        mine = world.token(books.adams)
        assert ids(api.GetInvoicesForClient(mine, "ADAMS", *MONTH, 0)) == [own.id]
        assert outcome(api.GetInvoicesForClient(mine, "BAKER", *MONTH, 0)) == DENIED
        assert outcome(api.GetInvoices(mine, *MONTH, 0)) == DENIED

    def test_nobody_for_who_does_not_exist(self, api, token):
        assert outcome(api.GetInvoicesForClient(token, "NOBODY", *MONTH, 0)) == (-4, "Client not found.")
        assert outcome(api.GetInvoicesForEmployer(token, None, *MONTH, 0)) == (-4, "Employer not found.")

    @pytest.mark.settings(features=("VETtrak API",))
    def test_nobody_without_the_feature(self, api, token, books):
        missing = (-5, "The registration key has no valid entry for the Finance feature.")
        answers = [
            api.GetInvoices(token, *MONTH, 0),
            api.GetInvoicesForClient(token, "ADAMS", *MONTH, 0),
            api.GetInvoicesForEmployer(token, "BEER", *MONTH, 0),
            api.GetInvoicesModifiedSince(token, MAY),
            api.GetPaymentsForInvoice(token, 1),
        ]
        assert [outcome(answer) for answer in answers] == [missing] * len(answers)


class TestGetInvoicesModifiedSince:
    def test_tells_of_changes_by_their_time(self, api, token, world, books, clock):
        made = [books.invoice(whose, modified_at=MAY) for whose in (books.adams, books.baker, books.beer, books.wine)]
        by_itself, by_item, by_payment, unchanged = made
        moment = datetime.datetime(2026, 8, 1)
        world.change(by_itself, modified_at=moment + 3 * DAY)
        books.item(by_item, modified_at=moment + 2 * DAY)
        books.item(by_item, modified_at=moment + DAY)
        books.item(unchanged, modified_at=moment - DAY)
        books.payment(by_payment, modified_at=moment + DAY)
        numbers = [invoice.id for invoice in made]
        answer = api.GetInvoicesModifiedSince(token, moment)
        told = [number for number in ids(answer) if number in numbers]
        assert told == [by_payment.id, by_item.id, by_itself.id]
        items = {invoice.InvoiceId: len(invoice.InvoiceItems) for invoice in answer.InvoiceList}
        assert [items[number] for number in told] == [0, 2, 0]
        later = api.GetInvoicesModifiedSince(token, moment + 2.5 * DAY)
        assert [number for number in ids(later) if number in numbers] == [by_itself.id]


class TestGetPaymentsForInvoice:
    def test_come_by_recording_and_number(self, api, token, books):
        mine, other = books.invoice(books.adams), books.invoice(books.adams)
        late = books.payment(mine, MAY + DAY)
        books.payment(other)
        first, second = books.payment(mine), books.payment(mine)
        answer = api.GetPaymentsForInvoice(token, mine.id)
        assert outcome(answer) == OK
        assert [payment.PaymentId for payment in answer.PaymentList] == [first.id, second.id, late.id]
        assert {payment.InvoiceId for payment in answer.PaymentList} == {mine.id}

    def test_have_all_their_members(self, api, token, books):
        invoice = books.invoice(books.adams)
        words = {"order_number": "O-1", "receipt": "R-1", "external_identifier": "X-1", "description": "By phone"}
        books.payment(invoice, MAY, "REF", amount=Decimal("-5.50"), **words)
        (told,) = api.GetPaymentsForInvoice(token, invoice.id).PaymentList
        assert (told.RecordedDate, told.Amount) == (MAY, Decimal("-5.50"))
        assert (told.PaymentTypeCode, told.PaymentTypeFlag, told.PaymentTypeName) == ("REF", -1, "Refund")
        assert (told.OrderNumber, told.RRN, told.ExternalIdentifier) == ("O-1", "R-1", "X-1")
        assert told.Description == "By phone"

    def test_may_be_none_and_need_an_invoice(self, api, token, books):
        answer = api.GetPaymentsForInvoice(token, books.invoice(books.adams).id)
        assert (outcome(answer), answer.PaymentList) == (OK, [])
        assert outcome(api.GetPaymentsForInvoice(token, 0)) == (-4, "Invoice not found.")
