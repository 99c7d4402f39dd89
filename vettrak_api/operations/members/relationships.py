"""Reads the related persons that calls send."""

from typing import Any

from vettrak_api.errors import InvalidInput
from vettrak_api.rules.clients.relationships import (
    RelatedPerson,
)
from vettrak_api.rules.validation import optional, trimmed, within

LONGEST_NAME = 50
LONGEST_EMAIL = 100
LONGEST_PHONE = 20
LONGEST_DESCRIPTION = 2000


def read_related_person(sent: Any) -> RelatedPerson:
    """Read a ToClient; raises InvalidInput when it is missing or names neither a code nor enough to make a person."""
    if sent is None:
        raise InvalidInput("ToClient is required.")
    person = read_contact(sent)
    if not trimmed(sent.ClientCode) and not person.can_be_made:
        raise InvalidInput("Related client needs a surname and an e-mail, mobile or home phone.")
    return person


def read_contact(sent: Any) -> RelatedPerson:
    """Read the members of a ToClient that tell who it is and how to reach it."""
    return RelatedPerson(
        given_name=within("ToClient.GivenName", sent.GivenName, LONGEST_NAME),
        surname=within("ToClient.Surname", sent.Surname, LONGEST_NAME),
        other_name=optional("ToClient.OtherNames", sent.OtherNames, LONGEST_NAME),
        email=optional("ToClient.Email", sent.Email, LONGEST_EMAIL),
        mobile_phone=optional("ToClient.MobilePhone", sent.MobilePhone, LONGEST_PHONE),
        home_phone=optional("ToClient.HomePhone", sent.HomePhone, LONGEST_PHONE),
    )
