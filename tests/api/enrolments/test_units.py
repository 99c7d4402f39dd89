"""Area enrolments: the units of an enrolment, read, added and removed."""

import datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.counting import statements
from tests.support.outcomes import DENIED, OK, outcome
from vettrak_api.model.changes import Change
from vettrak_api.model.enrolments import EnrolledTask, EnrolledTaskUnit, EnrolledUnit, ResultHistory
from vettrak_api.model.occurrences import OccurrenceUnit, Task
from vettrak_api.model.programmes import Unit

DELETIONS = select(Change).where(Change.identifier.is_not(None))
"""What clients are told of."""


def codes(answer):
    assert outcome(answer) == OK
    return [unit.Unit_Code for unit in answer.EnunList]


@pytest.fixture
def client(world):
    return world.client("Smith", "John", code="JSMITH")


@pytest.fixture
def held(world):
    """Return the codes that an enrolment holds, in the order in which it got them."""
    return lambda enrolment: [
        world.get(Unit, unit.unit_id).code
        for unit in world.all(
            select(EnrolledUnit).where(EnrolledUnit.enrolment_id == enrolment.id).order_by(EnrolledUnit.id)
        )
    ]


@pytest.fixture
def many(world):
    """Make many units, and let enrolments hold them."""

    def add(count, *enrolments):
        units = world.add_all([Unit(code=f"U{number:03d}", name="Beer") for number in range(count)])
        unstarted = world.result("Not Yet Started")
        for enrolment in enrolments:
            same = {"enrolment_id": enrolment.id, "result_type_id": unstarted}
            world.add_all([EnrolledUnit(unit_id=unit.id, **same) for unit in units])
        return units

    return add


class TestGetUnitsForEnrolment:
    def test_tells_what_a_transcript_shows(self, api, token, world, client):
        unit = world.unit("BEER1", "How to serve beer", kind=1, hours=Decimal("20.00"))
        enrolment = world.enrolment(client)
        start, finish = datetime.datetime(2026, 9, 1, 9), datetime.datetime(2026, 9, 8, 17, 30)
        world.enrolled_unit(
            enrolment,
            unit.code,
            "Competency Achieved",
            start_date=start,
            finish_date=finish,
            percentage=86,
            comment="Well poured",
        )
        (shown,) = api.GetUnitsForEnrolment(token, enrolment.id).EnunList
        assert (shown.ID, shown.Unit_Code, shown.Unit_Name) == (enrolment.id, "BEER1", "How to serve beer")
        assert (shown.Unit_Type, shown.Result_Name, shown.Percentage) == (1, "Competency Achieved", 86)
        assert (shown.StartDate, shown.FinishDate, shown.Comment) == (start, finish, "Well poured")
        assert shown.Hours == Decimal("20.00")

    def test_a_unit_without_result_is_not_yet_started_and_not_scored(self, api, token, world, client):
        enrolment = world.enrolment(client, units=["BEER1"])
        (unit,) = api.GetUnitsForEnrolment(token, enrolment.id).EnunList
        assert (unit.Result_Name, unit.Percentage, unit.Comment) == ("Not Yet Started", -1, None)

    def test_hours_agreed_for_the_enrolment_win(self, api, token, world, client):
        world.unit("BEER1", hours=Decimal("20.00"))
        enrolment = world.enrolment(client)
        world.enrolled_unit(enrolment, "BEER1", hours=Decimal("12.50"))
        assert api.GetUnitsForEnrolment(token, enrolment.id).EnunList[0].Hours == Decimal("12.50")

    def test_dates_that_are_not_known_are_nil(self, api, token, world, client):
        enrolment = world.enrolment(client)
        world.enrolled_unit(enrolment, "BEER1", start_date=None, finish_date=None)
        (unit,) = api.GetUnitsForEnrolment(token, enrolment.id).EnunList
        assert (unit.StartDate, unit.FinishDate, unit.Hours) == (None, None, None)

    def test_comes_by_code_whatever_its_case(self, api, token, world, client):
        enrolment = world.enrolment(client, units=["b2", "A1", "B1", "a2"])
        assert codes(api.GetUnitsForEnrolment(token, enrolment.id)) == ["A1", "a2", "B1", "b2"]

    def test_linked_enrolments_stay_out(self, api, token, world, client):
        enrolment = world.enrolment(client, world.occurrence(units=["A1"]), units=["B1"])
        world.link(enrolment, world.enrolment(client, units=["A1"]))
        assert codes(api.GetUnitsForEnrolment(token, enrolment.id)) == ["B1"]

    def test_nothing_found_is_success(self, api, token, world, client):
        assert codes(api.GetUnitsForEnrolment(token, world.enrolment(client).id)) == []

    @pytest.mark.parametrize("rows", [2, 200])
    def test_asks_the_database_once_for_the_list(self, api, token, runtime, world, client, many, rows):
        enrolment = world.enrolment(client)
        many(rows, enrolment)
        with statements(runtime) as seen:
            assert len(codes(api.GetUnitsForEnrolment(token, enrolment.id))) == rows
        assert len(seen) == 3  # the token, the enrolment, the list


