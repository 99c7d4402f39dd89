"""Turns a person of the web into a client: the one that it matches, or a new one."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, bindparam, inspect, select
from sqlalchemy.orm import Session

from vettrak_api.errors import NotFound
from vettrak_api.model.clients import Client
from vettrak_api.model.quarantine import WebClient
from vettrak_api.model.rows import change_row
from vettrak_api.model.statements import execute
from vettrak_api.rules.additional_data.updates import update_client
from vettrak_api.rules.clients.addresses import is_filled, read, store
from vettrak_api.rules.clients.creation import Person, add_client
from vettrak_api.rules.clients.usernames import change_email
from vettrak_api.rules.clients.usi_owners import other_owner, refuse_usi_of_another
from vettrak_api.rules.processing.additional_data import changes_sent
from vettrak_api.rules.processing.journal import Journal, recorded
from vettrak_api.rules.processing.matching import match_person
from vettrak_api.rules.processing.statistics import write_statistics
from vettrak_api.rules.processing.verdicts import refuse_near_person
from vettrak_api.rules.quarantine.decisions import BY_STAFF, CREATE, MATCH, Choice, Choices, Context, record_decision
from vettrak_api.rules.quarantine.pending import Held
from vettrak_api.rules.reference.defaults import defaults

CONTACT_COLUMNS = (
    "title",
    "gender",
    "home_phone",
    "work_phone",
    "mobile_phone",
    "emergency_name",
    "emergency_mobile",
    "division_id",
)
"""Columns that a web client and a client have in common and that an update overwrites."""

IDENTITY_COLUMNS = ("other_name", "birth_date")
"""Columns that an update fills but never overwrites: they tell who somebody is, as the names do."""

ADDRESSES = ("usual", "postal")

COPIED_COLUMNS = (
    "other_name",
    *(column for column in CONTACT_COLUMNS if column != "division_id"),
    *(
        column
        for column in inspect(Client).columns.keys()  # noqa: SIM118 - it yields columns
        if column.startswith(tuple(f"{kind}_" for kind in ADDRESSES)) and column in inspect(WebClient).columns
    ),
)
"""Columns that a new client has from the web client as they are."""


_NUMBER: BindParameter[int] = bindparam("number")
CLIENT = select(Client).where(Client.id == _NUMBER)
IDENTITY = select(Client.id, Client.code, Client.given_name, Client.surname, Client.division_id, Client.staff).where(
    Client.id == _NUMBER
)
"""Who a client is: all that is asked of one that is not updated."""


@dataclass(frozen=True, slots=True)
class MatchedPerson:
    """The client that a web client became, whether it is new, and whether it has the web's values.

    One that is neither is a row of the columns that tell who it is.
    """

    client: Any
    created: bool
    updated: bool

    @property
    def name(self) -> str:
        """Given name and surname, as results of processing tell them."""
        return f"{self.client.given_name} {self.client.surname}".strip()


def match_or_create_person(
    session: Session, context: Context, web_client: Held, choices: Choices, **about: int | None
) -> MatchedPerson:
    """Match a web client or make a new client of it, and write down who decided that.

    The caller holds the making of clients and records what is made. Raises Undecided for one who is close to somebody,
    where the choices leave those, Conflict when several clients match or
    a user name, or by the rules a USI, is another's, NotFound when a chosen client does not exist. Where staff chose,
    a USI that stands on somebody else stays there.
    """
    choice, rule = _choice(session, web_client, choices)
    journal: Journal = {}
    created, updated = choice.record_id is None, False
    owner = _owner_of_usi(session, web_client, choice) if rule == BY_STAFF else None
    usi = None if owner else web_client.usi
    if choice.record_id is None:
        client = _new_client(session, context, web_client, usi)
    else:
        client = _existing(session, choice.record_id, whole=choice.update)
        # Whoever knows a staff member's birth date must not get the mails that a log-in depends on.
        updated = choice.update and (rule == BY_STAFF or not client.staff)
    if updated:
        with recorded(session) as journal:
            _update(session, context, client, web_client, usi)
    action = CREATE if created else MATCH
    change_row(session, WebClient, web_client, client_id=client.id)
    ids = {"web_client_id": web_client.id, "client_id": client.id, **about}
    reason = f"Without the USI, which stands on {owner}." if owner and (created or updated) else None
    record_decision(session, context, action, journal, rule=rule, updated=updated, reason=reason, **ids)
    return MatchedPerson(client, created, updated)


def _choice(session: Session, web_client: Held, choices: Choices) -> tuple[Choice, str]:
    if web_client.id in choices.people:
        return choices.people[web_client.id], BY_STAFF
    match = match_person(session, web_client)
    if match.record_id is None and choices.leaves_near:
        refuse_near_person(session, web_client)
    return Choice(match.record_id, choices.update_matches), match.rule


def _owner_of_usi(session: Session, web: Held, choice: Choice) -> str | None:
    """Return the code of another client than the chosen one on whom the web's USI stands."""
    found = other_owner(session, web.usi, choice.record_id) if web.usi else None
    return None if found is None else found.code


def _existing(session: Session, client_id: int, *, whole: bool) -> Any:
    found = session.scalars(CLIENT, {"number": client_id}) if whole else execute(session, IDENTITY, number=client_id)
    client = found.first()
    if client is None:
        raise NotFound("Client not found.")
    return client


def _new_client(session: Session, context: Context, web: Held, usi: str | None) -> Client:
    division_id = web.division_id or defaults(session).division_id
    person = Person(web.surname, web.given_name, division_id, web.birth_date, web.email)
    told = {column: getattr(web, column) for column in COPIED_COLUMNS}
    told |= {"emergency_phone": _emergency_phone(web), "usi": usi}
    columns = {column: value for column, value in told.items() if value is not None}
    client = add_client(session, person, email_as_username=context.settings.email_as_username, **columns)
    write_statistics(session, client.id, web, is_new=True)
    _apply_additional_data(session, context, client, web.additional_data)
    return client


def _update(session: Session, context: Context, client: Client, web: Held, usi: str | None) -> None:
    """Write every web value that is not blank; an address counts as one value."""
    refuse_usi_of_another(session, client, usi)
    with session.no_autoflush:
        if web.email:
            change_email(session, client, web.email)
        if web.usi and web.usi != client.usi:
            client.usi_exempt = False
        for column in CONTACT_COLUMNS:
            setattr(client, column, getattr(web, column) or getattr(client, column))
        client.usi = usi or client.usi
        for column in IDENTITY_COLUMNS:
            setattr(client, column, getattr(client, column) or getattr(web, column))
        client.emergency_phone = _emergency_phone(web) or client.emergency_phone
        for kind in ADDRESSES:
            address = read(web, kind)
            if is_filled(address):
                store(client, kind, address)
    write_statistics(session, client.id, web, is_new=False)
    _apply_additional_data(session, context, client, web.additional_data)


def _emergency_phone(web: Held) -> str | None:
    """The one number that the contract's details show: a mobile where the web told no other."""
    phone: str | None = web.emergency_phone or web.emergency_mobile
    return phone


def _apply_additional_data(session: Session, context: Context, client: Client, document: str | None) -> None:
    """Apply the additional data that the web stored with the record."""
    if changes := changes_sent(session, context, "Client", document):
        update_client(session, client, changes, unique_external_codes=context.settings.unique_external_codes)
