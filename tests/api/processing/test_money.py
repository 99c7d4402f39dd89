"""ProcessWebEnrolment: units, classes, tasks and prices that were chosen, invoices and payments."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from tests.support.outcomes import OK, outcome
from tests.support.web import book, book_employer, loose_employer
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.enrolments import (
    ClassClient,
    EnrolledTask,
    EnrolledUnit,
    Enrolment,
    EnrolmentInvoiceSchedule,
    EnrolmentPrice,
    EnrolmentStaff,
)
from vettrak_api.model.events import Event
from vettrak_api.model.finance import Invoice, InvoiceItem, Payment, PaymentShare, PaymentType
from vettrak_api.model.occurrences import (
    ClassSession,
    OccurrenceEvent,
    OccurrenceInvoiceSchedule,
    OccurrencePrice,
    OccurrenceTask,
    OccurrenceTaskUnit,
    Task,
)
from vettrak_api.model.programmes import Unit
from vettrak_api.model.quarantine import EnrolmentCohort
from vettrak_api.model.reference import EventType, PriceItem, ReferralSource, State, StudyReason

BORN = datetime.date(1990, 5, 17)
TODAY = datetime.datetime(2026, 9, 10)


@pytest.fixture
def course(world):
    """Two units and an optional one, two classes, and a price for the whole, for a unit and for the optional one."""
    course = world.occurrence(web_published=True, units=["BEER1", "BEER2"], optional_units=["WINE1"])
    for day in (1, 2):
        world.class_session(course, datetime.datetime(2026, 9, day, 18))
    for name, amount, unit in (("Course", "110.00", None), ("Tasting", "22.00", "BEER2"), ("Wine", "33.00", "WINE1")):
        add_price(world, course, name, amount, unit)
    return course


def add_price(world, course, name, amount, unit=None, kind=0, **values):
    item = world.add(PriceItem(name=name, kind=kind))
    unit_id = world.unit(unit).id if unit else None
    price = {"price_item_id": item.id, "unit_id": unit_id, "amount": Decimal(amount), "gst": Decimal(amount) / 11}
    return world.add(OccurrencePrice(occurrence_id=course.id, **price, **values))


def prices(world, course):
    """Return the occurrence's prices by name."""
    with world.session() as session:
        found = select(PriceItem.name, OccurrencePrice.id).join(OccurrencePrice)
        return dict(tuple(row) for row in session.execute(found.where(OccurrencePrice.occurrence_id == course.id)))


def units(world, made):
    held = select(Unit.code).join(EnrolledUnit).where(EnrolledUnit.enrolment_id == made.EnrolmentId)
    return world.all(held.order_by(Unit.code))


def amounts(world, made):
    return world.all(
        select(EnrolmentPrice.amount).where(EnrolmentPrice.enrolment_id == made.EnrolmentId).order_by(EnrolmentPrice.id)
    )


def paid_of(world, items):
    return [world.get(InvoiceItem, item).amount_paid for item in items]


