"""Areas web_catalogue and classes_attendance: occurrences with their classes, prices, staff, tasks and units."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from vettrak_api.calls.call import Call, Record, Records, operation
from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.base import fold
from vettrak_api.model.occurrences import Occurrence, OccurrencePrice
from vettrak_api.model.programmes import Programme
from vettrak_api.model.reference import Location
from vettrak_api.model.statements import execute
from vettrak_api.rules.lookups import find_occurrence
from vettrak_api.rules.occurrences.publication import (
    Condition,
    bookable,
    overlaps,
    published,
    sees_occurrence,
    starts_within,
)
from vettrak_api.rules.validation import in_order, trimmed
from vettrak_api.views.enrolment_members import by_start
from vettrak_api.views.occurrence_details import DETAIL_LISTS
from vettrak_api.views.occurrences import OCCURRENCES
from vettrak_api.views.reference import OFFERED_STUDY_REASONS

STUDY_REASONS = "StudyReasons"
"""The one list that is the same for all occurrences: what the RTO offers."""

ONE_OCCURRENCE = OCCURRENCES.select.where(Occurrence.id == bindparam("occurrence"))
LISTS_OF_ONE = {
    member: details.select.where(details.occurrence_id == bindparam("occurrence"))
    for member, details in DETAIL_LISTS.items()
}
SITES_PRICES = LISTS_OF_ONE["Prices"].where(OccurrencePrice.web_published)

Place = aliased(Location)
AT_LOCATION = Occurrence.location_id.in_(select(Place.id).where(func.lower(Place.code) == bindparam("location")))


@dataclass(slots=True)
class Search:
    """What SearchWebOccurrences looks for: conditions, and the values of their parameters."""

    conditions: list[Condition]
    values: dict[str, Any] = field(default_factory=dict)

    def add(self, condition: Condition, **values: Any) -> None:
        """Narrow the search."""
        self.conditions.append(condition)
        self.values |= values


@operation
def GetOccurrenceExtendedDetails(call: Call, occurrenceId: int) -> Record:
    """Return an occurrence with all its lists, if the caller may see it; else it counts as not found."""
    occurrence = execute(call.session, ONE_OCCURRENCE, occurrence=occurrenceId).one_or_none()
    if occurrence is None or not sees_occurrence(call.session, call.caller, occurrenceId):
        raise NotFound("Occurrence not found.")
    lists = {member: _list(call, member, occurrenceId) for member in DETAIL_LISTS}
    reasons = execute(call.session, OFFERED_STUDY_REASONS).all()
    return {"OccurrenceDetail": occurrence, STUDY_REASONS: reasons, **lists}


@operation
def GetClassesForOccurrence(call: Call, iOccu_ID: int) -> Records:
    """List the classes of an occurrence, by start and number."""
    find_occurrence(call.session, iOccu_ID)
    return _list(call, "Classes", iOccu_ID)


@operation
def GetPricingForOccurrence(call: Call, occurrenceId: int) -> Records:
    """List the prices of an occurrence, by name; without the API role only those published on the web."""
    find_occurrence(call.session, occurrenceId)
    return _list(call, "Prices", occurrenceId)


@operation
def GetUnitsForOccurrence(call: Call, iOccu_ID: int) -> Records:
    """List the units of an occurrence, optional ones too, by code."""
    find_occurrence(call.session, iOccu_ID)
    return _list(call, "Units", iOccu_ID)


@operation
def SearchWebOccurrences(
    call: Call,
    programmeId: int | None,
    startDate: datetime.datetime | None,
    endDate: datetime.datetime | None,
    overlapDates: bool,  # noqa: FBT001 - the interface has it here
    locationCode: str | None,
    returnOccurrenceLists: list[str] | None,
    includeFull: bool | None,  # noqa: FBT001 - the interface has it here
) -> Records:
    """List the published occurrences that all given filters let through, with the lists asked for, by start."""
    location = trimmed(locationCode)
    if not (programmeId or startDate or endDate or location):
        raise InvalidInput("Give a programme, a date range or a location.")
    if (startDate is None) != (endDate is None):
        raise InvalidInput("Give both dates or neither.")
    in_order(startDate, endDate)
    search = Search([published() if includeFull else bookable()])
    if programmeId:
        search.add(Occurrence.programme_id == bindparam("programme"), programme=programmeId)
    if startDate:
        search.add(overlaps() if overlapDates else starts_within(), start=startDate, end=endDate)
    if location:
        search.add(AT_LOCATION, location=location.lower())
    return _found(call, search, {fold(name) for name in returnOccurrenceLists or ()})


def _list(call: Call, member: str, occurrence_id: int) -> Sequence[Any]:
    """Return a list of one occurrence, as far as the caller may see it."""
    statement = LISTS_OF_ONE[member]
    if member == "Prices" and not call.caller.api_role:
        statement = SITES_PRICES
    return execute(call.session, statement, occurrence=occurrence_id).all()


def _found(call: Call, search: Search, asked: Collection[str]) -> list[Mapping[str, Any]]:
    """Return what a search finds, each occurrence with the lists that are asked for."""
    wanted = OCCURRENCES.select.where(*search.conditions).order_by(*by_start(Occurrence))
    occurrences = call.session.execute(wanted, search.values).all()
    if not occurrences:
        return []
    reasons = call.session.execute(OFFERED_STUDY_REASONS).all() if STUDY_REASONS.lower() in asked else None
    lists = {member: _lists_of_all(call, member, search) for member in DETAIL_LISTS if member.lower() in asked}
    return [
        {
            "OccurrenceDetail": occurrence,
            STUDY_REASONS: reasons,
            **{member: of_all.get(occurrence.ID, ()) for member, of_all in lists.items()},
        }
        for occurrence in occurrences
    ]


def _lists_of_all(call: Call, member: str, search: Search) -> Mapping[int, list[Any]]:
    """Return one list of every occurrence that the search finds, by occurrence, in one query."""
    details = DETAIL_LISTS[member]
    # Searched again by the database: it takes any number of occurrences, but no list of any number of numbers.
    found = (
        select(Occurrence.id)
        .join(Programme, Programme.id == Occurrence.programme_id)
        .where(*search.conditions)
        .correlate(None)
    )
    rows = call.session.execute(
        details.select.add_columns(details.occurrence_id.label("of_occurrence")).where(
            details.occurrence_id.in_(found)
        ),
        search.values,
    )
    of_all: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of_all[row.of_occurrence].append(row)
    return of_all
