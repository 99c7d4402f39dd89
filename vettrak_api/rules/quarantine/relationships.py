"""What other people are to the person of a web enrolment, kept for processing."""

from sqlalchemy.orm import Session

from vettrak_api.model.quarantine import WebRelationship
from vettrak_api.model.rows import add_row
from vettrak_api.rules.clients.relationships import RelatedPerson


def add_web_relationship(
    session: Session,
    web_enrolment_id: int,
    relation: tuple[int, int | None],
    person: RelatedPerson,
    *,
    code: str | None,
    description: str | None,
) -> int:
    """Keep a relationship, of a type and perhaps one of its relations, to a person whose client code may be known.

    Returns its number. Raises InvalidInput for an e-mail address that is none.
    """
    type_id, relation_id = relation
    return add_row(
        session,
        WebRelationship,
        web_enrolment_id=web_enrolment_id,
        relationship_type_id=type_id,
        relation_id=relation_id,
        description=description,
        to_code=code,
        given_name=person.given_name,
        surname=person.surname,
        other_name=person.other_name,
        email=person.new_email(),
        mobile_phone=person.mobile_phone,
        home_phone=person.home_phone,
    )
