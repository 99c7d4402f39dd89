"""People: names and codes (TClie), details (TClieDetail), statistics (TClieAVETMISS) and relationships."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, func, literal, or_, select
from sqlalchemy.orm import aliased

from vettrak_api.model.clients import (
    Client,
    ClientDisability,
    ClientPriorEducation,
    ClientRelationship,
    ClientStatistics,
    Employment,
)
from vettrak_api.model.employers import Employer
from vettrak_api.model.enrolments import ClassClient, Enrolment
from vettrak_api.model.reference import Position, ReferenceCode, Relation, RelationshipType
from vettrak_api.rules.clients.employments import primary_employment_id
from vettrak_api.rules.occurrences.vacancies import takes_place
from vettrak_api.security.tokens import Caller
from vettrak_api.views.base import nested, view

RelatedClient = aliased(Client)


def _name_members() -> list[ColumnElement[Any]]:
    """Return the members of TClie, which its derived types begin with."""
    return [
        Client.surname.label("Clie_Surname"),
        Client.given_name.label("Clie_Given"),
        Client.code.label("Clie_Code"),
    ]


CLIENTS = view("TClie", select(*_name_members()))

BY_NAME = (Client.surname_key, Client.given_name_key, Client.code_key)
"""The order of people by surname, given name and code."""

NOBODY = 0
"""The number of no client, for callers that are none."""


def shown() -> ColumnElement[bool]:
    """Return the condition under which a client may be listed (R-PUBLISH): publication, or being the caller.

    Its parameter is what `shown_to` returns.
    """
    return or_(Client.web_publish, Client.id == bindparam("own_number", type_=Integer))


def shown_to(caller: Caller) -> Mapping[str, int]:
    """Return the parameter of `shown` for a caller."""
    return {"own_number": caller.client_id or NOBODY}


def in_class(class_id: Any) -> ColumnElement[bool]:
    """Return the condition under which a client is in a class; withdrawn enrolments take no seat (R-STATUS)."""
    return Client.id.in_(
        select(Enrolment.client_id)
        .join(ClassClient, ClassClient.enrolment_id == Enrolment.id)
        .where(ClassClient.class_session_id == class_id, Enrolment.client_id.is_not(None), takes_place())
    )


USUAL_ADDRESSES = view(
    "TAddress",
    select(
        Client.usual_building.label("Building"),
        Client.usual_unit_details.label("UnitDetails"),
        Client.usual_street_number.label("StreetNumber"),
        Client.usual_street_name.label("StreetName"),
        Client.usual_city.label("City"),
        Client.usual_state.label("State"),
        Client.usual_postcode.label("Postcode"),
    ),
)

POSTAL_ADDRESSES = view(
    "TAddress",
    select(
        Client.postal_building.label("Building"),
        Client.postal_unit_details.label("UnitDetails"),
        Client.postal_street_number.label("StreetNumber"),
        Client.postal_street_name.label("StreetName"),
        Client.postal_box.label("POBox"),
        Client.postal_city.label("City"),
        Client.postal_state.label("State"),
        Client.postal_postcode.label("Postcode"),
    ),
)


CLIENT_DETAILS = view(
    "TClieDetail",
    select(
        *_name_members(),
        Employer.identifier.label("Empl_Identifier"),
        Client.other_name.label("Clie_Other"),
        Client.username.label("Clie_Username"),
        Client.birth_date.label("Clie_DOB"),
        Client.usual_line.label("Clie_RAddr"),
        Client.usual_city.label("Clie_RCity"),
        Client.usual_postcode.label("Clie_RPCode"),
        Client.usual_state.label("Stat_RShortName"),
        Client.postal_line.label("Clie_PAddr"),
        Client.postal_city.label("Clie_PCity"),
        Client.postal_postcode.label("Clie_PPCode"),
        Client.postal_state.label("Stat_PShortName"),
        Client.address_type.label("Clie_Address_Type"),
        Client.email.label("Clie_Email"),
        Client.fax_phone.label("Clie_FaxPhone"),
        Client.home_phone.label("Clie_HomePhone"),
        Client.work_phone.label("Clie_WorkPhone"),
        Client.mobile_phone.label("Clie_MobilePhone"),
        Client.emergency_name.label("Clie_EmergencyName"),
        Client.emergency_phone.label("Clie_EmergencyPhone"),
        Client.title.label("Clie_Title"),
        Client.gender.label("Gender"),
        Position.name.label("PositionName"),
        Position.code.label("PositionCode"),
        Client.passport_number.label("Clie_Passport"),
        Client.visa_number.label("Clie_Visa"),
        Client.visa_type.label("Vity_Name"),
        Client.visa_expiry.label("Clie_VisaExpiry"),
        Employment.last_assessed.label("Clie_DateLastAssessed"),
        Employment.commenced.label("Clie_Commenced"),
        Employment.terminated.label("TerminationDate"),
        Employment.salary.label("Clie_Salary"),
        Client.division_id.label("DivisionId"),
        Client.usi.label("USI"),
        Client.usi_exempt.label("USIExempt"),
    )
    .select_from(Client)
    .outerjoin(Employment, (Employment.client_id == Client.id) & (Employment.id == primary_employment_id()))
    .outerjoin(Employer, Employer.id == Employment.employer_id)
    .outerjoin(Position, Position.id == Employment.position_id),
)

CLIENT_DETAILS_WITH_ADDRESSES = CLIENT_DETAILS.select.add_columns(
    *nested("UsualAddress", USUAL_ADDRESSES), *nested("PostalAddress", POSTAL_ADDRESSES)
)
"""The details as they are answered; by `with_objects`, each row holds its two addresses."""


def _or(column: Any, default: str, label: str) -> ColumnElement[Any]:
    """Return a code's column, with what stands for it when there is no record."""
    return func.coalesce(column, literal(default)).label(label)


