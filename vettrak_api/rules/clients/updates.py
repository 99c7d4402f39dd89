"""Overwriting a client's personal details as a whole: by calls (UpdateClientDetails) and by staff on their pages."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.model.clients import Client
from vettrak_api.rules.clients.addresses import PARTS, Address, from_parts, is_overseas, read, store
from vettrak_api.rules.clients.creation import Person, add_client, plausible_birth
from vettrak_api.rules.clients.locks import lock_new_clients
from vettrak_api.rules.clients.usernames import change_email
from vettrak_api.rules.clients.usi_owners import refuse_usi_of_another, require_usi_of_nobody
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


INTERNATIONAL = 1
"""The type of addresses outside Australia."""


def keep_person(session: Session, client: Client, values: Mapping[str, Any], today: datetime.date) -> None:
    """Overwrite what staff keep of a person, told by column; addresses by their parts. Raises as `overwrite_details`.

    What the code lists and the person's other columns must hold has been judged (`rules.clients.setup`).
    """
    lock_new_clients(session)
    with session.no_autoflush:
        overwrite_details(session, client, _details(values, client), today)


def add_person_told(session: Session, values: Mapping[str, Any], *, email_as_username: bool) -> Client:
    """Make a person of what staff tell, by column, with the next free code and user name, and without a password.

    Raises Conflict when user names are e-mail addresses and this one is taken, and when the USI is another client's.
    """
    lock_new_clients(session)
    told = _details(values)
    columns = dict(told.columns)
    person = Person(columns.pop("surname"), columns.pop("given_name"), columns.pop("division_id"), told.birth_date,
                    told.email)  # fmt: skip
    for kind, address in (("usual", told.usual), ("postal", told.postal)):
        columns |= {name: getattr(address, name.removeprefix(f"{kind}_")) for name in _columns_of(kind)}
    require_usi_of_nobody(session, columns["usi"])
    return add_client(session, person, email_as_username=email_as_username, **columns)


def _details(values: Mapping[str, Any], client: Client | None = None) -> Details:
    """Return columns as details; a line of an address stays as long as the parts still are what it says."""
    usual, postal = (_address(values, kind, client) for kind in ("usual", "postal"))
    apart = {"birth_date", "email", *_columns_of("usual"), *_columns_of("postal")}
    columns = {name: value for name, value in values.items() if name not in apart}
    columns["usi"] = columns["usi"] and columns["usi"].upper()
    abroad = is_overseas(usual) and is_overseas(postal)
    columns["address_type"] = INTERNATIONAL if abroad else int(columns["address_type"])
    return Details(columns, values["birth_date"], usual, postal, values["email"])


def _address(values: Mapping[str, Any], kind: str, client: Client | None) -> Address:
    parts = {part: values.get(f"{kind}_{part}") for part in PARTS}
    return from_parts(Address(**parts, line=None if client is None else read(client, kind).line))


def _columns_of(kind: str) -> list[str]:
    return [f"{kind}_{member}" for member in (*PARTS, "line") if member != "box" or kind == "postal"]


def change_division(client: Client, division_id: int) -> None:
    """Move a client to a division."""
    client.division_id = division_id
