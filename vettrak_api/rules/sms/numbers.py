"""Numbers of mobile phones, as people write them and as a gateway wants them."""

from vettrak_api.model.base import visible

SEPARATORS = frozenset(" ()-./\t")

AUSTRALIA, AUSTRALIAN_DIGITS = "61", 11
"""The country's code, and how many digits its mobile numbers have with it: 61 4xx xxx xxx."""

ABROAD = "0011"
"""What Australians dial before the code of another country."""

SHORTEST, LONGEST = 8, 15
"""Digits of a number with its country's code (ITU-T E.164 gives the most)."""

NATIONAL_DIGITS = 10


def usable_number(told: str | None) -> str | None:
    """Return a number to which messages can be sent, as +61412345678; None when it can be none.

    Australian mobile numbers are taken as 04..., 4... (whose 0 a spreadsheet has dropped), 614..., +614... and
    +61 (0)4...; those of other countries with + or 0011 and the country's code. Landlines of Australia and numbers
    such as 1300... can not be used; which numbers abroad are mobile is not known here.
    """
    digits = _with_country(plain_number(told))
    if digits is None or not (digits.isascii() and digits.isdigit()):
        return None
    if digits.startswith(AUSTRALIA + "0"):
        digits = AUSTRALIA + digits[len(AUSTRALIA) + 1 :]
    if digits.startswith(AUSTRALIA):
        return f"+{digits}" if digits[2:3] == "4" and len(digits) == AUSTRALIAN_DIGITS else None
    return f"+{digits}" if SHORTEST <= len(digits) <= LONGEST and not digits.startswith("0") else None


def plain_number(told: str | None) -> str:
    """Return a number without blanks, brackets and other separators; what else is in it stays."""
    return "".join(character for character in visible(told or "") if character not in SEPARATORS)


def _with_country(plain: str) -> str | None:
    """Return a number as it follows a +; None for one that lacks its country and is no mobile number of Australia."""
    if plain.startswith("+"):
        return plain[1:]
    if plain.startswith(ABROAD):
        return plain[len(ABROAD) :]
    if plain.startswith("04") and len(plain) == NATIONAL_DIGITS:
        return AUSTRALIA + plain[1:]
    if plain.startswith("4") and len(plain) == NATIONAL_DIGITS - 1:
        return AUSTRALIA + plain
    return plain if plain.startswith((AUSTRALIA + "4", AUSTRALIA + "04")) else None