class TestWithoutAChoice:
    def test_the_occurrence_decides(self, api, token, world, course, process):
        made = process(book(api, token, course))
        assert units(world, made) == ["BEER1", "BEER2"]
        assert len(world.all(select(ClassClient.class_session_id))) == 2
        assert amounts(world, made) == [Decimal("110.00"), Decimal("22.00")]
        enrolment = world.get(Enrolment, made.EnrolmentId)
        assert (enrolment.amount, enrolment.gst) == (Decimal("132.00"), Decimal("12.00"))

    def test_prices_that_are_not_published_are_not_taken(self, api, token, world, course, process):
        add_price(world, course, "Hidden", "99.00", web_published=False)
        assert Decimal("99.00") not in amounts(world, process(book(api, token, course)))

    def test_staff_schedules_events_and_tasks_are_taken_over(self, api, token, world, course, process):
        world.trainer(course, world.staff())
        schedule = {"invoice_date": datetime.date(2026, 9, 1), "percentage": Decimal(50)}
        world.add(OccurrenceInvoiceSchedule(occurrence_id=course.id, **schedule))
        kind = world.one(select(EventType.id).where(EventType.name == "Interview"))
        for optional in (False, True):
            world.add(OccurrenceEvent(occurrence_id=course.id, event_type_id=kind, start=TODAY, optional=optional))
        made = process(book(api, token, course))
        for table in (EnrolmentStaff, EnrolmentInvoiceSchedule, Event):
            assert world.one(select(table.enrolment_id)) == made.EnrolmentId

    def test_what_the_web_told_goes_with_it(self, api, token, world, process):
        state = world.one(select(State.id).where(State.short_name == "Vic"))
        course = world.occurrence(web_published=True, location_id=world.location(state_id=state).id)
        reason, referral = (world.all(select(table.id))[0] for table in (StudyReason, ReferralSource))
        codes = api.GetVicCommencingProgramCohortList(token)
        code = next(iter(codes.VicCohortList)).Code if codes.Auth.Status == 1 and codes.VicCohortList else None
        number = book(api, token, course, referralId=referral)
        assert outcome(api.UpdateWebEnrolment(token, number, "by bus", reason, None, [code] if code else None)) == OK
        enrolment = world.get(Enrolment, process(number).EnrolmentId)
        assert (enrolment.description, enrolment.study_reason_id) == ("by bus", reason)
        assert enrolment.referral_source_id == referral
        assert world.all(select(EnrolmentCohort.code)) == ([code] if code else [])

    @pytest.mark.parametrize("lms", [True, False])
    def test_it_is_new_to_the_lms(self, api, token, world, process, lms):
        course = world.occurrence(web_published=True, lms=lms)
        made = process(book(api, token, course))
        enrolment = world.get(Enrolment, made.EnrolmentId)
        assert (enrolment.lms_publish, enrolment.lms_status) == (int(lms), 0)
        if lms:
            (listed,) = api.GetLMSNewEnrolmentsForOccurrence(token, course.id).ClieEnroList
            assert made.EnrolmentId == listed.ID

    @pytest.mark.settings(link_enrolments=True)
    def test_units_of_linked_enrolments_are_not_taken_twice(self, api, token, world, course, process):
        client = world.client("Brewer", "Bea", birth_date=BORN)
        world.enrolment(client, units=["BEER1"])
        made = process(book(api, token, course, "Brewer", "Bea", xsdDOB=BORN))
        assert units(world, made) == ["BEER2"]


class TestAChoice:
    def test_of_units_leaves_out_their_prices(self, api, token, world, course, process):
        number = book(api, token, course)
        assert outcome(api.AddUnitsToWebEnrolment(token, number, ["BEER1", "WINE1"])) == OK
        made = process(number)
        assert units(world, made) == ["BEER1", "WINE1"]
        assert amounts(world, made) == [Decimal("110.00"), Decimal("33.00")]

    def test_of_no_units(self, api, token, world, course, process):
        number = book(api, token, course)
        api.AddUnitsToWebEnrolment(token, number, [])
        made = process(number)
        assert units(world, made) == []
        assert amounts(world, made) == [Decimal("110.00")]

    def test_of_units_leaves_out_tasks_that_belong_to_others_only(self, api, token, world, course, process):
        tasks = {"whole": [], "first": ["BEER1"], "second": ["BEER2"], "both": ["BEER1", "BEER2"]}
        for name, codes in tasks.items():
            task = world.add(Task(code=name, name=name))
            offered = world.add(OccurrenceTask(occurrence_id=course.id, task_id=task.id))
            for code in codes:
                world.add(OccurrenceTaskUnit(occurrence_task_id=offered.id, unit_id=world.unit(code).id))
        number = book(api, token, course)
        api.AddUnitsToWebEnrolment(token, number, ["BEER1"])
        process(number)
        assert set(world.all(select(Task.code).join(EnrolledTask))) == {"whole", "first", "both"}

    def test_of_classes(self, api, token, world, course, process):
        chosen = world.class_session(course, datetime.datetime(2026, 9, 3, 18))
        number = book(api, token, course)
        api.AddClassesToWebEnrolment(token, number, [chosen.id])
        process(number)
        assert world.one(select(ClassClient.class_session_id)) == chosen.id

    def test_of_no_class(self, api, token, world, course, process):
        number = book(api, token, course)
        api.AddClassesToWebEnrolment(token, number, [])
        process(number)
        assert world.all(select(ClassClient.class_session_id)) == []

    def test_of_prices_keeps_the_amounts_that_were_told(self, api, token, world, course, process):
        number = book(api, token, course)
        sent = {"Enpr_ID": prices(world, course)["Course"], "Enpr_Amount": "99.00", "Enpr_GST": "9.00"}
        assert outcome(api.AddPriceTypesToWebEnrolment(token, number, [("TPric", sent)])) == OK
        made = process(number)
        enrolment = world.get(Enrolment, made.EnrolmentId)
        assert (amounts(world, made), enrolment.amount, enrolment.gst) == ([Decimal("99.00")], Decimal(99), Decimal(9))

    def test_of_prices_of_units_left_out_counts_for_nothing(self, api, token, world, course, process):
        number = book(api, token, course)
        chosen = [("TPric", {"Enpr_ID": prices(world, course)[name]}) for name in ("Course", "Tasting")]
        api.AddPriceTypesToWebEnrolment(token, number, chosen)
        api.AddUnitsToWebEnrolment(token, number, ["BEER1"])
        assert amounts(world, process(number)) == [Decimal("110.00")]

    def test_of_no_price(self, api, token, world, course, process):
        number = book(api, token, course)
        api.AddPriceTypesToWebEnrolment(token, number, [])
        assert amounts(world, process(number)) == []


