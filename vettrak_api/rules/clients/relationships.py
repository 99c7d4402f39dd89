"""What people are to each other: emergency contacts, parents and the like (AddClientRelationship)."""

import datetime
from dataclasses import dataclass

from sqlalchemy import BindParameter, Row, bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.base import fold, fold_name
from vettrak_api.model.clients import Client, ClientRelationship
from vettrak_api.model.reference import Relation, RelationshipType
from vettrak_api.model.statements import execute
from vettrak_api.rules.clients.creation import Person, add_person
from vettrak_api.rules.clients.usernames import change_email
from vettrak_api.rules.lookups import find_client
from vettrak_api.rules.validation import mail_address, trimmed

RELATED_NOT_FOUND = "Related client not found."

_NUMBER: BindParameter[int] = bindparam("number")

RELATIONSHIP = select(ClientRelationship).where(ClientRelationship.id == _NUMBER)
RELATED_CLIENT = select(Client).where(Client.id == _NUMBER)
TYPES = select(RelationshipType.id, RelationshipType.code)
TYPE_OF_RELATION = select(Relation.relationship_type_id).where(Relation.id == _NUMBER)
NAMESAKES = select(Client).where(
    Client.surname_key == bindparam("surname"), Client.given_name_key == bindparam("given_name"), Client.id != _NUMBER
)
BETWEEN = (
    select(ClientRelationship)
    .where(
        ClientRelationship.client_id == bindparam("client"),
        ClientRelationship.to_client_id == bindparam("to_client"),
        ClientRelationship.relationship_type_id == bindparam("type"),
    )
    .order_by(ClientRelationship.id)
)


@dataclass(frozen=True, slots=True)
class RelatedPerson:
    """The other person of a relationship as a caller tells it; blank values are None, the given name is empty."""

    surname: str
    given_name: str
    other_name: str | None
    email: str | None
    mobile_phone: str | None
    home_phone: str | None
    is_told_now: bool = True
    """Whether a caller tells it, rather than processing what is stored; then its e-mail address is judged."""

    @property
    def can_be_made(self) -> bool:
        """Whether there is a surname and a way to reach the person."""
        return bool(self.surname and (self.email or self.mobile_phone or self.home_phone))

    def new_email(self, stored: str | None = None) -> str | None:
        """Return the e-mail address, to be stored where one may be; raises InvalidInput as `mail_address`."""
        return mail_address("ToClient.Email", self.email, stored) if self.is_told_now else self.email


@dataclass(frozen=True, slots=True)
class RelationshipTerms:
    """What a relationship is: type, relation of that type, and from when to when (RTO time; None = not stated)."""

    type_id: int
    relation_id: int | None
    start: datetime.datetime | None
    end: datetime.datetime | None
    description: str | None


def add_relationship(
    session: Session, client: Client | Row[int, int], terms: RelationshipTerms, code: str | None, person: RelatedPerson
) -> ClientRelationship:
    """Relate a client to a person, who is named by code, or found or made; an equal relationship is not doubled.

    The caller has locked the making of clients. Raises as `find_related`.
    """
    relationship = ClientRelationship(
        client_id=client.id,
        relationship_type_id=terms.type_id,
        relation_id=terms.relation_id,
        to_client_id=find_related(session, code, person, client).id,
        start_date=terms.start,
        end_date=terms.end,
        description=terms.description,
    )
    present = find_equal(session, relationship)
    if present is not None:
        return present
    session.add(relationship)
    session.flush()
    return relationship


def find_relationship(session: Session, relationship_id: int) -> ClientRelationship:
    """Return a relationship by its number; raises NotFound."""
    relationship = session.scalar(RELATIONSHIP, {"number": relationship_id})
    if relationship is None:
        raise NotFound("Relationship not found.")
    return relationship


def change_type(session: Session, relationship: ClientRelationship, code: str | None, relation_id: int | None) -> None:
    """Change type (blank keeps it) and relation (None keeps it); a relation does not survive another type."""
    if trimmed(code):
        type_id = find_relationship_type(session, code).id
        if type_id != relationship.relationship_type_id:
            relationship.relationship_type_id, relationship.relation_id = type_id, None
    if relation_id is not None:
        relationship.relation_id = find_relation_id(session, relationship.relationship_type_id, relation_id)


