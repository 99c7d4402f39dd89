"""Examines whether the installation has begun: an organisation with a name, something to sell, somebody to log in."""

from sqlalchemy import Connection, func, select

from vettrak_api.doctor.findings import Finding, ok, warn
from vettrak_api.model.clients import Client
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.reference import EnrolmentStatus, Organisation
from vettrak_api.rules.reference.defaults import ACTIVE
from vettrak_api.rules.reference.loading import NAMELESS
from vettrak_api.settings import Settings

BRING = "Fill in sheets and import them: vettrak-api import templates FOLDER"


def look_at_organisation(connection: Connection, settings: Settings) -> Finding:
    """Look whether the organisation has a name of its own."""
    del settings
    names = list(connection.scalars(select(Organisation.name).order_by(Organisation.id)))
    if not names:
        return warn("organisation", "there is none", BRING)
    if NAMELESS in names:
        return warn("organisation", f"it is still called {NAMELESS}", BRING)
    return ok("organisation", ", ".join(names))


def look_at_offers(connection: Connection, settings: Settings) -> Finding:
    """Look for occurrences that web sites or learning management systems may have."""
    del settings
    active = (
        select(func.count(Occurrence.id))
        .join(EnrolmentStatus, EnrolmentStatus.id == Occurrence.status_id)
        .where(EnrolmentStatus.status_type == ACTIVE)
    )
    on_web = connection.scalar(active.where(Occurrence.web_published)) or 0
    for_lms = connection.scalar(active.where(Occurrence.lms_publish > 0)) or 0
    if not on_web and not for_lms:
        advice = f"{BRING}; occurrences say web_published yes, or lms_publish 1"
        return warn("offers", "there is nothing to sell: no active occurrence is published", advice)
    return ok("offers", f"{on_web} active occurrences are published on the web, {for_lms} for the LMS")


def look_at_logins(connection: Connection, settings: Settings) -> Finding:
    """Look for people who can log in."""
    del settings
    wanted = select(func.count(Client.id)).where(
        Client.active, Client.username.is_not(None), Client.password_hash.is_not(None)
    )
    count = connection.scalar(wanted) or 0
    if not count:
        advice = "Add one: vettrak-api user add NAME --surname ...; after an import: vettrak-api user invite"
        return warn("log-ins", "nobody can log in", advice)
    return ok("log-ins", f"{count} people can log in")
