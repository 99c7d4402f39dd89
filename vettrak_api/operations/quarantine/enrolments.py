"""Area web_enrolments: pending enrolments and reservations of people and employers whom nobody knows yet.

Everything here stays in the quarantine tables; processing turns it into real records.
"""

import datetime

from sqlalchemy import String, bindparam

from vettrak_api.calls.call import Call, Confirmation, Message, Number, Records, operation
from vettrak_api.model.quarantine import PENDING, WebEnrolment
from vettrak_api.operations.members.web import read_company, read_person
from vettrak_api.operations.quarantine.caller import context, quarantine, site_of
from vettrak_api.rules.lookups import find_offered_referral_source_id, find_study_reason_id
from vettrak_api.rules.quarantine.booking import (
    Booking,
    Particulars,
    book_client,
    book_employer,
    overwrite_particulars,
)
from vettrak_api.rules.quarantine.removal import delete_web_enrolment
from vettrak_api.rules.since import later, since
from vettrak_api.views.quarantine import WEB_ENROLMENTS

MADE_SINCE = later(WebEnrolment.stamp, WebEnrolment.state == PENDING, made=True)
SINCE = WEB_ENROLMENTS.select.where(MADE_SINCE).order_by(WebEnrolment.stamp, WebEnrolment.id)
SINCE_OF_SITE = SINCE.where(WebEnrolment.created_by == bindparam("site", type_=String))


@operation
def AddClientWebEnrolment(
    call: Call,
    iOccu_ID: int,
    sSurname: str | None,
    sGiven: str | None,
    sCode: str | None,
    xsdDOB: datetime.datetime | None,
    sDescription: str | None,
    referralId: int | None,
) -> Number:
    """Book one person's place in a published occurrence, whatever its dates."""
    sent = {"sSurname": sSurname, "sGiven": sGiven, "sCode": sCode, "xsdDOB": xsdDOB}
    person = read_person(call.texts, call.now.date(), sent)
    booking = _read_booking(call, iOccu_ID, sDescription, referralId)
    return book_client(call.session, call.settings, booking, person)


@operation
def AddClientWebReservation(
    call: Call,
    iOccu_ID: int,
    sSurname: str | None,
    sGiven: str | None,
    sCode: str | None,
    xsdDOB: datetime.datetime | None,
    sDescription: str | None,
    referralId: int | None,
) -> Number:
    """Hold one person's place; it can not be processed until the reservation is completed."""
    sent = {"sSurname": sSurname, "sGiven": sGiven, "sCode": sCode, "xsdDOB": xsdDOB}
    person = read_person(call.texts, call.now.date(), sent)
    booking = _read_booking(call, iOccu_ID, sDescription, referralId, is_reservation=True)
    return book_client(call.session, call.settings, booking, person)


@operation
def AddEmployerWebEnrolment(
    call: Call,
    iOccu_ID: int,
    sName: str | None,
    sIdentifier: str | None,
    sDescription: str | None,
    referralId: int | None,
) -> Number:
    """Book an employer's places: one now, more with every employee after the first."""
    company = read_company(call.texts, {"sName": sName, "sIdentifier": sIdentifier})
    booking = _read_booking(call, iOccu_ID, sDescription, referralId)
    return book_employer(call.session, call.settings, booking, company)


@operation
def AddEmployerWebReservation(
    call: Call,
    iOccu_ID: int,
    sName: str | None,
    sIdentifier: str | None,
    sDescription: str | None,
    referralId: int | None,
) -> Number:
    """Hold an employer's places; they can not be processed until the reservation is completed."""
    company = read_company(call.texts, {"sName": sName, "sIdentifier": sIdentifier})
    booking = _read_booking(call, iOccu_ID, sDescription, referralId, is_reservation=True)
    return book_employer(call.session, call.settings, booking, company)


@operation
def UpdateWebEnrolment(
    call: Call,
    webEnrolId: int,
    description: str | None,
    studyReasonId: int | None,
    vetEnrolRegistrationId: str | None,
    vicCohortCodes: list[str] | None,
) -> Confirmation:
    """Overwrite what a web enrolment says besides its people; cohorts count in Victoria only."""
    session = call.session
    text = call.texts.optional("description", description)
    study_reason_id = find_study_reason_id(session, studyReasonId)
    registration = call.texts.optional("vetEnrolRegistrationId", vetEnrolRegistrationId)
    particulars = Particulars(text, study_reason_id, registration, vicCohortCodes)
    overwrite_particulars(session, quarantine(call).web_enrolment(webEnrolId), particulars)


@operation
def DeleteWebEnrolment(call: Call, iWebe_ID: int) -> Confirmation | Message:
    """Delete a pending web enrolment with everything that hangs on it; its places become free."""
    return _delete(call, iWebe_ID)


@operation
def RemoveWebEnrolment(call: Call, iWebe_ID: int) -> Confirmation | Message:
    """Do the same as DeleteWebEnrolment, under its original name."""
    return _delete(call, iWebe_ID)


@operation
def GetWebEnrolmentsSince(call: Call, sinceDate: datetime.datetime) -> Records:
    """List pending web enrolments and reservations made since a moment, by moment and number."""
    site, moment = site_of(call), since(sinceDate, call.settings)
    if site is None:
        return call.reader.execute(SINCE, moment).all()
    return call.reader.execute(SINCE_OF_SITE, {**moment, "site": site}).all()


def _read_booking(
    call: Call, occurrence_id: int, description: str | None, referral_id: int | None, *, is_reservation: bool = False
) -> Booking:
    text = call.texts.optional("sDescription", description)
    referral_source_id = find_offered_referral_source_id(call.session, referral_id)
    return Booking(occurrence_id, call.now, text, referral_source_id, is_reservation)


def _delete(call: Call, web_enrolment_id: int) -> Message:
    web_enrolment = quarantine(call).web_enrolment(web_enrolment_id)
    return Message(delete_web_enrolment(call.session, web_enrolment, context(call)).summary)
