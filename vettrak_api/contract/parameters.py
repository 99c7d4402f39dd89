"""What operations are given, for type checkers and readers.

Objects of the wire have the members of these protocols; an operation with more than 8 parameters besides the
token has them declared as one object. Names and order are the wire's. What is missing is None, and in the list of
an object it is an empty list; numbers, flags and dates that can not be null are 0, False and 0001-01-01 instead.
"""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol


class FilterCriteria(Protocol):
    """Observed order."""

    Field: str | None  # field name
    Operator: str | None  # see QueryAdditionalData; an enumeration in the original
    Value: str | None  # value as text


class ReturnField(Protocol):
    """Field observed; an aggregate is documented without name."""

    Field: str | None  # field name
    Aggregate: str | None  # blank, Count, Sum, Min, Max or Average


class SortCriteria(Protocol):
    """Class documented, members inferred."""

    Field: str | None  # field name
    SortOrder: str | None  # Ascending or Descending


class TAddress(Protocol):
    """Documented order."""

    Building: str | None  # building or property, max 50
    UnitDetails: str | None  # flat or unit, max 30
    StreetNumber: str | None  # number or lot, max 15
    StreetName: str | None  # with type and suffix, max 70
    POBox: str | None  # postal addresses only, max 22
    City: str | None  # suburb or town, max 50
    State: str | None  # short name of GetStateList, max 10
    Postcode: str | None  # OSPC overseas, max 4


class TClie(Protocol):
    """Documented order. "Not found" answers carry it with three empty strings."""

    Clie_Surname: str | None  # surname or single name, max 50
    Clie_Given: str | None  # given name, blank for a single name, max 50
    Clie_Code: str | None  # client code, max 10


class TDisa(Protocol):
    """Class documented or following the naming pattern; see the provenance of its members."""

    Disa_Name: str | None  # disability
    Disa_Code: str | None  # two-digit code


class TEven(Protocol):
    """All twelve members documented; order partly observed (EventID to EventStart, Complete, Description),
    the rest inferred.
    """

    EventID: int  # event ID; ignored on add
    EventType: int  # 0 client event, 1 employer event
    Identifier: str | None  # client code or employer identifier
    EventName: str | None  # event type name
    EventStart: datetime.datetime  # start
    EventFinish: datetime.datetime | None  # finish
    Complete: int  # 0 open, 1 completed
    Description: str | None  # description, max 2000
    StaffCode: str | None  # client code of a staff member, max 10
    DocumentReference: str | None  # path of a linked document (member documented, name inferred), max 255
    EnrolmentId: int | None  # client events only; not with ContractId
    ContractId: int | None  # client events only; not with EnrolmentId


class TPred(Protocol):
    """Class documented or following the naming pattern; see the provenance of its members."""

    Pred_Name: str | None  # achievement
    Pred_Code: str | None  # three-digit code
    RecognitionCode: str | None  # Victoria only: A, E, I or blank


class TPric(Protocol):
    """Members documented, order and the two unit names inferred."""

    Enpr_ID: int | None  # pricing record of the occurrence
    Pric_ID: int | None  # pricing item, or inventory item for type 6
    Pric_Name: str | None  # name such as Full Fee
    Pric_Code: str | None  # code
    # 0 normal, 1 tuition, 2 resource (WA), 3 loan liability (WA), 4 government, 5 corporate, 6 inventory item
    Pric_Type: int
    Enpr_Amount: Decimal | None  # amount incl. GST and surcharge
    Enpr_GST: Decimal | None  # GST part
    SurchargePercentage: Decimal  # negative = discount, 0 = none
    Unit_Code: str | None  # unit the price is for; empty = whole enrolment
    Unit_Name: str | None  # its name


class TRelationshipToClient(Protocol):
    """Documented order."""

    ClientCode: str | None  # existing client, or blank to find or make one
    GivenName: str | None  # given name, max 50
    Surname: str | None  # surname, max 50
    OtherNames: str | None  # other names, max 50
    Email: str | None  # e-mail, max 100
    MobilePhone: str | None  # mobile, max 20
    HomePhone: str | None  # home phone, max 20


