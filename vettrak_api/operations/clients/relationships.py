"""Area clients: what other people are to a client."""

from sqlalchemy import case

from vettrak_api.calls.call import Call, Confirmation, Number, Records, operation
from vettrak_api.contract.parameters import TClieRelationship
from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.clients import ClientRelationship
from vettrak_api.model.reference import RelationshipType
from vettrak_api.operations.members.relationships import read_contact, read_related_person, required_person
from vettrak_api.rules.clients.locks import lock_new_clients
from vettrak_api.rules.clients.relationships import (
    RelationshipTerms,
    add_relationship,
    change_dates,
    change_description,
    change_person,
    change_type,
    find_relation_id,
    find_relationship,
    find_relationship_type,
    in_sequence,
)
from vettrak_api.rules.lookups import NUMBER, find_client_and_division, find_client_id
from vettrak_api.rules.validation import moment
from vettrak_api.views.base import with_objects
from vettrak_api.views.clients import RELATIONSHIPS_WITH_CLIENTS

OF_CLIENT = RELATIONSHIPS_WITH_CLIENTS.where(ClientRelationship.client_id == NUMBER).order_by(
    RelationshipType.code,
    case((ClientRelationship.start_date.is_(None), 0), else_=1),
    ClientRelationship.start_date,
    ClientRelationship.id,
)


@operation
def GetClientRelationships(call: Call, clientCode: str | None) -> Records:
    """List what other people are to a client, ended relationships included, by type, start and number."""
    wanted = {"wanted_number": find_client_id(call.reader, clientCode)}
    return with_objects(call.reader.execute(OF_CLIENT, wanted).all())


@operation
def AddClientRelationship(call: Call, clientCode: str | None, clieRelationship: TClieRelationship | None) -> Number:
    """Relate a client to a person, who is named by code, or found or made; an equal relationship is not doubled."""
    session, sent = call.session, clieRelationship
    if sent is None:
        raise InvalidInput("ToClient is required.")
    to_client = required_person(sent.ToClient)
    person = read_related_person(call.texts, to_client)
    start, end = in_sequence(moment(sent.StartDate), moment(sent.EndDate))
    description = call.texts.optional("Description", sent.Description)
    lock_new_clients(session)
    client = find_client_and_division(session, clientCode)
    kind = find_relationship_type(session, sent.RelationshipTypeCode)
    relation_id = find_relation_id(session, kind.id, sent.RelationId)
    terms = RelationshipTerms(kind.id, relation_id, start, end, description)
    return add_relationship(session, client, terms, to_client.ClientCode, person).id


@operation
def UpdateClientRelationship(call: Call, clieRelationship: TClieRelationship | None) -> Confirmation:
    """Change those members of a relationship that are given; nobody is ever made here."""
    session, sent = call.session, clieRelationship
    if sent is None:
        raise NotFound("Relationship not found.")
    to_client = sent.ToClient
    person = read_contact(call.texts, to_client) if to_client is not None else None
    description = call.texts.optional("Description", sent.Description)
    relationship = find_relationship(session, sent.ClieRelationshipId)
    with session.no_autoflush:
        change_type(session, relationship, sent.RelationshipTypeCode, sent.RelationId)
        change_dates(relationship, moment(sent.StartDate), moment(sent.EndDate))
        if sent.Description is not None:
            change_description(relationship, description)
        if to_client is not None and person is not None:
            change_person(session, relationship, to_client.ClientCode, person)
