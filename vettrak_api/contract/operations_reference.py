"""Operations of the area reference."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ServiceBase, String, rpc
from vettrak_api.contract.types_common import TAuthLocaList, TAuthenticate
from vettrak_api.contract.types_reference import (
    TAuthAnzsList,
    TAuthCounList,
    TAuthDisaList,
    TAuthDivisionList,
    TAuthEmcaList,
    TAuthLangList,
    TAuthOrgaList,
    TAuthPositionList,
    TAuthPredList,
    TAuthQualStateList,
    TAuthQuunList,
    TAuthRecognitionList,
    TAuthReferralTypeList,
    TAuthRelationshipTypeList,
    TAuthResultList,
    TAuthStatList,
    TAuthStudyReasonList,
    TAuthSubuList,
    TAuthUnitStateList,
    TAuthVicCohortList,
)


class ReferenceOperations(ServiceBase):
    """Every operation of the area reference, whichever product exposes it."""

    @rpc(String, String, String, _returns=TAuthenticate)
    def AddPosition(ctx, token, name, code):
        """Create an employment position."""
        return ctx.udc.perform(ctx, "AddPosition", (token, name, code))

    @rpc(_returns=TAuthAnzsList)
    def GetANZSICList(ctx):
        """List the ANZSIC industry codes."""
        return ctx.udc.perform(ctx, "GetANZSICList", ())

    @rpc(_returns=TAuthCounList)
    def GetCountryList(ctx):
        """List the country codes."""
        return ctx.udc.perform(ctx, "GetCountryList", ())

    @rpc(_returns=TAuthDisaList)
    def GetDisabiltyList(ctx):
        """List the disability types."""
        return ctx.udc.perform(ctx, "GetDisabiltyList", ())

    @rpc(String, _returns=TAuthDivisionList)
    def GetDivisions(ctx, token):
        """List all divisions."""
        return ctx.udc.perform(ctx, "GetDivisions", (token,))

    @rpc(_returns=TAuthEmcaList)
    def GetEmploymentCategoryList(ctx):
        """List the employment categories (labour force status)."""
        return ctx.udc.perform(ctx, "GetEmploymentCategoryList", ())

    @rpc(_returns=TAuthLangList)
    def GetLanguageList(ctx):
        """List the language codes."""
        return ctx.udc.perform(ctx, "GetLanguageList", ())

    @rpc(String, _returns=TAuthLocaList)
    def GetLocations(ctx, token):
        """List the training locations."""
        return ctx.udc.perform(ctx, "GetLocations", (token,))

    @rpc(String, _returns=TAuthOrgaList)
    def GetOrganisations(ctx, token):
        """List the training organisations of the database."""
        return ctx.udc.perform(ctx, "GetOrganisations", (token,))

    @rpc(String, _returns=TAuthPositionList)
    def GetPositions(ctx, token):
        """List the employment positions."""
        return ctx.udc.perform(ctx, "GetPositions", (token,))

    @rpc(_returns=TAuthPredList)
    def GetPriorEducationList(ctx):
        """List the prior educational achievements."""
        return ctx.udc.perform(ctx, "GetPriorEducationList", ())

    @rpc(_returns=TAuthRecognitionList)
    def GetPriorEducationRecognitionList(ctx):
        """List the recognition codes of prior education (Victoria)."""
        return ctx.udc.perform(ctx, "GetPriorEducationRecognitionList", ())

    @rpc(String, String, _returns=TAuthQualStateList)
    def GetQualificationStateDetails(ctx, token, qualificationCode):
        """Read the figures of a qualification or course, state by state."""
        return ctx.udc.perform(ctx, "GetQualificationStateDetails", (token, qualificationCode))

    @rpc(String, _returns=TAuthReferralTypeList)
    def GetReferralSources(ctx, token):
        """List the referral sources."""
        return ctx.udc.perform(ctx, "GetReferralSources", (token,))

    @rpc(String, _returns=TAuthRelationshipTypeList)
    def GetRelationshipTypes(ctx, token):
        """List relationship types with their relations."""
        return ctx.udc.perform(ctx, "GetRelationshipTypes", (token,))

    @rpc(String, _returns=TAuthResultList)
    def GetResultTypes(ctx, sToken):
        """List the result types."""
        return ctx.udc.perform(ctx, "GetResultTypes", (sToken,))

    @rpc(_returns=TAuthStatList)
    def GetStateList(ctx):
        """List the Australian states."""
        return ctx.udc.perform(ctx, "GetStateList", ())

    @rpc(String, _returns=TAuthStudyReasonList)
    def GetStudyReasons(ctx, token):
        """List the reasons for study."""
        return ctx.udc.perform(ctx, "GetStudyReasons", (token,))

    @rpc(_returns=TAuthSubuList)
    def GetSuburbList(ctx):
        """List suburbs with postcode and state."""
        return ctx.udc.perform(ctx, "GetSuburbList", ())

    @rpc(String, String, _returns=TAuthUnitStateList)
    def GetUnitStateDetails(ctx, token, unitCode):
        """Read the figures of a unit or module, state by state."""
        return ctx.udc.perform(ctx, "GetUnitStateDetails", (token, unitCode))

    @rpc(String, String, _returns=TAuthQuunList)
    def GetUnitsForQualification(ctx, token, qualificationCode):
        """List the units that belong to a qualification or course."""
        return ctx.udc.perform(ctx, "GetUnitsForQualification", (token, qualificationCode))

    @rpc(String, _returns=TAuthVicCohortList)
    def GetVicCommencingProgramCohortList(ctx, token):
        """List the Victorian commencing program cohort codes."""
        return ctx.udc.perform(ctx, "GetVicCommencingProgramCohortList", (token,))