class TSMSRecipient(Protocol):
    """Documented order."""

    ClientCode: str | None  # client
    MobilePhone: str | None  # number


class TClieAVETMISS(TClie, Protocol):
    """Five members documented, order and the other names inferred (base members first)."""

    AboriginalFlag: str | None  # @ not stated, 1 Aboriginal, 2 Torres Strait Islander, 3 both, 4 neither
    AtSchoolFlag: str | None  # @, Y, N
    HighestSchoolLevel: str | None  # AVETMISS code 02, 08 to 12, @@
    # place of the highest school level (member documented, name inferred), max 50
    CompletedLocation: str | None
    CompletedYear: str | None  # its year (member documented, name inferred)
    CountryCode: str | None  # country of birth (member documented, name inferred)
    LanguageCode: str | None  # main language at home
    EnglishProficiency: str | None  # 1 very well to 4 not at all, @
    DisabilityFlag: str | None  # @, Y, N
    DisaList: list[TDisa | None]  # disabilities (list documented, name inferred)
    PriorEducationFlag: str | None  # @, Y, N
    PredList: list[TPred | None]  # prior education
    EmploymentCategoryCode: str | None  # labour force status, see GetEmploymentCategoryList
    SurveyContactStatusCode: str | None  # A available ...


class TClieDetail(TClie, Protocol):
    """Up to Clie_Passport documented order, then order of a real response; TClie members come first
    (observed; the ASMX sample lists own members first).
    """

    Empl_Identifier: str | None  # employer of the primary employment
    Clie_Other: str | None  # other names, max 50
    Clie_Username: str | None  # read only
    Clie_DOB: datetime.datetime | None  # birth date
    Clie_RAddr: str | None  # usual address, flat form, max 170
    Clie_RCity: str | None  # its city, max 50
    Clie_RPCode: str | None  # its postcode, max 4
    Stat_RShortName: str | None  # its state, max 10
    Clie_PAddr: str | None  # postal address, flat form, max 170
    Clie_PCity: str | None  # its city, max 50
    Clie_PPCode: str | None  # its postcode, max 4
    Stat_PShortName: str | None  # its state, max 10
    Clie_Address_Type: int  # 0 normal, 1 international
    Clie_Email: str | None  # e-mail, max 100
    Clie_FaxPhone: str | None  # fax, max 20
    Clie_HomePhone: str | None  # home phone, max 20
    Clie_WorkPhone: str | None  # work phone, max 20
    Clie_MobilePhone: str | None  # mobile phone, max 20
    Clie_EmergencyName: str | None  # emergency contact, max 100
    Clie_EmergencyPhone: str | None  # the emergency contact's phone, max 20
    Clie_Title: str | None  # title, such as Ms, max 10
    Gender: str | None  # M, F or X
    PositionName: str | None  # position of the primary employment
    PositionCode: str | None  # its code
    Clie_Passport: str | None  # passport number, max 50
    Clie_Visa: str | None  # visa number, max 20
    Vity_Name: str | None  # visa type name, max 50
    Clie_VisaExpiry: datetime.datetime | None  # visa expiry
    Clie_DateLastAssessed: datetime.datetime | None  # on the primary employment
    Clie_Commenced: datetime.datetime | None  # start of the primary employment
    TerminationDate: datetime.datetime | None  # end of the primary employment
    Clie_Salary: Decimal | None  # salary of the primary employment
    DivisionId: int  # division; 0 on update = keep
    UsualAddress: TAddress | None  # structured usual address
    PostalAddress: TAddress | None  # structured postal address
    USI: str | None  # Unique Student Identifier
    USIExempt: bool  # exempt from having one (type inferred)


class TClieRelationship(Protocol):
    """Documented order; nullability from the rules."""

    ClieRelationshipId: int  # relationship ID; ignored on add
    RelationshipTypeCode: str | None  # e.g. EC, G
    RelationshipTypeName: str | None  # output only
    RelationId: int | None  # relation within the type
    RelationName: str | None  # output only
    ToClient: TRelationshipToClient | None  # the other person
    StartDate: datetime.datetime | None  # start
    EndDate: datetime.datetime | None  # end
    Description: str | None  # notes, max 2000