class TestGetUnitsForEnrolmentIncludingLinked:
    def test_adds_what_linked_enrolments_hold_of_the_occurrence(self, api, token, world, client):
        occurrence = world.occurrence(units=["A1", "B1"], optional_units=["C1"])
        enrolment = world.enrolment(client, occurrence, units=["B1"])
        linked = world.enrolment(client, units=["A1", "C1", "OTHER"])
        world.link(enrolment, linked)
        answer = api.GetUnitsForEnrolmentIncludingLinked(token, enrolment.id)
        found = [(unit.Unit_Code, unit.ID) for unit in answer.EnunList]
        assert found == [("A1", linked.id), ("B1", enrolment.id), ("C1", linked.id)]

    def test_a_unit_held_by_several_comes_several_times_by_enrolment(self, api, token, world, client):
        enrolment = world.enrolment(client, world.occurrence(units=["A1"]), units=["A1"])
        others = [world.enrolment(client, units=["A1"]) for _ in range(2)]
        for other in reversed(others):
            world.link(enrolment, other)
        answer = api.GetUnitsForEnrolmentIncludingLinked(token, enrolment.id)
        assert [unit.ID for unit in answer.EnunList] == [enrolment.id, *(other.id for other in others)]

    def test_a_link_leads_one_way(self, api, token, world, client):
        enrolment = world.enrolment(client, world.occurrence(units=["A1"]), units=["A1"])
        linked = world.enrolment(client, world.occurrence(units=["A1"]), units=["A1"])
        world.link(enrolment, linked)
        answer = api.GetUnitsForEnrolmentIncludingLinked(token, linked.id)
        assert [unit.ID for unit in answer.EnunList] == [linked.id]

    def test_without_an_occurrence_only_its_own_units_count(self, api, token, world, client):
        enrolment = world.enrolment(client, units=["A1"])
        world.link(enrolment, world.enrolment(client, units=["A1", "B1"]))
        assert codes(api.GetUnitsForEnrolmentIncludingLinked(token, enrolment.id)) == ["A1"]

    def test_a_link_to_another_person_shows_nothing(self, api, token, world, client):
        enrolment = world.enrolment(client, world.occurrence(units=["A1"]))
        world.link(enrolment, world.enrolment(world.client(), units=["A1"]))
        assert codes(api.GetUnitsForEnrolmentIncludingLinked(token, enrolment.id)) == []

    def test_asks_the_database_once_for_the_list(self, api, token, runtime, world, client, many):
        occurrence, linked = world.occurrence(), world.enrolment(client)
        enrolment = world.enrolment(client, occurrence)
        units = many(200, linked)
        world.add_all([OccurrenceUnit(occurrence_id=occurrence.id, unit_id=unit.id) for unit in units])
        world.link(enrolment, linked)
        with statements(runtime) as seen:
            listed = codes(api.GetUnitsForEnrolmentIncludingLinked(token, enrolment.id))
        assert listed == [unit.code for unit in units]
        assert len(seen) == 3  # the token, the enrolment, the list


@pytest.mark.parametrize("operation", ["GetUnitsForEnrolment", "GetUnitsForEnrolmentIncludingLinked"])
class TestWhoMayReadUnits:
    @pytest.fixture
    def read(self, api, operation):
        return getattr(api, operation)

    def test_the_client_of_the_enrolment(self, world, client, read):
        enrolment = world.enrolment(client, units=["A1"])
        assert codes(read(world.token(client), enrolment.id)) == ["A1"]

    def test_the_contact_of_its_employer(self, world, client, read):
        employer, contact = world.employer(), world.client()
        world.employment(client, employer)
        world.contact(employer, contact)
        assert codes(read(world.token(contact), world.enrolment(client, units=["A1"]).id)) == ["A1"]

    def test_nobody_else(self, world, client, read):
        enrolment = world.enrolment(client, units=["A1"])
        answer = read(world.token(world.client()), enrolment.id)
        assert (outcome(answer), answer.EnunList) == (DENIED, [])

    @pytest.mark.parametrize("kind", ["none", "occurrence", "employer"])
    def test_what_is_no_client_enrolment_is_not_found(self, world, token, read, kind):
        occurrence = world.occurrence()
        employers = world.enrolment(None, occurrence, kind="M", employer_id=world.employer().id)
        number = {"none": 4711, "occurrence": occurrence.id, "employer": employers.id}[kind]
        answer = read(token, number)
        assert (outcome(answer), answer.EnunList) == ((-4, "Enrolment not found."), [])


