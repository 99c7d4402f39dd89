"""The names of people, as pages show them."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.base import fold
from vettrak_api.model.clients import Client
from vettrak_api.model.reference import Organisation
from vettrak_api.model.statements import Reader, execute

NAMES = select(Client.code_key, Client.given_name, Client.surname).where(
    Client.code_key.in_(bindparam("wanted", expanding=True))
)

ORGANISATION = select(Organisation.name).order_by(Organisation.id).limit(1)


def organisation_of(session: Session) -> str:
    """Return the name of the training organisation, the first if there are several; blank when there is none."""
    return execute(session, ORGANISATION).scalar() or ""


def names_of(reader: Reader, codes: Iterable[str | None]) -> dict[str | None, str]:
    """Return how pages name the people and web sites of these client codes: "Olga Officer (C0101)".

    Of a code that nobody has any more it is the code, of None "?".
    """
    told: dict[str | None, str] = {code: code or "?" for code in codes}
    wanted = {fold(code) for code in told if code}
    found = execute(reader, NAMES, wanted=sorted(wanted)).all() if wanted else ()
    names = {row.code_key: f"{row.given_name} {row.surname}".strip() for row in found}
    return told | {code: f"{names[fold(code)]} ({code})" for code in told if fold(code) in names}
