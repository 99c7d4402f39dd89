"""Areas web_catalogue and classes_attendance: occurrences with their classes, prices, staff, tasks and units."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from vettrak_api.calls.call import Call, Record, Records, operation
from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.base import Key, fold
from vettrak_api.model.occurrences import Occurrence, OccurrencePrice
from vettrak_api.model.planning import unseen
from vettrak_api.model.programmes import Programme
from vettrak_api.model.reference import Location
from vettrak_api.model.statements import execute
from vettrak_api.rules.lookups import require_occurrence
from vettrak_api.rules.occurrences.publication import (
    Condition,
    Statement,
    bookable,
    day_of,
    overlaps,
    published,
    sees_occurrence,
    starts_within,
)
from vettrak_api.rules.validation import in_order, trimmed
from vettrak_api.views.occurrence_details import DETAIL_LISTS
from vettrak_api.views.occurrences import OCCURRENCES
from vettrak_api.views.ranges import by_start
from vettrak_api.views.reference import OFFERED_STUDY_REASONS

STUDY_REASONS = "StudyReasons"
"""The one list that is the same for all occurrences: what the RTO offers."""

ONE_OCCURRENCE = OCCURRENCES.select.where(Occurrence.id == bindparam("occurrence"))
LISTS_OF_ONE = {
    member: details.select.where(details.occurrence_id == bindparam("occurrence"))
    for member, details in DETAIL_LISTS.items()
}
SITES_PRICES = LISTS_OF_ONE["Prices"].where(OccurrencePrice.web_published)

ENROL = "enrol"
"""The product whose page web sites call."""

Place = aliased(Location)
AT_LOCATION = Occurrence.location_id.in_(select(Place.id).where(func.lower(Place.code) == bindparam("location")))


CONDITIONS: Mapping[str, Condition] = {
    "published": published(),
    "bookable": bookable(),
    "programme": Occurrence.programme_id == unseen(bindparam("programme", type_=Key)),
    "within": starts_within(),
    "overlapping": overlaps(),
    "location": AT_LOCATION,
}
"""What SearchWebOccurrences can ask of an occurrence; their parameters are `programme`, `start`, `end`, `location`."""


@dataclass(slots=True)
class Search:
    """What SearchWebOccurrences looks for: the names of CONDITIONS, and the values of their parameters."""

    filters: frozenset[str]
    values: dict[str, Any] = field(default_factory=dict)

    def add(self, name: str, **values: Any) -> None:
        """Narrow the search."""
        self.filters |= {name}
        self.values |= values


@operation
def GetOccurrenceExtendedDetails(call: Call, occurrenceId: int) -> Record:
    """Return an occurrence with all its lists, if the caller may see it; else it counts as not found."""
    occurrence = execute(call.reader, ONE_OCCURRENCE, occurrence=occurrenceId).one_or_none()
    if occurrence is None or not sees_occurrence(call.reader, call.caller, occurrenceId, day_of(call.now)):
        raise NotFound("Occurrence not found.")
    lists = {member: _list(call, member, occurrenceId) for member in DETAIL_LISTS}
    reasons = execute(call.reader, OFFERED_STUDY_REASONS).all()
    return {"OccurrenceDetail": occurrence, STUDY_REASONS: reasons, **lists}


@operation
def GetClassesForOccurrence(call: Call, iOccu_ID: int) -> Records:
    """List the classes of an occurrence, by start and number."""
    require_occurrence(call.reader, iOccu_ID)
    return _list(call, "Classes", iOccu_ID)


@operation
def GetPricingForOccurrence(call: Call, occurrenceId: int) -> Records:
    """List the prices of an occurrence, by name; on the Enrol page, and without the API role, the published ones."""
    require_occurrence(call.reader, occurrenceId)
    return _list(call, "Prices", occurrenceId)


@operation
def GetUnitsForOccurrence(call: Call, iOccu_ID: int) -> Records:
    """List the units of an occurrence, optional ones too, by code."""
    require_occurrence(call.reader, iOccu_ID)
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
    search = Search(frozenset({"published" if includeFull else "bookable"}), {"today": day_of(call.now)})
    if programmeId:
        search.add("programme", programme=programmeId)
    if startDate:
        search.add("overlapping" if overlapDates else "within", start=startDate, end=endDate)
    if location:
        search.add("location", location=location.lower())
    return _found(call, search, {fold(name) for name in returnOccurrenceLists or ()})


def _list(call: Call, member: str, occurrence_id: int) -> Sequence[Any]:
    """Return a list of one occurrence, as far as the caller may see it."""
    statement = LISTS_OF_ONE[member]
    if member == "Prices" and _sees_published_prices_only(call):
        statement = SITES_PRICES
    found: Sequence[Any] = execute(call.reader, statement, occurrence=occurrence_id).all()
    return found


def _sees_published_prices_only(call: Call) -> bool:
    """Tell whether a caller has no API role, or sells on the web by the Enrol page, where others can not be chosen."""
    return call.product == ENROL or not call.caller.api_role


def _found(call: Call, search: Search, asked: Collection[str]) -> list[Mapping[str, Any]]:
    """Return what a search finds, each occurrence with the lists that are asked for."""
    occurrences = execute(call.reader, _search(search.filters), **search.values).all()
    if not occurrences:
        return []
    reasons = execute(call.reader, OFFERED_STUDY_REASONS).all() if STUDY_REASONS.lower() in asked else None
    is_selling = _sees_published_prices_only(call)
    lists = {
        member: _by_occurrence(
            execute(call.reader, _list_of_found(member, search.filters, is_selling=is_selling), **search.values)
        )
        for member in DETAIL_LISTS
        if member.lower() in asked
    }
    return [
        {
            "OccurrenceDetail": occurrence,
            STUDY_REASONS: reasons,
            **{member: of_all.get(occurrence.ID, ()) for member, of_all in lists.items()},
        }
        for occurrence in occurrences
    ]


def _by_occurrence(rows: Iterable[Any]) -> Mapping[int, list[Any]]:
    """Return one list of every occurrence by its number."""
    of_all: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of_all[row.of_occurrence].append(row)
    return of_all


@cache
def _search(filters: frozenset[str]) -> Statement:
    """Return the search for the occurrences that these of the CONDITIONS let through, by start."""
    return OCCURRENCES.select.where(*_conditions(filters)).order_by(*by_start(Occurrence.start_date))


@cache
def _list_of_found(member: str, filters: frozenset[str], *, is_selling: bool) -> Statement:
    """Return the search for one list of every occurrence that the filters let through; is_selling: published prices."""
    details = DETAIL_LISTS[member]
    # Searched again by the database: it takes any number of occurrences, but no list of any number of numbers.
    found = (
        select(Occurrence.id)
        .join(Programme, Programme.id == Occurrence.programme_id)
        .where(*_conditions(filters))
        .correlate(None)
    )
    is_narrowed = is_selling and member == "Prices"
    statement = details.select.where(OccurrencePrice.web_published) if is_narrowed else details.select
    return statement.add_columns(details.occurrence_id.label("of_occurrence")).where(details.occurrence_id.in_(found))


def _conditions(filters: frozenset[str]) -> list[Condition]:
    return [condition for name, condition in CONDITIONS.items() if name in filters]