def change_dates(
    relationship: ClientRelationship, start: datetime.datetime | None, end: datetime.datetime | None
) -> None:
    """Set the dates that are given, None keeps one; raises InvalidInput when it would end before it starts."""
    relationship.start_date, relationship.end_date = in_sequence(
        start or relationship.start_date, end or relationship.end_date
    )


def change_description(relationship: ClientRelationship, description: str | None) -> None:
    """Replace the description; None clears it."""
    relationship.description = description


def change_person(session: Session, relationship: ClientRelationship, code: str | None, person: RelatedPerson) -> None:
    """Lead to another client, if a code is given, and write the contact values that are not blank to it.

    Raises NotFound when the code is unknown.
    """
    if trimmed(code):
        client = find_client(session, code, RELATED_NOT_FOUND)
        relationship.to_client_id = client.id
    else:
        client = session.scalars(RELATED_CLIENT, {"number": relationship.to_client_id}).one()
    update_contact(session, client, person)


def in_sequence(
    start: datetime.datetime | None, end: datetime.datetime | None
) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """Return the dates of a relationship; raises InvalidInput when it ends before it starts."""
    if start is not None and end is not None and end < start:
        raise InvalidInput("End date is before start date.")
    return start, end


def find_relationship_type(session: Session, code: str | None) -> Row[int, str]:
    """Return number and code of the type with a code, ignoring case; raises InvalidInput when there is none."""
    types = execute(session, TYPES)
    found = next((kind for kind in types if fold(kind.code) == fold(code)), None)
    if found is None:
        raise InvalidInput("Unknown relationship type.")
    return found


def find_relation_id(session: Session, type_id: int, relation_id: int | None) -> int | None:
    """Return a relation of the type, None for null and 0; raises InvalidInput for any other number."""
    if not relation_id:
        return None
    if execute(session, TYPE_OF_RELATION, number=relation_id).scalar() != type_id:
        raise InvalidInput("Unknown relation.")
    return relation_id


def find_or_add_person(session: Session, person: RelatedPerson, related_to: Client | Row[int, int]) -> Client:
    """Return the only other client who can be this person, or make one, who can not log in.

    The caller holds the making of clients.
    """
    wanted = {
        "surname": fold_name(person.surname),
        "given_name": fold_name(person.given_name),
        "number": related_to.id,
    }
    found = [client for client in session.scalars(NAMESAKES, wanted) if _can_be(client, person)]
    if len(found) == 1:
        update_contact(session, found[0], person)
        return found[0]
    return add_person(
        session,
        Person(person.surname, person.given_name, related_to.division_id, email=person.new_email()),
        other_name=person.other_name,
        mobile_phone=person.mobile_phone,
        home_phone=person.home_phone,
    )


def update_contact(session: Session, client: Client, person: RelatedPerson) -> None:
    """Write the contact values that are not blank to the client."""
    if email := person.new_email(client.email):
        change_email(session, client, email)
    client.mobile_phone = person.mobile_phone or client.mobile_phone
    client.home_phone = person.home_phone or client.home_phone


def _can_be(client: Client, person: RelatedPerson) -> bool:
    """Tell of a namesake whether no contact value contradicts and at least one is the same."""
    pairs = (
        (fold(client.email), fold(person.email)),
        (_digits(client.mobile_phone), _digits(person.mobile_phone)),
        (_digits(client.home_phone), _digits(person.home_phone)),
    )
    known = [(stored, given) for stored, given in pairs if stored and given]
    return bool(known) and all(stored == given for stored, given in known)


def _digits(phone: str | None) -> str:
    return "".join(filter(str.isdigit, phone or ""))


def find_related(
    session: Session, code: str | None, person: RelatedPerson, related_to: Client | Row[int, int]
) -> Client:
    """Return the client that a relationship leads to: the one of a code, else the only fitting one or a new one.

    Contact values that are not blank are written to it. Raises NotFound when the code is unknown.
    """
    if not fold(code):
        return find_or_add_person(session, person, related_to)
    client = find_client(session, code, RELATED_NOT_FOUND)
    update_contact(session, client, person)
    return client


def find_equal(session: Session, relationship: ClientRelationship) -> ClientRelationship | None:
    """Return a stored relationship of the same two clients, type and relation."""
    wanted = {
        "client": relationship.client_id,
        "to_client": relationship.to_client_id,
        "type": relationship.relationship_type_id,
    }
    of_type = session.scalars(BETWEEN, wanted)
    return next((present for present in of_type if present.relation_id == relationship.relation_id), None)
