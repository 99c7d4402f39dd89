"""Examines what waits to be sent."""

from sqlalchemy import Connection

from vettrak_api.clock import Clock
from vettrak_api.doctor.findings import Finding, ok, warn
from vettrak_api.outbox.listing import OutboxState, outbox_state
from vettrak_api.settings import Settings

ADVICE = (
    "Run: vettrak-api outbox list\n"
    "It tells why. Messages go out while `vettrak-api serve` runs; the findings about mail\n"
    "and sms tell of the mail server and the SMS gateway."
)


def look_at_outbox(connection: Connection, settings: Settings) -> Finding:
    """Look for messages that have waited for more than an hour, and for those that were given up lately."""
    state = outbox_state(connection, Clock(settings.zone).now())
    if state.late or state.given_up:
        return warn("outbox", _detail(state), ADVICE)
    return ok("outbox", _detail(state))


def _detail(state: OutboxState) -> str:
    waiting = f"{_messages(state.waiting)} waiting"
    since = f" since {state.oldest:%Y-%m-%d %H:%M}" if state.oldest else ""
    later = f", {state.scheduled} scheduled for later" if state.scheduled else ""
    return f"{waiting}{since}{later}, {state.given_up or 'none'} given up in the last 30 days"


def _messages(count: int) -> str:
    return f"{count or 'no'} message{'' if count == 1 else 's'}"
