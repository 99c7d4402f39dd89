"""Operations of the area web_enrolments."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import (
    Boolean,
    DateTime,
    Int,
    ListOf,
    Money,
    NullableDay,
    NullableInt,
    ServiceBase,
    String,
    rpc,
)
from vettrak_api.contract.types_common import (
    TAddress,
    TAuthID,
    TAuthenticate,
    TClieAVETMISS,
    TClieRelationship,
    TPric,
)
from vettrak_api.contract.types_web_enrolments import (
    TAuthCompleteWebReservation,
    TAuthProcessedWebEnrol,
    TAuthWebeList,
    TAuthWeclList,
    TAuthWeco,
)


class WebEnrolmentsOperations(ServiceBase):
    """Every operation of the area web_enrolments, whichever product exposes it."""

    @rpc(String, Int, ListOf(Int), _returns=TAuthenticate)
    def AddClassesToWebEnrolment(ctx, token, webEnrolId, instanceIds):
        """Choose which classes of the occurrence the enrolment will join."""
        return ctx.udc.perform(ctx, "AddClassesToWebEnrolment", (token, webEnrolId, instanceIds))

    @rpc(String, Int, String, String, String, NullableDay, String, NullableInt, _returns=TAuthID)
    def AddClientWebEnrolment(
        ctx,
        sToken,
        iOccu_ID,
        sSurname,
        sGiven,
        sCode,
        xsdDOB,
        sDescription,
        referralId,
    ):
        """Create a pending web enrolment of one person in a published occurrence."""
        return ctx.udc.perform(
            ctx,
            "AddClientWebEnrolment",
            (sToken, iOccu_ID, sSurname, sGiven, sCode, xsdDOB, sDescription, referralId),
        )

    @rpc(String, Int, String, String, String, NullableDay, String, NullableInt, _returns=TAuthID)
    def AddClientWebReservation(
        ctx,
        sToken,
        iOccu_ID,
        sSurname,
        sGiven,
        sCode,
        xsdDOB,
        sDescription,
        referralId,
    ):
        """Hold one person's place in a published occurrence."""
        return ctx.udc.perform(
            ctx,
            "AddClientWebReservation",
            (sToken, iOccu_ID, sSurname, sGiven, sCode, xsdDOB, sDescription, referralId),
        )

    @rpc(String, Int, String, String, String, NullableInt, _returns=TAuthID)
    def AddEmployerWebEnrolment(ctx, sToken, iOccu_ID, sName, sIdentifier, sDescription, referralId):
        """Create a pending web enrolment of an employer and its people in a published occurrence."""
        return ctx.udc.perform(
            ctx,
            "AddEmployerWebEnrolment",
            (sToken, iOccu_ID, sName, sIdentifier, sDescription, referralId),
        )

    @rpc(String, Int, String, String, String, NullableInt, _returns=TAuthID)
    def AddEmployerWebReservation(ctx, sToken, iOccu_ID, sName, sIdentifier, sDescription, referralId):
        """Hold an employer's places in a published occurrence."""
        return ctx.udc.perform(
            ctx,
            "AddEmployerWebReservation",
            (sToken, iOccu_ID, sName, sIdentifier, sDescription, referralId),
        )

    @rpc(String, String, String, String, _returns=TAuthID)
    def AddLooseWebEmployer(ctx, token, employerName, employerIdentifier, description):
        """Create a web employer that stands alone, for use as invoicee or employer of web clients."""
        return ctx.udc.perform(
            ctx,
            "AddLooseWebEmployer",
            (token, employerName, employerIdentifier, description),
        )

    @rpc(String, Int, ListOf(TPric), _returns=TAuthenticate)
    def AddPriceTypesToWebEnrolment(ctx, token, webEnrolId, priceTypes):
        """Choose the pricing items, and optionally amounts, of a web enrolment."""
        return ctx.udc.perform(ctx, "AddPriceTypesToWebEnrolment", (token, webEnrolId, priceTypes))

    @rpc(String, Int, ListOf(String), _returns=TAuthenticate)
    def AddUnitsToWebEnrolment(ctx, token, webEnrolId, unitCodes):
        """Choose which units of the occurrence will be enrolled."""
        return ctx.udc.perform(ctx, "AddUnitsToWebEnrolment", (token, webEnrolId, unitCodes))

    @rpc(String, Int, TClieRelationship, _returns=TAuthID)
    def AddWebClientRelationship(ctx, token, webEnrolId, clieRelationship):
        """Add a relationship, such as an emergency contact or guardian, for the person of a client web enrolment."""
        return ctx.udc.perform(ctx, "AddWebClientRelationship", (token, webEnrolId, clieRelationship))

    @rpc(String, Int, String, String, String, NullableDay, _returns=TAuthID)
    def AddWebEmployee(ctx, sToken, iWebe_ID, sSurname, sGiven, sCode, xsdDOB):
        """Add a participating employee to an employer web enrolment."""
        return ctx.udc.perform(ctx, "AddWebEmployee", (sToken, iWebe_ID, sSurname, sGiven, sCode, xsdDOB))

    @rpc(String, Int, String, String, String, NullableDay, _returns=TAuthID)
    def AddWebEmployerContact(ctx, sToken, iWebe_ID, sSurname, sGiven, sCode, xsdDOB):
        """Add a contact person to an employer web enrolment."""
        return ctx.udc.perform(
            ctx,
            "AddWebEmployerContact",
            (sToken, iWebe_ID, sSurname, sGiven, sCode, xsdDOB),
        )

    @rpc(String, Int, String, NullableInt, Int, _returns=TAuthenticate)
    def AddWebInvoice(ctx, token, webEnrolId, purchaseOrder, webEmployerId, combineInvoices):
        """Ask for an invoice, with options, when the web enrolment is processed."""
        return ctx.udc.perform(
            ctx,
            "AddWebInvoice",
            (token, webEnrolId, purchaseOrder, webEmployerId, combineInvoices),
        )

    @rpc(String, Int, String, String, Money, _returns=TAuthenticate)
    def AddWebPayment(ctx, sToken, iWebe_ID, sOrder, sRRN, cAmountPaid):
        """Record a payment that a gateway already took for a web enrolment."""
        return ctx.udc.perform(ctx, "AddWebPayment", (sToken, iWebe_ID, sOrder, sRRN, cAmountPaid))

    @rpc(String, Int, Int, Money, _returns=TAuthenticate)
    def AddWebPaymentPlan(ctx, token, webEnrolId, frequency, instalmentAmount):
        """Record the instalment plan a web enrolee wants."""
        return ctx.udc.perform(ctx, "AddWebPaymentPlan", (token, webEnrolId, frequency, instalmentAmount))

    @rpc(String, Int, _returns=TAuthCompleteWebReservation)
    def CompleteWebReservation(ctx, token, webEnrolId):
        """Turn a reservation into a normal web enrolment, processing it when the occurrence says so."""
        return ctx.udc.perform(ctx, "CompleteWebReservation", (token, webEnrolId))

    @rpc(String, Int, _returns=TAuthenticate)
    def DeleteLooseWebEmployer(ctx, token, webEmployerId):
        """Delete a loose web employer."""
        return ctx.udc.perform(ctx, "DeleteLooseWebEmployer", (token, webEmployerId))

    @rpc(String, Int, _returns=TAuthenticate)
    def DeleteWebEnrolment(ctx, sToken, iWebe_ID):
        """Delete a pending web enrolment with everything that hangs on it."""
        return ctx.udc.perform(ctx, "DeleteWebEnrolment", (sToken, iWebe_ID))

    @rpc(String, Int, _returns=TAuthWeclList)
    def GetWebClientsForWebEnrolment(ctx, token, webEnrolId):
        """List the web clients of a web enrolment."""
        return ctx.udc.perform(ctx, "GetWebClientsForWebEnrolment", (token, webEnrolId))

    @rpc(String, Int, _returns=TAuthWeco)
    def GetWebEmployerForWebEnrolment(ctx, token, webEnrolId):
        """Read the web employer of an employer web enrolment."""
        return ctx.udc.perform(ctx, "GetWebEmployerForWebEnrolment", (token, webEnrolId))

    @rpc(String, DateTime, _returns=TAuthWebeList)
    def GetWebEnrolmentsSince(ctx, sToken, sinceDate):
        """List web enrolments made after a date."""
        return ctx.udc.perform(ctx, "GetWebEnrolmentsSince", (sToken, sinceDate))

    @rpc(String, Int, Boolean, _returns=TAuthProcessedWebEnrol)
    def ProcessWebEnrolment(ctx, token, webEnrolId, updateMatches):
        """Turn a pending web enrolment into a real enrolment without staff."""
        return ctx.udc.perform(ctx, "ProcessWebEnrolment", (token, webEnrolId, updateMatches))

    @rpc(String, Int, _returns=TAuthenticate)
    def RemoveWebEnrolment(ctx, sToken, iWebe_ID):
        """Delete a pending web enrolment with everything that hangs on it, as DeleteWebEnrolment does."""
        return ctx.udc.perform(ctx, "RemoveWebEnrolment", (sToken, iWebe_ID))

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
    def UpdateWebClient(
        ctx,
        sToken,
        iWebe_ID,
        sOther,
        sTitle,
        sGender,
        sAddr,
        sCity,
        sPCode,
        sShortState,
        sHomePhone,
        sWorkPhone,
        sMobilePhone,
        sEmail,
        sEmergencyName,
        sEmergencyPhone,
        sEmergencyMobile,
        postalAddr,
        postalCity,
        postalPCode,
        postalShortState,
        divisionId,
        usi,
        usualAddress,
        postalAddress,
        surveyContactStatusCode,
    ):
        """Record further details of the person of a client web enrolment."""
        return ctx.udc.perform(
            ctx,
            "UpdateWebClient",
            (
                sToken,
                iWebe_ID,
                sOther,
                sTitle,
                sGender,
                sAddr,
                sCity,
                sPCode,
                sShortState,
                sHomePhone,
                sWorkPhone,
                sMobilePhone,
                sEmail,
                sEmergencyName,
                sEmergencyPhone,
                sEmergencyMobile,
                postalAddr,
                postalCity,
                postalPCode,
                postalShortState,
                divisionId,
                usi,
                usualAddress,
                postalAddress,
                surveyContactStatusCode,
            ),
        )

    @rpc(String, Int, TClieAVETMISS, _returns=TAuthenticate)
    def UpdateWebClientAVETMISS(ctx, sToken, iWebe_ID, cClieAVETMISS):
        """Record the statistics (AVETMISS) of the person of a client web enrolment."""
        return ctx.udc.perform(ctx, "UpdateWebClientAVETMISS", (sToken, iWebe_ID, cClieAVETMISS))

    @rpc(String, Int, NullableInt, _returns=TAuthenticate)
    def UpdateWebClientEmployer(ctx, token, webEnrolId, webEmployerId):
        """Make a loose web employer the employer of the person of a client web enrolment."""
        return ctx.udc.perform(ctx, "UpdateWebClientEmployer", (token, webEnrolId, webEmployerId))

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
    def UpdateWebEmployee(
        ctx,
        sToken,
        iWecl_ID,
        sOther,
        sTitle,
        sGender,
        sAddr,
        sCity,
        sPCode,
        sShortState,
        sHomePhone,
        sWorkPhone,
        sMobilePhone,
        sEmail,
        sEmergencyName,
        sEmergencyPhone,
        sEmergencyMobile,
        postalAddr,
        postalCity,
        postalPCode,
        postalShortState,
        divisionId,
        usi,
        usualAddress,
        postalAddress,
        surveyContactStatusCode,
    ):
        """Record further details of a web employee."""
        return ctx.udc.perform(
            ctx,
            "UpdateWebEmployee",
            (
                sToken,
                iWecl_ID,
                sOther,
                sTitle,
                sGender,
                sAddr,
                sCity,
                sPCode,
                sShortState,
                sHomePhone,
                sWorkPhone,
                sMobilePhone,
                sEmail,
                sEmergencyName,
                sEmergencyPhone,
                sEmergencyMobile,
                postalAddr,
                postalCity,
                postalPCode,
                postalShortState,
                divisionId,
                usi,
                usualAddress,
                postalAddress,
                surveyContactStatusCode,
            ),
        )

    @rpc(String, Int, TClieAVETMISS, _returns=TAuthenticate)
    def UpdateWebEmployeeAVETMISS(ctx, sToken, iWecl_ID, cClieAVETMISS):
        """Record the statistics (AVETMISS) of a web employee."""
        return ctx.udc.perform(ctx, "UpdateWebEmployeeAVETMISS", (sToken, iWecl_ID, cClieAVETMISS))

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
        NullableInt,
        String,
        String,
        String,
        String,
        TAddress,
        TAddress,
        _returns=TAuthenticate,
    )
    def UpdateWebEmployer(
        ctx,
        sToken,
        iWebe_ID,
        sLegalName,
        sABN,
        sACN,
        sAddr,
        sCity,
        sPCode,
        sShortState,
        sPhone,
        sMobile,
        sFax,
        sEmail,
        sURL,
        sAnzs_Code,
        sEmployerSize,
        iNumEmployees,
        postalAddr,
        postalCity,
        postalPCode,
        postalShortState,
        businessAddress,
        postalAddress,
    ):
        """Record further details of the employer of an employer web enrolment."""
        return ctx.udc.perform(
            ctx,
            "UpdateWebEmployer",
            (
                sToken,
                iWebe_ID,
                sLegalName,
                sABN,
                sACN,
                sAddr,
                sCity,
                sPCode,
                sShortState,
                sPhone,
                sMobile,
                sFax,
                sEmail,
                sURL,
                sAnzs_Code,
                sEmployerSize,
                iNumEmployees,
                postalAddr,
                postalCity,
                postalPCode,
                postalShortState,
                businessAddress,
                postalAddress,
            ),
        )

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
        NullableInt,
        String,
        TAddress,
        TAddress,
        _returns=TAuthenticate,
    )
    def UpdateWebEmployerContact(
        ctx,
        sToken,
        iWecl_ID,
        sOther,
        sTitle,
        sGender,
        sAddr,
        sCity,
        sPCode,
        sShortState,
        sHomePhone,
        sWorkPhone,
        sMobilePhone,
        sEmail,
        postalAddr,
        postalCity,
        postalPCode,
        postalShortState,
        divisionId,
        usi,
        usualAddress,
        postalAddress,
    ):
        """Record further details of a web employer contact."""
        return ctx.udc.perform(
            ctx,
            "UpdateWebEmployerContact",
            (
                sToken,
                iWecl_ID,
                sOther,
                sTitle,
                sGender,
                sAddr,
                sCity,
                sPCode,
                sShortState,
                sHomePhone,
                sWorkPhone,
                sMobilePhone,
                sEmail,
                postalAddr,
                postalCity,
                postalPCode,
                postalShortState,
                divisionId,
                usi,
                usualAddress,
                postalAddress,
            ),
        )

    @rpc(String, Int, String, NullableInt, String, ListOf(String), _returns=TAuthenticate)
    def UpdateWebEnrolment(
        ctx,
        token,
        webEnrolId,
        description,
        studyReasonId,
        vetEnrolRegistrationId,
        vicCohortCodes,
    ):
        """Set notes, study reason and Victorian cohort codes of a web enrolment."""
        return ctx.udc.perform(
            ctx,
            "UpdateWebEnrolment",
            (token, webEnrolId, description, studyReasonId, vetEnrolRegistrationId, vicCohortCodes),
        )
