"""Area tasks: what students have to do, and how far they are."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from vettrak_api.model.changes import Change
from vettrak_api.model.enrolments import EnrolledTask, EnrolledTaskUnit
from vettrak_api.model.occurrences import OccurrenceTask, OccurrenceTaskUnit, Task, TaskStatus

DAY = datetime.datetime(2026, 9, 1, 9, 30)
DUE, STATUS_DAY, DONE = DAY.replace(day=25), DAY.replace(day=5), DAY.replace(day=10, hour=23)
NEVER = datetime.datetime(1, 1, 1)
NO_CLIENT, NO_ENROLMENT = (-4, "Client not found."), (-4, "Enrolment not found.")
NOT_IN_ENROLMENT = (-4, "Task not found in this enrolment.")
GONE = ["Completed", "Withdrawn", "Cancelled", "Suspended", "Pre-Reporting Withdrawal"]


@pytest.fixture
def status(world):
    """Return the number of a task status."""
    return lambda code: world.one(select(TaskStatus.id).where(TaskStatus.code == code))


@pytest.fixture
def essay(world):
    return world.add(Task(code="Essay", name="Write an essay", description="On beer"))


@pytest.fixture
def student(world):
    return world.client()


@pytest.fixture
def give(world, status):
    """Give an enrolment a task, with the units that it belongs to."""

    def add(enrolment, task, *units, state="NYS", **values):
        state_id = status(state) if state else None
        row = world.add(EnrolledTask(enrolment_id=enrolment.id, task_id=task.id, task_status_id=state_id, **values))
        for code in units:
            world.add(EnrolledTaskUnit(enrolled_task_id=row.id, unit_id=world.unit(code).id))
        return row

    return add


class TestGetTaskStatuses:
    def test_all_by_name(self, api, world):
        world.add(TaskStatus(code="ASS", name="assessed", kind=2))
        answer = api.GetTaskStatuses(world.token(world.client()))
        assert outcome(answer) == OK
        assert [(row.Tast_Name, row.Tast_Code, row.Tast_Type) for row in answer.TastList] == [
            ("assessed", "ASS", 2), ("Complete", "CMP", 2), ("In Progress", "INP", 1), ("Not Yet Started", "NYS", 0),
        ]  # fmt: skip


class TestGetEnrolledTasksForClient:
    def test_one_row_per_task_and_enrolment_by_enrolment_and_code(self, api, token, world, give, student, essay):
        test = world.add(Task(code="DTEST", name="Test"))
        first, second = world.enrolment(student), world.enrolment(student)
        give(second, test), give(first, essay), give(second, essay), give(first, test)
        give(world.enrolment(world.client()), essay)
        answer = api.GetEnrolledTasksForClient(token, f" {student.code.lower()}", False)
        assert outcome(answer) == OK
        assert [(row.EnrolmentId, row.Task_Code) for row in answer.EntaList] == [
            (first.id, "DTEST"), (first.id, "Essay"), (second.id, "DTEST"), (second.id, "Essay"),
        ]  # fmt: skip

    def test_tells_all_of_a_task(self, api, world, give, student, essay):
        enrolment = world.enrolment(student)
        dates = {"start_date": DAY, "due_date": DUE, "status_date": STATUS_DAY, "complete_date": DONE}
        give(enrolment, essay, state="CMP", percentage=80, description="Good", **dates)
        (row,) = api.GetEnrolledTasksForClient(world.token(student), student.code, True).EntaList
        assert (row.EnrolmentId, row.Task_Code, row.Task_Name) == (enrolment.id, "Essay", "Write an essay")
        assert (row.Tast_Code, row.Tast_Name, row.Percentage, row.Description) == ("CMP", "Complete", 80, "Good")
        assert (row.StartDate, row.DueDate, row.StatusDate, row.CompleteDate) == (DAY, DUE, STATUS_DAY, DONE)

    def test_a_task_of_which_nothing_is_known(self, api, token, world, give, student, essay):
        give(world.enrolment(student), essay, state=None)
        (row,) = api.GetEnrolledTasksForClient(token, student.code, True).EntaList
        assert (row.Tast_Code, row.Tast_Name, row.StartDate, row.Percentage) == (None, None, None, None)

    @pytest.mark.parametrize("name", GONE)
    def test_of_active_enrolments_only(self, api, token, world, give, student, essay, name):
        active, other = world.enrolment(student), world.enrolment(student, status=name)
        give(active, essay), give(other, essay)
        listed = api.GetEnrolledTasksForClient(token, student.code, True).EntaList
        assert [row.EnrolmentId for row in listed] == [active.id]
        assert len(api.GetEnrolledTasksForClient(token, student.code, False).EntaList) == 2

    def test_none_and_nobody(self, api, token, student):
        answer = api.GetEnrolledTasksForClient(token, student.code, False)
        assert (outcome(answer), answer.EntaList) == (OK, [])
        assert outcome(api.GetEnrolledTasksForClient(token, "nobody", False)) == NO_CLIENT


class TestGetTasksForClient:
    def test_each_once_by_code(self, api, token, world, give, student, essay):
        test, other = world.add(Task(code="DTEST", name="Test")), world.add(Task(code="AAA", name="Another's"))
        first, second = world.enrolment(student), world.enrolment(student)
        give(second, test), give(first, essay), give(second, essay)
        give(world.enrolment(world.client()), other)
        answer = api.GetTasksForClient(token, student.code.lower(), False)
        assert outcome(answer) == OK
        assert [(row.Task_Code, row.Task_Name, row.Task_Desc) for row in answer.TaskList] == [
            ("DTEST", "Test", None), ("Essay", "Write an essay", "On beer"),
        ]  # fmt: skip

    @pytest.mark.parametrize("name", GONE)
    def test_of_active_enrolments_only(self, api, token, world, give, student, essay, name):
        give(world.enrolment(student, status=name), essay)
        assert api.GetTasksForClient(token, student.code, True).TaskList == []
        assert len(api.GetTasksForClient(token, student.code, False).TaskList) == 1

    def test_none_and_nobody(self, api, token, student):
        answer = api.GetTasksForClient(token, student.code, False)
        assert (outcome(answer), answer.TaskList) == (OK, [])
        assert outcome(api.GetTasksForClient(token, "nobody", False)) == NO_CLIENT


class TestGetEnrolledUnitsForEnrolledTask:
    def test_the_units_of_the_task_in_the_enrolment_by_code(self, api, token, world, give, student, essay):
        test = world.add(Task(code="DTEST", name="Test"))
        enrolment = world.enrolment(student, units=["BEER3", "BEER1"])
        world.enrolled_unit(enrolment, "BEER2", "Competency Achieved", percentage=80, comment="Good", hours=Decimal(12))
        other = world.enrolment(world.client(), units=["BEER2"])
        give(enrolment, essay, "BEER2", "BEER1"), give(enrolment, test, "BEER3"), give(other, essay, "BEER2")
        answer = api.GetEnrolledUnitsForEnrolledTask(token, enrolment.id, " essay ")
        assert outcome(answer) == OK
        first, second = answer.EnunList
        assert (first.ID, first.Unit_Code, first.Result_Name) == (enrolment.id, "BEER1", "Not Yet Started")
        assert (second.ID, second.Unit_Code, second.Unit_Name) == (enrolment.id, "BEER2", "How to serve beer")
        assert (second.Result_Name, second.Percentage, second.Comment) == ("Competency Achieved", 80, "Good")
        assert (second.StartDate, second.FinishDate, second.Hours) == (
            enrolment.start_date, enrolment.end_date, Decimal("12.00"),
        )  # fmt: skip

    def test_those_that_a_linked_enrolment_holds_for_it(self, api, token, world, give, student, essay):
        course = world.occurrence(units=["BEER1", "BEER2"])
        enrolment, earlier = world.enrolment(student, course, units=["BEER1"]), world.enrolment(student)
        for code in ("BEER2", "BEER3"):
            world.enrolled_unit(earlier, code, "Competency Achieved")
        world.link(enrolment, earlier)
        give(enrolment, essay, "BEER1", "BEER2", "BEER3")
        listed = api.GetEnrolledUnitsForEnrolledTask(token, enrolment.id, "Essay").EnunList
        assert [(row.ID, row.Unit_Code) for row in listed] == [(enrolment.id, "BEER1"), (earlier.id, "BEER2")]
        assert listed[1].Result_Name == "Competency Achieved"

    def test_an_occurrence_tells_its_own_units_without_results(self, api, world, essay):
        course, other = world.occurrence(units=["BEER1", "BEER2"]), world.occurrence()
        world.change(world.unit("BEER2"), hours=Decimal(10), kind=1)
        for occurrence, codes in ((course, ["BEER2", "BEER1"]), (other, ["WINE1"])):
            planned = world.add(OccurrenceTask(occurrence_id=occurrence.id, task_id=essay.id))
            for code in codes:
                world.add(OccurrenceTaskUnit(occurrence_task_id=planned.id, unit_id=world.unit(code).id))
        answer = api.GetEnrolledUnitsForEnrolledTask(world.token(world.client()), course.id, "ESSAY")
        assert outcome(answer) == OK
        first, second = answer.EnunList
        assert (first.ID, first.Unit_Code, second.Unit_Code) == (course.id, "BEER1", "BEER2")
        assert (second.Unit_Type, second.Hours, second.Percentage) == (1, Decimal("10.00"), -1)
        assert (second.Result_Name, second.StartDate, second.FinishDate, second.Comment) == (None, None, None, None)

    def test_a_task_of_the_whole_has_no_units(self, api, token, world, give, student, essay):
        enrolment, course = world.enrolment(student, units=["BEER1"]), world.occurrence(units=["BEER1"])
        give(enrolment, essay)
        world.add(OccurrenceTask(occurrence_id=course.id, task_id=essay.id))
        for number in (enrolment.id, course.id):
            answer = api.GetEnrolledUnitsForEnrolledTask(token, number, "Essay")
            assert (outcome(answer), answer.EnunList) == (OK, [])

    def test_errors(self, api, token, world, give, student, essay):
        enrolment, course = world.enrolment(student), world.occurrence()
        employers = world.enrolment(None, course, kind="M", employer_id=world.employer().id)
        for number in (0, 2_000_000_000, employers.id):
            assert outcome(api.GetEnrolledUnitsForEnrolledTask(token, number, "Essay")) == NO_ENROLMENT
        for number in (enrolment.id, course.id):
            for code in ("Essay", "nothing", "", None, "x" * 500):
                assert outcome(api.GetEnrolledUnitsForEnrolledTask(token, number, code)) == NOT_IN_ENROLMENT


GOOD = {
    "taskCode": " essay ",
    "tastCode": " cmp ",
    "startDate": DAY,
    "dueDate": DUE,
    "statusDate": STATUS_DAY,
    "completeDate": DONE,
    "percentage": 80,
    "description": " Good ",
}
COLUMNS = ("start_date", "due_date", "status_date", "complete_date", "percentage", "description")

BAD = {
    "long code": ({"taskCode": "x" * 21}, (-1, "taskCode is longer than 20 characters.")),
    "status": ({"tastCode": "XXX"}, (-1, "Unknown task status.")),
    "no status": ({"tastCode": None}, (-1, "Unknown task status.")),
    "complete without a day": ({"completeDate": None}, (-1, "Completion date is required.")),
    "complete on no day": ({"completeDate": NEVER}, (-1, "Completion date is required.")),
    "a day without complete": ({"tastCode": "INP"}, (-1, "Completion date is not allowed.")),
    "below 0": ({"percentage": -1}, (-1, "Percentage must be 0 to 100.")),
    "above 100": ({"percentage": 101}, (-1, "Percentage must be 0 to 100.")),
    "long notes": ({"description": "x" * 2001}, (-1, "description is longer than 2000 characters.")),
}


def told(row):
    return tuple(getattr(row, name) for name in COLUMNS)


@pytest.fixture
def enrolment(world, student, give, essay):
    """Enrol the student with the task, and somebody else."""
    give(world.enrolment(world.client()), essay)
    own = world.enrolment(student)
    give(own, essay, due_date=DAY, description="Old")
    give(own, world.add(Task(code="OTHER", name="Other")))
    return own


@pytest.fixture
def stored(world, essay):
    """Return the tasks of an enrolment of the code Essay."""

    def read(enrolment):
        wanted = select(EnrolledTask).where(EnrolledTask.enrolment_id == enrolment.id, EnrolledTask.task_id == essay.id)
        return world.one(wanted)

    return read


@pytest.fixture
def others(world, essay):
    """Return what the test's other enrolled tasks hold."""

    def read(enrolment):
        rows = world.all(select(EnrolledTask).order_by(EnrolledTask.id))
        mine = {(enrolment.id, essay.id)}
        return [(row.task_status_id, told(row)) for row in rows if (row.enrolment_id, row.task_id) not in mine]

    return read


