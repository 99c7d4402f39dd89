"""Lists that the RTO or a national standard keeps, as they are answered: code lists, places, types and results."""

from sqlalchemy import func, select, type_coerce

from vettrak_api.model.programmes import Qualification, QualificationState, QualificationUnit, Unit, UnitState
from vettrak_api.model.reference import (
    AttendanceType,
    Division,
    Location,
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
from vettrak_api.views.base import Flag, View, nested, view


def _codes(wire_type: str, list_name: str, name: str, code: str) -> View:
    """Declare the view of the codes in use of one national list, which has two members: name and code."""
    members = select(ReferenceCode.name.label(name), ReferenceCode.code.label(code))
    return view(wire_type, members.where(ReferenceCode.list_name == list_name, ReferenceCode.active))


BY_CODE = (ReferenceCode.code,)
BY_NAME = (func.lower(ReferenceCode.name), ReferenceCode.code)

INDUSTRIES = _codes("TAnzs", "ANZSIC", "Anzs_Name", "Anzs_Code")
COUNTRIES = _codes("TCoun", "COUNTRY", "Coun_Name", "Coun_Code")
DISABILITIES = _codes("TDisa", "DISABILITY", "Disa_Name", "Disa_Code")
EMPLOYMENT_CATEGORIES = _codes("TEmca", "EMPLOYMENT_CATEGORY", "Emca_Name", "Emca_Code")
LANGUAGES = _codes("TLang", "LANGUAGE", "Lang_Name", "Lang_Code")
PRIOR_EDUCATIONS = _codes("TPred", "PRIOR_EDUCATION", "Pred_Name", "Pred_Code")
RECOGNITIONS = _codes("TRecognition", "RECOGNITION", "Name", "Code")
COHORTS = _codes("TVicCohort", "VIC_COHORT", "Name", "Code")

STATES = view(
    "TStat",
    select(State.name.label("Stat_Name"), State.short_name.label("Stat_ShortName"), State.code.label("Stat_Code")),
)

SUBURBS = view(
    "TSubu",
    select(
        Suburb.name.label("Subu_Name"), Suburb.postcode.label("Subu_PCode"), State.short_name.label("Stat_ShortName")
    )
    .select_from(Suburb)
    .join(State, State.id == Suburb.state_id),
)

DIVISIONS = view(
    "TDivision",
    select(Division.id.label("DivisionId"), Division.name.label("Name"), Division.parent_id.label("ParentDivisionId")),
)

ORGANISATIONS = view(
    "TOrga",
    select(
        Organisation.id.label("OrganisationId"),
        Organisation.name.label("OrganisationName"),
        Organisation.code.label("OrganisationCode"),
    ),
)

POSITIONS = view("TPosition", select(Position.name.label("Name"), Position.code.label("Code")))

LOCATION_ADDRESSES = view(
    "TAddress",
    select(
        Location.building.label("Building"),
        Location.unit_details.label("UnitDetails"),
        Location.street_number.label("StreetNumber"),
        # Client programs read the members of an address without asking whether there is one.
        func.coalesce(Location.street_name, "").label("StreetName"),
        Location.city.label("City"),
        State.short_name.label("State"),
        Location.postcode.label("Postcode"),
    ),
)

LOCATIONS = view(
    "TLoca",
    select(
        Location.code.label("Loca_Code"),
        Location.name.label("Loca_Name"),
        Location.description.label("Loca_Desc"),
        State.short_name.label("Stat_ShortName"),
        Location.postcode.label("Loca_PCode"),
        Location.city.label("Loca_Suburb"),
        Location.loading.label("Load_Loading"),
        Location.country.label("Coun_Name"),
        type_coerce(Location.active, Flag).label("Loca_Active"),
    )
    .select_from(Location)
    .outerjoin(State, State.id == Location.state_id),
)

LOCATIONS_WITH_ADDRESSES = LOCATIONS.select.add_columns(*nested("Address", LOCATION_ADDRESSES)).order_by(
    func.lower(Location.name), Location.id
)
"""The locations as they are answered, by name; each row holds its address as a row."""

REFERRAL_SOURCES = view(
    "TReferral",
    select(
        ReferralSource.id.label("ReferralId"),
        ReferralSource.name.label("ReferralName"),
        ReferralSource.group_name.label("ReferralTypeName"),
    ),
)

RELATIONSHIP_TYPES = view(
    "TRelationshipType",
    select(RelationshipType.code.label("RelationshipTypeCode"), RelationshipType.name.label("RelationshipTypeName")),
)

RELATIONS = view(
    "TRelation",
    select(Relation.id.label("RelationId"), Relation.name.label("RelationName")),
)

RESULT_TYPES = view(
    "TResult",
    select(
        ResultType.name.label("Result_Name"),
        ResultType.code.label("Result_Code"),
        ResultType.description.label("Result_Desc"),
        ResultType.kind.label("Result_Type"),
    ),
)

STUDY_REASONS = view(
    "TStudyReason",
    select(StudyReason.id.label("StudyReasonId"), StudyReason.name.label("Name"), StudyReason.code.label("Code")),
)

OFFERED_STUDY_REASONS = STUDY_REASONS.select.where(StudyReason.active).order_by(StudyReason.id)
"""The reasons to choose from."""

ATTENDANCE_TYPES = view(
    "TAtty",
    select(
        AttendanceType.name.label("Atty_Name"),
        AttendanceType.code.label("Atty_Code"),
        AttendanceType.description.label("Atty_Desc"),
        AttendanceType.sign.label("Atty_Type"),
        type_coerce(AttendanceType.is_default, Flag).label("Atty_Default"),
    ),
)

ATTENDANCE_TYPES_BY_NAME = ATTENDANCE_TYPES.select.order_by(func.lower(AttendanceType.name), AttendanceType.id)

QUALIFICATION_STATES = view(
    "TQualState",
    select(
        Qualification.code.label("QualCode"),
        State.short_name.label("StateShortName"),
        QualificationState.hours.label("Hours"),
        QualificationState.units.label("Units"),
        QualificationState.point_score.label("PointScore"),
        QualificationState.amount.label("Amount"),
        QualificationState.per_unit_amount.label("PerUnitAmount"),
        QualificationState.expiry_months.label("ExpiryMonths"),
    )
    .select_from(QualificationState)
    .join(Qualification, Qualification.id == QualificationState.qualification_id)
    .join(State, State.id == QualificationState.state_id),
)

UNIT_STATES = view(
    "TUnitState",
    select(
        Unit.code.label("UnitCode"),
        State.short_name.label("StateShortName"),
        UnitState.hours.label("Hours"),
        UnitState.point_score.label("PointScore"),
        UnitState.amount.label("Amount"),
    )
    .select_from(UnitState)
    .join(Unit, Unit.id == UnitState.unit_id)
    .join(State, State.id == UnitState.state_id),
)

QUALIFICATION_UNITS = view(
    "TQuun",
    select(
        Qualification.code.label("Qual_Code"),
        Unit.code.label("Unit_Code"),
        Unit.name.label("Unit_Name"),
        Unit.kind.label("Unit_Type"),
        type_coerce(QualificationUnit.core, Flag).label("CoreFlag"),
    )
    .select_from(QualificationUnit)
    .join(Qualification, Qualification.id == QualificationUnit.qualification_id)
    .join(Unit, Unit.id == QualificationUnit.unit_id)
    .where(QualificationUnit.constraint_type.is_(None)),
)
"""The units that belong to a qualification or course."""
