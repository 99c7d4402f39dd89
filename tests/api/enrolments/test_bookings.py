"""Area enrolments, bookings: what an employer has booked, who takes part and what it costs."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.outcomes import DENIED, OK, outcome
from vettrak_api.model.clients import Employment
from vettrak_api.model.enrolments import (
    ClassClient,
    EnrolledTask,
    Enrolment,
    EnrolmentInvoiceSchedule,
    EnrolmentLink,
    EnrolmentPrice,
    EnrolmentStaff,
)
from vettrak_api.model.events import Event
from vettrak_api.model.occurrences import (
    Occurrence,
    OccurrenceEvent,
    OccurrenceInvoiceSchedule,
    OccurrencePrice,
    OccurrenceTask,
    OccurrenceTaskUnit,
    Task,
)
from vettrak_api.model.reference import EventType, PriceItem

CORPORATE, NORMAL = 5, 0
NO_BOOKING = (-4, "Booking or employer enrolment not found.")


@pytest.fixture
def employer(world):
    return world.employer("The Beer Company", identifier="BEERCO")


@pytest.fixture
def client(world):
    return world.client("Smith", "John", code="JSMITH")


@pytest.fixture
def booking(world, employer):
    contact = world.client("Boss", code="BOSS")
    return world.occurrence(
        lms=False,
        is_booking=True,
        employer_id=employer.id,
        employer_contact_id=contact.id,
        units=["BEER1", "BEER2"],
        optional_units=["BEER3"],
        seats=10,
    )


@pytest.fixture
def employer_enrolment(world, employer):
    occurrence = world.occurrence(lms=False, units=["BEER1"])
    return world.enrolment(None, occurrence, kind="M", employer_id=employer.id)


@pytest.fixture
def enrol(api, token, client):
    """Enrol the client under a booking or employer enrolment."""

    def call(payer, *details):
        answer = api.AddEmployeeEnrolmentToBooking(token, client.code, payer.id, *details)
        assert outcome(answer) == OK
        return answer.ClieEnro

    return call


class TestGetBookingDetails:
    def test_tells_the_occurrence_and_whom_to_call(self, api, token, world, employer):
        programme = world.programme("Beer Appreciation")
        made = world.occurrence(
            programme_id=programme.id,
            is_booking=True,
            employer_id=employer.id,
            booking_status="Confirmed",
            coordinator_name="Kim Lee",
            booking_phone="03 6333 0166",
            after_hours_number="0400 000 000",
            booking_email="kim@beer.example",
            seats=10,
        )
        booking = api.GetBookingDetails(token, made.id).Booking
        assert (booking.ID, booking.Prog_Name, booking.Vacancies) == (made.id, "Beer Appreciation", 10)
        assert (booking.EmployerIdentifier, booking.EmployerName) == ("BEERCO", "The Beer Company")
        assert (booking.BookingStatus, booking.CoordinatorName) == ("Confirmed", "Kim Lee")
        assert (booking.Phone, booking.AfterHoursNumber) == ("03 6333 0166", "0400 000 000")
        assert booking.Email == "kim@beer.example"

    def test_any_valid_token_will_do(self, api, world, booking, client, employer):
        for token in (world.token(client), world.token(employer=employer)):
            assert outcome(api.GetBookingDetails(token, booking.id)) == OK

    @pytest.mark.parametrize("kind", ["none", "occurrence", "enrolment"])
    def test_anything_else_is_not_found(self, api, token, world, client, kind):
        occurrence = world.occurrence()
        enrolment = world.enrolment(client, occurrence)
        number = {"none": 4711, "occurrence": occurrence.id, "enrolment": enrolment.id}[kind]
        answer = api.GetBookingDetails(token, number)
        assert (outcome(answer), answer.Booking) == ((-4, "Booking not found."), None)

    @pytest.mark.settings(features=("VETtrak API",))
    def test_the_feature_bookings_is_needed(self, api, token, booking):
        message = "The registration key has no valid entry for the Bookings feature."
        assert outcome(api.GetBookingDetails(token, booking.id)) == (-5, message)


class TestAnEmployeesEnrolment:
    def test_in_a_booking_stands_by_itself(self, world, enrol, booking, employer):
        made = enrol(booking)
        stored = world.get(Enrolment, made.ID)
        assert (stored.kind, stored.parent_id, stored.occurrence_id) == ("E", None, booking.id)
        assert (made.Clie_Code, made.EmployerIdentifier, made.EmployerContactCode) == ("JSMITH", "BEERCO", "BOSS")
        assert (made.Status, made.StartDate, made.EndDate) == ("Active", booking.start_date, booking.end_date)

    def test_under_an_employer_enrolment_names_it(self, world, enrol, employer_enrolment):
        made = enrol(employer_enrolment)
        stored = world.get(Enrolment, made.ID)
        assert (stored.kind, stored.parent_id) == ("E", employer_enrolment.id)
        assert stored.occurrence_id == employer_enrolment.occurrence_id
        assert made.EmployerIdentifier == "BEERCO"

    def test_holds_the_units_that_are_not_optional(self, api, token, enrol, booking):
        units = api.GetUnitsForEnrolment(token, enrol(booking).ID).EnunList
        assert [(unit.Unit_Code, unit.Result_Name) for unit in units] == [
            ("BEER1", "Not Yet Started"),
            ("BEER2", "Not Yet Started"),
        ]

    def test_takes_over_tasks_staff_and_classes(self, world, enrol, booking):
        trainer, session = world.staff(), world.class_session(booking)
        world.trainer(booking, trainer)
        tasks = [world.add(Task(code=code, name=code)) for code in ("ESSAY", "EXTRA")]
        held = [world.add(OccurrenceTask(occurrence_id=booking.id, task_id=task.id)) for task in tasks]
        world.add(OccurrenceTaskUnit(occurrence_task_id=held[1].id, unit_id=world.unit("BEER3").id))
        made = enrol(booking)
        assert world.all(select(EnrolledTask.task_id)) == [tasks[0].id]
        assert world.all(select(EnrolmentStaff.client_id)) == [trainer.id]
        assert world.all(select(ClassClient.enrolment_id)) == [made.ID]
        assert world.all(select(ClassClient.class_session_id)) == [session.id]

    def test_takes_over_no_prices_schedules_or_events(self, world, enrol, booking):
        item = world.add(PriceItem(name="Full Fee"))
        world.add(OccurrencePrice(occurrence_id=booking.id, price_item_id=item.id, amount=Decimal("110.00")))
        due = booking.start_date.date()
        world.add(OccurrenceInvoiceSchedule(occurrence_id=booking.id, invoice_date=due, percentage=Decimal(100)))
        visit = world.all(select(EventType.id))[0]
        world.add(OccurrenceEvent(occurrence_id=booking.id, event_type_id=visit, start=booking.start_date))
        made = enrol(booking)
        assert (made.Amount, made.GST) == (0, 0)
        for table in (EnrolmentPrice, EnrolmentInvoiceSchedule, Event):
            assert world.all(select(table)) == []

    @pytest.mark.settings(link_enrolments=True)
    def test_is_linked_by_the_same_preference(self, world, client, enrol, booking):
        other = world.enrolment(client, units=["BEER1"])
        enrol(booking)
        assert world.all(select(EnrolmentLink.linked_id)) == [other.id]

    def test_is_new_to_the_lms_in_an_lms_occurrence(self, api, token, world, employer, enrol):
        occurrence = world.occurrence(lms=True, is_booking=True, employer_id=employer.id)
        made = enrol(occurrence)
        (new,) = api.GetLMSNewEnrolmentsForOccurrence(token, occurrence.id).ClieEnroList
        assert new.ID == made.ID

    def test_is_unknown_to_the_lms_in_others(self, world, enrol, booking):
        stored = world.get(Enrolment, enrol(booking).ID)
        assert (stored.lms_publish, stored.lms_status) == (0, 0)

    def test_takes_a_place(self, api, token, enrol, booking):
        enrol(booking)
        assert api.GetBookingDetails(token, booking.id).Booking.Vacancies == 9

    def test_keeps_reason_description_and_referral(self, world, enrol, booking):
        stored = world.get(Enrolment, enrol(booking, 3, " Sent by the boss ", 2).ID)
        assert (stored.study_reason_id, stored.referral_source_id) == (3, 2)
        assert stored.description == "Sent by the boss"


class TestTheClientsEmployer:
    @pytest.fixture
    def employments(self, world, client):
        wanted = select(Employment).where(Employment.client_id == client.id).order_by(Employment.id)
        return lambda: [
            (employment.employer_id, employment.is_primary, employment.active) for employment in world.all(wanted)
        ]

    def test_a_client_without_one_gets_the_bookings(self, enrol, booking, employer, employments):
        enrol(booking)
        assert employments() == [(employer.id, True, True)]

    def test_a_client_with_one_keeps_it(self, world, client, enrol, booking, employments):
        other = world.employer("Another")
        world.employment(client, other)
        enrol(booking)
        assert employments() == [(other.id, True, True)]

    def test_a_former_one_does_not_count(self, world, client, enrol, booking, employer, employments):
        other = world.employer("Another")
        world.employment(client, other, active=False)
        enrol(booking)
        assert employments() == [(other.id, True, False), (employer.id, True, True)]

    def test_a_position_without_employer_becomes_the_one_there(
        self, world, client, enrol, booking, employer, employments
    ):
        world.add(Employment(client_id=client.id))
        enrol(booking)
        assert employments() == [(employer.id, True, True)]

    def test_a_booking_without_employer_gives_none(self, world, enrol, employments):
        enrol(world.occurrence(lms=False, is_booking=True))
        assert employments() == []


class TestThePrice:
    """Corporate prices count once for the group, all others once per employee."""

    @pytest.fixture
    def price(self, world):
        def add(occurrence, kind, amount, **values):
            item = world.add(PriceItem(name=f"Price {amount}", kind=kind))
            gst = Decimal(amount) / 11
            prices = {"price_item_id": item.id, "amount": Decimal(amount), "gst": gst, **values}
            return world.add(OccurrencePrice(occurrence_id=occurrence.id, **prices))

        return add

    @pytest.fixture
    def add_employees(self, api, token, world):
        def call(payer, count):
            for _ in range(count):
                assert outcome(api.AddEmployeeEnrolmentToBooking(token, world.client().code, payer.id)) == OK

        return call

    def test_follows_the_employees_who_are_enrolled(self, api, token, world, booking, price, add_employees):
        price(booking, CORPORATE, "1100.00")
        price(booking, NORMAL, "22.00")
        for employees, amount, gst in ((1, "1122.00", "102.00"), (2, "1144.00", "104.00")):
            add_employees(booking, 1)
            priced = api.GetBookingDetails(token, booking.id).Booking
            assert (employees, str(priced.Amount), str(priced.GST)) == (employees, amount, gst)

    def test_counts_no_withdrawn_employees_and_no_other_clients(self, api, token, world, booking, price, add_employees):
        price(booking, NORMAL, "22.00")
        world.enrolment(world.client(), booking, kind="E", status="Withdrawn")
        world.enrolment(world.client(), booking)
        add_employees(booking, 2)
        assert world.get(Occurrence, booking.id).amount == Decimal("44.00")

    def test_unpublished_prices_do_not_count(self, world, booking, price, add_employees):
        price(booking, NORMAL, "22.00")
        price(booking, NORMAL, "1.00", web_published=False)
        add_employees(booking, 1)
        assert world.get(Occurrence, booking.id).amount == Decimal("22.00")

    def test_without_prices_an_agreed_amount_stays(self, world, employer, add_employees):
        agreed = Decimal("900.00")
        booking = world.occurrence(lms=False, is_booking=True, employer_id=employer.id, amount=agreed)
        add_employees(booking, 2)
        assert world.get(Occurrence, booking.id).amount == agreed

    def test_an_employer_enrolment_carries_its_own(self, world, employer_enrolment, price, add_employees):
        occurrence = world.get(Occurrence, employer_enrolment.occurrence_id)
        price(occurrence, NORMAL, "22.00")
        other = world.enrolment(None, occurrence, kind="M", employer_id=world.employer().id)
        add_employees(other, 1)
        add_employees(employer_enrolment, 3)
        assert world.fresh(employer_enrolment).amount == Decimal("66.00")
        assert world.fresh(other).amount == Decimal("22.00")
        assert world.get(Occurrence, occurrence.id).amount == 0

    def test_prices_agreed_with_the_employer_win(self, world, employer_enrolment, price, add_employees):
        price(world.get(Occurrence, employer_enrolment.occurrence_id), NORMAL, "22.00")
        item = world.add(PriceItem(name="Agreed", kind=CORPORATE))
        own = {"price_item_id": item.id, "amount": Decimal("500.00")}
        world.add(EnrolmentPrice(enrolment_id=employer_enrolment.id, **own))
        add_employees(employer_enrolment, 3)
        assert world.fresh(employer_enrolment).amount == Decimal("500.00")


class TestRefusals:
    @pytest.fixture
    def refused(self, api, token, world):
        def call(*arguments):
            """Return how the call was refused; nothing may be written then."""
            before = world.all(select(Enrolment.id))
            answer = api.AddEmployeeEnrolmentToBooking(token, *arguments)
            assert (world.all(select(Enrolment.id)), world.all(select(Employment.id))) == (before, [])
            assert answer.ClieEnro is None
            return outcome(answer)

        return call

    def test_an_unknown_client_is_not_found_and_never_made(self, refused, booking):
        assert refused("NOBODY", booking.id) == (-4, "Client not found.")

    def test_an_unknown_number_is_not_found(self, refused, client):
        assert refused(client.code, 4711) == NO_BOOKING

    def test_an_occurrence_that_is_no_booking_is_not_found(self, refused, world, client):
        assert refused(client.code, world.occurrence().id) == NO_BOOKING

    def test_a_clients_enrolment_is_not_found(self, refused, world, client, booking):
        assert refused(client.code, world.enrolment(world.client(), booking).id) == NO_BOOKING

    def test_an_employer_enrolment_in_nothing_is_not_found(self, refused, world, client, employer):
        assert refused(client.code, world.enrolment(None, kind="M", employer_id=employer.id).id) == NO_BOOKING

    @pytest.mark.parametrize("kind", ["C", "E"])
    def test_a_second_enrolment_of_the_same_client_is_refused(self, refused, world, client, booking, kind):
        world.enrolment(client, booking, kind=kind)
        assert refused(client.code, booking.id) == (-1, "Client is already enrolled in this occurrence.")

    @pytest.mark.parametrize("status", ["Withdrawn", "Cancelled", "Pre-Reporting Withdrawal"])
    def test_one_that_is_withdrawn_or_cancelled_does_not_count(self, world, client, enrol, booking, status):
        world.enrolment(client, booking, kind="E", status=status)
        assert enrol(booking).Clie_Code == client.code

    def test_arguments_are_judged_in_order_and_before_records(self, refused):
        assert refused("NOBODY", 4711, 99, "x" * 2001, 99) == (-1, "Unknown study reason.")
        too_long = (-1, "description is longer than 2000 characters.")
        assert refused("NOBODY", 4711, 0, "x" * 2001, 99) == too_long
        assert refused("NOBODY", 4711, 0, "x", 99) == (-1, "Unknown referral source.")
        assert refused("NOBODY", 4711) == (-4, "Client not found.")

    def test_staff_without_the_api_role_is_refused(self, api, world, client, booking):
        answer = api.AddEmployeeEnrolmentToBooking(world.token(world.staff()), client.code, booking.id)
        assert outcome(answer) == DENIED

    @pytest.mark.settings(features=("VETtrak API", "Short Courses"))
    def test_the_feature_bookings_is_needed(self, refused, client, booking):
        message = "The registration key has no valid entry for the Bookings feature."
        assert refused(client.code, booking.id) == (-5, message)
