"""Area reference: the lists that the forms of an enrolment site choose from."""

from decimal import Decimal

import pytest
from sqlalchemy import delete, select, update

from tests.support.counting import statements
from tests.support.outcomes import OK, outcome
from vettrak_api.model.reference import (
    Division,
    Organisation,
    Position,
    ReferenceCode,
    ReferralSource,
    Relation,
    RelationshipType,
    ResultType,
    State,
    StudyReason,
    Suburb,
)

PUBLIC = {
    "GetANZSICList": "AnzsList",
    "GetCountryList": "CounList",
    "GetDisabiltyList": "DisaList",
    "GetEmploymentCategoryList": "EmcaList",
    "GetLanguageList": "LangList",
    "GetPriorEducationList": "PredList",
    "GetPriorEducationRecognitionList": "RecognitionList",
    "GetStateList": "StatList",
    "GetSuburbList": "SubuList",
}
WITH_TOKEN = {
    "GetDivisions": "DivisionList",
    "GetLocations": "LocaList",
    "GetOrganisations": "OrgaList",
    "GetPositions": "PositionList",
    "GetReferralSources": "ReferralTypeList",
    "GetRelationshipTypes": "RelationshipTypeList",
    "GetResultTypes": "ResultList",
    "GetStudyReasons": "StudyReasonList",
    "GetVicCommencingProgramCohortList": "VicCohortList",
}


@pytest.fixture
def listed(api, world):
    """Call an operation as anybody may: without a token, or with that of a student; return its list."""

    def call(operation):
        arguments = () if operation in PUBLIC else (world.token(world.client()),)
        answer = getattr(api, operation)(*arguments)
        assert outcome(answer) == OK
        return getattr(answer, (PUBLIC | WITH_TOKEN)[operation])

    return call


@pytest.mark.parametrize("operation", PUBLIC)
class TestAPublicList:
    def test_needs_no_token_and_names_no_caller(self, api, operation):
        answer = getattr(api, operation)()
        assert outcome(answer) == OK
        assert (answer.Auth.ID, answer.Auth.Token, answer.Auth.Identifier) == (-1, "", "-1")

    def test_is_one_query(self, listed, runtime, operation):
        with statements(runtime) as seen:
            listed(operation)
        assert len(seen) == 1


@pytest.mark.parametrize("operation", WITH_TOKEN)
class TestAListOfTheTrainingOrganisation:
    def test_is_for_every_valid_token(self, api, token, world, operation):
        assert outcome(getattr(api, operation)(token)) == OK
        assert outcome(getattr(api, operation)(world.token(world.client()))) == OK

    def test_is_for_no_others(self, api, operation):
        assert outcome(getattr(api, operation)()) == (-1, "A token is required.")
        answer = getattr(api, operation)("no token")
        assert (outcome(answer), getattr(answer, WITH_TOKEN[operation])) == ((-1, "Invalid token."), [])


CODE_LISTS = (
    ("GetANZSICList", "ANZSIC", "Anzs_Code", "Anzs_Name", "code"),
    ("GetCountryList", "COUNTRY", "Coun_Code", "Coun_Name", "name"),
    ("GetDisabiltyList", "DISABILITY", "Disa_Code", "Disa_Name", "code"),
    ("GetEmploymentCategoryList", "EMPLOYMENT_CATEGORY", "Emca_Code", "Emca_Name", "code"),
    ("GetLanguageList", "LANGUAGE", "Lang_Code", "Lang_Name", "name"),
    ("GetPriorEducationList", "PRIOR_EDUCATION", "Pred_Code", "Pred_Name", "code"),
    ("GetPriorEducationRecognitionList", "RECOGNITION", "Code", "Name", "code"),
    ("GetVicCommencingProgramCohortList", "VIC_COHORT", "Code", "Name", "code"),
)