@pytest.fixture(params=["UpdateEnrolledTask", "UpdateClientTasks"])
def change(request, api, token, enrolment, student):
    """Call one of the two updates about the student's task."""
    whose = {"enrolmentId": enrolment.id} if request.param == "UpdateEnrolledTask" else {"clientCode": student.code}
    return lambda **values: getattr(api, request.param)(token, **(whose | GOOD | values))


class TestBothUpdates:
    def test_record_everything_on_that_task_alone(self, world, change, enrolment, stored, others, status, clock):
        before = others(enrolment)
        assert outcome(change()) == OK
        row = stored(enrolment)
        assert (row.task_status_id, told(row)) == (status("CMP"), (DAY, DUE, STATUS_DAY, DONE, 80, "Good"))
        assert row.modified_at == clock.now()
        assert others(enrolment) == before

    @pytest.mark.parametrize("blank", [None, "", " "])
    def test_empty_what_is_not_given(self, change, enrolment, stored, status, blank):
        empty = {"dueDate": None, "completeDate": None, "percentage": None, "description": blank}
        assert outcome(change(tastCode="INP", **empty)) == OK
        row = stored(enrolment)
        assert (row.task_status_id, told(row)) == (status("INP"), (DAY, None, STATUS_DAY, None, None, None))

    def test_equal_values_leave_no_trace(self, world, change):
        values = {"tastCode": "INP", "completeDate": None}
        change(**values), change(**values)
        assert len(world.all(select(Change.id).where(Change.table_name == "enrolled_task"))) == 1

    @pytest.mark.parametrize("score", [0, 100])
    def test_take_scores_to_both_ends(self, change, enrolment, stored, score):
        assert outcome(change(percentage=score)) == OK
        assert stored(enrolment).percentage == score

    @pytest.mark.parametrize(("wrong", "expected"), BAD.values(), ids=BAD)
    def test_errors_change_nothing(self, change, enrolment, stored, others, wrong, expected):
        before, kept = others(enrolment), told(stored(enrolment))
        assert outcome(change(**wrong)) == expected
        assert (others(enrolment), told(stored(enrolment))) == (before, kept)

    def test_the_future_counts_unless_it_is_forbidden(self, change, enrolment, stored):
        tomorrow = DAY.replace(day=11, hour=0, minute=0)
        assert outcome(change(completeDate=tomorrow)) == OK
        assert stored(enrolment).complete_date == tomorrow

    @pytest.mark.settings(future_task_completion=False)
    def test_the_future_is_forbidden_by_a_setting(self, change, enrolment, stored):
        tomorrow = DAY.replace(day=11, hour=0, minute=0)
        assert outcome(change(completeDate=tomorrow)) == (-1, "Future dates are not allowed.")
        assert stored(enrolment).complete_date is None
        assert outcome(change(completeDate=DONE)) == OK  # later today


