"""Operations of the area lms."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import DateTime, Int, NullableInt, ServiceBase, String, rpc
from vettrak_api.contract.types_common import TAuthClieEnro, TAuthClieEnroList, TAuthOccuList, TAuthenticate


class LmsOperations(ServiceBase):
    """Every operation of the area lms, whichever product exposes it."""

    @rpc(String, String, Int, NullableInt, String, NullableInt, _returns=TAuthClieEnro)
    def AddLMSClientEnrolmentToOccurrence(
        ctx,
        sToken,
        sClie_Code,
        iOccurrenceId,
        studyReasonId,
        description,
        referralId,
    ):
        """Enrol an existing client straight into an LMS occurrence."""
        return ctx.udc.perform(
            ctx,
            "AddLMSClientEnrolmentToOccurrence",
            (sToken, sClie_Code, iOccurrenceId, studyReasonId, description, referralId),
        )

    @rpc(String, Int, _returns=TAuthClieEnroList)
    def GetLMSNewEnrolmentsForOccurrence(ctx, sToken, iID):
        """List the enrolments of an LMS occurrence that the LMS does not have yet."""
        return ctx.udc.perform(ctx, "GetLMSNewEnrolmentsForOccurrence", (sToken, iID))

    @rpc(String, _returns=TAuthOccuList)
    def GetLMSNewOccurrences(ctx, sToken):
        """List LMS occurrences that the LMS does not have yet."""
        return ctx.udc.perform(ctx, "GetLMSNewOccurrences", (sToken,))

    @rpc(String, DateTime, DateTime, _returns=TAuthOccuList)
    def GetLMSOccurrencesInDateRange(ctx, sToken, xsdStart, xsdEnd):
        """List LMS occurrences that run within a date range, sent to the LMS or not."""
        return ctx.udc.perform(ctx, "GetLMSOccurrencesInDateRange", (sToken, xsdStart, xsdEnd))

    @rpc(String, Int, Int, _returns=TAuthenticate)
    def UpdateLMSEnrolmentStatus(ctx, sToken, iID, iStatus):
        """Record whether an enrolment in an LMS occurrence exists in the LMS."""
        return ctx.udc.perform(ctx, "UpdateLMSEnrolmentStatus", (sToken, iID, iStatus))

    @rpc(String, Int, Int, _returns=TAuthenticate)
    def UpdateLMSOccurrenceStatus(ctx, sToken, iID, iStatus):
        """Record whether an LMS occurrence exists in the LMS."""
        return ctx.udc.perform(ctx, "UpdateLMSOccurrenceStatus", (sToken, iID, iStatus))
