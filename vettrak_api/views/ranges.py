"""Conditions on dates that lists share (R-DATES): both ends of a range belong to it, and a null end is open."""

from typing import Any

from sqlalchemy import ColumnElement, DateTime, and_, bindparam, or_

START, END = bindparam("range_start", type_=DateTime), bindparam("range_end", type_=DateTime)
"""The ends of the range that a call asks for."""


def overlaps(start: Any, end: Any) -> ColumnElement[bool]:
    """Tell that something which lasts from one moment to another happens at least partly within the range."""
    return and_(or_(start.is_(None), start <= END), or_(end.is_(None), end >= START))
