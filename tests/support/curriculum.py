"""One record of every entity, for tests that are about all of them."""

ENTITIES = (
    "Program",
    "Unit",
    "ProgramUnitConstraint",
    "ScheduledUnit",
    "ScheduledFee",
    "ScheduledUnitFee",
    "ScheduledAssessment",
    "UnitAssessment",
    "UnitCompetency",
    "Competency",
    "CodeItem",
    "StatusItem",
)
YEAR = {"startDate": "20260901T00:00:00", "endDate": "20261231T00:00:00"}

BODIES = {
    "Program": {"eduProgramId": "DIPWINE", "programName": "Diploma of Wine"},
    "Unit": {"eduUnitId": "WINE9", "eduOtherUnitId": "W9", "unitName": "Taste wine"},
    "ProgramUnitConstraint": {"eduProgramId": "OTHER", "eduUnitId": "BREW1", "constraintTypeId": "ELECTIVE_UNIT"},
    "ScheduledUnit": {"eduUnitId": "BREW1", **YEAR},
    "ScheduledFee": {"eduProgramId": "DIPBEER", "fee": "250"},
    "ScheduledUnitFee": {"eduUnitId": "BREW1", "fee": "100.00", **YEAR},
    "UnitAssessment": {"eduUnitId": "BREW1", "assessmentTypeId": "COMPETENCY_UNIT"},
    "UnitCompetency": {"eduUnitId": "BREW1", "competencyId": "ABC10203"},
    "Competency": {"competencyId": "XYZ1", "competencyName": "Brewing"},
    "CodeItem": {"codeId": "UC_SHORT", "codeTypeId": "UNIT_CATEGORY", "code": "S", "description": "Short"},
    "StatusItem": {"statusId": "UNIT_GONE", "statusTypeId": "UNIT_STATUS", "description": "Gone"},
}
"""What creates one more of each, in the curriculum of `prepared`."""


def prepared(rest, curriculum):
    """Make a unit with an assessment in a program, another program, a competency, and a schedule; return its number."""
    curriculum(assessments=1)
    rest.made("Program", {"eduProgramId": "OTHER", "programName": "Other"})
    rest.made("Competency", {"competencyId": "ABC10203", "competencyName": "Defined", "nationallyAgreedHours": 45})
    return rest.made("ScheduledUnitFee", {"eduUnitId": "BREW1", **YEAR})["eduScheduledUnitId"]


def body_of(entity, schedule):
    """Return what creates a record of an entity."""
    more = {"eduScheduledUnitId": schedule} if entity == "ScheduledFee" else {}
    return BODIES[entity] | more


def one_of(entity, rest, curriculum):
    """Make a record of an entity and return it."""
    schedule = prepared(rest, curriculum)
    if entity == "ScheduledAssessment":
        return rest.get(entity, eduScheduledUnitId=schedule).body[0]
    return rest.made(entity, body_of(entity, schedule))


KEYS = {
    "Program": "eduProgramId",
    "Unit": "eduUnitId",
    "ProgramUnitConstraint": "eduProgramUnitConstraintId",
    "ScheduledUnit": "eduScheduledUnitId",
    "ScheduledFee": "scheduledFeeId",
    "ScheduledUnitFee": "eduScheduledUnitId",
    "ScheduledAssessment": "scheduledAssessmentId",
    "UnitAssessment": "assessmentId",
    "UnitCompetency": "assessmentId",
    "Competency": "competencyId",
    "CodeItem": "codeId",
    "StatusItem": "statusId",
}
MADE = {name for name in KEYS if name not in {"Program", "Unit", "Competency", "CodeItem", "StatusItem"}}
"""Entities whose keys the server makes."""