class TestAnInvoice:
    def test_is_not_made_unless_asked(self, api, token, world, course, process):
        made = process(book(api, token, course))
        assert (made.InvoiceId, made.AmountInvoiced, made.AmountPaid) == (None, 0, 0)
        assert world.all(select(Invoice)) == []

    def test_has_an_item_per_price(self, api, token, world, course, process):
        number = book(api, token, course)
        assert outcome(api.AddWebInvoice(token, number, "PO-7", None, 0)) == OK
        made = process(number)
        invoice = world.get(Invoice, made.InvoiceId)
        client = world.one(select(Client).where(Client.code == made.EnroleeIdentifier))
        assert (invoice.client_id, invoice.invoicee_kind, invoice.order_number) == (client.id, 0, "PO-7")
        assert (invoice.number, invoice.invoice_date) == (made.InvoiceNumber, TODAY)
        assert (invoice.total_amount, invoice.total_gst, invoice.payment_status) == (Decimal(132), Decimal(12), 0)
        assert invoice.organisation_id is not None
        items = world.all(select(InvoiceItem).order_by(InvoiceItem.id))
        assert [item.id for item in items] == made.InvoiceItemIds
        assert [(item.description, item.amount) for item in items] == [
            ("Course", Decimal(110)),
            ("Tasting BEER2", Decimal(22)),
        ]
        assert {item.owner_client_id for item in items} == {client.id}
        assert (made.AmountInvoiced, made.GSTInvoiced, made.PaymentId) == (Decimal(132), Decimal(12), None)

    def test_numbers_differ(self, api, token, course, process):
        numbers = [book(api, token, course) for _ in range(3)]
        for number in numbers:
            api.AddWebInvoice(token, number, None, None, 0)
        assert len({process(number).InvoiceNumber for number in numbers}) == 3

    def test_goes_to_the_loose_employer(self, api, token, world, course, process):
        number = book(api, token, course)
        api.AddWebInvoice(token, number, None, loose_employer(api, token, "Payer"), 0)
        invoice = world.get(Invoice, process(number).InvoiceId)
        employer = world.one(select(Employer))
        assert (invoice.invoicee_kind, invoice.client_id, invoice.employer_id) == (1, None, employer.id)

    def test_is_combined_with_the_latest_one(self, api, token, world, course, process, clock):
        employer = world.employer("Payer")
        first, second, third = (book(api, token, course) for _ in range(3))
        for number, combine in ((first, 1), (second, 1), (third, 0)):
            api.AddWebInvoice(token, number, None, loose_employer(api, token, "PAYER"), combine)
        one = process(first)
        clock.advance(minutes=24 * 60)
        token = world.token()
        two = api.ProcessWebEnrolment(token, second, False).ProcessedWebEnrol
        assert (two.InvoiceId, two.InvoiceDate) == (one.InvoiceId, TODAY)
        assert (two.AmountInvoiced, len(two.InvoiceItemIds)) == (Decimal(132), 2)
        invoice = world.get(Invoice, one.InvoiceId)
        assert (invoice.employer_id, invoice.total_amount) == (employer.id, Decimal(264))
        assert api.ProcessWebEnrolment(token, third, False).ProcessedWebEnrol.InvoiceId != one.InvoiceId

    @pytest.mark.parametrize("obstacle", ["locked", "other occurrence"])
    def test_is_not_combined_with(self, api, token, world, course, process, obstacle):
        world.employer("Payer")
        elsewhere = world.occurrence(web_published=True) if obstacle == "other occurrence" else course
        first, second = book(api, token, elsewhere), book(api, token, course)
        for number in (first, second):
            api.AddWebInvoice(token, number, None, loose_employer(api, token, "Payer"), 1)
        one = process(first)
        world.change(world.get(Invoice, one.InvoiceId), locked=obstacle == "locked")
        assert process(second).InvoiceId != one.InvoiceId

    def test_of_a_payment_plan_waits_for_staff(self, api, token, world, course, process):
        number = book(api, token, course)
        assert outcome(api.AddWebPaymentPlan(token, number, 2, Decimal("25.00"))) == OK
        invoice = world.get(Invoice, process(number).InvoiceId)
        assert (invoice.plan_frequency, invoice.plan_instalment, invoice.plan_pending) == (2, Decimal(25), True)

    def test_of_a_deposit_leaves_the_balance_to_the_plan(self, api, token, world, course, process):
        number = book(api, token, course)
        api.AddWebPaymentPlan(token, number, 2, Decimal("25.00"))
        api.AddWebPayment(token, number, "O-1", "R-1", Decimal("32.00"))
        invoice = world.get(Invoice, process(number).InvoiceId)
        assert (invoice.total_amount, invoice.amount_paid, invoice.payment_status) == (Decimal(132), Decimal(32), 1)
        assert (invoice.plan_frequency, invoice.plan_instalment, invoice.plan_pending) == (2, Decimal(25), True)


