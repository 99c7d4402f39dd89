"""Area web_enrolments: what other people are to the person of a web enrolment."""

from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.calls.call import Call, Number, operation
from vettrak_api.errors import InvalidInput
from vettrak_api.model.quarantine import WebRelationship
from vettrak_api.operations.members.relationships import LONGEST_DESCRIPTION, RELATED_NOT_FOUND, read_related_person
from vettrak_api.operations.quarantine.caller import quarantine
from vettrak_api.rules.clients.relationships import find_relation_id, find_relationship_type
from vettrak_api.rules.lookups import find_client
from vettrak_api.rules.validation import optional, trimmed


@operation
def AddWebClientRelationship(call: Call, webEnrolId: int, clieRelationship: Any) -> Number:
    """Keep a relationship of a client's web enrolment for processing; dates and names of types are ignored."""
    session, sent = call.session, clieRelationship
    if sent is None:
        raise InvalidInput("ToClient is required.")
    person = read_related_person(sent.ToClient)
    description = optional("Description", sent.Description, LONGEST_DESCRIPTION)
    web_enrolment = quarantine(call).of_client(webEnrolId)
    kind = find_relationship_type(session, sent.RelationshipTypeCode)
    relationship = WebRelationship(
        web_enrolment_id=web_enrolment.id,
        relationship_type_id=kind.id,
        relation_id=find_relation_id(session, kind.id, sent.RelationId),
        description=description,
        to_code=_known_code(session, sent.ToClient.ClientCode),
        given_name=person.given_name,
        surname=person.surname,
        other_name=person.other_name,
        email=person.email,
        mobile_phone=person.mobile_phone,
        home_phone=person.home_phone,
    )
    session.add(relationship)
    session.flush()
    return relationship.id


def _known_code(session: Session, code: str | None) -> str | None:
    return find_client(session, code, RELATED_NOT_FOUND).code if trimmed(code) else None
