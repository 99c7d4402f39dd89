"""What people decide on the staff page: choosing records, rejecting, undoing."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.inhabitants import HOUSES
from tests.support.outcomes import OK, outcome
from tests.support.staff_actions import rows
from tests.support.web import (
    add_employee,
    book,
    book_employer,
    loose_employer,
    reserve,
    vacancies,
    web_client,
    web_employer,
    web_enrolment,
)
from vettrak_api.errors import Conflict, InvalidInput, NotFound
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client, ClientDisability, ClientStatistics, Employment
from vettrak_api.model.employers import Employer
from vettrak_api.model.enrolments import ClassAttendance, EnrolledUnit, Enrolment
from vettrak_api.model.finance import Invoice, InvoiceItem
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.quarantine import PENDING, REJECTED, WebDecision, WebEmployer
from vettrak_api.model.reference import AttendanceType
from vettrak_api.rules.processing.processing import (
    process_web_enrolment,
    reject_web_enrolment,
)
from vettrak_api.rules.quarantine.decisions import Choice, Choices
from vettrak_api.rules.undoing.undoing import undo_processing

BORN = datetime.date(1990, 5, 17)


@pytest.fixture
def course(world):
    course = world.occurrence(
        web_published=True, seats=2, units=["BEER1"], prices=[("Fee", "110.00"), ("Mug", "11.00")]
    )
    world.class_session(course)
    return course


def decided(world, number):
    wanted = select(WebDecision).where(WebDecision.web_enrolment_id == number).order_by(WebDecision.id)
    return [(row.action, row.rule, row.by, row.reason) for row in world.all(wanted)]


class TestChoosing:
    def test_an_existing_client_instead_of_the_rules(self, api, token, world, course, staff):
        chosen = world.client("Baker", "Bob")
        number = book(api, token, course, "Brewer", "Bea")
        api.UpdateWebClient(token, number, sHomePhone="03 9", sOther="M")
        person = web_client(world, number)
        processed = staff(process_web_enrolment, number, Choices(people={person.id: Choice(chosen.id, update=True)}))
        assert (processed.identifier, processed.created) == (chosen.code, False)
        left = world.fresh(chosen)
        assert (left.surname, left.home_phone, left.other_name) == ("Baker", "03 9", "M")
        assert decided(world, number) == [("match", "staff", "BOSS", None), ("process", None, "BOSS", None)]

    def test_a_new_client_although_the_rules_match(self, api, token, world, course, staff):
        world.client("Brewer", "Bea", birth_date=BORN)
        number = book(api, token, course, "Brewer", "Bea", xsdDOB=BORN)
        choices = Choices(people={web_client(world, number).id: Choice(None)})
        assert staff(process_web_enrolment, number, choices).created

    def test_an_existing_employer(self, api, token, world, course, staff):
        chosen = world.employer("Chosen")
        number = book_employer(api, token, course, "One")
        choices = Choices(employers={web_employer(world, number).id: Choice(chosen.id)})
        assert staff(process_web_enrolment, number, choices).identifier == chosen.identifier

    def test_of_a_client_who_does_not_exist_is_refused(self, api, token, world, course, staff):
        number = book(api, token, course)
        choices = Choices(people={web_client(world, number).id: Choice(4711)})
        with pytest.raises(NotFound, match=r"Client not found\."):
            staff(process_web_enrolment, number, choices)
        assert web_enrolment(world, number).state == PENDING


class TestRejecting:
    @pytest.mark.parametrize("make", [book, reserve])
    def test_frees_the_place_and_keeps_the_reason(self, api, token, world, course, staff, make):
        number = make(api, token, course)
        assert vacancies(api, token, course) == 1
        staff(reject_web_enrolment, number, " a joke ")
        assert vacancies(api, token, course) == 2
        rejected = web_enrolment(world, number)
        assert (rejected.state, rejected.closed_by) == (REJECTED, "BOSS")
        assert decided(world, number) == [("reject", None, "BOSS", "a joke")]
        assert outcome(api.ProcessWebEnrolment(token, number, False)) == (-4, "Web enrolment not found.")

    def test_needs_a_pending_record(self, api, token, course, staff):
        number = book(api, token, course)
        staff(process_web_enrolment, number)
        for absent in (number, 4711):
            with pytest.raises(NotFound, match=r"Web enrolment not found\."):
                staff(reject_web_enrolment, absent, None)

    def test_needs_a_short_reason(self, api, token, course, staff):
        with pytest.raises(InvalidInput, match="longer than 255"):
            staff(reject_web_enrolment, book(api, token, course), "x" * 256)

    def test_lets_go_of_a_loose_employer(self, api, token, world, course, staff):
        number, loose = book(api, token, course), loose_employer(api, token)
        api.AddWebInvoice(token, number, None, loose, 0)
        staff(reject_web_enrolment, number, None)
        assert world.get(WebEmployer, loose).state != PENDING
        staff(undo_processing, number)
        assert world.get(WebEmployer, loose).state == PENDING

    def test_can_be_undone(self, api, token, world, course, staff):
        number = book(api, token, course)
        staff(reject_web_enrolment, number, None)
        staff(undo_processing, number)
        assert (web_enrolment(world, number).state, vacancies(api, token, course)) == (PENDING, 1)

    def test_can_not_be_undone_when_the_place_is_gone(self, api, token, world, course, staff):
        number = book(api, token, course)
        staff(reject_web_enrolment, number, None)
        for _ in range(2):
            book(api, token, course)
        with pytest.raises(InvalidInput, match=r"Occurrence has no vacancies\."):
            staff(undo_processing, number)
        assert web_enrolment(world, number).state == REJECTED


class TestUndoing:
    def test_removes_everything_that_was_made(self, api, token, world, course, staff):
        before = rows(world)
        number = book(api, token, course)
        father = {"GivenName": "Fred", "Surname": "Brewer", "MobilePhone": "0400 1"}
        api.AddWebClientRelationship(token, number, {"RelationshipTypeCode": "EC", "ToClient": father})
        api.UpdateWebClientEmployer(token, number, loose_employer(api, token))
        api.UpdateWebClientAVETMISS(
            token, number, {"AboriginalFlag": "4", "DisaList": [("TDisa", {"Disa_Code": "11"})]}
        )
        api.AddWebPayment(token, number, "O", "R", Decimal("50.00"))
        pending = web_client(world, number)
        staff(process_web_enrolment, number)
        staff(undo_processing, number)
        assert rows(world) == before
        again = web_client(world, number)
        assert (again.client_id, again.statistics) == (None, pending.statistics)
        undone = web_enrolment(world, number)
        assert (undone.state, undone.enrolment_id, undone.closed_at) == (PENDING, None, None)
        told = set(world.all(select(Change.table_name).where(Change.identifier.is_not(None))))
        assert told == {"client", "employer", "enrolled_unit", "enrolment", "invoice", "payment"}

    def test_of_an_employer_removes_all_its_people(self, api, token, world, course, staff):
        before = rows(world)
        number = book_employer(api, token, course, "One", "Two", contacts=["Boss"])
        staff(process_web_enrolment, number)
        staff(undo_processing, number)
        assert rows(world) == before
        assert web_employer(world, number).state == PENDING
        assert vacancies(api, token, course) == 0

    def test_can_be_followed_by_processing_again(self, api, token, world, course, staff):
        number = book(api, token, course)
        for _ in range(2):
            staff(process_web_enrolment, number)
            staff(undo_processing, number)
        assert staff(process_web_enrolment, number).created
        assert [action for action, *_ in decided(world, number)] == [
            *["create", "process", "undo"] * 2,
            "create",
            "process",
        ]

    def test_leaves_the_statistics_of_everybody_else(self, api, token, world, course, staff):
        other = world.client("Baker", "Bob")
        told = {"DisabilityFlag": "Y", "DisaList": [("TDisa", {"Disa_Code": "11"})], "PredList": []}
        assert outcome(api.UpdateClientAVDetails(token, {"Clie_Code": other.code} | told))[0] == 1
        number = book(api, token, course)
        assert outcome(api.UpdateWebClientAVETMISS(token, number, told))[0] == 1
        staff(process_web_enrolment, number)
        staff(undo_processing, number)
        for code in (other.code, *(house.student for house in HOUSES)):
            known = api.GetClientAVDetails(token, code).ClieAVETMISS
            assert (known.DisabilityFlag, len(known.DisaList)) == ("Y", 1)
        assert world.all(select(ClientStatistics.client_id)) == [other.id]

    def test_gives_updated_columns_their_former_values(self, api, token, world, course, staff):
        client = world.client("Brewer", "Bea", birth_date=BORN, email="old@example.com", username="old@example.com")
        world.add(ClientDisability(client_id=client.id, code="12"))
        world.add(ClientStatistics(client_id=client.id, aboriginal_flag="1"))
        present = world.employment(client, world.employer())
        number = book(api, token, course, "Brewer", "Bea", xsdDOB=BORN)
        address = {"City": "Perth", "State": "WA", "Postcode": "6000"}
        api.UpdateWebClient(token, number, sEmail="new@example.com", sHomePhone="03 9", usualAddress=address)
        statistics = {"AboriginalFlag": "4", "DisaList": [("TDisa", {"Disa_Code": "11"})]}
        api.UpdateWebClientAVETMISS(token, number, statistics)
        api.UpdateWebClientEmployer(token, number, loose_employer(api, token))
        staff(process_web_enrolment, number, Choices(update_matches=True))
        assert world.fresh(client).username == "new@example.com"
        staff(undo_processing, number)
        left = world.fresh(client)
        assert (left.email, left.username, left.email_key) == ("old@example.com",) * 3
        assert (left.home_phone, left.usual_city, left.usual_state) == (None, None, None)
        assert world.all(select(ClientDisability.code)) == ["12"]
        assert world.one(select(ClientStatistics.aboriginal_flag)) == "1"
        assert world.all(select(Employment.id).where(Employment.active)) == [present.id]

    def test_leaves_what_somebody_changed_since(self, api, token, world, course, staff):
        client = world.client("Brewer", "Bea", birth_date=BORN, home_phone="03 1")
        number = book(api, token, course, "Brewer", "Bea", xsdDOB=BORN)
        api.UpdateWebClient(token, number, sHomePhone="03 2", sWorkPhone="03 3")
        staff(process_web_enrolment, number, Choices(update_matches=True))
        world.change(client, home_phone="03 4")
        staff(undo_processing, number)
        assert (world.fresh(client).home_phone, world.fresh(client).work_phone) == ("03 4", None)

    def test_keeps_a_new_client_to_whom_others_refer(self, api, token, world, course, staff):
        number = book(api, token, course, "Brewer", "Bea")
        api.UpdateWebClientAVETMISS(token, number, {"AboriginalFlag": "4"})
        staff(process_web_enrolment, number)
        client = world.one(select(Client).where(Client.surname == "Brewer"))
        world.enrolment(client)
        staff(undo_processing, number)
        assert world.fresh(client) is not None
        assert world.one(select(ClientStatistics.aboriginal_flag)) == "4"

    def test_takes_its_items_off_a_combined_invoice(self, api, token, world, course, staff):
        world.employer("Payer")
        numbers = [book(api, token, course) for _ in range(2)]
        for number in numbers:
            api.AddWebInvoice(token, number, None, loose_employer(api, token, "Payer"), 1)
            api.AddWebPayment(token, number, None, None, Decimal("100.00"))
        first, second = (staff(process_web_enrolment, number) for number in numbers)
        assert first.invoiced.invoice.id == second.invoiced.invoice.id
        staff(undo_processing, numbers[1])
        invoice = world.one(select(Invoice))
        assert (invoice.total_amount, invoice.amount_paid, invoice.payment_status) == (121, 100, 1)
        assert world.all(select(InvoiceItem.amount_paid).order_by(InvoiceItem.id)) == [100, 0]
        assert world.get(Enrolment, first.enrolment_id).amount_paid == 100

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_removes_a_combined_invoice_with_its_last_booking(self, api, token, world, course, staff, order):
        world.employer("Payer")
        numbers = [book(api, token, course) for _ in range(2)]
        for number in numbers:
            api.AddWebInvoice(token, number, None, loose_employer(api, token, "Payer"), 1)
        for number in numbers:
            staff(process_web_enrolment, number)
        staff(undo_processing, numbers[order[0]])
        assert world.one(select(Invoice.total_amount)) == 121
        staff(undo_processing, numbers[order[1]])
        assert world.all(select(Invoice)) == []

    @pytest.fixture
    def processed(self, api, token, course, staff):
        number = book(api, token, course)
        api.AddWebPayment(token, number, None, None, Decimal("50.00"))
        return staff(process_web_enrolment, number)

    def refused(self, world, staff, processed, message):
        before = rows(world)
        with pytest.raises(Conflict, match=message):
            staff(undo_processing, processed.web_enrolment_id)
        assert rows(world) == before

    def test_is_refused_with_a_result(self, api, token, world, staff, processed):
        day = datetime.datetime(2026, 9, 1)
        api.UpdateResult(token, processed.enrolment_id, "BEER1", "Continuing", day, day, 50)
        self.refused(world, staff, processed, "Results or attendance have been recorded")

    def test_is_refused_with_a_former_result(self, api, token, world, staff, processed):
        day = datetime.datetime(2026, 9, 1)
        api.UpdateResult(token, processed.enrolment_id, "BEER1", "Continuing", day, day, 50)
        api.ResetUnitResult(token, processed.enrolment_id, "BEER1")
        self.refused(world, staff, processed, "Results or attendance have been recorded")

    def test_is_refused_with_attendance(self, world, staff, processed, course):
        client = world.get(Enrolment, processed.enrolment_id).client_id
        session = world.class_session(course)
        kind, day = world.all(select(AttendanceType.id))[0], datetime.datetime(2026, 9, 1)
        attended = {"class_session_id": session.id, "attendance_type_id": kind, "start": day, "finish": day}
        world.add(ClassAttendance(client_id=client, **attended))
        self.refused(world, staff, processed, "Results or attendance have been recorded")

    def test_is_refused_with_a_locked_invoice(self, world, staff, processed):
        world.change(processed.invoiced.invoice, locked=True)
        self.refused(world, staff, processed, "The invoice is locked")

    def test_is_refused_with_a_further_payment(self, api, token, world, staff, processed):
        answer = api.RecordPaymentForInvoice(token, processed.invoiced.invoice.id, amount=Decimal("10.00"))
        assert outcome(answer) == OK
        self.refused(world, staff, processed, "Further payments have been recorded")

    def test_is_refused_when_the_lms_has_it(self, api, token, world, staff, processed):
        api.UpdateLMSEnrolmentStatus(token, processed.enrolment_id, 1)
        self.refused(world, staff, processed, "The LMS has taken the enrolment")

    def test_is_refused_when_another_enrolment_counts_on_it(self, world, staff, processed, course):
        other = world.enrolment(world.client(), course)
        world.link(other, world.get(Enrolment, processed.enrolment_id))
        self.refused(world, staff, processed, "Other records refer to the enrolment")

    def test_is_refused_with_later_employees(self, api, token, world, staff):
        course = world.occurrence(web_published=True)
        processed = staff(process_web_enrolment, book_employer(api, token, course, "One"))
        late = world.client()
        assert api.AddEmployeeEnrolmentToBooking(token, late.code, processed.enrolment_id).Auth.Status == 1
        self.refused(world, staff, processed, "Further employees have been enrolled")

    def test_is_refused_of_what_is_pending_or_deleted(self, api, token, staff, course):
        pending, deleted = book(api, token, course), book(api, token, course)
        api.DeleteWebEnrolment(token, deleted)
        for number in (pending, deleted):
            with pytest.raises(Conflict, match="Only what was processed or rejected can be undone"):
                staff(undo_processing, number)
        with pytest.raises(NotFound):
            staff(undo_processing, 4711)

    def test_never_oversells(self, api, token, world, staff, course):
        number = book(api, token, course)
        processed = staff(process_web_enrolment, number)
        world.change(world.get(Enrolment, processed.enrolment_id), status_id=world.status("Withdrawn"))
        for _ in range(2):
            book(api, token, course)
        with pytest.raises(InvalidInput, match=r"Occurrence has no vacancies\."):
            staff(undo_processing, number)
        assert world.get(Occurrence, course.id).maximum_places == 2


def test_units_and_results_of_others_are_never_touched(api, token, world, course, staff):
    other = world.enrolment(world.client(), world.occurrence(), units=["BEER1"])
    number = book(api, token, course)
    staff(process_web_enrolment, number)
    staff(undo_processing, number)
    assert world.one(select(EnrolledUnit.enrolment_id)) == other.id
    assert world.all(select(Employer)) == []
    assert add_employee(api, token, book_employer(api, token, course), "One")
