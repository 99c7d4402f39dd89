"""The page behind a password reset link: choose a new password, once."""

from collections.abc import Sequence

from flask import Response

from vettrak_api.errors import Busy
from vettrak_api.model.audit import Author
from vettrak_api.runtime import Runtime
from vettrak_api.security.attempts import origin_of
from vettrak_api.security.password_resets import find_reset, use_reset
from vettrak_api.security.passwords import broken_rules
from vettrak_api.security.places import Applicant
from vettrak_api.web.kit.errors import BUSY, busy
from vettrak_api.web.kit.names import organisation_of
from vettrak_api.web.kit.pages import NO_REFERRER
from vettrak_api.web.kit.visit import Visit
from vettrak_api.web.public import pages

LONGEST_FORM = 4096

DIFFERENT = "The two passwords differ."


@pages.page("/password-reset", methods=("GET", "POST"), is_open=True, referrer=NO_REFERRER, largest_form=LONGEST_FORM)
def password_reset(visit: Visit) -> Response:
    """Show the form for a live link, or save what it sends; the link's key, a secret, is the only proof needed."""
    with visit.runtime.database.reading() as session:
        visit.organisation = organisation_of(session)
    if visit.request.method != "POST":
        key = visit.request.args.get("key", "")
        return _page(visit, "form" if _is_live(visit.runtime, key) else "spent", key)
    form = visit.request.form
    key, password = form.get("key", ""), form.get("password", "")
    if password != form.get("again"):
        return _page(visit, "form", key, [("again", DIFFERENT)])
    broken = broken_rules(visit.runtime.settings.password_policy, password)
    if broken:
        return _page(visit, "form", key, [("password", rule) for rule in broken])
    try:
        is_saved = _save(visit.runtime, key, password, visit.request.remote_addr or "")
    except Busy:
        return busy(_page(visit, "form", key, problem=BUSY))
    return _page(visit, "done" if is_saved else "spent", key)


def _page(visit: Visit, state: str, key: str, wrong: Sequence[tuple[str, str]] = (), problem: str = "") -> Response:
    """Answer with the page: what is wrong with which field, or what else kept the password from being saved."""
    return visit.page("password_reset.html", state=state, key=key, wrong=wrong, problem=problem)


def _is_live(runtime: Runtime, key: str) -> bool:
    with runtime.database.reading() as session:
        return find_reset(session, runtime.settings, runtime.clock, key) is not None


def _save(runtime: Runtime, key: str, password: str, address: str) -> bool:
    """Save a new password and return whether its link was still valid.

    Raises Busy when passwords of too many are hashed at this moment; the link stays.
    """
    if not _is_live(runtime, key):
        return False
    # Whoever holds a live link has read the client's mail, which is as good as a log-in.
    password_hash = runtime.passwords.hash(password, Applicant(origin_of(address)))
    author = Author("password reset", "password-reset", runtime.clock.now())
    with runtime.database.writing(author) as session:
        return use_reset(session, runtime.settings, runtime.clock, key, password_hash)
