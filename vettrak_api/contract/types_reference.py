"""Wire types of the area reference."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import ComplexModel, Int, ListOf, Money, String
from vettrak_api.contract.types_common import TAuthenticate, TDisa, TDivision, TPred, TStudyReason


class TAnzs(ComplexModel):
    """An industry of the national classification (ANZSIC)."""

    __type_name__ = "TAnzs"

    Anzs_Name = String  # What the trade is called.
    # A letter for a division, two digits for a subdivision, three for a group. Codes: anzsic.
    Anzs_Code = String


class TCoun(ComplexModel):
    """A country."""

    __type_name__ = "TCoun"

    Coun_Name = String  # What it is called.
    Coun_Code = String  # Four digits of the national classification. Codes: country.


class TEmca(ComplexModel):
    """A labour force status."""

    __type_name__ = "TEmca"

    Emca_Name = String  # What it means.
    Emca_Code = String  # Two digits of the national list. Codes: labour-force-status.


class TLang(ComplexModel):
    """A language."""

    __type_name__ = "TLang"

    Lang_Name = String  # What it is called.
    Lang_Code = String  # Four digits of the national classification. Codes: language.


class TOrga(ComplexModel):
    """A training organisation."""

    __type_name__ = "TOrga"

    OrganisationId = Int  # The number that other lists name it by.
    OrganisationName = String  # What it is called.
    OrganisationCode = String  # Its number in the national register of training providers.


class TPosition(ComplexModel):
    """A position that people are employed in."""

    __type_name__ = "TPosition"

    Name = String  # What people do in it. At most 100 characters.
    Code = String  # A short form, if the organisation has one. At most 10 characters.


class TQualState(ComplexModel):
    """Figures of a qualification or course in one state."""

    __type_name__ = "TQualState"

    QualCode = String  # Which qualification or course, by its national code.
    StateShortName = String  # Where the figures hold. Codes: state.
    Hours = Int  # How long it usually takes (nominal time).
    Units = Int  # How many of them it is made of.
    PointScore = Int  # What it counts for in the state's points.
    Amount = Money  # What it is worth in funding, in dollars.
    PerUnitAmount = Money  # What each unit is worth in funding, in dollars.
    ExpiryMonths = Int  # After how long its awards end; 0 when they do not.


class TQuun(ComplexModel):
    """A unit that a qualification is made of."""

    __type_name__ = "TQuun"

    Qual_Code = String  # Which qualification or course, by its national code.
    Unit_Code = String  # Which unit or module, by its national code.
    Unit_Name = String  # What is learnt.
    Unit_Type = Int  # Whether it is a unit of competency or a module. Codes: unit-type.
    CoreFlag = Int  # Whether everybody takes it. Codes: core-or-elective.


class TRecognition(ComplexModel):
    """A way in which prior education is recognised, in Victoria."""

    __type_name__ = "TRecognition"

    Name = String  # What it means.
    Code = String  # A letter of the Victorian list. Codes: recognition.


class TReferral(ComplexModel):
    """A source by which people hear of courses."""

    __type_name__ = "TReferral"

    ReferralId = Int  # The number that other operations take.
    ReferralName = String  # What people choose on a form.
    ReferralTypeName = String  # Which group it belongs to.


class TRelation(ComplexModel):
    """What two people are to each other more closely."""

    __type_name__ = "TRelation"

    RelationId = Int  # The number that a relationship takes.
    RelationName = String  # The word for it, such as Parent.


class TResult(ComplexModel):
    """A type of result."""

    __type_name__ = "TResult"

    Result_Name = String  # What UpdateResult takes as sResult_Name. Codes: result.
    Result_Code = String  # How it is reported to the nation. Codes: outcome.
    Result_Desc = String  # When it is to be used.
    Result_Type = Int  # What it means to the server. Codes: result-kind.


class TStat(ComplexModel):
    """A state or territory."""

    __type_name__ = "TStat"

    Stat_Name = String  # What it is called in full.
    Stat_ShortName = String  # What other operations take, such as Vic. Codes: state.
    Stat_Code = String  # Two digits of the national standard.


class TSubu(ComplexModel):
    """A suburb, town or locality."""

    __type_name__ = "TSubu"

    Subu_Name = String  # What it is called.
    Subu_PCode = String  # Its four digits for the post.
    Stat_ShortName = String  # Which state or territory it is in. Codes: state.


class TUnitState(ComplexModel):
    """Figures of a unit or module in one state."""

    __type_name__ = "TUnitState"

    UnitCode = String  # Which unit or module, by its national code.
    StateShortName = String  # Where the figures hold. Codes: state.
    Hours = Int  # How long it usually takes (nominal time).
    PointScore = Int  # What it counts for in the state's points.
    Amount = Money  # What it is worth in funding, in dollars.


class TVicCohort(ComplexModel):
    """A group of people whom Victoria reports when a program begins."""

    __type_name__ = "TVicCohort"

    Name = String  # Who belongs to it.
    Code = String  # What UpdateWebEnrolment takes in vicCohortCodes. Codes: vic-cohort.


class TAuthAnzsList(ComplexModel):
    """The outcome of the call with the industries."""

    __type_name__ = "TAuthAnzsList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    AnzsList = ListOf(TAnzs)  # The industries; empty when nothing was found.


class TAuthCounList(ComplexModel):
    """The outcome of the call with the countries."""

    __type_name__ = "TAuthCounList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    CounList = ListOf(TCoun)  # The countries; empty when nothing was found.


class TAuthDisaList(ComplexModel):
    """The outcome of the call with the disabilities."""

    __type_name__ = "TAuthDisaList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    DisaList = ListOf(TDisa)  # The disabilities; empty when nothing was found.


class TAuthDivisionList(ComplexModel):
    """The outcome of the call with the divisions."""

    __type_name__ = "TAuthDivisionList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    DivisionList = ListOf(TDivision)  # The divisions; empty when nothing was found.


class TAuthEmcaList(ComplexModel):
    """The outcome of the call with the employment categories."""

    __type_name__ = "TAuthEmcaList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    EmcaList = ListOf(TEmca)  # The employment categories; empty when nothing was found.


class TAuthLangList(ComplexModel):
    """The outcome of the call with the languages."""

    __type_name__ = "TAuthLangList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    LangList = ListOf(TLang)  # What is spoken, by name; empty when nothing was found.


class TAuthOrgaList(ComplexModel):
    """The outcome of the call with the training organisations."""

    __type_name__ = "TAuthOrgaList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    # The training providers of the server; one, unless it is registered for several.
    OrgaList = ListOf(TOrga)


class TAuthPositionList(ComplexModel):
    """The outcome of the call with the positions of employment."""

    __type_name__ = "TAuthPositionList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    PositionList = ListOf(TPosition)  # The positions of employment; empty when nothing was found.


class TAuthPredList(ComplexModel):
    """The outcome of the call with the kinds of prior education."""

    __type_name__ = "TAuthPredList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    PredList = ListOf(TPred)  # The kinds of prior education; empty when nothing was found.


class TAuthQualStateList(ComplexModel):
    """The outcome of the call with the figures of the qualification by state."""

    __type_name__ = "TAuthQualStateList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    # The figures of the qualification by state; empty when nothing was found.
    QualStateList = ListOf(TQualState)


class TAuthQuunList(ComplexModel):
    """The outcome of the call with the units that the qualification is made of."""

    __type_name__ = "TAuthQuunList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    QuunList = ListOf(TQuun)  # The units that the qualification is made of; empty when nothing was found.


class TAuthRecognitionList(ComplexModel):
    """The outcome of the call with the ways in which prior education is recognised."""

    __type_name__ = "TAuthRecognitionList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    # The ways in which prior education is recognised; empty when nothing was found.
    RecognitionList = ListOf(TRecognition)


class TAuthReferralTypeList(ComplexModel):
    """The outcome of the call with the sources by which people hear of courses."""

    __type_name__ = "TAuthReferralTypeList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    # The sources by which people hear of courses; empty when nothing was found.
    ReferralTypeList = ListOf(TReferral)


class TAuthResultList(ComplexModel):
    """The outcome of the call with the types of result."""

    __type_name__ = "TAuthResultList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    ResultList = ListOf(TResult)  # The types of result; empty when nothing was found.


class TAuthStatList(ComplexModel):
    """The outcome of the call with the states and territories."""

    __type_name__ = "TAuthStatList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    StatList = ListOf(TStat)  # The states and territories; empty when nothing was found.


class TAuthStudyReasonList(ComplexModel):
    """The outcome of the call with the reasons for study."""

    __type_name__ = "TAuthStudyReasonList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    StudyReasonList = ListOf(TStudyReason)  # The reasons for study; empty when nothing was found.


class TAuthSubuList(ComplexModel):
    """The outcome of the call with the suburbs."""

    __type_name__ = "TAuthSubuList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    SubuList = ListOf(TSubu)  # The suburbs; empty when nothing was found.


class TAuthUnitStateList(ComplexModel):
    """The outcome of the call with the figures of the unit by state."""

    __type_name__ = "TAuthUnitStateList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    UnitStateList = ListOf(TUnitState)  # The figures of the unit by state; empty when nothing was found.


class TAuthVicCohortList(ComplexModel):
    """The outcome of the call with the Victorian cohorts."""

    __type_name__ = "TAuthVicCohortList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    VicCohortList = ListOf(TVicCohort)  # The Victorian cohorts; empty when nothing was found.


class TRelationshipType(ComplexModel):
    """A kind of relationship."""

    __type_name__ = "TRelationshipType"

    RelationshipTypeCode = String  # What a relationship takes. Codes: relationship-type.
    RelationshipTypeName = String  # What it means.
    Relations = ListOf(TRelation)  # What the two may be to each other more closely.


class TAuthRelationshipTypeList(ComplexModel):
    """The outcome of the call with the kinds of relationship."""

    __type_name__ = "TAuthRelationshipTypeList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    # The kinds of relationship; empty when nothing was found.
    RelationshipTypeList = ListOf(TRelationshipType)
