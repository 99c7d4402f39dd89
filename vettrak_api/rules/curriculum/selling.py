"""The programmes that sell programs, as web sites list them."""

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from vettrak_api.model.base import cut, length_of
from vettrak_api.model.programmes import Programme
from vettrak_api.model.rows import add_row, change_row, rows_of
from vettrak_api.model.statements import execute

SAME_CODE = rows_of(Programme).where(Programme.code == bindparam("code"))
LONGEST_NAME = length_of(Programme.__table__.c.name)


def programme_for(session: Session, code: str, name: str, *, is_active: bool) -> int:
    """Return the number of the programme that sells a program: the one of the same code, which is made if need be.

    One that is there keeps its description and type; its name and whether it is active are the program's from now on.
    """
    shown = cut(name, LONGEST_NAME)
    present = execute(session, SAME_CODE, code=code).one_or_none()
    if present is None:
        return add_row(session, Programme, code=code, name=shown, active=is_active)
    change_row(session, Programme, present, name=shown, active=is_active)
    number: int = present.id
    return number
