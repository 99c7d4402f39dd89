"""What the operations of web enrolments and waitlists share: whose records a call may see, and who it is."""

from vettrak_api.calls.call import Call
from vettrak_api.rules.quarantine.decisions import Context
from vettrak_api.rules.quarantine.pending import Quarantine


def quarantine(call: Call) -> Quarantine:
    """Return the pending records that the caller may change; by the setting `separate_web_sites` only its own."""
    return Quarantine(call.session, site_of(call))


def context(call: Call) -> Context:
    """Return who decides, and when."""
    return Context(call.caller.identifier, call.now, call.settings)


def site_of(call: Call) -> str | None:
    """Return the site whose records alone the caller may see; None for all."""
    return call.caller.identifier if call.settings.separate_web_sites else None
