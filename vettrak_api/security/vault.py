"""Writes down the values of changes: personal ones enciphered, by a key of the person that they are about.

A person has several keys, one after another: each enciphers what is written within KEY_DAYS of its making. So values
grow old by the deletion of old keys, and are gone at once when all keys of a person are deleted (`person_keys`); rows
of the change log, and the chain over them, stay as they are. Keys are kept in the process unwrapped, but only once
their transaction is committed.
"""

import base64
import binascii
import json
import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import BigInteger, bindparam, event, insert, select
from sqlalchemy.orm import Session

from vettrak_api.model.belonging import (
    NEVER_KEPT,
    OF_TWO,
    PERSONAL,
    PERSONAL_COLUMNS,
    WHOSE,
    Links,
    Record,
    link_of,
    roots_of,
)
from vettrak_api.model.changes import DELETE, PersonKey
from vettrak_api.model.parts import UNKNOWN
from vettrak_api.model.statements import Reader, connection_of, execute, portions
from vettrak_api.model.trails import Entries
from vettrak_api.security.erased import require_unerased
from vettrak_api.security.keyring import NONCE_BYTES, InstallationKey, Keyring
from vettrak_api.settings import KEY_BYTES

logger = logging.getLogger(__name__)

KEY_DAYS = 30
"""How long a key of a person is used for new values."""

MOST_KEYS = 10_000
"""Keys that a process remembers."""

MOST_BYTES = 40_000
"""Bytes of values that one entry keeps: MariaDB's texts hold 65,535, of which enciphering takes a third."""

MOST_CHARACTERS = 2_000
FEW_CHARACTERS = 100
"""Characters of a text that are kept; and of each, where all together are too many."""

NEW_KEYS, FORGOTTEN = "new keys", "forgotten persons"
"""Where a session keeps the keys that it has made, until its commit, and the records whose keys it has deleted."""

DAY = 24 * 60 * 60 * 1000

ADD_KEYS = insert(PersonKey).inline()
_OWNER_TABLE = PersonKey.owner_table == bindparam("of_table")
_YOUNG = PersonKey.made > bindparam("younger", type_=BigInteger)
_KEYS = select(PersonKey.id, PersonKey.owner_id, PersonKey.made, PersonKey.wrapped, PersonKey.wrapped_by)
KEYS_OF_ONE = _KEYS.where(_OWNER_TABLE, PersonKey.owner_id == bindparam("number", type_=BigInteger), _YOUNG).order_by(
    PersonKey.made, PersonKey.id
)
KEYS_OF_SOME = _KEYS.where(_OWNER_TABLE, PersonKey.owner_id.in_(bindparam("numbers", expanding=True)), _YOUNG).order_by(
    PersonKey.made, PersonKey.id
)
_WRAPPED = select(PersonKey.id, PersonKey.wrapped, PersonKey.wrapped_by)
KEYS_BY_NUMBER = _WRAPPED.where(PersonKey.id.in_(bindparam("numbers", expanding=True)))


