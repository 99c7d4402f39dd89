"""How forms name the records that others refer to."""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.model.statements import execute
from vettrak_api.transfer.kinds import Kind
from vettrak_api.transfer.references import References


@cache
def _lead_by_number(kind: Kind) -> Select[Any]:
    columns = kind.model.columns
    return select(columns[kind.key_fields[0].column]).where(columns["id"] == bindparam("number"))


def number_of_key(session: Session, kind: Kind, text: str) -> int | None:
    """Return the number of the record that a code, or whatever the key of its kind is, names; None when none is."""
    return References(session, {}, writes=False).numbers(kind, [text]).get(text) if text else None


def name_of(session: Session, kind: Kind, number: int) -> str:
    """Return the code, or whatever the key of the kind is, of a record; blank when there is none."""
    return str(execute(session, _lead_by_number(kind), number=number).scalar() or "")
