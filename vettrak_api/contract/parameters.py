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
    """One condition that a record must meet."""

    Field: str | None  # The name of the field that is looked at.
    Operator: str | None  # How it is compared. Codes: additional-data-operator.
    Value: str | None  # What it is compared with, written as text; several values are separated by commas.


class ReturnField(Protocol):
    """One column that is wanted."""

    Field: str | None  # The name of the field to be shown.
    # What is told of many records at once; blank for the value itself. Codes: additional-data-aggregate.
    Aggregate: str | None


class SortCriteria(Protocol):
    """One field to sort by."""

    Field: str | None  # The name of the field that decides.
    SortOrder: str | None  # In which direction; blank is Ascending. Codes: additional-data-order.


class TAddress(Protocol):
    """An address, part by part."""

    Building: str | None  # The name of the building or property. At most 50 characters.
    UnitDetails: str | None  # Flat, unit, level or the like. At most 30 characters.
    StreetNumber: str | None  # The house number, or the lot. At most 15 characters.
    # What the street is called, with its kind, such as Wattle Street. At most 70 characters.
    StreetName: str | None
    POBox: str | None  # A post office box; it counts in postal addresses alone. At most 22 characters.
    City: str | None  # The suburb, town or locality. At most 50 characters.
    # The state or territory, by its short name in GetStateList. At most 10 characters. Codes: state.
    State: str | None
    Postcode: str | None  # Four digits, or OSPC for an address overseas. At most 4 characters.


class TClie(Protocol):
    """The name and code of a client."""

    # The family name, or the only one of somebody who has a single name. At most 50 characters.
    Clie_Surname: str | None
    Clie_Given: str | None  # The first name; blank for somebody with a single name. At most 50 characters.
    # The code of the client, a text such as 00042, never a number. At most 10 characters.
    Clie_Code: str | None


class TDisa(Protocol):
    """A disability."""

    Disa_Name: str | None  # What it is called; ignored when it is sent.
    Disa_Code: str | None  # Two digits of the national list. Codes: disability.


class TEven(Protocol):
    """Something that happened, or will happen, to a client or an employer."""

    EventID: int  # The number of the event; it is ignored when one is added.
    EventType: int  # Whether it is a client's or an employer's. Codes: event-kind.
    Identifier: str | None  # Whose it is: the client code, or the employer's identifier.
    EventName: str | None  # What happened, by the name of an event type. Codes: event-type.
    EventStart: datetime.datetime  # When it began.
    EventFinish: datetime.datetime | None  # When it was over; null while that is open.
    Complete: int  # Whether it is done with. Codes: event-complete.
    Description: str | None  # Notes on what happened. At most 2000 characters.
    StaffCode: str | None  # Who sees to it, by client code. At most 10 characters.
    # Where something that belongs to it is kept, such as a web address. At most 255 characters.
    DocumentReference: str | None
    EnrolmentId: int | None  # The client's enrolment that it is about; never together with ContractId.
    # The client's training contract that it is about; never together with EnrolmentId.
    ContractId: int | None


class TPred(Protocol):
    """Something that a person had completed before."""

    Pred_Name: str | None  # What it is called; ignored when it is sent.
    Pred_Code: str | None  # Three digits of the national list. Codes: prior-education.
    RecognitionCode: str | None  # In Victoria, how it is recognised; elsewhere blank. Codes: recognition.


class TPric(Protocol):
    """A price of an occurrence."""

    # The number of the price at this occurrence; AddPriceTypesToWebEnrolment asks for it.
    Enpr_ID: int | None
    Pric_ID: int | None  # The number of the price item that it was made from, or of the inventory item.
    Pric_Name: str | None  # What it is called, such as Full fee.
    Pric_Code: str | None  # The organisation's short form.
    Pric_Type: int  # What is charged for with it. Codes: price-type.
    Enpr_Amount: Decimal | None  # How much it is, GST and surcharge included.
    Enpr_GST: Decimal | None  # How much of it is tax.
    # By how many per cent it was raised; below zero for a discount, 0 for neither.
    SurchargePercentage: Decimal
    Unit_Code: str | None  # Which unit it is for; empty when it is for the whole course.
    Unit_Name: str | None  # What that unit is called.


