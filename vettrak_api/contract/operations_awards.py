"""Operations of the area awards."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import (
    DateTime,
    Int,
    NullableBoolean,
    NullableDateTime,
    ServiceBase,
    String,
    rpc,
)
from vettrak_api.contract.types_awards import TAuthAddAwardResult, TAuthAwtyList, TAuthQucl, TAuthQuclList


class AwardsOperations(ServiceBase):
    """Every operation of the area awards, whichever product exposes it."""

    @rpc(
        String,
        Int,
        String,
        String,
        NullableDateTime,
        NullableDateTime,
        NullableDateTime,
        NullableBoolean,
        String,
        String,
        String,
        NullableDateTime,
        NullableBoolean,
        _returns=TAuthAddAwardResult,
    )
    def AddAward(
        ctx,
        token,
        enrolmentId,
        awardTypeName,
        parchmentNumber,
        recordedDate,
        dateCompleted,
        expiryDate,
        issued,
        licenceNumber,
        description,
        referenceLink,
        issuedDate,
        completionStatement,
    ):
        """Create an award for an enrolment."""
        return ctx.udc.perform(
            ctx,
            "AddAward",
            (
                token,
                enrolmentId,
                awardTypeName,
                parchmentNumber,
                recordedDate,
                dateCompleted,
                expiryDate,
                issued,
                licenceNumber,
                description,
                referenceLink,
                issuedDate,
                completionStatement,
            ),
        )

    @rpc(String, _returns=TAuthAwtyList)
    def GetAwardTypes(ctx, token):
        """List the award types."""
        return ctx.udc.perform(ctx, "GetAwardTypes", (token,))

    @rpc(String, String, _returns=TAuthQuclList)
    def GetAwardsForClient(ctx, token, clientCode):
        """List the awards of a client."""
        return ctx.udc.perform(ctx, "GetAwardsForClient", (token, clientCode))

    @rpc(String, DateTime, _returns=TAuthQuclList)
    def GetAwardsModifiedSince(ctx, token, sinceDate):
        """List awards created or changed after a date."""
        return ctx.udc.perform(ctx, "GetAwardsModifiedSince", (token, sinceDate))

    @rpc(String, String, String, String, _returns=TAuthQucl)
    def VerifyAward(ctx, token, givenName, surname, parchmentNumber):
        """Check that an award exists and return it."""
        return ctx.udc.perform(ctx, "VerifyAward", (token, givenName, surname, parchmentNumber))
