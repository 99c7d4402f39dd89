"""The fields of the curriculum API, and the columns that keep them."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from vettrak_api.errors import Fault, InvalidFields

Told: TypeAlias = Mapping[str, Any]
"""What a caller tells of a record: values by the names of the fields."""

Columns: TypeAlias = Mapping[str, str]
"""Columns by the names of the fields that they keep."""

PROGRAM: Columns = {
    "eduProgramId": "code",
    "programName": "name",
    "programStatusId": "status",
    "programType": "program_type",
    "programLevel": "level",
    "programDuration": "duration",
    "programLevelInt": "level_number",
    "providerPartyId": "provider",
    "studyArea": "study_area",
    "standardCourseFee": "course_fee",
    "standardUnitFee": "unit_fee",
    "destCourseCode": "heims_course_code",
    "destE533": "heims_study_code",
    "destCourseLoad": "heims_load",
    "destCourseType": "heims_type",
    "destEduField": "heims_field",
    "destSpecialCourseCode": "heims_special_course",
    "destCombinedCourseCode": "heims_combined_course",
    "destLoanFeePostgrad": "postgraduate_loan_fee",
    "destLoanFeeUndergrad": "undergraduate_loan_fee",
    "avet052": "field_of_education",
    "avet053": "national_code",
    "avet054": "level_of_education",
    "avet056": "recognition",
    "avet005": "occupation",
    "avet040": "nominal_hours",
    "avet077": "vet",
    "accredited": "accredited",
    "accreditationDate": "accreditation_date",
    "accreditationDateDue": "accreditation_due",
    "allowInternationalStudent": "international",
    "allowOnlineApplication": "online_application",
    "aqfRegistered": "aqf_registered",
    "ecafApproved": "ecaf_approved",
    "fundingType": "funding_types",
    "unitGradeType": "unit_grade_type",
    "assessmentGradeType": "assessment_grade_type",
    "requirements": "requirements",
}

UNIT: Columns = {
    "eduUnitId": "code",
    "eduOtherUnitId": "other_code",
    "eduProviderOtherUnitId": "provider_code",
    "unitName": "name",
    "unitCategory": "category",
    "unitStatusId": "status",
    "providerPartyId": "provider",
    "creditStatement": "credit_statement",
    "pgradEftsuLoad": "postgraduate_load",
    "ugradEftsuLoad": "undergraduate_load",
    "description": "description",
    "requirements": "requirements",
    "destDiscipline": "discipline",
    "destWorkExperienceIndicator": "work_experience",
    "method": "method",
    "avet018": "delivery_mode",
    "avet040": "hours",
    "avet058": "scheduled_hours",
    "avet078": "vet_in_schools",
}

CONSTRAINT: Columns = {"displayCode": "display_code"}

SCHEDULED_UNIT: Columns = {
    "eduOtherUnitId": "other_code",
    "eduProviderOtherUnitId": "provider_code",
    "unitName": "name",
    "unitStatusId": "status",
    "providerPartyId": "provider",
    "startDate": "start_date",
    "endDate": "end_date",
    "modeOfDelivery": "mode_of_delivery",
    "flexibleLearning": "flexible",
    "maximumParticipants": "maximum_participants",
}

SCHEDULED_FEE: Columns = {"fee": "amount", "feeTypeId": "fee_type", "description": "description"}

ASSESSMENT: Columns = {
    "assessmentTypeId": "assessment_type",
    "assessmentName": "name",
    "codeId": "code",
    "statusId": "status",
    "description": "description",
    "maximumMark": "maximum_mark",
    "passMark": "pass_mark",
    "weighting": "weighting",
    "startWeek": "start_week",
    "endWeek": "end_week",
    "avet058": "scheduled_hours",
    "avet018": "delivery_mode",
    "avet078": "vet_in_schools",
}

UNIT_COMPETENCY: Columns = {
    "assessmentTypeId": "assessment_type",
    "competencyId": "code",
    "competencyName": "name",
    "statusId": "status",
    "vetScheduledHours": "scheduled_hours",
    "vetDeliveryMode": "delivery_mode",
    "vetInSchoolsFlag": "vet_in_schools",
    "maximumMark": "maximum_mark",
    "passMark": "pass_mark",
}

COMPETENCY: Columns = {
    "competencyId": "code",
    "competencyName": "name",
    "nationallyAgreedHours": "hours",
    "fieldOfEducation": "field_of_education",
    "typeFlag": "type_flag",
}

CODE_ITEM: Columns = {
    "codeId": "identifier",
    "codeTypeId": "code_type",
    "code": "code",
    "description": "description",
    "sequence": "position",
    "visible": "visible",
}

STATUS_ITEM: Columns = {
    "statusId": "identifier",
    "statusTypeId": "status_type",
    "code": "code",
    "description": "description",
    "sequence": "position",
    "visible": "visible",
}


def columns_of(told: Told, columns: Columns) -> dict[str, Any]:
    """Return what is told by column; fields that no column of these keeps are left out."""
    return {columns[field]: value for field, value in told.items() if field in columns}


def refuse(faults: Iterable[Fault]) -> None:
    """Raise InvalidFields when there are faults."""
    found = tuple(faults)
    if found:
        raise InvalidFields(*found)


def require_in_order(told: Told, first: str, last: str, stored: Any = None, columns: Columns | None = None) -> None:
    """Refuse two fields in the wrong order, as told or else as stored; whatever is not known is in order."""
    values = []
    for field in (first, last):
        kept = getattr(stored, columns[field]) if stored is not None and columns else None
        values.append(told.get(field, kept))
    if None not in values and values[0] > values[1]:
        named = last if last in told else first
        refuse([Fault(named, "order", f"{first} must not be after {last}.")])
