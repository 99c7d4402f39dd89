"""The audit trail as people read it: which entries of the change log are about a record, and what they say."""

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Select, bindparam, select

from vettrak_api.model.base import Base
from vettrak_api.model.belonging import BELONGS, PERSONAL, Record, key_column, owner_columns, parts_of, target_of
from vettrak_api.model.changes import DELETE, Change, PersonKey
from vettrak_api.model.clients import Client
from vettrak_api.model.quarantine import WebClient
from vettrak_api.model.statements import Reader, execute, portions
from vettrak_api.security.vault import Vault
from vettrak_api.views.audit_names import names_of_records
from vettrak_api.views.audit_told import Told, readable
from vettrak_api.views.audit_values import Member, members_of

MOST_ENTRIES = 100
"""Entries that are read at once."""

NO_NUMBER = 2**62
"""Above all numbers of the change log."""

_COLUMNS = select(*Change.__table__.columns)
_BEFORE = Change.id < bindparam("before", type_=BigInteger)
OF_RECORDS = (
    _COLUMNS.where(
        Change.table_name == bindparam("of_table"), Change.record_id.in_(bindparam("numbers", expanding=True)), _BEFORE
    )
    .order_by(Change.id.desc())
    .limit(MOST_ENTRIES + 1)
)
OF_REQUEST = (
    _COLUMNS.where(Change.request == bindparam("of_request"), _BEFORE)
    .order_by(Change.id.desc())
    .limit(MOST_ENTRIES + 1)
)
OF_KEYS = (
    select(Change.table_name, Change.record_id)
    .where(
        Change.key_id.in_(
            select(PersonKey.id).where(
                PersonKey.owner_table == bindparam("of_table"),
                PersonKey.owner_id == bindparam("number", type_=BigInteger),
            )
        )
    )
    .distinct()
)
REMOVED = select(Change.record_id, Change.old_values).where(
    Change.table_name == bindparam("part"),
    Change.action == DELETE,
    Change.request.in_(
        select(Change.request).where(
            Change.table_name == bindparam("of_table"), Change.record_id == bindparam("number", type_=BigInteger)
        )
    ),
)
TOLD_BY_THE_WEB = select(WebClient.id, WebClient.web_enrolment_id, WebClient.web_waitlist_id).where(
    WebClient.client_id == bindparam("client")
)
CLIENT_NUMBER = select(Client.id).where(Client.code_key == bindparam("wanted_key"))
DELETED_NUMBER = select(Change.record_id).where(
    Change.table_name == "client", Change.identifier.in_(bindparam("spellings", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the trail. moment: the RTO's time with its offset. note: why values lack; blank where none do.

    owner: the table of the record that a part belongs to, whose number `record` is then; blank for other records.
    called: what people call the record; blank for one that they know by its number.
    """

    number: int
    moment: datetime.datetime
    by: str
    operation: str
    request: str
    table: str
    record: int
    action: str
    members: Sequence[Member]
    note: str
    owner: str
    called: str

    @property
    def what(self) -> str:
        """The record by its table and its number."""
        part = f"{self.table} of {self.owner}" if self.owner else self.table
        return f"{part.replace('_', ' ')} {self.record}"


@dataclass(frozen=True, slots=True)
class History:
    """Entries, the latest first; older: the number that the next portion ends before, 0 when there is none."""

    entries: Sequence[Entry]
    older: int


def history_of_record(
    reader: Reader, vault: Vault, zone: ZoneInfo, table: str, number: int, before: int = 0
) -> History:
    """Return what was changed on a record and all that belongs to it.

    table: one of `kinds_of_records`; before: the number of an entry, from `History.older`.
    """
    return _history(reader, vault, zone, _entries_of(reader, records_of(reader, table, number), before or NO_NUMBER))


def history_of_request(reader: Reader, vault: Vault, zone: ZoneInfo, request: str, before: int = 0) -> History:
    """Return what a call or page wrote."""
    return _history(
        reader, vault, zone, execute(reader, OF_REQUEST, of_request=request, before=before or NO_NUMBER).all()
    )


def client_number(reader: Reader, key: str, spellings: Iterable[str]) -> int | None:
    """Return the number of the client of a folded code, or of one that is gone and was spelled so."""
    found = execute(reader, CLIENT_NUMBER, wanted_key=key).scalar()
    if found is None:
        found = execute(reader, DELETED_NUMBER, spellings=list(spellings)).scalar()
    return None if found is None else int(found)


def records_of(reader: Reader, table: str, number: int) -> set[Record]:
    """Return a record, the rows that belong to it or did, and what the web told of a client."""
    found = {(table, number)}
    if table == "client":
        for told in execute(reader, TOLD_BY_THE_WEB, client=number):
            names = {
                "web_client": told.id,
                "web_enrolment": told.web_enrolment_id,
                "web_waitlist": told.web_waitlist_id,
            }
            found |= {(name, value) for name, value in names.items() if value is not None}
    waiting = set(found)
    while waiting:
        waiting = set(_parts(reader, waiting)) - found
        found |= waiting
    if table not in PERSONAL:
        found |= _removed_parts(reader, table, number)
    found |= {(row.table_name, row.record_id) for row in execute(reader, OF_KEYS, of_table=table, number=number)}
    return found


def _removed_parts(reader: Reader, table: str, number: int) -> set[Record]:
    """Return the parts of a record that are gone, with theirs: what was removed by requests that changed the record.

    Those of a person are found by the person's keys.
    """
    found: set[Record] = set()
    for part, column in parts_of(table):
        if part not in owner_columns():
            rows = execute(reader, REMOVED, of_table=table, number=number, part=part)
            gone = {row.record_id for row in rows if json.loads(row.old_values or "{}").get(column) == number}
            found |= {(part, each) for each in gone}
            found |= {(below, each) for below, _ in parts_of(part) if below in owner_columns() for each in gone}
    return found


def _parts(reader: Reader, records: set[Record]) -> Iterator[Record]:
    for table in sorted({table for table, _ in records}):
        numbers = [number for name, number in records if name == table]
        for part, column in parts_of(table):
            if part in owner_columns():
                yield from ((part, number) for number in numbers)
                continue
            for some in portions(numbers):
                for number in execute(reader, _part(part, column), numbers=some).scalars():
                    yield part, number


@cache
def _part(part: str, column: str) -> Select[int]:
    """Return the statement of the rows that belong by this column: those before it are blank."""
    columns, names = Base.metadata.tables[part].columns, BELONGS[part]
    blank = [columns[name].is_(None) for name in names[: names.index(column)]]
    return select(key_column(part)).where(columns[column].in_(bindparam("numbers", expanding=True)), *blank)


def _entries_of(reader: Reader, records: set[Record], before: int) -> list[Any]:
    found: list[Any] = []
    for table in sorted({table for table, _ in records}):
        for some in portions(sorted(number for name, number in records if name == table)):
            found += execute(reader, OF_RECORDS, of_table=table, numbers=some, before=before)
    return sorted(found, key=lambda row: row.id, reverse=True)[: MOST_ENTRIES + 1]


def _history(reader: Reader, vault: Vault, zone: ZoneInfo, rows: Sequence[Any]) -> History:
    shown = rows[:MOST_ENTRIES]
    told = readable(reader, vault, shown)
    members = members_of(reader, vault, told)
    older = shown[-1].id if len(rows) > MOST_ENTRIES else 0
    lost = {
        _record_of(each.row): each.old
        for each in told
        if each.row.action == DELETE and not _owner_of(each.row.table_name)
    }
    names = names_of_records(reader, {_record_of(each.row) for each in told}, lost)
    return History([_entry(each, zone, members, names.get(_record_of(each.row), "")) for each in told], older)


def _record_of(row: Any) -> Record:
    """Return the record that an entry is about, or about a part of it."""
    return _owner_of(row.table_name) or row.table_name, row.record_id


@cache
def _owner_of(table: str) -> str:
    column = owner_columns().get(table)
    return target_of(table, column) if column else ""


def _entry(told: Told, zone: ZoneInfo, members: Mapping[int, Sequence[Member]], called: str) -> Entry:
    row = told.row
    moment = datetime.datetime.fromtimestamp(row.stamp / 1000, zone)
    return Entry(
        row.id,
        moment.replace(microsecond=0),
        row.by or "",
        row.operation or "",
        row.request or "",
        row.table_name,
        row.record_id,
        row.action,
        members[row.id],
        told.note,
        _owner_of(row.table_name),
        called,
    )
