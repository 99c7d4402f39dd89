"""Operations of the area events."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import DateTime, ServiceBase, String, rpc
from vettrak_api.contract.types_common import TAuthID, TAuthenticate, TEven
from vettrak_api.contract.types_events import TAuthEvenList, TAuthEventTypeList


class EventsOperations(ServiceBase):
    """Every operation of the area events, whichever product exposes it."""

    @rpc(String, TEven, _returns=TAuthID)
    def AddClientEvent(ctx, token, eEvent):
        """Create an event on a client."""
        return ctx.udc.perform(ctx, "AddClientEvent", (token, eEvent))

    @rpc(String, TEven, _returns=TAuthID)
    def AddEmployerEvent(ctx, token, eEvent):
        """Create an event on an employer."""
        return ctx.udc.perform(ctx, "AddEmployerEvent", (token, eEvent))

    @rpc(String, _returns=TAuthEventTypeList)
    def GetEventTypes(ctx, token):
        """List the event types."""
        return ctx.udc.perform(ctx, "GetEventTypes", (token,))

    @rpc(String, String, _returns=TAuthEvenList)
    def GetEventsForClient(ctx, sToken, sClie_Code):
        """List the events of a client."""
        return ctx.udc.perform(ctx, "GetEventsForClient", (sToken, sClie_Code))

    @rpc(String, String, _returns=TAuthEvenList)
    def GetEventsForEmployer(ctx, sToken, sEmpl_Identifier):
        """List the events of an employer."""
        return ctx.udc.perform(ctx, "GetEventsForEmployer", (sToken, sEmpl_Identifier))

    @rpc(String, String, DateTime, DateTime, _returns=TAuthEvenList)
    def GetEventsForStaff(ctx, sToken, sClie_Code, xsdStart, xsdEnd):
        """List the events a staff member is assigned to in a date range."""
        return ctx.udc.perform(ctx, "GetEventsForStaff", (sToken, sClie_Code, xsdStart, xsdEnd))

    @rpc(String, TEven, _returns=TAuthenticate)
    def UpdateClientEvent(ctx, sToken, eEvent):
        """Overwrite an event of a client."""
        return ctx.udc.perform(ctx, "UpdateClientEvent", (sToken, eEvent))

    @rpc(String, TEven, _returns=TAuthenticate)
    def UpdateEmployerEvent(ctx, sToken, eEvent):
        """Overwrite an event of an employer."""
        return ctx.udc.perform(ctx, "UpdateEmployerEvent", (sToken, eEvent))