class TEmpl(Protocol):
    """Names and order observed, scalar types inferred."""

    Empl_Identifier: str | None  # employer identifier
    Emty_Code: str | None  # employer type code, max 10
    Anzs_Code: str | None  # ANZSIC code, max 10
    Empl_Name: str | None  # name, max 100
    Empl_LegalName: str | None  # legal name, max 100
    Empl_EmployerSize: str | None  # size category, max 10
    Empl_BAddr: str | None  # business address, flat form, max 170
    Empl_BCity: str | None  # its city, max 50
    Empl_BPCode: str | None  # its postcode, max 4
    BusinessState: str | None  # its state, max 10
    Empl_PAddr: str | None  # postal address, flat form, max 170
    Empl_PCity: str | None  # its city, max 50
    Empl_PPCode: str | None  # its postcode, max 4
    PostalState: str | None  # its state, max 10
    Empl_Phone: str | None  # phone, max 20
    Empl_Fax: str | None  # fax, max 20
    Empl_Mobile: str | None  # mobile, max 20
    Empl_Email: str | None  # e-mail, max 100
    Empl_ACN: str | None  # company number, max 9
    Empl_ABN: str | None  # business number, max 11
    Empl_Active: int  # 0/1
    Empl_Parent: str | None  # identifier of the parent employer
    ParentName: str | None  # its name
    Empl_Type: str | None  # type text, max 50
    Empl_Code: str | None  # external code, max 50
    URL: str | None  # web site, max 255
    # structured business address; always present, with an empty street name when no address is known, since
    # client programs read its members without asking
    BusinessAddress: TAddress | None
    # structured postal address; always present, with an empty street name when no address is known, since
    # client programs read its members without asking
    PostalAddress: TAddress | None


@dataclass(frozen=True, slots=True)
class AddAwardParameters:
    """Parameters of AddAward in wire order, all but the token."""

    enrolmentId: int
    awardTypeName: str | None
    parchmentNumber: str | None
    recordedDate: datetime.datetime | None
    dateCompleted: datetime.datetime | None
    expiryDate: datetime.datetime | None
    issued: bool | None
    licenceNumber: str | None
    description: str | None
    referenceLink: str | None
    issuedDate: datetime.datetime | None
    completionStatement: bool | None


@dataclass(frozen=True, slots=True)
class RecordPaymentForInvoiceParameters:
    """Parameters of RecordPaymentForInvoice in wire order, all but the token."""

    invoiceId: int
    paymentTypeName: str | None
    paymentLocationCode: str | None
    amount: Decimal
    paymentOrder: str | None
    RRN: str | None
    description: str | None
    externalIdentifier: str | None
    recordedDate: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class GetClientsForStaffParameters:
    """Parameters of GetClientsForStaff in wire order, all but the token."""

    staffClientCode: str | None
    includeClasses: bool
    includeEnrolments: bool
    includeContracts: bool
    includeEvents: bool
    startDate: datetime.datetime
    endDate: datetime.datetime
    staffType: str | None
    statusTypes: list[int] | None


@dataclass(frozen=True, slots=True)
class GetStaffForClientParameters:
    """Parameters of GetStaffForClient in wire order, all but the token."""

    clientCode: str | None
    includeClasses: bool
    includeEnrolments: bool
    includeContracts: bool
    includeEvents: bool
    startDate: datetime.datetime
    endDate: datetime.datetime
    staffType: str | None
    statusTypes: list[int] | None


@dataclass(frozen=True, slots=True)
class UpdateClientTasksParameters:
    """Parameters of UpdateClientTasks in wire order, all but the token."""

    clientCode: str | None
    taskCode: str | None
    tastCode: str | None
    startDate: datetime.datetime
    dueDate: datetime.datetime | None
    statusDate: datetime.datetime
    completeDate: datetime.datetime | None
    percentage: int | None
    description: str | None


@dataclass(frozen=True, slots=True)
class UpdateEnrolledTaskParameters:
    """Parameters of UpdateEnrolledTask in wire order, all but the token."""

    enrolmentId: int
    taskCode: str | None
    tastCode: str | None
    startDate: datetime.datetime
    dueDate: datetime.datetime | None
    statusDate: datetime.datetime
    completeDate: datetime.datetime | None
    percentage: int | None
    description: str | None