class TRelationshipToClient(Protocol):
    """The other person of a relationship."""

    ClientCode: str | None  # Who it is, by code; blank to find or add somebody by name and contact.
    GivenName: str | None  # The first name; blank for somebody with a single one. At most 50 characters.
    Surname: str | None  # The family name. At most 50 characters.
    OtherNames: str | None  # Middle ones and any further. At most 50 characters.
    Email: str | None  # Where e-mails to the person go. At most 100 characters.
    MobilePhone: str | None  # The telephone in the person's pocket. At most 20 characters.
    HomePhone: str | None  # The telephone where the person lives. At most 20 characters.


class TSMSRecipient(Protocol):
    """Whoever is to get a text message."""

    ClientCode: str | None  # The client, by code; the history then keeps the message.
    MobilePhone: str | None  # The number to be used, or blank for the client's own.


class TClieAVETMISS(TClie, Protocol):
    """What national statistics (AVETMISS) ask of a client."""

    # Whether the person is Aboriginal or a Torres Strait Islander. Codes: indigenous-status.
    AboriginalFlag: str | None
    AtSchoolFlag: str | None  # Whether the person still attends secondary education. Codes: yes-no.
    # How far the person went in secondary education. Codes: highest-school-level.
    HighestSchoolLevel: str | None
    CompletedLocation: str | None  # Where the highest level was reached. At most 50 characters.
    CompletedYear: str | None  # When the highest level was reached, four digits; @@@@ for not stated.
    CountryCode: str | None  # Where the person was born. Codes: country.
    LanguageCode: str | None  # What is mainly spoken at home. Codes: language.
    # How well the person speaks it, where the main language at home is another one. Codes: english-
    # proficiency.
    EnglishProficiency: str | None
    DisabilityFlag: str | None  # Whether the person has any; DisaList says which. Codes: yes-no.
    DisaList: list[TDisa | None]  # Which ones the person has; send the flag Y with them.
    # Whether the person had completed anything before; PredList says what. Codes: yes-no.
    PriorEducationFlag: str | None
    PredList: list[TPred | None]  # What the person had completed before; send the flag Y with it.
    # Whether the person works or looks for work. Codes: labour-force-status.
    EmploymentCategoryCode: str | None
    # Whether national surveys may write to the person; blank becomes A. Codes: survey-contact-status.
    SurveyContactStatusCode: str | None


class TClieDetail(TClie, Protocol):
    """The whole personal record of a client."""

    Empl_Identifier: str | None  # Whom the client mainly works for, by identifier.
    Clie_Other: str | None  # Middle names and any further ones. At most 50 characters.
    Clie_Username: str | None  # What the client logs in with; it is told, and never written here.
    Clie_DOB: datetime.datetime | None  # The day on which the client was born.
    # Where the client lives: building, unit, number and street on one line. At most 170 characters.
    Clie_RAddr: str | None
    Clie_RCity: str | None  # The suburb or town where the client lives. At most 50 characters.
    Clie_RPCode: str | None  # The postcode where the client lives; OSPC for overseas. At most 4 characters.
    # The state or territory where the client lives. At most 10 characters. Codes: state.
    Stat_RShortName: str | None
    # Where letters to the client go: building, unit, number and street, or a box, on one line. At most 170
    # characters.
    Clie_PAddr: str | None
    Clie_PCity: str | None  # The suburb or town where letters go. At most 50 characters.
    Clie_PPCode: str | None  # The postcode where letters go; OSPC for overseas. At most 4 characters.
    # The state or territory where letters go. At most 10 characters. Codes: state.
    Stat_PShortName: str | None
    Clie_Address_Type: int  # Whether the client lives in Australia. Codes: address-type.
    Clie_Email: str | None  # Where e-mails to the client go. At most 100 characters.
    Clie_FaxPhone: str | None  # The number for faxes. At most 20 characters.
    Clie_HomePhone: str | None  # The telephone at home. At most 20 characters.
    Clie_WorkPhone: str | None  # The telephone at the workplace. At most 20 characters.
    Clie_MobilePhone: str | None  # The telephone that text messages go to. At most 20 characters.
    Clie_EmergencyName: str | None  # Who is to be called when something has happened. At most 100 characters.
    # The number of whoever is to be called when something has happened. At most 20 characters.
    Clie_EmergencyPhone: str | None
    Clie_Title: str | None  # How the client is addressed, such as Ms or Dr. At most 10 characters.
    Gender: str | None  # M, F or X, as the client has told. Codes: gender.
    PositionName: str | None  # What the client does in the main employment.
    PositionCode: str | None  # The same as a code of GetPositions.
    Clie_Passport: str | None  # The number of the client's passport. At most 50 characters.
    Clie_Visa: str | None  # The number of the client's visa. At most 20 characters.
    Vity_Name: str | None  # What kind of visa the client has. At most 50 characters.
    Clie_VisaExpiry: datetime.datetime | None  # The last day of the visa.
    # When the client was last looked at in the main employment.
    Clie_DateLastAssessed: datetime.datetime | None
    Clie_Commenced: datetime.datetime | None  # The first day of the main employment.
    TerminationDate: datetime.datetime | None  # The last day of the main employment; null while it goes on.
    Clie_Salary: Decimal | None  # What the main employment pays, in dollars with two decimals.
    # The part of the organisation that the client belongs to, by its number in GetDivisions; 0 in an update
    # keeps it.
    DivisionId: int
    UsualAddress: TAddress | None  # Where the client lives, part by part.
    PostalAddress: TAddress | None  # Where letters to the client go, part by part.
    USI: str | None  # The Unique Student Identifier of the national registry, ten characters.
    USIExempt: bool  # Whether the organisation has seen that the client need not have a USI.