class TestAddUnitsToEnrolment:
    @pytest.fixture
    def enrolment(self, world, client):
        occurrence = world.occurrence(units=["BEER1", "BEER2"], optional_units=["BEER3"])
        return world.enrolment(client, occurrence, units=["BEER1"])

    def test_adds_units_of_the_occurrence_optional_or_not(self, api, token, enrolment, held):
        assert outcome(api.AddUnitsToEnrolment(token, enrolment.id, ["BEER3", " beer2 "])) == OK
        assert held(enrolment) == ["BEER1", "BEER3", "BEER2"]

    def test_they_wait_for_a_result_with_the_enrolments_dates(self, api, token, world, enrolment):
        api.AddUnitsToEnrolment(token, enrolment.id, ["BEER2"])
        (_, added) = world.all(select(EnrolledUnit).order_by(EnrolledUnit.id))
        assert (added.result_type_id, added.percentage) == (world.result("Not Yet Started"), -1)
        assert (added.start_date, added.finish_date) == (enrolment.start_date, enrolment.end_date)

    def test_units_that_it_holds_are_skipped_silently(self, api, token, world, enrolment, held):
        present = world.one(select(EnrolledUnit))
        assert outcome(api.AddUnitsToEnrolment(token, enrolment.id, ["BEER1", "BEER2", "beer2"])) == OK
        assert held(enrolment) == ["BEER1", "BEER2"]
        assert world.fresh(present).modified_at == present.modified_at

    def test_adding_twice_is_adding_once(self, api, token, enrolment, held):
        for _ in range(2):
            assert outcome(api.AddUnitsToEnrolment(token, enrolment.id, ["BEER2"])) == OK
        assert held(enrolment) == ["BEER1", "BEER2"]

    @pytest.mark.parametrize("code", ["OTHER", "NOSUCH", ""])
    def test_one_code_that_is_not_on_the_occurrence_stops_all(self, api, token, world, enrolment, held, code):
        world.unit("OTHER")
        answer = api.AddUnitsToEnrolment(token, enrolment.id, ["BEER2", code])
        assert (outcome(answer), held(enrolment)) == ((-1, "Unit is not in the occurrence."), ["BEER1"])

    def test_an_enrolment_without_occurrence_is_refused(self, api, token, world, client):
        world.unit("BEER1")
        answer = api.AddUnitsToEnrolment(token, world.enrolment(client).id, ["BEER1"])
        assert outcome(answer) == (-1, "Not an occurrence enrolment.")

    def test_an_unknown_enrolment_is_not_found(self, api, token):
        assert outcome(api.AddUnitsToEnrolment(token, 4711, ["BEER1"])) == (-4, "Enrolment not found.")

    @pytest.mark.parametrize("units", [None, []])
    def test_no_units_are_refused_before_the_enrolment_is_looked_up(self, api, token, units):
        assert outcome(api.AddUnitsToEnrolment(token, 4711, units)) == (-1, "No units given.")


