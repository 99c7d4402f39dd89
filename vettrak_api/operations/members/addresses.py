"""Reads the addresses that calls bring, in their structured form (TAddress) or as flat members."""

from collections.abc import Mapping
from typing import Any

from vettrak_api.calls.texts import Texts
from vettrak_api.contract.parameters import TAddress
from vettrak_api.rules.clients.addresses import Address, from_line, from_parts, is_filled, line_of

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


def read_address(texts: Texts, holder: Any, structured: str, flat: tuple[str, ...], *, postal: bool) -> Address:
    """Return the address that an object's members hold; a filled structured one wins over the flat members.

    `structured` names the TAddress member, `flat` the four flat ones in wire order. A box counts in postal
    addresses only. Raises InvalidInput for a text that is too long; the form that does not count is not judged.
    """
    given = getattr(holder, structured, None)
    address = _structured(texts, given, structured, postal=postal) if given is not None else Address()
    if is_filled(address):
        return from_parts(address)
    parts = {part: texts.optional(member, getattr(holder, member)) for member, part in zip(flat, FLAT, strict=True)}
    return from_line(Address(**parts), postal=postal)


def with_lines(record: Mapping[str, Any], lines: Mapping[str, str]) -> dict[str, Any]:
    """Return a record with both forms of its addresses: `lines` names the member with the line of each object."""
    told = {line: _line(record[structured], record[line]) for structured, line in lines.items()}
    return {**record, **told}


def _line(address: Mapping[str, str | None], stored: str | None) -> str | None:
    return line_of(Address(**{STRUCTURED[member]: value for member, value in address.items()}, line=stored))


def _structured(texts: Texts, given: TAddress, name: str, *, postal: bool) -> Address:
    parts = {
        part: texts.optional(f"{name}.{member}", getattr(given, member))
        for member, part in STRUCTURED.items()
        if postal or part != "box"
    }
    return Address(**parts)
