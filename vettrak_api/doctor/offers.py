"""Examines whether the installation has begun: an organisation with a name, something to sell, somebody to log in."""

from sqlalchemy import Connection

from vettrak_api.doctor.findings import Finding, ok, warn
from vettrak_api.rules.reference.loading import NAMELESS
from vettrak_api.settings import Settings
from vettrak_api.views.readiness import FOR_LMS, LOGINS, ON_WEB, ORGANISATIONS

BRING = "Set it up at /staff/setup, or import sheets: vettrak-api import templates FOLDER"


def look_at_organisation(connection: Connection, settings: Settings) -> Finding:
    """Look whether the organisation has a name of its own, and whether its zone is the server's."""
    rows = connection.execute(ORGANISATIONS).all()
    names = [row.name for row in rows]
    if not names:
        return warn("organisation", "there is none", BRING)
    if NAMELESS in names:
        return warn("organisation", f"it is still called {NAMELESS}", BRING)
    others = sorted({row.time_zone for row in rows if row.time_zone} - {settings.timezone})
    if others:
        advice = "Set VETTRAK_TIMEZONE to the zone of the data, or choose the other one at /staff/setup."
        detail = f"its times are those of {', '.join(others)}, the server's clock is that of {settings.timezone}"
        return warn("organisation", detail, advice)
    return ok("organisation", ", ".join(names))


def look_at_offers(connection: Connection, settings: Settings) -> Finding:
    """Look for occurrences that web sites or learning management systems may have."""
    del settings
    on_web, for_lms = connection.scalar(ON_WEB) or 0, connection.scalar(FOR_LMS) or 0
    if not on_web and not for_lms:
        advice = f"{BRING}; occurrences say web_published yes, or lms_publish 1"
        return warn("offers", "there is nothing to sell: no active occurrence is published", advice)
    return ok("offers", f"{on_web} active occurrences are published on the web, {for_lms} for the LMS")


def look_at_logins(connection: Connection, settings: Settings) -> Finding:
    """Look for people who can log in."""
    del settings
    count = connection.scalar(LOGINS) or 0
    if not count:
        advice = "Add one: vettrak-api user add NAME --surname ...; after an import: vettrak-api user invite"
        return warn("log-ins", "nobody can log in", advice)
    return ok("log-ins", f"{count} people can log in")