class TestDeleteUnitsFromEnrolment:
    @pytest.fixture
    def enrolment(self, world, client):
        return world.enrolment(client, units=["BEER1", "BEER2", "BEER3"])

    def test_removes_units_and_logs_each_with_reason_time_and_user(self, api, world, enrolment, held, clock):
        staff = world.staff(api_role=True, code="TESS")
        first, second, _ = world.all(select(EnrolledUnit.id).order_by(EnrolledUnit.id))
        answer = api.DeleteUnitsFromEnrolment(world.token(staff), enrolment.id, ["beer2", "BEER1"], " Typo ")
        assert (outcome(answer), held(enrolment)) == (OK, ["BEER3"])
        log = {entry.identifier: entry for entry in world.all(DELETIONS)}
        assert log.keys() == {str(first), str(second)}
        entry = log[str(first)]
        assert (entry.table_name, entry.record_id, entry.reason) == ("enrolled_unit", first, "Typo")
        assert (entry.by, entry.stamp) == ("TESS", clock.milliseconds())

    def test_the_deletions_can_be_asked_for(self, api, token, world, enrolment, clock):
        number = world.all(select(EnrolledUnit.id).order_by(EnrolledUnit.id))[0]
        since = clock.now() - datetime.timedelta(minutes=1)
        api.DeleteUnitsFromEnrolment(token, enrolment.id, ["BEER1"], None)
        assert api.GetDeletedRecordsSince(token, "ENROUNIT", since).TextList == [str(number)]

    def test_a_blank_reason_is_no_reason(self, api, token, world, enrolment):
        api.DeleteUnitsFromEnrolment(token, enrolment.id, ["BEER1"], " ")
        assert [entry.reason for entry in world.all(DELETIONS)] == [None]

    def test_history_and_task_links_go_with_the_unit(self, api, token, world, enrolment):
        unit = world.all(select(EnrolledUnit).order_by(EnrolledUnit.id))[0]
        task = world.add(Task(code="EXAM", name="Exam"))
        enrolled = world.add(EnrolledTask(enrolment_id=enrolment.id, task_id=task.id))
        for unit_id in world.all(select(EnrolledUnit.unit_id).order_by(EnrolledUnit.id))[:2]:
            world.add(EnrolledTaskUnit(enrolled_task_id=enrolled.id, unit_id=unit_id))
        api.UpdateResult(token, enrolment.id, "BEER1", "Continuing", *2 * (datetime.datetime(2026, 9, 1),), 50)
        api.ResetUnitResult(token, enrolment.id, "BEER1")
        assert len(world.all(select(ResultHistory))) == 2
        assert outcome(api.DeleteUnitsFromEnrolment(token, enrolment.id, ["BEER1"], None)) == OK
        assert world.all(select(ResultHistory)) == []
        assert unit.unit_id not in world.all(select(EnrolledTaskUnit.unit_id))
        assert len(world.all(select(EnrolledTaskUnit.unit_id))) == 1

    def test_the_task_links_of_others_stay(self, api, token, world, client, enrolment):
        other = world.enrolment(client, units=["BEER1"])
        task = world.add(Task(code="EXAM", name="Exam"))
        enrolled = world.add(EnrolledTask(enrolment_id=other.id, task_id=task.id))
        world.add(EnrolledTaskUnit(enrolled_task_id=enrolled.id, unit_id=world.unit("BEER1").id))
        api.DeleteUnitsFromEnrolment(token, enrolment.id, ["BEER1"], None)
        assert len(world.all(select(EnrolledTaskUnit.unit_id))) == 1

    def test_units_outside_an_occurrence_go_too(self, api, token, enrolment):
        assert enrolment.occurrence_id is None
        assert outcome(api.DeleteUnitsFromEnrolment(token, enrolment.id, ["BEER1"], None)) == OK

    def test_one_code_that_is_not_on_the_enrolment_stops_all(self, api, token, world, enrolment, held):
        world.unit("OTHER")
        answer = api.DeleteUnitsFromEnrolment(token, enrolment.id, ["BEER1", "OTHER"], None)
        assert outcome(answer) == (-1, "Unit is not in the enrolment.")
        assert (len(held(enrolment)), world.all(DELETIONS)) == (3, [])

    def test_one_unit_with_a_result_stops_all(self, api, token, world, client):
        enrolment = world.enrolment(client, units=["BEER1"])
        world.enrolled_unit(enrolment, "BEER2", "Withdrawn")
        answer = api.DeleteUnitsFromEnrolment(token, enrolment.id, ["BEER1", "BEER2"], None)
        assert outcome(answer) == (-1, "Unit already has a result.")
        assert len(world.all(select(EnrolledUnit))) == 2

    def test_an_unknown_enrolment_is_not_found(self, api, token):
        assert outcome(api.DeleteUnitsFromEnrolment(token, 4711, ["BEER1"], None)) == (-4, "Enrolment not found.")

    @pytest.mark.parametrize("units", [None, []])
    def test_no_units_are_refused_before_the_enrolment_is_looked_up(self, api, token, units):
        assert outcome(api.DeleteUnitsFromEnrolment(token, 4711, units, None)) == (-1, "No units given.")

    def test_a_reason_that_would_not_fit_is_refused(self, api, token, enrolment):
        answer = api.DeleteUnitsFromEnrolment(token, enrolment.id, ["BEER1"], "x" * 2001)
        assert outcome(answer) == (-1, "reason is longer than 2000 characters.")
