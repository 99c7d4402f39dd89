"""Who is logged in: a token and what the log-in has told, sealed into a cookie, so that any process may serve it."""

from dataclasses import asdict, dataclass
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from vettrak_api.web.portals.soap import Calls, judge
from vettrak_api.web.portals.troubles import NotOffered, Refused

STAFF_LOGIN = "03"
"""TokenType of a staff member's log-in."""

MOST_EMPLOYERS = 5
"""Employers that a contact can act for here."""

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has logged in.

    employers: identifier and name of each employer whose contact the person is.
    """

    token: str
    code: str
    name: str
    is_staff: bool = False
    employers: tuple[tuple[str, str], ...] = ()

    @property
    def home(self) -> str:
        """The endpoint of the page that the person wants first."""
        if self.is_staff:
            return "classes"
        return "employees" if self.employers else "training"


class Seal:
    """Makes the text of a cookie out of a person, and reads it; nobody else can make one."""

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeSerializer(secret, salt="vettrak portals")

    def close(self, person: Person) -> str:
        """Return the text of a cookie."""
        text = self._serializer.dumps(asdict(person))
        return text if isinstance(text, str) else text.decode("ascii")

    def open(self, text: str) -> Person | None:
        """Return whose cookie it is, or None when it is not one of ours."""
        try:
            held: dict[str, Any] = self._serializer.loads(text)
            employers = tuple((identifier, name) for identifier, name in held.pop("employers"))
            return Person(employers=employers, **held)
        except (BadData, TypeError, ValueError, KeyError, AttributeError):
            return None


def introduce(calls: Calls, auth: Any) -> Person:
    """Return who has logged in, with the answer of ValidateClient: their name, and the employers they speak for.

    The server lists the employers where somebody works as well. Whose contact the person is shows by what the server
    lets them read.
    """
    judge(auth)
    calls.token = auth.Token
    details = calls.ask("GetClientDetails", auth.Identifier).ClieDetail
    name = full_name(details.Clie_Given, details.Clie_Surname)
    employers: list[tuple[str, str]] = []
    for employer in calls.offered("GetEmployersForClient", auth.Identifier) or ():
        if len(employers) < MOST_EMPLOYERS and speaks_for(calls, employer.Empl_Identifier):
            employers.append((employer.Empl_Identifier, (employer.Empl_Name or "")[:LONGEST_NAME]))
    is_staff = auth.TokenType == STAFF_LOGIN
    return Person(auth.Token, auth.Identifier, name[:LONGEST_NAME], is_staff, tuple(employers))


def speaks_for(calls: Calls, identifier: str) -> bool:
    """Tell whether the server lets the person act for an employer."""
    try:
        calls.ask("GetEmployerDetails", identifier)
    except (Refused, NotOffered):
        return False
    return True


def full_name(given_name: str | None, surname: str | None) -> str:
    """Return a name as people say it."""
    return f"{given_name or ''} {surname or ''}".strip()
