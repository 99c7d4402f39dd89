"""The kinds of sheets: what each holds, made of the tables and of what `vettrak_api.transfer.declared` adds to them.

Templates, import, export and the guide all come from here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, String, Table, Text, Unicode, inspect
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from vettrak_api.model.audit import STAMPS
from vettrak_api.model.base import Amount, Load, NameList, fold
from vettrak_api.rules.judging import Broken, Values
from vettrak_api.transfer.meanings import meaning_of
from vettrak_api.transfer.values import DAY, FLAG, MOMENT, NAMES, WHOLE, ValueKind, choices, decimals, texts

NUMBER, LINE = "number", "line"
"""Names of the column that holds a record's own number, and of the one that counts the rows of one owner from 1."""

SECRETS = frozenset({"password_hash"})
"""Columns that no sheet holds."""

BEGINNING = frozenset({"division_id", "status_id", "result_type_id"})
"""Columns that begin, where nobody says otherwise, with the organisation's first row of a kind (`Defaults`)."""

Judge = Callable[[Values], Iterator[Broken]]
"""Judges a row's values by column."""

Weigher = Callable[..., Iterator[tuple[int, Broken]]]
"""Judges new values of stored records by what hangs on these: `too_small(session, {number: value}, holds=False)`."""

Choices = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a sheet.

    column: of the table; blank for lines. refers: the table whose record it names. default: of new rows whose cell is
    blank. digits: a number of fewer digits has lost zeros. national: the list of codes that it is of.
    """

    name: str
    column: str
    meaning: str
    values: ValueKind
    refers: str = ""
    is_required: bool = False
    default: Any = None
    words: Choices = ()
    digits: int = 0
    national: str = ""
    is_code: bool = False


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of sheet.

    key: the columns by which a row is known. fixed: what a stored
    record keeps. unique: what no two records may share, besides the key. shares: the letter of its numbers in the
    space that occurrences and enrolments share. part_of: the column of the occurrence that counts as changed with it.
    is_told: whether it has a sheet; others are only referred to. weighed: columns whose change is judged by what hangs
    on the stored record. above: the column that is blank for one record alone.
    """

    name: str
    table: Any
    meaning: str
    key: tuple[str, ...]
    words: Mapping[str, Choices] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)
    national: Mapping[str, str] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    unique: frozenset[str] = frozenset()
    judges: tuple[Judge, ...] = ()
    weighed: Mapping[str, Weigher] = field(default_factory=dict)
    shares: str = ""
    part_of: str = ""
    is_told: bool = True
    above: str = ""

    @cached_property
    def model(self) -> Table:
        """The table itself."""
        table: Any = inspect(self.table).local_table
        return table  # type: ignore[no-any-return]

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The columns of the sheet, those of the key first."""
        found = {each.name: each for each in self._fields_of_table()}
        if LINE in self.key:
            meaning = f"counts the rows of one {self.key[0]}, from 1"
            found[LINE] = Field(LINE, "", meaning, WHOLE, is_required=True)
        return tuple([found.pop(name) for name in self.key] + list(found.values()))

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The columns of the sheet by name."""
        return {each.name: each for each in self.fields}

    @cached_property
    def key_fields(self) -> tuple[Field, ...]:
        """The columns of the key, in their order."""
        return tuple(self.by_name[name] for name in self.key)

    @property
    def has_lines(self) -> bool:
        """Whether its rows are counted by their owner."""
        return LINE in self.key

    def _fields_of_table(self) -> Iterator[Field]:
        for column in self.model.columns:
            if column.name in STAMPS or column.name in SECRETS or self._follows(column):
                continue
            if column.name == "id" and NUMBER not in self.key:
                continue
            yield self._field_of(column)

    def _follows(self, column: Column[Any]) -> bool:
        return column.name.endswith("_key") and column.name.removesuffix("_key") in self.model.columns

    def _field_of(self, column: Column[Any]) -> Field:
        refers = next((key.column.table.name for key in column.foreign_keys if column.name != "id"), "")
        name = _name_of(column, refers)
        default = column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None
        words = self.words.get(name, ())
        is_code = type(column.type) is String
        return Field(
            name,
            column.name,
            self.meanings.get(name) or meaning_of(name),
            texts(None) if refers else _values_of(column, words),
            refers,
            not (column.nullable or default is not None or column.name in BEGINNING),
            default,
            words,
            4 if column.name.endswith("postcode") else 0,
            self.national.get(name, ""),
            is_code,
        )

    def following(self, column: str, value: Any) -> dict[str, Any]:
        """Return what the table keeps beside a column's value, such as its folded key; by the table's own rule."""
        told = inspect(self.table).validators.get(column)
        if told is None:
            return {f"{column}_key": fold(value) or None} if f"{column}_key" in self.model.columns else {}
        kept = SimpleNamespace()
        told[0](kept, column, value)
        return vars(kept)


def _name_of(column: Column[Any], refers: str) -> str:
    if column.name == "id":
        return NUMBER
    if column.name == NUMBER:
        return f"{column.table.name}_{NUMBER}"
    return column.name.removesuffix("_id") if refers else column.name


def _values_of(column: Column[Any], words: Choices) -> ValueKind:
    return choices(words) if words else _of_type(column.type)


def _of_type(of: Any) -> ValueKind:
    if isinstance(of, NameList):
        return NAMES
    if isinstance(of, Amount | Load):
        return decimals(2 if isinstance(of, Amount) else 4)
    for family, values in ((Boolean, FLAG), (DateTime, MOMENT), (Date, DAY), (Integer, WHOLE)):
        if isinstance(of, family):
            return values
    if isinstance(of, Text) or not isinstance(of, String):
        return texts(None)
    return texts(of.length, is_code=not isinstance(of, Unicode))


def tables_of(kinds: Sequence[Kind]) -> Mapping[str, Kind]:
    """Return kinds by the names of their tables."""
    return {kind.model.name: kind for kind in kinds}
