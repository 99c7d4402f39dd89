"""Area web_waitlists: people who wait for a programme's next occurrence, as the web tells them."""

import datetime
from typing import Any

from vettrak_api.calls.call import Call, Confirmation, Number, operation
from vettrak_api.operations.members.web import (
    LONGEST_DESCRIPTION,
    AddressNames,
    Names,
    read_details,
    read_person,
)
from vettrak_api.operations.quarantine.caller import context, quarantine
from vettrak_api.rules.lookups import find_offered_referral_source_id
from vettrak_api.rules.quarantine.details import overwrite_details
from vettrak_api.rules.quarantine.removal import delete_waitlist
from vettrak_api.rules.quarantine.waitlists import Wait, add_waitlist_entry
from vettrak_api.rules.validation import optional

WAITER_DETAILS: Names = {
    "other_name": "otherName",
    "title": "title",
    "gender": "gender",
    "usual": AddressNames(
        "usualAddress",
        ("residentialAddress", "residentialCity", "residentialPostcode", "residentialShortState"),
    ),
    "home_phone": "homePhone",
    "work_phone": "workPhone",
    "mobile_phone": "mobilePhone",
    "email": "email",
    "emergency_name": "emergencyName",
    "emergency_phone": "emergencyPhone",
    "emergency_mobile": "emergencyMobile",
    "postal": AddressNames("postalAddress", ("postalAddr", "postalCity", "postalPostcode", "postalShortState")),
    "division_id": "divisionId",
    "usi": "usi",
    "survey_contact_status": "surveyContactStatusCode",
}
"""What the parameters of a waiter hold."""


@operation
def AddClientWebWaitlist(
    call: Call,
    programmeId: int,
    surname: str | None,
    givenName: str | None,
    clientCode: str | None,
    dateOfBirth: datetime.datetime | None,
    description: str | None,
    referralId: int | None,
) -> Number:
    """Put a person on the web waitlist of a programme; that takes no place anywhere."""
    session = call.session
    sent = {"surname": surname, "givenName": givenName, "clientCode": clientCode, "dateOfBirth": dateOfBirth}
    person = read_person(call.now.date(), sent)
    text = optional("description", description, LONGEST_DESCRIPTION)
    referral_id = find_offered_referral_source_id(session, referralId)
    wait = Wait(programmeId, call.now, text, referral_id)
    return add_waitlist_entry(session, call.settings, wait, person).id


@operation
def UpdateClientWebWaitlist(
    call: Call,
    webWaitlistId: int,
    otherName: str | None,
    title: str | None,
    gender: str | None,
    residentialAddress: str | None,
    residentialCity: str | None,
    residentialPostcode: str | None,
    residentialShortState: str | None,
    homePhone: str | None,
    workPhone: str | None,
    mobilePhone: str | None,
    email: str | None,
    emergencyName: str | None,
    emergencyPhone: str | None,
    emergencyMobile: str | None,
    postalAddr: str | None,
    postalCity: str | None,
    postalPostcode: str | None,
    postalShortState: str | None,
    divisionId: int | None,
    usi: str | None,
    usualAddress: Any,
    postalAddress: Any,
    surveyContactStatusCode: str | None,
) -> Confirmation:
    """Overwrite the details of a waitlist entry's person as a whole; names, birth date and code stay."""
    details = read_details(call.session, locals(), WAITER_DETAILS)
    overwrite_details(quarantine(call).waiter(webWaitlistId), details)


@operation
def DeleteWebWaitlist(call: Call, webWaitlistId: int) -> Confirmation:
    """Delete a pending waitlist entry with its person."""
    delete_waitlist(call.session, quarantine(call).waitlist(webWaitlistId), context(call))
