"""Assessments of units, told as they are and by a competency: defaults, marks, and both views of one record."""

import pytest

TYPE = {"assessmentTypeId": "COMPETENCY_UNIT"}
ENTITIES = {
    "UnitAssessment": ({"eduUnitId": "BREW1", **TYPE}, "50"),
    "UnitCompetency": ({"eduUnitId": "BREW1", "competencyId": "ABC10203"}, "100"),
}


@pytest.fixture(autouse=True)
def world_of_two(rest, curriculum):
    curriculum(units=("BREW1", "BREW2"))
    rest.made("Competency", {"competencyId": "ABC10203", "competencyName": "Defined", "nationallyAgreedHours": 45})
    rest.made("Competency", {"competencyId": "ABC10204", "competencyName": "Other", "nationallyAgreedHours": 20})


@pytest.fixture(params=ENTITIES)
def entity(request):
    return request.param


@pytest.fixture
def told(entity):
    return ENTITIES[entity][0]


class TestDefaults:
    def test_of_an_assessment(self, rest):
        made = rest.made("UnitAssessment", ENTITIES["UnitAssessment"][0])
        assert {name: value for name, value in made.items() if value is not None} == {
            "assessmentId": made["assessmentId"], "eduUnitId": "BREW1", **TYPE, "statusId": "ASSESSMENT_ACTIVE",
            "maximumMark": "100", "passMark": "50",
        }  # fmt: skip

    def test_of_a_competency(self, rest):
        made = rest.made("UnitCompetency", ENTITIES["UnitCompetency"][0])
        assert made == {
            "assessmentId": made["assessmentId"], "eduUnitId": "BREW1", **TYPE, "competencyId": "ABC10203",
            "competencyName": "Defined", "description": "Defined", "statusId": "ASSESSMENT_ACTIVE",
            "vetScheduledHours": "45", "vetDeliveryMode": "20", "vetInSchoolsFlag": "N", "maximumMark": "100",
            "passMark": "100",
        }  # fmt: skip

    def test_what_is_told_wins(self, rest):
        own = {
            "competencyName": "Mine", "vetScheduledHours": "5", "vetDeliveryMode": "30", "vetInSchoolsFlag": "Y",
            "statusId": "ASSESSMENT_INACTIVE", "maximumMark": "80", "passMark": "40.5",
        }  # fmt: skip
        made = rest.made("UnitCompetency", ENTITIES["UnitCompetency"][0] | own | {"description": "ignored"})
        assert {name: made[name] for name in own} == own
        assert made["description"] == "Mine"


class TestMarks:
    @pytest.mark.parametrize(
        ("marks", "fault"),
        [
            ({"maximumMark": "0"}, ("maximumMark", "range")),
            ({"maximumMark": "100.01"}, ("maximumMark", "range")),
            ({"maximumMark": "all"}, ("maximumMark", "number")),
            ({"maximumMark": "-1"}, ("maximumMark", "number")),
            ({"passMark": "0"}, ("passMark", "range")),
            ({"passMark": "101"}, ("passMark", "range")),
            ({"maximumMark": "60", "passMark": "61"}, ("passMark", "order")),
            ({"passMark": []}, ("passMark", "number")),
        ],
    )
    def test_marks_out_of_order_are_refused(self, rest, entity, told, marks, fault):
        answer = rest.post(entity, told | marks)
        assert (answer.status, answer.faults) == (422, [fault])
        assert rest.get(entity, eduUnitId="BREW1").body == []

    @pytest.mark.parametrize("highest", ["100", "70.5", "49.99", "0.01"])
    def test_a_default_pass_mark_gives_way_to_a_lower_maximum(self, rest, entity, told, highest):
        made = rest.made(entity, told | {"maximumMark": highest})
        usual = ENTITIES[entity][1]
        assert (made["maximumMark"], made["passMark"]) == (highest, min(usual, highest, key=float))

    def test_numbers_may_be_numbers(self, rest, entity, told):
        made = rest.made(entity, told | {"maximumMark": 25, "passMark": 12.5})
        assert (made["maximumMark"], made["passMark"]) == ("25", "12.5")

    def test_a_change_is_judged_with_what_is_stored(self, rest, entity, told):
        made = rest.made(entity, told | {"maximumMark": "80", "passMark": "60"})
        path = f"{entity}/{made['assessmentId']}"
        for change in ({"maximumMark": "59"}, {"passMark": "81"}):
            answer = rest.put(path, change)
            assert (answer.status, answer.faults) == (422, [("passMark", "order")])
        assert rest.get(path).body == made
        assert rest.changed(path, {"maximumMark": "59", "passMark": "59"})["passMark"] == "59"


