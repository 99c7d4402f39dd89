"""How a site is entered."""

from collections.abc import Callable
from dataclasses import dataclass

from vettrak_api.runtime import Runtime
from vettrak_api.security.login import Session
from vettrak_api.security.tokens import Caller

Check = Callable[[Runtime, str, str | None, str], Session]


def client_session(runtime: Runtime, username: str, password: str | None, address: str) -> Session:
    """Log a client or staff member in; raises LoginRefused."""
    return runtime.login.client(username, password, address)


@dataclass(frozen=True, slots=True)
class Entrance:
    """Who may enter a site, and the words of its log-in page.

    cookie: the name of the cookie that holds the log-in's token.
    admits: whether a caller whose token is good may enter.
    refusal: what is told to those whom it does not admit.
    title: the heading of the log-in page.
    site: what links call the site, such as "the staff pages".
    home: the page to which a log-in leads.
    check: turns user name, password and address into a session.
    """

    cookie: str
    admits: Callable[[Caller], bool]
    refusal: str
    title: str
    site: str
    home: str
    check: Check = client_session
