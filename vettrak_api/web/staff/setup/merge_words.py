"""What merging two records would do, in words."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.clients import ClientDisability, ClientPriorEducation, ClientStatistics
from vettrak_api.model.reference import Division
from vettrak_api.model.statements import execute
from vettrak_api.rules.clients.addresses import line_of, read
from vettrak_api.rules.merging.fields import LOG_IN, Difference, Field, Values
from vettrak_api.rules.merging.preview import Group, Preview
from vettrak_api.web.staff.statistics import MEMBERS, words_of

LISTS: Mapping[str, str] = {column: name for _, column, name in MEMBERS if name}
LISTED: Mapping[Any, str] = {ClientDisability: "DISABILITY", ClientPriorEducation: "PRIOR_EDUCATION"}
"""The lists that explain codes, by column and by the table of a list."""

DIVISIONS = select(Division.id, Division.name).where(Division.id.in_(bindparam("numbers", expanding=True)))

Words = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A field about which both records say something else: its name and label, what each says, and whose is kept."""

    name: str
    label: str
    kept: str
    other: str
    choice: str


@dataclass(frozen=True, slots=True)
class Told:
    """The rows of a kind: how many, what they are, what people know each by, and how many are not shown."""

    count: int
    words: str
    rows: Sequence[str]

    @property
    def hidden(self) -> int:
        """How many are not shown."""
        return self.count - len(self.rows)


def choices_of(session: Session, merge: Preview) -> list[Choice]:
    """Return the fields that differ, in words."""
    words = words_of(session, {pair for each in merge.differences for pair in _codes(each)})
    divisions = _divisions(merge)
    names = dict(map(tuple, execute(session, DIVISIONS, numbers=divisions))) if divisions else {}
    return [
        Choice(
            each.field.name,
            each.field.label,
            _text(each.field, each.kept, merge.kept, words, names),
            _text(each.field, each.other, merge.other, words, names),
            each.choice,
        )
        for each in merge.differences
    ]


def moving_of(groups: Iterable[Group]) -> list[Told]:
    """Return what moves, in words."""
    return [Told(group.count, group.words, [_row(values) for _, *values in group.rows]) for group in groups]


def doubles_of(merge: Preview) -> list[Told]:
    """Return what does not move, since one of it is enough."""
    counts = Counter(double.moving.name for double in merge.doubles)
    kinds = {double.moving.name: double.moving for double in merge.doubles}
    return [Told(count, kinds[name].one if count == 1 else kinds[name].many, []) for name, count in counts.items()]


def _divisions(merge: Preview) -> list[int]:
    told = [(each.kept[0], each.other[0]) for each in merge.differences if each.field.name == "division_id"]
    return sorted({number for pair in told for number in pair})


def _codes(difference: Difference) -> Iterator[tuple[str, str]]:
    for *values, codes in (difference.kept, difference.other):
        for column, value in zip(difference.field.columns, values, strict=True):
            if difference.field.table is ClientStatistics and column in LISTS and value:
                yield LISTS[column], value
        if difference.field.listed is not None:
            yield from ((LISTED[difference.field.listed], code) for code, *_ in codes)


def _text(field: Field, values: Values, client: Any, words: Words, divisions: Mapping[int, str]) -> str:
    if field.says_nothing(values) and field.name != "usi":
        return ""
    *told, codes = values
    match field.name:
        case "usual" | "postal":
            place = read(client, field.name)
            return _row((line_of(place), place.city, place.state, place.postcode))
        case "usi":
            return told[0] or ("exempt" if told[1] else "")
        case "division_id":
            return divisions.get(told[0], "")
    if field.name == LOG_IN:
        return f"{told[0] or 'no user name'}, {'with' if told[1] else 'without'} a password"
    shown = [
        words.get((LISTS.get(column, ""), str(value)), value) for column, value in zip(field.columns, told, strict=True)
    ]
    shown += [words.get((LISTED[field.listed], code), code) for code, *_ in codes] if field.listed else []
    return _row(shown)


def _row(values: Iterable[Any]) -> str:
    return ", ".join(text for value in values if (text := _shown(value)))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, Decimal):
        return f"${value}"
    return "" if value is None or value in {"@", "@@"} else str(value)