class TestRefusals:
    @pytest.mark.parametrize(
        ("wrong", "fault"),
        [
            ({"eduUnitId": "NONE"}, ("eduUnitId", "exists")),
            ({"eduUnitId": None}, ("eduUnitId", "required")),
            ({"assessmentTypeId": "ESSAY"}, ("assessmentTypeId", "value")),
            ({"statusId": "UNIT_ACTIVE"}, ("statusId", "code")),
            ({"assessmentId": "1"}, ("assessmentId", "readOnly")),
        ],
    )
    def test_of_a_new_one(self, rest, entity, told, wrong, fault):
        answer = rest.post(entity, told | wrong)
        assert (answer.status, answer.faults) == (422, [fault])

    def test_an_assessment_needs_its_type(self, rest):
        answer = rest.post("UnitAssessment", {"eduUnitId": "BREW1"})
        assert (answer.status, answer.faults) == (422, [("assessmentTypeId", "required")])

    @pytest.mark.parametrize("competency", ["NONE", None, "abc10203"])
    def test_a_competency_must_exist(self, rest, competency):
        answer = rest.post("UnitCompetency", {"eduUnitId": "BREW1", "competencyId": competency})
        assert answer.status == 422
        assert [name for name, _ in answer.faults] == ["competencyId"]

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"eduUnitId": "BREW2"}, ("eduUnitId", "fixed")),
            ({"assessmentTypeId": "ESSAY"}, ("assessmentTypeId", "value")),
            ({"statusId": "NONE"}, ("statusId", "code")),
            ({"statusId": ""}, ("statusId", "required")),
            ({"maximumMark": None}, ("maximumMark", "required")),
        ],
    )
    def test_of_a_change(self, rest, entity, told, change, fault):
        made = rest.made(entity, told)
        path = f"{entity}/{made['assessmentId']}"
        answer = rest.put(path, change)
        assert (answer.status, answer.faults) == (422, [fault])
        assert rest.get(path).body == made

    def test_weeks_out_of_order(self, rest):
        told = ENTITIES["UnitAssessment"][0]
        assert rest.post("UnitAssessment", told | {"startWeek": 3, "endWeek": 2}).faults == [("endWeek", "order")]
        made = rest.made("UnitAssessment", told | {"startWeek": "3", "endWeek": "3"})
        path = f"UnitAssessment/{made['assessmentId']}"
        assert rest.put(path, {"startWeek": 4}).faults == [("startWeek", "order")]


