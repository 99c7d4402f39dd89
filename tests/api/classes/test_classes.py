"""Area classes_attendance: timetables of clients and staff, and who is in a class."""

import datetime

import pytest

from tests.support.outcomes import OK, outcome
from vettrak_api.model.enrolments import ClassClient
from vettrak_api.model.occurrences import ClassStaff

DAY = datetime.datetime(2026, 9, 7, 18)
HOUR = datetime.timedelta(hours=1)
START, END = DAY - 24 * HOUR, DAY + 24 * HOUR
REVERSED = (-1, "Start date is after end date.")
GONE = ["Withdrawn", "Cancelled", "Pre-Reporting Withdrawal"]


@pytest.fixture
def course(world):
    return world.occurrence(programme_id=world.programme("Beer").id)


@pytest.fixture
def seat(world):
    """Give an enrolment a place in classes."""

    def take(enrolment, *classes):
        world.add_all([ClassClient(class_session_id=one.id, enrolment_id=enrolment.id) for one in classes])
        return enrolment

    return take


@pytest.fixture
def assign(world):
    """Assign a staff member to classes."""

    def give(staff, *classes):
        world.add_all([ClassStaff(class_session_id=one.id, client_id=staff.id) for one in classes])

    return give


RANGES = {
    "within": (START, END, True),
    "ends as the class begins": (START, DAY, True),
    "begins as the class ends": (DAY + 3 * HOUR, END, True),
    "one moment": (DAY + HOUR, DAY + HOUR, True),
    "over before": (START, DAY - datetime.timedelta(seconds=1), False),
    "begins after": (DAY + 3 * HOUR + datetime.timedelta(seconds=1), END, False),
}


class TestGetClassesForClient:
    @pytest.mark.parametrize(("start", "end", "is_listed"), RANGES.values(), ids=RANGES)
    def test_those_that_overlap_the_range(self, api, token, world, course, seat, start, end, is_listed):
        client, meeting = world.client(), world.class_session(course, DAY)
        seat(world.enrolment(client, course), meeting)
        answer = api.GetClassesForClient(token, client.code, start, end)
        assert outcome(answer) == OK
        assert [row.Inst_ID for row in answer.InstList] == ([meeting.id] if is_listed else [])

    def test_their_own_alone_by_start_and_number(self, api, token, world, course, seat):
        late, early, twin = (world.class_session(course, DAY + hours * HOUR) for hours in (2, 0, 0))
        other = world.class_session(course, DAY)
        client = world.client()
        seat(world.enrolment(client, course), late, twin, early)
        seat(world.enrolment(world.client(), course), other)
        answer = api.GetClassesForClient(token, client.code.lower(), START, END)
        assert [row.Inst_ID for row in answer.InstList] == [early.id, twin.id, late.id]

    @pytest.mark.parametrize(("status", "is_listed"), [*((name, False) for name in GONE), ("Suspended", True)])
    def test_withdrawn_enrolments_have_no_seat(self, api, token, world, course, seat, status, is_listed):
        client, meeting = world.client(), world.class_session(course, DAY)
        seat(world.enrolment(client, course, status=status), meeting)
        answer = api.GetClassesForClient(token, client.code, START, END)
        assert [row.Inst_ID for row in answer.InstList] == ([meeting.id] if is_listed else [])

    def test_two_enrolments_make_it_one_class(self, api, token, world, course, seat):
        client, meeting = world.client(), world.class_session(course, DAY)
        for _ in range(2):
            seat(world.enrolment(client, course), meeting)
        assert len(api.GetClassesForClient(token, client.code, START, END).InstList) == 1

    def test_a_class_always_has_a_code_and_a_programme(self, api, token, world, seat):
        client = world.client()
        for code in ("COURSE", None):
            course = world.occurrence(programme_id=world.programme("Beer").id, code=code)
            seat(world.enrolment(client, course), world.class_session(course, DAY))
        first, second = api.GetClassesForClient(token, client.code, START, END).InstList
        assert (first.Inst_Code, first.Prog_Name) == ("COURSE", "Beer")
        assert (second.Inst_Code, second.Prog_Name) == (str(second.Inst_ID), "Beer")

    def test_clients_read_their_own(self, api, world, course, seat):
        client, meeting = world.client(web_publish=False), world.class_session(course, DAY)
        seat(world.enrolment(client, course), meeting)
        answer = api.GetClassesForClient(world.token(client), client.code, START, END)
        assert [row.Inst_ID for row in answer.InstList] == [meeting.id]

    def test_errors(self, api, token, world):
        assert outcome(api.GetClassesForClient(token, "nobody", START, END)) == (-4, "Client not found.")
        assert outcome(api.GetClassesForClient(token, world.client().code, END, START)) == REVERSED
        assert outcome(api.GetClassesForClient(token, "nobody", END, START)) == REVERSED


