"""A visit to the portals, and the list of their pages."""

import datetime
import time
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast
from zoneinfo import ZoneInfo

from flask import Request
from werkzeug.exceptions import NotFound

from vettrak_api.errors import LoginRefused
from vettrak_api.web.kit.pages import Pages
from vettrak_api.web.kit.visit import Visit
from vettrak_api.web.portals import words
from vettrak_api.web.portals.calendars import place_of, title_of
from vettrak_api.web.portals.courses import is_achieved
from vettrak_api.web.portals.integration import Integration
from vettrak_api.web.portals.people import Person, Seal, full_name, introduce
from vettrak_api.web.portals.settings import PortalSettings
from vettrak_api.web.portals.soap import PORTALS, Calls, Server
from vettrak_api.web.portals.troubles import Refused

PACKAGE = "vettrak_api.web.portals"

ELSEWHERE = "There is nothing here that is yours to see."
"""What people read of a record that the server refuses: whether it exists is not told."""

pages = Pages("portals", PACKAGE)


class NoDatabase:
    """Stands where sites of the server have their database: the portals have none, and need none."""

    def require(self) -> None:
        """Refuse nothing."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything of one process of the portals; stands where sites of the server have their runtime."""

    settings: PortalSettings
    server: Server
    integration: Integration
    seal: Seal
    schema: NoDatabase = field(default_factory=NoDatabase)


def open_desk(settings: PortalSettings) -> Desk:
    """Return what a process needs; the server is asked nothing yet."""
    server = Server(settings)
    return Desk(settings, server, Integration(settings, server), Seal(settings.secret.get_secret_value()))


@dataclass(slots=True)
class PortalVisit(Visit):
    """A request to the portals.

    The address may name whose pages are seen, `client`, when those are not the visitor's own: a contact of an employer
    sees the people who work there, staff their clients. Whether they may is for the server to say.
    """

    page_name: ClassVar[str] = "portal"
    view: ClassVar[tuple[str, ...]] = ("client", "employer")

    person: Person | None = None
    kept_calls: Calls | None = None

    @property
    def desk(self) -> Desk:
        """What the process has."""
        return cast(Desk, self.runtime)

    @property
    def me(self) -> Person:
        """Who is logged in."""
        if self.person is None:
            message = "the page needs a log-in"
            raise RuntimeError(message)
        return self.person

    @property
    def calls(self) -> Calls:
        """The calls of this page with the visitor's token."""
        if self.kept_calls is None:
            self.kept_calls = self._calls(self.token)
        return self.kept_calls

    @property
    def code(self) -> str:
        """The client code of the person whose pages are seen."""
        return self.request.args.get("client", "") or self.me.code

    @property
    def is_own(self) -> bool:
        """Whether the visitor sees their own pages."""
        return self.code == self.me.code

    @property
    def employer(self) -> tuple[str, str]:
        """Identifier and name of the employer that the visitor acts for; raises NotFound when it is none of theirs."""
        wanted = self.request.args.get("employer", "")
        for identifier, name in self.me.employers:
            if wanted in {"", identifier}:
                return identifier, name
        raise NotFound(ELSEWHERE)

    @property
    def now(self) -> datetime.datetime:
        """The time of the training organisation, as the server's dates tell it: without a zone."""
        return datetime.datetime.now(ZoneInfo(self.desk.settings.timezone)).replace(tzinfo=None)

    @property
    def today(self) -> datetime.datetime:
        """The beginning of the day."""
        return datetime.datetime.combine(self.now.date(), datetime.time())

    def whose(self) -> str:
        """Return the name of the person whose pages are seen when it is not the visitor; one call."""
        if self.is_own:
            return ""
        details = self.calls.ask("GetClientDetails", self.code).ClieDetail
        return full_name(details.Clie_Given, details.Clie_Surname)

    def log_in(self, username: str, password: str | None) -> str:
        """Log somebody in at the server and return what their cookie shall hold; raises LoginRefused and Trouble."""
        try:
            person = introduce(self.calls, self.prove(username, password or ""))
        except Refused:
            raise LoginRefused from None
        return self.desk.seal.close(person)

    def prove(self, username: str, password: str) -> Any:
        """Return what the server says of a user name and a password, whatever that is; raises Trouble."""
        calls = self.calls
        told = (username, password)
        return self.desk.server.call(PORTALS, "ValidateClient", told, calls.deadline, calls.visitor)

    def recognise(self, held: str) -> str | None:
        """Find out whose log-in a cookie holds; whether the token is still good shows at the first call."""
        person = self.desk.seal.open(held)
        if person is None:
            return "expired"
        self.person, self.token, self.shown_name = person, person.token, person.name
        return None

    def log_out(self, held: str) -> None:
        """Do nothing: the interface has no operation that ends a token, so it ends by itself. The cookie goes."""

    def _calls(self, token: str) -> Calls:
        deadline = time.monotonic() + self.desk.settings.page_seconds
        return Calls(self.desk.server, token, deadline, self.request.remote_addr or "")

    def _common(self) -> dict[str, Any]:
        shown = Visit._common(self)  # noqa: SLF001 - super() is not at home in a dataclass with slots
        return shown | {
            "organisation": self.desk.settings.organisation,
            "words": words,
            "title": title_of,
            "place": place_of,
            "achieved": is_achieved,
            "me": self.person,
            "is_own": self._shows_own(),
        }

    def _shows_own(self) -> bool:
        return self.person is None or self.is_own


def number_asked(request: Request, name: str, most: int) -> int:
    """Return a small number that an address tells, from 1 to the most; 1 when it tells none."""
    told = request.args.get(name, "")
    return min(int(told), most) or 1 if told.isascii() and told.isdigit() and len(told) < 6 else 1
