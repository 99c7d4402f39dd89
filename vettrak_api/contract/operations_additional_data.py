"""Operations of the area additional_data."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import Int, ListOf, ServiceBase, String, rpc
from vettrak_api.contract.types_additional_data import (
    FilterCriteria,
    QueryResult,
    ReturnField,
    SortCriteria,
    TAuthFieldList,
    TAuthString,
)
from vettrak_api.contract.types_common import TAuthStringList, TAuthenticate


class AdditionalDataOperations(ServiceBase):
    """Every operation of the area additional_data, whichever product exposes it."""

    @rpc(String, _returns=TAuthStringList)
    def GetAdditionalDataEntityNames(ctx, token):
        """List the entities that QueryAdditionalData knows."""
        return ctx.udc.perform(ctx, "GetAdditionalDataEntityNames", (token,))

    @rpc(String, String, _returns=TAuthFieldList)
    def GetAdditionalDataFieldsForEntity(ctx, token, entityName):
        """List the field definitions of an entity."""
        return ctx.udc.perform(ctx, "GetAdditionalDataFieldsForEntity", (token, entityName))

    @rpc(String, Int, Int, _returns=TAuthString)
    def GetAdditionalDataForWebRecord(ctx, token, recordType, recordId):
        """Read back the extra field values stored for a pending web record."""
        return ctx.udc.perform(ctx, "GetAdditionalDataForWebRecord", (token, recordType, recordId))

    @rpc(
        String,
        String,
        ListOf(FilterCriteria),
        ListOf(SortCriteria),
        ListOf(ReturnField),
        String,
        _returns=QueryResult,
    )
    def QueryAdditionalData(ctx, token, entityName, filterCriteria, sortCriteria, returnFields, options):
        """Ask for records of one kind, by conditions and columns of your own."""
        return ctx.udc.perform(
            ctx,
            "QueryAdditionalData",
            (token, entityName, filterCriteria, sortCriteria, returnFields, options),
        )

    @rpc(String, Int, Int, String, _returns=TAuthenticate)
    def UpdateAdditionalDataForWebRecord(ctx, token, recordType, recordId, additionalData):
        """Store extra field values for a pending web record."""
        return ctx.udc.perform(
            ctx,
            "UpdateAdditionalDataForWebRecord",
            (token, recordType, recordId, additionalData),
        )

    @rpc(String, String, String, _returns=TAuthenticate)
    def UpdateClientAdditionalFields(ctx, token, clientCode, additionalFieldData):
        """Set any number of fields of a client from an XML text."""
        return ctx.udc.perform(ctx, "UpdateClientAdditionalFields", (token, clientCode, additionalFieldData))

    @rpc(String, String, String, _returns=TAuthenticate)
    def UpdateEmployerAdditionalFields(ctx, token, employerIdentifier, additionalFieldData):
        """Set any number of fields of an employer from an XML text."""
        return ctx.udc.perform(
            ctx,
            "UpdateEmployerAdditionalFields",
            (token, employerIdentifier, additionalFieldData),
        )