class TestAPayment:
    @pytest.mark.parametrize(
        ("paid", "status", "shares", "gst"),
        [
            ("50.00", 1, ["50.00"], "4.55"),
            ("120.00", 1, ["110.00", "10.00"], "10.91"),
            ("132.00", 2, ["110.00", "22.00"], "12.00"),
            ("150.00", 3, ["110.00", "40.00"], "12.00"),
        ],
    )
    def test_is_spread_over_the_items_in_order(self, api, token, world, course, process, paid, status, shares, gst):
        number = book(api, token, course)
        assert outcome(api.AddWebPayment(token, number, "O-1", "R-1", Decimal(paid))) == OK
        made = process(number)
        invoice, payment = world.get(Invoice, made.InvoiceId), world.get(Payment, made.PaymentId)
        assert (invoice.amount_paid, invoice.payment_status) == (Decimal(paid), status)
        assert (payment.amount, payment.order_number, payment.receipt) == (Decimal(paid), "O-1", "R-1")
        assert world.get(PaymentType, payment.payment_type_id).web_default
        spread = world.all(select(PaymentShare.amount).order_by(PaymentShare.invoice_item_id))
        assert spread == [Decimal(share) for share in shares]
        assert (made.AmountPaid, made.GSTPaid) == (Decimal(paid), Decimal(gst))
        assert world.get(Enrolment, made.EnrolmentId).amount_paid == sum(spread) == invoice.amount_paid
        assert sum(paid_of(world, made.InvoiceItemIds)) == sum(spread)

    def test_on_a_combined_invoice_is_spread_over_its_items_and_no_others(self, api, token, world, course, process):
        world.employer("Payer")
        other, first, second = (book(api, token, course) for _ in range(3))
        api.AddWebInvoice(token, other, None, None, 0)
        unpaid = process(other)
        for number, paid in ((first, "100.00"), (second, "150.00")):
            api.AddWebInvoice(token, number, None, loose_employer(api, token, "Payer"), 1)
            api.AddWebPayment(token, number, "O-1", "R-1", Decimal(paid))
        one, two = process(first), process(second)
        assert two.InvoiceId == one.InvoiceId
        assert paid_of(world, one.InvoiceItemIds + two.InvoiceItemIds) == [
            Decimal("110.00"), Decimal("22.00"), Decimal("110.00"), Decimal("8.00"),
        ]  # fmt: skip
        assert paid_of(world, unpaid.InvoiceItemIds) == [Decimal("0.00"), Decimal("0.00")]
        assert [world.get(Enrolment, made.EnrolmentId).amount_paid for made in (one, two)] == [132, 118]

    def test_of_nothing_makes_no_invoice(self, api, token, course, process):
        number = book(api, token, course)
        api.AddWebPayment(token, number, "O-1", "R-1", Decimal("10.00"))
        api.AddWebPayment(token, number, "O-1", "R-1", Decimal("0.00"))
        assert process(number).InvoiceId is None

    def test_needs_a_default_type(self, api, token, world, course):
        with world.session() as session:
            session.execute(update(PaymentType).values(web_default=False))
        number = book(api, token, course)
        api.AddWebPayment(token, number, "O-1", "R-1", Decimal("10.00"))
        refused = api.ProcessWebEnrolment(token, number, False)
        assert outcome(refused) == (-1, "No payment type is the default of web payments.")
        assert world.all(select(Enrolment)) == []

    def test_for_something_free_is_an_overpayment(self, api, token, world, process):
        number = book(api, token, world.occurrence(web_published=True))
        api.AddWebPayment(token, number, "O-1", "R-1", Decimal("10.00"))
        made = process(number)
        assert (made.InvoiceItemIds, made.AmountPaid, made.GSTPaid) == ([], Decimal(10), 0)
        assert world.get(Invoice, made.InvoiceId).payment_status == 3
        assert world.get(Enrolment, made.EnrolmentId).amount_paid == Decimal(10)


