"""Judges sheets against the database, and writes them if that is wanted: the same way through the rows for both."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.occurrences import EnrolmentNumber
from vettrak_api.model.statements import execute, portions
from vettrak_api.rules import transfer as rules
from vettrak_api.rules.reference.defaults import defaults
from vettrak_api.rules.reference.divisions import roots_after
from vettrak_api.transfer.declared import BY_NAME, BY_TABLE, SHEETS
from vettrak_api.transfer.kinds import BEGINNING, NUMBER, Field, Kind
from vettrak_api.transfer.reading import NationalCodes, Row, SheetReader
from vettrak_api.transfer.references import (
    References,
    asked,
    column_of,
    compared,
    digest_of,
    is_pending,
    stored_by_lead,
)
from vettrak_api.transfer.reports import CHANGED, LEFT, MADE, Report
from vettrak_api.transfer.sources import Sheet, Unreadable

PORTION = 500
CODED = {"client": "code", "employer": "identifier"}
"""Tables whose deleted codes are never given again, with the column."""

Progress = Callable[[int], None]


class Import:
    """One way through all sheets of an import. writes: whether rows are written, or only judged.

    portioned: whether memory is to be bounded, under the maintenance lock.
    """

    def __init__(
        self, session: Session, report: Report, *, writes: bool, portioned: bool = False, progress: Progress
    ) -> None:
        self._session = session
        self._report = report
        self._writes, self._portioned = writes, portioned
        self._progress = progress
        self._seen: dict[str, dict[int, int]] = {}
        self._told: dict[tuple[str, str], set[int]] = {}
        self._lines: dict[tuple[str, int], tuple[int, int]] = {}
        self._fresh: set[int] = set()
        self._touched: set[int] = set()
        self._later: list[tuple[SheetReader, Row, Field, str]] = []
        self._tops: list[tuple[SheetReader, Row, Any]] = []
        self._placed: set[int] = set()
        self._references = References(session, self._seen, writes=writes)
        self._codes = NationalCodes(session)

    def run(self, sheets: Sequence[Sheet]) -> None:
        """Go through the sheets in the order of their kinds."""
        by_kind = {kind.name: [sheet for sheet in sheets if sheet.kind is kind] for kind in SHEETS}
        for name, found in by_kind.items():
            for sheet in found:
                try:
                    self._read(sheet)
                except Unreadable as error:
                    self._references.unknown_kinds.add(name)
                    self._report.fault(error.fault)
            self._place(BY_NAME[name])
            self._require_one_top()
        if self._references.padded:
            self._report.note("Codes that had lost their leading zeros were found all the same.")
        if self._writes:
            numbered = [kind.table for kind in SHEETS if NUMBER in kind.key and by_kind[kind.name]]
            rules.catch_up(self._session, [EnrolmentNumber, *numbered])

    def _read(self, sheet: Sheet) -> None:
        reader = SheetReader(sheet, self._report, self._codes)
        self._report.counts.setdefault(sheet.kind.name, Counter())
        rows = sheet.rows()
        if not reader.read_head(*next(rows)):
            self._references.unknown_kinds.add(sheet.kind.name)
            return
        while portion := list(islice(rows, PORTION)):
            self._take([reader.read(number, cells) for number, cells in portion], reader)
            self._progress(len(portion))
            if self._portioned:
                rules.end_portion(self._session)

    # One portion.

    def _take(self, rows: list[Row], reader: SheetReader) -> None:
        kind = reader.kind
        self._refer(rows, reader)
        keyed = [row for row in rows if self._has_key(row, reader)]
        stored = self._stored(kind, keyed)
        fresh: list[tuple[Row, dict[str, Any]]] = []
        changes: list[tuple[Row, Any, dict[str, Any]]] = []
        for row in keyed:
            found = self._found(kind, row, stored, reader)
            values = self._completed(row, reader, found)
            self._judge(row, reader, values, found)
            if not row.is_good:
                continue
            if kind.above:
                self._note_top(reader, row, values, found)
            if found is None:
                fresh.append((row, values))
            elif differs(found, values):
                changes.append((row, found, values))
            else:
                self._report.tell(kind.name, reader.sheet.name, row.number, LEFT)
        self._weigh(changes, reader)
        self._require_free([row for row, _ in fresh], reader)
        self._require_unique(reader, [(row, None) for row, _ in fresh] + [(row, found) for row, found, _ in changes])
        self._keep(reader, [each for each in fresh if each[0].is_good], [each for each in changes if each[0].is_good])

    def _refer(self, rows: Sequence[Row], reader: SheetReader) -> None:
        """Put the numbers of the records that rows name into their values."""
        for each in reader.fields:
            texts = {row.refs[each.name] for row in rows if each.name in row.refs} if each.refers else None
            if not texts:
                continue
            target = BY_TABLE[each.refers]
            numbers = self._references.numbers(target, texts)
            for row in rows:
                text = row.refs.get(each.name)
                if text is None:
                    continue
                number = numbers.get(text)
                if number is not None:
                    row.values[each.column] = number
                elif target is reader.kind:
                    self._later.append((reader, row, each, text))
                else:
                    remedy = f"Add it to {target.name}, or correct it." if target.is_told else "Correct it."
                    reader.fault(row, each.name, f"names nothing that is there among {target.name}", remedy)

    def _has_key(self, row: Row, reader: SheetReader) -> bool:
        """Tell whether a row has a key, which no row before it has."""
        texts = []
        for each in reader.kind.key_fields:
            if each.refers:
                texts.append(row.refs.get(each.name, ""))
                known = each.column in row.values
            else:
                value = row.values.get(each.column) if each.column else row.line or None
                texts.append("" if value is None else each.values.write(value))
                known = value is not None
            if not known and (each.is_required or row.cells.get(each.name)):
                if not row.cells.get(each.name):
                    reader.fault(row, each.name, "is blank", "Every row needs it: by this the record is known.")
                if not texts[-1]:
                    return False
        digest, seen = digest_of(texts), self._seen.setdefault(reader.kind.name, {})
        first = seen.setdefault(digest, row.number)
        if first != row.number:
            key = " and ".join(reader.kind.key)
            reader.fault(row, reader.kind.key[0], f"row {first} has the same {key}", "Delete one of the two rows.")
            return False
        return all(each.column in row.values for each in reader.kind.key_fields if each.refers and each.is_required)

    def _stored(self, kind: Kind, rows: Sequence[Row]) -> dict[tuple[Any, ...], list[Any]]:
        """Return the stored rows of the rows' keys; of those with lines, all of an owner."""
        lead = kind.key_fields[0]
        leads = asked(kind, lead, (row.values[lead.column] for row in rows if lead.column in row.values))
        if lead.refers:
            leads = {number for number in leads if not is_pending(number)}
        keys = [each for each in kind.key_fields if each.column]
        found: dict[tuple[Any, ...], list[Any]] = {}
        for portion in portions(leads):
            for stored in execute(self._session, stored_by_lead(kind), leads=portion):
                key = tuple([compared(kind, each, getattr(stored, each.column)) for each in keys])
                found.setdefault(key, []).append(stored)
        return found

    def _found(self, kind: Kind, row: Row, stored: dict[tuple[Any, ...], list[Any]], reader: SheetReader) -> Any:
        """Return the stored row that a row is about; None for a new one."""
        parts = [each for each in kind.key_fields if each.column]
        key = tuple([compared(kind, each, row.values.get(each.column)) for each in parts])
        found = stored.get(key, [])
        if not kind.has_lines:
            if not found and parts[0].is_code and len(parts) == 1:
                found = self._padded(kind, row)
            return found[0] if found else None
        owner = (kind.name, digest_of([row.refs[each.name] for each in parts]))
        there, added = self._lines.get(owner, (len(found), 0))
        if 1 <= row.line <= there:
            self._lines[owner] = (there, added)
            return found[row.line - 1]
        if row.line != there + added + 1:
            rule = f"does not follow: the next line of this {kind.key[0]} is {there + added + 1}"
            reader.fault(row, "line", rule, "Count the lines of each one from 1, in the order of the rows.")
        self._lines[owner] = (there, added + 1)
        return None

    def _padded(self, kind: Kind, row: Row) -> list[Any]:
        """Return the record that is meant by a code which has lost its zeros, and give the row its code."""
        lead = kind.key_fields[0]
        text = row.values[lead.column]
        if not text.isdigit():
            return []
        number = self._references.numbers(kind, [text]).get(text)
        if number is None or is_pending(number):
            return []
        by_number = select(*kind.model.columns).where(kind.model.columns["id"] == bindparam("number"))
        found = list(execute(self._session, by_number, number=number))
        row.values[lead.column] = getattr(found[0], lead.column)
        return found

    def _completed(self, row: Row, reader: SheetReader, found: Any) -> dict[str, Any]:
        """Return the values of all columns of a row's sheet, and of those that follow them."""
        kind, values = reader.kind, dict(row.values)
        for each in reader.fields:
            if not each.column or each.column in values:
                continue
            if each.refers and each.name in row.refs:  # told later, or at fault
                values[each.column] = None if found is None else getattr(found, each.column)
                continue
            values[each.column] = self._beginning(each)
            if values[each.column] is None and each.is_required and each.name not in kind.key and row.is_good:
                reader.fault(row, each.name, "is blank", "Every row needs it.")
        if found is None:
            begun = (BEGINNING - values.keys()) & set(kind.model.columns.keys())
            values |= {column: getattr(defaults(self._session), column) for column in begun}
        else:  # the same key in other letters
            values |= {each.column: getattr(found, each.column) for each in kind.key_fields if each.column}
        for column in tuple(values):
            values |= kind.following(column, values[column])
        return values

    def _beginning(self, each: Field) -> Any:
        if each.column in BEGINNING:
            return getattr(defaults(self._session), each.column)
        return each.default

    def _judge(self, row: Row, reader: SheetReader, values: dict[str, Any], found: Any) -> None:
        kind = reader.kind
        for name in kind.fixed if found is not None else ():
            each = kind.by_name[name]
            before = getattr(found, each.column)
            if each.column in values and before is not None and values[each.column] != before:
                rule = f"the {kind.key[0]} is taken by a record of another {name}"
                reader.fault(row, name, rule, "Give the row a number of its own.")
        whole = values if found is None else {**found._asdict(), **values}
        for judge in kind.judges:
            for broken in judge(whole):
                name = next((each.name for each in kind.fields if each.column == broken.column), "")
                reader.fault(row, name, broken.rule, broken.remedy)

    def _weigh(self, changes: Sequence[tuple[Row, Any, dict[str, Any]]], reader: SheetReader) -> None:
        """Refuse changes that what hangs on the stored records does not allow."""
        for column, weigh in reader.kind.weighed.items():
            told = {
                found.id: (row, values[column])
                for row, found, values in changes
                if column in values and values[column] != getattr(found, column)
            }
            weighed = weigh(self._session, {number: value for number, (_, value) in told.items()}, holds=self._writes)
            for number, broken in weighed:
                reader.fault(told[number][0], column, broken.rule, broken.remedy)

    def _require_free(self, rows: Sequence[Row], reader: SheetReader) -> None:
        """Refuse numbers and codes of new records that are, or were, another's."""
        kind = reader.kind
        if kind.shares and rows:
            numbers = {row.values["id"]: row for row in rows}
            taken = {number for portion in portions(numbers) for number in rules.numbers_taken(self._session, portion)}
            others = self._seen.get("occurrences", {}) if kind.shares == "E" else {}
            for number, row in numbers.items():
                if number in taken or digest_of([str(number)]) in others:
                    rule = "is taken: it is, or was, the number of another occurrence or enrolment"
                    reader.fault(row, "number", rule, "Give it another number: both have one space of numbers.")
                elif number < 1:
                    reader.fault(row, "number", "is below 1", "Write a number from 1.")
        column = CODED.get(kind.model.name)
        if column:
            codes = {row.values[column]: row for row in rows}
            for portion in portions(codes):
                for code in rules.codes_gone(self._session, kind.model.name, portion):
                    rule = "was the code of a record that was deleted, and is never given again"
                    reader.fault(codes[code], column, rule, "Give it another code.")

    def _require_unique(self, reader: SheetReader, rows: Sequence[tuple[Row, Any]]) -> None:
        """Refuse what another record has, in the database or in the sheets."""
        kind = reader.kind
        for name in kind.unique & {each.name for each in reader.fields}:
            each = kind.by_name[name]
            told = {compared(kind, each, row.values[each.column]): (row, found) for row, found in rows
                    if row.values.get(each.column)}  # fmt: skip
            seen = self._told.setdefault((kind.name, name), set())
            for row, _ in rows:
                value = row.values.get(each.column)
                if value and digest_of([str(value)]) in seen:
                    reader.fault(row, name, "an earlier row has the same", "Give each its own.")
                elif value:
                    seen.add(digest_of([str(value)]))
            for portion in portions(asked(kind, each, told)):
                for owner, value in execute(self._session, owners(kind, each), told=portion):
                    row, found = told[compared(kind, each, value)]
                    if found is None or found.id != owner:
                        reader.fault(row, name, "is taken by another record", "Give it one of its own.")

    def _keep(
        self,
        reader: SheetReader,
        fresh: Sequence[tuple[Row, dict[str, Any]]],
        changes: Sequence[tuple[Row, Any, dict[str, Any]]],
    ) -> None:
        """Write what is new and what has changed, and tell it."""
        kind = reader.kind
        for row, _ in fresh:
            self._report.tell(kind.name, reader.sheet.name, row.number, MADE)
        for row, _, _ in changes:
            self._report.tell(kind.name, reader.sheet.name, row.number, CHANGED)
        if not self._writes:
            return
        rules.make_records(self._session, kind.table, [values for _, values in fresh], kind.shares)
        for _, found, values in changes:
            kept = kind.model.primary_key.columns
            told = {column: value for column, value in values.items() if column not in kept}
            rules.change_record(self._session, kind.table, found, told)
        if kind.shares == "O":
            self._fresh.update(values["id"] for _, values in fresh)
        if kind.part_of:
            owners = {values[kind.part_of] for _, values in fresh} | {
                getattr(found, kind.part_of) for _, found, _ in changes
            }
            touched = owners - self._fresh - self._touched
            rules.touch_occurrences(self._session, touched)
            self._touched |= touched

    def _place(self, kind: Kind) -> None:
        """Put records below others of their own kind that came after them."""
        for portion in portions(self._later):
            by_column: dict[str, dict[int, int]] = {}
            for reader, row, each, text in portion:
                above = self._references.numbers(kind, [text]).get(text)
                if above is None:
                    reader.fault(
                        row, each.name, "names nothing that is there", f"Add it to {kind.name}, or correct it."
                    )
                elif self._writes:
                    own = self._own_number(kind, row)
                    by_column.setdefault(each.column, {})[own] = above
            for column, placed in by_column.items():
                rules.place_records(self._session, kind.table, column, placed)
        self._later.clear()

    def _note_top(self, reader: SheetReader, row: Row, values: dict[str, Any], found: Any) -> None:
        """Note whether a row stands below another of its kind, or is the one that stands below none."""
        above = reader.kind.above
        is_below = any(each.column == above and each.name in row.refs for each in reader.fields)
        stored = None if found is None else getattr(found, above)
        if is_below or (above not in values and stored is not None):
            self._placed.add(row.values["id"])
        else:
            self._tops.append((reader, row, found))

    def _require_one_top(self) -> None:
        """Refuse new records that stand below none of their kind, where another one does, too."""
        if self._tops or self._placed:
            begun = [row.values["id"] for _, row, _ in self._tops]
            tops = roots_after(self._session, begun, self._placed)
            for reader, row, found in self._tops if len(tops) > 1 else ():
                if found is None or getattr(found, reader.kind.above) is not None:
                    name = next(each.name for each in reader.kind.fields if each.column == reader.kind.above)
                    rule = "is blank, and another record is the root already"
                    reader.fault(row, name, rule, "Write the number of the one above it: the root alone has none.")
        self._tops.clear()
        self._placed.clear()

    def _own_number(self, kind: Kind, row: Row) -> int:
        lead = kind.key_fields[0]
        text = lead.values.write(row.values[lead.column])
        return self._references.numbers(kind, [text])[text]


def differs(stored: Any, values: dict[str, Any]) -> bool:
    """Tell whether a stored row has other values."""
    return any(_plain(getattr(stored, column)) != _plain(value) for column, value in values.items())


def _plain(value: Any) -> Any:
    """Return a value as it is compared: sheets know no difference between no text and an empty one."""
    return None if value in ("", []) else value


@cache
def owners(kind: Kind, each: Field) -> Select[Any]:
    """Return the statement for the records that have one of the told values."""
    column = column_of(kind, each)
    return select(kind.model.columns["id"], column).where(column.in_(bindparam("told", expanding=True)))
