"""Keeps two calls from making the same client, or two clients of one user name, at once."""

from zlib import crc32

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from vettrak_api.model.clients import CLIENT_HOLDS, ClientHold
from vettrak_api.model.statements import for_update, hold
from vettrak_api.rules.clients.usernames import username_stem

ALL_LOCKED = for_update(select(ClientHold.id).order_by(ClientHold.id), ClientHold)
TWO_LOCKED = for_update(
    select(ClientHold.id)
    .where(or_(ClientHold.id == bindparam("one"), ClientHold.id == bindparam("other")))
    .order_by(ClientHold.id),
    ClientHold,
)


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
