"""Area web_waitlists: people who wait for a programme's next occurrence, as the web tells them."""

import datetime

from vettrak_api.calls.call import Call, Confirmation, Number, operation
from vettrak_api.contract.parameters import UpdateClientWebWaitlistParameters
from vettrak_api.model.quarantine import WebClient
from vettrak_api.operations.members.web import (
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
    person = read_person(call.texts, call.now.date(), sent)
    text = call.texts.optional("description", description)
    referral_id = find_offered_referral_source_id(session, referralId)
    wait = Wait(programmeId, call.now, text, referral_id)
    return add_waitlist_entry(session, call.settings, wait, person)


@operation
def UpdateClientWebWaitlist(call: Call, parameters: UpdateClientWebWaitlistParameters) -> Confirmation:
    """Overwrite the details of a waitlist entry's person as a whole; names, birth date and code stay."""
    details = read_details(call.session, call.texts, parameters, WAITER_DETAILS)
    person = quarantine(call).waiter(parameters.webWaitlistId)
    overwrite_details(call.session, WebClient, person, details, "email")


@operation
def DeleteWebWaitlist(call: Call, webWaitlistId: int) -> Confirmation:
    """Delete a pending waitlist entry with its person."""
    delete_waitlist(call.session, quarantine(call).waitlist(webWaitlistId), context(call))
