"""Examines the file of the organisations, where an installation serves many."""

import os
import stat
from pathlib import Path

from vettrak_api.doctor.findings import Finding, fail, ok, warn
from vettrak_api.settings import Settings, WrongSettings
from vettrak_api.tenants.roster import read_roster

OPEN = ", which others on this computer can read, and it may hold passwords"


def look_at_tenants(settings: Settings) -> Finding:
    """Look who is served, who can not be, and who may read their passwords."""
    if not settings.tenants:
        return ok("organisations", "one; VETTRAK_TENANTS names a file of many")
    try:
        roster = read_roster(settings)
    except WrongSettings as error:
        return fail("organisations", error.message, "Put the file right; servers that run go on with what they know.")
    is_open = _others_can_read(Path(settings.tenants))
    served = f"{len(roster.tenants)} in {settings.tenants}{OPEN if is_open else ''}"
    advice = [f"chmod 640 {settings.tenants}"] if is_open else []
    if roster.wrong:
        told = [f"{name} is not served: {why}" for name, why in roster.wrong.items()]
        return fail("organisations", served, "\n".join([*told, *advice]))
    return warn("organisations", served, advice[0]) if is_open else ok("organisations", served)


def _others_can_read(path: Path) -> bool:
    """Tell whether anybody may read a file; on Windows its folder's permissions say so, which are not looked at."""
    return os.name == "posix" and bool(path.stat().st_mode & stat.S_IROTH)
