"""Codes and user names that look like another's (`vettrak_api.model.look_alikes`), for those who can change them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from vettrak_api.model.base import fold
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.look_alikes import LookAlike
from vettrak_api.model.programmes import ProgrammeType, Qualification, Unit
from vettrak_api.model.statements import Reader

MOST_TOLD = 50

NOTED = select(LookAlike.table_name, LookAlike.column_name, LookAlike.row_id).order_by(LookAlike.id)

WORDS: dict[tuple[str, str], tuple[Any, Any, str]] = {
    ("client", "code"): (Client.code, Client.code_key, "client code"),
    ("client", "username"): (Client.username, Client.username_key, "user name"),
    ("employer", "identifier"): (Employer.identifier, Employer.identifier_key, "employer identifier"),
    ("employer", "username"): (Employer.username, Employer.username_key, "user name of an employer"),
    ("qualification", "code"): (Qualification.code, Qualification.code_key, "qualification code"),
    ("unit", "code"): (Unit.code, Unit.code_key, "unit code"),
    ("programme_type", "name"): (ProgrammeType.name, ProgrammeType.name_key, "name of a programme type"),
}
"""By table and column: text, key, and what it is to people."""


@dataclass(frozen=True, slots=True)
class Told:
    """A text that looks like another one: what it is, and the number of its row."""

    what: str
    text: str
    number: int

    def __str__(self) -> str:
        """Say it, with the characters that nobody would see."""
        seen = self.text if self.text.isprintable() else ascii(self.text)[1:-1]
        return f"{self.what} {seen} (number {self.number})"


def look_alikes(reader: Reader) -> list[Told]:
    """Return those that still are look-alikes, 50 at most."""
    told: list[Told] = []
    for table, column, number in reader.execute(NOTED.limit(MOST_TOLD * 4)):
        text, key, what = WORDS[table, column]
        found = reader.execute(select(text, key).where(text.class_.id == number)).first()
        if found is not None and found[0] and found[1] != fold(found[0]):
            told.append(Told(what, found[0], number))
    return told[:MOST_TOLD]
