"""Keeps two calls from making the same client, or two clients of one user name, at once."""

from collections.abc import Sequence
from typing import Any
from zlib import crc32

from sqlalchemy import Row, bindparam, or_, select
from sqlalchemy.orm import Session

from vettrak_api.model.clients import CLIENT_HOLDS, Client, ClientHold
from vettrak_api.model.rows import rows_of
from vettrak_api.model.statements import execute, for_update, hold
from vettrak_api.rules.clients.usernames import username_stem

ALL_LOCKED = for_update(select(ClientHold.id).order_by(ClientHold.id), ClientHold)
TWO_LOCKED = for_update(
    select(ClientHold.id)
    .where(or_(ClientHold.id == bindparam("one"), ClientHold.id == bindparam("other")))
    .order_by(ClientHold.id),
    ClientHold,
)

WHOLE = (
    rows_of(Client)
    .where(Client.id.in_(bindparam("numbers", expanding=True)))
    .order_by(Client.id)
    .with_for_update(of=Client)
    .with_hint(Client, "WITH (UPDLOCK, ROWLOCK)", "mssql")
)
"""Harder than `for_update`: on PostgreSQL new rows that refer to the client wait, too."""


def lock_new_clients(session: Session) -> None:
    """Make every other maker of clients wait until the transaction ends, so that nobody is made twice.

    What is read after this is what the other maker left.
    """
    hold(session, ALL_LOCKED)


def lock_equal_clients(session: Session, surname: str, given_name: str, usi: str | None) -> None:
    """As `lock_new_clients`, but only those wait who might make the same person, or one with the same user name.

    That is enough for who makes one client and changes no other. Who might be the same has the same letters in both
    names, or the same USI.
    """
    letters = "".join(filter(str.isalpha, username_stem(surname, given_name)))
    # Not Python's own hash, which differs from process to process.
    one, other = (crc32(key.encode()) % CLIENT_HOLDS for key in (letters, usi.upper() if usi else letters))
    hold(session, TWO_LOCKED, one=one, other=other)


def lock_equal_text(session: Session, text: str) -> None:
    """Make others wait who would give another kind of record this same text, such as a code of an occurrence.

    The rows are those of makers of clients, who may wait for a moment, too; all that is needed of a row is its lock.
    """
    number = crc32(text.encode()) % CLIENT_HOLDS
    hold(session, TWO_LOCKED, one=number, other=number)


def lock_whole_clients(session: Session, numbers: Sequence[int]) -> dict[int, Row[Any]]:
    """Hold clients, and whatever somebody else would let refer to them, and return those that there are by number.

    Everybody takes them in the order of their numbers, so that none waits for another in turn.
    """
    return {row.id: row for row in execute(session, WHOLE, numbers=sorted(numbers))}
