"""How staff and clients are linked (TClieStaffLinks with TStaffLink): through occurrences, classes and so on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, cast, literal, null, select, type_coerce

from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import ClassClient, Contract, ContractStaff, Enrolment, EnrolmentStaff
from vettrak_api.model.events import Event
from vettrak_api.model.occurrences import ClassSession, ClassStaff, Occurrence, OccurrenceStaff
from vettrak_api.model.reference import EnrolmentStatus
from vettrak_api.rules.lookups import NUMBER
from vettrak_api.rules.occurrences.vacancies import takes_place
from vettrak_api.views.base import Flag
from vettrak_api.views.clients import shown
from vettrak_api.views.ranges import overlaps

OCCURRENCE, CLASS, ENROLMENT, CONTRACT, EVENT = range(5)
"""Kinds of link (LinkType)."""

WITH_ROLE = frozenset({OCCURRENCE, ENROLMENT, CONTRACT})
"""Kinds of link that have a staff type and a status."""

NO_ROLE, NO_STATUS = cast(null(), String(50)), cast(null(), Integer)
NOT_PRIMARY: ColumnElement[int] = literal(0)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of link: its tables, the columns of both people, and what a link tells.

    `role`, `primary` and `status` are those of links with a role.
    """

    tables: Select[*tuple[Any, ...]]
    staff: Any
    client: Any
    link: Any
    start: Any
    end: Any
    role: Any = NO_ROLE
    primary: Any = NOT_PRIMARY
    status: Any = NO_STATUS


def _status_of(table: Any) -> ColumnElement[int]:
    wanted = select(EnrolmentStatus.status_type).where(EnrolmentStatus.id == table.status_id)
    status: ColumnElement[int] = wanted.correlate(table).scalar_subquery()
    return status


_KINDS: Mapping[int, _Kind] = {
    OCCURRENCE: _Kind(
        select()
        .select_from(OccurrenceStaff)
        .join(Occurrence, Occurrence.id == OccurrenceStaff.occurrence_id)
        .join(Enrolment, Enrolment.occurrence_id == Occurrence.id),
        staff=OccurrenceStaff.client_id,
        client=Enrolment.client_id,
        link=Occurrence.id,
        start=Occurrence.start_date,
        end=Occurrence.end_date,
        role=OccurrenceStaff.role,
        primary=type_coerce(OccurrenceStaff.is_primary, Flag),
        status=_status_of(Enrolment),
    ),
    CLASS: _Kind(
        select()
        .select_from(ClassStaff)
        .join(ClassSession, ClassSession.id == ClassStaff.class_session_id)
        .join(ClassClient, ClassClient.class_session_id == ClassSession.id)
        .join(Enrolment, Enrolment.id == ClassClient.enrolment_id)
        .where(takes_place()),
        staff=ClassStaff.client_id,
        client=Enrolment.client_id,
        link=ClassSession.id,
        start=ClassSession.start,
        end=ClassSession.finish,
    ),
    ENROLMENT: _Kind(
        select().select_from(EnrolmentStaff).join(Enrolment, Enrolment.id == EnrolmentStaff.enrolment_id),
        staff=EnrolmentStaff.client_id,
        client=Enrolment.client_id,
        link=Enrolment.id,
        start=Enrolment.start_date,
        end=Enrolment.end_date,
        role=EnrolmentStaff.role,
        primary=type_coerce(EnrolmentStaff.is_primary, Flag),
        status=_status_of(Enrolment),
    ),
    CONTRACT: _Kind(
        select().select_from(ContractStaff).join(Contract, Contract.id == ContractStaff.contract_id),
        staff=ContractStaff.client_id,
        client=Contract.client_id,
        link=Contract.id,
        start=Contract.start_date,
        end=Contract.end_date,
        role=ContractStaff.role,
        primary=type_coerce(ContractStaff.is_primary, Flag),
        status=_status_of(Contract),
    ),
    EVENT: _Kind(
        select().select_from(Event),
        staff=Event.staff_id,
        client=Event.client_id,
        link=Event.id,
        start=Event.start,
        end=Event.finish,
    ),
}


def _links(kind: _Kind, whose: Any, other: Any) -> Select[*tuple[Any, ...]]:
    """Return the links of one side's person, the wanted number, with the people of the other side."""
    return (
        kind.tables.add_columns(
            Client.surname_key,
            Client.given_name_key,
            Client.code_key,
            Client.surname.label("Clie_Surname"),
            Client.given_name.label("Clie_Given"),
            Client.code.label("Clie_Code"),
            kind.link.label("LinkId"),
            kind.primary.label("PrimaryFlag"),
            kind.role.label("StaffType"),
            kind.status.label("status_type"),
        )
        .join(Client, Client.id == other)
        .where(whose == NUMBER, overlaps(kind.start, kind.end))
    )


CLIENTS_OF_STAFF = {number: _links(kind, kind.staff, kind.client).where(shown()) for number, kind in _KINDS.items()}
STAFF_OF_CLIENT = {number: _links(kind, kind.client, kind.staff) for number, kind in _KINDS.items()}
"""By kind of link, the statements that find a person's links in a range of dates."""


def by_person(links: Iterable[tuple[int, Any]]) -> list[dict[str, Any]]:
    """Return links, each with its kind, as TClieStaffLinks: people by surname, given name and code.

    Each way of being linked is told once, by kind, number and staff type.
    """
    people: dict[tuple[str, str, str], tuple[Any, dict[tuple[Any, ...], dict[str, Any]]]] = {}
    for kind, row in links:
        _, found = people.setdefault((row.surname_key, row.given_name_key, row.code_key), (row, {}))
        way = (kind, row.LinkId, row.StaffType or "", row.PrimaryFlag)
        found[way] = {
            "LinkId": row.LinkId, "LinkType": kind, "PrimaryFlag": row.PrimaryFlag, "StaffType": row.StaffType,
        }  # fmt: skip
    return [
        {"Clie": person, "StaffLinkList": [found[way] for way in sorted(found)]}
        for _, (person, found) in sorted(people.items(), key=lambda item: item[0])
    ]
