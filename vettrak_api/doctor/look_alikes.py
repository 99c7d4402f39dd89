"""Examines whether codes or user names look like another's."""

from sqlalchemy import Connection

from vettrak_api.doctor.findings import Finding, ok, warn
from vettrak_api.settings import Settings
from vettrak_api.views.look_alikes import look_alikes

ADVICE = (
    "They are from before such were refused. Each is found by exactly its own letters, all else finds the other one.\n"
    "Give each of them a code or user name of its own."
)


def look_at_look_alikes(connection: Connection, settings: Settings) -> Finding:
    """Look for codes and user names that look like another's, as an upgrade found them."""
    del settings
    told = look_alikes(connection)
    if told:
        return warn("look-alikes", "; ".join(map(str, told)), ADVICE)
    return ok("look-alikes", "no code or user name looks like another's")
