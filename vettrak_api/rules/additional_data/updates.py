"""Writes the changes of an update to a client or an employer."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from vettrak_api.errors import Conflict
from vettrak_api.model.base import fold
from vettrak_api.model.clients import Client, ClientStatistics
from vettrak_api.model.employers import Employer
from vettrak_api.model.security import ClientRole
from vettrak_api.model.statements import execute
from vettrak_api.rules.additional_data.changes import Changes
from vettrak_api.rules.additional_data.entities import find_entity
from vettrak_api.rules.additional_data.people import POSTAL_PARTS, STREET_PARTS
from vettrak_api.rules.additional_data.values import not_valid
from vettrak_api.rules.clients.addresses import NOT_SPECIFIED, Address, from_parts, is_not_specified, read, store
from vettrak_api.rules.clients.codes import was_deleted
from vettrak_api.rules.clients.statistics import DENIED, replace_disabilities, write_columns
from vettrak_api.rules.clients.usernames import change_email
from vettrak_api.rules.clients.usi_owners import refuse_usi_of_another

CLIENT_ADDRESSES = {"UsualAddress": ("usual", STREET_PARTS), "PostalAddress": ("postal", POSTAL_PARTS)}
EMPLOYER_ADDRESSES = {"BusinessAddress": ("business", STREET_PARTS), "PostalAddress": ("postal", POSTAL_PARTS)}
"""What the fields of an address begin with: the kind of its columns, and its parts."""

NOT_TOLD, IS_STAFF = "UsualAddressNotSpecified", "StaffFlag"

CODE_TAKEN = "Client code is already in use."
IDENTIFIER_TAKEN = "Employer identifier is already in use."
CODE_OF_THE_PAST = "The code belonged to a record that has been deleted."


def _another(table: Any, key: Any) -> Select[int]:
    return select(table.id).where(key == bindparam("code_wanted"), table.id != bindparam("number")).limit(1)


CLIENT_CODE = _another(Client, Client.code_key)
IDENTIFIER = _another(Employer, Employer.identifier_key)
CLIENT_EXTERNAL_CODE = _another(Client, func.lower(Client.external_debtor_code))
EMPLOYER_EXTERNAL_CODE = _another(Employer, func.lower(Employer.external_code))
"""Find another than a row that has a code already."""

HELD_ROLE = select(ClientRole.id).where(ClientRole.client_id == bindparam("number")).limit(1)


def update_client(session: Session, client: Client, changes: Changes, *, unique_external_codes: bool) -> None:
    """Write changes to a client and flush them.

    Raises Conflict for a client code, a USI, and if so set an external code, of another client, and InvalidInput for
    an other name of a client that has no given name, and for the staff flag N of one who holds a role.
    """
    if changes.get(IS_STAFF) is False and execute(session, HELD_ROLE, number=client.id).first() is not None:
        raise not_valid(find_entity("Client").field(IS_STAFF))
    wanted = changes.get("ClientCode")
    if wanted is not None and _is_taken(session, CLIENT_CODE, client, fold(wanted)):
        raise Conflict(CODE_TAKEN)
    if wanted is not None:
        _refuse_code_of_the_past(session, client, client.code, wanted)
    refuse_usi_of_another(session, client, changes.get("USI"))
    if unique_external_codes:
        refuse_taken_external_code(session, client, changes.get("ExternalDebtorCode"))
    # One flush at the end: the change log shall tell of one change.
    with _unique(session, code_changes=wanted is not None, message=CODE_TAKEN), session.no_autoflush:
        if NOT_TOLD in changes:
            _specify(client, changes, not_told=changes.pop(NOT_TOLD))
        _write_addresses(client, CLIENT_ADDRESSES, changes)
        if changes.get("USI", client.usi) != client.usi:
            client.usi_exempt = client.usi_exempt and not changes["USI"]
        if "Email" in changes:
            change_email(session, client, changes.pop("Email"))
        _write(session, client, "Client", changes)
        _refuse_single_name(client, changes)


def update_employer(session: Session, employer: Employer, changes: Changes, *, unique_external_codes: bool) -> None:
    """Write changes to an employer and flush them.

    Raises Conflict for an identifier, and if so set an external code, of another employer.
    """
    wanted = changes.get("EmployerIdentifier")
    if wanted is not None and _is_taken(session, IDENTIFIER, employer, fold(wanted)):
        raise Conflict(IDENTIFIER_TAKEN)
    if wanted is not None:
        _refuse_code_of_the_past(session, employer, employer.identifier, wanted)
    if unique_external_codes:
        refuse_taken_external_code(session, employer, changes.get("ExternalDebtorCode"))
    with _unique(session, code_changes=wanted is not None, message=IDENTIFIER_TAKEN):
        _write_addresses(employer, EMPLOYER_ADDRESSES, changes)
        _write(session, employer, "Employer", changes)


def refuse_taken_external_code(session: Session, row: Client | Employer, wanted: str | None) -> None:
    """Raise Conflict when another client, or another employer, has an external code; a blank one is nobody's."""
    if wanted and is_external_code_taken(session, type(row), row.id, wanted):
        raise Conflict("External code is already in use.")


