"""Addresses in their two forms: structured, as AVETMISS 7 and 8 want them, and one line, as AVETMISS 6 did.

A line is `building, unit details, number street`; its 170 characters are just what the parts can fill. In a postal one
a box may stand behind.
"""

import re
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput
from vettrak_api.model.base import cut, fold, length_of, size_of
from vettrak_api.model.clients import Client
from vettrak_api.rules.reference.states import states

PARTS_BEFORE_CITY = 5
NOT_SPECIFIED_TEXT, NOT_SPECIFIED_POSTCODE = "not specified", "0000"

_BOX = re.compile(r"(?:g\.?\s?)?p\.?\s?o\.?\s?box\b.*|locked bag\b.*|private bag\b.*", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d\S*|lot \S+)\s+(\S.*)", re.IGNORECASE)
_UNIT = re.compile(r"(?:apartment|apt|flat|floor|level|room|shop|suite|unit|villa)\b.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """An address; state is a short name of the list of states, box only stands in postal addresses."""

    building: str | None = None
    unit_details: str | None = None
    street_number: str | None = None
    street_name: str | None = None
    box: str | None = None
    city: str | None = None
    state: str | None = None
    postcode: str | None = None
    line: str | None = None


MEMBERS = tuple(member.name for member in fields(Address))

PARTS = MEMBERS[:-1]
"""The parts of a structured address."""

LONGEST = {part: length_of(getattr(Client, f"postal_{part}")) for part in PARTS}
"""Characters that each part may have."""

LONGEST_LINE = length_of(Client.postal_line)
"""Characters of the line."""

NOT_SPECIFIED = Address(
    street_number=NOT_SPECIFIED_TEXT,
    street_name=NOT_SPECIFIED_TEXT,
    city=NOT_SPECIFIED_TEXT,
    postcode=NOT_SPECIFIED_POSTCODE,
    line=NOT_SPECIFIED_TEXT,
)
"""What stands for a usual address that a person does not tell."""

OVERSEAS_STATE, OVERSEAS_POSTCODE = "Overseas", "OSPC"


def from_parts(address: Address) -> Address:
    """Return a structured address with its line."""
    address = _conventional(address)
    return replace(address, line=line_of(address))


def from_line(flat: Address, *, postal: bool) -> Address:
    """Return an address of line, city, state and postcode with the parts that its line seems to have.

    What can not be told apart is the street's name, of which 70 characters fit; the line is kept as it is.
    """
    line = flat.line or ""
    parts = _told_apart([piece for piece in map(str.strip, line.split(",")) if piece], postal=postal)
    if any(size_of(getattr(parts, name) or "") > longest for name, longest in LONGEST.items()):
        parts = Address(street_name=cut(line, LONGEST["street_name"]).strip())
    if fold(line) == NOT_SPECIFIED_TEXT:
        parts = replace(parts, street_number=NOT_SPECIFIED_TEXT)
    return _conventional(replace(parts, city=flat.city, state=flat.state, postcode=flat.postcode, line=flat.line))


def _conventional(address: Address) -> Address:
    """Give the words of the two conventions their one spelling."""
    if is_not_specified(address):
        return NOT_SPECIFIED
    if fold(address.city) == NOT_SPECIFIED_TEXT:
        address = replace(address, city=NOT_SPECIFIED_TEXT)
    if fold(address.postcode) == fold(OVERSEAS_POSTCODE):
        address = replace(address, postcode=OVERSEAS_POSTCODE)
    return address


def _told_apart(pieces: list[str], *, postal: bool) -> Address:
    """Find box or street in the pieces between commas; what stands before is the building and the unit."""
    if not pieces:
        return Address()
    box = pieces[-1] if postal and _BOX.fullmatch(pieces[-1]) else None
    others = pieces[:-1] if box else pieces
    # Beside a box stands a street only if a house number tells that it is one.
    at = _street_at(others, else_at=len(others) if box else len(others) - 1)
    before, street = others[:at], ", ".join(others[at:])
    if len(before) > 2:
        return Address(street_name=", ".join(pieces))
    unit = before.pop() if len(before) == 2 or (before and _UNIT.fullmatch(before[0])) else None
    place = Address(building=before[0] if before else None, unit_details=unit, box=box)
    if not street:
        return place
    numbered = _NUMBERED.fullmatch(street)
    number, name = numbered.groups() if numbered else (None, street)
    return replace(place, street_number=number, street_name=name)


def _street_at(pieces: list[str], *, else_at: int) -> int:
    """Return the place of the first piece with a house number."""
    numbered = (at for at, piece in enumerate(pieces) if _NUMBERED.fullmatch(piece) and not _UNIT.fullmatch(piece))
    return next(numbered, else_at)


def line_of(address: Address) -> str | None:
    """Return the one line of an address without city, state and postcode.

    The line that is stored, as long as the parts are still those that it says; else it is made of the parts, the
    street before the box, which takes its place only where a line is too short for both. So it does not matter
    whether somebody wrote the parts alone.
    """
    if address.line and _parts(from_line(address, postal=True)) == _parts(address):
        return address.line
    if fold(address.street_name) == fold(address.street_number) == NOT_SPECIFIED_TEXT:
        return NOT_SPECIFIED_TEXT
    street = " ".join(filter(None, (address.street_number, address.street_name)))
    pieces = (address.building, address.unit_details, street, address.box)
    line = ", ".join(filter(None, pieces))
    if address.box and size_of(line) > LONGEST_LINE:
        line = ", ".join(filter(None, (address.building, address.unit_details, address.box)))
    return line or None


def _parts(address: Address) -> tuple[str | None, ...]:
    """Return what a line says: all parts before the city."""
    return tuple(getattr(address, member) for member in MEMBERS[:PARTS_BEFORE_CITY])


def is_filled(address: Address) -> bool:
    """Tell whether an address says anything."""
    return any(getattr(address, member) for member in MEMBERS)


def is_not_specified(address: Address) -> bool:
    """Tell whether this is the convention for an address that the person does not tell."""
    words = (address.street_number, address.street_name, address.city)
    return all(fold(word) == NOT_SPECIFIED_TEXT for word in words) and (address.state, address.postcode) == (
        None,
        "0000",
    )


def is_overseas(address: Address) -> bool:
    """Tell whether this is the convention for an address outside Australia."""
    told = (fold(address.city), fold(address.state), fold(address.postcode))
    return told == (NOT_SPECIFIED_TEXT, fold(OVERSEAS_STATE), fold(OVERSEAS_POSTCODE))


def with_known_state(session: Session, address: Address, message: str = "Unknown state.") -> Address:
    """Return the address with its state spelled as in the list of states.

    Raises InvalidInput with the message for any other.
    """
    if not address.state:
        return address
    wanted = fold(address.state)
    known = next((state.short_name for state in states(session) if fold(state.short_name) == wanted), None)
    if known is None:
        raise InvalidInput(message)
    return replace(address, state=known)


def store(row: Any, kind: str, address: Address) -> None:
    """Write an address to a row's columns of a kind: usual, postal or business; only postal ones keep a box."""
    for member in MEMBERS:
        if member != "box" or kind == "postal":
            setattr(row, f"{kind}_{member}", getattr(address, member))


def read(row: Any, kind: str) -> Address:
    """Return the address that a row's columns of a kind hold."""
    return Address(**{member: getattr(row, f"{kind}_{member}", None) for member in MEMBERS})
