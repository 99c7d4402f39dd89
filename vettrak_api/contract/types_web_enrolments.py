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
    """Details of an automatic LMS transfer are documented without names."""

    __type_name__ = "TLMSTransfer"

    WasTransferred = Boolean  # transfer done
    LMSName = String  # target LMS
    Message = String  # detail or error


class TWebe(ComplexModel):
    """First fifteen in documented order; places of the rest inferred."""

    __type_name__ = "TWebe"

    Webe_ID = Int  # web enrolment ID
    Occu_ID = Int  # occurrence
    Stamp = DateTime  # when made
    Payment_Order = String  # gateway order number, max 20
    Receipt = String  # gateway receipt, max 20
    # total of the chosen prices; for an employer that of all employees named, before that of the estimated
    # number, at least one (corporate prices once)
    Amount = Money
    AmountPaid = Money  # recorded payment
    MakeInvoice = Int  # 1 = invoice at processing (a payment forces one)
    Purchase_Order = String  # goes on the invoice, max 20
    Webe_Type = Int  # 0 client, 1 employer (values inferred)
    Desc = String  # description
    ReferralId = NullableInt  # referral source
    InvoiceeWebEmployerId = NullableInt  # loose employer to invoice; null = enrolee
    CombineInvoice = Int  # 1 = combine with the latest invoice
    StudyReasonId = NullableInt  # reason for study
    PaymentPlanProvider = NullableInt  # null none, 0 Ezidebit; always null here
    PaymentPlanFrequency = NullableInt  # null none, 1 to 7
    PaymentPlanInstalmentAmount = NullableMoney  # instalment, fees excluded
    VetEnrolRegistrationId = String  # VETenrol registration
    VicCohortCodes = ListOf(String)  # cohort codes


class TAuthWebeList(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthWebeList"

    Auth = TAuthenticate  # outcome of the call
    WebeList = ListOf(TWebe)  # web enrolments


class TProcessedEmployee(ComplexModel):
    """Class documented, members inferred."""

    __type_name__ = "TProcessedEmployee"

    WebClientId = Int  # web client processed
    EnrolmentId = Int  # new enrolment
    EmployeeWasCreated = Boolean  # false = matched
    EmployeeIdentifier = String  # client code
    EmployeeName = String  # name
    AutoLMSTransfer = TLMSTransfer  # null without automatic transfer


class TWecl(ComplexModel):
    """Class and two members documented."""

    __type_name__ = "TWecl"

    Wecl_ID = Int  # web client ID
    Webe_ID = NullableInt  # web enrolment of a client kind; null for an employee
    Weco_ID = NullableInt  # loose employer of the person, or the employer of an employee
    Wecl_Type = Int  # 0 student, 1 contact
    Wecl_Surname = String  # surname
    Wecl_Given = String  # given name
    Wecl_Other = String  # other names
    Wecl_Code = String  # client code hint
    Wecl_DOB = NullableDay  # birth date
    Wecl_Title = String  # title
    Gender = String  # M, F or X
    Wecl_Email = String  # e-mail
    Wecl_HomePhone = String  # home phone
    Wecl_WorkPhone = String  # work phone
    Wecl_MobilePhone = String  # mobile
    Wecl_EmergencyName = String  # emergency contact
    Wecl_EmergencyPhone = String  # its phone
    Wecl_EmergencyMobile = String  # its mobile
    DivisionId = NullableInt  # division
    USI = String  # Unique Student Identifier
    UsualAddress = TAddress  # usual address
    PostalAddress = TAddress  # postal address
    SurveyContactStatusCode = String  # default A


class TWeco(ComplexModel):
    """Class documented without members."""

    __type_name__ = "TWeco"

    Weco_ID = Int  # web employer ID
    Webe_ID = NullableInt  # web enrolment; null for a loose employer
    Weco_Name = String  # name, max 100
    Weco_Identifier = String  # identifier hint
    Weco_LegalName = String  # legal name
    Weco_ABN = String  # ABN
    Weco_ACN = String  # ACN
    Anzs_Code = String  # ANZSIC code
    Weco_EmployerSize = String  # size category
    NumEmployees = NullableInt  # estimated number of employees
    Weco_Phone = String  # phone
    Weco_Mobile = String  # mobile
    Weco_Fax = String  # fax
    Weco_Email = String  # e-mail
    URL = String  # web site
    Description = String  # notes
    BusinessAddress = TAddress  # business address
    PostalAddress = TAddress  # postal address


class TAuthWeclList(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthWeclList"

    Auth = TAuthenticate  # outcome of the call
    WeclList = ListOf(TWecl)  # web clients


class TAuthWeco(ComplexModel):
    """Class name and member follow the naming pattern (inferred)."""

    __type_name__ = "TAuthWeco"

    Auth = TAuthenticate  # outcome of the call
    Weco = TWeco  # the web employer


class TProcessedWebEnrol(ComplexModel):
    """First eleven in documented order; the others documented by meaning, names (but InvoiceDate) and places
    inferred.
    """

    __type_name__ = "TProcessedWebEnrol"

    WebEnrolmentId = Int  # web enrolment processed
    EnrolmentId = Int  # new enrolment
    OccurrenceId = Int  # occurrence
    EnroleeType = Int  # 0 client, 1 employer
    EnroleeWasCreated = Boolean  # false = an existing record was matched
    EnroleeIdentifier = String  # client code or employer identifier
    EnroleeName = String  # name
    InvoiceId = NullableInt  # null without invoice
    InvoiceNumber = String  # null without invoice
    InvoiceItemIds = ListOf(Int)  # empty without invoice
    PaymentId = NullableInt  # null without payment
    InvoiceDate = NullableDateTime  # null without invoice; the old date when combined
    AmountInvoiced = Money  # invoiced incl. GST
    GSTInvoiced = Money  # its GST part
    AmountPaid = Money  # paid
    GSTPaid = Money  # its GST part
    AutoLMSTransfer = TLMSTransfer  # null for employers and without automatic transfer
    ProcessedEmployeeList = ListOf(TProcessedEmployee)  # employer kind only, else empty


class TAuthCompleteWebReservation(ComplexModel):
    """Documented order."""

    __type_name__ = "TAuthCompleteWebReservation"

    Auth = TAuthenticate  # outcome of the call
    WasAutoProcessed = Boolean  # processed at once
    ProcessedWebEnrol = TProcessedWebEnrol  # null unless processed


class TAuthProcessedWebEnrol(ComplexModel):
    """Class name documented."""

    __type_name__ = "TAuthProcessedWebEnrol"

    Auth = TAuthenticate  # outcome of the call
    ProcessedWebEnrol = TProcessedWebEnrol  # what was made