CLIENT_STATISTICS = view(
    "TClieAVETMISS",
    select(
        *_name_members(),
        _or(ClientStatistics.aboriginal_flag, "@", "AboriginalFlag"),
        _or(ClientStatistics.at_school_flag, "@", "AtSchoolFlag"),
        _or(ClientStatistics.highest_school_level, "@@", "HighestSchoolLevel"),
        _or(ClientStatistics.completed_location, "", "CompletedLocation"),
        _or(ClientStatistics.completed_year, "", "CompletedYear"),
        _or(ClientStatistics.country_of_birth, "", "CountryCode"),
        _or(ClientStatistics.language, "", "LanguageCode"),
        _or(ClientStatistics.english_proficiency, "@", "EnglishProficiency"),
        _or(ClientStatistics.disability_flag, "@", "DisabilityFlag"),
        _or(ClientStatistics.prior_education_flag, "@", "PriorEducationFlag"),
        _or(ClientStatistics.employment_category, "@@", "EmploymentCategoryCode"),
        _or(ClientStatistics.survey_contact_status, "A", "SurveyContactStatusCode"),
    )
    .select_from(Client)
    .outerjoin(ClientStatistics, ClientStatistics.client_id == Client.id),
)

CLIENT_DISABILITIES = view(
    "TDisa",
    select(ReferenceCode.name.label("Disa_Name"), ClientDisability.code.label("Disa_Code"))
    .select_from(ClientDisability)
    .outerjoin(
        ReferenceCode,
        and_(ReferenceCode.list_name == "DISABILITY", ReferenceCode.code == ClientDisability.code),
    )
    .order_by(ClientDisability.code),
)

CLIENT_PRIOR_EDUCATIONS = view(
    "TPred",
    select(
        ReferenceCode.name.label("Pred_Name"),
        ClientPriorEducation.code.label("Pred_Code"),
        ClientPriorEducation.recognition.label("RecognitionCode"),
    )
    .select_from(ClientPriorEducation)
    .outerjoin(
        ReferenceCode,
        and_(ReferenceCode.list_name == "PRIOR_EDUCATION", ReferenceCode.code == ClientPriorEducation.code),
    )
    .order_by(ClientPriorEducation.code),
)

RELATED_CLIENTS = view(
    "TRelationshipToClient",
    select(
        RelatedClient.code.label("ClientCode"),
        RelatedClient.given_name.label("GivenName"),
        RelatedClient.surname.label("Surname"),
        RelatedClient.other_name.label("OtherNames"),
        RelatedClient.email.label("Email"),
        RelatedClient.mobile_phone.label("MobilePhone"),
        RelatedClient.home_phone.label("HomePhone"),
    ),
)

RELATIONSHIPS = view(
    "TClieRelationship",
    select(
        ClientRelationship.id.label("ClieRelationshipId"),
        RelationshipType.code.label("RelationshipTypeCode"),
        RelationshipType.name.label("RelationshipTypeName"),
        ClientRelationship.relation_id.label("RelationId"),
        Relation.name.label("RelationName"),
        ClientRelationship.start_date.label("StartDate"),
        ClientRelationship.end_date.label("EndDate"),
        ClientRelationship.description.label("Description"),
    )
    .select_from(ClientRelationship)
    .join(RelationshipType, RelationshipType.id == ClientRelationship.relationship_type_id)
    .join(RelatedClient, RelatedClient.id == ClientRelationship.to_client_id)
    .outerjoin(Relation, Relation.id == ClientRelationship.relation_id),
)

RELATIONSHIPS_WITH_CLIENTS = RELATIONSHIPS.select.add_columns(*nested("ToClient", RELATED_CLIENTS))
"""The relationships as they are answered; by `with_objects`, each row holds the other person."""
