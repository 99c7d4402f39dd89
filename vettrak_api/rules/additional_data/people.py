"""Where the fields of the entities Client and Employer come from, and where their updates go."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_
from sqlalchemy.orm import aliased

from vettrak_api.model.clients import Client, ClientStatistics, Employment
from vettrak_api.model.employers import Employer
from vettrak_api.rules.additional_data.sources import Join, Source, coded, column, constant, exact, flag, stated, worded
from vettrak_api.rules.clients.addresses import NOT_SPECIFIED_POSTCODE, NOT_SPECIFIED_TEXT
from vettrak_api.rules.clients.employments import primary_employment_id
from vettrak_api.rules.clients.statistics import AVAILABLE

_STATISTICS = Join(ClientStatistics, ClientStatistics.client_id == Client.id)

_Parent = aliased(Employer)

# The client is named beside the subquery for the sake of MariaDB's planner, and of SQLAlchemy's check of joins.
_EMPLOYMENT = Join(Employment, and_(Employment.client_id == Client.id, Employment.id == primary_employment_id()))
_EMPLOYER = Join(Employer, Employer.id == Employment.employer_id, after=_EMPLOYMENT)

_ADDRESS_IS_NOT_SPECIFIED = and_(
    Client.usual_street_number == constant(NOT_SPECIFIED_TEXT),
    Client.usual_street_name == constant(NOT_SPECIFIED_TEXT),
    Client.usual_city == constant(NOT_SPECIFIED_TEXT),
    Client.usual_postcode == constant(NOT_SPECIFIED_POSTCODE),
)


def _address(prefix: str, table: Any, stem: str, parts: Mapping[str, str]) -> dict[str, Source]:
    """Return the sources of an address: fields `<prefix><part>` in columns `<stem>_<part>`."""
    return {f"{prefix}{field}": column(getattr(table, f"{stem}_{name}")) for field, name in parts.items()}


STREET_PARTS = {
    "Building": "building",
    "UnitDetails": "unit_details",
    "StreetNumber": "street_number",
    "StreetName": "street_name",
    "City": "city",
    "StateCode": "state",
    "Postcode": "postcode",
}
POSTAL_PARTS = {**STREET_PARTS, "POBox": "box"}
"""Parts of an address as fields and as columns."""

CLIENT_SOURCES: Mapping[str, Source] = {
    "ClientCode": coded(Client.code, Client.code_key),
    "Title": column(Client.title),
    "Surname": column(Client.surname),
    "GivenName": column(Client.given_name),
    "OtherName": column(Client.other_name),
    "Gender": exact(Client.gender),
    "StaffFlag": flag(Client.staff),
    "DateOfBirth": column(Client.birth_date),
    "USI": exact(Client.usi),
    "Email": coded(Client.email, Client.email_key),
    "HomePhone": column(Client.home_phone),
    "WorkPhone": column(Client.work_phone),
    "MobilePhone": column(Client.mobile_phone),
    "FaxPhone": column(Client.fax_phone),
    "EmergencyName": column(Client.emergency_name),
    "EmergencyPhone": column(Client.emergency_phone),
    "EmergencyMobile": column(Client.emergency_mobile),
    "Citizenship": column(Client.citizenship),
    **_address("UsualAddress", Client, "usual", STREET_PARTS),
    "UsualAddressNotSpecified": worded(_ADDRESS_IS_NOT_SPECIFIED),
    **_address("PostalAddress", Client, "postal", POSTAL_PARTS),
    "PassportNumber": column(Client.passport_number),
    "VisaNumber": column(Client.visa_number),
    "VisaExpiryDate": column(Client.visa_expiry),
    "AboriginalFlag": stated(_STATISTICS, ClientStatistics.aboriginal_flag, "@"),
    "AtSchoolFlag": stated(_STATISTICS, ClientStatistics.at_school_flag, "@"),
    "CountryOfBirthCode": stated(_STATISTICS, ClientStatistics.country_of_birth),
    "LanguageCode": stated(_STATISTICS, ClientStatistics.language),
    "DisabilityFlag": stated(_STATISTICS, ClientStatistics.disability_flag, "@"),
    "EmploymentCategoryCode": stated(_STATISTICS, ClientStatistics.employment_category, "@@"),
    "HighestSchoolLevelCode": stated(_STATISTICS, ClientStatistics.highest_school_level, "@@"),
    "SurveyContactStatusCode": stated(_STATISTICS, ClientStatistics.survey_contact_status, AVAILABLE),
    "DivisionId": column(Client.division_id),
    "EmployerIdentifier": coded(Employer.identifier, Employer.identifier_key, _EMPLOYER),
    "ExternalDebtorCode": column(Client.external_debtor_code),
    "Username": coded(Client.username, Client.username_key),
    "WebPublishFlag": flag(Client.web_publish),
    "MarketingFlag": flag(Client.marketing),
    "ActiveFlag": flag(Client.active),
    "CreatedDate": column(Client.created_at),
    "ModifiedDate": column(Client.modified_at),
}

EMPLOYER_SOURCES: Mapping[str, Source] = {
    "EmployerIdentifier": coded(Employer.identifier, Employer.identifier_key),
    "EmployerName": column(Employer.name),
    "LegalName": column(Employer.legal_name),
    "EmployerTypeCode": column(Employer.type_code),
    "ANZSICCode": column(Employer.anzsic_code),
    "EmployerSize": column(Employer.size),
    "NumEmployees": column(Employer.employees),
    "ABN": column(Employer.abn),
    "ACN": column(Employer.acn),
    "Phone": column(Employer.phone),
    "FaxPhone": column(Employer.fax_phone),
    "MobilePhone": column(Employer.mobile_phone),
    "Email": column(Employer.email),
    "URL": column(Employer.url),
    **_address("BusinessAddress", Employer, "business", STREET_PARTS),
    **_address("PostalAddress", Employer, "postal", POSTAL_PARTS),
    "ParentIdentifier": coded(
        _Parent.identifier, _Parent.identifier_key, Join(_Parent, _Parent.id == Employer.parent_id)
    ),
    "ExternalDebtorCode": column(Employer.external_code),
    "ActiveFlag": flag(Employer.active),
    "CreatedDate": column(Employer.created_at),
    "ModifiedDate": column(Employer.modified_at),
}
