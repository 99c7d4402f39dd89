"""The server as the portals see it: its services by zeep, one client per process and service, made once."""

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import requests
from zeep import Client
from zeep.exceptions import Error as ZeepError
from zeep.exceptions import Fault

from vettrak_api.web.portals.settings import PortalSettings
from vettrak_api.web.portals.transport import BoundedTransport
from vettrak_api.web.portals.troubles import FAILED, TOO_MUCH, Away, LoggedOut, NotOffered, Refused

logger = logging.getLogger(__name__)

PORTALS, INTEGRATE = "VT_API_Portals.asmx", "VT_API_Integrate.asmx"

OK, ERROR, EXPIRED, DATABASE, NO_RECORDS, NO_FEATURE = 1, -1, -2, -3, -4, -5
"""Values of Status."""

WRITES = "Update"
"""What the names of those operations begin with that portals change something by."""

TOKEN_ERRORS = frozenset({"Invalid token.", "A token is required."})
"""What Status -1 says of a token: unknown, because the password was changed or the server has forgotten it."""


class Server:
    """One server, for all threads of the process; nothing is asked of it before the first call."""

    def __init__(self, settings: PortalSettings) -> None:
        self._base = settings.api_url.rstrip("/")
        self._transport = BoundedTransport(settings.call_seconds, settings.calls_at_once)
        self._services: dict[str, Any] = {}
        self._reading = threading.Lock()

    def call(self, page: str, operation: str, arguments: tuple[Any, ...], deadline: float, visitor: str = "") -> Any:
        """Call an operation and return its answer, whatever its Status; raises Away.

        deadline: the moment of the monotonic clock at which to give up.
        visitor: the address of the person for whom it is.
        """
        try:
            with self._transport.until(deadline, visitor, repeats=not operation.startswith(WRITES)):
                service = self._services.get(page) or self._read(page, deadline)
                return getattr(service, operation)(*arguments)
        except Fault as fault:
            # The text of a fault may repeat what was sent.
            logger.warning("%s was refused with a SOAP fault %s", operation, fault.code)
            raise Away(FAILED) from None
        except (requests.RequestException, ZeepError, OSError) as error:
            logger.warning("%s failed: %s", operation, type(error).__name__)
            raise Away from None
        except Away:
            logger.warning("%s was given up", operation)
            raise

    def _read(self, page: str, deadline: float) -> Any:
        """Read the description of a service; whatever public address that names, the one of the settings is called."""
        if not self._reading.acquire(timeout=max(0, deadline - time.monotonic())):
            raise Away
        try:
            if page not in self._services:
                address = f"{self._base}/{page}"
                client: Any = Client(f"{address}?WSDL", transport=self._transport)  # type: ignore[no-untyped-call]
                port = next(iter(next(iter(client.wsdl.services.values())).ports.values()))
                self._services[page] = client.create_service(port.binding.name, address)
            return self._services[page]
        finally:
            self._reading.release()


@dataclass(slots=True)
class Calls:
    """The calls that one page makes with one token, bounded in number and time.

    most: how many.
    deadline: the moment of the monotonic clock at which the page is given up.
    visitor: the address of the person who wants the page.
    """

    server: Server
    token: str
    deadline: float
    visitor: str = ""
    most: int = 12
    made: list[str] = field(default_factory=list)

    def ask(self, operation: str, *arguments: Any, page: str = PORTALS) -> Any:
        """Call an operation with the token and return its answer.

        Raises LoggedOut when the token is not good any more, Refused for what the server refuses in words, NotOffered
        for what it is not registered for, and Away.
        """
        if len(self.made) >= self.most:
            raise Away(TOO_MUCH)
        self.made.append(operation)
        answer = self.server.call(page, operation, (self.token, *arguments), self.deadline, self.visitor)
        judge(answer.Auth if hasattr(answer, "Auth") else answer)
        return answer

    def listed(self, operation: str, *arguments: Any) -> list[Any]:
        """Call an operation that answers a list, and return its items."""
        return items_of(self.ask(operation, *arguments))

    def offered(self, operation: str, *arguments: Any) -> list[Any] | None:
        """Do as `listed`; None when the organisation is not registered for it."""
        try:
            return self.listed(operation, *arguments)
        except NotOffered:
            return None


def judge(auth: Any) -> None:
    """Raise what a Status means, unless it is success."""
    if auth.Status == OK:
        return
    said = auth.StatusMessage or ""
    if auth.Status == EXPIRED or said in TOKEN_ERRORS:
        raise LoggedOut
    if auth.Status == NO_FEATURE:
        raise NotOffered
    if auth.Status in {ERROR, NO_RECORDS}:
        raise Refused(said)
    raise Away


def items_of(answer: Any) -> list[Any]:
    """Return the items of the list in an answer: beside Auth it has one member, and that has one. None is empty."""
    (name,) = (each for each in answer if each != "Auth")
    return within(answer[name])


def within(wrapper: Any) -> list[Any]:
    """Return the items of a list that zeep tells as an object with one member; None is an empty one."""
    if wrapper is None:
        return []
    (name,) = wrapper
    return list(wrapper[name] or [])
