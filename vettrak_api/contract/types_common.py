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
    """An address, part by part."""

    __type_name__ = "TAddress"

    Building = String  # The name of the building or property. At most 50 characters.
    UnitDetails = String  # Flat, unit, level or the like. At most 30 characters.
    StreetNumber = String  # The house number, or the lot. At most 15 characters.
    # What the street is called, with its kind, such as Wattle Street. At most 70 characters.
    StreetName = String
    POBox = String  # A post office box; it counts in postal addresses alone. At most 22 characters.
    City = String  # The suburb, town or locality. At most 50 characters.
    # The state or territory, by its short name in GetStateList. At most 10 characters. Codes: state.
    State = String
    Postcode = String  # Four digits, or OSPC for an address overseas. At most 4 characters.


class TAuthenticate(ComplexModel):
    """How a call ended. It stands at the head of every answer."""

    __type_name__ = "TAuthenticate"

    ID = Int  # The number under which the server keeps whoever the token belongs to; -1 when the call failed.
    Token = String  # What to send as the first parameter of the next call; empty when the call failed.
    Status = Int  # 1 when the call succeeded, less when it failed. Codes: status.
    StatusMessage = String  # Why the call failed, for people to read; absent on plain success.
    # The client code, or the identifier of the employer, that the token belongs to; -1 when the call failed.
    Identifier = String
    TokenType = String  # Whose token it is; empty when the call failed. Codes: token-type.


class TClie(ComplexModel):
    """The name and code of a client."""

    __type_name__ = "TClie"

    # The family name, or the only one of somebody who has a single name. At most 50 characters.
    Clie_Surname = String
    Clie_Given = String  # The first name; blank for somebody with a single name. At most 50 characters.
    Clie_Code = String  # The code of the client, a text such as 00042, never a number. At most 10 characters.


class TCont(ComplexModel):
    """A training contract: that of an apprentice or trainee with an employer."""

    __type_name__ = "TCont"

    ID = Int  # The number of the contract.
    Code = String  # What the contract is filed under.
    StartDate = NullableDateTime  # The first day of the training.
    EndDate = NullableDateTime  # The last day of the training; null while it is open.
    Status = String  # What has become of it, by the name of its status. Codes: enrolment-status.
    DateOfEffect = NullableDateTime  # Since when the status holds.
    Qual_Code = String  # The national code of the qualification or course.
    Qual_Name = String  # What the qualification or course is called.
    Empl_Identifier = String  # Whom the contract is with, by identifier.
    Empl_Name = String  # What that employer is called.
    ContractType = String  # A kind of contract that the organisation has made up.
    ContractTypeCode = String  # The short form of that kind.
    OrganisationId = NullableInt  # Which training organisation it belongs to, by number in GetOrganisations.
    Description = String  # Notes on the contract.
    StateShortName = String  # The state or territory that it falls under. Codes: state.
    EmployerContactCode = String  # Whom to turn to at the employer, by client code.


class TDisa(ComplexModel):
    """A disability."""

    __type_name__ = "TDisa"

    Disa_Name = String  # What it is called; ignored when it is sent.
    Disa_Code = String  # Two digits of the national list. Codes: disability.


class TDivision(ComplexModel):
    """A division: a part of the organisation to which clients belong."""

    __type_name__ = "TDivision"

    DivisionId = Int  # The number that other operations take.
    Name = String  # What the division is called.
    ParentDivisionId = NullableInt  # Which division it is a part of; null for the root.