class TestUpdating:
    def test_of_an_assessment_keeps_what_is_not_sent(self, rest):
        told = ENTITIES["UnitAssessment"][0] | {"assessmentName": "A", "maximumMark": "60", "weighting": "2"}
        made = rest.made("UnitAssessment", told | {"statusId": "ASSESSMENT_INACTIVE"})
        path = f"UnitAssessment/{made['assessmentId']}"
        assert rest.changed(path, {"assessmentName": "B"}) == made | {"assessmentName": "B"}

    def test_another_competency_alone_refreshes_neither_name_nor_hours(self, rest):
        made = rest.made("UnitCompetency", ENTITIES["UnitCompetency"][0])
        path = f"UnitCompetency/{made['assessmentId']}"
        assert rest.changed(path, {"competencyId": "ABC10204"}) == made | {"competencyId": "ABC10204"}
        named = {"competencyName": "N", "description": "N"}
        assert rest.changed(path, {"competencyName": "N", "description": "ignored"}) == made | named | {
            "competencyId": "ABC10204"
        }
        assert rest.put(path, {"competencyId": "NONE"}).faults == [("competencyId", "exists")]

    def test_both_views_are_of_one_record(self, rest):
        made = rest.made("UnitCompetency", ENTITIES["UnitCompetency"][0])
        number = made["assessmentId"]
        seen = rest.get(f"UnitAssessment/{number}").body
        assert (seen["codeId"], seen["avet058"], seen["avet018"], seen["avet078"]) == ("ABC10203", "45", "20", "N")
        rest.changed(f"UnitAssessment/{number}", {"codeId": "OWN CODE", "avet078": True})
        again = rest.get(f"UnitCompetency/{number}").body
        assert rest.changed(f"UnitCompetency/{number}", again) == again
        assert (again["competencyId"], again["vetInSchoolsFlag"]) == ("OWN CODE", "Y")

    def test_what_names_no_competency_may_come_back(self, rest):
        made = rest.made("UnitAssessment", ENTITIES["UnitAssessment"][0])
        path = f"UnitCompetency/{made['assessmentId']}"
        shown = rest.get(path).body
        assert shown["competencyId"] is None
        assert rest.changed(path, shown) == shown
        rest.changed(path, {"competencyId": "ABC10203"})
        assert rest.put(path, {"competencyId": None}).faults == [("competencyId", "required")]


class TestCodes:
    def test_a_code_is_good_once_it_is_there(self, rest):
        told = {"eduUnitId": "U9", "eduOtherUnitId": "U9", "unitName": "N", "unitCategory": "7"}
        assert rest.post("Unit", told).faults == [("unitCategory", "code")]
        made = {"codeId": "CATEGORY_7", "codeTypeId": "UNIT_CATEGORY", "code": "7", "description": "Seven"}
        rest.made("CodeItem", made)
        assert rest.made("Unit", told)["unitCategory"] == "7"

    def test_a_hidden_code_stays_where_it_is_and_is_offered_no_longer(self, rest):
        rest.changed("Unit/BREW1", {"unitCategory": "2"})
        rest.changed("CodeItem/2", {"visible": "N"})
        assert rest.changed("Unit/BREW1", {"unitCategory": "2", "unitName": "N"})["unitName"] == "N"
        assert rest.put("Unit/BREW2", {"unitCategory": "2"}).faults == [("unitCategory", "code")]

    def test_each_of_several_codes_counts(self, rest):
        told = {"eduProgramId": "P9", "programName": "N"}
        answer = rest.post("Program", told | {"fundingType": "'UPFRONT_FEES','LOTTERY'"})
        assert answer.faults == [("fundingType", "code")]
        assert "LOTTERY" in answer.body["detail"]
        assert rest.made("Program", told | {"fundingType": "'FEE_HELP'"})["fundingType"] == "'FEE_HELP'"

    def test_a_code_is_once_in_its_set(self, rest):
        told = {"codeId": "X1", "codeTypeId": "STUDY_AREA", "code": "BUS", "description": "Again"}
        assert rest.post("CodeItem", told).faults == [("code", "unique")]
        assert rest.made("CodeItem", told | {"codeTypeId": "OTHER_SET"})["code"] == "BUS"

    @pytest.mark.parametrize("entity", ["CodeItem", "StatusItem"])
    def test_items_are_found_by_their_set(self, rest, entity):
        of = {"CodeItem": ("codeTypeId", "FUNDING_TYPE"), "StatusItem": ("statusTypeId", "UNIT_STATUS")}[entity]
        found = rest.get(entity, **dict([of])).body
        assert len(found) >= 2
        assert {each[of[0]] for each in found} == {of[1]}
