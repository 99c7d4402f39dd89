"""AddLMSClientEnrolmentToOccurrence: an enrolment takes on all the features of the occurrence."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.counting import statements
from tests.support.outcomes import OK, outcome
from vettrak_api.model.changes import Change
from vettrak_api.model.enrolments import (
    ClassClient,
    EnrolledTask,
    EnrolledTaskUnit,
    Enrolment,
    EnrolmentInvoiceSchedule,
    EnrolmentLink,
    EnrolmentPrice,
    EnrolmentStaff,
)
from vettrak_api.model.events import Event
from vettrak_api.model.occurrences import (
    OccurrenceEvent,
    OccurrenceInvoiceSchedule,
    OccurrencePrice,
    OccurrenceTask,
    OccurrenceTaskUnit,
    Task,
    TaskStatus,
)
from vettrak_api.model.reference import EventType, PriceItem


@pytest.fixture
def client(world):
    return world.client("Smith", "John", code="JSMITH")


@pytest.fixture
def enrol(api, token, client):
    def call(occurrence):
        answer = api.AddLMSClientEnrolmentToOccurrence(token, client.code, occurrence.id)
        assert outcome(answer) == OK
        return answer.ClieEnro

    return call


@pytest.fixture
def units(api, token):
    return lambda enrolment: api.GetUnitsForEnrolment(token, enrolment.ID).EnunList


def test_dates_place_and_division_are_the_occurrences(world, enrol):
    division = world.division()
    occurrence = world.occurrence(
        location_id=world.location("MELB").id,
        qualification_id=world.qualification("CERT2BAR").id,
        delivery_modes=["Online", "Workplace"],
        organisation_id=1,
        division_id=division.id,
    )
    made = enrol(occurrence)
    assert (made.StartDate, made.EndDate) == (occurrence.start_date, occurrence.end_date)
    assert (made.Loca_Code, made.Qual_Code, made.DeliveryModes) == ("MELB", "CERT2BAR", ["Online", "Workplace"])
    assert (made.OrganisationId, made.DivisionId) == (1, division.id)


def test_it_is_active_from_its_start(world, enrol):
    made = enrol(world.occurrence(status_id=world.status("Suspended")))
    assert (made.Status, made.StatusType, made.DateOfEffect) == ("Active", 0, made.StartDate)


def test_units_that_are_not_optional_wait_for_a_result(world, enrol, units):
    made = enrol(world.occurrence(units=["BEER1", "BEER2"], optional_units=["BEER3"]))
    held = [(unit.Unit_Code, unit.Result_Name, unit.Percentage) for unit in units(made)]
    assert held == [("BEER1", "Not Yet Started", -1), ("BEER2", "Not Yet Started", -1)]
    assert {(unit.StartDate, unit.FinishDate) for unit in units(made)} == {(made.StartDate, made.EndDate)}


def test_the_client_joins_every_class(world, enrol):
    occurrence = world.occurrence()
    classes = [world.class_session(occurrence).id for _ in range(4)]
    world.class_session(world.occurrence())
    made = enrol(occurrence)
    joined = select(ClassClient.class_session_id).where(ClassClient.enrolment_id == made.ID)
    assert sorted(world.all(joined)) == classes


def test_all_staff_come_along(world, enrol):
    occurrence = world.occurrence()
    trainers = [world.staff(), world.staff()]
    for trainer in trainers:
        world.trainer(occurrence, trainer)
    made = enrol(occurrence)
    assigned = select(EnrolmentStaff.client_id).where(EnrolmentStaff.enrolment_id == made.ID)
    assert sorted(world.all(assigned)) == [trainer.id for trainer in trainers]


class TestPrices:
    def test_the_enrolment_costs_the_sum_of_the_published_prices(self, world, enrol):
        occurrence = world.occurrence(prices=[("Full Fee", "110.00"), ("Materials", "22.00")])
        made = enrol(occurrence)
        assert (made.Amount, made.GST) == (Decimal("132.00"), Decimal("12.00"))
        assert (made.AmountPaid, made.AmountCredited) == (0, 0)
        copied = select(EnrolmentPrice.amount).where(EnrolmentPrice.enrolment_id == made.ID)
        assert sorted(world.all(copied)) == [Decimal("22.00"), Decimal("110.00")]

    def test_prices_that_are_not_published_stay_away(self, world, enrol):
        occurrence = world.occurrence(prices=[("Full Fee", "110.00")])
        item = world.add(PriceItem(name="Staff price"))
        hidden = {"price_item_id": item.id, "amount": Decimal("1.00"), "web_published": False}
        world.add(OccurrencePrice(occurrence_id=occurrence.id, **hidden))
        assert enrol(occurrence).Amount == Decimal("110.00")

    def test_the_price_of_an_optional_unit_is_part_of_the_whole(self, world, enrol, units):
        occurrence = world.occurrence(units=["BEER1"], optional_units=["OPT1"], prices=[("Full", "100.00")])
        item = world.add(PriceItem(name="OPT1"))
        option = {"unit_id": world.unit("OPT1").id, "price_item_id": item.id, "amount": Decimal("30.00")}
        world.add(OccurrencePrice(occurrence_id=occurrence.id, **option))
        made = enrol(occurrence)
        assert made.Amount == Decimal("130.00")
        assert [unit.Unit_Code for unit in units(made)] == ["BEER1"]

    def test_without_prices_it_costs_nothing(self, world, enrol):
        made = enrol(world.occurrence(amount=Decimal("99.00")))
        assert (made.Amount, made.GST) == (0, 0)

    def test_invoice_schedules_come_along(self, world, enrol):
        occurrence = world.occurrence()
        due = datetime.date(2026, 9, 15)
        plan = {"invoice_date": due, "percentage": Decimal("50.00"), "description": "First half"}
        world.add(OccurrenceInvoiceSchedule(occurrence_id=occurrence.id, **plan))
        made = enrol(occurrence)
        (copied,) = world.all(select(EnrolmentInvoiceSchedule))
        assert {name: getattr(copied, name) for name in plan} == plan
        assert copied.enrolment_id == made.ID


class TestTasks:
    @pytest.fixture
    def occurrence(self, world):
        return world.occurrence(units=["BEER1"], optional_units=["BEER2", "BEER3"])

    @pytest.fixture
    def task(self, world, occurrence):
        def add(code, *units):
            task = world.add(Task(code=code, name=code))
            held = world.add(OccurrenceTask(occurrence_id=occurrence.id, task_id=task.id))
            for unit in units:
                world.add(OccurrenceTaskUnit(occurrence_task_id=held.id, unit_id=world.unit(unit).id))
            return task

        return add

    def test_those_of_optional_units_alone_stay_away(self, world, occurrence, task, enrol):
        whole, mixed = task("ESSAY"), task("EXAM", "BEER1", "BEER2")
        task("EXTRA", "BEER2", "BEER3")
        made = enrol(occurrence)
        copied = select(EnrolledTask.task_id).where(EnrolledTask.enrolment_id == made.ID)
        assert sorted(world.all(copied)) == [whole.id, mixed.id]

    def test_they_keep_their_units_and_have_not_begun(self, world, occurrence, task, enrol):
        task("EXAM", "BEER1", "BEER2")
        made = enrol(occurrence)
        copied = world.one(select(EnrolledTask))
        units = world.all(select(EnrolledTaskUnit.unit_id).order_by(EnrolledTaskUnit.unit_id))
        assert units == [world.unit("BEER1").id, world.unit("BEER2").id]
        status = world.one(select(TaskStatus.name).where(TaskStatus.id == copied.task_status_id))
        assert (status, copied.due_date) == ("Not Yet Started", made.EndDate)


def test_events_come_along_unless_they_are_optional(world, enrol, client):
    occurrence, trainer = world.occurrence(), world.staff()
    visit = world.one(select(EventType.id).where(EventType.name == "Workplace Visit"))
    moment = datetime.datetime(2026, 9, 8, 10)
    for optional in (False, True):
        event = {"event_type_id": visit, "start": moment, "staff_id": trainer.id, "optional": optional}
        world.add(OccurrenceEvent(occurrence_id=occurrence.id, **event))
    made = enrol(occurrence)
    (event,) = world.all(select(Event))
    assert (event.client_id, event.enrolment_id) == (client.id, made.ID)
    assert (event.event_type_id, event.start, event.staff_id) == (visit, moment, trainer.id)


def test_the_trail_tells_what_was_made(world, enrol):
    made = enrol(world.occurrence(units=["BEER1", "BEER2"]))
    trail = select(Change).where(Change.operation == "AddLMSClientEnrolmentToOccurrence")
    tables = [(change.table_name, change.action) for change in world.all(trail.order_by(Change.id))]
    assert tables == [("enrolment", "insert"), ("enrolled_unit", "insert"), ("enrolled_unit", "insert")]
    assert world.all(trail.where(Change.table_name == "enrolment"))[0].record_id == made.ID


class TestTheAutoLinkPreference:
    """Units that the client studies elsewhere at the same time are not studied twice."""

    SEPTEMBER_3 = datetime.datetime(2026, 9, 3)

    @pytest.fixture
    def occurrence(self, world):
        return world.occurrence(units=["BEER1", "BEER2"], optional_units=["BEER3"])

    @pytest.fixture
    def linked(self, world, occurrence, enrol):
        def call():
            made = enrol(occurrence)
            return world.all(select(EnrolmentLink.linked_id).where(EnrolmentLink.enrolment_id == made.ID)), made

        return call

    @pytest.mark.settings(link_enrolments=True)
    def test_links_what_overlaps_and_leaves_its_units_there(self, world, client, linked, units):
        other = world.enrolment(client, units=["BEER1", "OTHER"])
        found, made = linked()
        assert found == [other.id]
        assert [unit.Unit_Code for unit in units(made)] == ["BEER2"]

    def test_is_off_by_default(self, world, client, linked, units):
        world.enrolment(client, units=["BEER1"])
        found, made = linked()
        assert found == []
        assert [unit.Unit_Code for unit in units(made)] == ["BEER1", "BEER2"]

    @pytest.mark.settings(link_enrolments=True)
    def test_an_optional_unit_links_too(self, world, client, linked, units):
        other = world.enrolment(client, units=["BEER3"])
        found, made = linked()
        assert (found, len(units(made))) == ([other.id], 2)

    @pytest.mark.settings(link_enrolments=True)
    def test_other_units_other_people_and_other_times_do_not_link(self, world, client, linked):
        world.enrolment(client, units=["OTHER"])
        world.enrolment(world.client(), units=["BEER1"])
        past = datetime.datetime(2026, 8, 1)
        world.enrolment(client, units=["BEER1"], start_date=past, end_date=past)
        assert linked()[0] == []

    @pytest.mark.settings(link_enrolments=True)
    @pytest.mark.parametrize("status", ["Completed", "Withdrawn", "Cancelled", "Suspended"])
    def test_enrolments_that_are_not_active_do_not_link(self, world, client, linked, status):
        world.enrolment(client, units=["BEER1"], status=status)
        assert linked()[0] == []

    @pytest.mark.settings(link_enrolments=True)
    def test_touching_dates_and_open_ends_overlap(self, world, client, linked, occurrence):
        before = world.enrolment(client, units=["BEER1"], end_date=occurrence.start_date)
        after = world.enrolment(client, units=["BEER1"], start_date=occurrence.end_date)
        endless = world.enrolment(client, units=["BEER1"], start_date=self.SEPTEMBER_3, end_date=None)
        assert linked()[0] == [before.id, after.id, endless.id]


def test_an_enrolment_into_much_asks_no_more_questions(world, api, token, runtime):
    """The number of queries does not grow with the size of the occurrence."""

    def cost(units):
        occurrence = world.occurrence(units=units)
        for unit in units:
            world.class_session(occurrence)
            task = world.add(Task(code=f"T-{unit}-{occurrence.id}", name=unit))
            world.add(OccurrenceTask(occurrence_id=occurrence.id, task_id=task.id))
        client = world.client()
        with statements(runtime) as seen:
            assert outcome(api.AddLMSClientEnrolmentToOccurrence(token, client.code, occurrence.id)) == OK
        return sum(statement.startswith("SELECT") for statement in seen)

    assert cost([f"MANY{number}" for number in range(12)]) <= cost(["ONE1", "ONE2"])


def test_nothing_is_written_when_something_fails_half_way(world, api, token, client, monkeypatch):
    def broken(session, enrolment):
        message = "a fault of ours"
        raise RuntimeError(message)

    monkeypatch.setattr("vettrak_api.rules.enrolments.enrolling.copy_prices", broken)
    status, message = outcome(api.AddLMSClientEnrolmentToOccurrence(token, client.code, world.occurrence().id))
    assert (status, message.startswith("The server could not process the request. Reference ")) == (-1, True)
    assert world.all(select(Enrolment)) == []