class TestAnEmployersInvoice:
    def test_counts_prices_per_employee_and_corporate_ones_once(self, api, token, world, course, process):
        add_price(world, course, "Room", "55.00", kind=5)
        number = book_employer(api, token, course, "One", "Two", "Three", contacts=["Boss"])
        api.AddWebPayment(token, number, "O-1", "R-1", Decimal("451.00"))
        made = process(number)
        invoice = world.get(Invoice, made.InvoiceId)
        assert (invoice.total_amount, invoice.payment_status) == (Decimal(3 * 132 + 55), 2)
        assert invoice.employer_id == world.one(select(Employer.id))
        assert world.get(Client, invoice.employer_contact_id).surname == "Boss"
        items = world.all(select(InvoiceItem).order_by(InvoiceItem.id))
        assert [(item.quantity, item.amount) for item in items] == [(3, 330), (3, 66), (1, 55)]
        enrolment = world.get(Enrolment, made.EnrolmentId)
        assert (enrolment.amount, enrolment.amount_paid) == (invoice.total_amount, invoice.total_amount)

    def test_keeps_what_was_chosen_for_every_employee(self, api, token, world, course, process):
        number = book_employer(api, token, course, "One", "Two")
        chosen, found = world.all(select(ClassSession.id).order_by(ClassSession.id))[0], prices(world, course)
        told_ = {"Enpr_ID": found["Course"], "Enpr_Amount": "99.00", "Enpr_GST": "9.00"}
        assert outcome(api.AddPriceTypesToWebEnrolment(token, number, [("TPric", told_)])) == OK
        assert outcome(api.AddUnitsToWebEnrolment(token, number, ["BEER1", "WINE1"])) == OK
        assert outcome(api.AddClassesToWebEnrolment(token, number, [chosen])) == OK
        api.AddWebInvoice(token, number, None, None, 0)
        made = process(number)
        assert (made.AmountInvoiced, made.GSTInvoiced) == (Decimal(198), Decimal(18))
        assert world.get(Enrolment, made.EnrolmentId).amount == Decimal(198)
        for employee in made.ProcessedEmployeeList:
            assert units(world, employee) == ["BEER1", "WINE1"]
        assert world.all(select(ClassClient.class_session_id)) == [chosen, chosen]

    @pytest.mark.parametrize("chosen", [False, True])
    def test_has_no_price_of_units_left_out(self, api, token, world, process, chosen):
        course = world.occurrence(web_published=True, units=["BEER1", "BEER2"])
        price = add_price(world, course, "Tasting", "22.00", "BEER2")
        number = book_employer(api, token, course, "One", "Two")
        assert outcome(api.AddUnitsToWebEnrolment(token, number, ["BEER1"])) == OK
        if chosen:
            api.AddPriceTypesToWebEnrolment(token, number, [("TPric", {"Enpr_ID": price.id})])
        api.AddWebInvoice(token, number, None, None, 0)
        made = process(number)
        assert (made.AmountInvoiced, made.InvoiceItemIds) == (0, [])
        assert world.get(Enrolment, made.EnrolmentId).amount == 0


def test_the_largest_amounts_add_up(api, token, world, process):
    course = world.occurrence(web_published=True, prices=[("Fee", "9999999.99"), ("Books", "0.01")])
    number = book_employer(api, token, course, *(f"Worker{each}" for each in range(20)))
    assert outcome(api.AddWebPayment(token, number, None, None, Decimal("9999999.99"))) == OK
    process(number)
    assert world.one(select(Invoice.total_amount)) == 200_000_000
