"""What staff are told when e-mails and text messages do not get through."""

from vettrak_api.outbox.listing import outbox_state
from vettrak_api.runtime import Runtime


def outbox_note(runtime: Runtime) -> str:
    """Return one line about messages that wait for more than an hour or were given up; blank when all is well."""
    with runtime.database.reading() as session:
        state = outbox_state(session, runtime.clock.now())
    troubles = []
    if state.late:
        troubles.append(f"{state.late} {'has' if state.late == 1 else 'have'} waited for more than an hour")
    if state.given_up:
        troubles.append(f"{state.given_up} could not be delivered in the last 30 days")
    return f"Messages: {', '.join(troubles)}. Please tell your administrator." if troubles else ""
