"""Operations of the area staff."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import (
    Boolean,
    DateTime,
    Int,
    ListOf,
    NullableDateTime,
    ServiceBase,
    String,
    rpc,
)
from vettrak_api.contract.types_common import TAuthClieList
from vettrak_api.contract.types_staff import (
    TAuthClieStaffLinksList,
    TAuthDivisionTreeList,
    TAuthEnroStaffList,
)


class StaffOperations(ServiceBase):
    """Every operation of the area staff, whichever product exposes it."""

    @rpc(String, String, NullableDateTime, _returns=TAuthClieList)
    def GetAccessibleClients(ctx, token, clientCode, sinceDate):
        """List the clients that a staff member may see through their divisions."""
        return ctx.udc.perform(ctx, "GetAccessibleClients", (token, clientCode, sinceDate))

    @rpc(String, String, _returns=TAuthDivisionTreeList)
    def GetAccessibleDivisionsTree(ctx, token, clientCode):
        """List the trees of divisions that a staff member may reach."""
        return ctx.udc.perform(ctx, "GetAccessibleDivisionsTree", (token, clientCode))

    @rpc(
        String,
        String,
        Boolean,
        Boolean,
        Boolean,
        Boolean,
        DateTime,
        DateTime,
        String,
        ListOf(Int),
        _returns=TAuthClieStaffLinksList,
    )
    def GetClientsForStaff(
        ctx,
        token,
        staffClientCode,
        includeClasses,
        includeEnrolments,
        includeContracts,
        includeEvents,
        startDate,
        endDate,
        staffType,
        statusTypes,
    ):
        """List the clients linked to a staff member, with the ways they are linked."""
        return ctx.udc.perform(
            ctx,
            "GetClientsForStaff",
            (
                token,
                staffClientCode,
                includeClasses,
                includeEnrolments,
                includeContracts,
                includeEvents,
                startDate,
                endDate,
                staffType,
                statusTypes,
            ),
        )

    @rpc(String, String, DateTime, DateTime, _returns=TAuthEnroStaffList)
    def GetEnrolmentsForStaff(ctx, sToken, sClie_Code, xsdStart, xsdEnd):
        """List enrolments that start in a date range and in which a staff member has a role."""
        return ctx.udc.perform(ctx, "GetEnrolmentsForStaff", (sToken, sClie_Code, xsdStart, xsdEnd))

    @rpc(
        String,
        String,
        Boolean,
        Boolean,
        Boolean,
        Boolean,
        DateTime,
        DateTime,
        String,
        ListOf(Int),
        _returns=TAuthClieStaffLinksList,
    )
    def GetStaffForClient(
        ctx,
        token,
        clientCode,
        includeClasses,
        includeEnrolments,
        includeContracts,
        includeEvents,
        startDate,
        endDate,
        staffType,
        statusTypes,
    ):
        """List the staff linked to a client, with the ways they are linked."""
        return ctx.udc.perform(
            ctx,
            "GetStaffForClient",
            (
                token,
                clientCode,
                includeClasses,
                includeEnrolments,
                includeContracts,
                includeEvents,
                startDate,
                endDate,
                staffType,
                statusTypes,
            ),
        )
