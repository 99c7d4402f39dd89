"""Units, classes, prices, staff and payment plans of occurrences, on the pages and as integrations see them."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.web import book
from tests.web.staff.test_pages import assert_accessible
from vettrak_api.model.changes import Change
from vettrak_api.model.enrolments import ClassAttendance, ClassClient, EnrolmentPrice
from vettrak_api.model.occurrences import (
    ClassSession,
    ClassStaff,
    OccurrenceInvoiceSchedule,
    OccurrencePrice,
    OccurrenceStaff,
    OccurrenceUnit,
)
from vettrak_api.model.programmes import QualificationUnit
from vettrak_api.model.reference import AttendanceType, PriceItem

DAY = datetime.datetime(2026, 12, 8)


@pytest.fixture
def occurrence(world):
    return world.occurrence(
        lms=True, web_published=True, units=("BEER1",), start_date=DAY, end_date=DAY + datetime.timedelta(days=20)
    )


def parts(world, table, occurrence):
    return world.all(select(table).where(table.occurrence_id == occurrence.id).order_by(table.id))


def open_part(setup, occurrence, part):
    return setup.get(f"/setup/occurrences/{occurrence.id}/{part}")


def logged(world, occurrence):
    """The pages that changed an occurrence."""
    wanted = select(Change.operation).where(Change.table_name == "occurrence", Change.record_id == occurrence.id)
    return world.all(wanted.where(Change.action == "update").order_by(Change.id))


# -- units ------------------------------------------------------------------------------------------------


def test_units_are_ticked_among_those_of_the_qualification(setup, world, occurrence, api, token):
    qualification = world.qualification("CERT2")
    wine, gin = world.unit("WINE1"), world.unit("GIN1")
    for unit in (wine, gin):
        world.add(QualificationUnit(qualification_id=qualification.id, unit_id=unit.id))
    world.change(occurrence, qualification_id=qualification.id)
    page = open_part(setup, occurrence, "units")
    assert [row.split()[0] for row in page.rows] == ["BEER1", "GIN1", "WINE1"]
    assert_accessible(page.document)
    beer = world.unit("BEER1")
    page = setup.send("/save", unit=[str(beer.id), str(wine.id)], optional=[str(wine.id)], codes="rum1")
    assert page.problem == "There is no unit rum1."
    world.unit("RUM1")
    page = setup.send("/save", unit=[str(beer.id), str(wine.id)], optional=[str(wine.id)], codes="rum1")
    assert page.note == "Saved."
    told = api.GetUnitsForOccurrence(token, occurrence.id).UnitList
    assert [(each.Unit_Code, each.Unit_Optional) for each in told] == [("BEER1", 0), ("RUM1", 0), ("WINE1", 1)]
    assert logged(world, occurrence)[-1].endswith("save_units")


def test_a_unit_in_which_somebody_is_enrolled_stays(setup, world, occurrence):
    world.enrolment(world.client(), occurrence, units=["BEER1"])
    open_part(setup, occurrence, "units")
    page = setup.send("/save", unit=None, codes="")
    assert (page.status, page.problem) == (422, "Somebody is enrolled in BEER1, so it stays.")
    assert len(parts(world, OccurrenceUnit, occurrence)) == 1


def test_units_that_somebody_else_has_changed_are_not_undone(setup, world, occurrence):
    open_part(setup, occurrence, "units")
    world.add(OccurrenceUnit(occurrence_id=occurrence.id, unit_id=world.unit("NEW1").id))
    page = setup.send("/save", unit=None, codes="")
    assert page.status == 409
    assert "somebody else has changed the units" in page.problem
    assert len(parts(world, OccurrenceUnit, occurrence)) == 2


# -- classes ----------------------------------------------------------------------------------------------


def weekly(setup, occurrence, **fields):
    open_part(setup, occurrence, "classes/weekly")
    assert_accessible(setup.page.document)
    told = {"first_day": "8/12/2026", "last_day": "28/12/2026", "start_time": "9:00", "finish_time": "12:00"}
    return setup.send("/weekly/add", **(told | {"weekday-1": "yes"} | fields))


def test_classes_every_tuesday_are_added_at_once(setup, world, occurrence, api, token, clock):
    before = clock.now()
    clock.advance(minutes=5)
    enrolment, trainer = world.enrolment(world.client(), occurrence), world.staff()
    world.enrolment(world.client(), occurrence, status="Withdrawn")
    world.trainer(occurrence, trainer)
    page = weekly(setup, occurrence, teacher=str(trainer.id), room_code="B1")
    assert page.note == "The classes are added."
    assert [row[:15].strip() for row in page.rows] == ["Tue 8 Dec 2026", "Tue 15 Dec 2026", "Tue 22 Dec 2026"]
    told = api.GetClassesForOccurrence(token, occurrence.id).InstList
    assert [each.Inst_Start for each in told] == [DAY + datetime.timedelta(days=7 * week, hours=9) for week in range(3)]
    assert {row.client_id for row in world.all(select(ClassStaff).where(ClassStaff.client_id == trainer.id))}
    seats = world.all(select(ClassClient.enrolment_id).where(ClassClient.enrolment_id == enrolment.id))
    assert len(seats) == 3
    day = datetime.timedelta(days=30)
    since = api.GetWebOccurrencesForProgrammeAndDatesSince(token, occurrence.programme_id, DAY - day, DAY + day, before)
    assert outcome(since) == OK
    assert [each.ID for each in since.OccuList] == [occurrence.id]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"weekday-1": None}, {"weekday-0": "Tick at least one day of the week."}),
        ({"finish_time": "8:00"}, {"finish_time": "Ends at: The class ends before it starts."}),
        ({"start_time": "morning"}, {"start_time": "Starts at: Write a time such as 9:00 or 13:30."}),
        ({"last_day": "9/12/2026", "weekday-1": None, "weekday-4": "yes"},
         {"last_day": "Last day: No such day of the week lies between the two days."}),
        ({"last_day": "8/12/2126"}, {"last_day": "Last day: The last day is too far away."}),
        ({"last_day": "1/12/2026"}, {"last_day": "Last day: The last day is before the first day."}),
    ],
)  # fmt: skip
def test_a_repeat_that_makes_no_sense_adds_nothing(setup, world, occurrence, fields, said):
    page = weekly(setup, occurrence, **fields)
    assert (page.status, page.wrong) == (422, said)
    assert_accessible(page.document)
    assert parts(world, ClassSession, occurrence) == []


def test_a_class_is_moved_and_removed(setup, world, occurrence):
    number = world.class_session(occurrence, start=DAY + datetime.timedelta(hours=9)).id
    seat = world.enrolment(world.client(), occurrence)
    world.add(ClassClient(class_session_id=number, enrolment_id=seat.id))
    page = open_part(setup, occurrence, f"classes/{number}")
    assert_accessible(page.document)
    page = setup.send("/save", start="9/12/2026 10:00", finish="9/12/2026 9:00")
    assert page.wrong.keys() == {"finish"}
    page = setup.send("/save", start="9/12/2026 10:00", finish="9/12/2026 12:30")
    assert page.note == "Saved."
    assert page.rows == ["Wed 9 Dec 2026 10:00 to 12:30 1"]
    open_part(setup, occurrence, f"classes/{number}")
    assert setup.send("/remove").note == "Removed."
    assert parts(world, ClassSession, occurrence) == []
    assert world.get(ClassClient, (number, seat.id)) is None
    assert logged(world, occurrence)[-1].endswith("remove_line")


def test_a_class_with_attendance_stays(setup, world, occurrence):
    held = world.class_session(occurrence)
    client, kind = world.client(), world.everything(select(AttendanceType))[0]
    world.add(
        ClassAttendance(
            class_session_id=held.id, client_id=client.id, attendance_type_id=kind.id, start=held.start,
            finish=held.finish,
        )
    )  # fmt: skip
    open_part(setup, occurrence, f"classes/{held.id}")
    page = setup.send("/remove")
    assert (page.status, page.problem) == (409, "Attendance is recorded at this class, so it stays.")
    assert len(parts(world, ClassSession, occurrence)) == 1


def test_a_class_of_another_occurrence_is_not_found(setup, world, occurrence):
    other = world.class_session(world.occurrence())
    assert open_part(setup, occurrence, f"classes/{other.id}").status == 404


def test_two_changes_within_one_second_are_both_told(setup, world, occurrence):
    for hour in (9, 13):
        open_part(setup, occurrence, "classes/new")
        setup.send("/add", start=f"9/12/2026 {hour}:00", finish=f"9/12/2026 {hour + 1}:00")
    assert len(logged(world, occurrence)) == 2


# -- prices -----------------------------------------------------------------------------------------------


def test_a_price_is_added_and_those_who_are_enrolled_keep_theirs(setup, world, occurrence, api, token):
    item = world.add(PriceItem(name="Full Fee"))
    open_part(setup, occurrence, "prices/new")
    assert_accessible(setup.page.document)
    page = setup.send("/add", price_item_id=str(item.id), amount="110", gst="10", web_published="yes")
    assert page.rows == ["Full Fee the whole $110.00 $10.00 offer it"]
    assert world.fresh(occurrence).amount == Decimal("110.00")
    enrolled = api.AddLMSClientEnrolmentToOccurrence(token, world.client().code, occurrence.id)
    (price,) = parts(world, OccurrencePrice, occurrence)
    open_part(setup, occurrence, f"prices/{price.id}")
    assert setup.send("/save", amount="132", gst="12").note == "Saved."
    open_part(setup, occurrence, f"prices/{price.id}")
    assert setup.send("/remove").note == "Removed."
    kept = world.one(select(EnrolmentPrice).where(EnrolmentPrice.enrolment_id == enrolled.ClieEnro.ID))
    assert kept.amount == Decimal("110.00")
    assert world.fresh(occurrence).amount == 0


def test_a_price_that_a_web_enrolment_has_chosen_stays(setup, world, occurrence, api, token):
    item = world.add(PriceItem(name="Full Fee"))
    price = world.add(
        OccurrencePrice(occurrence_id=occurrence.id, price_item_id=item.id, amount=Decimal(50), web_published=True)
    )
    number = book(api, token, occurrence)
    told = {"Enpr_ID": price.id, "Pric_ID": item.id, "Enpr_Amount": Decimal(50), "Enpr_GST": Decimal(0)}
    assert outcome(api.AddPriceTypesToWebEnrolment(token, number, [("TPric", told)])) == OK
    open_part(setup, occurrence, f"prices/{price.id}")
    page = setup.send("/remove")
    assert page.status == 409
    assert page.problem.startswith("A web enrolment has chosen this price")
    page = setup.send("/save", web_published=None)
    assert page.note == "Saved."


# -- staff and payment plan -------------------------------------------------------------------------------


def test_one_of_the_staff_is_the_main_one(setup, world, occurrence):
    tess, tom = world.staff("Trainer", "Tess"), world.staff("Manager", "Tom")
    for person in (tess, tom):
        open_part(setup, occurrence, "staff/new")
        assert setup.send("/add", client_id=person.code, role="Trainer", is_primary="yes").note == "Saved."
    found = {row.client_id: row.is_primary for row in parts(world, OccurrenceStaff, occurrence)}
    assert found == {tess.id: False, tom.id: True}
    assert logged(world, occurrence)[-1].endswith("add_line")
    open_part(setup, occurrence, "staff/new")
    page = setup.send("/add", client_id=world.client().code, role="Trainer")
    assert page.wrong == {"client_id": "Staff member: This person is no staff member."}


def test_a_payment_plan_says_when_it_is_not_the_whole(setup, world, occurrence):
    for day, percentage in (("1/12/2026", "50"), ("1/2/2027", "40")):
        open_part(setup, occurrence, "invoices/new")
        page = setup.send("/add", invoice_date=day, percentage=percentage)
    assert page.rows == ["Tue 1 Dec 2026 50", "Mon 1 Feb 2027 40"]
    assert "The parts are 90.00 percent together" in page.text
    last = parts(world, OccurrenceInvoiceSchedule, occurrence)[-1]
    open_part(setup, occurrence, f"invoices/{last.id}")
    assert "together" not in setup.send("/save", percentage="50").text


def test_who_is_enrolled_is_listed(setup, world, occurrence):
    world.enrolment(world.client("Brewer", "Bea"), occurrence)
    world.enrolment(world.client("Gone", "Gus"), occurrence, status="Withdrawn")
    page = open_part(setup, occurrence, "enrolled")
    assert [row.split(",")[0] for row in page.rows] == ["Brewer", "Gone"]
    assert "1 person is enrolled" in page.text
    assert len(open_part(setup, occurrence, "enrolled?search=brew").rows) == 1
    assert_accessible(page.document)
