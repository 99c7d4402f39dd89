"""Area web_catalogue: what an enrolment site lists for its visitors: programmes, where and when to take them.

The statements are prepared once; their parameters are `programme`, `type`, `start`, `end` and `since`.
"""

import datetime
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, or_, select

from vettrak_api.errors import NotFound
from vettrak_api.model.base import fold
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.programmes import Programme, ProgrammeType
from vettrak_api.model.reference import Location
from vettrak_api.operations.call import Call, Records, operation
from vettrak_api.rules.arguments import in_order
from vettrak_api.rules.web_publication import (
    bookable,
    changed_since,
    has_occurrence,
    overlaps,
    published,
    shown,
    starts_from,
    starts_within,
)
from vettrak_api.views.offerings import OCCURRENCES, by_start
from vettrak_api.views.programmes import BY_PROGRAMME, PROGRAMME_TYPES, PROGRAMMES
from vettrak_api.views.reference import LOCATIONS_WITH_ADDRESSES

OF_PROGRAMME = Occurrence.programme_id == bindparam("programme")
OF_TYPE = Programme.programme_type_id == bindparam("type")
BY_START = (Occurrence.start_date, Occurrence.id)
"""The order of occurrences that all have a start."""

BOOKABLE = OCCURRENCES.select.where(bookable())
BOOKABLE_IN_RANGE = BOOKABLE.where(starts_within()).order_by(*BY_START)
BOOKABLE_OF_PROGRAMME = BOOKABLE_IN_RANGE.where(OF_PROGRAMME)
CHANGED_OF_PROGRAMME = BOOKABLE_OF_PROGRAMME.where(changed_since(Occurrence))
BOOKABLE_FROM = BOOKABLE.where(OF_PROGRAMME, starts_from()).order_by(*BY_START)
OVERLAPPING = OCCURRENCES.select.where(published(), overlaps()).order_by(*by_start(Occurrence))
OVERLAPPING_OF_PROGRAMME = OVERLAPPING.where(OF_PROGRAMME)

ALL_PROGRAMMES = PROGRAMMES.select.order_by(*BY_PROGRAMME)
SHOWN = ALL_PROGRAMMES.where(shown())
SHOWN_OF_TYPE = SHOWN.where(OF_TYPE)
WITH_BOOKABLE_FROM = ALL_PROGRAMMES.where(has_occurrence(bookable(), starts_from()))
WITH_BOOKABLE = ALL_PROGRAMMES.where(has_occurrence(bookable(), starts_within()))
WITH_BOOKABLE_OF_TYPE = WITH_BOOKABLE.where(OF_TYPE)
CHANGED = WITH_BOOKABLE.where(
    or_(
        changed_since(Programme),
        has_occurrence(bookable(), starts_within(), changed_since(Occurrence)),
    )
)

TYPES = PROGRAMME_TYPES.select.where(
    exists().where(Programme.programme_type_id == ProgrammeType.id, shown()).correlate(ProgrammeType)
).order_by(func.lower(ProgrammeType.name), ProgrammeType.id)

PLACES = LOCATIONS_WITH_ADDRESSES.where(
    Location.active,
    Location.id.in_(
        select(Occurrence.location_id)
        .join(Programme, Programme.id == Occurrence.programme_id)
        .where(bookable(), OF_PROGRAMME, starts_within())
    ),
)

KNOWN_PROGRAMME = select(Programme.id).where(Programme.id == bindparam("programme"))
KNOWN_TYPE = select(ProgrammeType.id).where(ProgrammeType.name_key == bindparam("name"))


@operation
def GetWebProgrammeTypes(call: Call) -> Records:
    """List the types that hold a programme which sites list, by name."""
    return call.session.execute(TYPES).all()


@operation
def GetWebProgrammes(call: Call) -> Records:
    """List the active programmes with a published occurrence, whenever it is, or with a waitlist; by name."""
    return call.session.execute(SHOWN).all()


@operation
def GetWebProgrammesForProgType(call: Call, sPrgt_Name: str | None) -> Records:
    """List the web programmes of the type with that name, by name."""
    return call.session.execute(SHOWN_OF_TYPE, {"type": find_type_id(call, sPrgt_Name)}).all()


@operation
def GetWebProgrammesForDate(call: Call, xsdDate: datetime.datetime) -> Records:
    """List the programmes with a bookable occurrence that starts at or after a moment, by name."""
    return call.session.execute(WITH_BOOKABLE_FROM, {"start": xsdDate}).all()


@operation
def GetWebProgrammesForDates(call: Call, xsdStart: datetime.datetime, xsdEnd: datetime.datetime) -> Records:
    """List the programmes with a bookable occurrence that starts in a range, by name."""
    in_order(xsdStart, xsdEnd)
    return call.session.execute(WITH_BOOKABLE, {"start": xsdStart, "end": xsdEnd}).all()


