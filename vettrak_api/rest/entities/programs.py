"""Programs, and the rules by which they hold units."""

from vettrak_api.model.programmes import QualificationUnit
from vettrak_api.reference_data.curriculum import PROGRAM_ACTIVE
from vettrak_api.rest.entities.holding import holding
from vettrak_api.rest.records import FIXED, MADE, Entity, Field
from vettrak_api.rest.values import LONG, amount, code, flag, identifier, moment, number, text, whole
from vettrak_api.rules.curriculum.lookups import hold_program
from vettrak_api.rules.curriculum.programs import create_constraint, create_program, update_constraint, update_program
from vettrak_api.views.curriculum import CONSTRAINTS, PROGRAMS

PROGRAM = Entity(
    "Program",
    "A course of study. Training systems see it as a qualification or course, and as the programme that sells it.",
    PROGRAMS,
    (
        Field("eduProgramId", identifier(12), "Course code, chosen by the caller once.", FIXED, True, example="DipBus"),
        Field("programName", text(255), "Name.", is_required=True, example="Diploma of Business"),
        Field(
            "programStatusId", code(20), "Status: a status of PROGRAM_STATUS.", is_kept=True, default=PROGRAM_ACTIVE,
            example=PROGRAM_ACTIVE,
        ),
        Field("programType", code(20), "Type: a code of PROGRAM_TYPE.", example="COURSEWORK"),
        Field("programLevel", code(20), "Level: a code of PROGRAM_LEVEL.", example="VET"),
        Field("programDuration", amount(), "Duration in weeks.", example="52.0"),
        Field("programLevelInt", whole(99), "Number of the level: diploma 5, advanced diploma 6.", example="5"),
        Field("providerPartyId", text(20), "Provider.", example="33594"),
        Field("studyArea", code(20), "Study area: a code of STUDY_AREA.", example="BUS"),
        Field("standardCourseFee", amount(is_money=True), "Sum of the fees of all units, in AUD.", example="12600.0"),
        Field("standardUnitFee", amount(is_money=True), "Usual fee of a unit, in AUD.", example="1575.0"),
        Field("destCourseCode", text(20), "HEIMS course code.", example="BSB50207"),
        Field("destE533", text(20), "HEIMS course of study code (E533).", example="BSB50207"),
        Field("destCourseLoad", amount(4, most=999_999), "HEIMS course load.", example="0.75"),
        Field("destCourseType", code(10), "HEIMS course type.", example="21"),
        Field("destEduField", code(10), "HEIMS field of education; a leading 0 counts.", example="080300"),
        Field("destSpecialCourseCode", code(10), "HEIMS special course code.", example="00"),
        Field("destCombinedCourseCode", code(10), "HEIMS combined course code.", example="0"),
        Field("destLoanFeePostgrad", amount(most=100), "HEIMS loan fee in percent, postgraduate.", example="0.0"),
        Field("destLoanFeeUndergrad", amount(most=100), "HEIMS loan fee in percent, undergraduate.", example="20.0"),
        Field("avet052", code(10), "AVETMISS field of education.", example="803"),
        Field("avet053", text(20), "AVETMISS course identifier.", example="BSB50207"),
        Field("avet054", code(10), "AVETMISS level of education.", example="421"),
        Field("avet056", code(10), "AVETMISS course recognition.", example="11"),
        Field("avet005", code(10), "Occupation (ANZSCO).", example="511112"),
        Field("avet040", amount(), "Nominal hours.", example="480"),
        Field("avet077", flag(), "Whether it is VET.", example="Y"),
        Field("accredited", flag("YES", "NO"), "Whether it is accredited.", example="YES"),
        Field("accreditationDate", moment(), "When it was accredited.", example="20150101T00:00:00"),
        Field("accreditationDateDue", moment(), "When accreditation is due.", example="20161231T00:00:00"),
        Field("allowInternationalStudent", flag("YES", "NO"), "Whether international students may come.", example="NO"),
        Field(
            "allowOnlineApplication", flag("YES", "NO"),
            "Whether web sites may sell its schedules; when it is not sent they may not.", example="YES",
        ),
        Field("aqfRegistered", flag(), "Whether it is registered in the AQF.", example="Y"),
        Field("ecafApproved", flag(), "Whether it is approved for eCAF.", example="Y"),
        Field(
            "fundingType", text(255), "Codes of FUNDING_TYPE in single quotes, with commas between.",
            example="'UPFRONT_FEES','FEE_HELP'",
        ),
        Field("unitGradeType", code(20), "Grades of units: a code of UNIT_GRADE_TYPE.", example="UNIT_GRADE"),
        Field(
            "assessmentGradeType", code(20), "Grades of assessments: a code of ASSESSMENT_GRADE_TYPE.",
            example="ASSESSMENT_GRADE",
        ),
        Field("requirements", text(LONG), "Entry requirements."),
    ),
    update_program,
    hold_program,
    create_program,
)  # fmt: skip

PROGRAM_UNIT_CONSTRAINT = Entity(
    "ProgramUnitConstraint",
    "A rule that ties a unit to a program. By CORE_UNIT or ELECTIVE_UNIT the program holds the unit, once; then the "
    "unit's schedules serve it.",
    CONSTRAINTS,
    (
        Field("eduProgramUnitConstraintId", number(), "Key of the constraint.", MADE),
        Field("eduProgramId", identifier(12), "The program.", FIXED, True, example="DipBus"),
        Field("eduUnitId", identifier(12), "The unit.", FIXED, True, example="ICX1234"),
        Field(
            "constraintTypeId", code(20), "Type: a code of PROGRAM_UNIT_CONSTRAINT_TYPE.", is_required=True,
            example="CORE_UNIT",
        ),
        Field("constraintUnitId", identifier(12), "The other unit, of a rule about two."),
        Field("displayCode", text(20), "Where the outline of the course shows it.", example="A1"),
    ),
    update_constraint,
    holding(QualificationUnit),
    create_constraint,
)  # fmt: skip
