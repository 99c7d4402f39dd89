"""Codes and user names that look like another's, from before such were refused."""

from functools import cache
from typing import Any

from sqlalchemy import Select, String, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from vettrak_api.model.base import Base, Code, Key, fold, fold_exactly
from vettrak_api.model.statements import Reader


class LookAlike(Base):
    """A row whose folded key was another row's, or too long, when an upgrade folded all keys anew.

    Such a row keeps its former key (`fold_exactly`), so that it is found by exactly its own code or user name, and
    the other one by all else. It is no look-alike any more once its text is changed.
    """

    __tablename__ = "look_alike"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    table_name: Mapped[str] = mapped_column(Code(30))
    column_name: Mapped[str] = mapped_column(Code(30))
    row_id: Mapped[int]


def found_key(reader: Reader, key: InstrumentedAttribute[Any], told: str | None) -> str:
    """Return the key that the row of a told code or user name has: `fold` of it, but for a look-alike told exactly."""
    folded, exact = fold(told), fold_exactly(told)
    if exact == folded:
        return folded
    return exact if reader.scalar(_owner(key), {"wanted_key": exact}) is not None else folded


@cache
def _owner(key: InstrumentedAttribute[Any]) -> Select[Any]:
    return select(key).where(key == bindparam("wanted_key", type_=String)).limit(1)
