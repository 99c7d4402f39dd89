"""Area web_catalogue: what an enrolment site lists for its visitors: programmes, where and when to take them.

The statements are prepared once; their parameters are `programme`, `type`, `start`, `end`, and those of `since`.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, exists, func, or_, select

from vettrak_api.calls.call import Call, Records, operation
from vettrak_api.errors import NotFound
from vettrak_api.model.base import Key, fold
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.planning import unseen
from vettrak_api.model.programmes import Programme, ProgrammeType
from vettrak_api.model.reference import Location
from vettrak_api.model.statements import execute
from vettrak_api.rules.occurrences.publication import (
    Statement,
    bookable,
    day_of,
    has_occurrence,
    overlaps,
    published,
    shown,
    starts_from,
    starts_within,
)
from vettrak_api.rules.since import changed_since, since
from vettrak_api.rules.validation import in_order
from vettrak_api.views.base import with_objects
from vettrak_api.views.occurrences import OCCURRENCES
from vettrak_api.views.programmes import BY_PROGRAMME, PROGRAMME_TYPES, PROGRAMMES
from vettrak_api.views.ranges import by_start
from vettrak_api.views.reference import LOCATIONS_WITH_ADDRESSES

OF_PROGRAMME = Occurrence.programme_id == unseen(bindparam("programme", type_=Key))
OF_TYPE = Programme.programme_type_id == bindparam("type")
BY_START = (Occurrence.start_date, Occurrence.id)
"""The order of occurrences that all have a start."""

PUBLISHED = OCCURRENCES.select.where(published())
IN_RANGE = PUBLISHED.where(starts_within()).order_by(*BY_START)
IN_RANGE_OF_PROGRAMME = IN_RANGE.where(OF_PROGRAMME)
CHANGED_OF_PROGRAMME = IN_RANGE_OF_PROGRAMME.where(changed_since(Occurrence))
FROM_OF_PROGRAMME = PUBLISHED.where(OF_PROGRAMME, starts_from()).order_by(*BY_START)
OVERLAPPING = PUBLISHED.where(overlaps()).order_by(*by_start(Occurrence.start_date))
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

OFFERED_LOCATIONS = LOCATIONS_WITH_ADDRESSES.where(
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
    return rows(call, TYPES)


@operation
def GetWebProgrammes(call: Call) -> Records:
    """List the active programmes with a published occurrence, whenever it is, or with a waitlist; by name."""
    return rows(call, SHOWN)


@operation
def GetWebProgrammesForProgType(call: Call, sPrgt_Name: str | None) -> Records:
    """List the web programmes of the type with that name, by name."""
    return rows(call, SHOWN_OF_TYPE, type=find_type_id(call, sPrgt_Name))


@operation
def GetWebProgrammesForDate(call: Call, xsdDate: datetime.datetime) -> Records:
    """List the programmes with a bookable occurrence that starts at or after a moment, by name."""
    return rows(call, WITH_BOOKABLE_FROM, start=xsdDate)


@operation
def GetWebProgrammesForDates(call: Call, xsdStart: datetime.datetime, xsdEnd: datetime.datetime) -> Records:
    """List the programmes with a bookable occurrence that starts in a range, by name."""
    in_order(xsdStart, xsdEnd)
    return rows(call, WITH_BOOKABLE, start=xsdStart, end=xsdEnd)


@operation
def GetWebProgrammesForProgTypeAndDates(
    call: Call, sPrgt_Name: str | None, xsdStart: datetime.datetime, xsdEnd: datetime.datetime
) -> Records:
    """List the programmes of a type with a bookable occurrence that starts in a range, by name."""
    in_order(xsdStart, xsdEnd)
    return rows(call, WITH_BOOKABLE_OF_TYPE, type=find_type_id(call, sPrgt_Name), start=xsdStart, end=xsdEnd)


@operation
def GetWebProgrammesForDatesSince(
    call: Call, startDate: datetime.datetime, endDate: datetime.datetime, sinceDate: datetime.datetime
) -> Records:
    """List those of GetWebProgrammesForDates that changed, or of whose bookable occurrences in the range one did."""
    in_order(startDate, endDate)
    return rows(call, CHANGED, start=startDate, end=endDate, **since(sinceDate, call.settings))


@operation
def GetWebLocationsForProgrammeAndDates(
    call: Call, programmeId: int, startDate: datetime.datetime, endDate: datetime.datetime
) -> Records:
    """List the active locations of a programme's bookable occurrences that start in a range, by name."""
    in_order(startDate, endDate)
    return with_objects(of_programme(call, OFFERED_LOCATIONS, programmeId, start=startDate, end=endDate))