@dataclass(frozen=True, slots=True)
class OpenKey:
    """A key of a person, ready for use."""

    number: int
    made: int
    cipher: AESGCM

    def encipher(self, text: bytes, about: bytes) -> str:
        """Return a text enciphered; `about` must be told to read it."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return base64.b64encode(nonce + self.cipher.encrypt(nonce, text, about)).decode("ascii")

    def decipher(self, secret: str, about: bytes) -> bytes | None:
        """Return what was enciphered; None when it was not by this key, or about something else."""
        try:
            sent = base64.b64decode(secret, validate=True)
            return self.cipher.decrypt(sent[:NONCE_BYTES], sent[NONCE_BYTES:], about)
        except (binascii.Error, InvalidTag, ValueError):
            return None


class Vault:
    """Keeps and reads the values of one installation's changes (`vettrak_api.model.trails.Vault`)."""

    def __init__(self, keyring: Keyring, milliseconds: Callable[[], int]) -> None:
        self.keyring = keyring
        self._milliseconds = milliseconds
        self._known: OrderedDict[Record, OpenKey] = OrderedDict()
        self._lock = Lock()

    def keep(self, session: Session, changes: Entries) -> None:
        """Write down the values of changes, for the transaction of a session.

        Raises Overtaken when they are about a person who was erased meanwhile.
        """
        links = _links(changes)
        require_unerased(session, [(change["table_name"], change["record_id"]) for change in changes], links)
        told = [change for change in changes if change["values"]]
        if not told:
            return
        owners = _owners(session, told, links)
        keys = self._keys(session, set(owners.values()))
        for at, change in enumerate(told):
            owner = owners.get(at)
            if owner is None:
                _keep_plainly(change)
            elif key := keys.get(owner):
                change["key_id"] = key.number
                change["secret"] = key.encipher(_text_of(change["values"], change["action"]), bound_to(change))

    def remember(self, keys: Mapping[Record, OpenKey]) -> None:
        """Keep keys that were committed."""
        with self._lock:
            self._known.update(keys)
            while len(self._known) > MOST_KEYS:
                self._known.popitem(last=False)

    def open_keys(self, reader: Reader, numbers: Iterable[int]) -> dict[int, OpenKey | None]:
        """Return those keys of some numbers that are there; None for one that no key of the installation unwraps."""
        self.keyring.open()
        found: dict[int, OpenKey | None] = {}
        for some in portions(sorted(set(numbers))):
            for row in execute(reader, KEYS_BY_NUMBER, numbers=some):
                opened = unwrapped(self.keyring, row)
                found[row.id] = OpenKey(row.id, 0, AESGCM(opened)) if opened else None
        return found

    def _keys(self, session: Session, owners: set[Record]) -> dict[Record, OpenKey]:
        """Return a key that may be used now for each owner; none when the installation has no key.

        Who is being forgotten gets none, or the very values that go would be kept by it.
        """
        owners -= session.info.get(FORGOTTEN, set())
        installation = self.keyring.current() if owners else None
        if installation is None:
            return {}
        oldest = self._milliseconds() - KEY_DAYS * DAY
        new: dict[Record, OpenKey] = session.info.setdefault(NEW_KEYS, (self, {}))[1]
        known = {
            owner: key for owner in owners if (key := new.get(owner) or self._known.get(owner)) and key.made > oldest
        }
        lacking = owners - known.keys()
        if lacking:
            stored = self._stored(session, lacking, oldest)
            made = self._made(session, sorted(lacking - stored.keys()), installation)
            new.update(stored | made)
            known.update(stored | made)
        return known

    def _stored(self, session: Session, owners: set[Record], oldest: int) -> dict[Record, OpenKey]:
        found: dict[Record, OpenKey] = {}
        for table in sorted({table for table, _ in owners}):
            numbers = [number for name, number in owners if name == table]
            for row in _rows_of_keys(session, table, numbers, oldest):
                if opened := unwrapped(self.keyring, row):
                    found[table, row.owner_id] = OpenKey(row.id, row.made, AESGCM(opened))
        return found

    def _made(self, session: Session, owners: Sequence[Record], installation: InstallationKey) -> dict[Record, OpenKey]:
        now, rows, made = self._milliseconds(), [], {}
        for table, number in owners:
            key, name = secrets.token_bytes(KEY_BYTES), secrets.randbits(62)
            made[table, number] = OpenKey(name, now, AESGCM(key))
            rows.append(
                {
                    "id": name,
                    "owner_table": table,
                    "owner_id": number,
                    "made": now,
                    "wrapped": installation.wrap(key, name_of_key(name)),
                    "wrapped_by": installation.fingerprint,
                }
            )
        if rows:
            connection_of(session).execute(ADD_KEYS, rows)
        return made


@event.listens_for(Session, "after_commit")
def _remember_new_keys(session: Session) -> None:
    if kept := session.info.pop(NEW_KEYS, None):
        vault, keys = kept
        vault.remember(keys)


@event.listens_for(Session, "after_rollback")
def _forget_new_keys(session: Session) -> None:
    session.info.pop(NEW_KEYS, None)
    session.info.pop(FORGOTTEN, None)


