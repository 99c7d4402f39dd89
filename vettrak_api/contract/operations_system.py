"""Operations of the area system."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import DateTime, ServiceBase, String, rpc
from vettrak_api.contract.types_common import TAuthStringList
from vettrak_api.contract.types_system import TAuthAPIVersion


class SystemOperations(ServiceBase):
    """Every operation of the area system, whichever product exposes it."""

    @rpc(_returns=String)
    def API_Handshake(ctx):
        """Prove that the web service answers."""
        return ctx.udc.perform(ctx, "API_Handshake", ())

    @rpc(_returns=String)
    def DB_Handshake(ctx):
        """Prove that the service reaches its database."""
        return ctx.udc.perform(ctx, "DB_Handshake", ())

    @rpc(String, _returns=TAuthAPIVersion)
    def GetAPIVersion(ctx, token):
        """Tell the version numbers of the API and of the database it serves."""
        return ctx.udc.perform(ctx, "GetAPIVersion", (token,))

    @rpc(String, String, DateTime, _returns=TAuthStringList)
    def GetDeletedRecordsSince(ctx, token, tableName, sinceDate):
        """List the identifiers of records of one kind deleted after a date."""
        return ctx.udc.perform(ctx, "GetDeletedRecordsSince", (token, tableName, sinceDate))
