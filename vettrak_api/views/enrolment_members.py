"""The members of TEnro, which occurrences (TOccu) and enrolments (TClieEnro) share."""

from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import aliased

from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.programmes import Qualification
from vettrak_api.model.reference import EnrolmentStatus, EnrolmentType, Location

Contact = aliased(Client)


def shared_members(table: Any) -> list[ColumnElement[Any]]:
    """Return the TEnro members that an occurrence and an enrolment both have."""
    return [
        table.id.label("ID"),
        table.code.label("Code"),
        table.start_date.label("StartDate"),
        table.end_date.label("EndDate"),
        EnrolmentStatus.name.label("Status"),
        EnrolmentStatus.status_type.label("StatusType"),
        table.date_of_effect.label("DateOfEffect"),
        Qualification.code.label("Qual_Code"),
        Qualification.name.label("Qual_Name"),
        table.organisation_id.label("OrganisationId"),
        table.description.label("Description"),
        Location.code.label("Loca_Code"),
        table.delivery_type.label("DeliveryType"),
        table.delivery_modes.label("DeliveryModes"),
        Employer.identifier.label("EmployerIdentifier"),
        Employer.name.label("EmployerName"),
        Contact.code.label("EmployerContactCode"),
        table.amount.label("Amount"),
        table.gst.label("GST"),
        table.division_id.label("DivisionId"),
        EnrolmentType.name.label("EnrolmentType"),
        EnrolmentType.code.label("EnrolmentTypeCode"),
    ]


def joined(statement: Select[Any], table: Any) -> Select[Any]:
    """Join the tables that the shared members come from."""
    return (
        statement.join(EnrolmentStatus, EnrolmentStatus.id == table.status_id)
        .outerjoin(Qualification, Qualification.id == table.qualification_id)
        .outerjoin(Location, Location.id == table.location_id)
        .outerjoin(Employer, Employer.id == table.employer_id)
        .outerjoin(Contact, Contact.id == table.employer_contact_id)
        .outerjoin(EnrolmentType, EnrolmentType.id == table.enrolment_type_id)
    )