def bound_to(change: Mapping[str, Any]) -> bytes:
    """Return what a secret is bound to: the record and the request, so that it can be moved to no other row."""
    return f"{change['table_name']}\n{change['record_id']}\n{change['request']}".encode()


def name_of_key(number: int) -> bytes:
    """Return what the wrapped key of a number is bound to."""
    return f"person_key {number}".encode()


def unwrapped(keyring: Keyring, row: Any) -> bytes | None:
    """Return a person's key, given by its row; None when no key of the installation opens it."""
    installation = keyring.find(row.wrapped_by)
    return installation.unwrap(row.wrapped, name_of_key(row.id)) if installation else None


def _rows_of_keys(session: Session, table: str, numbers: list[int], oldest: int) -> Iterable[Any]:
    if len(numbers) == 1:
        return execute(session, KEYS_OF_ONE, of_table=table, number=numbers[0], younger=oldest)
    return [
        row
        for some in portions(numbers)
        for row in execute(session, KEYS_OF_SOME, of_table=table, numbers=some, younger=oldest)
    ]


def _links(changes: Entries) -> Links:
    """Return what records belong to, as far as those who wrote them knew."""
    links: Links = {}
    for change in changes:
        row = change["row"]
        if row is not None and (above := _known_link(change["table_name"], row)):
            links[change["table_name"], change["record_id"]] = above
    return links


def _owners(session: Session, told: Entries, links: Links) -> dict[int, Record]:
    """Return whose data entries hold, by their place; those about nobody are left out."""
    records = [(change["table_name"], change["record_id"]) for change in told]
    roots = roots_of(session, records, links)
    owners = {at: roots[record] for at, record in enumerate(records) if roots[record][0] in PERSONAL}
    own = {
        at: record
        for at, record in enumerate(records)
        if record[0] in OF_TWO or not PERSONAL_COLUMNS.get(record[0], frozenset()).isdisjoint(told[at]["values"])
    }
    return owners | own


def _known_link(table: str, row: Mapping[str, Any]) -> Record | None:
    """Return whose a row is as far as the columns tell that were read."""
    columns = WHOSE[table]
    return link_of(table, row) if columns[0] in row else None


def _keep_plainly(change: dict[str, Any]) -> None:
    old, new = _sides(change["values"], change["action"], MOST_CHARACTERS)
    change["old_values"], change["new_values"] = _json(old), _json(new)
    if sum(len((change[side] or "").encode()) for side in ("old_values", "new_values")) > MOST_BYTES:
        old, new = _sides(change["values"], change["action"], FEW_CHARACTERS)
        change["old_values"], change["new_values"] = _json(old), _json(new)


def _text_of(values: Mapping[str, tuple[Any, Any]], action: str) -> bytes:
    """Return values as the text that is enciphered."""
    text = b""
    for most in (MOST_CHARACTERS, FEW_CHARACTERS):
        old, new = _sides(values, action, most)
        text = (_json({"old": old, "new": new}) or "").encode()
        if len(text) <= MOST_BYTES:
            break
    return text


def _sides(
    values: Mapping[str, tuple[Any, Any]], action: str, most: int
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return what members had, and have, as JSON takes it; of what is deleted there is nothing but what it had."""
    kept = [(name, pair) for name, pair in values.items() if _is_kept(name)]
    old = {name: _cut(before, most) for name, (before, _) in kept if before is not UNKNOWN}
    return old, None if action == DELETE else {name: _cut(after, most) for name, (_, after) in kept}


@cache
def _is_kept(column: str) -> bool:
    """Folded keys follow their originals; what opens a door is nobody's to read."""
    return not column.endswith("_key") and column not in NEVER_KEPT


def _cut(value: Any, most: int) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    text = value if isinstance(value, str) else _json(value) if isinstance(value, dict | list) else str(value)
    return text if text is None or len(text) <= most else f"{text[:most]}\u2026 ({len(text)} characters)"


def _json(value: Any) -> str | None:
    return None if value is None else _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)