class TestUpdateEnrolledTask:
    def test_may_undo_a_completed_task(self, api, token, enrolment, stored, status):
        api.UpdateEnrolledTask(token, enrolmentId=enrolment.id, **GOOD)
        undone = GOOD | {"tastCode": "NYS", "completeDate": None, "percentage": None}
        assert outcome(api.UpdateEnrolledTask(token, enrolmentId=enrolment.id, **undone)) == OK
        row = stored(enrolment)
        assert (row.task_status_id, row.complete_date, row.percentage) == (status("NYS"), None, None)

    def test_any_status_of_the_enrolment(self, api, token, world, enrolment, stored, status):
        world.change(enrolment, status_id=world.status("Completed"))
        assert outcome(api.UpdateEnrolledTask(token, enrolmentId=enrolment.id, **GOOD)) == OK
        assert stored(enrolment).task_status_id == status("CMP")

    def test_errors(self, api, token, world, enrolment):
        course = world.occurrence()
        employers = world.enrolment(None, course, kind="M", employer_id=world.employer().id)
        for number in (0, course.id, employers.id):
            assert outcome(api.UpdateEnrolledTask(token, enrolmentId=number, **GOOD)) == NO_ENROLMENT
        elsewhere = world.add(Task(code="ELSE", name="Else"))
        for code in (elsewhere.code, "nothing", None):
            wrong = GOOD | {"taskCode": code}
            assert outcome(api.UpdateEnrolledTask(token, enrolmentId=enrolment.id, **wrong)) == NOT_IN_ENROLMENT