@pytest.mark.parametrize(("operation", "list_name", "code", "name", "order"), CODE_LISTS)
class TestACodeList:
    def test_holds_the_codes_of_its_list_with_their_names(self, listed, world, operation, list_name, code, name, order):
        stored = world.all(select(ReferenceCode).where(ReferenceCode.list_name == list_name))
        answered = {(getattr(one, code), getattr(one, name)) for one in listed(operation)}
        assert answered == {(one.code, one.name) for one in stored}
        assert answered

    def test_comes_in_its_order(self, listed, world, operation, list_name, code, name, order):
        with world.session() as session:
            session.execute(delete(ReferenceCode).where(ReferenceCode.list_name == list_name))
        for number, text in (("30", "cherry"), ("10", "Banana"), ("20", "Apple"), ("15", "Apple")):
            world.add(ReferenceCode(list_name=list_name, code=number, name=text))
        expected = {"code": ["10", "15", "20", "30"], "name": ["15", "20", "10", "30"]}
        assert [getattr(one, code) for one in listed(operation)] == expected[order]

    def test_leaves_out_codes_that_are_out_of_use(self, listed, world, operation, list_name, code, name, order):
        gone = listed(operation)[0]
        with world.session() as session:
            session.execute(
                update(ReferenceCode)
                .where(ReferenceCode.list_name == list_name, ReferenceCode.code == getattr(gone, code))
                .values(active=False)
            )
        assert getattr(gone, code) not in [getattr(one, code) for one in listed(operation)]

    def test_empty_is_success(self, listed, world, operation, list_name, code, name, order):
        with world.session() as session:
            session.execute(delete(ReferenceCode).where(ReferenceCode.list_name == list_name))
        assert listed(operation) == []


def test_a_token_sent_to_a_public_list_is_ignored(api):
    assert outcome(api.GetStateList(token="rubbish")) == OK


def test_the_disabilities_are_those_of_the_standard(listed):
    codes = [one.Disa_Code for one in listed("GetDisabiltyList")]
    assert codes == ["11", "12", "13", "14", "15", "16", "17", "18", "19", "99"]


def test_the_achievements_are_those_of_the_standard_and_name_no_recognition(listed):
    achievements = listed("GetPriorEducationList")
    assert [one.Pred_Code for one in achievements] == ["008", "410", "420", "511", "514", "521", "524", "990"]
    assert {one.RecognitionCode for one in achievements} == {None}


def test_the_recognitions_are_australian_equivalent_and_international(listed):
    assert [one.Code for one in listed("GetPriorEducationRecognitionList")] == ["A", "E", "I"]


def test_a_cohort_of_the_list_is_one_that_a_web_enrolment_takes(listed):
    assert {len(one.Code) for one in listed("GetVicCommencingProgramCohortList")} == {2}


class TestGetStateList:
    def test_lists_the_states_by_code(self, listed):
        states = listed("GetStateList")
        names = ["NSW", "Vic", "Qld", "SA", "WA", "Tas", "NT", "ACT", "Other", "Overseas"]
        assert [one.Stat_ShortName for one in states] == names
        assert (states[1].Stat_Name, states[1].Stat_Code) == ("Victoria", "02")


class TestGetSuburbList:
    def test_lists_suburbs_by_name_then_postcode(self, listed, world):
        states = {name: world.one(select(State.id).where(State.short_name == name)) for name in ("Vic", "NSW")}
        for name, postcode, state in (
            ("Newtown", "3220", "Vic"),
            ("carlton", "3053", "Vic"),
            ("Newtown", "2042", "NSW"),
        ):
            world.add(Suburb(name=name, postcode=postcode, state_id=states[state]))
        found = [(one.Subu_Name, one.Subu_PCode, one.Stat_ShortName) for one in listed("GetSuburbList")]
        assert found == [("carlton", "3053", "Vic"), ("Newtown", "2042", "NSW"), ("Newtown", "3220", "Vic")]


def inhabitants_divisions(world):
    return world.everything(select(Division).where(world.settlement.only(Division.__table__)).order_by(Division.name))


class TestGetDivisions:
    def test_lists_all_by_name_with_the_one_above(self, listed, world):
        branch = world.division("branch")
        annexe = world.division("Annexe", parent_id=branch.id)
        divisions = [(one.DivisionId, one.Name, one.ParentDivisionId) for one in listed("GetDivisions")]
        theirs = [(one.id, one.name, 1) for one in inhabitants_divisions(world)]
        assert [name for _, name, _ in theirs] == ["Yarrow", "Zinnia"]
        assert divisions == [
            (annexe.id, "Annexe", branch.id),
            (branch.id, "branch", 1),
            (1, "Head Office", None),
            *theirs,
        ]


