"""Enrolments of clients and employees (TClieEnro)."""

from typing import Any

from sqlalchemy import Select, Subquery, select

from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import Enrolment, EnrolmentStaff
from vettrak_api.rules.lookups import CLIENT_NUMBER, NUMBER
from vettrak_api.views.base import nested, view
from vettrak_api.views.clients import CLIENTS
from vettrak_api.views.enrolment_members import joined, shared_members

BY_NAME = (Client.surname_key, Client.given_name_key, Enrolment.id)
"""The order of enrolments by person."""

OF_CLIENT = Enrolment.client_id == CLIENT_NUMBER

_MEMBERS = [
    *shared_members(Enrolment),
    Enrolment.amount_paid.label("AmountPaid"),
    Enrolment.amount_credited.label("AmountCredited"),
    Client.code.label("Clie_Code"),
    Client.given_name.label("GivenName"),
    Client.surname.label("Surname"),
]


def _joined(statement: Select[Any]) -> Select[Any]:
    return joined(statement.join(Client, Client.id == Enrolment.client_id), Enrolment)


ENROLMENTS = view("TClieEnro", _joined(select(*_MEMBERS).select_from(Enrolment)))


def enrolments_among(numbers: Subquery) -> Select[Any]:
    """Return the enrolments whose number (`id`) a subquery has.

    That stands first, and its few rows lead to all others: PostgreSQL joins more than eight tables in their order.
    """
    return _joined(select(*_MEMBERS).select_from(numbers).join(Enrolment, Enrolment.id == numbers.c.id))


THE_ENROLMENT = ENROLMENTS.select.where(Enrolment.id == NUMBER)
"""One enrolment by its number."""

ENROLMENTS_WITH_STAFF = _joined(
    select(*nested("Clie", CLIENTS), *nested("Enro", ENROLMENTS), EnrolmentStaff.role.label("Role"))
    .select_from(EnrolmentStaff)
    .join(Enrolment, Enrolment.id == EnrolmentStaff.enrolment_id)
)
"""Enrolments with each of their staff's roles (TEnroStaff); by `with_objects`, each row holds the two objects.

The staff stand first, as in `enrolments_among`."""

BY_START_AND_NAME = (Enrolment.start_date, Client.surname_key, Enrolment.id, EnrolmentStaff.id)
"""The order of enrolments with staff by start and person."""
