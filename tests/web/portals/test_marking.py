"""Attendance, marked by the staff of a class: by forms, by two people at once, and by nobody else."""

import pytest
from sqlalchemy import delete, select

from tests.support.portals import DAY
from vettrak_api.model.enrolments import ClassAttendance
from vettrak_api.web.portals.site import PortalSite

pytestmark = pytest.mark.slow


@pytest.fixture
def roll(school):
    """Return the address of a class that nobody has marked yet."""
    with school.world.session() as session:
        session.execute(delete(ClassAttendance).where(ClassAttendance.class_session_id == school.next.id))
    return f"/classes/{school.next.start.date()}/{school.next.id}"


@pytest.fixture
def at_roll(visit, roll):
    """Return somebody who has the roll before them."""

    def come(username, site=None):
        visitor = visit(username, site)
        assert visitor.get(roll).heading == "Lesson"
        return visitor

    return come


def saved(page):
    """Return what the page says of how many are saved."""
    return page.document.find_class("tray")[0].xpath(".//b")[0].text_content()


def test_is_marked_one_by_one(at_roll, school, roll, calls):
    visitor = at_roll("jarrah")
    assert saved(visitor.page) == "0 of 2"
    page = visitor.send(roll, **{"mark-MIA": "Present"})
    assert (page.note, saved(page)) == ("Saved: 1 person was marked.", "1 of 2")
    assert school.marked(school.next) == {"MIA": "Present"}
    page = visitor.send(roll, **{"mark-MIA": "Absent", "mark-LIAM": "Present"})
    assert page.note == "Saved: 2 people were marked."
    assert school.marked(school.next) == {"MIA": "Absent", "LIAM": "Present"}
    assert ("UpdateAttendanceForClientClass", "own") in calls


def test_marks_the_rest_at_once(at_roll, school, roll):
    visitor = at_roll("jarrah")
    visitor.send(roll, **{"mark-LIAM": "Absent"})
    assert "Mark the other 1 present" in visitor.page.text
    assert visitor.send(roll, rest="Present").note == "Saved: 1 person was marked."
    assert school.marked(school.next) == {"LIAM": "Absent", "MIA": "Present"}
    assert "Mark the other" not in visitor.page.text


def test_says_when_nothing_was_changed(at_roll, roll, school):
    assert at_roll("jarrah").send(roll).note == "Nothing was changed."
    assert school.marked(school.next) == {}


def test_two_people_do_not_replace_each_other_unknowingly(at_roll, school, roll):
    jarrah, priya = at_roll("jarrah"), at_roll("priya")
    priya.send(roll, **{"mark-MIA": "Absent"})
    page = jarrah.send(roll, **{"mark-MIA": "Present", "mark-LIAM": "Present"})
    assert page.status == 409
    assert "Somebody else has marked Mia Tran absent meanwhile." in page.problem
    assert school.marked(school.next) == {"MIA": "Absent", "LIAM": "Present"}
    assert page.form(roll)["mark-MIA"] == "Present"
    assert jarrah.send(roll).note == "Saved: 1 person was marked."
    assert school.marked(school.next) == {"MIA": "Present", "LIAM": "Present"}


def test_what_only_somebody_else_has_marked_stays(at_roll, school, roll):
    jarrah, priya = at_roll("jarrah"), at_roll("priya")
    priya.send(roll, **{"mark-MIA": "Absent"})
    jarrah.send(roll, **{"mark-LIAM": "Present"})
    assert jarrah.page.status == 200
    assert school.marked(school.next) == {"MIA": "Absent", "LIAM": "Present"}
    assert priya.send(roll, rest="Present").note == "Nothing was changed."


def test_both_who_mark_alike_are_content(at_roll, school, roll):
    jarrah, priya = at_roll("jarrah"), at_roll("priya")
    priya.send(roll, **{"mark-MIA": "Present"})
    assert jarrah.send(roll, **{"mark-MIA": "Present"}).status == 200


@pytest.mark.parametrize(
    "forged",
    [{"mark-RUTH": "Present"}, {"mark-MIA": "Flying"}, {"rest": "Flying"}, {"mark-": "Present"}],
    ids=["no member of the class", "no kind", "no kind for the rest", "nobody"],
)
def test_nobody_else_and_nothing_else_is_marked(at_roll, school, roll, forged):
    visitor = at_roll("jarrah")
    visitor.post(roll, visitor.page.form(roll) | forged)
    assert visitor.page.status == 200
    assert school.marked(school.next) == {}


def test_who_is_no_staff_of_the_class_marks_nothing(at_roll, visit, school, roll, calls):
    marks = at_roll("jarrah").page.form(roll) | {"mark-MIA": "Present"}
    calls.clear()
    for username in ("stan", "mia"):
        visitor = visit(username)
        csrf = visitor.get("/details").form("/details")["csrf"]
        assert visitor.post(roll, marks | {"csrf": csrf}).status == 404
    assert school.marked(school.next) == {}
    assert "UpdateAttendanceForClientClass" not in [name for name, _ in calls]


def test_times_that_somebody_has_recorded_stay(at_roll, school, roll):
    school.mark(school.next, school.mia, "Present")
    with school.world.session() as session:
        record = session.query(ClassAttendance).filter_by(class_session_id=school.next.id).one()
        record.start = late = record.start + DAY / 48
    at_roll("jarrah").send(roll, **{"mark-MIA": "Absent"})
    record = school.world.one(select(ClassAttendance).where(ClassAttendance.class_session_id == school.next.id))
    assert (record.start, record.description) == (late, "note")


def test_without_a_log_in_of_their_own_the_portals_show_and_do_not_mark(at_roll, school, running, roll):
    page = at_roll("jarrah", PortalSite(school.settings(running.address, username=""))).page
    assert not page.has_form(roll)
    assert "the portals have no log-in of their own" in page.problem


def test_what_the_server_does_not_take_is_told_by_name(at_roll, school, running, roll):
    visitor = at_roll("jarrah", PortalSite(school.settings(running.address, password="wrong")))
    page = visitor.send(roll, rest="Present")
    assert page.status == 503
    assert "2 people are not saved" in page.problem
    assert page.form(roll)["mark-MIA"] == "Present"
    assert school.marked(school.next) == {}
