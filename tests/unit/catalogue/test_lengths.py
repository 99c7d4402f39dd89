"""How long texts may be stands in the catalogue alone; the columns that keep them hold as much."""

import pytest

import vettrak_api.operations  # noqa: F401 - registers the operations
from vettrak_api.calls.call import REGISTRY
from vettrak_api.catalogue.lengths import longest_texts
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.model.base import length_of
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client, ClientRelationship, ClientStatistics
from vettrak_api.model.employers import Employer
from vettrak_api.model.enrolments import ClassAttendance, EnrolledTask, EnrolledUnit, Enrolment
from vettrak_api.model.events import Award, Event
from vettrak_api.model.finance import Payment
from vettrak_api.model.occurrences import Occurrence, Task
from vettrak_api.model.programmes import Unit
from vettrak_api.model.quarantine import WebClient, WebEmployer, WebEnrolment, WebPayment, WebRelationship, WebWaitlist
from vettrak_api.model.reference import AwardType, Position
from vettrak_api.model.sms import ClientSms

CATALOGUE = load_catalogue()


def address(prefix, table, kind):
    parts = {
        "Building": "building",
        "UnitDetails": "unit_details",
        "StreetNumber": "street_number",
        "StreetName": "street_name",
        "City": "city",
        "State": "state",
        "Postcode": "postcode",
    } | ({"POBox": "box"} if kind == "postal" else {})
    return {f"{prefix}.{member}": getattr(table, f"{kind}_{part}") for member, part in parts.items()}


def flat(names, table, kind):
    return {
        name: getattr(table, f"{kind}_{part}")
        for name, part in zip(names, ("line", "city", "postcode", "state"), strict=True)
    }


WEB_PERSON = {"sSurname": WebClient.surname, "sGiven": WebClient.given_name, "sCode": WebClient.code_hint}
BOOKING = {"sDescription": WebEnrolment.description}
COMPANY = {"sName": WebEmployer.name, "sIdentifier": WebEmployer.identifier}
USUAL = ("sAddr", "sCity", "sPCode", "sShortState")
POSTAL = ("postalAddr", "postalCity", "postalPCode", "postalShortState")
CONTACT = {
    "sOther": WebClient.other_name,
    "sTitle": WebClient.title,
    **flat(USUAL, WebClient, "usual"),
    "sHomePhone": WebClient.home_phone,
    "sWorkPhone": WebClient.work_phone,
    "sMobilePhone": WebClient.mobile_phone,
    "sEmail": WebClient.email,
    **flat(POSTAL, WebClient, "postal"),
    **address("usualAddress", WebClient, "usual"),
    **address("postalAddress", WebClient, "postal"),
}
ENROLEE = CONTACT | {
    "sEmergencyName": WebClient.emergency_name,
    "sEmergencyPhone": WebClient.emergency_phone,
    "sEmergencyMobile": WebClient.emergency_mobile,
}
RESULT = {"unitCode": Unit.code, "comment": EnrolledUnit.comment}
OF_EVENTS = {
    "Description": Event.description,
    "StaffCode": Client.code,
    "DocumentReference": Event.document_reference,
}
NAMES = {"sClie_Surname": Client.surname, "sClie_Given": Client.given_name}


def related(table):
    return {
        "Description": table.description,
        "ToClient.GivenName": Client.given_name,
        "ToClient.Surname": Client.surname,
        "ToClient.OtherNames": Client.other_name,
        "ToClient.Email": Client.email,
        "ToClient.MobilePhone": Client.mobile_phone,
        "ToClient.HomePhone": Client.home_phone,
    }


STATISTICS = {"CompletedLocation": ClientStatistics.completed_location}

TASK = {"taskCode": Task.code, "description": EnrolledTask.description}

TEXT_MESSAGE = {"messageContent": ClientSms.text, "sender": ClientSms.sender}