@operation
def GetWebProgrammesForProgTypeAndDates(
    call: Call, sPrgt_Name: str | None, xsdStart: datetime.datetime, xsdEnd: datetime.datetime
) -> Records:
    """List the programmes of a type with a bookable occurrence that starts in a range, by name."""
    in_order(xsdStart, xsdEnd)
    wanted = {"type": find_type_id(call, sPrgt_Name), "start": xsdStart, "end": xsdEnd}
    return call.session.execute(WITH_BOOKABLE_OF_TYPE, wanted).all()


@operation
def GetWebProgrammesForDatesSince(
    call: Call, startDate: datetime.datetime, endDate: datetime.datetime, sinceDate: datetime.datetime
) -> Records:
    """List those of GetWebProgrammesForDates that changed, or of whose bookable occurrences in the range one did."""
    in_order(startDate, endDate)
    return call.session.execute(CHANGED, {"start": startDate, "end": endDate, "since": sinceDate}).all()


@operation
def GetWebLocationsForProgrammeAndDates(
    call: Call, programmeId: int, startDate: datetime.datetime, endDate: datetime.datetime
) -> Records:
    """List the active locations of a programme's bookable occurrences that start in a range, by name."""
    in_order(startDate, endDate)
    return of_programme(call, PLACES, programmeId, start=startDate, end=endDate)


@operation
def GetWebOccurrencesForDates(call: Call, xsdStart: datetime.datetime, xsdEnd: datetime.datetime) -> Records:
    """List the bookable occurrences of all programmes that start in a range, by start and number."""
    in_order(xsdStart, xsdEnd)
    return call.session.execute(BOOKABLE_IN_RANGE, {"start": xsdStart, "end": xsdEnd}).all()


@operation
def GetWebOccurrencesForProgrammeAndDate(call: Call, iProg_ID: int, xsdDate: datetime.datetime) -> Records:
    """List a programme's bookable occurrences that start at or after a moment, by start and number."""
    return of_programme(call, BOOKABLE_FROM, iProg_ID, start=xsdDate)


@operation
def GetWebOccurrencesForProgrammeAndDates(
    call: Call, iProg_ID: int, xsdStart: datetime.datetime, xsdEnd: datetime.datetime
) -> Records:
    """List a programme's bookable occurrences that start in a range, by start and number."""
    in_order(xsdStart, xsdEnd)
    return of_programme(call, BOOKABLE_OF_PROGRAMME, iProg_ID, start=xsdStart, end=xsdEnd)


@operation
def GetWebOccurrencesForProgrammeAndDatesSince(
    call: Call,
    programmeId: int,
    startDate: datetime.datetime,
    endDate: datetime.datetime,
    sinceDate: datetime.datetime,
) -> Records:
    """List those of GetWebOccurrencesForProgrammeAndDates that were made or changed later than a moment."""
    in_order(startDate, endDate)
    return of_programme(call, CHANGED_OF_PROGRAMME, programmeId, start=startDate, end=endDate, since=sinceDate)


@operation
def GetWebOccurrencesOverlappingDateRange(
    call: Call, rangeStart: datetime.datetime, rangeEnd: datetime.datetime
) -> Records:
    """List the published occurrences of all programmes that run within a range, full ones too, by start."""
    in_order(rangeStart, rangeEnd)
    return call.session.execute(OVERLAPPING, {"start": rangeStart, "end": rangeEnd}).all()


@operation
def GetWebOccurrencesOverlappingDateRangeForProgramme(
    call: Call, rangeStart: datetime.datetime, rangeEnd: datetime.datetime, programmeId: int
) -> Records:
    """List a programme's published occurrences that run within a range, full ones too, by start."""
    in_order(rangeStart, rangeEnd)
    return of_programme(call, OVERLAPPING_OF_PROGRAMME, programmeId, start=rangeStart, end=rangeEnd)


def of_programme(
    call: Call, statement: Select[*tuple[Any, ...]], programme_id: int, **moments: datetime.datetime
) -> Records:
    """Return what belongs to a programme; raises NotFound when there is no such programme.

    That is asked only when nothing was found: whatever has occurrences exists.
    """
    found = call.session.execute(statement, {"programme": programme_id, **moments}).all()
    if not found and call.session.scalar(KNOWN_PROGRAMME, {"programme": programme_id}) is None:
        raise NotFound("Programme not found.")
    return found


def find_type_id(call: Call, name: str | None) -> int:
    """Return the programme type of a name, ignoring case; raises NotFound when there is none."""
    found = call.session.scalar(KNOWN_TYPE, {"name": fold(name)})
    if found is None:
        raise NotFound("Programme type not found.")
    return found
