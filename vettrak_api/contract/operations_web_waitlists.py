"""Operations of the area web_waitlists."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import Boolean, Int, NullableDay, NullableInt, ServiceBase, String, rpc
from vettrak_api.contract.types_common import TAddress, TAuthID, TAuthenticate
from vettrak_api.contract.types_web_waitlists import TAuthProcessedWebWaitlist


class WebWaitlistsOperations(ServiceBase):
    """Every operation of the area web_waitlists, whichever product exposes it."""

    @rpc(String, Int, String, String, String, NullableDay, String, NullableInt, _returns=TAuthID)
    def AddClientWebWaitlist(
        ctx,
        token,
        programmeId,
        surname,
        givenName,
        clientCode,
        dateOfBirth,
        description,
        referralId,
    ):
        """Put a person on the web waitlist of a programme."""
        return ctx.udc.perform(
            ctx,
            "AddClientWebWaitlist",
            (token, programmeId, surname, givenName, clientCode, dateOfBirth, description, referralId),
        )

    @rpc(String, Int, _returns=TAuthenticate)
    def DeleteWebWaitlist(ctx, token, webWaitlistId):
        """Delete a pending web waitlist entry."""
        return ctx.udc.perform(ctx, "DeleteWebWaitlist", (token, webWaitlistId))

    @rpc(String, Int, Boolean, _returns=TAuthProcessedWebWaitlist)
    def ProcessWebWaitlist(ctx, token, webWaitlistId, updateMatches):
        """Turn a web waitlist entry into a real waitlist entry without staff."""
        return ctx.udc.perform(ctx, "ProcessWebWaitlist", (token, webWaitlistId, updateMatches))

    @rpc(
        String,
        Int,
        String,
        String,
        String,
        String,
        String,
        String,
        String,
        String,
        String,
        String,
        String,
        String,
        String,
        String,
        String,
        String,
        String,
        String,
        NullableInt,
        String,
        TAddress,
        TAddress,
        String,
        _returns=TAuthenticate,
    )
    def UpdateClientWebWaitlist(
        ctx,
        token,
        webWaitlistId,
        otherName,
        title,
        gender,
        residentialAddress,
        residentialCity,
        residentialPostcode,
        residentialShortState,
        homePhone,
        workPhone,
        mobilePhone,
        email,
        emergencyName,
        emergencyPhone,
        emergencyMobile,
        postalAddr,
        postalCity,
        postalPostcode,
        postalShortState,
        divisionId,
        usi,
        usualAddress,
        postalAddress,
        surveyContactStatusCode,
    ):
        """Record further details of the person of a web waitlist entry."""
        return ctx.udc.perform(
            ctx,
            "UpdateClientWebWaitlist",
            (
                token,
                webWaitlistId,
                otherName,
                title,
                gender,
                residentialAddress,
                residentialCity,
                residentialPostcode,
                residentialShortState,
                homePhone,
                workPhone,
                mobilePhone,
                email,
                emergencyName,
                emergencyPhone,
                emergencyMobile,
                postalAddr,
                postalCity,
                postalPostcode,
                postalShortState,
                divisionId,
                usi,
                usualAddress,
                postalAddress,
                surveyContactStatusCode,
            ),
        )
