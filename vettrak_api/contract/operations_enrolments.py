"""Operations of the area enrolments."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import Int, ListOf, NullableDateTime, NullableInt, ServiceBase, String, rpc
from vettrak_api.contract.types_common import TAuthClieEnro, TAuthClieEnroList, TAuthEnunList, TAuthenticate
from vettrak_api.contract.types_enrolments import TAuthBooking


class EnrolmentsOperations(ServiceBase):
    """Every operation of the area enrolments, whichever product exposes it."""

    @rpc(String, String, Int, NullableInt, String, NullableInt, _returns=TAuthClieEnro)
    def AddEmployeeEnrolmentToBooking(
        ctx,
        token,
        clientCode,
        enrolmentId,
        studyReasonId,
        description,
        referralId,
    ):
        """Enrol an existing client under an employer's booking or employer enrolment."""
        return ctx.udc.perform(
            ctx,
            "AddEmployeeEnrolmentToBooking",
            (token, clientCode, enrolmentId, studyReasonId, description, referralId),
        )

    @rpc(String, Int, ListOf(String), _returns=TAuthenticate)
    def AddUnitsToEnrolment(ctx, token, enrolmentId, unitCodes):
        """Add units of the occurrence to an occurrence enrolment."""
        return ctx.udc.perform(ctx, "AddUnitsToEnrolment", (token, enrolmentId, unitCodes))

    @rpc(String, Int, ListOf(String), String, _returns=TAuthenticate)
    def DeleteUnitsFromEnrolment(ctx, token, enrolmentId, unitCodes, reason):
        """Remove units from an enrolment."""
        return ctx.udc.perform(ctx, "DeleteUnitsFromEnrolment", (token, enrolmentId, unitCodes, reason))

    @rpc(String, Int, _returns=TAuthBooking)
    def GetBookingDetails(ctx, token, occurrenceId):
        """Read the booking details of an occurrence."""
        return ctx.udc.perform(ctx, "GetBookingDetails", (token, occurrenceId))

    @rpc(String, String, _returns=TAuthClieEnroList)
    def GetEnrolmentsForClient(ctx, sToken, sClie_Code):
        """List the enrolments of a client."""
        return ctx.udc.perform(ctx, "GetEnrolmentsForClient", (sToken, sClie_Code))

    @rpc(String, String, _returns=TAuthClieEnroList)
    def GetEnrolmentsForEmployer(ctx, sToken, sEmpl_Identifier):
        """List the enrolments of an employer's people."""
        return ctx.udc.perform(ctx, "GetEnrolmentsForEmployer", (sToken, sEmpl_Identifier))

    @rpc(String, Int, _returns=TAuthClieEnroList)
    def GetEnrolmentsForOccurrence(ctx, sToken, iOccu_ID):
        """List the enrolments in an occurrence."""
        return ctx.udc.perform(ctx, "GetEnrolmentsForOccurrence", (sToken, iOccu_ID))

    @rpc(String, Int, _returns=TAuthEnunList)
    def GetUnitsForEnrolment(ctx, sToken, iEnro_ID):
        """List the units of an enrolment with their results."""
        return ctx.udc.perform(ctx, "GetUnitsForEnrolment", (sToken, iEnro_ID))

    @rpc(String, Int, _returns=TAuthEnunList)
    def GetUnitsForEnrolmentIncludingLinked(ctx, token, enrolmentId):
        """List the units of an enrolment and of the enrolments linked to it."""
        return ctx.udc.perform(ctx, "GetUnitsForEnrolmentIncludingLinked", (token, enrolmentId))

    @rpc(
        String,
        Int,
        String,
        NullableDateTime,
        NullableDateTime,
        NullableDateTime,
        String,
        _returns=TAuthenticate,
    )
    def UpdateEnrolment(
        ctx,
        token,
        enrolmentId,
        enrolmentStatus,
        dateOfEffect,
        startDate,
        finishDate,
        enrolmentType,
    ):
        """Change status, dates or type of an enrolment."""
        return ctx.udc.perform(
            ctx,
            "UpdateEnrolment",
            (token, enrolmentId, enrolmentStatus, dateOfEffect, startDate, finishDate, enrolmentType),
        )
