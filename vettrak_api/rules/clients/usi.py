"""Unique Student Identifiers: the form that the national registry gives them."""

from vettrak_api.errors import InvalidInput
from vettrak_api.model.clients import Client

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 characters: digits and letters without 0, 1, I and O."""

LENGTH = 10


def is_well_formed(usi: str) -> bool:
    """Tell whether a trimmed, upper-case text has 10 characters of the alphabet, the last being the check one."""
    return len(usi) == LENGTH and set(usi) <= set(ALPHABET) and usi[-1] == check_character(usi[:-1])


def check_character(first_nine: str) -> str:
    """Return the check character: Luhn's algorithm with 32 in the place of 10, doubling from the right."""
    total = 0
    for place, character in enumerate(reversed(first_nine)):
        product = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += product // 32 + product % 32
    return ALPHABET[-total % 32]


def valid_usi(text: str | None) -> str:
    """Return a USI as it is stored, in upper case; raises InvalidInput when it is not well formed, as blank is."""
    usi = (text or "").strip().upper()
    if not is_well_formed(usi):
        raise InvalidInput("USI is not valid.")
    return usi


def exemption(client: Client, usi: str | None, *, told: bool, for_rto: bool) -> bool:
    """Return whether a client is exempt from having a USI, when a whole record is told with this one.

    The RTO alone says so, by the letter that it has seen; for others it stays as it is, until there is a USI. Raises
    InvalidInput when both are told, unless both are on record already: whole records bring back what was stored.
    """
    if usi and told and not (client.usi and client.usi_exempt):
        raise InvalidInput("A client with a USI is not exempt from having one: send USI or USIExempt, not both.")
    if for_rto:
        return told
    return client.usi_exempt and (not usi or usi == client.usi)
