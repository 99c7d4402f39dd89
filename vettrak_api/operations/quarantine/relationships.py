"""Area web_enrolments: what other people are to the person of a web enrolment."""

from sqlalchemy.orm import Session

from vettrak_api.calls.call import Call, Number, operation
from vettrak_api.contract.parameters import TClieRelationship
from vettrak_api.errors import InvalidInput
from vettrak_api.operations.members.relationships import read_related_person, required_person
from vettrak_api.operations.quarantine.caller import quarantine
from vettrak_api.rules.clients.relationships import RELATED_NOT_FOUND, find_relation_id, find_relationship_type
from vettrak_api.rules.lookups import find_client
from vettrak_api.rules.quarantine.relationships import add_web_relationship
from vettrak_api.rules.validation import trimmed


@operation
def AddWebClientRelationship(call: Call, webEnrolId: int, clieRelationship: TClieRelationship | None) -> Number:
    """Keep a relationship of a client's web enrolment for processing; dates and names of types are ignored."""
    session, sent = call.session, clieRelationship
    if sent is None:
        raise InvalidInput("ToClient is required.")
    to_client = required_person(sent.ToClient)
    person = read_related_person(call.texts, to_client)
    description = call.texts.optional("Description", sent.Description)
    number = quarantine(call).of_client(webEnrolId).id
    kind = find_relationship_type(session, sent.RelationshipTypeCode)
    relation = kind.id, find_relation_id(session, kind.id, sent.RelationId)
    code = _known_code(session, to_client.ClientCode)
    return add_web_relationship(session, number, relation, person, code=code, description=description)


def _known_code(session: Session, code: str | None) -> str | None:
    return find_client(session, code, RELATED_NOT_FOUND).code if trimmed(code) else None
