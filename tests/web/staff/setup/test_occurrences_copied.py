"""Last term's occurrence is copied to new days, on the pages of set-up."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.web.staff.test_pages import assert_accessible
from vettrak_api.model.occurrences import (
    ClassSession,
    ClassStaff,
    Occurrence,
    OccurrenceInvoiceSchedule,
    OccurrencePrice,
    OccurrenceStaff,
    OccurrenceTask,
    OccurrenceTaskUnit,
    OccurrenceUnit,
    Task,
)

TUESDAY = datetime.datetime(2026, 9, 1, 9)


@pytest.fixture
def source(world):
    made = world.occurrence(
        code="RSA-09", lms=True, web_published=True, units=("BEER1",), optional_units=("WINE1",),
        prices=(("Full Fee", "110.00"),), seats=12, start_date=TUESDAY, end_date=TUESDAY + datetime.timedelta(days=7),
        description="Evenings", lms_status=1,
    )  # fmt: skip
    trainer = world.staff()
    world.trainer(made, trainer)
    held = world.class_session(made, start=TUESDAY)
    world.add(ClassStaff(class_session_id=held.id, client_id=trainer.id))
    task = world.add(Task(code="T1", name="Pour"))
    linked = world.add(OccurrenceTask(occurrence_id=made.id, task_id=task.id))
    world.add(OccurrenceTaskUnit(occurrence_task_id=linked.id, unit_id=world.unit("BEER1").id))
    world.add(
        OccurrenceInvoiceSchedule(
            occurrence_id=made.id, invoice_date=datetime.date(2026, 9, 1), percentage=Decimal(100)
        )
    )
    world.enrolment(world.client(), made)
    return made


def copied(setup, source, **fields):
    setup.get(f"/setup/occurrences/{source.id}/copy")
    assert_accessible(setup.page.document)
    return setup.send("/copy/make", **({"start_date": "1/12/2026"} | fields))


def only(world, table, occurrence):
    return world.one(select(table).where(table.occurrence_id == occurrence.id))


def test_everything_moves_by_the_same_number_of_days(setup, world, source):
    page = copied(setup, source)
    assert page.note.startswith("The copy is made.")
    made = world.one(select(Occurrence).where(Occurrence.code == "RSA-10"))
    moved = datetime.timedelta(days=91)
    assert (made.start_date, made.end_date) == (source.start_date + moved, source.end_date + moved)
    assert (made.description, made.maximum_places, made.programme_id) == ("Evenings", 12, source.programme_id)
    assert (made.web_published, made.lms_publish, made.lms_status) == (False, 0, 0)
    held = only(world, ClassSession, made)
    assert (held.start, held.start.weekday()) == (TUESDAY + moved, TUESDAY.weekday())
    assert world.one(select(ClassStaff).where(ClassStaff.class_session_id == held.id)) is not None
    assert only(world, OccurrencePrice, made).amount == Decimal("110.00")
    assert only(world, OccurrenceInvoiceSchedule, made).invoice_date == datetime.date(2026, 12, 1)
    assert only(world, OccurrenceStaff, made).role == "Trainer"
    task = only(world, OccurrenceTask, made)
    assert world.one(select(OccurrenceTaskUnit.unit_id).where(OccurrenceTaskUnit.occurrence_task_id == task.id))
    units = world.all(select(OccurrenceUnit.optional).where(OccurrenceUnit.occurrence_id == made.id))
    assert sorted(units) == [False, True]
    assert setup.get(f"/setup/occurrences/{made.id}/enrolled").rows == []
    assert only(world, ClassSession, source).start == TUESDAY


def test_it_is_open_to_the_web_and_the_lms_when_that_is_ticked(setup, world, source, api, token):
    copied(setup, source, web_published="yes", lms_publish="yes", code="RSA-DEC")
    made = world.one(select(Occurrence).where(Occurrence.code == "RSA-DEC"))
    assert made.id in [each.ID for each in api.GetLMSNewOccurrences(token).OccuList]
    day = datetime.datetime(2026, 12, 1)
    found = api.GetWebOccurrencesForProgrammeAndDates(token, source.programme_id, day, day.replace(day=2))
    assert [each.ID for each in found.OccuList] == [made.id]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("1/12/2026", "moves by 91 days. Classes stay on their days of the week."),
        ("2/12/2026", "moves by 92 days. Classes fall on other days of the week"),
    ],
)
def test_how_it_moves_is_shown_before_it_is_made(setup, world, source, day, said):
    page = copied(setup, source, start_date=day, look="yes", code="RSA-LOOK")
    assert said in page.text
    assert "Public holidays are not known" in page.text
    assert page.form("/copy/make")["code"] == "RSA-LOOK"
    assert world.all(select(Occurrence.id).where(Occurrence.code == "RSA-LOOK")) == []


def test_a_code_that_is_taken_is_refused(setup, world, source):
    page = copied(setup, source, code="rsa-09")
    assert (page.status, page.wrong) == (422, {"code": "Code: Another occurrence has the code rsa-09."})
    page = copied(setup, source, code="", start_date="")
    assert page.wrong.keys() == {"code", "start_date"}


@pytest.mark.parametrize(
    ("code", "proposed"),
    [("RSA-09", "RSA-10"), ("RSA-99", "RSA-100"), ("RSA", "RSA-2"), ("TWENTY-CHARACTERS-99", "TWENTY-CHARACTERS100")],
)
def test_a_new_code_is_proposed(setup, world, source, code, proposed):
    world.change(source, code=code)
    setup.get(f"/setup/occurrences/{source.id}/copy")
    assert setup.page.form("/copy/make")["code"] == proposed


def test_a_code_in_use_is_not_proposed(setup, world, source):
    world.occurrence(code="rsa-10")
    setup.get(f"/setup/occurrences/{source.id}/copy")
    assert setup.page.form("/copy/make")["code"] == "RSA-11"