class TEnro(ComplexModel):
    """An enrolment: a person, or an employer, in an occurrence or a qualification."""

    __type_name__ = "TEnro"

    ID = Int  # The number of the enrolment; in a list of occurrences that of the occurrence.
    Code = String  # What the organisation files it under.
    StartDate = NullableDateTime  # The first day; null while it is open.
    EndDate = NullableDateTime  # The last day; null while it is open.
    Status = String  # What has become of it, by the name of its status. Codes: enrolment-status.
    # What the status means to the server; 2, 3 and 9 are withdrawn or cancelled. Codes: enrolment-status-
    # type.
    StatusType = Int
    DateOfEffect = NullableDateTime  # Since when the status holds.
    Qual_Code = String  # The national code of the qualification or course.
    Qual_Name = String  # What the qualification or course is called.
    OrganisationId = NullableInt  # Which training organisation it belongs to, by number in GetOrganisations.
    Description = String  # Notes on it.
    Loca_Code = String  # Where it takes place, by code in GetLocations.
    DeliveryType = String  # How it is delivered, in the older way of saying it.
    DeliveryModes = ListOf(String)  # How it is delivered; the first is the main one. Codes: delivery-mode.
    EmployerIdentifier = String  # Which employer it is linked to.
    EmployerName = String  # What that company is called.
    EmployerContactCode = String  # Whom to turn to at the employer, by client code.
    Amount = Money  # What it costs in all, GST included.
    GST = Money  # How much of the price is tax.
    AmountPaid = Money  # What was received for it, credits included; 0 for an occurrence.
    AmountCredited = Money  # What was written off; 0 for an occurrence.
    DivisionId = Int  # Which part of the organisation it belongs to, by number in GetDivisions.
    EnrolmentType = String  # A kind that the organisation has made up.
    EnrolmentTypeCode = String  # The short form of that kind.


class TEnun(ComplexModel):
    """A unit of an enrolment, and its result."""

    __type_name__ = "TEnun"

    ID = Int  # The number of the enrolment that holds the unit, perhaps a linked one.
    Unit_Code = String  # The national code, such as SITHFAB021.
    Unit_Name = String  # What is learnt.
    Unit_Type = Int  # Whether it is a unit of competency or a module. Codes: unit-type.
    Result_Name = String  # What has become of it; empty for an occurrence. Codes: result.
    StartDate = NullableDateTime  # When study began.
    FinishDate = NullableDateTime  # When study ended.
    Percentage = Int  # The score, 0 to 100; -1 when nothing was scored.
    Comment = String  # What the assessor has said about it.
    # How long the unit takes: as was agreed for the enrolment, else as usual (nominal time).
    Hours = NullableMoney


class TEven(ComplexModel):
    """Something that happened, or will happen, to a client or an employer."""

    __type_name__ = "TEven"

    EventID = Int  # The number of the event; it is ignored when one is added.
    EventType = Int  # Whether it is a client's or an employer's. Codes: event-kind.
    Identifier = String  # Whose it is: the client code, or the employer's identifier.
    EventName = String  # What happened, by the name of an event type. Codes: event-type.
    EventStart = DateTime  # When it began.
    EventFinish = NullableDateTime  # When it was over; null while that is open.
    Complete = Int  # Whether it is done with. Codes: event-complete.
    Description = String  # Notes on what happened. At most 2000 characters.
    StaffCode = String  # Who sees to it, by client code. At most 10 characters.
    # Where something that belongs to it is kept, such as a web address. At most 255 characters.
    DocumentReference = String
    EnrolmentId = NullableInt  # The client's enrolment that it is about; never together with ContractId.
    # The client's training contract that it is about; never together with EnrolmentId.
    ContractId = NullableInt


class TInst(ComplexModel):
    """A class: one meeting of an occurrence."""

    __type_name__ = "TInst"

    Inst_ID = Int  # The number of the class.
    Inst_Start = DateTime  # When it begins.
    Inst_Finish = DateTime  # When it is over.
    Room_Code = String  # Where in the building it meets.
    # What it is filed under; always filled, with the occurrence's code or the number where it has none of its
    # own.
    Inst_Code = String
    Prog_Name = String  # What is taught; always filled.
    Inst_Desc = String  # What the meeting is about.
    Loca_Code = String  # Where it is, by code in GetLocations.
    OccurrenceId = Int  # Which occurrence it belongs to, by number.


class TPred(ComplexModel):
    """Something that a person had completed before."""

    __type_name__ = "TPred"

    Pred_Name = String  # What it is called; ignored when it is sent.
    Pred_Code = String  # Three digits of the national list. Codes: prior-education.
    RecognitionCode = String  # In Victoria, how it is recognised; elsewhere blank. Codes: recognition.


