"""Wire types of the area web_enrolments."""

# Generated from the catalogue by `python -m vettrak_api.catalogue.generate`; do not edit.

from vettrak_api.asmx.wire_types import (
    Boolean,
    ComplexModel,
    DateTime,
    Int,
    ListOf,
    Money,
    NullableDateTime,
    NullableDay,
    NullableInt,
    NullableMoney,
    String,
)
from vettrak_api.contract.types_common import TAddress, TAuthenticate


class TLMSTransfer(ComplexModel):
    """What became of the automatic transfer to a learning management system."""

    __type_name__ = "TLMSTransfer"

    WasTransferred = Boolean  # Whether it has arrived there.
    LMSName = String  # Which system it went to.
    Message = String  # What is to be said of it, such as why it failed.


class TWebe(ComplexModel):
    """A web enrolment that waits to be processed."""

    __type_name__ = "TWebe"

    Webe_ID = Int  # The number that other operations take as iWebe_ID or webEnrolId.
    Occu_ID = Int  # Which occurrence was booked, by number.
    Stamp = DateTime  # When it was made.
    Payment_Order = String  # What was sent to the payment gateway as the order. At most 20 characters.
    Receipt = String  # What the payment gateway gave as the receipt. At most 20 characters.
    # What the chosen prices come to. For an employer that of all employees named, before that of the number
    # expected, at least one; corporate prices count once.
    Amount = Money
    AmountPaid = Money  # What has been received for it.
    # 1 when processing will make an invoice; a payment makes one in any case. Codes: zero-one.
    MakeInvoice = Int
    Purchase_Order = String  # What the invoice will name as the order. At most 20 characters.
    Webe_Type = Int  # Whether a person or an employer has booked. Codes: client-or-employer.
    Desc = String  # What staff are to know of it.
    # How the person or employer heard of the course, by number in GetReferralSources.
    ReferralId = NullableInt
    # Which loose employer is to pay, by number; null when whoever enrols pays.
    InvoiceeWebEmployerId = NullableInt
    # 1 when the lines go on the latest invoice that is still open, 0 for a new one. Codes: zero-one.
    CombineInvoice = Int
    StudyReasonId = NullableInt  # Why the person studies, by number in GetStudyReasons.
    # Which company collects instalments; always null on this server. Codes: payment-plan-provider.
    PaymentPlanProvider = NullableInt
    # How often an instalment is due; null without a plan. Codes: payment-frequency.
    PaymentPlanFrequency = NullableInt
    # How much one instalment is, without fees; null without a plan.
    PaymentPlanInstalmentAmount = NullableMoney
    VetEnrolRegistrationId = String  # What the VETenrol service calls the booking by.
    VicCohortCodes = ListOf(String)  # In Victoria, the groups that the person belongs to. Codes: vic-cohort.


class TAuthWebeList(ComplexModel):
    """The outcome of the call with the web enrolments that wait."""

    __type_name__ = "TAuthWebeList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    WebeList = ListOf(TWebe)  # The web enrolments that wait; empty when nothing was found.


class TProcessedEmployee(ComplexModel):
    """What became of one employee of a web enrolment."""

    __type_name__ = "TProcessedEmployee"

    WebClientId = Int  # Which web client it was, by number.
    EnrolmentId = Int  # The number of the new enrolment.
    EmployeeWasCreated = Boolean  # Whether a client was added; false when one was recognised.
    EmployeeIdentifier = String  # Who it is now, by client code.
    EmployeeName = String  # What the person is called.
    # How the transfer to a learning management system went; absent where there was none.
    AutoLMSTransfer = TLMSTransfer


class TWecl(ComplexModel):
    """A web client: a person of a web enrolment, as the web told it."""

    __type_name__ = "TWecl"

    Wecl_ID = Int  # The number that other operations take as iWecl_ID.
    # Which web enrolment of a person it belongs to; null for somebody whom an employer has named.
    Webe_ID = NullableInt
    Weco_ID = NullableInt  # Whom the person works for: the employer of the booking, or a loose one.
    Wecl_Type = Int  # What the person is in the booking. Codes: web-client-type.
    Wecl_Surname = String  # The family name, or the only one of somebody who has a single name.
    Wecl_Given = String  # The first name.
    Wecl_Other = String  # Middle names and any further ones.
    Wecl_Code = String  # Which client the person says to be; a hint alone.
    Wecl_DOB = NullableDay  # The day on which the person was born.
    Wecl_Title = String  # How the person is addressed, such as Ms or Dr.
    Gender = String  # M, F or X, as the person has told. Codes: gender.
    Wecl_Email = String  # Where e-mails to the person go.
    Wecl_HomePhone = String  # The telephone at home.
    Wecl_WorkPhone = String  # The telephone at the workplace.
    Wecl_MobilePhone = String  # The telephone in the person's pocket.
    Wecl_EmergencyName = String  # Who is to be called when something has happened.
    Wecl_EmergencyPhone = String  # The number of whoever is to be called when something has happened.
    Wecl_EmergencyMobile = String  # Another number, in the pocket, of whoever is to be called.
    # The part of the organisation that the person was booked for; null when none was told.
    DivisionId = NullableInt
    USI = String  # The Unique Student Identifier of the national registry, ten characters.
    UsualAddress = TAddress  # Where the person lives, part by part.
    PostalAddress = TAddress  # Where letters to the person go, part by part.
    # Whether national surveys may write to the person; A when nothing was told. Codes: survey-contact-status.
    SurveyContactStatusCode = String


