"""Enrolments of clients and employees (TClieEnro)."""

from sqlalchemy import Integer, bindparam, select

from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import Enrolment, EnrolmentStaff
from vettrak_api.rules.lookups import NUMBER
from vettrak_api.views.base import nested, view
from vettrak_api.views.clients import CLIENTS
from vettrak_api.views.enrolment_members import joined, shared_members

BY_NAME = (Client.surname_key, Client.given_name_key, Enrolment.id)
"""The order of enrolments by person."""

OF_CLIENT = Enrolment.client_id == bindparam("wanted_client", type_=Integer)

ENROLMENTS = view(
    "TClieEnro",
    joined(
        select(
            *shared_members(Enrolment),
            Enrolment.amount_paid.label("AmountPaid"),
            Enrolment.amount_credited.label("AmountCredited"),
            Client.code.label("Clie_Code"),
            Client.given_name.label("GivenName"),
            Client.surname.label("Surname"),
        )
        .select_from(Enrolment)
        .join(Client, Client.id == Enrolment.client_id),
        Enrolment,
    ),
)

THE_ENROLMENT = ENROLMENTS.select.where(Enrolment.id == NUMBER)
"""One enrolment by its number."""

ENROLMENTS_WITH_STAFF = ENROLMENTS.select.with_only_columns(
    *nested("Clie", CLIENTS), *nested("Enro", ENROLMENTS), EnrolmentStaff.role.label("Role"), maintain_column_froms=True
).join(EnrolmentStaff, EnrolmentStaff.enrolment_id == Enrolment.id)
"""Enrolments with each of their staff's roles (TEnroStaff); by `with_objects`, each row holds the two objects."""

BY_START_AND_NAME = (Enrolment.start_date, Client.surname_key, Enrolment.id, EnrolmentStaff.id)
"""The order of enrolments with staff by start and person."""
