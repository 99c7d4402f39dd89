"""What can be chosen in the forms of set-up."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.model.programmes import ProgrammeType
from vettrak_api.model.reference import Division, Organisation, State
from vettrak_api.model.statements import execute

ZONES = (
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Broken_Hill",
    "Australia/Darwin",
    "Australia/Eucla",
    "Australia/Hobart",
    "Australia/Lord_Howe",
    "Australia/Melbourne",
    "Australia/Perth",
    "Australia/Sydney",
    "Indian/Christmas",
    "Indian/Cocos",
    "Pacific/Norfolk",
)
"""Where organisations are registered."""

_STATES = select(State.id, State.name).order_by(State.name, State.id)
_DIVISIONS = select(Division.id, Division.name).order_by(Division.name, Division.id)
_TYPES = select(ProgrammeType.id, ProgrammeType.name, ProgrammeType.active).order_by(
    ProgrammeType.name_key, ProgrammeType.id
)
_ZONES = select(Organisation.time_zone).where(Organisation.time_zone.is_not(None))


def states(session: Session) -> dict[str, str]:
    """Return the states and territories."""
    return {str(number): name for number, name in execute(session, _STATES)}


def divisions(session: Session) -> dict[str, str]:
    """Return the divisions."""
    return {str(number): name for number, name in execute(session, _DIVISIONS)}


def programme_types(session: Session) -> dict[str, str]:
    """Return the types of programmes, those out of use as well."""
    return {
        str(number): name if active else f"{name} (not in use)" for number, name, active in execute(session, _TYPES)
    }


def zones(session: Session) -> dict[str, str]:
    """Return the time zones of Australia, and those that are in use."""
    used = execute(session, _ZONES).scalars().all()
    return {zone: zone.replace("_", " ") for zone in sorted({*ZONES, *used})}
