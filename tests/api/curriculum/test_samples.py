"""The sequence of the founding document, with the bodies that it prints, from the unit to the program and to SOAP."""

import datetime

import pytest

from tests.support.outcomes import OK, outcome

TRIMMED = {"description": "Example Unit description", "requirements": "Example Unit requirements"}


def sent(body, **others):
    """What a body says, as it is answered: trimmed, blank as null."""
    told = {name: (value.strip() or None) if isinstance(value, str) else value for name, value in body.items()}
    return told | others


@pytest.fixture
def dipbus(rest, samples):
    """The program of the document."""
    return rest.made("Program", samples["Program POST"])


@pytest.fixture
def unit(rest, samples):
    """The unit of the document."""
    return rest.made("Unit", samples["Unit POST"])


@pytest.fixture
def competency(rest):
    """The competency that the document's samples name."""
    told = {"competencyId": "ABC10203", "competencyName": "Defined name", "nationallyAgreedHours": "45"}
    return rest.made("Competency", told)


def test_a_unit(rest, samples, unit):
    loads = {"pgradEftsuLoad": "0", "ugradEftsuLoad": "0.0625"}
    assert unit == sent(samples["Unit POST"], **loads)
    assert rest.changed("Unit/ICX1234", samples["Unit PUT"]) == unit
    assert rest.get("Unit/ICX1234").body == unit


def test_a_program(samples, dipbus):
    numbers = {
        "programDuration": "52",
        "standardCourseFee": "12600.00",
        "standardUnitFee": "1575.00",
        "destLoanFeePostgrad": "0",
        "destLoanFeeUndergrad": "20",
    }
    assert dipbus == sent(samples["Program POST"], **numbers)


def test_a_schedule_with_its_fee_and_assessment(rest, samples, unit, dipbus):
    rest.made(
        "ProgramUnitConstraint", {"eduProgramId": "DipBus", "eduUnitId": "ICX1234", "constraintTypeId": "CORE_UNIT"}
    )
    assessment = rest.made("UnitAssessment", samples["UnitAssessment POST"])
    assert assessment["assessmentId"].isdigit()
    told = {"assessmentId": assessment["assessmentId"], "weighting": "1"}
    assert assessment == sent(samples["UnitAssessment POST"], **told)
    assert rest.changed(f"UnitAssessment/{assessment['assessmentId']}", samples["UnitAssessment PUT"]) == assessment

    made = rest.made("ScheduledUnitFee", samples["ScheduledUnitFee POST"])
    number = made["eduScheduledUnitId"]
    fee, copy = made.pop("scheduledFees"), made.pop("scheduledAssessments")
    assert made == sent(samples["ScheduledUnitFee POST"], eduScheduledUnitId=number)
    assert [(each["eduProgramId"], each["fee"], each["feeTypeId"], each["description"]) for each in fee] == [
        ("DipBus", "1000.00", "STANDARD_FEE", "Standard Fee")
    ]
    same = {name: value for name, value in assessment.items() if name not in {"eduUnitId", "assessmentId"}}
    assert [{name: each[name] for name in same} for each in copy] == [same]
    again = rest.changed(f"ScheduledUnitFee/{number}", samples["ScheduledUnitFee PUT"])
    assert again == {**made, "scheduledFees": fee, "scheduledAssessments": copy}
    assert rest.get(f"ScheduledUnitFee/{number}").body == again


def test_a_competency(rest, samples, unit, competency):
    made = rest.made("UnitCompetency", samples["UnitCompetency POST"])
    assert made == samples["UnitCompetency POST"] | {
        "assessmentId": made["assessmentId"],
        "assessmentTypeId": "COMPETENCY_UNIT",
        "description": "Example Competency Name",
        "maximumMark": "100",
        "passMark": "100",
    }
    assert rest.changed(f"UnitCompetency/{made['assessmentId']}", samples["UnitCompetency PUT"]) == made
    stored = rest.get(f"UnitAssessment/{made['assessmentId']}").body
    assert stored["codeId"] == "ABC10203"
    assert stored["assessmentName"] == stored["description"] == "Example Competency Name"
    assert (stored["avet058"], stored["avet018"], stored["avet078"]) == ("60", "20", "N")


def test_training_systems_see_it(rest, samples, unit, dipbus, api, token):
    rest.made(
        "ProgramUnitConstraint", {"eduProgramId": "DipBus", "eduUnitId": "ICX1234", "constraintTypeId": "CORE_UNIT"}
    )
    year = {"startDate": "20260901T00:00:00", "endDate": "20261231T00:00:00"}
    made = rest.made("ScheduledUnitFee", samples["ScheduledUnitFee POST"] | year)
    programmes = api.GetWebProgrammes(token)
    assert outcome(programmes) == OK
    [programme] = [each for each in programmes.ProgList if each.Prog_Code == "DipBus"]
    assert programme.Prog_Name == "Diploma of Business"
    units = api.GetUnitsForQualification(token, "DipBus")
    assert [(each.Unit_Code, each.Unit_Name) for each in units.QuunList] == [("ICX1234", "Example Unit Name")]
    range_ = (datetime.datetime(2026, 1, 1), datetime.datetime(2026, 12, 31))
    [occurrence] = api.GetWebOccurrencesForProgrammeAndDates(token, programme.Prog_ID, *range_).OccuList
    assert occurrence.Code == f"{made['eduScheduledUnitId']}-DipBus"
    assert occurrence.Qual_Code == "DipBus"
    assert occurrence.DeliveryModes == ["External"]
    assert occurrence.Vacancies == 9998
    details = api.GetOccurrenceExtendedDetails(token, occurrence.ID).OccuExtended
    assert [(price.Pric_Name, str(price.Enpr_Amount)) for price in details.Prices] == [("Standard Fee", "1000.00")]
    assert [each.Unit_Code for each in details.Units] == ["ICX1234"]
