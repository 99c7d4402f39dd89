"""Area contracts: training contracts of trainees, as trainees, employers and staff see them."""

from sqlalchemy import select

from vettrak_api.calls.call import Call, Records, operation
from vettrak_api.errors import NotFound
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import Contract, ContractStaff, EnrolledUnit, Enrolment
from vettrak_api.rules.lookups import NUMBER, STAFF_NUMBER, find_client_id, find_employer_id, find_staff_id
from vettrak_api.views.base import with_objects
from vettrak_api.views.clients import shown, shown_to
from vettrak_api.views.contracts import (
    BY_START_AND_KIND,
    CONTRACTS,
    CONTRACTS_AND_ENROLMENTS,
    CONTRACTS_WITH_CLIENTS,
    OF_CLIENT,
    OF_EMPLOYER,
    STAFFS_CONTRACTS_AS_ANSWERED,
)
from vettrak_api.views.enrolled_units import BY_UNIT, ENROLLED_UNITS
from vettrak_api.views.ranges import by_start

BY_PERSON = (Client.surname_key, Client.given_name_key, *by_start(Contract.start_date))

CLIENTS_CONTRACTS = CONTRACTS.select.where(OF_CLIENT).order_by(*by_start(Contract.start_date))
EMPLOYERS_CONTRACTS = CONTRACTS_WITH_CLIENTS.select.where(OF_EMPLOYER, shown()).order_by(*BY_PERSON)
STAFFS_CONTRACTS = STAFFS_CONTRACTS_AS_ANSWERED.where(ContractStaff.client_id == STAFF_NUMBER, shown()).order_by(
    *BY_PERSON, ContractStaff.id
)
CLIENTS_CONTRACTS_AND_ENROLMENTS = CONTRACTS_AND_ENROLMENTS.select.order_by(*BY_START_AND_KIND)
UNITS = ENROLLED_UNITS.select.where(
    EnrolledUnit.enrolment_id.in_(select(Enrolment.id).where(Enrolment.contract_id == NUMBER))
).order_by(*BY_UNIT)
CONTRACT_ID = select(Contract.id).where(Contract.id == NUMBER)


@operation
def GetContractsForClient(call: Call, sClie_Code: str | None) -> Records:
    """List the contracts of a client, of every status, by start and number."""
    wanted = {"wanted_client": find_client_id(call.reader, sClie_Code)}
    return call.reader.execute(CLIENTS_CONTRACTS, wanted).all()


@operation
def GetContractsForEmployer(call: Call, sEmpl_Identifier: str | None) -> Records:
    """List the contracts with an employer, of every status, by trainee; R-PUBLISH holds but for the caller itself."""
    wanted = {"wanted_employer": find_employer_id(call.reader, sEmpl_Identifier), **shown_to(call.caller)}
    return call.reader.execute(EMPLOYERS_CONTRACTS, wanted).all()


@operation
def GetContractsForStaff(call: Call, sClie_Code: str | None) -> Records:
    """List the contracts on which a staff member has a role, once for each role, by trainee (R-PUBLISH)."""
    wanted = {"wanted_staff": find_staff_id(call.reader, sClie_Code), **shown_to(call.caller)}
    return with_objects(call.reader.execute(STAFFS_CONTRACTS, wanted).all())


@operation
def GetContractsOrEnrolmentsForClient(call: Call, clientCode: str | None) -> Records:
    """List the contracts of a client and its enrolments that belong to none, by start, kind and number."""
    wanted = {"wanted_client": find_client_id(call.reader, clientCode)}
    return call.reader.execute(CLIENTS_CONTRACTS_AND_ENROLMENTS, wanted).all()


@operation
def GetUnitsForContract(call: Call, iCont_id: int) -> Records:
    """List the units of a contract with their results, by code; each tells the enrolment that holds it."""
    if call.reader.scalar(CONTRACT_ID, {"wanted_number": iCont_id}) is None:
        raise NotFound("Contract not found.")
    return call.reader.execute(UNITS, {"wanted_number": iCont_id}).all()
