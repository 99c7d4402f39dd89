"""The page behind a password reset link: choose a new password, once."""

from flask import Response

from vettrak_api.errors import Busy
from vettrak_api.model.audit import Author
from vettrak_api.runtime import Runtime
from vettrak_api.security.attempts import origin_of
from vettrak_api.security.password_resets import find_reset, use_reset
from vettrak_api.security.passwords import broken_rules
from vettrak_api.security.places import Applicant
from vettrak_api.web.kit.errors import BUSY, busy
from vettrak_api.web.kit.pages import NO_REFERRER
from vettrak_api.web.kit.visit import Visit
from vettrak_api.web.public import pages

LONGEST_FORM = 4096

DIFFERENT = "The two passwords differ."
SPENT = "This link is not valid any more. Please ask for a new one."


@pages.page("/password-reset", methods=("GET", "POST"), is_open=True, referrer=NO_REFERRER, largest_form=LONGEST_FORM)
def password_reset(visit: Visit) -> Response:
    """Show the form for a live link, or save what it sends; the link's key, a secret, is the only proof needed."""
    if visit.request.method != "POST":
        key = visit.request.args.get("key", "")
        return _page(visit, "form" if _is_live(visit.runtime, key) else "spent", key)
    form = visit.request.form
    key, password = form.get("key", ""), form.get("password", "")
    if password != form.get("again"):
        return _page(visit, "form", key, [DIFFERENT])
    try:
        problems = _save(visit.runtime, key, password, visit.request.remote_addr or "")
    except Busy:
        return busy(_page(visit, "form", key, [BUSY]))
    return _page(visit, "form" if problems else "done", key, problems)


def _page(visit: Visit, state: str, key: str, problems: list[str] | None = None) -> Response:
    return visit.page("password_reset.html", state=state, key=key, problems=problems or [])


def _is_live(runtime: Runtime, key: str) -> bool:
    with runtime.database.reading() as session:
        return find_reset(session, runtime.settings, runtime.clock, key) is not None


def _save(runtime: Runtime, key: str, password: str, address: str) -> list[str]:
    """Save a new password; return what is wrong instead, one sentence each.

    Raises Busy when passwords of too many are hashed at this moment; the link stays.
    """
    broken = broken_rules(runtime.settings.password_policy, password)
    if broken:
        return broken
    if not _is_live(runtime, key):
        return [SPENT]
    # Whoever holds a live link has read the client's mail, which is as good as a log-in.
    password_hash = runtime.passwords.hash(password, Applicant(origin_of(address)))
    author = Author("password reset", "password-reset", runtime.clock.now())
    with runtime.database.writing(author) as session:
        is_saved = use_reset(session, runtime.settings, runtime.clock, key, password_hash)
    return [] if is_saved else [SPENT]
