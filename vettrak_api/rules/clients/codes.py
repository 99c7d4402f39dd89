"""Codes of clients, employers and invoices: the internal number, padded to five digits, or the next free code.

The number is known only after the insert. So a client is inserted under a provisional code, which no other
transaction ever sees, and gets its code before the commit. The unique key on the folded code has the last word.
A code whose deletion the change log tells of is never given again: others keep it, and have been told that it is gone.
"""

import secrets
from functools import cache
from string import ascii_uppercase
from typing import Any

from sqlalchemy import Update, bindparam, exists, select, update
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.attributes import set_committed_value

from vettrak_api.errors import Conflict
from vettrak_api.model.base import CODE, fold
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.finance import Invoice
from vettrak_api.model.statements import execute

DIGITS = 5

LOGGED = frozenset({Client, Employer})
"""Tables of whose deleted rows the change log keeps the codes."""

GONE = (
    select(Change.id)
    .where(Change.table_name == bindparam("of_table"), Change.identifier.in_(bindparam("spellings", expanding=True)))
    .limit(1)
)


def provisional_code() -> str:
    """Return a code of 9 characters for the moment between insert and `assign_code`; allocated codes have no ~."""
    return f"~{secrets.token_hex(4)}"


def assign_code(session: Session, client: Client) -> None:
    """Give a flushed client its code. Raises Conflict in the unlikely case that none of its 27 codes is free."""
    _settle(session, client, "code", "code_key", "No client code is free.")


def assign_identifier(session: Session, employer: Employer) -> None:
    """Give a flushed employer its identifier, made like a client code; raises Conflict when none is free."""
    _settle(session, employer, "identifier", "identifier_key", "No employer identifier is free.")


def assign_number(session: Session, invoice_id: int) -> str:
    """Give a stored invoice its number, made like a client code; raises Conflict when none is free."""
    return _first_free(session, Invoice, invoice_id, "number", "number", "No invoice number is free.")


def _settle(session: Session, row: Any, column: str, key: str, nothing_free: str) -> None:
    code = _first_free(session, type(row), row.id, column, key, nothing_free)
    set_committed_value(row, column, code)
    set_committed_value(row, key, fold(code))


def _first_free(session: Session, table: Any, number: int, column: str, key: str, nothing_free: str) -> str:
    """Write the first free code to a column and, folded, to its key; return it.

    Written past the unit of work, so that the change log shows one insert and no update.
    """
    settled = _settled(table, column, key)
    for code in candidates(number):
        if execute(session, settled, number=number, new_code=code, new_key=fold(code)).rowcount:
            return code
    raise Conflict(nothing_free)


@cache
def _settled(table: Any, column: str, key: str) -> Update:
    """Return the statement that writes a code to the row of a number, if no row has it."""
    other = aliased(table)
    taken = [exists().where(getattr(other, key) == bindparam("new_key"))]
    if table in LOGGED:
        taken.append(
            exists().where(Change.table_name == table.__tablename__, Change.identifier == bindparam("new_code"))
        )
    values: dict[str, Any] = {key: bindparam("new_key"), column: bindparam("new_code")}
    return update(table).where(table.id == bindparam("number"), *(~each for each in taken)).values(values)


def was_deleted(session: Session, table: Any, code: str) -> bool:
    """Tell whether a client or an employer of a code has been deleted."""
    spellings = {code, code.upper(), code.lower()}
    return execute(session, GONE, of_table=table.__tablename__, spellings=list(spellings)).first() is not None


def candidates(number: int) -> list[str]:
    """Return the codes that a record may get, best first: 00042, then 00042A to 00042Z; at most 10 characters."""
    digits = f"{number:0{DIGITS}d}"
    return [code for suffix in ("", *ascii_uppercase) if len(code := digits + suffix) <= CODE]
