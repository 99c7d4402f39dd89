"""Who is said to have recorded something."""

from vettrak_api.calls.call import Call
from vettrak_api.rules.enrolments.results import Recorder


def recorder_of(call: Call) -> Recorder:
    """Return the calling staff member as the one who records."""
    return Recorder(call.caller.client_id, call.caller.identifier, call.now)
