"""How a record is held while it is compared and changed, where no rule says more."""

from sqlalchemy import Integer, bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.base import Base
from vettrak_api.model.statements import for_update, hold
from vettrak_api.rest.records import Holding


def holding(table: type[Base]) -> Holding:
    """Return what makes others wait who want to change the row of a table with a number."""
    number = table.__table__.c.id
    statement = for_update(select(number).where(number == bindparam("number", type_=Integer)), table)

    def held(session: Session, wanted: int) -> None:
        hold(session, statement, number=wanted)

    return held
