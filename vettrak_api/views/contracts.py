"""Contracts of trainees (TCont)."""

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import aliased

from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.enrolments import Contract
from vettrak_api.model.programmes import Qualification
from vettrak_api.model.reference import EnrolmentStatus, EnrolmentType, State
from vettrak_api.views.base import view

ContractContact = aliased(Client)

OF_CLIENT = Contract.client_id == bindparam("wanted_client", type_=Integer)
OF_EMPLOYER = Contract.employer_id == bindparam("wanted_employer", type_=Integer)
"""Whose contracts they are."""

CONTRACTS = view(
    "TCont",
    select(
        Contract.id.label("ID"),
        Contract.code.label("Code"),
        Contract.start_date.label("StartDate"),
        Contract.end_date.label("EndDate"),
        EnrolmentStatus.name.label("Status"),
        Contract.date_of_effect.label("DateOfEffect"),
        Qualification.code.label("Qual_Code"),
        Qualification.name.label("Qual_Name"),
        Employer.identifier.label("Empl_Identifier"),
        Employer.name.label("Empl_Name"),
        EnrolmentType.name.label("ContractType"),
        EnrolmentType.code.label("ContractTypeCode"),
        Contract.organisation_id.label("OrganisationId"),
        Contract.description.label("Description"),
        State.short_name.label("StateShortName"),
        ContractContact.code.label("EmployerContactCode"),
    )
    .select_from(Contract)
    .join(EnrolmentStatus, EnrolmentStatus.id == Contract.status_id)
    .join(Employer, Employer.id == Contract.employer_id)
    .outerjoin(Qualification, Qualification.id == Contract.qualification_id)
    .outerjoin(EnrolmentType, EnrolmentType.id == Contract.contract_type_id)
    .outerjoin(State, State.id == Contract.state_id)
    .outerjoin(ContractContact, ContractContact.id == Contract.employer_contact_id),
)