class TestGetClassesForStaff:
    @pytest.mark.parametrize(("start", "end", "is_listed"), RANGES.values(), ids=RANGES)
    def test_those_that_overlap_the_range(self, api, token, world, course, assign, start, end, is_listed):
        trainer, meeting = world.staff(), world.class_session(course, DAY)
        assign(trainer, meeting)
        answer = api.GetClassesForStaff(token, trainer.code, start, end)
        assert outcome(answer) == OK
        assert [row.Inst_ID for row in answer.InstList] == ([meeting.id] if is_listed else [])

    def test_what_they_are_assigned_to_alone_by_start_and_number(self, api, world, course, seat, assign):
        late, early, twin, other = (world.class_session(course, DAY + hours * HOUR) for hours in (2, 0, 0, 0))
        trainer = world.staff()
        world.trainer(course, trainer)  # a role on the occurrence is not yet a class
        assign(trainer, late, twin, early)
        assign(world.staff(), other)
        seat(world.enrolment(trainer, course), other)
        answer = api.GetClassesForStaff(world.token(trainer), trainer.code.lower(), START, END)
        assert [row.Inst_ID for row in answer.InstList] == [early.id, twin.id, late.id]

    def test_errors(self, api, token, world):
        missing = (-4, "Staff member not found.")
        for code in ("nobody", world.client().code):
            assert outcome(api.GetClassesForStaff(token, code, START, END)) == missing
        assert outcome(api.GetClassesForStaff(token, world.staff().code, END, START)) == REVERSED


class TestGetClientsForClass:
    def test_those_with_a_seat_once_each_by_name_and_code(self, api, token, world, course, seat):
        meeting, other = world.class_session(course, DAY), world.class_session(course, DAY)
        people = [
            world.client(*name, code=code)
            for name, code in (
                (("smith", "John"), "B2"),
                (("Smith", "John"), "B1"),
                (("Smith", "Anna"), "B3"),
                (("Adams", "Zoe"), "B4"),
            )
        ]
        for person in people:
            seat(world.enrolment(person, course), meeting)
        seat(world.enrolment(people[0], course), meeting)
        seat(world.enrolment(world.client("Elsewhere"), course), other)
        answer = api.GetClientsForClass(token, meeting.id)
        assert outcome(answer) == OK
        assert [row.Clie_Code for row in answer.ClieList] == ["B4", "B3", "B1", "B2"]
        assert (answer.ClieList[0].Clie_Surname, answer.ClieList[0].Clie_Given) == ("Adams", "Zoe")

    @pytest.mark.parametrize(("status", "is_listed"), [*((name, False) for name in GONE), ("Completed", True)])
    def test_withdrawn_enrolments_have_no_seat(self, api, token, world, course, seat, status, is_listed):
        meeting, client = world.class_session(course, DAY), world.client()
        seat(world.enrolment(client, course, status=status), meeting)
        answer = api.GetClientsForClass(token, meeting.id)
        assert [row.Clie_Code for row in answer.ClieList] == ([client.code] if is_listed else [])

    def test_who_refuses_publication_is_left_out_but_for_themselves(self, api, token, world, course, seat, assign):
        meeting, hidden = world.class_session(course, DAY), world.staff("Hidden", web_publish=False)
        assign(hidden, meeting)
        shown = world.client("Shown")
        for person in (hidden, shown):
            seat(world.enrolment(person, course), meeting)
        listed = [row.Clie_Code for row in api.GetClientsForClass(token, meeting.id).ClieList]
        assert listed == [shown.code]
        own = [row.Clie_Code for row in api.GetClientsForClass(world.token(hidden), meeting.id).ClieList]
        assert own == [hidden.code, shown.code]

    def test_an_empty_class_and_an_unknown_one(self, api, token, world, course):
        meeting, enrolment = world.class_session(course, DAY), world.enrolment(world.client(), course)
        answer = api.GetClientsForClass(token, meeting.id)
        assert (outcome(answer), answer.ClieList) == (OK, [])
        for number in (0, -1, 2_000_000_000):
            assert outcome(api.GetClientsForClass(token, number)) == (-4, "Class not found.")
        assert enrolment.id != meeting.id
        assert outcome(api.GetClientsForClass(token, enrolment.id)) == (-4, "Class not found.")
