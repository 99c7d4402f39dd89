"""Contracts of trainees: alone (TCont), with trainee (TClieCont), staff (TContStaff) or enrolments (TContEnro)."""

from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, literal, null, select, union_all
from sqlalchemy.orm import aliased

from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.enrolments import EMPLOYER, Contract, ContractStaff, Enrolment
from vettrak_api.model.programmes import Qualification
from vettrak_api.model.reference import EnrolmentStatus, EnrolmentType, Location, State
from vettrak_api.rules.lookups import CLIENT_NUMBER, EMPLOYER_NUMBER
from vettrak_api.views.base import nested, view
from vettrak_api.views.clients import CLIENTS
from vettrak_api.views.enrolment_members import Contact, joined

ContractContact = aliased(Client)

OF_CLIENT = Contract.client_id == CLIENT_NUMBER
OF_EMPLOYER = Contract.employer_id == EMPLOYER_NUMBER
"""Whose contracts they are."""

CONTRACT_RECORD, ENROLMENT_RECORD = "C", "E"
"""The kinds of TContEnro."""

_MEMBERS: list[ColumnElement[Any]] = [
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
]

_PERSON: list[ColumnElement[Any]] = [
    Client.code.label("Clie_Code"),
    Client.given_name.label("GivenName"),
    Client.surname.label("Surname"),
]


def _joined(statement: Select[Any]) -> Select[Any]:
    return (
        statement.join(EnrolmentStatus, EnrolmentStatus.id == Contract.status_id)
        .join(Employer, Employer.id == Contract.employer_id)
        .outerjoin(Qualification, Qualification.id == Contract.qualification_id)
        .outerjoin(EnrolmentType, EnrolmentType.id == Contract.contract_type_id)
        .outerjoin(State, State.id == Contract.state_id)
        .outerjoin(ContractContact, ContractContact.id == Contract.employer_contact_id)
    )


CONTRACTS = view("TCont", _joined(select(*_MEMBERS).select_from(Contract)))

CONTRACTS_WITH_CLIENTS = view(
    "TClieCont",
    _joined(select(*_MEMBERS, *_PERSON).select_from(Contract)).join(Client, Client.id == Contract.client_id),
)

STAFFS_CONTRACTS = view("TContStaff", select(ContractStaff.role.label("Role")))
STAFFS_CONTRACTS_AS_ANSWERED = _joined(
    STAFFS_CONTRACTS.select.add_columns(*nested("Clie", CLIENTS), *nested("Cont", CONTRACTS))
    .select_from(ContractStaff)
    .join(Contract, Contract.id == ContractStaff.contract_id)
    .join(Client, Client.id == Contract.client_id)
)
"""Contracts with who has which role on them; by `with_objects`, each row holds the trainee and the contract."""

_OF_ENROLMENTS: list[Any] = [
    Enrolment.id,
    Enrolment.code,
    Enrolment.start_date,
    Enrolment.end_date,
    EnrolmentStatus.name,
    Enrolment.date_of_effect,
    Qualification.code,
    Qualification.name,
    Employer.identifier,
    Employer.name,
    EnrolmentType.name,
    EnrolmentType.code,
    Enrolment.organisation_id,
    Enrolment.description,
    # An enrolment tells no state.
    cast(null(), String(10)),
    Contact.code,
    literal(ENROLMENT_RECORD),
    Location.code,
]
"""What an enrolment has of the members of TContEnro, in their order."""

_EITHER = union_all(
    _joined(
        select(*_MEMBERS, literal(CONTRACT_RECORD).label("Rec_Type"), literal("").label("Loca_Code")).select_from(
            Contract
        )
    ).where(OF_CLIENT),
    joined(select(*_OF_ENROLMENTS).select_from(Enrolment), Enrolment).where(
        Enrolment.client_id == CLIENT_NUMBER, Enrolment.kind != EMPLOYER, Enrolment.contract_id.is_(None)
    ),
).subquery("either")

CONTRACTS_AND_ENROLMENTS = view("TContEnro", select(*_EITHER.c))
"""A client's contracts, and its enrolments that belong to none."""

BY_START_AND_KIND = (
    case((_EITHER.c.StartDate.is_(None), 0), else_=1),
    _EITHER.c.StartDate,
    _EITHER.c.Rec_Type,
    _EITHER.c.ID,
)