class TWeco(ComplexModel):
    """A web employer: the employer of a web enrolment, or a loose one, as the web told it."""

    __type_name__ = "TWeco"

    Weco_ID = Int  # The number that other operations take as webEmployerId.
    Webe_ID = NullableInt  # Which web enrolment it belongs to; null for a loose employer.
    Weco_Name = String  # What the company is called. At most 100 characters.
    Weco_Identifier = String  # Which employer on record it says to be; a hint alone.
    Weco_LegalName = String  # What the company is registered as.
    Weco_ABN = String  # The Australian Business Number, eleven digits.
    Weco_ACN = String  # The Australian Company Number, nine digits.
    Anzs_Code = String  # Which trade the company is in. Codes: anzsic.
    Weco_EmployerSize = String  # How large the company is, in the organisation's own words.
    NumEmployees = NullableInt  # How many people it books for, while none of them is named.
    Weco_Phone = String  # The telephone of the company.
    Weco_Mobile = String  # The mobile telephone of the company.
    Weco_Fax = String  # The number for faxes to the company.
    Weco_Email = String  # Where e-mails to the company go.
    URL = String  # The web site of the company.
    Description = String  # Notes on the company.
    BusinessAddress = TAddress  # Where the company does business, part by part.
    PostalAddress = TAddress  # Where letters to the company go, part by part.


class TAuthWeclList(ComplexModel):
    """The outcome of the call with the people of the web enrolment."""

    __type_name__ = "TAuthWeclList"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    WeclList = ListOf(TWecl)  # The people of the web enrolment; empty when nothing was found.


class TAuthWeco(ComplexModel):
    """The outcome of the call with the employer of the web enrolment."""

    __type_name__ = "TAuthWeco"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    Weco = TWeco  # The employer of the web enrolment.


class TProcessedWebEnrol(ComplexModel):
    """What processing made of a web enrolment."""

    __type_name__ = "TProcessedWebEnrol"

    WebEnrolmentId = Int  # Which web enrolment it was, by number.
    EnrolmentId = Int  # The number of what the person, or the employer, is enrolled with now.
    OccurrenceId = Int  # Which offering was booked, by number.
    EnroleeType = Int  # Whether a client or an employer has enrolled. Codes: client-or-employer.
    EnroleeWasCreated = Boolean  # Whether a record was added; false when one was recognised.
    EnroleeIdentifier = String  # Who has enrolled: the client code, or the employer's identifier.
    EnroleeName = String  # What whoever has enrolled is called.
    InvoiceId = NullableInt  # The server's number of the invoice; null when there is none.
    InvoiceNumber = String  # What is printed on the invoice; absent when there is none.
    InvoiceItemIds = ListOf(Int)  # The numbers of the lines that were added; empty without an invoice.
    PaymentId = NullableInt  # The number of the payment; null when there is none.
    # The day that the invoice bears, the old one where lines were added to it; null when there is none.
    InvoiceDate = NullableDateTime
    AmountInvoiced = Money  # What the lines come to, GST included.
    GSTInvoiced = Money  # How much of the lines is tax.
    AmountPaid = Money  # What has been received, GST included.
    GSTPaid = Money  # How much of what was received is tax.
    # How the transfer to a learning management system went; absent for employers and where there was none.
    AutoLMSTransfer = TLMSTransfer
    # What became of each employee; empty for a person's booking.
    ProcessedEmployeeList = ListOf(TProcessedEmployee)


class TAuthCompleteWebReservation(ComplexModel):
    """The outcome of the call with whether the web enrolment was processed at once."""

    __type_name__ = "TAuthCompleteWebReservation"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    WasAutoProcessed = Boolean  # Whether it was processed with this call, as the occurrence asks for.
    ProcessedWebEnrol = TProcessedWebEnrol  # What processing made; absent when it waits for staff.


class TAuthProcessedWebEnrol(ComplexModel):
    """The outcome of the call with what became of the web enrolment."""

    __type_name__ = "TAuthProcessedWebEnrol"

    Auth = TAuthenticate  # How the call ended, and the token to go on with.
    ProcessedWebEnrol = TProcessedWebEnrol  # What became of the web enrolment.