class TClieRelationship(Protocol):
    """How a client is related to another person."""

    ClieRelationshipId: int  # The number of the relationship; it is ignored when one is added.
    # What the other person is to the client, such as EC for an emergency contact. Codes: relationship-type.
    RelationshipTypeCode: str | None
    RelationshipTypeName: str | None  # The same in words; it is told, and ignored when it is sent.
    # What they are to each other more closely, by number in GetRelationshipTypes, such as Parent.
    RelationId: int | None
    RelationName: str | None  # The same in a word; it is told, and ignored when it is sent.
    ToClient: TRelationshipToClient | None  # Who the other person is.
    StartDate: datetime.datetime | None  # The first day on which it holds.
    EndDate: datetime.datetime | None  # The last day on which it holds; null while it goes on.
    Description: str | None  # Notes on the relationship. At most 2000 characters.


class TEmpl(Protocol):
    """The whole record of an employer."""

    Empl_Identifier: str | None  # What other operations call the employer by, a text such as EMP001.
    Emty_Code: str | None  # What kind of employer it is, in the organisation's codes. At most 10 characters.
    Anzs_Code: str | None  # Which trade it is in. At most 10 characters. Codes: anzsic.
    Empl_Name: str | None  # What the company is called. At most 100 characters.
    Empl_LegalName: str | None  # What the company is registered as. At most 100 characters.
    # How large the company is, in the organisation's own words. At most 10 characters.
    Empl_EmployerSize: str | None
    # Where the company does business: building, unit, number and street on one line. At most 170 characters.
    Empl_BAddr: str | None
    Empl_BCity: str | None  # The suburb or town where it does business. At most 50 characters.
    Empl_BPCode: str | None  # The postcode where it does business; OSPC for overseas. At most 4 characters.
    # Where it does business, by a short name of GetStateList. At most 10 characters. Codes: state.
    BusinessState: str | None
    # Where letters to the company go: building, unit, number and street, or a box, on one line. At most 170
    # characters.
    Empl_PAddr: str | None
    Empl_PCity: str | None  # The suburb or town where letters go. At most 50 characters.
    Empl_PPCode: str | None  # The postcode where letters go; OSPC for overseas. At most 4 characters.
    # Where letters go, by a short name of GetStateList. At most 10 characters. Codes: state.
    PostalState: str | None
    Empl_Phone: str | None  # The telephone of the company. At most 20 characters.
    Empl_Fax: str | None  # The number for faxes to the company. At most 20 characters.
    Empl_Mobile: str | None  # The mobile telephone of the company. At most 20 characters.
    Empl_Email: str | None  # Where e-mails to the company go. At most 100 characters.
    Empl_ACN: str | None  # The Australian Company Number, nine digits. At most 9 characters.
    Empl_ABN: str | None  # The Australian Business Number, eleven digits. At most 11 characters.
    Empl_Active: int  # 1 while the organisation works with it, otherwise 0. Codes: zero-one.
    Empl_Parent: str | None  # Which employer it belongs to, by identifier.
    ParentName: str | None  # What the employer that it belongs to is called.
    Empl_Type: str | None  # What sort of employer it is, in free words. At most 50 characters.
    Empl_Code: str | None  # What the organisation's accounts call the employer by. At most 50 characters.
    URL: str | None  # The web site of the company. At most 255 characters.
    # Where the company does business, part by part; always there, with an empty street name when nothing is
    # known.
    BusinessAddress: TAddress | None
    # Where letters to the company go, part by part; always there, with an empty street name when nothing is
    # known.
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