def is_external_code_taken(session: Session, table: type[Client | Employer], number: int, wanted: str) -> bool:
    """Tell whether another client, or another employer, than the one of a number has an external code."""
    owner = CLIENT_EXTERNAL_CODE if table is Client else EMPLOYER_EXTERNAL_CODE
    return execute(session, owner, code_wanted=wanted.lower(), number=number).first() is not None


def _refuse_code_of_the_past(session: Session, row: Client | Employer, present: str, wanted: str) -> None:
    """Refuse a code that a deleted record had; what somebody has may be written in other letters."""
    if fold(wanted) != fold(present) and was_deleted(session, type(row), wanted):
        raise Conflict(CODE_OF_THE_PAST)


def _is_taken(session: Session, owner: Select[int], row: Client | Employer, code: str) -> bool:
    return execute(session, owner, code_wanted=code, number=row.id).first() is not None


def _specify(client: Client, changes: Changes, *, not_told: bool) -> None:
    """Put the words for "not specified" in the usual address, or take them out of it.

    With Y they win over parts that come along; with N the parts that come along are all that is known.
    """
    if not_told:
        for part in STREET_PARTS:
            changes.pop(f"UsualAddress{part}", None)
        store(client, "usual", NOT_SPECIFIED)
    elif is_not_specified(read(client, "usual")):
        store(client, "usual", Address())


def _write_addresses(row: Any, kinds: Mapping[str, tuple[str, Mapping[str, str]]], changes: Changes) -> None:
    """Write the parts of addresses, and with them the one line that the older form of an address has."""
    for prefix, (kind, parts) in kinds.items():
        changed = {parts[part]: changes.pop(f"{prefix}{part}") for part in parts if f"{prefix}{part}" in changes}
        if changed:
            store(row, kind, from_parts(replace(read(row, kind), **changed)))


def _write(session: Session, row: Any, entity_name: str, changes: Changes) -> None:
    """Write the other changes to the columns that their fields come from."""
    entity = find_entity(entity_name)
    statistics: dict[str, Any] = {}
    for name, value in changes.items():
        attribute: Any = entity.field(name).source.attribute
        if attribute.class_ is type(row):
            setattr(row, attribute.key, value)
        else:
            statistics[attribute.key] = value
    if statistics:
        # They are fields of the client, too: whoever asks for the clients changed since then shall see it.
        flag_modified(row, "modified_at")
        write_columns(session, row.id, statistics)
        if statistics.get(ClientStatistics.disability_flag.key) == DENIED:
            replace_disabilities(session, row.id, [])


def _refuse_single_name(client: Client, changes: Changes) -> None:
    """Keep the other names of a person with a single name empty."""
    if client.given_name or not client.other_name:
        return
    for name in ("OtherName", "GivenName"):
        if name in changes:
            raise not_valid(find_entity("Client").field(name))


@contextmanager
def _unique(session: Session, *, code_changes: bool, message: str) -> Iterator[None]:
    """Flush at the end; a code that another call took meanwhile is a conflict."""
    try:
        yield
        session.flush()
    except IntegrityError:
        if code_changes:
            raise Conflict(message) from None
        raise
