"""The request that is being answered: its id, and what becomes of it, for the log and for all who count.

The edge (`vettrak_api.web.kit.edge`) makes one for each request of each door. Whatever answers it, however deep, writes
what it learns into `current()` (by `ask` and `judge`); when the answer has begun, the edge hands it to those who watch.
"""

import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field

NOBODY = "-"
OK, REFUSED, FAILED = "ok", "refused", "failed"
"""How a request may end: as it was meant, by the fault of whoever sent it, by ours."""

SERVER_ERRORS, CLIENT_ERRORS = 500, 400
"""From which HTTP status on a door that says nothing else has failed, or has refused."""

ID_BYTES = 8

LEAVING = "vettrak_api.leaving"
"""In the environment of a request that is answered by a server which was told to stop."""

IS_GONE = "vettrak_api.is_gone"
"""In the environment of a request: what tells whether its client has closed the connection; not every server knows."""

PATIENT_SECONDS = 2.0
"""A client that is gone sooner has never wanted to wait for an answer, and gets its work done as it always did."""


def _never() -> bool:
    return False


def new_id() -> str:
    """Return a random name for a request: 16 hexadecimal digits."""
    return secrets.token_hex(ID_BYTES)


@dataclass(slots=True)
class Request:
    """One request, from its arrival on. Nothing in it is personal: codes, numbers, kinds and our own words only.

    id: names it in its answer (X-Request-Id), in the log and in the change log. address: the client's.
    tenant: the organisation that it was sent to; blank where the server has one alone.
    door: soap, service, staff, api, docs, public or portals. operation: the operation's name, the page's, or the
    method and kind of record. caller: the code of whoever proved who they are. whose: the code of whoever's token or
    log-in was refused. outcome: blank until somebody says it. kind: the class of the error. message: our words, with
    `<...>` in the place of what they quote. status: Status of the answer, None where there is none. http: the HTTP
    status. records: what the arguments name, such as `iOccu_ID=7 sClie_Code=00123`. rows: how long the list is.
    """

    id: str = field(default_factory=new_id)
    address: str = ""
    door: str = ""
    operation: str = NOBODY
    caller: str = NOBODY
    whose: str = ""
    outcome: str = ""
    kind: str = ""
    message: str = ""
    status: int | None = None
    http: int = 0
    records: str = ""
    rows: int | None = None
    tenant: str = ""
    started: float = field(default_factory=time.perf_counter)
    milliseconds: float = 0
    is_gone: Callable[[], bool] = _never
    """Whether the client has closed the connection."""

    @property
    def is_given_up(self) -> bool:
        """Whether nobody waits any more for an answer that was long in coming: the client may be repeating the call."""
        return time.perf_counter() - self.started > PATIENT_SECONDS and self.is_gone()

    def ask(self, operation: str, caller: str = NOBODY) -> None:
        """Note what is asked for, and by whom as far as that is proven."""
        self.operation, self.caller = operation, caller

    def judge(self, outcome: str, kind: str = "", message: str = "", status: int | None = None) -> None:
        """Note how it ends; see the class for what `message` may hold."""
        self.outcome, self.kind, self.message, self.status = outcome, kind, message, status

    def end(self) -> None:
        """Take the time, and judge by the HTTP status what nobody else has judged."""
        self.milliseconds = (time.perf_counter() - self.started) * 1000
        if not self.outcome:
            self.outcome = FAILED if self.http >= SERVER_ERRORS else REFUSED if self.http >= CLIENT_ERRORS else OK


CURRENT: ContextVar[Request | None] = ContextVar("request", default=None)

TENANT: ContextVar[str] = ContextVar("tenant", default="")
"""The organisation for which something is being done here, in a call or beside the calls, for the log."""


def current() -> Request:
    """Return the request that is being answered here; outside of any, one that nobody will read."""
    return CURRENT.get() or Request()


def current_id() -> str:
    """Return the id of the request that is being answered here; outside of any, a new one."""
    request = CURRENT.get()
    return request.id if request else new_id()
