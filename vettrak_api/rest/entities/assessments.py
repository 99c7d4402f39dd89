"""Assessments of units, told as they are or by a competency, and of schedules."""

from vettrak_api.model.curriculum import ScheduledAssessment, UnitAssessment
from vettrak_api.reference_data.curriculum import ASSESSMENT_ACTIVE, COMPETENCY_UNIT
from vettrak_api.rest.entities.holding import holding
from vettrak_api.rest.records import FIXED, MADE, Entity, Field
from vettrak_api.rest.values import LONG, amount, code, flag, identifier, number, text, whole
from vettrak_api.rules.curriculum.assessments import (
    create_assessment,
    create_competency_assessment,
    update_assessment,
    update_competency_assessment,
    update_scheduled_assessment,
)
from vettrak_api.views.curriculum import SCHEDULED_ASSESSMENTS, UNIT_ASSESSMENTS, UNIT_COMPETENCIES

_KEY = Field("assessmentId", number(), "Key of the assessment.", MADE)
_UNIT = Field("eduUnitId", identifier(12), "The unit.", FIXED, True, example="ICX1234")
_STATUS = Field(
    "statusId", code(20), "Status: a status of ASSESSMENT_STATUS.", is_kept=True, default=ASSESSMENT_ACTIVE,
    example=ASSESSMENT_ACTIVE,
)  # fmt: skip
_MAXIMUM = Field(
    "maximumMark", amount(above=0, most=100), "What the mark is out of.", is_kept=True, default="100", example="100"
)
_MARK = amount(above=0, most=100)
_HOURS = amount()
_MODE, _FLAG = code(20), flag()

_TOLD = (
    Field("assessmentName", text(255), "Name.", example="Example Assessment Name"),
    Field("codeId", text(20), "Code.", example="ABC10203"),
    _STATUS,
    Field("description", text(LONG), "Description.", example="Example Assessment Description"),
    _MAXIMUM,
    Field(
        "passMark", _MARK, "Mark to pass, at most maximumMark.", is_kept=True,
        more="50, or maximumMark where that is lower", example="50",
    ),
    Field("weighting", amount(), "Weight among the assessments of the unit.", example="1.0"),
    Field("startWeek", whole(999), "First week of the term.", example="5"),
    Field("endWeek", whole(999), "Last week of the term.", example="7"),
    Field("avet058", _HOURS, "Scheduled hours.", example="60"),
    Field("avet018", _MODE, "AVETMISS delivery mode: a code of AVETMISS_DELIVERY_MODE.", example="20"),
    Field("avet078", _FLAG, "Whether it belongs to VET in Schools.", example="N"),
)  # fmt: skip


def _type_of(*, is_required: bool) -> Field:
    default = None if is_required else COMPETENCY_UNIT
    return Field(
        "assessmentTypeId", code(20), "COMPETENCY_UNIT is the only type.", is_required=is_required, is_kept=True,
        default=default, example=COMPETENCY_UNIT, only=COMPETENCY_UNIT,
    )  # fmt: skip


UNIT_ASSESSMENT = Entity(
    "UnitAssessment",
    "An assessment of a unit; schedules that are made copy the active ones.",
    UNIT_ASSESSMENTS,
    (_KEY, _UNIT, _type_of(is_required=True), *_TOLD),
    update_assessment,
    holding(UnitAssessment),
    create_assessment,
)
UNIT_COMPETENCY = Entity(
    "UnitCompetency",
    "An assessment of a unit, told by a competency: the same records as UnitAssessment, in other words.",
    UNIT_COMPETENCIES,
    (
        _KEY,
        _UNIT,
        _type_of(is_required=False),
        Field(
            "competencyId", text(20), "The competency; stored as codeId.", is_required=True, example="ABC10203",
            is_foreign=True,
        ),
        Field(
            "competencyName", text(255), "Stored as assessmentName and as description.",
            more="the name of the competency", example="Example Competency Name",
        ),
        _STATUS,
        Field("description", text(LONG), "Read, and not stored: the description is the name."),
        Field(
            "vetScheduledHours", _HOURS, "Stored as avet058.",
            more="the nationally agreed hours of the competency", example="60",
        ),
        Field("vetDeliveryMode", _MODE, "Stored as avet018: a code of AVETMISS_DELIVERY_MODE.", default="20"),
        Field("vetInSchoolsFlag", _FLAG, "Stored as avet078.", default="N"),
        _MAXIMUM,
        Field(
            "passMark", _MARK, "Mark to pass, at most maximumMark.", is_kept=True,
            more="100, or maximumMark where that is lower",
        ),
    ),
    update_competency_assessment,
    holding(UnitAssessment),
    create_competency_assessment,
)  # fmt: skip
SCHEDULED_ASSESSMENT = Entity(
    "ScheduledAssessment",
    "An assessment of a schedule, which ScheduledUnitFee has copied from the unit's.",
    SCHEDULED_ASSESSMENTS,
    (
        Field("scheduledAssessmentId", number(), "Key of the scheduled assessment.", MADE),
        Field("eduScheduledUnitId", number(), "The scheduled unit.", MADE),
        Field("assessmentId", number(), "The unit's assessment.", MADE),
        _type_of(is_required=True),
        *_TOLD,
    ),
    update_scheduled_assessment,
    holding(ScheduledAssessment),
)