COLUMNS = {
    **dict.fromkeys(("SendSMSMessageToNumber", "SendSMSMessages"), TEXT_MESSAGE),
    "AddPosition": {"name": Position.name},
    "UpdateAttendanceForClientClass": {"description": ClassAttendance.description},
    "UpdateClientTasks": TASK,
    "UpdateEnrolledTask": TASK,
    "AddClient": NAMES | {"email": Client.email},
    "AddClientAfterCheck": NAMES | {"email": Client.email},
    "CreateClient": NAMES,
    "UpdateClientUsernamePassword": {"sUsername": Client.username},
    "UpdateClientAVDetails": STATISTICS,
    "UpdateClientDetails": {
        "Clie_Surname": Client.surname,
        "Clie_Given": Client.given_name,
        "Clie_Other": Client.other_name,
        **flat(("Clie_RAddr", "Clie_RCity", "Clie_RPCode", "Stat_RShortName"), Client, "usual"),
        **flat(("Clie_PAddr", "Clie_PCity", "Clie_PPCode", "Stat_PShortName"), Client, "postal"),
        **address("UsualAddress", Client, "usual"),
        **address("PostalAddress", Client, "postal"),
        "Clie_Email": Client.email,
        "Clie_FaxPhone": Client.fax_phone,
        "Clie_HomePhone": Client.home_phone,
        "Clie_WorkPhone": Client.work_phone,
        "Clie_MobilePhone": Client.mobile_phone,
        "Clie_EmergencyName": Client.emergency_name,
        "Clie_EmergencyPhone": Client.emergency_phone,
        "Clie_Title": Client.title,
        "Clie_Passport": Client.passport_number,
        "Clie_Visa": Client.visa_number,
        "Vity_Name": Client.visa_type,
    },
    "AddClientRelationship": related(ClientRelationship),
    "UpdateClientRelationship": related(ClientRelationship),
    "AddWebClientRelationship": related(WebRelationship),
    "UpdateResult": {"sUnit_Code": Unit.code},
    "UpdateResultIncludingLinked": RESULT,
    "UpdateResultComment": RESULT,
    "ResetUnitResult": {"unitCode": Unit.code},
    "AddLMSClientEnrolmentToOccurrence": {"description": Enrolment.description},
    "AddEmployeeEnrolmentToBooking": {"description": Enrolment.description},
    "DeleteUnitsFromEnrolment": {"reason": Change.reason},
    "AddClientWebEnrolment": WEB_PERSON | BOOKING,
    "AddClientWebReservation": WEB_PERSON | BOOKING,
    "AddEmployerWebEnrolment": COMPANY | BOOKING,
    "AddEmployerWebReservation": COMPANY | BOOKING,
    "AddWebEmployee": WEB_PERSON,
    "AddWebEmployerContact": WEB_PERSON,
    "UpdateWebClient": ENROLEE,
    "UpdateWebEmployee": ENROLEE,
    "UpdateWebEmployerContact": CONTACT,
    "UpdateWebClientAVETMISS": STATISTICS,
    "UpdateWebEmployeeAVETMISS": STATISTICS,
    "UpdateWebEnrolment": {
        "description": WebEnrolment.description,
        "vetEnrolRegistrationId": WebEnrolment.registration_id,
    },
    "UpdateWebEmployer": {
        "sLegalName": WebEmployer.legal_name,
        "sABN": WebEmployer.abn,
        "sACN": WebEmployer.acn,
        **flat(USUAL, WebEmployer, "business"),
        **flat(POSTAL, WebEmployer, "postal"),
        "sPhone": WebEmployer.phone,
        "sMobile": WebEmployer.mobile_phone,
        "sFax": WebEmployer.fax_phone,
        "sEmail": WebEmployer.email,
        "sURL": WebEmployer.url,
        "sEmployerSize": WebEmployer.size,
        **address("businessAddress", WebEmployer, "business"),
        **address("postalAddress", WebEmployer, "postal"),
    },
    "AddLooseWebEmployer": {
        "employerName": WebEmployer.name,
        "employerIdentifier": WebEmployer.identifier,
        "description": WebEmployer.description,
    },
    **dict.fromkeys(("AddClientEvent", "AddEmployerEvent", "UpdateClientEvent", "UpdateEmployerEvent"), OF_EVENTS),
    "UpdateEmployerDetails": {
        "Emty_Code": Employer.type_code,
        "Anzs_Code": Employer.anzsic_code,
        "Empl_Name": Employer.name,
        "Empl_LegalName": Employer.legal_name,
        "Empl_EmployerSize": Employer.size,
        **flat(("Empl_BAddr", "Empl_BCity", "Empl_BPCode", "BusinessState"), Employer, "business"),
        **flat(("Empl_PAddr", "Empl_PCity", "Empl_PPCode", "PostalState"), Employer, "postal"),
        "Empl_Phone": Employer.phone,
        "Empl_Fax": Employer.fax_phone,
        "Empl_Mobile": Employer.mobile_phone,
        "Empl_Email": Employer.email,
        "Empl_ACN": Employer.acn,
        "Empl_ABN": Employer.abn,
        "Empl_Type": Employer.type_text,
        "Empl_Code": Employer.external_code,
        "URL": Employer.url,
        **address("BusinessAddress", Employer, "business"),
        **address("PostalAddress", Employer, "postal"),
    },
    "AddAward": {
        "awardTypeName": AwardType.name,
        "parchmentNumber": Award.parchment_number,
        "description": Award.description,
        "referenceLink": Award.document_reference,
    },
    "RecordPaymentForInvoice": {
        "paymentOrder": Payment.order_number,
        "RRN": Payment.receipt,
        "description": Payment.description,
        "externalIdentifier": Payment.external_identifier,
    },
    "AddWebInvoice": {"purchaseOrder": WebEnrolment.purchase_order},
    "AddWebPayment": {"sOrder": WebPayment.order_number, "sRRN": WebPayment.receipt},
    "AddClientWebWaitlist": {
        "surname": WebClient.surname,
        "givenName": WebClient.given_name,
        "clientCode": WebClient.code_hint,
        "description": WebWaitlist.description,
    },
    "UpdateClientWebWaitlist": {
        "otherName": WebClient.other_name,
        "title": WebClient.title,
        **flat(
            ("residentialAddress", "residentialCity", "residentialPostcode", "residentialShortState"),
            WebClient,
            "usual",
        ),
        "homePhone": WebClient.home_phone,
        "workPhone": WebClient.work_phone,
        "mobilePhone": WebClient.mobile_phone,
        "email": WebClient.email,
        "emergencyName": WebClient.emergency_name,
        "emergencyPhone": WebClient.emergency_phone,
        "emergencyMobile": WebClient.emergency_mobile,
        **flat(("postalAddr", "postalCity", "postalPostcode", "postalShortState"), WebClient, "postal"),
        **address("usualAddress", WebClient, "usual"),
        **address("postalAddress", WebClient, "postal"),
    },
}
"""Where each text of an operation that writes is kept, by the name that its messages use."""

