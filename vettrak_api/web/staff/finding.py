"""Finds any client or employer by code, name, e-mail address or birth date, for staff to choose."""

import datetime
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from vettrak_api.model.base import fold, fold_name
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.quarantine import WebClient
from vettrak_api.rules.lookups import client_key, employer_key

MOST_FOUND = 10
LONGEST = 100


def find_records(session: Session, table: Any, words: str) -> list[int]:
    """Return the numbers of the clients (for a web client), or employers, that some words mean: 10 at most.

    A code, an e-mail address and a birth date (1990-05-07, 7/5/1990) are told as a whole; of names the beginnings.
    """
    told = told_by(words)
    if not told:
        return []
    is_person = table is WebClient
    number: Any = Client.id if is_person else Employer.id
    conditions = (clients_meant if is_person else _employers)(session, told)
    return list(session.scalars(select(number).where(or_(*conditions)).order_by(number).limit(MOST_FOUND)))


def told_by(words: str) -> str:
    """Return words with single blanks, cut to what a search takes; blank when they show nothing."""
    told = " ".join(words.split())[:LONGEST]
    return told if fold_name(told) else ""


def present(session: Session, table: Any, numbers: Sequence[int]) -> list[int]:
    """Return those numbers that clients, or employers, have."""
    number: Any = Client.id if table is WebClient else Employer.id
    return list(session.scalars(select(number).where(number.in_(numbers)).order_by(number))) if numbers else []


def clients_meant(session: Session, told: str) -> list[ColumnElement[bool]]:
    """Return what some clients meet whom words of `told_by` mean: any of it is enough."""
    conditions: list[ColumnElement[bool]] = [
        Client.code_key == client_key(session, told),
        Client.email_key == fold(told),
    ]
    if (born := _date(told)) is not None:
        return [*conditions, Client.birth_date == born]
    first, _, second = fold_name(told.replace(",", " ")).partition(" ")
    surname, given_name = Client.surname_key, Client.given_name_key
    if not second:
        return [*conditions, begins(surname, first), begins(given_name, first)]
    whole = f"{first} {second}"
    return [
        *conditions,
        and_(begins(surname, first), begins(given_name, second)),
        and_(begins(given_name, first), begins(surname, second)),
        begins(surname, whole),
    ]


def _employers(session: Session, told: str) -> list[ColumnElement[bool]]:
    digits = "".join(filter(str.isdigit, told))
    conditions: list[ColumnElement[bool]] = [
        Employer.identifier_key == employer_key(session, told),
        begins(Employer.name_key, fold_name(told)),
    ]
    return [*conditions, Employer.abn == digits] if digits else conditions


def begins(key: Any, beginning: str) -> ColumnElement[bool]:
    """Return that a key begins so; the two letters first, by which databases find it in an index."""
    escaped = "".join(f"/{character}" if character in "/%_[" else character for character in beginning)
    begins: ColumnElement[bool] = key.like(f"{escaped}%", escape="/")
    head = beginning[:2]
    if len(head) == 2 and head.isascii() and head.isalpha() and head[1] != "z":
        return and_(key >= head, key < head[0] + chr(ord(head[1]) + 1), begins)
    return begins


def _date(told: str) -> datetime.date | None:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %b %Y"):
        try:
            return datetime.datetime.strptime(told, pattern).date()
        except ValueError:
            continue
    return None
