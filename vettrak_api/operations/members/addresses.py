"""Reads the addresses that calls bring, in their structured form (TAddress) or as flat members."""

from typing import Any

from vettrak_api.rules.clients.addresses import LONGEST, LONGEST_LINE, Address, from_line, from_parts, is_filled
from vettrak_api.rules.validation import optional

STRUCTURED = {
    "Building": "building",
    "UnitDetails": "unit_details",
    "StreetNumber": "street_number",
    "StreetName": "street_name",
    "POBox": "box",
    "City": "city",
    "State": "state",
    "Postcode": "postcode",
}
"""The members of TAddress in wire order, and the parts of an address that they hold."""

FLAT = ("line", "city", "postcode", "state")
"""What the four flat members of an address hold, in wire order."""

LONGEST_FLAT = {**LONGEST, "line": LONGEST_LINE}


def read_address(holder: Any, structured: str, flat: tuple[str, ...], *, postal: bool) -> Address:
    """Return the address that an object's members hold; a filled structured one wins over the flat members.

    `structured` names the TAddress member, `flat` the four flat ones in wire order. A box counts in postal
    addresses only. Raises InvalidInput for a text that is too long; the form that does not count is not judged.
    """
    given = getattr(holder, structured, None)
    address = _structured(given, structured, postal=postal) if given is not None else Address()
    if is_filled(address):
        return from_parts(address)
    texts = {
        part: optional(member, getattr(holder, member), LONGEST_FLAT[part])
        for member, part in zip(flat, FLAT, strict=True)
    }
    return from_line(Address(**texts), postal=postal)


def _structured(given: Any, name: str, *, postal: bool) -> Address:
    parts = {
        part: optional(f"{name}.{member}", getattr(given, member), LONGEST[part])
        for member, part in STRUCTURED.items()
        if postal or part != "box"
    }
    return Address(**parts)