KEPT_NOWHERE = {"Clie_Code", "Clie_Surname", "Clie_Given", "POBox"}
"""Members that name a record rather than change it, and boxes of usual addresses, which are passed over."""

SHORTER = {
    "AddPosition": {"code"},
    "AddAward": {"licenceNumber"},
    "SendSMSMessageToNumber": {"mobileNumber"},
}
"""Texts that may be shorter than what the column holds, which has codes and numbers from before."""


def operations_with_limits():
    return [name for name in REGISTRY if CATALOGUE.operations[name].writes and limits(name)]


def limits(name):
    return {
        text: longest
        for text, longest in longest_texts(CATALOGUE.operations[name], CATALOGUE).items()
        if text.rpartition(".")[2] not in KEPT_NOWHERE | SHORTER.get(name, set()) or text in COLUMNS.get(name, {})
    }


@pytest.mark.parametrize("name", operations_with_limits())
def test_columns_hold_what_the_catalogue_allows(name):
    kept = COLUMNS[name]
    assert {text: length_of(kept[text]) for text in limits(name)} == limits(name)


@pytest.mark.parametrize("name", [name for name in COLUMNS if name in REGISTRY])
def test_every_kept_text_has_a_limit(name):
    assert COLUMNS[name].keys() - longest_texts(CATALOGUE.operations[name], CATALOGUE).keys() == set()


def test_a_member_goes_by_its_parameter_where_there_are_several_objects():
    several = longest_texts(CATALOGUE.operations["UpdateWebEmployer"], CATALOGUE)
    one = longest_texts(CATALOGUE.operations["UpdateClientDetails"], CATALOGUE)
    assert several["businessAddress.City"] == one["UsualAddress.City"] == 50


def test_occurrences_and_enrolments_describe_themselves_at_equal_length():
    assert length_of(Occurrence.description) == length_of(Enrolment.description)
