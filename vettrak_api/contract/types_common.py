"""Wire types that several areas use."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import (
    ComplexModel,
    DateTime,
    Int,
    ListOf,
    Money,
    NullableDateTime,
    NullableInt,
    NullableMoney,
    String,
)


class TAddress(ComplexModel):
    """Documented order."""

    __type_name__ = "TAddress"

    Building = String  # building or property, max 50
    UnitDetails = String  # flat or unit, max 30
    StreetNumber = String  # number or lot, max 15
    StreetName = String  # with type and suffix, max 70
    POBox = String  # postal addresses only, max 22
    City = String  # suburb or town, max 50
    State = String  # short name of GetStateList, max 10
    Postcode = String  # OSPC overseas, max 4


class TAuthenticate(ComplexModel):
    """Order documented and observed. Operations returning it directly put its members straight under
    <OpResult>.
    """

    __type_name__ = "TAuthenticate"

    ID = Int  # internal ID of the token's owner; -1 (BAD_ID) on failure
    Token = String  # token to go on with; "" on failure
    Status = Int  # see status_codes
    StatusMessage = String  # null (absent) on plain success, text on failure
    Identifier = String  # client code or employer identifier of the owner; "-1" (BAD_IDENTIFIER) on failure
    TokenType = String  # see token_types; "" on failure


class TClie(ComplexModel):
    """Documented order. "Not found" answers carry it with three empty strings."""

    __type_name__ = "TClie"

    Clie_Surname = String  # surname or single name, max 50
    Clie_Given = String  # given name, blank for a single name, max 50
    Clie_Code = String  # client code, max 10


class TCont(ComplexModel):
    """First eight in documented order, the rest in the order observed in TContEnro."""

    __type_name__ = "TCont"

    ID = Int  # contract ID
    Code = String  # contract code
    StartDate = NullableDateTime  # start
    EndDate = NullableDateTime  # end
    Status = String  # status name
    DateOfEffect = NullableDateTime  # when the status took effect
    Qual_Code = String  # qualification or course
    Qual_Name = String  # its name
    Empl_Identifier = String  # employer
    Empl_Name = String  # its name
    ContractType = String  # user-defined type name
    ContractTypeCode = String  # its code
    OrganisationId = NullableInt  # organisation
    Description = String  # description
    StateShortName = String  # state
    EmployerContactCode = String  # client code of the employer contact


class TDisa(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TDisa"

    Disa_Name = String  # disability
    Disa_Code = String  # two-digit code


class TDivision(ComplexModel):
    """Class documented without members."""

    __type_name__ = "TDivision"

    DivisionId = Int  # division ID
    Name = String  # name
    ParentDivisionId = NullableInt  # null for the root


class TEnro(ComplexModel):
    """Order taken from a genuine TClieEnro response."""

    __type_name__ = "TEnro"

    ID = Int  # enrolment ID (occurrence ID in TOccu)
    Code = String  # enrolment or occurrence code
    StartDate = NullableDateTime  # start
    EndDate = NullableDateTime  # end
    Status = String  # status name such as Active, Completed, Withdrawn
    # 0 active, 1 completed, 2 withdrawn, 3 cancelled, 4 suspended, 9 pre-reporting withdrawal (only 0, 1, 9
    # known)
    StatusType = Int
    DateOfEffect = NullableDateTime  # when the status took effect
    Qual_Code = String  # qualification or course
    Qual_Name = String  # its name
    OrganisationId = NullableInt  # organisation
    Description = String  # description
    Loca_Code = String  # location
    DeliveryType = String  # old delivery type name
    DeliveryModes = ListOf(String)  # first one is primary
    EmployerIdentifier = String  # linked employer
    EmployerName = String  # its name
    EmployerContactCode = String  # client code of its contact
    Amount = Money  # total, GST included
    GST = Money  # GST part
    AmountPaid = Money  # paid incl. credits; 0 on an occurrence
    AmountCredited = Money  # credited; 0 on an occurrence
    DivisionId = Int  # division
    EnrolmentType = String  # user-defined type name
    EnrolmentTypeCode = String  # its code


class TEnun(ComplexModel):
    """Class and ID documented, the rest inferred."""

    __type_name__ = "TEnun"

    ID = Int  # enrolment that directly holds the unit
    Unit_Code = String  # unit or module code
    Unit_Name = String  # name
    Unit_Type = Int  # 0 unit, 1 module
    Result_Name = String  # result; empty for an occurrence
    StartDate = NullableDateTime  # start of study
    FinishDate = NullableDateTime  # end of study
    Percentage = Int  # 0 to 100, -1 not scored
    Comment = String  # comment
    Hours = NullableMoney  # nominal hours


class TEven(ComplexModel):
    """All twelve members documented; order partly observed (EventID to EventStart, Complete, Description),
    the rest inferred.
    """

    __type_name__ = "TEven"

    EventID = Int  # event ID; ignored on add
    EventType = Int  # 0 client event, 1 employer event
    Identifier = String  # client code or employer identifier
    EventName = String  # event type name
    EventStart = DateTime  # start
    EventFinish = NullableDateTime  # finish
    Complete = Int  # 0 open, 1 completed
    Description = String  # description, max 2000
    StaffCode = String  # client code of a staff member, max 10
    DocumentReference = String  # path of a linked document (member documented, name inferred), max 255
    EnrolmentId = NullableInt  # client events only; not with ContractId
    ContractId = NullableInt  # client events only; not with EnrolmentId


class TInst(ComplexModel):
    """First six observed in this order, the rest inferred."""

    __type_name__ = "TInst"

    Inst_ID = Int  # class ID
    Inst_Start = DateTime  # start
    Inst_Finish = DateTime  # finish
    Room_Code = String  # room
    # class code; always filled: a class without one has its occurrence's code, else its ID
    Inst_Code = String
    Prog_Name = String  # programme name; always filled
    Inst_Desc = String  # description
    Loca_Code = String  # location
    OccurrenceId = Int  # occurrence


class TPred(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TPred"

    Pred_Name = String  # achievement
    Pred_Code = String  # three-digit code
    RecognitionCode = String  # Victoria only: A, E, I or blank


class TPric(ComplexModel):
    """Members documented, order and the two unit names inferred."""

    __type_name__ = "TPric"

    Enpr_ID = NullableInt  # pricing record of the occurrence
    Pric_ID = NullableInt  # pricing item, or inventory item for type 6
    Pric_Name = String  # name such as Full Fee
    Pric_Code = String  # code
    # 0 normal, 1 tuition, 2 resource (WA), 3 loan liability (WA), 4 government, 5 corporate, 6 inventory item
    Pric_Type = Int
    Enpr_Amount = NullableMoney  # amount incl. GST and surcharge
    Enpr_GST = NullableMoney  # GST part
    SurchargePercentage = Money  # negative = discount, 0 = none
    Unit_Code = String  # unit the price is for; empty = whole enrolment
    Unit_Name = String  # its name


class TRelationshipToClient(ComplexModel):
    """Documented order."""

    __type_name__ = "TRelationshipToClient"

    ClientCode = String  # existing client, or blank to find or make one
    GivenName = String  # given name, max 50
    Surname = String  # surname, max 50
    OtherNames = String  # other names, max 50
    Email = String  # e-mail, max 100
    MobilePhone = String  # mobile, max 20
    HomePhone = String  # home phone, max 20


class TStudyReason(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TStudyReason"

    StudyReasonId = Int  # ID
    Name = String  # reason for study
    Code = String  # AVETMISS code


class TTask(ComplexModel):
    """Class documented without members."""

    __type_name__ = "TTask"

    Task_Code = String  # task code, max 20
    Task_Name = String  # name
    Task_Desc = String  # description


class TUnit(ComplexModel):
    """Class documented, members mostly inferred."""

    __type_name__ = "TUnit"

    Unit_Code = String  # unit or module code, max 12
    Unit_Name = String  # name
    Unit_Type = Int  # 0 unit of competency, 1 module
    Unit_Optional = Int  # 1 = not enrolled by default (on an occurrence)


class TAuthClieList(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthClieList"

    Auth = TAuthenticate  # outcome of the call
    ClieList = ListOf(TClie)  # clients


class TAuthEnunList(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthEnunList"

    Auth = TAuthenticate  # outcome of the call
    EnunList = ListOf(TEnun)  # enrolled units


class TAuthID(ComplexModel):
    """Class and members documented, order observed for Auth."""

    __type_name__ = "TAuthID"

    Auth = TAuthenticate  # outcome of the call
    ID = Int  # ID of the record made; -1 on failure


class TAuthStringList(ComplexModel):
    """Class documented or following the naming pattern; see the provenance of its members."""

    __type_name__ = "TAuthStringList"

    Auth = TAuthenticate  # outcome of the call
    TextList = ListOf(String)  # the strings


class TClieAVETMISS(TClie):
    """Five members documented, order and the other names inferred (base members first)."""

    __type_name__ = "TClieAVETMISS"

    AboriginalFlag = String  # @ not stated, 1 Aboriginal, 2 Torres Strait Islander, 3 both, 4 neither
    AtSchoolFlag = String  # @, Y, N
    HighestSchoolLevel = String  # AVETMISS code 02, 08 to 12, @@
    CompletedLocation = String  # place of the highest school level (member documented, name inferred), max 50
    CompletedYear = String  # its year (member documented, name inferred)
    CountryCode = String  # country of birth (member documented, name inferred)
    LanguageCode = String  # main language at home
    EnglishProficiency = String  # 1 very well to 4 not at all, @
    DisabilityFlag = String  # @, Y, N
    DisaList = ListOf(TDisa)  # disabilities (list documented, name inferred)
    PriorEducationFlag = String  # @, Y, N
    PredList = ListOf(TPred)  # prior education
    EmploymentCategoryCode = String  # labour force status, see GetEmploymentCategoryList
    SurveyContactStatusCode = String  # A available ...


class TClieEnro(TEnro):
    """Order observed; base TEnro inferred."""

    __type_name__ = "TClieEnro"

    Clie_Code = String  # client code
    GivenName = String  # given name
    Surname = String  # surname


class TClieRelationship(ComplexModel):
    """Documented order; nullability from the rules."""

    __type_name__ = "TClieRelationship"

    ClieRelationshipId = Int  # relationship ID; ignored on add
    RelationshipTypeCode = String  # e.g. EC, G
    RelationshipTypeName = String  # output only
    RelationId = NullableInt  # relation within the type
    RelationName = String  # output only
    ToClient = TRelationshipToClient  # the other person
    StartDate = NullableDateTime  # start
    EndDate = NullableDateTime  # end
    Description = String  # notes, max 2000


class TLoca(ComplexModel):
    """Names and order observed."""

    __type_name__ = "TLoca"

    Loca_Code = String  # location code
    Loca_Name = String  # name
    Loca_Desc = String  # description
    Stat_ShortName = String  # state
    Loca_PCode = String  # postcode
    Loca_Suburb = String  # suburb
    Load_Loading = NullableMoney  # loading (type inferred)
    Coun_Name = String  # country
    Loca_Active = Int  # 0/1
    # structured address; always present, with an empty street name when no address is known, since client
    # programs read its members without asking
    Address = TAddress


class TOccu(TEnro):
    """Relative order of Prog_Code, Prog_Name, Vacancies, Colour observed; place of the others inferred.
    Derives from TEnro (documented).
    """

    __type_name__ = "TOccu"

    Prog_Code = String  # programme code
    Prog_Name = String  # programme name
    Reportable = Int  # 0 state AVETMISS, 1 not reportable, 2 national
    WebPublished = Int  # 0/1
    Uploaded = Int  # LMS occurrences: 0 not in the LMS, 1 in it; otherwise 0
    Vacancies = Int  # places left, never below 0 (R-VACANCY)
    Colour = String  # #RRGGBB, default #0000FF
    Prog_ID = Int  # programme ID (since about 24.1)


class TAuthClieEnro(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthClieEnro"

    Auth = TAuthenticate  # outcome of the call
    ClieEnro = TClieEnro  # the enrolment


class TAuthClieEnroList(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthClieEnroList"

    Auth = TAuthenticate  # outcome of the call
    ClieEnroList = ListOf(TClieEnro)  # enrolments


class TAuthLocaList(ComplexModel):
    """Members observed; class name inferred."""

    __type_name__ = "TAuthLocaList"

    Auth = TAuthenticate  # outcome of the call
    LocaList = ListOf(TLoca)  # locations


class TAuthOccuList(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthOccuList"

    Auth = TAuthenticate  # outcome of the call
    OccuList = ListOf(TOccu)  # occurrences
