"""Genders as the national list has them."""

from vettrak_api.errors import InvalidInput
from vettrak_api.rules.validation import trimmed

GENDERS = frozenset({"M", "F", "X"})


def valid_gender(text: str | None) -> str | None:
    """Return a gender in upper case, None for blank; raises InvalidInput "Unknown gender." for anything else."""
    gender = trimmed(text).upper()
    if gender and gender not in GENDERS:
        raise InvalidInput("Unknown gender.")
    return gender or None