class TPric(ComplexModel):
    """A price of an occurrence."""

    __type_name__ = "TPric"

    # The number of the price at this occurrence; AddPriceTypesToWebEnrolment asks for it.
    Enpr_ID = NullableInt
    Pric_ID = NullableInt  # The number of the price item that it was made from, or of the inventory item.
    Pric_Name = String  # What it is called, such as Full fee.
    Pric_Code = String  # The organisation's short form.
    Pric_Type = Int  # What is charged for with it. Codes: price-type.
    Enpr_Amount = NullableMoney  # How much it is, GST and surcharge included.
    Enpr_GST = NullableMoney  # How much of it is tax.
    # By how many per cent it was raised; below zero for a discount, 0 for neither.
    SurchargePercentage = Money
    Unit_Code = String  # Which unit it is for; empty when it is for the whole course.
    Unit_Name = String  # What that unit is called.


class TRelationshipToClient(ComplexModel):
    """The other person of a relationship."""

    __type_name__ = "TRelationshipToClient"

    ClientCode = String  # Who it is, by code; blank to find or add somebody by name and contact.
    GivenName = String  # The first name; blank for somebody with a single one. At most 50 characters.
    Surname = String  # The family name. At most 50 characters.
    OtherNames = String  # Middle ones and any further. At most 50 characters.
    Email = String  # Where e-mails to the person go. At most 100 characters.
    MobilePhone = String  # The telephone in the person's pocket. At most 20 characters.
    HomePhone = String  # The telephone where the person lives. At most 20 characters.


class TStudyReason(ComplexModel):
    """A reason for study."""

    __type_name__ = "TStudyReason"

    StudyReasonId = Int  # The number that other operations take.
    Name = String  # What people choose on a form.
    Code = String  # Two digits of the national list. Codes: study-reason.


class TTask(ComplexModel):
    """Something that students have to do."""

    __type_name__ = "TTask"

    Task_Code = String  # What other operations call it by. At most 20 characters.
    Task_Name = String  # What is to be done.
    Task_Desc = String  # How it is to be done.


class TUnit(ComplexModel):
    """A unit of competency or a module."""

    __type_name__ = "TUnit"

    Unit_Code = String  # The national code, such as SITHFAB021. At most 12 characters.
    Unit_Name = String  # What is learnt.
    Unit_Type = Int  # Which of the two it is. Codes: unit-type.
    # 1 when it is not enrolled unless it is chosen; it counts on an occurrence. Codes: zero-one.
    Unit_Optional = Int


class TAuthClieList(ComplexModel):
    """The outcome of the call with the clients."""

    __type_name__ = "TAuthClieList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    ClieList = ListOf(TClie)  # The clients; empty when nothing was found.


class TAuthEnunList(ComplexModel):
    """The outcome of the call with the units, each with its result."""

    __type_name__ = "TAuthEnunList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    EnunList = ListOf(TEnun)  # The units, each with its result; empty when nothing was found.


class TAuthID(ComplexModel):
    """The outcome of the call with the number of what was made."""

    __type_name__ = "TAuthID"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    ID = Int  # The number of the new record; -1 when the call failed.


class TAuthStringList(ComplexModel):
    """The outcome of the call with a list of texts."""

    __type_name__ = "TAuthStringList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    TextList = ListOf(String)  # What was asked for, one text each; empty when there is nothing.


class TClieAVETMISS(TClie):
    """What national statistics (AVETMISS) ask of a client."""

    __type_name__ = "TClieAVETMISS"

    # Whether the person is Aboriginal or a Torres Strait Islander. Codes: indigenous-status.
    AboriginalFlag = String
    AtSchoolFlag = String  # Whether the person still attends secondary education. Codes: yes-no.
    # How far the person went in secondary education. Codes: highest-school-level.
    HighestSchoolLevel = String
    CompletedLocation = String  # Where the highest level was reached. At most 50 characters.
    CompletedYear = String  # When the highest level was reached, four digits; @@@@ for not stated.
    CountryCode = String  # Where the person was born. Codes: country.
    LanguageCode = String  # What is mainly spoken at home. Codes: language.
    # How well the person speaks it, where the main language at home is another one. Codes: english-
    # proficiency.
    EnglishProficiency = String
    DisabilityFlag = String  # Whether the person has any; DisaList says which. Codes: yes-no.
    DisaList = ListOf(TDisa)  # Which ones the person has; send the flag Y with them.
    # Whether the person had completed anything before; PredList says what. Codes: yes-no.
    PriorEducationFlag = String
    PredList = ListOf(TPred)  # What the person had completed before; send the flag Y with it.
    EmploymentCategoryCode = String  # Whether the person works or looks for work. Codes: labour-force-status.
    # Whether national surveys may write to the person; blank becomes A. Codes: survey-contact-status.
    SurveyContactStatusCode = String


