"""Overwriting a client's personal details as a whole (UpdateClientDetails)."""

import datetime
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.model.clients import Client
from vettrak_api.rules.clients.addresses import Address, store
from vettrak_api.rules.clients.creation import plausible_birth
from vettrak_api.rules.clients.usernames import change_email
from vettrak_api.rules.clients.usi_owners import refuse_usi_of_another
from vettrak_api.rules.validation import mail_address


@dataclass(frozen=True, slots=True)
class Details:
    """Details that passed; `columns` go to the client as they are."""

    columns: dict[str, Any]
    birth_date: datetime.date | None
    usual: Address
    postal: Address
    email: str | None


def overwrite_details(session: Session, client: Client, details: Details, today: datetime.date) -> None:
    """Overwrite all details but the user name, which follows an e-mail that it was equal to.

    Raises InvalidInput for a new birth date that nobody has and a new e-mail address that is none, Conflict when
    another client has the new e-mail as user name, or the new USI.
    """
    refuse_usi_of_another(session, client, details.columns["usi"])
    email = mail_address("Clie_Email", details.email, client.email)
    born = details.birth_date
    client.birth_date = born if born == client.birth_date else plausible_birth(born, today)
    store(client, "usual", details.usual)
    store(client, "postal", details.postal)
    change_email(session, client, email)
    for column, value in details.columns.items():
        setattr(client, column, value)


def change_division(client: Client, division_id: int) -> None:
    """Move a client to a division."""
    client.division_id = division_id