class TestGetLocations:
    def test_lists_active_and_inactive_ones_by_name(self, listed, world):
        world.location("W", "west campus", active=False)
        world.location("E", "East Campus")
        assert [(one.Loca_Code, one.Loca_Active) for one in listed("GetLocations")] == [("E", 1), ("W", 0)]

    def test_tells_where_it_is_in_one_line_and_in_parts(self, listed, world):
        world.location(
            "MELB",
            "Melbourne Campus",
            description="Behind the brewery",
            building="Malt House",
            unit_details="Level 2",
            street_number="12",
            street_name="Hop Street",
            city="Melbourne",
            postcode="3000",
            state_id=world.one(select(State.id).where(State.short_name == "Vic")),
            country="Australia",
            loading=Decimal("1.50"),
        )
        (campus,) = listed("GetLocations")
        assert (campus.Loca_Code, campus.Loca_Name) == ("MELB", "Melbourne Campus")
        assert (campus.Loca_Desc, campus.Coun_Name) == ("Behind the brewery", "Australia")
        assert (campus.Loca_Suburb, campus.Loca_PCode, campus.Stat_ShortName) == ("Melbourne", "3000", "Vic")
        assert campus.Load_Loading == Decimal("1.50")
        address = campus.Address
        assert (address.Building, address.UnitDetails, address.StreetNumber) == ("Malt House", "Level 2", "12")
        assert (address.StreetName, address.POBox) == ("Hop Street", None)
        assert (address.City, address.State, address.Postcode) == ("Melbourne", "Vic", "3000")

    def test_what_is_not_known_is_absent(self, listed, world):
        world.location("ONLINE", "Online")
        (online,) = listed("GetLocations")
        assert (online.Stat_ShortName, online.Load_Loading, online.Loca_Suburb) == (None, None, None)


class TestGetOrganisations:
    def test_lists_them_by_name(self, listed, world):
        world.add(Organisation(name="another school", code="41234"))
        organisations = [(one.OrganisationName, one.OrganisationCode) for one in listed("GetOrganisations")]
        assert organisations == [("another school", "41234"), ("Training Organisation", None)]


class TestGetPositions:
    def test_lists_them_by_name(self, listed, world):
        for code, name in (("W", "Waiter"), ("B", "barista")):
            world.add(Position(code=code, name=name))
        assert [(one.Name, one.Code) for one in listed("GetPositions")] == [("barista", "B"), ("Waiter", "W")]


class TestGetReferralSources:
    def test_lists_those_in_use_by_name(self, listed, world):
        radio = world.add(ReferralSource(name="a radio show", group_name="Advertising"))
        world.add(ReferralSource(name="Telegram", active=False))
        sources = listed("GetReferralSources")
        names = [one.ReferralName for one in sources]
        assert names == sorted(names, key=str.lower)
        assert "Telegram" not in names
        first = sources[0]
        assert (first.ReferralId, first.ReferralName, first.ReferralTypeName) == (
            radio.id,
            "a radio show",
            "Advertising",
        )


class TestGetRelationshipTypes:
    def test_lists_them_by_code_each_with_its_relations(self, listed, world):
        kind = world.add(RelationshipType(code="F", name="Friend"))
        relations = [world.add(Relation(relationship_type_id=kind.id, name=name)) for name in ("Old", "New")]
        types = listed("GetRelationshipTypes")
        assert [one.RelationshipTypeCode for one in types] == ["EC", "F", "G"]
        assert types[1].RelationshipTypeName == "Friend"
        told_relations = [(one.RelationId, one.RelationName) for one in types[1].Relations]
        assert told_relations == [(relation.id, relation.name) for relation in relations]
        assert "Mother" in [one.RelationName for one in types[2].Relations]

    def test_one_without_relations_has_an_empty_list(self, listed, world):
        world.add(RelationshipType(code="A", name="Acquaintance"))
        assert listed("GetRelationshipTypes")[0].Relations == []


class TestGetResultTypes:
    def test_lists_them_by_name_one_of_them_not_yet_started(self, listed, world):
        world.add(ResultType(name="achieved", code="99", description="By acclamation", kind=2))
        results = listed("GetResultTypes")
        names = [one.Result_Name for one in results]
        assert names == sorted(names, key=str.lower)
        not_started = [(one.Result_Name, one.Result_Code) for one in results if one.Result_Type == 0]
        assert not_started == [("Not Yet Started", "85")]
        first = results[0]
        assert (first.Result_Name, first.Result_Code, first.Result_Desc) == ("achieved", "99", "By acclamation")


class TestGetStudyReasons:
    def test_lists_those_in_use_by_number(self, listed, world):
        gone = world.add(StudyReason(name="To please my mother", code="98", active=False))
        last = world.add(StudyReason(name="A bet", code="97"))
        reasons = listed("GetStudyReasons")
        numbers = [one.StudyReasonId for one in reasons]
        assert numbers == sorted(numbers)
        assert gone.id not in numbers
        assert (reasons[-1].StudyReasonId, reasons[-1].Name, reasons[-1].Code) == (last.id, "A bet", "97")
