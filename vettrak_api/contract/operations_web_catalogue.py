"""Operations of the area web_catalogue."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import (
    Boolean,
    DateTime,
    Int,
    ListOf,
    NullableBoolean,
    NullableDateTime,
    NullableInt,
    ServiceBase,
    String,
    rpc,
)
from vettrak_api.contract.types_common import TAuthLocaList, TAuthOccuList
from vettrak_api.contract.types_web_catalogue import (
    TAuthOccuExtended,
    TAuthOccuExtendedList,
    TAuthPrgtList,
    TAuthPricList,
    TAuthProgList,
    TAuthUnitList,
)


class WebCatalogueOperations(ServiceBase):
    """Every operation of the area web_catalogue, whichever product exposes it."""

    @rpc(String, Int, _returns=TAuthOccuExtended)
    def GetOccurrenceExtendedDetails(ctx, token, occurrenceId):
        """Read one occurrence with all its detail lists."""
        return ctx.udc.perform(ctx, "GetOccurrenceExtendedDetails", (token, occurrenceId))

    @rpc(String, Int, _returns=TAuthPricList)
    def GetPricingForOccurrence(ctx, token, occurrenceId):
        """List the pricing items of an occurrence."""
        return ctx.udc.perform(ctx, "GetPricingForOccurrence", (token, occurrenceId))

    @rpc(String, Int, _returns=TAuthUnitList)
    def GetUnitsForOccurrence(ctx, sToken, iOccu_ID):
        """List the units of an occurrence."""
        return ctx.udc.perform(ctx, "GetUnitsForOccurrence", (sToken, iOccu_ID))

    @rpc(String, Int, DateTime, DateTime, _returns=TAuthLocaList)
    def GetWebLocationsForProgrammeAndDates(ctx, token, programmeId, startDate, endDate):
        """List the locations where a programme can be booked in a date range."""
        return ctx.udc.perform(
            ctx,
            "GetWebLocationsForProgrammeAndDates",
            (token, programmeId, startDate, endDate),
        )

    @rpc(String, DateTime, DateTime, _returns=TAuthOccuList)
    def GetWebOccurrencesForDates(ctx, sToken, xsdStart, xsdEnd):
        """List bookable occurrences of any programme starting in a date range."""
        return ctx.udc.perform(ctx, "GetWebOccurrencesForDates", (sToken, xsdStart, xsdEnd))

    @rpc(String, Int, DateTime, _returns=TAuthOccuList)
    def GetWebOccurrencesForProgrammeAndDate(ctx, sToken, iProg_ID, xsdDate):
        """List bookable occurrences of a programme from a date on."""
        return ctx.udc.perform(ctx, "GetWebOccurrencesForProgrammeAndDate", (sToken, iProg_ID, xsdDate))

    @rpc(String, Int, DateTime, DateTime, _returns=TAuthOccuList)
    def GetWebOccurrencesForProgrammeAndDates(ctx, sToken, iProg_ID, xsdStart, xsdEnd):
        """List bookable occurrences of a programme starting in a date range."""
        return ctx.udc.perform(
            ctx,
            "GetWebOccurrencesForProgrammeAndDates",
            (sToken, iProg_ID, xsdStart, xsdEnd),
        )

    @rpc(String, Int, DateTime, DateTime, DateTime, _returns=TAuthOccuList)
    def GetWebOccurrencesForProgrammeAndDatesSince(ctx, token, programmeId, startDate, endDate, sinceDate):
        """List bookable occurrences of a programme that start in a date range and were changed after a date."""
        return ctx.udc.perform(
            ctx,
            "GetWebOccurrencesForProgrammeAndDatesSince",
            (token, programmeId, startDate, endDate, sinceDate),
        )

    @rpc(String, DateTime, DateTime, _returns=TAuthOccuList)
    def GetWebOccurrencesOverlappingDateRange(ctx, token, rangeStart, rangeEnd):
        """List web occurrences of any programme running at any time in a date range, full ones included."""
        return ctx.udc.perform(ctx, "GetWebOccurrencesOverlappingDateRange", (token, rangeStart, rangeEnd))

    @rpc(String, DateTime, DateTime, Int, _returns=TAuthOccuList)
    def GetWebOccurrencesOverlappingDateRangeForProgramme(ctx, token, rangeStart, rangeEnd, programmeId):
        """List web occurrences of a programme running at any time in a date range, full ones included."""
        return ctx.udc.perform(
            ctx,
            "GetWebOccurrencesOverlappingDateRangeForProgramme",
            (token, rangeStart, rangeEnd, programmeId),
        )

    @rpc(String, _returns=TAuthPrgtList)
    def GetWebProgrammeTypes(ctx, sToken):
        """List the programme types that hold web programmes."""
        return ctx.udc.perform(ctx, "GetWebProgrammeTypes", (sToken,))

    @rpc(String, _returns=TAuthProgList)
    def GetWebProgrammes(ctx, sToken):
        """List programmes offered on the web."""
        return ctx.udc.perform(ctx, "GetWebProgrammes", (sToken,))

    @rpc(String, DateTime, _returns=TAuthProgList)
    def GetWebProgrammesForDate(ctx, sToken, xsdDate):
        """List programmes that can be booked from a date on."""
        return ctx.udc.perform(ctx, "GetWebProgrammesForDate", (sToken, xsdDate))

    @rpc(String, DateTime, DateTime, _returns=TAuthProgList)
    def GetWebProgrammesForDates(ctx, sToken, xsdStart, xsdEnd):
        """List programmes with a bookable occurrence starting in a date range."""
        return ctx.udc.perform(ctx, "GetWebProgrammesForDates", (sToken, xsdStart, xsdEnd))

    @rpc(String, DateTime, DateTime, DateTime, _returns=TAuthProgList)
    def GetWebProgrammesForDatesSince(ctx, token, startDate, endDate, sinceDate):
        """List programmes with a bookable occurrence in a date range of which something was changed after a date."""
        return ctx.udc.perform(ctx, "GetWebProgrammesForDatesSince", (token, startDate, endDate, sinceDate))

    @rpc(String, String, _returns=TAuthProgList)
    def GetWebProgrammesForProgType(ctx, sToken, sPrgt_Name):
        """List web programmes of one programme type."""
        return ctx.udc.perform(ctx, "GetWebProgrammesForProgType", (sToken, sPrgt_Name))

    @rpc(String, String, DateTime, DateTime, _returns=TAuthProgList)
    def GetWebProgrammesForProgTypeAndDates(ctx, sToken, sPrgt_Name, xsdStart, xsdEnd):
        """List programmes of a type with a bookable occurrence starting in a date range."""
        return ctx.udc.perform(
            ctx,
            "GetWebProgrammesForProgTypeAndDates",
            (sToken, sPrgt_Name, xsdStart, xsdEnd),
        )

    @rpc(
        String,
        NullableInt,
        NullableDateTime,
        NullableDateTime,
        Boolean,
        String,
        ListOf(String),
        NullableBoolean,
        _returns=TAuthOccuExtendedList,
    )
    def SearchWebOccurrences(
        ctx,
        token,
        programmeId,
        startDate,
        endDate,
        overlapDates,
        locationCode,
        returnOccurrenceLists,
        includeFull,
    ):
        """Search web occurrences by programme, dates and location, with optional detail lists."""
        return ctx.udc.perform(
            ctx,
            "SearchWebOccurrences",
            (
                token,
                programmeId,
                startDate,
                endDate,
                overlapDates,
                locationCode,
                returnOccurrenceLists,
                includeFull,
            ),
        )
