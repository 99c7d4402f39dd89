"""Scheduled units with their fees and assessments: defaults, what is derived, and what an update does."""

import pytest

from tests.support.curriculum import YEAR

STANDARD = "STANDARD_FEE"


@pytest.fixture
def fee_type(rest):
    """Another type of fees."""
    told = {"codeId": "INTERNATIONAL", "codeTypeId": "FEE_TYPE", "description": "International Fee"}
    return rest.made("CodeItem", told)["codeId"]


@pytest.fixture
def schedule(rest, curriculum):
    """A unit in two programs, beside another one that holds it by another rule, scheduled at 100 dollars."""
    curriculum(programs=("DIPBEER", "DIPWINE"), assessments=2)
    curriculum(units=("OTHER",), programs=())
    rest.made("CodeItem", {"codeId": "PREREQ", "codeTypeId": "PROGRAM_UNIT_CONSTRAINT_TYPE", "description": "Before"})
    rest.made("Program", {"eduProgramId": "THIRD", "programName": "Third", "allowOnlineApplication": "YES"})
    rule = {"eduProgramId": "THIRD", "eduUnitId": "BREW1", "constraintTypeId": "PREREQ", "constraintUnitId": "OTHER"}
    rest.made("ProgramUnitConstraint", rule)
    return rest.made("ScheduledUnitFee", {"eduUnitId": "BREW1", "fee": "100", **YEAR})


@pytest.fixture
def path(schedule):
    return f"ScheduledUnitFee/{schedule['eduScheduledUnitId']}"


def fees_of(record):
    return [(fee["eduProgramId"], fee["feeTypeId"], fee["fee"], fee["description"]) for fee in record["scheduledFees"]]


class TestDefaults:
    @pytest.mark.parametrize("entity", ["ScheduledUnit", "ScheduledUnitFee"])
    def test_five_fields_come_from_the_unit(self, rest, curriculum, entity):
        curriculum()
        more = {"eduProviderOtherUnitId": "EXT", "providerPartyId": "777", "unitStatusId": "UNIT_INACTIVE"}
        rest.changed("Unit/BREW1", more | {"method": "ONLINE"})
        made = rest.made(entity, {"eduUnitId": "BREW1"})
        same = {name: made[name] for name in (*more, "eduOtherUnitId", "unitName")}
        assert same == more | {"eduOtherUnitId": "BREW1-X", "unitName": "Unit BREW1"}
        assert made["modeOfDelivery"] is None

    @pytest.mark.parametrize("entity", ["ScheduledUnit", "ScheduledUnitFee"])
    def test_what_is_told_wins(self, rest, curriculum, entity):
        curriculum()
        told = {
            "eduOtherUnitId": "MINE", "eduProviderOtherUnitId": "P", "unitName": "Mine",
            "unitStatusId": "UNIT_INACTIVE", "providerPartyId": "5",
        }  # fmt: skip
        made = rest.made(entity, {"eduUnitId": "BREW1"} | told)
        assert {name: made[name] for name in told} == told

    def test_a_unit_that_no_feeding_system_has_told_serves_too(self, rest, world):
        world.unit("OLD1", "Old unit")
        assert rest.get("Unit/OLD1").body["unitStatusId"] == "UNIT_ACTIVE"
        made = rest.made("ScheduledUnit", {"eduUnitId": "OLD1"})
        assert (made["eduOtherUnitId"], made["unitName"], made["unitStatusId"]) == ("OLD1", "Old unit", "UNIT_ACTIVE")

    def test_type_and_description_of_a_fee(self, schedule):
        assert fees_of(schedule) == [
            ("DIPBEER", STANDARD, "100.00", "Standard Fee"),
            ("DIPWINE", STANDARD, "100.00", "Standard Fee"),
        ]
        assert (schedule["fee"], schedule["feeTypeId"], schedule["description"]) == ("100.00", STANDARD, "Standard Fee")


