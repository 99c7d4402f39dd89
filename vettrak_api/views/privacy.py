"""All that is held of a person, as files that people and programs read."""

import datetime
import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Select, bindparam, select

from vettrak_api.clock import Clock
from vettrak_api.database.connections import Database
from vettrak_api.model.base import Base
from vettrak_api.model.statements import Reader, execute
from vettrak_api.rules.privacy.certification import certified_person
from vettrak_api.rules.privacy.held import HELD, Held
from vettrak_api.rules.privacy.obstacles import held_because
from vettrak_api.rules.privacy.traces import Traces, messages_to, person_of, rows_found, traces_of
from vettrak_api.security.vault import Vault
from vettrak_api.views.audit import NO_NUMBER, history_of_record

ABOUT = """All that is held of the client {code}, at {moment}.

Each file holds the records of one kind as JSON: a list of objects, whose members are the columns. Where a column is the
number of a unit, a course, an employer or the like, a member of the same name without "_id" says which one.
history.json tells what was changed when, with the values before and after where they can still be read. Passwords are
stored as hashes, and these, like keys of log-ins and links, are left out. Log-in attempts are kept for some weeks by a
digest of the user name and the network address alone.
"""
LEFT_OUT = "(left out)"
NAMES = ("code", "identifier", "name")
"""Columns that say which record one is."""
MOST_WORDS = 10_000


class Installation(Protocol):
    """What an export needs of a runtime."""

    @property
    def database(self) -> Database:
        """Its database."""

    @property
    def vault(self) -> Vault:
        """Who reads former values."""

    @property
    def clock(self) -> Clock:
        """Its time."""


def write_export(installation: Installation, client_id: int, target: Path) -> int:
    """Write all that is held of a client to a ZIP, as the user's alone to read, and return how many records.

    Rows go to the file as they are read, so that memory does not grow with them. Raises FileExistsError and OSError;
    what was begun is removed then.
    """
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with (
            os.fdopen(handle, "wb") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
            installation.database.querying() as reader,
        ):
            return _write(archive, reader, installation, client_id)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _write(archive: zipfile.ZipFile, reader: Reader, installation: Installation, client_id: int) -> int:
    person = person_of(reader, client_id)
    traces = traces_of(reader, person)
    clock = installation.clock
    archive.writestr("README.txt", ABOUT.format(code=person.code, moment=clock.now()))
    count, words = 0, Words(reader)
    for kind in HELD:
        count += _write_list(archive, kind.name, _told(reader, kind, traces, words))
    others = {
        "outbox": messages_to(reader, traces),
        "legal_hold": ({"reason": reason} for reason in held_because(reader, client_id)),
        "erased_client": _certification(reader, client_id),
        "history": _history(reader, installation.vault, clock.zone, client_id),
    }
    for name, rows in others.items():
        count += _write_list(archive, name, rows)
    return count


class Words:
    """Says what numbers mean that refer to other records; remembers the latest ones."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[tuple[str, int], str] = {}

    def of(self, table: str, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield what the numbers of a row refer to, by the column's name without its ending."""
        for column, target in _referring(table):
            name = column.removesuffix("_id")
            if row[column] is not None and name not in row and (word := self._word(target, row[column])):
                yield name, word

    def _word(self, target: str, number: int) -> str:
        if (target, number) not in self._known:
            if len(self._known) >= MOST_WORDS:
                self._known.clear()
            found = execute(self._reader, _named(target), number=number).first()
            self._known[target, number] = " ".join(str(part) for part in found or () if part)
        return self._known[target, number]


@cache
def _referring(table: str) -> tuple[tuple[str, str], ...]:
    """Return the columns of a table that refer to what has a name, or a code, and is nobody else's."""
    keys = [(column.name, key.column.table) for column in _table(table).columns for key in column.foreign_keys]
    return tuple((name, str(other.name)) for name, other in keys if other.name != "client" and _names(other))


def _names(table: Any) -> list[Any]:
    return [table.columns[name] for name in NAMES if name in table.columns]


@cache
def _named(target: str) -> Select[*tuple[Any, ...]]:
    table = _table(target)
    return select(*_names(table)).where(next(iter(table.primary_key)) == bindparam("number", type_=BigInteger))


def _table(name: str) -> Any:
    return Base.metadata.tables[name]


def _told(reader: Reader, kind: Held, traces: Traces, words: Words) -> Iterator[Mapping[str, Any]]:
    for found in rows_found(reader, kind, traces.numbers):
        row = {
            name: LEFT_OUT if name in kind.is_secret and value is not None else value
            for name, value in found._asdict().items()
            if not name.endswith("_key")
        }
        yield {**row, **dict(words.of(kind.name, row))}


def _certification(reader: Reader, client_id: int) -> Iterator[Mapping[str, Any]]:
    row = certified_person(reader, client_id)
    if row is not None:
        yield row._asdict()


def _history(reader: Reader, vault: Vault, zone: ZoneInfo, client_id: int) -> Iterator[Mapping[str, Any]]:
    """Yield what was changed, the latest first, by portions."""
    before = NO_NUMBER
    while before:
        found = history_of_record(reader, vault, zone, "client", client_id, before)
        for entry in found.entries:
            yield {
                "moment": entry.moment,
                "what": entry.what,
                "by": entry.by,
                "operation": entry.operation,
                "note": entry.note,
                "members": {one.name: [one.before, one.after] for one in entry.members},
            }
        before = found.older


def _write_list(archive: zipfile.ZipFile, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write a list with a row on each line, and return how many; no file for none."""
    pending = iter(rows)
    row = next(pending, None)
    if row is None:
        return 0
    count = 0
    with archive.open(f"{name}.json", "w", force_zip64=True) as file:
        while row is not None:
            file.write(b"[\n" if count == 0 else b",\n")
            file.write(json.dumps(row, ensure_ascii=False, default=_plain).encode("utf-8", "replace"))
            count, row = count + 1, next(pending, None)
        file.write(b"\n]\n")
    return count


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date | Decimal):
        return str(value)
    return repr(value)