class TClieEnro(TEnro):
    """An enrolment with its client."""

    __type_name__ = "TClieEnro"

    Clie_Code = String  # The code of the client, a text such as 00042, never a number.
    GivenName = String  # The first part of the client's name; blank for a single name.
    Surname = String  # The family name of the client.


class TClieRelationship(ComplexModel):
    """How a client is related to another person."""

    __type_name__ = "TClieRelationship"

    ClieRelationshipId = Int  # The number of the relationship; it is ignored when one is added.
    # What the other person is to the client, such as EC for an emergency contact. Codes: relationship-type.
    RelationshipTypeCode = String
    RelationshipTypeName = String  # The same in words; it is told, and ignored when it is sent.
    # What they are to each other more closely, by number in GetRelationshipTypes, such as Parent.
    RelationId = NullableInt
    RelationName = String  # The same in a word; it is told, and ignored when it is sent.
    ToClient = TRelationshipToClient  # Who the other person is.
    StartDate = NullableDateTime  # The first day on which it holds.
    EndDate = NullableDateTime  # The last day on which it holds; null while it goes on.
    Description = String  # Notes on the relationship. At most 2000 characters.


class TLoca(ComplexModel):
    """A place where training happens."""

    __type_name__ = "TLoca"

    Loca_Code = String  # What other operations call it by.
    Loca_Name = String  # What the place is called.
    Loca_Desc = String  # How to find it, or what is there.
    Stat_ShortName = String  # Which state or territory it is in. Codes: state.
    Loca_PCode = String  # Its four digits for the post.
    Loca_Suburb = String  # Which suburb or town it is in.
    Load_Loading = NullableMoney  # By how much funding is raised for teaching there, if it is.
    Coun_Name = String  # Which country it is in.
    Loca_Active = Int  # 1 while it is in use, otherwise 0. Codes: zero-one.
    # Where it is, part by part; always there, with an empty street name when nothing is known.
    Address = TAddress


class TOccu(TEnro):
    """An occurrence: one offering of a programme, with its dates, places and prices."""

    __type_name__ = "TOccu"

    Prog_Code = String  # The short form of what is offered.
    Prog_Name = String  # What is offered.
    Reportable = Int  # To whom it is reported. Codes: reportable.
    WebPublished = Int  # 1 when it is open for enrolment on the web, otherwise 0. Codes: zero-one.
    # Whether the learning management system has it; 0 where it is not flagged for that. Codes: lms-status.
    Uploaded = Int
    Vacancies = Int  # How many places are left, never below 0; 9999 when there is no limit.
    Colour = String  # How calendars may paint it, as #RRGGBB.
    Prog_ID = Int  # The number of the programme.


class TAuthClieEnro(ComplexModel):
    """The outcome of the call with the new enrolment."""

    __type_name__ = "TAuthClieEnro"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    ClieEnro = TClieEnro  # What was made, with its number as ID; absent when the call failed.


class TAuthClieEnroList(ComplexModel):
    """The outcome of the call with the enrolments, each with its client."""

    __type_name__ = "TAuthClieEnroList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    ClieEnroList = ListOf(TClieEnro)  # The enrolments, each with its client; empty when nothing was found.


class TAuthLocaList(ComplexModel):
    """The outcome of the call with the locations."""

    __type_name__ = "TAuthLocaList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    LocaList = ListOf(TLoca)  # The locations; empty when nothing was found.


class TAuthOccuList(ComplexModel):
    """The outcome of the call with the occurrences."""

    __type_name__ = "TAuthOccuList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    OccuList = ListOf(TOccu)  # The occurrences; empty when nothing was found.
