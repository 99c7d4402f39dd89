"""The portals' own log-in, for operations that are protected.

Nothing is called with it before a call with the visitor's token has named the record: pages do that, and say so.
"""

import logging
import threading
import time
from typing import Any

from vettrak_api.web.portals.settings import PortalSettings
from vettrak_api.web.portals.soap import PORTALS, Calls, Server, judge
from vettrak_api.web.portals.troubles import FAILED, Away, LoggedOut, NotOffered, Refused

logger = logging.getLogger(__name__)

DENIED = "Access denied."
"""What the server says to those whose role does not reach."""


class Integration:
    """Calls protected operations; the token is kept per process, and fetched anew when it is not good any more."""

    def __init__(self, settings: PortalSettings, server: Server) -> None:
        self._settings = settings
        self._server = server
        self._token = ""
        self._changing = threading.Lock()

    def ask(self, visitor: Calls, operation: str, *arguments: Any, page: str = PORTALS) -> Any:
        """Call an operation within the time that the visitor's page has left; raises as `Calls.ask` does.

        NotOffered when the portals have no log-in of their own, Away when it is not let in.
        """
        if not self._settings.has_integration:
            raise NotOffered
        for is_last in (False, True):
            token = self._token or self._log_in(visitor.deadline)
            own = Calls(self._server, token, visitor.deadline, visitor.visitor)
            try:
                return own.ask(operation, *arguments, page=page)
            except LoggedOut:
                self._forget(token)
                if is_last:
                    raise Away from None
            except Refused as refused:
                if refused.message == DENIED:
                    logger.warning("%s was denied to the log-in of the portals, which needs the API role", operation)
                    raise Away(FAILED) from None
                raise
        raise AssertionError

    def _log_in(self, deadline: float) -> str:
        if not self._changing.acquire(timeout=max(0, deadline - time.monotonic())):
            raise Away
        try:
            if not self._token:
                words = (self._settings.username, self._settings.password.get_secret_value())
                answer = self._server.call(PORTALS, "ValidateClient", words, deadline)
                try:
                    judge(answer)
                except (Refused, LoggedOut):
                    raise Away from None
                self._token = answer.Token
            return self._token
        finally:
            self._changing.release()

    def _forget(self, token: str) -> None:
        with self._changing:
            if self._token == token:
                self._token = ""
