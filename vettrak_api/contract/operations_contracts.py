"""Operations of the area contracts."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import Int, ServiceBase, String, rpc
from vettrak_api.contract.types_common import TAuthEnunList
from vettrak_api.contract.types_contracts import (
    TAuthClieContList,
    TAuthContEnroList,
    TAuthContList,
    TAuthContStaffList,
)


class ContractsOperations(ServiceBase):
    """Every operation of the area contracts, whichever product exposes it."""

    @rpc(String, String, _returns=TAuthContList)
    def GetContractsForClient(ctx, sToken, sClie_Code):
        """List the training contracts of a client."""
        return ctx.udc.perform(ctx, "GetContractsForClient", (sToken, sClie_Code))

    @rpc(String, String, _returns=TAuthClieContList)
    def GetContractsForEmployer(ctx, sToken, sEmpl_Identifier):
        """List the training contracts held with an employer."""
        return ctx.udc.perform(ctx, "GetContractsForEmployer", (sToken, sEmpl_Identifier))

    @rpc(String, String, _returns=TAuthContStaffList)
    def GetContractsForStaff(ctx, sToken, sClie_Code):
        """List the contracts in which a staff member has a role."""
        return ctx.udc.perform(ctx, "GetContractsForStaff", (sToken, sClie_Code))

    @rpc(String, String, _returns=TAuthContEnroList)
    def GetContractsOrEnrolmentsForClient(ctx, token, clientCode):
        """List a client's contracts and enrolments in one list."""
        return ctx.udc.perform(ctx, "GetContractsOrEnrolmentsForClient", (token, clientCode))

    @rpc(String, Int, _returns=TAuthEnunList)
    def GetUnitsForContract(ctx, sToken, iCont_id):
        """List the units of a contract with their results."""
        return ctx.udc.perform(ctx, "GetUnitsForContract", (sToken, iCont_id))
