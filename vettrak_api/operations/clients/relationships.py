"""Area clients: what other people are to a client."""

import datetime
from typing import Any

from sqlalchemy import case
from sqlalchemy.orm import Session

from vettrak_api.calls.call import Call, Confirmation, Number, Records, operation
from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.clients import Client, ClientRelationship
from vettrak_api.model.reference import RelationshipType
from vettrak_api.operations.members.relationships import (
    LONGEST_DESCRIPTION,
    RELATED_NOT_FOUND,
    read_contact,
    read_related_person,
)
from vettrak_api.rules.clients.creation import lock_new_clients
from vettrak_api.rules.clients.relationships import (
    RelatedPerson,
    find_equal,
    find_related,
    find_relation_id,
    find_relationship_type,
    update_contact,
)
from vettrak_api.rules.lookups import find_client, find_client_id
from vettrak_api.rules.validation import moment, optional, trimmed
from vettrak_api.views.clients import RELATIONSHIPS_WITH_CLIENTS

IN_ORDER = RELATIONSHIPS_WITH_CLIENTS.order_by(
    RelationshipType.code,
    case((ClientRelationship.start_date.is_(None), 0), else_=1),
    ClientRelationship.start_date,
    ClientRelationship.id,
)


@operation
def GetClientRelationships(call: Call, clientCode: str | None) -> Records:
    """List what other people are to a client, ended relationships included, by type, start and number."""
    client_id = find_client_id(call.session, clientCode)
    return call.session.execute(IN_ORDER.where(ClientRelationship.client_id == client_id)).all()


@operation
def AddClientRelationship(call: Call, clientCode: str | None, clieRelationship: Any) -> Number:
    """Relate a client to a person, who is named by code, or found or made; an equal relationship is not doubled."""
    session, sent = call.session, clieRelationship
    if sent is None:
        raise InvalidInput("ToClient is required.")
    person = read_related_person(sent.ToClient)
    start, end = _dates(moment(sent.StartDate), moment(sent.EndDate))
    description = optional("Description", sent.Description, LONGEST_DESCRIPTION)
    lock_new_clients(session)
    client = find_client(session, clientCode)
    kind = find_relationship_type(session, sent.RelationshipTypeCode)
    relationship = ClientRelationship(
        client_id=client.id,
        relationship_type_id=kind.id,
        relation_id=find_relation_id(session, kind.id, sent.RelationId),
        to_client_id=find_related(session, sent.ToClient.ClientCode, person, client).id,
        start_date=start,
        end_date=end,
        description=description,
    )
    present = find_equal(session, relationship)
    if present is not None:
        return present.id
    session.add(relationship)
    session.flush()
    return relationship.id


@operation
def UpdateClientRelationship(call: Call, clieRelationship: Any) -> Confirmation:
    """Change those members of a relationship that are given; nobody is ever made here."""
    session, sent = call.session, clieRelationship
    if sent is None:
        raise NotFound("Relationship not found.")
    person = read_contact(sent.ToClient) if sent.ToClient is not None else None
    description = optional("Description", sent.Description, LONGEST_DESCRIPTION)
    relationship = session.get(ClientRelationship, sent.ClieRelationshipId)
    if relationship is None:
        raise NotFound("Relationship not found.")
    with session.no_autoflush:
        _change_type(session, relationship, sent)
        relationship.start_date, relationship.end_date = _dates(
            moment(sent.StartDate) or relationship.start_date, moment(sent.EndDate) or relationship.end_date
        )
        if sent.Description is not None:
            relationship.description = description
        if person is not None:
            _change_person(session, relationship, sent.ToClient.ClientCode, person)


def _dates(
    start: datetime.datetime | None, end: datetime.datetime | None
) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    if start is not None and end is not None and end < start:
        raise InvalidInput("End date is before start date.")
    return start, end


def _change_type(session: Session, relationship: ClientRelationship, sent: Any) -> None:
    """Change type and relation; a relation of the former type does not survive a new type."""
    if trimmed(sent.RelationshipTypeCode):
        type_id = find_relationship_type(session, sent.RelationshipTypeCode).id
        if type_id != relationship.relationship_type_id:
            relationship.relationship_type_id, relationship.relation_id = type_id, None
    if sent.RelationId is not None:
        relationship.relation_id = find_relation_id(session, relationship.relationship_type_id, sent.RelationId)


def _change_person(session: Session, relationship: ClientRelationship, code: str | None, person: RelatedPerson) -> None:
    if trimmed(code):
        client = find_client(session, code, RELATED_NOT_FOUND)
        relationship.to_client_id = client.id
    else:
        client = session.get_one(Client, relationship.to_client_id)
    update_contact(session, client, person)
