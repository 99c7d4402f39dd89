"""Ranges that lists ask for: `range_start` to `range_end`, both included, time of day counting (R-DATES)."""

from typing import Any

from sqlalchemy import ColumnElement, DateTime, and_, bindparam, case, or_

from vettrak_api.model.planning import not_before, unseen

START = unseen(bindparam("range_start", type_=DateTime))
END = unseen(bindparam("range_end", type_=DateTime))


def overlaps(start: Any, end: Any) -> ColumnElement[bool]:
    """Return the condition under which what runs from `start` to `end` overlaps the range; null is open."""
    return and_(or_(start.is_(None), start <= END), or_(end.is_(None), not_before(end, START)))


def lies_within(moment: Any) -> ColumnElement[bool]:
    """Return the condition under which a moment lies in the range."""
    return and_(moment >= START, moment <= END)


def by_start(start: Any) -> tuple[ColumnElement[Any], ...]:
    """Return the order by start and number of the same table; what has no start comes first on every database."""
    return (case((start.is_(None), 0), else_=1), start, start.class_.id)
