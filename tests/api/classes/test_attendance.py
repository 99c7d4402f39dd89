"""Area classes_attendance: what is recorded of who was there."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from tests.support.outcomes import OK, outcome
from vettrak_api.model.changes import Change
from vettrak_api.model.enrolments import (
    ClassAttendance,
    ClassClient,
    EnrolledTask,
    EnrolledUnit,
    ResultHistory,
)
from vettrak_api.model.occurrences import Task, TaskStatus
from vettrak_api.model.reference import AttendanceType

START = datetime.datetime(2026, 9, 7, 18)
HOUR = datetime.timedelta(hours=1)
FINISH = START + 3 * HOUR
REVERSED = (-1, "Start date is after end date.")
MISSING, NEVER = (-1, "Start and finish are required."), datetime.datetime(1, 1, 1)
NOT_IN = (-1, "Client is not in the class.")


@pytest.fixture
def course(world):
    return world.occurrence(units=["BEER1", "BEER2"])


@pytest.fixture
def meeting(world, course):
    return world.class_session(course, START)


@pytest.fixture
def student(world):
    return world.client()


@pytest.fixture
def enrolment(world, course, meeting, student):
    """Enrol the student, with a seat in the class; somebody else has one too."""
    other = world.enrolment(world.client(), course, units=["BEER1"])
    own = world.enrolment(student, course, units=["BEER1"])
    world.add_all([ClassClient(class_session_id=meeting.id, enrolment_id=each.id) for each in (other, own)])
    return own


@pytest.fixture
def kind(world):
    """Return the number of an attendance type."""
    return lambda name: world.one(select(AttendanceType.id).where(AttendanceType.name == name))


@pytest.fixture
def attended(world, kind):
    """Record an attendance as staff would."""

    def add(client, meeting, name="Present", start=START, hours=3.0, **values):
        finish = start + datetime.timedelta(hours=hours)
        return world.add(
            ClassAttendance(
                class_session_id=meeting.id,
                client_id=client.id,
                attendance_type_id=kind(name),
                start=start,
                finish=finish,
                **values,
            )
        )

    return add


@pytest.fixture
def records(world, meeting):
    """Return the stored attendance at the class."""
    return lambda: world.all(select(ClassAttendance).where(ClassAttendance.class_session_id == meeting.id))


class TestGetAttendanceTypes:
    def test_all_by_name_with_one_default(self, api, world):
        world.add(AttendanceType(name="late", code="L", description="Came late", sign=1))
        answer = api.GetAttendanceTypes(world.token(world.client()))
        assert outcome(answer) == OK
        told = [
            (row.Atty_Name, row.Atty_Code, row.Atty_Desc, row.Atty_Type, row.Atty_Default) for row in answer.AttyList
        ]
        assert told == [
            ("Absent", "A", None, -1, 0),
            ("Excused", "E", None, 0, 0),
            ("late", "L", "Came late", 1, 0),
            ("Present", "P", None, 1, 1),
        ]


class TestGetAttendanceForClass:
    def test_what_is_recorded_by_client_code(self, api, token, world, meeting, course, attended):
        second, first = world.client(code="b2"), world.client(code="B1")
        world.client(code="B0")
        attended(second, meeting, description="Left early")
        attended(first, meeting, "Absent", hours=1.5)
        attended(first, world.class_session(course, START))
        answer = api.GetAttendanceForClass(token, meeting.id)
        assert outcome(answer) == OK
        one, two = answer.AtteList
        assert (one.Clie_Code, one.Atty_Name, one.Atty_Type, one.Hours) == ("B1", "Absent", -1, Decimal("-1.50"))
        assert (two.Clie_Code, two.Atty_Name, two.Atty_Type, two.Hours) == ("b2", "Present", 1, Decimal("3.00"))
        assert (two.Inst_ID, two.Start, two.Finish, two.Description) == (meeting.id, START, FINISH, "Left early")
        assert one.Description is None

    @pytest.mark.parametrize(
        ("minutes", "name", "hours"),
        [(80, "Present", "1.33"), (100, "Absent", "-1.67"), (60, "Excused", "0.00"), (0, "Present", "0.00")],
    )
    def test_hours_are_decimal(self, api, token, world, meeting, attended, minutes, name, hours):
        attended(world.client(), meeting, name, hours=minutes / 60)
        (row,) = api.GetAttendanceForClass(token, meeting.id).AtteList
        assert row.Hours == Decimal(hours)

    def test_who_refuses_publication_is_left_out_but_for_themselves(self, api, token, world, meeting, course, attended):
        hidden, shown = world.staff(web_publish=False, code="B1"), world.client(code="B2")
        world.trainer(course, hidden)
        for person in (hidden, shown):
            attended(person, meeting)
        assert [row.Clie_Code for row in api.GetAttendanceForClass(token, meeting.id).AtteList] == ["B2"]
        own = api.GetAttendanceForClass(world.token(hidden), meeting.id).AtteList
        assert [row.Clie_Code for row in own] == ["B1", "B2"]

    def test_nothing_recorded_and_an_unknown_class(self, api, token, meeting):
        answer = api.GetAttendanceForClass(token, meeting.id)
        assert (outcome(answer), answer.AtteList) == (OK, [])
        assert outcome(api.GetAttendanceForClass(token, 2_000_000_000)) == (-4, "Class not found.")


class TestGetAttendanceForClient:
    def test_what_starts_in_the_range_by_start_and_class(self, api, token, world, course, student, attended):
        classes = [world.class_session(course, START) for _ in range(5)]
        second = datetime.timedelta(seconds=1)
        for meeting, start in zip(
            classes, (START + HOUR, START, START, START - second, START + HOUR + second), strict=True
        ):
            attended(student, meeting, start=start)
        attended(world.client(), classes[0])
        answer = api.GetAttendanceForClient(token, student.code.lower(), START, START + HOUR)
        assert outcome(answer) == OK
        assert [row.Inst_ID for row in answer.AtteList] == [classes[1].id, classes[2].id, classes[0].id]
        assert {row.Hours for row in answer.AtteList} == {Decimal("3.00")}

    def test_clients_read_their_own(self, api, world, meeting, attended):
        client = world.client(web_publish=False)
        attended(client, meeting)
        answer = api.GetAttendanceForClient(world.token(client), client.code, START, START)
        assert [row.Clie_Code for row in answer.AtteList] == [client.code]

    def test_errors(self, api, token, student):
        assert outcome(api.GetAttendanceForClient(token, "nobody", START, FINISH)) == (-4, "Client not found.")
        assert outcome(api.GetAttendanceForClient(token, student.code, FINISH, START)) == REVERSED
        assert outcome(api.GetAttendanceForClient(token, student.code, START, START)) == OK


class TestUpdateAttendanceForClientClass:
    def test_makes_the_record(self, api, token, world, enrolment, meeting, student, kind, records, clock):
        answer = api.UpdateAttendanceForClientClass(
            token, f" {student.code.lower()} ", meeting.id, START, FINISH, " present ", " Came by bus "
        )
        assert outcome(answer) == OK
        (row,) = records()
        assert (row.client_id, row.attendance_type_id) == (student.id, kind("Present"))
        assert (row.start, row.finish, row.description) == (START, FINISH, "Came by bus")
        assert (row.created_at, row.modified_at) == (clock.now(), clock.now())
        assert world.all(select(Change.action).where(Change.table_name == "class_attendance")) == ["insert"]

    @pytest.mark.parametrize(("notes", "kept"), [(None, "Old"), ("  ", "Old"), ("New", "New")])
    def test_changes_the_record(
        self, api, token, world, enrolment, meeting, student, kind, records, attended, notes, kept
    ):
        attended(student, meeting, "Absent", description="Old")
        other = world.all(select(ClassAttendance).where(ClassAttendance.client_id != student.id))
        answer = api.UpdateAttendanceForClientClass(
            token, student.code, meeting.id, START + HOUR, FINISH, "Present", notes
        )
        assert outcome(answer) == OK
        (row,) = records()
        assert (row.attendance_type_id, row.start, row.description) == (kind("Present"), START + HOUR, kept)
        assert world.all(select(ClassAttendance).where(ClassAttendance.client_id != student.id)) == other

    def test_equal_values_change_nothing(self, api, token, world, enrolment, meeting, student):
        for _ in range(2):
            api.UpdateAttendanceForClientClass(token, student.code, meeting.id, START, FINISH, "Present", "Bus")
        assert world.all(select(Change.action).where(Change.table_name == "class_attendance")) == ["insert"]

    @pytest.mark.parametrize("status", ["Withdrawn", "Cancelled", "Pre-Reporting Withdrawal"])
    def test_a_withdrawn_enrolment_has_no_seat(self, api, token, world, enrolment, meeting, student, records, status):
        world.change(enrolment, status_id=world.status(status))
        assert outcome(
            api.UpdateAttendanceForClientClass(token, student.code, meeting.id, START, FINISH, "Present", None)
        ) == NOT_IN  # fmt: skip
        assert records() == []

    BAD = {
        "reversed": ({"xsdStart": FINISH, "xsdFinish": START}, REVERSED),
        "no start": ({"xsdStart": NEVER}, MISSING),
        "type": ({"sAtty_Name": "Asleep"}, (-1, "Unknown attendance type.")),
        "no type": ({"sAtty_Name": None}, (-1, "Unknown attendance type.")),
        "notes": ({"description": "x" * 2001}, (-1, "description is longer than 2000 characters.")),
        "client": ({"sClie_Code": "nobody"}, (-4, "Client not found.")),
        "no client": ({"sClie_Code": None}, (-4, "Client not found.")),
        "class": ({"iInst_ID": 2_000_000_000}, (-4, "Class not found.")),
        "times first": (
            {"sClie_Code": "nobody", "xsdStart": datetime.datetime(1, 1, 1)},
            (-1, "Start and finish are required."),
        ),
        "arguments first": ({"sClie_Code": "nobody", "sAtty_Name": "Asleep"}, (-1, "Unknown attendance type.")),
    }

    @pytest.mark.parametrize(("wrong", "expected"), BAD.values(), ids=BAD)
    def test_errors(self, api, token, enrolment, meeting, student, records, wrong, expected):
        good = {
            "sClie_Code": student.code,
            "iInst_ID": meeting.id,
            "xsdStart": START,
            "xsdFinish": FINISH,
            "sAtty_Name": "Present",
            "description": "Bus",
        }
        assert outcome(api.UpdateAttendanceForClientClass(token, **(good | wrong))) == expected
        assert records() == []
        assert outcome(api.UpdateAttendanceForClientClass(token, **good)) == OK

    def test_a_client_without_a_seat(self, api, token, world, course, enrolment, meeting, records):
        enrolled = world.client()
        world.enrolment(enrolled, course)
        for client in (enrolled, world.client()):
            answer = api.UpdateAttendanceForClientClass(token, client.code, meeting.id, START, FINISH, "Present", None)
            assert outcome(answer) == NOT_IN
        assert records() == []

    @pytest.mark.parametrize("notes", ["x" * 2000, "\U0001f37a" * 1000])
    def test_notes_as_long_as_they_may_be(self, api, token, enrolment, meeting, student, records, notes):
        api.UpdateAttendanceForClientClass(token, student.code, meeting.id, START, FINISH, "Present", notes)
        assert [row.description for row in records()] == [notes]


@pytest.fixture
def task(world, enrolment):
    """Give the enrolment a task of each status, and one without."""
    statuses = [*world.all(select(TaskStatus.id).order_by(TaskStatus.kind)), None]
    made = []
    for number, status in enumerate(statuses):
        task = world.add(Task(code=f"T{number}", name="Essay"))
        made.append(world.add(EnrolledTask(enrolment_id=enrolment.id, task_id=task.id, task_status_id=status)))
    return made


class TestWhatAnAttendanceStarts:
    def mark(self, api, token, meeting, student, kind="Present"):
        answer = api.UpdateAttendanceForClientClass(token, student.code, meeting.id, START, FINISH, kind, None)
        assert outcome(answer) == OK

    def states(self, world, enrolment):
        units = world.all(
            select(EnrolledUnit.result_type_id)
            .where(EnrolledUnit.enrolment_id == enrolment.id)
            .order_by(EnrolledUnit.id)
        )
        tasks = world.all(
            select(EnrolledTask.task_status_id)
            .where(EnrolledTask.enrolment_id == enrolment.id)
            .order_by(EnrolledTask.id)
        )
        return units, tasks

    def test_nothing_by_itself(self, api, token, world, enrolment, meeting, student, task):
        before = self.states(world, enrolment)
        self.mark(api, token, meeting, student)
        assert self.states(world, enrolment) == before

    @pytest.mark.settings(attendance_starts_units=True)
    def test_units_not_yet_started(self, api, token, world, enrolment, meeting, student, task):
        passed = world.enrolled_unit(enrolment, "BEER2", "Competency Achieved")
        others = world.all(select(EnrolledUnit).where(EnrolledUnit.enrolment_id != enrolment.id))
        _, tasks = self.states(world, enrolment)
        self.mark(api, token, meeting, student)
        begun = world.all(
            select(EnrolledUnit).where(EnrolledUnit.enrolment_id == enrolment.id).order_by(EnrolledUnit.id)
        )
        assert [unit.result_type_id for unit in begun] == [world.result("Continuing"), passed.result_type_id]
        assert (begun[0].start_date, begun[0].finish_date) == (START, enrolment.end_date)
        assert begun[1].start_date == passed.start_date
        assert self.states(world, enrolment)[1] == tasks
        after = world.all(select(EnrolledUnit).where(EnrolledUnit.enrolment_id != enrolment.id))
        assert [unit.result_type_id for unit in after] == [unit.result_type_id for unit in others]
        assert world.all(select(ResultHistory.result_type_id)) == [world.result("Not Yet Started")]

    @pytest.mark.settings(attendance_starts_tasks=True)
    def test_tasks_not_yet_started(self, api, token, world, enrolment, meeting, student, task):
        statuses = world.all(select(TaskStatus.id).order_by(TaskStatus.kind))
        units, _ = self.states(world, enrolment)
        self.mark(api, token, meeting, student)
        assert self.states(world, enrolment) == (units, [statuses[1], statuses[1], statuses[2], None])
        first = world.fresh(task[0])
        assert (first.start_date, first.status_date) == (START, START)

    @pytest.mark.settings(attendance_starts_tasks=True, attendance_starts_units=True)
    @pytest.mark.parametrize("kind", ["Absent", "Excused"])
    def test_nothing_unless_it_is_positive(self, api, token, world, enrolment, meeting, student, task, kind):
        before = self.states(world, enrolment)
        self.mark(api, token, meeting, student, kind)
        assert self.states(world, enrolment) == before

    @pytest.mark.settings(attendance_starts_units=True)
    def test_a_unit_that_is_over_keeps_its_dates(self, api, token, world, enrolment, meeting, student):
        early = START - 48 * HOUR
        with world.session() as session:
            session.execute(
                update(EnrolledUnit).where(EnrolledUnit.enrolment_id == enrolment.id).values(finish_date=early)
            )
        self.mark(api, token, meeting, student)
        (unit,) = world.all(select(EnrolledUnit).where(EnrolledUnit.enrolment_id == enrolment.id))
        assert (unit.result_type_id, unit.finish_date) == (world.result("Continuing"), early)
        assert unit.start_date == enrolment.start_date
