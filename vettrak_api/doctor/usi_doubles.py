"""Examines whether a USI stands on several clients."""

from sqlalchemy import Connection

from vettrak_api.doctor.findings import Finding, ok, warn
from vettrak_api.settings import Settings
from vettrak_api.views.usi_doubles import usi_doubles

ADVICE = (
    "A USI belongs to one person: either they are one person twice, or one of them has another's USI.\n"
    "They are from before such were refused. Nothing is refused because of them."
)


def look_at_usi_doubles(connection: Connection, settings: Settings) -> Finding:
    """Look for USIs that stand on several clients."""
    del settings
    if told := usi_doubles(connection):
        return warn("USIs", "the same USI stands on " + "; ".join(map(str, told)), ADVICE)
    return ok("USIs", "each stands on one client")
