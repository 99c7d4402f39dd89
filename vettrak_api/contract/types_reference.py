"""Wire types of the area reference."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, Int, ListOf, Money, String
from vettrak_api.contract.types_common import TAuthenticate, TDisa, TDivision, TPred, TStudyReason


class TAnzs(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TAnzs"

    Anzs_Name = String  # industry
    Anzs_Code = String  # code


class TCoun(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TCoun"

    Coun_Name = String  # country
    Coun_Code = String  # four-digit code


class TEmca(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TEmca"

    Emca_Name = String  # employment category
    Emca_Code = String  # AVETMISS code


class TLang(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TLang"

    Lang_Name = String  # language
    Lang_Code = String  # four-digit code


class TOrga(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TOrga"

    OrganisationId = Int  # ID
    OrganisationName = String  # name
    OrganisationCode = String  # national provider number


class TPosition(ComplexModel):
    """Class documented; names from the parameters of AddPosition."""

    __type_name__ = "TPosition"

    Name = String  # position, max 100
    Code = String  # code, max 10


class TQualState(ComplexModel):
    """Documented order."""

    __type_name__ = "TQualState"

    QualCode = String  # qualification
    StateShortName = String  # state
    Hours = Int  # nominal hours
    Units = Int  # number of units
    PointScore = Int  # points
    Amount = Money  # amount
    PerUnitAmount = Money  # amount per unit
    ExpiryMonths = Int  # validity of the award in months, 0 = none


class TQuun(ComplexModel):
    """Class documented, members inferred."""

    __type_name__ = "TQuun"

    Qual_Code = String  # qualification
    Unit_Code = String  # unit
    Unit_Name = String  # name
    Unit_Type = Int  # 0 unit, 1 module
    CoreFlag = Int  # 1 core, 0 elective


class TRecognition(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TRecognition"

    Name = String  # recognition
    Code = String  # A, E or I


class TReferral(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TReferral"

    ReferralId = Int  # ID
    ReferralName = String  # name
    ReferralTypeName = String  # group


class TRelation(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TRelation"

    RelationId = Int  # ID
    RelationName = String  # name


class TResult(ComplexModel):
    """Inferred."""

    __type_name__ = "TResult"

    Result_Name = String  # result name (from parameter sResult_Name)
    Result_Code = String  # outcome code
    Result_Desc = String  # description
    Result_Type = Int  # 0 not yet started, 1 continuing, 2 successful, 3 unsuccessful, 4 withdrawn


class TStat(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TStat"

    Stat_Name = String  # state
    Stat_ShortName = String  # short name such as Vic
    Stat_Code = String  # AVETMISS state code


class TSubu(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TSubu"

    Subu_Name = String  # suburb
    Subu_PCode = String  # postcode
    Stat_ShortName = String  # state


class TUnitState(ComplexModel):
    """Class documented, members after TQualState."""

    __type_name__ = "TUnitState"

    UnitCode = String  # unit
    StateShortName = String  # state
    Hours = Int  # nominal hours
    PointScore = Int  # points
    Amount = Money  # amount


class TVicCohort(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TVicCohort"

    Name = String  # cohort
    Code = String  # cohort identifier code


class TAuthAnzsList(ComplexModel):
    """A list class of TAnzs is documented; its name and member follow the pattern."""

    __type_name__ = "TAuthAnzsList"

    Auth = TAuthenticate  # outcome of the call
    AnzsList = ListOf(TAnzs)  # industries


class TAuthCounList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthCounList"

    Auth = TAuthenticate  # outcome of the call
    CounList = ListOf(TCoun)  # countries


class TAuthDisaList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthDisaList"

    Auth = TAuthenticate  # outcome of the call
    DisaList = ListOf(TDisa)  # disabilities


class TAuthDivisionList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthDivisionList"

    Auth = TAuthenticate  # outcome of the call
    DivisionList = ListOf(TDivision)  # divisions


class TAuthEmcaList(ComplexModel):
    """Members observed; class name inferred."""

    __type_name__ = "TAuthEmcaList"

    Auth = TAuthenticate  # outcome of the call
    EmcaList = ListOf(TEmca)  # employment categories


class TAuthLangList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthLangList"

    Auth = TAuthenticate  # outcome of the call
    LangList = ListOf(TLang)  # languages


class TAuthOrgaList(ComplexModel):
    """Members observed; class name inferred."""

    __type_name__ = "TAuthOrgaList"

    Auth = TAuthenticate  # outcome of the call
    OrgaList = ListOf(TOrga)  # organisations


class TAuthPositionList(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthPositionList"

    Auth = TAuthenticate  # outcome of the call
    PositionList = ListOf(TPosition)  # positions


class TAuthPredList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthPredList"

    Auth = TAuthenticate  # outcome of the call
    PredList = ListOf(TPred)  # prior education


class TAuthQualStateList(ComplexModel):
    """Members observed; class name inferred."""

    __type_name__ = "TAuthQualStateList"

    Auth = TAuthenticate  # outcome of the call
    QualStateList = ListOf(TQualState)  # state figures


class TAuthQuunList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthQuunList"

    Auth = TAuthenticate  # outcome of the call
    QuunList = ListOf(TQuun)  # units of the qualification


class TAuthRecognitionList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthRecognitionList"

    Auth = TAuthenticate  # outcome of the call
    RecognitionList = ListOf(TRecognition)  # recognition codes


class TAuthReferralTypeList(ComplexModel):
    """Members observed; class name inferred."""

    __type_name__ = "TAuthReferralTypeList"

    Auth = TAuthenticate  # outcome of the call
    ReferralTypeList = ListOf(TReferral)  # referral sources


class TAuthResultList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthResultList"

    Auth = TAuthenticate  # outcome of the call
    ResultList = ListOf(TResult)  # result types


class TAuthStatList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthStatList"

    Auth = TAuthenticate  # outcome of the call
    StatList = ListOf(TStat)  # states


class TAuthStudyReasonList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthStudyReasonList"

    Auth = TAuthenticate  # outcome of the call
    StudyReasonList = ListOf(TStudyReason)  # reasons for study


class TAuthSubuList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthSubuList"

    Auth = TAuthenticate  # outcome of the call
    SubuList = ListOf(TSubu)  # suburbs


class TAuthUnitStateList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthUnitStateList"

    Auth = TAuthenticate  # outcome of the call
    UnitStateList = ListOf(TUnitState)  # state figures


class TAuthVicCohortList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthVicCohortList"

    Auth = TAuthenticate  # outcome of the call
    VicCohortList = ListOf(TVicCohort)  # cohorts


class TRelationshipType(ComplexModel):
    """Names from TClieRelationship."""

    __type_name__ = "TRelationshipType"

    RelationshipTypeCode = String  # code
    RelationshipTypeName = String  # name
    Relations = ListOf(TRelation)  # relations of the type


class TAuthRelationshipTypeList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthRelationshipTypeList"

    Auth = TAuthenticate  # outcome of the call
    RelationshipTypeList = ListOf(TRelationshipType)  # relationship types
