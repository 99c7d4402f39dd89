"""An occurrence as staff set it up: when, where, for how many, for whose eyes."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Fault, InvalidFields, NotFound, TakenField
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.statements import execute
from vettrak_api.rules.clients.locks import lock_equal_text
from vettrak_api.rules.enrolments.enrolling import OCCURRENCE_NUMBER, next_number
from vettrak_api.rules.judging import Broken, Values
from vettrak_api.rules.occurrences.capacity import NOBODY, taken_of
from vettrak_api.rules.occurrences.publication import today_of
from vettrak_api.rules.occurrences.setup import broken_of_occurrence
from vettrak_api.rules.occurrences.vacancies import free_statuses, lock_occurrence
from vettrak_api.rules.reference.defaults import defaults

SCHEDULED = ("start_date", "end_date", "maximum_places", "web_published")
"""What an occurrence of a scheduled unit has from its schedule."""

FOLLOWS = "It follows the schedule of its unit. Change it there."
NOT_FOUND = "Occurrence not found."

CODE_TAKEN = select(Occurrence.id).where(
    func.lower(Occurrence.code) == bindparam("lowered"), Occurrence.id != bindparam("own")
)
CANCELLED = select(Occurrence.id).where(Occurrence.id == bindparam("number"), Occurrence.status_id.in_(free_statuses()))


def make_occurrence(session: Session, told: Mapping[str, Any]) -> Occurrence:
    """Make an occurrence of what is told by column, with a number of its own; the rest is as new ones begin.

    Raises InvalidFields, and TakenField for a code that another occurrence has, in whatever letter case.
    """
    _require_whole(told)
    hold_code(session, told["code"])
    _require_free(session, told["code"], 0)
    common = defaults(session)
    begun = {
        "status_id": common.status_id,
        "division_id": common.division_id,
        "organisation_id": common.organisation_id,
        "date_of_effect": told["start_date"],
    }
    occurrence = Occurrence(id=next_number(session, OCCURRENCE_NUMBER), **(begun | dict(told)))
    session.add(occurrence)
    session.flush()
    return occurrence


def change_occurrence(session: Session, number: int, told: Mapping[str, Any]) -> Occurrence:
    """Change what is told of an occurrence; its places are held, so that nobody takes one that goes meanwhile.

    Raises NotFound, InvalidFields (also for a maximum below what is taken) and TakenField.
    """
    hold_code(session, told.get("code"))
    occurrence = held(session, number)
    _require_whole({**_values_of(occurrence, told), **told})
    changed = {column: value for column, value in told.items() if getattr(occurrence, column) != value}
    if occurrence.scheduled_unit_id is not None and (followed := [each for each in SCHEDULED if each in changed]):
        raise InvalidFields(*(Fault(column, "schedule", FOLLOWS) for column in followed))
    if "code" in changed:
        _require_free(session, changed["code"], number)
    if "maximum_places" in changed:
        _require_room(session, number, changed["maximum_places"])
    if "status_id" in changed and "date_of_effect" not in changed:
        changed["date_of_effect"] = today_of(session)
    for column, value in changed.items():
        setattr(occurrence, column, value)
    session.flush()
    return occurrence


def hold_code(session: Session, code: str | None) -> None:
    """Make others wait who would give an occurrence the same code, until the transaction ends; None: none is given.

    Nothing in the table keeps two from having one code, since data that came from elsewhere may have doubles. Who holds
    occurrences, too, holds the code first, so that none waits for another in turn.
    """
    if code:
        lock_equal_text(session, code.lower())


def held(session: Session, number: int) -> Occurrence:
    """Return an occurrence whose places are held until the transaction ends; raises NotFound when there is none."""
    occurrence = lock_occurrence(session, number)
    if occurrence is None:
        raise NotFound(NOT_FOUND)
    return occurrence


def is_cancelled(session: Session, number: int) -> bool:
    """Tell whether an occurrence has been called off."""
    return execute(session, CANCELLED, number=number).first() is not None


def _values_of(occurrence: Occurrence, told: Mapping[str, Any]) -> dict[str, Any]:
    names = {*told, "code", "start_date", "end_date", "amount", "gst"}
    return {name: getattr(occurrence, name) for name in names}


def _require_whole(values: Values) -> None:
    """Raise InvalidFields for what breaks a rule by itself."""
    faults = [Fault(each.column, each.rule, _sentence_of(each)) for each in _broken(values)]
    if faults:
        raise InvalidFields(*faults)


def _broken(values: Values) -> Iterator[Broken]:
    if not values.get("code"):
        yield Broken("code", "is blank", "An occurrence needs a code.")
    if not values.get("start_date"):
        yield Broken("start_date", "is blank", "An occurrence needs a first day.")
    yield from broken_of_occurrence(values)


SENTENCES = {
    "end_date": "The last day is before the first day.",
    "gst": "The GST is more than the price that it is part of.",
}
"""What people read of rules whose remedy alone says too little."""


def _sentence_of(broken: Broken) -> str:
    return SENTENCES.get(broken.column, broken.remedy)


def _require_free(session: Session, code: str, own: int) -> None:
    if execute(session, CODE_TAKEN, lowered=code.lower(), own=own).first() is not None:
        raise TakenField("code", f"Another occurrence has the code {code}.")


def _require_room(session: Session, number: int, maximum: int | None) -> None:
    taken = taken_of(session, [number]).get(number, NOBODY)
    if objection := taken.objection(maximum):
        raise InvalidFields(Fault("maximum_places", "taken", objection))
