"""Reads the related persons that calls send."""

from vettrak_api.calls.texts import Texts
from vettrak_api.contract.parameters import TRelationshipToClient
from vettrak_api.errors import InvalidInput
from vettrak_api.rules.clients.relationships import (
    RelatedPerson,
)
from vettrak_api.rules.validation import trimmed


def required_person(sent: TRelationshipToClient | None) -> TRelationshipToClient:
    """Return a ToClient; raises InvalidInput when it is missing."""
    if sent is None:
        raise InvalidInput("ToClient is required.")
    return sent


def read_related_person(texts: Texts, sent: TRelationshipToClient) -> RelatedPerson:
    """Read a ToClient; raises InvalidInput when it names neither a code nor enough to make a person."""
    person = read_contact(texts, sent)
    if not trimmed(sent.ClientCode) and not person.can_be_made:
        raise InvalidInput("Related client needs a surname and an e-mail, mobile or home phone.")
    return person


def read_contact(texts: Texts, sent: TRelationshipToClient) -> RelatedPerson:
    """Read the members of a ToClient that tell who it is and how to reach it."""
    return RelatedPerson(
        given_name=texts.trimmed("ToClient.GivenName", sent.GivenName),
        surname=texts.trimmed("ToClient.Surname", sent.Surname),
        other_name=texts.optional("ToClient.OtherNames", sent.OtherNames),
        email=texts.optional("ToClient.Email", sent.Email),
        mobile_phone=texts.optional("ToClient.MobilePhone", sent.MobilePhone),
        home_phone=texts.optional("ToClient.HomePhone", sent.HomePhone),
    )
