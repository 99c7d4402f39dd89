"""The statements behind the lists of the staff pages."""

from typing import Any, TypeAlias

from sqlalchemy import Select, func, select

from vettrak_api.model.clients import Client
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.programmes import Programme
from vettrak_api.model.quarantine import (
    CLIENT_KIND,
    EMPLOYER_KIND,
    STUDENT,
    WebClient,
    WebDecision,
    WebEmployer,
    WebEnrolment,
    WebPayment,
    WebRelationship,
    WebWaitlist,
)
from vettrak_api.model.reference import Relation, RelationshipType
from vettrak_api.rules.occurrences.vacancies import places_left

Statement: TypeAlias = Select[*tuple[Any, ...]]

ENTRIES: Statement = (
    select(
        WebEnrolment.id,
        WebEnrolment.kind,
        WebEnrolment.state,
        WebEnrolment.is_reservation,
        WebEnrolment.stamp,
        WebEnrolment.places,
        WebEnrolment.created_by,
        WebEnrolment.closed_at,
        WebEnrolment.closed_by,
        WebEnrolment.enrolment_id,
        WebPayment.amount.label("paid"),
        WebClient.id.label("web_client_id"),
        WebClient.surname,
        WebClient.given_name,
        WebClient.birth_date,
        func.coalesce(WebClient.email, WebEmployer.email).label("email"),
        WebEmployer.id.label("web_employer_id"),
        WebEmployer.name.label("employer"),
        Occurrence.id.label("occurrence_id"),
        Occurrence.code.label("occurrence_code"),
        Occurrence.start_date,
        Programme.name.label("programme"),
    )
    .select_from(WebEnrolment)
    .join(Occurrence, Occurrence.id == WebEnrolment.occurrence_id)
    .join(Programme, Programme.id == Occurrence.programme_id)
    .outerjoin(WebPayment, WebPayment.web_enrolment_id == WebEnrolment.id)
    .outerjoin(
        WebClient,
        (WebClient.web_enrolment_id == WebEnrolment.id)
        & (WebClient.kind == STUDENT)
        & (WebEnrolment.kind == CLIENT_KIND),
    )
    .outerjoin(WebEmployer, (WebEmployer.web_enrolment_id == WebEnrolment.id) & (WebEnrolment.kind == EMPLOYER_KIND))
)
"""Web enrolments, one row each, with the person or the employer who enrols."""

SEARCHED_ENTRIES = (WebClient.surname, WebClient.given_name, WebClient.email, WebEmployer.name, WebEmployer.email)
SEARCHED_WAITERS = (WebClient.surname, WebClient.given_name, WebClient.email, Programme.name)
"""Columns of these lists in which a search looks."""

WAITERS: Statement = (
    select(
        WebWaitlist.id,
        WebWaitlist.state,
        WebWaitlist.stamp,
        WebWaitlist.description,
        WebWaitlist.created_by,
        WebWaitlist.closed_at,
        WebWaitlist.closed_by,
        WebClient.id.label("web_client_id"),
        WebClient.surname,
        WebClient.given_name,
        WebClient.birth_date,
        WebClient.email,
        Programme.name.label("programme"),
    )
    .select_from(WebWaitlist)
    .join(Programme, Programme.id == WebWaitlist.programme_id)
    .outerjoin(WebClient, WebClient.web_waitlist_id == WebWaitlist.id)
)
"""Waitlist entries, one row each; what a deleted one told is gone."""

DECISIONS: Statement = (
    select(
        WebDecision.web_enrolment_id,
        WebDecision.web_waitlist_id,
        WebDecision.at,
        WebDecision.by,
        WebDecision.action,
        WebDecision.rule,
        WebDecision.updated,
        WebDecision.reason,
        WebDecision.enrolment_id,
        func.coalesce(Client.code, "").label("code"),
    )
    .outerjoin(Client, Client.id == WebDecision.client_id)
    .order_by(WebDecision.id)
)

RELATIONSHIPS: Statement = (
    select(
        RelationshipType.name.label("type"),
        Relation.name.label("relation"),
        func.coalesce(Client.given_name, WebRelationship.given_name).label("given_name"),
        func.coalesce(Client.surname, WebRelationship.surname).label("surname"),
        WebRelationship.to_code,
        WebRelationship.email,
        WebRelationship.mobile_phone,
        WebRelationship.home_phone,
        WebRelationship.description,
    )
    .join(RelationshipType, RelationshipType.id == WebRelationship.relationship_type_id)
    .outerjoin(Relation, Relation.id == WebRelationship.relation_id)
    .outerjoin(Client, Client.code_key == func.lower(WebRelationship.to_code))
    .order_by(WebRelationship.id)
)
"""What other people are to the person of a web enrolment; of somebody who is named by code, the name on record."""


def occurrences_of(entries: Statement) -> Statement:
    """Return the occurrences that a list holds, with how many entries each has and how many places are left."""
    listed = entries.subquery()
    columns = (listed.c.occurrence_id, listed.c.occurrence_code, listed.c.programme, listed.c.start_date)
    counted = select(*columns, func.count().label("entries")).group_by(*columns).subquery()
    return (
        select(*counted.c, places_left().label("places_left"))
        .join(Occurrence, Occurrence.id == counted.c.occurrence_id)
        .order_by(counted.c.start_date, counted.c.occurrence_id)
    )
