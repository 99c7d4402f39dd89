"""Awards as they are listed, and verified by people who know whose they are."""

import datetime

import pytest

from tests.support.outcomes import DENIED, OK, outcome
from vettrak_api.model.events import Award, AwardUnit
from vettrak_api.model.reference import AwardType

TODAY = datetime.datetime(2026, 9, 10)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def kind(world):
    return world.add(AwardType(name="apple licence", code="APPLE", kind="O"))


@pytest.fixture
def award(world, kind):
    """Add an award of somebody, with units by their codes."""

    def add(person, number=None, units=(), **values):
        made = world.add(Award(client_id=person.id, parchment_number=number, award_type_id=kind.id, **values))
        world.add_all([AwardUnit(award_id=made.id, unit_id=world.unit(code).id) for code in units])
        return made

    return add


@pytest.fixture
def people(world):
    return world.client("Adams", "Ann", code="ADAMS"), world.client("Baker", "Bob", code="BAKER")


def ids(answer):
    assert outcome(answer) == OK
    return [award.Qucl_ID for award in answer.QuclList]


def codes(award):
    return [unit.Unit_Code for unit in award.UnitList]


class TestGetAwardTypes:
    def test_lists_them_by_name_for_everybody(self, api, world, kind):
        answer = api.GetAwardTypes(world.token(world.client()))
        assert outcome(answer) == OK
        told = [(one.AwardTypeName, one.AwardTypeCode, one.Awty_Type) for one in answer.AwtyList]
        assert [name for name, *_ in told] == sorted((name for name, *_ in told), key=str.lower)
        assert {("apple licence", "APPLE", "O"), ("Certificate", "CERT", "C")} <= set(told)


class TestGetAwardsForClient:
    def test_come_by_recording_and_number_each_with_its_units(self, api, token, people, award):
        ann, bob = people
        late = award(ann, recorded=TODAY, units=["ZYM1", "BEER1"])
        twin, early = award(ann, recorded=TODAY), award(ann, recorded=TODAY - DAY, units=["BEER1"])
        undated = award(ann)
        award(bob, recorded=TODAY, units=["ZYM1"])
        answer = api.GetAwardsForClient(token, " adams")
        assert ids(answer) == [undated.id, early.id, late.id, twin.id]
        assert [codes(one) for one in answer.QuclList] == [[], ["BEER1"], ["BEER1", "ZYM1"], []]
        assert {(one.Clie_Code, one.AwardTypeCode) for one in answer.QuclList} == {("ADAMS", "APPLE")}

    def test_nothing_to_list_and_nobody_of_that_code(self, api, token, people):
        assert ids(api.GetAwardsForClient(token, "BAKER")) == []
        assert outcome(api.GetAwardsForClient(token, "NOBODY")) == (-4, "Client not found.")
        assert outcome(api.GetAwardsForClient(token, None)) == (-4, "Client not found.")


class TestGetAwardsModifiedSince:
    def test_tells_what_was_added_later_in_the_order_of_changes(self, api, token, clock, world, people, award):
        old = award(people[0], created_at=TODAY - DAY, modified_at=TODAY - DAY)
        told = {"awardTypeName": "Statement of Attainment"}
        made = []
        for person in reversed(people):
            clock.advance(minutes=1)
            enrolment = world.enrolment(person)
            world.enrolled_unit(enrolment, "BEER1", "Competency Achieved")
            assert outcome(api.AddAward(token, enrolment.id, **told)) == OK
            made += ids(api.GetAwardsForClient(token, person.code))[-1:]
        answer = api.GetAwardsModifiedSince(token, clock.now() - datetime.timedelta(minutes=5))
        assert [number for number in ids(answer) if number in made] == made
        assert old.id not in ids(answer)
        assert [codes(one) for one in answer.QuclList if one.Qucl_ID in made] == [["BEER1"], ["BEER1"]]
        later = ids(api.GetAwardsModifiedSince(token, clock.now() + DAY))
        assert not {*made, old.id} & set(later)


class TestVerifyAward:
    @pytest.fixture
    def number(self, people, award):
        award(people[1], "P-2", ["ZYM1"])
        award(people[0], "P-3", ["ZYM1"])
        award(people[0], "P-1", ["ZYM1", "BEER1"], licence_number="LIC")
        return "P-1"

    def test_tells_the_award_with_its_units(self, api, token, number):
        answer = api.VerifyAward(token, " ANN ", "adams", f" {number} ")
        assert outcome(answer) == OK
        assert (answer.Award.Clie_Code, answer.Award.Qucl_Cert, answer.Award.LicenceNumber) == ("ADAMS", "P-1", "LIC")
        assert codes(answer.Award) == ["BEER1", "ZYM1"]

    @pytest.mark.parametrize(
        "told",
        [
            ("Ann", "Adams", "P-2"),
            ("Bob", "Adams", "P-1"),
            ("Ann", "Baker", "P-1"),
            ("", "Adams", "P-1"),
            ("A%", "Adams", "P-1"),
            ("Ann", "Adams", "p-1"),
            ("Ann", "Adams", "P"),
            ("Ann", "Adams", "P-1\u00ba"),
        ],
    )
    def test_tells_nothing_to_who_does_not_know_all_three(self, api, token, number, told):
        answer = api.VerifyAward(token, *told)
        assert (outcome(answer), answer.Award) == ((-4, "Award not found."), None)

    def test_passes_over_what_may_not_be_verified(self, api, token, people, award):
        award(people[0], "P-1", verifiable=False)
        assert outcome(api.VerifyAward(token, "Ann", "Adams", "P-1")) == (-4, "Award not found.")
        award(people[0], "P-1")
        assert outcome(api.VerifyAward(token, "Ann", "Adams", "P-1")) == OK
        award(people[0], "P-1")
        assert outcome(api.VerifyAward(token, "Ann", "Adams", "P-1")) == (-4, "Award not found.")

    def test_finds_somebody_with_one_name(self, api, token, world, award):
        award(world.client("Madonna", ""), "P-1")
        assert outcome(api.VerifyAward(token, None, "madonna", "P-1")) == OK
        assert outcome(api.VerifyAward(token, "Madonna", "Madonna", "P-1")) == (-4, "Award not found.")

    def test_knows_a_name_however_it_is_written(self, api, token, world, award):
        award(world.client("O\u2019Brien", "Ren\u00e9"), "P-1")
        assert outcome(api.VerifyAward(token, "rene", "O'BRIEN", "P-1")) == OK

    @pytest.mark.parametrize(("surname", "parchment"), [(None, "P-1"), (" ", "P-1"), ("Adams", None), ("Adams", " ")])
    def test_needs_surname_and_number(self, api, token, number, surname, parchment):
        answer = api.VerifyAward(token, "Ann", surname, parchment)
        assert (outcome(answer), answer.Award) == ((-1, "Surname and parchment number are required."), None)

    def test_is_for_the_api_role(self, api, world, people, number):
        answer = api.VerifyAward(world.token(people[0]), "Ann", "Adams", number)
        assert (outcome(answer), answer.Award) == (DENIED, None)
