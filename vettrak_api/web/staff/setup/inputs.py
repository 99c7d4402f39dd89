"""Forms of set-up, declared over the columns of sheets: a page and an import read and judge a value in the same way."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.rules.validation import trimmed
from vettrak_api.transfer.declared import BY_TABLE
from vettrak_api.transfer.kinds import Field, Kind
from vettrak_api.transfer.values import DAY, MOMENT, WHOLE, Unfit, ValueKind
from vettrak_api.web.staff.setup.references import name_of, number_of_key

Options = Callable[[Session], Mapping[str, str]]
"""Returns what can be chosen: what the form sends, and how people read it."""

LINES, TICK, CHOICE, LINE = "lines", "tick", "choice", "line"
"""How a field looks: several lines of text, a checkbox, a list to choose from, one line."""

LONGEST_TEXT = 20_000
"""Characters of a text whose column has no length."""

BLANK, UNCHOSEN = "Fill this in.", "Choose one of the list."


@dataclass(frozen=True, slots=True)
class Input:
    """A field of a form.

    column: of the table; its kind of values, its length and what it refers to are the sheet's. width: w-3, w-6 or w-20
    for the length that is expected. options: what can be chosen, of few; records of many are named by their codes.
    is_needed: where the table would take nothing.
    """

    column: str
    label: str
    hint: str = ""
    width: str = "w-20"
    look: str = LINE
    options: Options | None = None
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that belong together. A tuple of fields stands side by side."""

    legend: str
    inputs: tuple[Input | tuple[Input, ...], ...]

    def all(self) -> Iterator[Input]:
        """Yield the fields, also of those side by side."""
        for each in self.inputs:
            yield from each if isinstance(each, tuple) else (each,)


@dataclass(slots=True)
class Answers:
    """What somebody typed into a form.

    texts: by column, as they were typed. values: by column, of those that could be read. wrong: by column, what has to
    change.
    """

    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Form:
    """A form about one record of a kind of sheets."""

    kind: Kind
    parts: tuple[Part, ...]

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """All fields, in their order."""
        return tuple(each for part in self.parts for each in part.all())

    @cached_property
    def by_column(self) -> Mapping[str, Input]:
        """All fields by their columns."""
        return {each.column: each for each in self.inputs}

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The columns of the sheet by those of the table."""
        return {each.column: each for each in self.kind.fields}

    def longest(self, each: Input) -> int:
        """Return how many characters a field takes; 0 where its kind of values says it."""
        of: Any = self.kind.model.columns[each.column].type
        return int(getattr(of, "length", None) or 0) if not self.fields[each.column].refers else 0

    def is_needed(self, each: Input) -> bool:
        """Tell whether a field may not be left blank."""
        return each.is_needed or (self.fields[each.column].is_required and each.look != TICK)

    def keyboard(self, each: Input) -> str:
        """Return which keyboard a phone offers for a field; blank for its usual one."""
        values = self.fields[each.column].values
        if values is WHOLE:
            return "numeric"
        return "decimal" if values.name.startswith("number") else ""

    def shown(self, session: Session, row: Any) -> dict[str, str]:
        """Return what the fields of a stored record hold; of a new one (None) what it begins with."""
        return {each.column: self._shown(session, each, row) for each in self.inputs}

    def read(self, session: Session, told: Mapping[str, str]) -> Answers:
        """Read what somebody typed."""
        answers = Answers()
        for each in self.inputs:
            text = told.get(each.column, "").replace("\r\n", "\n")
            answers.texts[each.column] = text
            try:
                answers.values[each.column] = self._value(session, each, text)
            except Unfit as unfit:
                answers.wrong[each.column] = sentence(str(unfit), unfit.remedy)
        return answers

    def _shown(self, session: Session, each: Input, row: Any) -> str:
        of = self.fields[each.column]
        value = of.default if row is None else getattr(row, each.column)
        if value is None:
            return ""
        if each.look == TICK:
            return "yes" if value else ""
        if each.options is not None:
            return str(value)
        return name_of(session, BY_TABLE[of.refers], value) if of.refers else written(of.values, value)

    def _value(self, session: Session, each: Input, text: str) -> Any:
        of, text = self.fields[each.column], trimmed(text)
        if each.look == TICK:
            return bool(text)
        if not text:
            if self.is_needed(each):
                raise Unfit("", BLANK)
            return of.default
        if each.options is not None:
            return self._chosen(session, each, text)
        if of.refers:
            return _referred(session, BY_TABLE[of.refers], text)
        if not self.longest(each) and len(text) > LONGEST_TEXT:
            raise Unfit(f"longer than {LONGEST_TEXT} characters", "Shorten it.")
        return of.values.read(text)

    def _chosen(self, session: Session, each: Input, text: str) -> Any:
        options = each.options(session) if each.options else {}
        if text not in options:
            raise Unfit("", UNCHOSEN)
        column = self.kind.model.columns[each.column]
        return column.type.python_type(text)


def _referred(session: Session, kind: Kind, text: str) -> int:
    number = number_of_key(session, kind, text)
    if number is None:
        raise Unfit(f"names nothing that is there among the {kind.name.replace('_', ' ')}", "Correct it, or add it.")
    return number


def written(values: ValueKind, value: Any) -> str:
    """Return a value as forms show it: days and moments are day first, as people here write them."""
    if values in {DAY, MOMENT}:
        day = f"{value.day}/{value.month}/{value.year}"
        has_time = values is MOMENT and (value.hour or value.minute)
        return f"{day} {value.hour}:{value.minute:02}" if has_time else day
    return values.write(value)


def sentence(rule: str, remedy: str) -> str:
    """Return what is wrong with a field, and what to do about it, as the form says it."""
    told = f"this {rule}" if rule.startswith("is ") else rule
    return f"{told[:1].upper()}{told[1:]}. {remedy}" if rule else remedy


def words_of(named: Sequence[tuple[str, Any]]) -> Options:
    """Return the options of a column whose values sheets call by words."""
    return lambda _: {str(value): word for word, value in named}
