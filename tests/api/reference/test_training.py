"""Area reference: what qualifications are made of, what they and units count for in a state, and new positions."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.scenarios import at_once
from vettrak_api.model.changes import Change
from vettrak_api.model.programmes import QualificationState, QualificationUnit, UnitState
from vettrak_api.model.reference import Position, State

NO_QUALIFICATION = (-4, "Qualification not found.")
NO_UNIT = (-4, "Unit not found.")


@pytest.fixture
def student_token(world):
    return world.token(world.client())


@pytest.fixture
def state(world):
    """Return the number of a state by its short name."""
    return lambda name: world.one(select(State.id).where(State.short_name == name))


@pytest.fixture
def qualification(world):
    world.qualification("OTHER1")
    return world.qualification("BEER2", "Certificate II in Bar Tending")


class TestGetQualificationStateDetails:
    def test_tells_one_row_per_state_with_figures_by_state(self, api, student_token, world, state, qualification):
        other = world.qualification("WINE2")
        for name in ("Vic", "NSW", "Qld"):
            world.add(QualificationState(qualification_id=qualification.id, state_id=state(name)))
        world.add(QualificationState(qualification_id=other.id, state_id=state("Tas")))
        answer = api.GetQualificationStateDetails(student_token, " beer2 ")
        assert outcome(answer) == OK
        assert [row.StateShortName for row in answer.QualStateList] == ["NSW", "Qld", "Vic"]

    def test_tells_all_figures(self, api, student_token, world, state, qualification):
        figures = {"hours": 400, "units": 12, "point_score": 7, "expiry_months": 36}
        amounts = {"amount": Decimal("1500.50"), "per_unit_amount": Decimal("125.05")}
        world.add(QualificationState(qualification_id=qualification.id, state_id=state("Vic"), **figures, **amounts))
        (row,) = api.GetQualificationStateDetails(student_token, "BEER2").QualStateList
        assert (row.QualCode, row.StateShortName) == ("BEER2", "Vic")
        assert (row.Hours, row.Units, row.PointScore, row.ExpiryMonths) == (400, 12, 7, 36)
        assert (row.Amount, row.PerUnitAmount) == (Decimal("1500.50"), Decimal("125.05"))

    def test_without_figures_the_list_is_empty(self, api, student_token, qualification):
        answer = api.GetQualificationStateDetails(student_token, "BEER2")
        assert (outcome(answer), answer.QualStateList) == (OK, [])

    @pytest.mark.parametrize("code", [None, "", "BEER", "00001", "BEER2" * 50])
    def test_an_unknown_code(self, api, student_token, qualification, code):
        assert outcome(api.GetQualificationStateDetails(student_token, code)) == NO_QUALIFICATION


class TestGetUnitStateDetails:
    def test_tells_the_figures_of_that_unit_by_state(self, api, student_token, world, state):
        beer, wine = world.unit("BEER1"), world.unit("WINE1")
        for name, hours in (("Vic", 10), ("NSW", 12)):
            amount = Decimal(f"{hours}.50")
            world.add(
                UnitState(unit_id=beer.id, state_id=state(name), hours=hours, point_score=hours + 1, amount=amount)
            )
        world.add(UnitState(unit_id=wine.id, state_id=state("Vic")))
        answer = api.GetUnitStateDetails(student_token, " beer1")
        assert outcome(answer) == OK
        told = [
            (row.UnitCode, row.StateShortName, row.Hours, row.PointScore, row.Amount) for row in answer.UnitStateList
        ]
        assert told == [
            ("BEER1", "NSW", 12, 13, Decimal("12.50")),
            ("BEER1", "Vic", 10, 11, Decimal("10.50")),
        ]

    def test_without_figures_the_list_is_empty(self, api, student_token, world):
        world.unit("BEER1")
        answer = api.GetUnitStateDetails(student_token, "BEER1")
        assert (outcome(answer), answer.UnitStateList) == (OK, [])

    @pytest.mark.parametrize("code", [None, "", "BEER", "00001", "BEER1" * 50])
    def test_an_unknown_code(self, api, student_token, world, code):
        world.unit("BEER1")
        assert outcome(api.GetUnitStateDetails(student_token, code)) == NO_UNIT


class TestGetUnitsForQualification:
    def test_tells_the_core_ones_first_each_part_by_code(self, api, student_token, world, qualification):
        other = world.qualification("WINE2")
        for code, core in (("BEER4", False), ("BEER3", True), ("BEER1", False), ("beer2", True)):
            world.add(
                QualificationUnit(qualification_id=qualification.id, unit_id=world.unit(code, kind=1).id, core=core)
            )
        world.add(QualificationUnit(qualification_id=other.id, unit_id=world.unit("WINE1").id))
        answer = api.GetUnitsForQualification(student_token, "beer2")
        assert outcome(answer) == OK
        assert [(row.Unit_Code, row.CoreFlag) for row in answer.QuunList] == [
            ("beer2", 1), ("BEER3", 1), ("BEER1", 0), ("BEER4", 0),
        ]  # fmt: skip
        assert {(row.Qual_Code, row.Unit_Name, row.Unit_Type) for row in answer.QuunList} == {
            ("BEER2", "How to serve beer", 1)
        }

    def test_without_units_the_list_is_empty(self, api, student_token, qualification):
        answer = api.GetUnitsForQualification(student_token, "BEER2")
        assert (outcome(answer), answer.QuunList) == (OK, [])

    @pytest.mark.parametrize("code", [None, "", "BEER", "00001"])
    def test_an_unknown_code(self, api, student_token, qualification, code):
        assert outcome(api.GetUnitsForQualification(student_token, code)) == NO_QUALIFICATION


def positions(world):
    """Return what the test's positions are, by number."""
    rows = world.all(select(Position).order_by(Position.id))
    return [(row.name, row.code) for row in rows]


