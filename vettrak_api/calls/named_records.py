"""Which records a call names: the numbers and codes among its arguments, and nothing that could be somebody's name."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from vettrak_api.catalogue.loader import Operation

NUMBERS = re.compile(r"i[A-Z][a-z]{3}_I[dD]|iCont_id|[a-z]\w*Id")
CODES = re.compile(r"(?:s?[A-Z]?[a-z]*Clie_Code|[a-z]*[cC]lientCode|sEmpl_Identifier|employerIdentifier)")
"""Names of parameters that hold numbers of records, and codes of clients and employers."""

CODE = re.compile(r"[A-Za-z]{0,3}[0-9]{1,7}")
"""What is surely a code: people type names, e-mail addresses, birth dates, phone numbers and USIs into fields of codes,
and none of those has this form."""

LARGEST_NUMBER = 9_999_999
"""Longer numbers are not kept: an int may hold what somebody took for a field of a phone or a birth date."""

OTHER_FORM = "?"
"""Stands for a code that may be something else."""


class NamedRecords:
    """Reads from the arguments of one operation which records they name."""

    def __init__(self, operation: Operation) -> None:
        places = [(number, parameter.name) for number, parameter in enumerate(operation.params)]
        self._numbers = _places(places, NUMBERS)
        self._codes = _places(places, CODES)

    def told(self, values: Sequence[Any]) -> str:
        """Return them as the log tells them: `iOccu_ID=7 sClie_Code=00123`; blank when none is named."""
        told = [f"{name}={_number(values[place])}" for place, name in self._numbers if _is_named(values[place])]
        told += [f"{name}={_code(values[place])}" for place, name in self._codes if values[place]]
        return " ".join(told)


def _places(places: Iterable[tuple[int, str]], names: re.Pattern[str]) -> tuple[tuple[int, str], ...]:
    return tuple((place, name) for place, name in places if names.fullmatch(name))


def _is_named(value: Any) -> bool:
    return isinstance(value, int) and value > 0


def _number(value: int) -> str:
    return str(value) if value <= LARGEST_NUMBER else OTHER_FORM


def _code(value: Any) -> str:
    text = str(value).strip()
    return text if CODE.fullmatch(text) else OTHER_FORM