class TestUpdateClientTasks:
    def test_all_active_enrolments_and_no_other(
        self, api, token, world, student, give, enrolment, essay, stored, status
    ):
        second = world.enrolment(student)
        give(second, essay, state=None)
        ended = [world.enrolment(student, status=name) for name in GONE]
        for each in ended:
            give(each, essay)
        assert outcome(api.UpdateClientTasks(token, clientCode=student.code.lower(), **GOOD)) == OK
        assert [stored(each).task_status_id for each in (enrolment, second)] == [status("CMP")] * 2
        assert {stored(each).task_status_id for each in ended} == {status("NYS")}

    def test_what_is_complete_stays(self, api, token, world, student, give, enrolment, essay, stored, status):
        done = world.enrolment(student)
        give(done, essay, state="CMP", complete_date=DAY)
        going_on = GOOD | {"tastCode": "INP", "completeDate": None}
        assert outcome(api.UpdateClientTasks(token, clientCode=student.code, **going_on)) == OK
        assert (stored(done).task_status_id, stored(done).complete_date) == (status("CMP"), DAY)
        assert stored(enrolment).task_status_id == status("INP")

    def test_nothing_to_do_is_no_error(self, api, token, world, enrolment, others):
        somebody = world.client()
        before = others(enrolment)
        assert outcome(api.UpdateClientTasks(token, clientCode=somebody.code, **GOOD)) == OK
        assert others(enrolment) == before

    def test_errors(self, api, token, student, enrolment):
        assert outcome(api.UpdateClientTasks(token, clientCode="nobody", **GOOD)) == NO_CLIENT
        for code in ("nothing", None):
            wrong = GOOD | {"taskCode": code}
            assert outcome(api.UpdateClientTasks(token, clientCode=student.code, **wrong)) == (-4, "Task not found.")
            assert outcome(api.UpdateClientTasks(token, clientCode="nobody", **wrong)) == NO_CLIENT
