"""Operations of the area employers."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import Int, ServiceBase, String, rpc
from vettrak_api.contract.types_common import TAuthClieList, TAuthenticate
from vettrak_api.contract.types_employers import TAuthEmpl, TAuthEmplList, TEmpl


class EmployersOperations(ServiceBase):
    """Every operation of the area employers, whichever product exposes it."""

    @rpc(String, String, String, Int, _returns=TAuthenticate)
    def AddContactToEmployer(ctx, token, clientCode, employerIdentifier, primaryFlag):
        """Make an existing client a contact of an employer."""
        return ctx.udc.perform(
            ctx,
            "AddContactToEmployer",
            (token, clientCode, employerIdentifier, primaryFlag),
        )

    @rpc(String, String, _returns=TAuthClieList)
    def GetEmployeesForEmployer(ctx, sToken, sEmpl_Identifier):
        """List the people employed by an employer."""
        return ctx.udc.perform(ctx, "GetEmployeesForEmployer", (sToken, sEmpl_Identifier))

    @rpc(String, String, _returns=TAuthEmpl)
    def GetEmployerDetails(ctx, sToken, sEmpl_Identifier):
        """Read the details of one employer."""
        return ctx.udc.perform(ctx, "GetEmployerDetails", (sToken, sEmpl_Identifier))

    @rpc(String, String, _returns=TAuthEmplList)
    def GetEmployersForClient(ctx, token, clientCode):
        """List the employers a client is associated with."""
        return ctx.udc.perform(ctx, "GetEmployersForClient", (token, clientCode))

    @rpc(String, String, Int, _returns=TAuthEmplList)
    def SearchForEmployer(ctx, token, searchText, activeFlag):
        """Find employers by a piece of text."""
        return ctx.udc.perform(ctx, "SearchForEmployer", (token, searchText, activeFlag))

    @rpc(String, TEmpl, _returns=TAuthenticate)
    def UpdateEmployerDetails(ctx, sToken, eEmployer):
        """Overwrite an employer's details."""
        return ctx.udc.perform(ctx, "UpdateEmployerDetails", (sToken, eEmployer))
