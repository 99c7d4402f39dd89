"""Writes records that staff set up: one row, stamped and told in the change log.

Whoever calls has judged the values, by the rules of the area (`rules/<area>/setup.py`).
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from vettrak_api.model.base import Base
from vettrak_api.model.rows import add_row, change_row


def keep_record(session: Session, table: type[Base], row: Any, values: Mapping[str, Any]) -> int:
    """Write values by column to a stored row, or make a new one of them (None), and return its number.

    values: folded keys among them, where the table keeps such beside a column.
    """
    if row is None:
        return add_row(session, table, **values)
    change_row(session, table, row, **values)
    return int(row.id)
