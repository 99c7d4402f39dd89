"""Area web_enrolments: pending enrolments and reservations of people and employers whom nobody knows yet.

Everything here stays in the quarantine tables; processing turns it into real records.
"""

import datetime
from dataclasses import dataclass

from vettrak_api.calls.call import Call, Confirmation, Message, Number, Records, operation
from vettrak_api.model.quarantine import CLIENT_KIND, EMPLOYER_KIND, WebEmployer, WebEnrolment
from vettrak_api.operations.members.web import LONGEST_DESCRIPTION, Sent, read_company, read_person
from vettrak_api.operations.quarantine.caller import context, quarantine, quarantine_to_read
from vettrak_api.rules.lookups import find_offered_referral_source_id, find_study_reason_id
from vettrak_api.rules.quarantine.cohorts import judge_cohorts
from vettrak_api.rules.quarantine.notifications import notify_of_enrolment
from vettrak_api.rules.quarantine.pending import delete_web_enrolment, take_web_place
from vettrak_api.rules.quarantine.people import add_enrolee
from vettrak_api.rules.validation import optional
from vettrak_api.views.quarantine import WEB_ENROLMENTS

LONGEST_REGISTRATION = 50

IN_ORDER = WEB_ENROLMENTS.select.order_by(WebEnrolment.stamp, WebEnrolment.id)


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
    person = {"sSurname": sSurname, "sGiven": sGiven, "sCode": sCode, "xsdDOB": xsdDOB}
    return _book_client(call, Booking(iOccu_ID, sDescription, referralId), person)


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
    person = {"sSurname": sSurname, "sGiven": sGiven, "sCode": sCode, "xsdDOB": xsdDOB}
    return _book_client(call, Booking(iOccu_ID, sDescription, referralId, is_reservation=True), person)


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
    employer = {"sName": sName, "sIdentifier": sIdentifier}
    return _book_employer(call, Booking(iOccu_ID, sDescription, referralId), employer)


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
    employer = {"sName": sName, "sIdentifier": sIdentifier}
    return _book_employer(call, Booking(iOccu_ID, sDescription, referralId, is_reservation=True), employer)


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
    text = optional("description", description, LONGEST_DESCRIPTION)
    study_reason_id = find_study_reason_id(session, studyReasonId)
    registration = optional("vetEnrolRegistrationId", vetEnrolRegistrationId, LONGEST_REGISTRATION)
    web_enrolment = quarantine(call).web_enrolment(webEnrolId)
    web_enrolment.cohort_codes = judge_cohorts(session, web_enrolment.occurrence_id, vicCohortCodes)
    web_enrolment.description = text
    web_enrolment.study_reason_id = study_reason_id
    web_enrolment.registration_id = registration


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
    """List pending web enrolments and reservations made later than a moment, by moment and number."""
    site = quarantine_to_read(call).site
    wanted = IN_ORDER.where(WebEnrolment.stamp > sinceDate)
    if site is not None:
        wanted = wanted.where(WebEnrolment.created_by == site)
    return call.session.execute(wanted).all()


@dataclass(frozen=True, slots=True)
class Booking:
    """What every new web enrolment tells, whoever enrols."""

    occurrence_id: int
    description: str | None
    referral_id: int | None
    is_reservation: bool = False


def _book_client(call: Call, booking: Booking, sent: Sent) -> int:
    person = read_person(call.now.date(), sent)
    web_enrolment = _book(call, booking, CLIENT_KIND)
    add_enrolee(call.session, web_enrolment, person)
    return web_enrolment.id


def _book_employer(call: Call, booking: Booking, sent: Sent) -> int:
    company = read_company(sent)
    web_enrolment = _book(call, booking, EMPLOYER_KIND)
    call.session.add(WebEmployer(web_enrolment_id=web_enrolment.id, **company))
    return web_enrolment.id


def _book(call: Call, booking: Booking, kind: int) -> WebEnrolment:
    """Take a place and add a web enrolment that has nobody yet."""
    session = call.session
    web_enrolment = WebEnrolment(
        occurrence_id=booking.occurrence_id,
        kind=kind,
        is_reservation=booking.is_reservation,
        places=1,
        stamp=call.now,
        description=optional("sDescription", booking.description, LONGEST_DESCRIPTION),
        referral_source_id=find_offered_referral_source_id(session, booking.referral_id),
    )
    take_web_place(session, booking.occurrence_id)
    session.add(web_enrolment)
    session.flush()
    notify_of_enrolment(session, call.settings, web_enrolment)
    return web_enrolment


def _delete(call: Call, web_enrolment_id: int) -> Message:
    web_enrolment = quarantine(call).web_enrolment(web_enrolment_id)
    return Message(delete_web_enrolment(call.session, web_enrolment, context(call)).summary)