class TestAddPosition:
    def test_makes_a_position_that_the_list_then_has(self, api, token, world, clock):
        assert outcome(api.AddPosition(token, " Cellar Hand ", " CELLAR ")) == OK
        assert positions(world) == [("Cellar Hand", "CELLAR")]
        (made,) = world.all(select(Position))
        assert (made.created_at, made.modified_at) == (clock.now(), clock.now())
        assert "Cellar Hand" in [row.Name for row in api.GetPositions(token).PositionList]
        assert world.all(select(Change.operation).where(Change.table_name == "position")) == ["AddPosition"]

    @pytest.mark.parametrize("code", [None, "", "  "])
    def test_several_may_have_no_code(self, api, token, world, code):
        for name in ("Cellar Hand", "Brewer"):
            assert outcome(api.AddPosition(token, name, code)) == OK
        assert positions(world) == [("Cellar Hand", None), ("Brewer", None)]
        told = {row.Name: row.Code for row in api.GetPositions(token).PositionList}
        assert told["Brewer"] is None

    @pytest.mark.parametrize(
        ("name", "code"),
        [("cellar  HAND", None), ("CELLAR HAND", "OTHER"), ("Other", "cellar"), ("Other", " CELLAR ")],
    )
    def test_a_known_name_or_code_changes_nothing(self, api, token, world, name, code):
        api.AddPosition(token, "Cellar Hand", "CELLAR")
        assert outcome(api.AddPosition(token, name, code)) == OK
        assert positions(world) == [("Cellar Hand", "CELLAR")]

    @pytest.mark.parametrize("name", [None, "", " \n "])
    def test_a_name_is_required(self, api, token, world, name):
        assert outcome(api.AddPosition(token, name, "CELLAR")) == (-1, "Position name is required.")
        assert positions(world) == []

    def test_texts_that_are_too_long_are_refused(self, api, token, world):
        longest = api.AddPosition(token, "x" * 100, "y" * 10)
        assert outcome(longest) == OK
        assert outcome(api.AddPosition(token, "x" * 101, "z")) == (-1, "name is longer than 100 characters.")
        assert outcome(api.AddPosition(token, "z", "y" * 11)) == (-1, "code is longer than 10 characters.")
        assert outcome(api.AddPosition(token, "z", "kölsch")) == (-1, "code is not a valid code.")
        assert positions(world) == [("x" * 100, "y" * 10)]

    def test_equal_ones_at_once_are_one(self, api, token, world):
        at_once([lambda: outcome(api.AddPosition(token, "Cellar Hand", None))] * 4)
        assert positions(world) == [("Cellar Hand", None)]