@operation
def GetWebOccurrencesForDates(call: Call, xsdStart: datetime.datetime, xsdEnd: datetime.datetime) -> Records:
    """List the bookable occurrences of all programmes that start in a range, by start and number."""
    in_order(xsdStart, xsdEnd)
    return with_places(rows(call, IN_RANGE, start=xsdStart, end=xsdEnd))


@operation
def GetWebOccurrencesForProgrammeAndDate(call: Call, iProg_ID: int, xsdDate: datetime.datetime) -> Records:
    """List a programme's bookable occurrences that start at or after a moment, by start and number."""
    return with_places(of_programme(call, FROM_OF_PROGRAMME, iProg_ID, start=xsdDate))


@operation
def GetWebOccurrencesForProgrammeAndDates(
    call: Call, iProg_ID: int, xsdStart: datetime.datetime, xsdEnd: datetime.datetime
) -> Records:
    """List a programme's bookable occurrences that start in a range, by start and number."""
    in_order(xsdStart, xsdEnd)
    return with_places(of_programme(call, IN_RANGE_OF_PROGRAMME, iProg_ID, start=xsdStart, end=xsdEnd))


@operation
def GetWebOccurrencesForProgrammeAndDatesSince(
    call: Call,
    programmeId: int,
    startDate: datetime.datetime,
    endDate: datetime.datetime,
    sinceDate: datetime.datetime,
) -> Records:
    """List those of GetWebOccurrencesForProgrammeAndDates that were made or changed since a moment."""
    in_order(startDate, endDate)
    moments = {"start": startDate, "end": endDate, **since(sinceDate, call.settings)}
    return with_places(of_programme(call, CHANGED_OF_PROGRAMME, programmeId, **moments))


@operation
def GetWebOccurrencesOverlappingDateRange(
    call: Call, rangeStart: datetime.datetime, rangeEnd: datetime.datetime
) -> Records:
    """List the published occurrences of all programmes that run within a range, full ones too, by start."""
    in_order(rangeStart, rangeEnd)
    return rows(call, OVERLAPPING, start=rangeStart, end=rangeEnd)


@operation
def GetWebOccurrencesOverlappingDateRangeForProgramme(
    call: Call, rangeStart: datetime.datetime, rangeEnd: datetime.datetime, programmeId: int
) -> Records:
    """List a programme's published occurrences that run within a range, full ones too, by start."""
    in_order(rangeStart, rangeEnd)
    return of_programme(call, OVERLAPPING_OF_PROGRAMME, programmeId, start=rangeStart, end=rangeEnd)


def rows(call: Call, statement: Statement, **values: Any) -> Sequence[Any]:
    """Return the rows of a statement that selects columns alone, of what is published today where it asks that."""
    return execute(call.reader, statement, today=day_of(call.now), **values).all()


def of_programme(call: Call, statement: Statement, programme_id: int, **moments: Any) -> Sequence[Any]:
    """Return the rows that belong to a programme; raises NotFound when there is no such programme."""
    return rows(call, statement, programme=programme_id, **moments) or nothing_of(call, programme_id)


def nothing_of(call: Call, programme_id: int) -> Sequence[Any]:
    """Return the empty list of a programme that has nothing to list; raises NotFound when there is no such programme.

    Asked only when nothing was found: a programme with occurrences exists.
    """
    if call.reader.scalar(KNOWN_PROGRAMME, {"programme": programme_id}) is None:
        raise NotFound("Programme not found.")
    return []


def with_places(occurrences: Sequence[Any]) -> Sequence[Any]:
    """Return the published occurrences that are bookable (R-WEB).

    The places are counted for the answer anyhow; as a condition the database would count them a second time.
    """
    return [occurrence for occurrence in occurrences if occurrence.Vacancies]


def find_type_id(call: Call, name: str | None) -> int:
    """Return the programme type of a name, ignoring case; raises NotFound when there is none."""
    found = call.reader.scalar(KNOWN_TYPE, {"name": fold(name)})
    if found is None:
        raise NotFound("Programme type not found.")
    return found
