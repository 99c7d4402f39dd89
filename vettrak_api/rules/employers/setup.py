"""What an employer's record, told as a whole by the organisation, must hold."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.model.base import CODE, fits_code
from vettrak_api.rules.clients.setup import broken_address
from vettrak_api.rules.judging import Broken, Values
from vettrak_api.rules.transfer import codes_gone
from vettrak_api.rules.validation import trimmed


def broken_identifier(session: Session, row: Any, values: Values) -> Iterator[Broken]:
    """Refuse a new employer the identifier of one that was deleted: identifiers are never given again."""
    identifier = values.get("identifier")
    if row is None and identifier and codes_gone(session, "employer", [identifier]):
        yield Broken("identifier", "was that of an employer who was deleted", "Give it another one.")


def broken_of_employer(values: Values) -> Iterator[Broken]:
    """Judge an employer."""
    identifier = values.get("identifier")
    if identifier is not None and not fits_code(identifier):
        yield Broken("identifier", f"is no code of 1 to {CODE} plain characters", "Give it another identifier.")
    if values.get("name") and not trimmed(values["name"]):
        yield Broken("name", "shows nothing", "Write the name.")
    for column, digits in (("abn", 11), ("acn", 9)):
        told = values.get(column)
        if told and not (told.isdigit() and len(told) == digits):
            yield Broken(column, f"has not {digits} digits", f"Write {digits} digits without blanks, or nothing.")
    yield from broken_address(values)