@dataclass(frozen=True, slots=True)
class UpdateWebClientParameters:
    """Parameters of UpdateWebClient in wire order, all but the token."""

    iWebe_ID: int
    sOther: str | None
    sTitle: str | None
    sGender: str | None
    sAddr: str | None
    sCity: str | None
    sPCode: str | None
    sShortState: str | None
    sHomePhone: str | None
    sWorkPhone: str | None
    sMobilePhone: str | None
    sEmail: str | None
    sEmergencyName: str | None
    sEmergencyPhone: str | None
    sEmergencyMobile: str | None
    postalAddr: str | None
    postalCity: str | None
    postalPCode: str | None
    postalShortState: str | None
    divisionId: int | None
    usi: str | None
    usualAddress: TAddress | None
    postalAddress: TAddress | None
    surveyContactStatusCode: str | None


@dataclass(frozen=True, slots=True)
class UpdateWebEmployeeParameters:
    """Parameters of UpdateWebEmployee in wire order, all but the token."""

    iWecl_ID: int
    sOther: str | None
    sTitle: str | None
    sGender: str | None
    sAddr: str | None
    sCity: str | None
    sPCode: str | None
    sShortState: str | None
    sHomePhone: str | None
    sWorkPhone: str | None
    sMobilePhone: str | None
    sEmail: str | None
    sEmergencyName: str | None
    sEmergencyPhone: str | None
    sEmergencyMobile: str | None
    postalAddr: str | None
    postalCity: str | None
    postalPCode: str | None
    postalShortState: str | None
    divisionId: int | None
    usi: str | None
    usualAddress: TAddress | None
    postalAddress: TAddress | None
    surveyContactStatusCode: str | None


@dataclass(frozen=True, slots=True)
class UpdateWebEmployerParameters:
    """Parameters of UpdateWebEmployer in wire order, all but the token."""

    iWebe_ID: int
    sLegalName: str | None
    sABN: str | None
    sACN: str | None
    sAddr: str | None
    sCity: str | None
    sPCode: str | None
    sShortState: str | None
    sPhone: str | None
    sMobile: str | None
    sFax: str | None
    sEmail: str | None
    sURL: str | None
    sAnzs_Code: str | None
    sEmployerSize: str | None
    iNumEmployees: int | None
    postalAddr: str | None
    postalCity: str | None
    postalPCode: str | None
    postalShortState: str | None
    businessAddress: TAddress | None
    postalAddress: TAddress | None


@dataclass(frozen=True, slots=True)
class UpdateWebEmployerContactParameters:
    """Parameters of UpdateWebEmployerContact in wire order, all but the token."""

    iWecl_ID: int
    sOther: str | None
    sTitle: str | None
    sGender: str | None
    sAddr: str | None
    sCity: str | None
    sPCode: str | None
    sShortState: str | None
    sHomePhone: str | None
    sWorkPhone: str | None
    sMobilePhone: str | None
    sEmail: str | None
    postalAddr: str | None
    postalCity: str | None
    postalPCode: str | None
    postalShortState: str | None
    divisionId: int | None
    usi: str | None
    usualAddress: TAddress | None
    postalAddress: TAddress | None


@dataclass(frozen=True, slots=True)
class UpdateClientWebWaitlistParameters:
    """Parameters of UpdateClientWebWaitlist in wire order, all but the token."""

    webWaitlistId: int
    otherName: str | None
    title: str | None
    gender: str | None
    residentialAddress: str | None
    residentialCity: str | None
    residentialPostcode: str | None
    residentialShortState: str | None
    homePhone: str | None
    workPhone: str | None
    mobilePhone: str | None
    email: str | None
    emergencyName: str | None
    emergencyPhone: str | None
    emergencyMobile: str | None
    postalAddr: str | None
    postalCity: str | None
    postalPostcode: str | None
    postalShortState: str | None
    divisionId: int | None
    usi: str | None
    usualAddress: TAddress | None
    postalAddress: TAddress | None
    surveyContactStatusCode: str | None
