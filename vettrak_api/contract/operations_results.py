"""Operations of the area results."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import DateTime, Int, IntOr, ServiceBase, String, rpc
from vettrak_api.contract.types_common import TAuthenticate


class ResultsOperations(ServiceBase):
    """Every operation of the area results, whichever product exposes it."""

    @rpc(String, Int, String, _returns=TAuthenticate)
    def ResetUnitResult(ctx, sToken, enrolmentId, unitCode):
        """Clear the result of one enrolled unit."""
        return ctx.udc.perform(ctx, "ResetUnitResult", (sToken, enrolmentId, unitCode))

    @rpc(String, Int, String, String, DateTime, DateTime, IntOr(-1), _returns=TAuthenticate)
    def UpdateResult(ctx, sToken, iEnro_ID, sUnit_Code, sResult_Name, xsdStart, xsdFinish, iPercentage):
        """Set the result of one unit of an enrolment."""
        return ctx.udc.perform(
            ctx,
            "UpdateResult",
            (sToken, iEnro_ID, sUnit_Code, sResult_Name, xsdStart, xsdFinish, iPercentage),
        )

    @rpc(String, Int, String, String, _returns=TAuthenticate)
    def UpdateResultComment(ctx, token, enrolmentId, unitCode, comment):
        """Set the comment of one enrolled unit."""
        return ctx.udc.perform(ctx, "UpdateResultComment", (token, enrolmentId, unitCode, comment))

    @rpc(String, Int, String, String, DateTime, DateTime, IntOr(-1), String, _returns=TAuthenticate)
    def UpdateResultIncludingLinked(
        ctx,
        token,
        enrolmentId,
        unitCode,
        resultName,
        startDate,
        finishDate,
        percentage,
        comment,
    ):
        """Set the result of a unit in an enrolment and in the enrolments linked to it."""
        return ctx.udc.perform(
            ctx,
            "UpdateResultIncludingLinked",
            (token, enrolmentId, unitCode, resultName, startDate, finishDate, percentage, comment),
        )
