"""The people with a part in the demo: the five log-ins, John Smith, staff, and those who speak for employers."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sqlalchemy import Connection, select

from vettrak_api.demo.data.foundation import Foundation
from vettrak_api.demo.data.people import add_person
from vettrak_api.model.clients import StaffDivision
from vettrak_api.model.employers import Employer, EmployerContact
from vettrak_api.model.security import ClientRole, Role
from vettrak_api.rules.bulk import Batch

PASSWORD = "demo-password"  # noqa: S105 - printed for everyone to use

STAFF_COUNT = 14

NAMED: dict[str, dict[str, Any]] = {
    "john smith": {"surname": "Smith", "given_name": "John", "gender": "M"},
    "integration": {
        "surname": "Integration",
        "given_name": "LMS",
        "gender": "X",
        "title": None,
        "staff": True,
        "web_publish": False,
    },
    "staff": {"surname": "Hartley", "given_name": "Tess", "gender": "F", "staff": True},
    "student": {"surname": "Taylor", "given_name": "Sam", "gender": "M"},
    "employer": {"surname": "Fitzgerald", "given_name": "Emma", "gender": "F"},
    "office": {"surname": "Moretti", "given_name": "Olive", "gender": "F", "staff": True},
}
"""The people whom the guides name, in the order of their client codes: John Smith is 00001."""

LOGINS = ("integration", "staff", "student", "employer", "office")

SITE, OFFICE = "integration", "office"
"""Who books for people, and who decides about it: the log-ins with the API role. The office sets up as well."""

EMPLOYER = "employer"
"""The contact's user name, and the legacy user name of the employer that the contact speaks for."""


@dataclass(slots=True)
class Cast:
    """The numbers of the people with a part."""

    named: dict[str, int] = field(default_factory=dict)
    staff: list[int] = field(default_factory=list)
    contacts: dict[int, int] = field(default_factory=dict)
    """The contact's client number by employer number."""
    students: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Casting:
    """What is needed to find people: where they go, and how their passwords are hashed."""

    batch: Batch
    foundation: Foundation
    random: Random
    today: datetime.date
    hash_password: Callable[[str], str]

    def person(self, division_id: int | None = None, **known: Any) -> int:
        """Add a client."""
        division = division_id or self.random.choice(list(self.foundation.divisions.values()))
        return add_person(self.batch, self.random, self.today, division, **known)


def cast(connection: Connection, casting: Casting) -> Cast:
    """Add everyone but the students."""
    found = Cast()
    for name, known in NAMED.items():
        login = {"username": name, "password_hash": casting.hash_password(PASSWORD)} if name in LOGINS else {}
        found.named[name] = casting.person(casting.foundation.root_division, **known, **login)
    found.staff.append(found.named["staff"])
    found.staff.extend(casting.person(staff=True) for _ in range(STAFF_COUNT - 2))
    _give_rights(connection, casting, found)
    for employer in casting.foundation.employers:
        is_first = employer == casting.foundation.employers[0]
        contact = found.named["employer"] if is_first else casting.person()
        found.contacts[employer] = contact
        casting.batch.add(EmployerContact, employer_id=employer, client_id=contact, is_primary=True)
    return found


def _give_rights(connection: Connection, casting: Casting, found: Cast) -> None:
    """Give the integration and the office the API role, the office the set-up, and some staff members a division."""
    for right, holders in ((Role.grants_api, (SITE, OFFICE)), (Role.grants_setup, (OFFICE,))):
        role = connection.scalars(select(Role.id).where(right).order_by(Role.id)).first()
        if role is not None:
            for name in holders:
                casting.batch.add(ClientRole, client_id=found.named[name], role_id=role)
    divisions = sorted(casting.foundation.divisions.values())
    for place, member in enumerate(found.staff[::2]):
        casting.batch.add(StaffDivision, client_id=member, division_id=divisions[place % len(divisions)])


def give_employer_login(connection: Connection, casting: Casting) -> None:
    """Let the first employer log in as well, by ValidateEmployer with its contact's user name and password."""
    login = {"username": EMPLOYER, "username_key": EMPLOYER, "password_hash": casting.hash_password(PASSWORD)}
    first = casting.foundation.employers[0]
    casting.batch.overwrite(connection, Employer, first, **login)
