"""Which names and dates are close to each other: what a slip of the finger, a wedding or a nickname makes of one."""

import datetime
import re

from vettrak_api.rules.processing.short_names import same_by_short_form

SHORTEST_WORD = 3
"""Letters of a word of a name that tells anything by itself; van and de are shorter or too common."""

COMMON = frozenset({"van", "von", "der", "den", "del", "della", "dos", "das", "bin", "binti", "abu", "the", "and"})

LONG_NAME = 8
"""From so many letters on a name may have two slips."""

_BREAKS = re.compile(r"[^\w]+")

LEGAL_WORDS = frozenset(
    {"the", "pty", "ltd", "limited", "proprietary", "inc", "incorporated", "co", "company", "and", "trust", "group"}
)
"""Words of companies' names that people leave out."""


def words_of(name: str) -> list[str]:
    """Return the words of a folded name."""
    return [word for word in _BREAKS.split(name.replace("'", "")) if word]


def surnames_close(one: str, other: str) -> bool:
    """Tell of two different folded surnames whether one can be the other: a slip, or a part of a double name."""
    if not one or not other:
        return False
    return _differ_by_a_slip(one, other) or _share_a_word(one, other)


def given_names_close(one: str, other: str) -> bool:
    """Tell it of two given names: a slip, a short form, an initial, the beginning, or one of several names."""
    if not one or not other:
        return False
    ours, theirs = words_of(one), words_of(other)
    if not ours or not theirs:
        return False
    if _differ_by_a_slip(one, other) or _share_a_word(one, other):
        return True
    first, second = sorted((ours[0], theirs[0]), key=len)
    begins = second.startswith(first) and len(first) != SHORTEST_WORD - 1
    return begins or any(same_by_short_form(word, another) for word in ours for another in theirs)


def company_core(name: str) -> str:
    """Return a folded name of a company without the words that people leave out, and without breaks."""
    words = [word for word in words_of(name.replace("&", " and ")) if word not in LEGAL_WORDS]
    return "".join(words)


def companies_close(one: str, other: str) -> bool:
    """Tell of two folded names of companies whether one can be the other."""
    ours, theirs = company_core(one), company_core(other)
    return bool(ours and theirs) and (ours == theirs or _slips(ours, theirs))


def swapped(date: datetime.date | None) -> datetime.date | None:
    """Return the date whose day and month are exchanged, None when there is no such day or it is the same."""
    if date is None or date.day > 12 or date.day == date.month:
        return None
    return datetime.date(date.year, date.day, date.month)


def dates_close(one: datetime.date, other: datetime.date) -> bool:
    """Tell of two different dates whether a slip makes one of the other: two of day, month and year are the same."""
    same = (one.day == other.day) + (one.month == other.month) + (one.year == other.year)
    return same == 2 or swapped(one) == other


def _share_a_word(one: str, other: str) -> bool:
    """Tell whether one name holds all words of the other that tell anything: Gray-Lee and Lee, Cruz and de la Cruz."""
    ours, theirs = (
        {word for word in words_of(name) if len(word) >= SHORTEST_WORD and word not in COMMON} for name in (one, other)
    )
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)


def _differ_by_a_slip(one: str, other: str) -> bool:
    """Tell whether blanks and signs alone, or a letter, tell two names apart."""
    ours, theirs = "".join(words_of(one)), "".join(words_of(other))
    return bool(ours and theirs) and (ours == theirs or _slips(ours, theirs))


def _slips(one: str, other: str) -> bool:
    """Tell whether one letter, of long names two, is wrong, lacking, too many or exchanged with its neighbour."""
    shorter = min(len(one), len(other))
    if shorter < SHORTEST_WORD:
        return False
    most = 1 if shorter < LONG_NAME else 2
    return abs(len(one) - len(other)) <= most and _distance(one, other) <= most


def _distance(one: str, other: str) -> int:
    """Return how many letters must be changed, added, taken out or exchanged with their neighbours."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        present = [row]
        for column, another in enumerate(other, start=1):
            cost = min(above[column] + 1, present[-1] + 1, above[column - 1] + (letter != another))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == another:
                cost = min(cost, before[column - 2] + 1)
            present.append(cost)
        before, above = above, present
    return above[-1]
