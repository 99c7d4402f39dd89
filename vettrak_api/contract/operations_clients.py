"""Operations of the area clients."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import DateTime, Day, NullableInt, ServiceBase, String, rpc
from vettrak_api.contract.types_clients import (
    TAuthClie,
    TAuthClieAVETMISS,
    TAuthClieDetail,
    TAuthClieExtended,
    TAuthClieRelationshipList,
    TClieDetail,
)
from vettrak_api.contract.types_common import TAuthID, TAuthenticate, TClieAVETMISS, TClieRelationship


class ClientsOperations(ServiceBase):
    """Every operation of the area clients, whichever product exposes it."""

    @rpc(String, String, String, NullableInt, String, _returns=TAuthClie)
    def AddClient(ctx, sToken, sClie_Surname, sClie_Given, divisionId, email):
        """Create a client from surname and given name without looking for duplicates."""
        return ctx.udc.perform(ctx, "AddClient", (sToken, sClie_Surname, sClie_Given, divisionId, email))

    @rpc(String, String, String, Day, NullableInt, String, _returns=TAuthClie)
    def AddClientAfterCheck(ctx, sToken, sClie_Surname, sClie_Given, xsdClie_DOB, divisionId, email):
        """Return the client with this surname, given name and birth date, creating it if there is none."""
        return ctx.udc.perform(
            ctx,
            "AddClientAfterCheck",
            (sToken, sClie_Surname, sClie_Given, xsdClie_DOB, divisionId, email),
        )

    @rpc(String, String, TClieRelationship, _returns=TAuthID)
    def AddClientRelationship(ctx, token, clientCode, clieRelationship):
        """Add a relationship from an existing client to another person."""
        return ctx.udc.perform(ctx, "AddClientRelationship", (token, clientCode, clieRelationship))

    @rpc(String, String, String, Day, _returns=TAuthClie)
    def CreateClient(ctx, sToken, sClie_Surname, sClie_Given, xsdClie_DOB):
        """Create a client with a date of birth."""
        return ctx.udc.perform(ctx, "CreateClient", (sToken, sClie_Surname, sClie_Given, xsdClie_DOB))

    @rpc(String, String, _returns=TAuthClieAVETMISS)
    def GetClientAVDetails(ctx, sToken, sClie_Code):
        """Read the statistics of a client that are reported to the nation (AVETMISS)."""
        return ctx.udc.perform(ctx, "GetClientAVDetails", (sToken, sClie_Code))

    @rpc(String, String, _returns=TAuthClie)
    def GetClientByCode(ctx, sToken, sClie_Code):
        """Find the name of the client with a given code, to test the code."""
        return ctx.udc.perform(ctx, "GetClientByCode", (sToken, sClie_Code))

    @rpc(String, String, _returns=TAuthClie)
    def GetClientByEmail(ctx, token, emailAddress):
        """Find the name and code of the only client with an e-mail address."""
        return ctx.udc.perform(ctx, "GetClientByEmail", (token, emailAddress))

    @rpc(String, String, String, Day, _returns=TAuthClie)
    def GetClientByName(ctx, sToken, sClie_Surname, sClie_Given, xsdClie_DOB):
        """Find the code of the client with a surname, given name and birth date."""
        return ctx.udc.perform(ctx, "GetClientByName", (sToken, sClie_Surname, sClie_Given, xsdClie_DOB))

    @rpc(String, String, _returns=TAuthClieDetail)
    def GetClientDetails(ctx, sToken, sClie_Code):
        """Read the full personal details of a client."""
        return ctx.udc.perform(ctx, "GetClientDetails", (sToken, sClie_Code))

    @rpc(String, String, DateTime, DateTime, _returns=TAuthClieExtended)
    def GetClientExtendedDetails(ctx, sToken, sClie_Code, xsdStart, xsdEnd):
        """Read a client's details together with what happens in a date range."""
        return ctx.udc.perform(ctx, "GetClientExtendedDetails", (sToken, sClie_Code, xsdStart, xsdEnd))

    @rpc(String, String, _returns=TAuthClieRelationshipList)
    def GetClientRelationships(ctx, token, clientCode):
        """List a client's relationships to other clients."""
        return ctx.udc.perform(ctx, "GetClientRelationships", (token, clientCode))

    @rpc(String, TClieAVETMISS, _returns=TAuthenticate)
    def UpdateClientAVDetails(ctx, sToken, cClieAVETMISS):
        """Overwrite the statistics of a client that are reported to the nation (AVETMISS)."""
        return ctx.udc.perform(ctx, "UpdateClientAVDetails", (sToken, cClieAVETMISS))

    @rpc(String, TClieDetail, _returns=TAuthenticate)
    def UpdateClientDetails(ctx, sToken, cClient):
        """Overwrite a client's personal details."""
        return ctx.udc.perform(ctx, "UpdateClientDetails", (sToken, cClient))

    @rpc(String, TClieRelationship, _returns=TAuthenticate)
    def UpdateClientRelationship(ctx, token, clieRelationship):
        """Change an existing client relationship."""
        return ctx.udc.perform(ctx, "UpdateClientRelationship", (token, clieRelationship))

    @rpc(String, String, _returns=TAuthenticate)
    def ValidateUSI(ctx, token, usi):
        """Check that a Unique Student Identifier is well formed."""
        return ctx.udc.perform(ctx, "ValidateUSI", (token, usi))