class TestCreating:
    def test_only_programs_that_hold_the_unit_get_a_fee(self, schedule):
        assert "THIRD" not in {fee["eduProgramId"] for fee in schedule["scheduledFees"]}

    @pytest.mark.parametrize("fee", [{}, {"fee": None}, {"fee": " "}])
    def test_without_a_fee_there_is_none(self, rest, curriculum, fee):
        curriculum(assessments=1)
        made = rest.made("ScheduledUnitFee", {"eduUnitId": "BREW1", "feeTypeId": STANDARD} | fee)
        assert (made["scheduledFees"], made["fee"], made["feeTypeId"]) == ([], None, None)
        assert len(made["scheduledAssessments"]) == 1

    @pytest.mark.parametrize("fee", ["0", 0, 12.5, "12.50", 1e3, "1000.00"])
    def test_a_fee_is_a_number_in_whatever_form(self, rest, curriculum, fee):
        curriculum()
        made = rest.made("ScheduledUnitFee", {"eduUnitId": "BREW1", "fee": fee})
        assert [each["fee"] for each in made["scheduledFees"]] == [f"{float(fee):.2f}"]

    def test_a_unit_in_no_program_can_be_scheduled(self, rest, curriculum):
        curriculum(programs=())
        assert rest.made("ScheduledUnitFee", {"eduUnitId": "BREW1", "fee": "1"})["scheduledFees"] == []

    def test_active_assessments_are_copied(self, rest, schedule):
        unit = rest.get("UnitAssessment", eduUnitId="BREW1").body
        assert len(unit) == 2
        copies = schedule["scheduledAssessments"]
        assert [each["assessmentId"] for each in copies] == [each["assessmentId"] for each in unit]
        rest.changed(f"UnitAssessment/{unit[0]['assessmentId']}", {"statusId": "ASSESSMENT_INACTIVE"})
        made = rest.made("ScheduledUnitFee", {"eduUnitId": "BREW1"})
        assert [each["assessmentId"] for each in made["scheduledAssessments"]] == [unit[1]["assessmentId"]]

    def test_a_plain_schedule_has_neither(self, rest, schedule):
        made = rest.made("ScheduledUnit", {"eduUnitId": "BREW1"})
        assert "scheduledFees" not in made
        number = made["eduScheduledUnitId"]
        assert rest.get("ScheduledFee", eduScheduledUnitId=number).body == []
        assert rest.get("ScheduledAssessment", eduScheduledUnitId=number).body == []

    @pytest.mark.parametrize(
        ("told", "fault"),
        [
            ({"eduUnitId": "NONE"}, ("eduUnitId", "exists")),
            ({"eduUnitId": "brew1"}, ("eduUnitId", "exists")),
            ({"feeTypeId": "NONE"}, ("feeTypeId", "code")),
            ({"feeTypeId": "NONE", "fee": "1"}, ("feeTypeId", "code")),
            ({"fee": "much"}, ("fee", "number")),
            ({"fee": "-1"}, ("fee", "number")),
            ({"fee": "1.005"}, ("fee", "decimals")),
            ({"fee": True}, ("fee", "number")),
            ({"fee": "99999999999"}, ("fee", "range")),
            ({"unitStatusId": "ASSESSMENT_ACTIVE"}, ("unitStatusId", "code")),
            ({"modeOfDelivery": "PIGEON"}, ("modeOfDelivery", "code")),
            ({"startDate": "20261231", "endDate": "20260101"}, ("endDate", "order")),
            ({"startDate": "20260230"}, ("startDate", "date")),
            ({"startDate": "01/02/2026"}, ("startDate", "date")),
            ({"startDate": 20260101}, ("startDate", "date")),
            ({"flexibleLearning": "maybe"}, ("flexibleLearning", "flag")),
            ({"maximumParticipants": "1.5"}, ("maximumParticipants", "whole")),
            ({"maximumParticipants": "1000001"}, ("maximumParticipants", "range")),
            ({"scheduledFees": [{"fee": "1"}]}, ("scheduledFees", "readOnly")),
            ({"scheduledAssessments": [1]}, ("scheduledAssessments", "readOnly")),
            ({"unitName": "x" * 256}, ("unitName", "length")),
            ({"unitName": "a\x00b"}, ("unitName", "characters")),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_named_and_nothing_is_made(self, rest, schedule, world, told, fault):
        before = rest.get("ScheduledUnit").headers["X-Total-Count"]
        answer = rest.post("ScheduledUnitFee", {"eduUnitId": "BREW1"} | told)
        assert (answer.status, answer.faults) == (422, [fault])
        assert rest.get("ScheduledUnit").headers["X-Total-Count"] == before

    @pytest.mark.parametrize(
        "dates",
        [("2026-09-01", "2026-12-31"), ("20260901", "20261231"), ("2026-09-01T00:00:00", "20261231T000000")],
    )
    def test_dates_come_in_four_forms_and_are_answered_in_one(self, rest, curriculum, dates):
        curriculum()
        made = rest.made("ScheduledUnit", {"eduUnitId": "BREW1", **dict(zip(YEAR, dates, strict=True))})
        assert {name: made[name] for name in YEAR} == YEAR


class TestUpdating:
    def test_what_is_not_sent_stays(self, rest, path, schedule):
        assert rest.changed(path, {"unitName": "Other"}) == schedule | {"unitName": "Other"}

    def test_a_value_may_be_taken_away_where_none_is_needed(self, rest, path, schedule):
        told = {"endDate": None, "eduProviderOtherUnitId": "", "unitName": None}
        changed = rest.changed(path, told)
        assert changed == schedule | dict.fromkeys(told)
        answer = rest.put(path, {"unitStatusId": None})
        assert (answer.status, answer.faults) == (422, [("unitStatusId", "required")])

    def test_dates_are_compared_with_those_that_are_stored(self, rest, path, schedule):
        answer = rest.put(path, {"endDate": "20260101T00:00:00"})
        assert (answer.status, answer.faults) == (422, [("endDate", "order")])
        answer = rest.put(path, {"startDate": "20270101T00:00:00"})
        assert (answer.status, answer.faults) == (422, [("startDate", "order")])

    def test_a_fee_prices_all_fees(self, rest, path, schedule, fee_type):
        rest.changed(path, {"fee": "300", "feeTypeId": fee_type})
        changed = rest.changed(path, {"fee": "50"})
        assert {(program, kind, fee) for program, kind, fee, _ in fees_of(changed)} == {
            ("DIPBEER", STANDARD, "50.00"), ("DIPWINE", STANDARD, "50.00"),
            ("DIPBEER", fee_type, "50.00"), ("DIPWINE", fee_type, "50.00"),
        }  # fmt: skip

    def test_a_fee_with_a_type_prices_that_type_and_adds_what_lacks(self, rest, path, schedule, fee_type):
        changed = rest.changed(path, {"fee": "300", "feeTypeId": fee_type})
        assert fees_of(changed) == [
            ("DIPBEER", STANDARD, "100.00", "Standard Fee"),
            ("DIPWINE", STANDARD, "100.00", "Standard Fee"),
            ("DIPBEER", fee_type, "300.00", "International Fee"),
            ("DIPWINE", fee_type, "300.00", "International Fee"),
        ]
        again = rest.changed(path, {"fee": "310", "feeTypeId": fee_type, "description": "Abroad"})
        assert fees_of(again)[2:] == [(program, fee_type, "310.00", "Abroad") for program in ("DIPBEER", "DIPWINE")]
        assert fees_of(again)[:2] == fees_of(schedule)

    def test_without_a_fee_none_is_added(self, rest, path, schedule, fee_type):
        assert rest.changed(path, {"feeTypeId": fee_type}) == schedule

    def test_a_program_that_came_later_gets_its_fee(self, rest, path, schedule):
        rest.made("ProgramUnitConstraint",
                  {"eduProgramId": "THIRD", "eduUnitId": "BREW1", "constraintTypeId": "ELECTIVE_UNIT"})  # fmt: skip
        assert fees_of(rest.get(path).body) == fees_of(schedule)
        assert fees_of(rest.changed(path, {"fee": "100"}))[2] == ("THIRD", STANDARD, "100.00", "Standard Fee")

    def test_an_assessment_that_came_later_is_added_and_others_are_left_alone(self, rest, path, schedule):
        [first, second] = schedule["scheduledAssessments"]
        rest.changed(f"ScheduledAssessment/{first['scheduledAssessmentId']}", {"assessmentName": "Own name"})
        told = {"eduUnitId": "BREW1", "assessmentTypeId": "COMPETENCY_UNIT", "assessmentName": "Late"}
        rest.made("UnitAssessment", told)
        names = [each["assessmentName"] for each in rest.changed(path, {"unitName": "N"})["scheduledAssessments"]]
        assert names == ["Own name", second["assessmentName"], "Late"]

    @pytest.mark.parametrize("name", ["scheduledFees", "scheduledAssessments"])
    def test_a_derived_list_may_come_back_as_it_is_and_not_otherwise(self, rest, path, schedule, name):
        assert rest.changed(path, {name: schedule[name]}) == schedule
        for other in ([], None, schedule[name][:1], [schedule[name][0] | {"fee": "1.00"}, *schedule[name][1:]]):
            answer = rest.put(path, {name: other})
            assert (answer.status, answer.faults) == (422, [(name, "fixed")])

    def test_the_unit_can_not_be_changed(self, rest, path, schedule):
        answer = rest.put(path, {"eduUnitId": "OTHER"})
        assert (answer.status, answer.faults) == (422, [("eduUnitId", "fixed")])

    def test_fees_that_differ_have_nothing_in_common(self, rest, path, schedule):
        fee = schedule["scheduledFees"][0]["scheduledFeeId"]
        rest.changed(f"ScheduledFee/{fee}", {"fee": "80"})
        shown = rest.get(path).body
        assert (shown["fee"], shown["feeTypeId"], shown["description"]) == (None, STANDARD, "Standard Fee")
        assert rest.changed(path, shown) == shown


class TestFees:
    def test_one_of_a_type_and_program(self, rest, schedule, fee_type):
        number = schedule["eduScheduledUnitId"]
        told = {"eduScheduledUnitId": number, "eduProgramId": "DIPBEER", "fee": "7", "feeTypeId": fee_type}
        made = rest.made("ScheduledFee", told)
        assert made["description"] == "International Fee"
        answer = rest.post("ScheduledFee", told)
        assert (answer.status, answer.faults) == (409, [("feeTypeId", "unique")])

    @pytest.mark.parametrize(
        ("told", "fault"),
        [
            ({"eduProgramId": "THIRD"}, ("eduProgramId", "served")),
            ({"eduProgramId": "NONE"}, ("eduProgramId", "exists")),
            ({"eduScheduledUnitId": "999999"}, ("eduScheduledUnitId", "exists")),
            ({"eduScheduledUnitId": "x"}, ("eduScheduledUnitId", "number")),
            ({"fee": None}, ("fee", "required")),
            ({"feeTypeId": "NONE"}, ("feeTypeId", "code")),
        ],
    )
    def test_what_is_wrong_is_named(self, rest, schedule, told, fault):
        good = {"eduScheduledUnitId": schedule["eduScheduledUnitId"], "eduProgramId": "DIPBEER", "fee": "7"}
        answer = rest.post("ScheduledFee", good | told)
        assert (answer.status, answer.faults) == (422, [fault])

    def test_amount_and_description_change_and_nothing_else(self, rest, schedule, fee_type):
        fee = schedule["scheduledFees"][0]
        path = f"ScheduledFee/{fee['scheduledFeeId']}"
        told = {"fee": "1.50", "description": "Cheap"}
        assert rest.changed(path, told) == fee | told
        for name, other in (("eduProgramId", "DIPWINE"), ("feeTypeId", fee_type), ("eduScheduledUnitId", "999")):
            assert rest.put(path, {name: other}).faults == [(name, "fixed")]


def test_schedules_are_found_by_their_fees(rest, schedule):
    other = rest.made("ScheduledUnitFee", {"eduUnitId": "BREW1", "fee": "900"})
    found = rest.get("ScheduledUnitFee", fee="900.00", feeTypeId=STANDARD, description="Standard Fee").body
    assert found == [other]
    without = rest.made("ScheduledUnitFee", {"eduUnitId": "BREW1"})
    assert without in rest.get("ScheduledUnitFee", fee="").body
    assert other not in rest.get("ScheduledUnitFee", fee="").body
