"""What roles grant, as columns of statements about people."""

from typing import Any

from sqlalchemy import ColumnElement, case, exists
from sqlalchemy.orm import InstrumentedAttribute

from vettrak_api.model.security import ClientRole, Role


def holds(owner: Any, granted: InstrumentedAttribute[bool]) -> ColumnElement[int]:
    """Return 1 for those who hold a role that grants something, 0 for others; owner: the column of their number.

    SQL Server has no truth values among the columns.
    """
    held = exists().where(ClientRole.client_id == owner, ClientRole.role_id == Role.id, granted)
    return case((held.correlate(owner.class_), 1), else_=0)
