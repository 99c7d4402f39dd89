"""Area web_enrolments: the people of web enrolments and what is told of them."""

import datetime

from vettrak_api.calls.call import Call, Confirmation, Number, Records, operation
from vettrak_api.contract.parameters import (
    TClieAVETMISS,
    UpdateWebClientParameters,
    UpdateWebEmployeeParameters,
    UpdateWebEmployerContactParameters,
)
from vettrak_api.errors import InvalidInput
from vettrak_api.model.base import fold_name
from vettrak_api.model.quarantine import CONTACT, STUDENT, WebClient
from vettrak_api.operations.members.statistics import judge_statistics
from vettrak_api.operations.members.web import AddressNames, Names, read_details, read_person
from vettrak_api.operations.quarantine.caller import quarantine, site_of
from vettrak_api.rules.clients.statistics import Statistics
from vettrak_api.rules.lookups import NUMBER
from vettrak_api.rules.quarantine.details import change_employer, keep_statistics, overwrite_details
from vettrak_api.rules.quarantine.pending import Held, pending_kind
from vettrak_api.rules.quarantine.people import add_contact, add_employee
from vettrak_api.rules.reference.codes import offered_codes
from vettrak_api.rules.validation import trimmed
from vettrak_api.views.base import with_objects
from vettrak_api.views.quarantine import WEB_CLIENTS_WITH_ADDRESSES

_REACHED: Names = {
    "other_name": "sOther",
    "title": "sTitle",
    "gender": "sGender",
    "usual": AddressNames("usualAddress", ("sAddr", "sCity", "sPCode", "sShortState")),
    "home_phone": "sHomePhone",
    "work_phone": "sWorkPhone",
    "mobile_phone": "sMobilePhone",
    "email": "sEmail",
}
_IN_EMERGENCY: Names = {
    "emergency_name": "sEmergencyName",
    "emergency_phone": "sEmergencyPhone",
    "emergency_mobile": "sEmergencyMobile",
}
_KNOWN_BY: Names = {
    "postal": AddressNames("postalAddress", ("postalAddr", "postalCity", "postalPCode", "postalShortState")),
    "division_id": "divisionId",
    "usi": "usi",
}

ENROLEE_DETAILS: Names = {
    **_REACHED,
    **_IN_EMERGENCY,
    **_KNOWN_BY,
    "survey_contact_status": "surveyContactStatusCode",
}
"""What the parameters of a client or employee hold."""

CONTACT_DETAILS: Names = {**_REACHED, **_KNOWN_BY}
"""What a contact's parameters hold: nobody calls about them in an emergency, and no survey asks them."""


PEOPLE = WEB_CLIENTS_WITH_ADDRESSES.where(WebClient.web_enrolment_id == NUMBER)


@operation
def GetWebClientsForWebEnrolment(call: Call, webEnrolId: int) -> Records:
    """List the people of a pending web enrolment: those who take part, then contacts, each by surname."""
    pending_kind(call.reader, webEnrolId, site_of(call))
    people = with_objects(call.reader.execute(PEOPLE, {"wanted_number": webEnrolId}).all())
    # Few, and no database's own order of names is that of another.
    return sorted(
        people, key=lambda person: (person["Wecl_Type"], fold_name(person["Wecl_Surname"]), person["Wecl_ID"])
    )


@operation
def AddWebEmployee(
    call: Call,
    iWebe_ID: int,
    sSurname: str | None,
    sGiven: str | None,
    sCode: str | None,
    xsdDOB: datetime.datetime | None,
) -> Number:
    """Add somebody who takes part to an employer's web enrolment; all but the first take one place more."""
    sent = {"sSurname": sSurname, "sGiven": sGiven, "sCode": sCode, "xsdDOB": xsdDOB}
    person = read_person(call.texts, call.now.date(), sent)
    return add_employee(call.session, quarantine(call).of_employer(iWebe_ID), person)


@operation
def AddWebEmployerContact(
    call: Call,
    iWebe_ID: int,
    sSurname: str | None,
    sGiven: str | None,
    sCode: str | None,
    xsdDOB: datetime.datetime | None,
) -> Number:
    """Add somebody who speaks for the employer of a web enrolment; contacts take no place."""
    sent = {"sSurname": sSurname, "sGiven": sGiven, "sCode": sCode, "xsdDOB": xsdDOB}
    person = read_person(call.texts, call.now.date(), sent)
    return add_contact(call.session, quarantine(call).of_employer(iWebe_ID), person)


@operation
def UpdateWebClient(call: Call, parameters: UpdateWebClientParameters) -> Confirmation:
    """Overwrite the details of a client's web enrolment as a whole; names, birth date and code stay."""
    details = read_details(call.session, call.texts, parameters, ENROLEE_DETAILS)
    person = quarantine(call).web_client(parameters.iWebe_ID)
    overwrite_details(call.session, WebClient, person, details, "sEmail")


@operation
def UpdateWebEmployee(call: Call, parameters: UpdateWebEmployeeParameters) -> Confirmation:
    """Overwrite the details of a web employee as a whole; names, birth date and code stay."""
    details = read_details(call.session, call.texts, parameters, ENROLEE_DETAILS)
    person = quarantine(call).member(parameters.iWecl_ID, STUDENT)
    overwrite_details(call.session, WebClient, person, details, "sEmail")


@operation
def UpdateWebEmployerContact(call: Call, parameters: UpdateWebEmployerContactParameters) -> Confirmation:
    """Overwrite the details of a web employer's contact as a whole; names, birth date and code stay."""
    details = read_details(call.session, call.texts, parameters, CONTACT_DETAILS)
    person = quarantine(call).member(parameters.iWecl_ID, CONTACT)
    overwrite_details(call.session, WebClient, person, details, "sEmail")


@operation
def UpdateWebClientAVETMISS(call: Call, iWebe_ID: int, cClieAVETMISS: TClieAVETMISS | None) -> Confirmation:
    """Replace the statistics of a client's web enrolment, both lists included; blank means not stated."""
    judged = _judged(call, cClieAVETMISS)
    _keep(call, quarantine(call).web_client(iWebe_ID), judged, cClieAVETMISS)


@operation
def UpdateWebEmployeeAVETMISS(call: Call, iWecl_ID: int, cClieAVETMISS: TClieAVETMISS | None) -> Confirmation:
    """Replace the statistics of a web employee, both lists included; blank means not stated."""
    judged = _judged(call, cClieAVETMISS)
    _keep(call, quarantine(call).member(iWecl_ID, STUDENT), judged, cClieAVETMISS)


@operation
def UpdateWebClientEmployer(call: Call, webEnrolId: int, webEmployerId: int | None) -> Confirmation:
    """Make a loose web employer the employer of a web enrolment's person; null and 0 remove it."""
    pending = quarantine(call)
    person = pending.web_client(webEnrolId)
    change_employer(call.session, person, pending.loose_employer_id(webEmployerId))


def _judged(call: Call, sent: TClieAVETMISS | None) -> Statistics:
    if sent is None:
        raise InvalidInput("cClieAVETMISS is required.")
    return judge_statistics(call.session, call.texts, sent, offered_codes)


def _keep(call: Call, person: Held, judged: Statistics, sent: TClieAVETMISS | None) -> None:
    survey = sent.SurveyContactStatusCode if sent is not None else None
    keep_statistics(call.session, person, judged, survey_stated=bool(trimmed(survey)))
