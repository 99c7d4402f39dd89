"""From where accounts have logged in well lately, so that others' failures do not bar them there."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from vettrak_api.model.base import fold
from vettrak_api.model.security import GoodLogin
from vettrak_api.model.statements import Reader, execute
from vettrak_api.security.attempts import Attempt, account_of

DAY = 24 * 3_600_000

REMEMBERED_FOR = 30 * DAY
"""Milliseconds for which a good log-in counts."""

REWRITTEN_AFTER = DAY
"""Milliseconds after which a repeated one is written anew: a site that logs in before every call writes once a day."""

_IS_ADDRESS = GoodLogin.address == bindparam("address")
_IS_RECENT = GoodLogin.last > bindparam("good_since")
_IS_PAIR = (GoodLogin.account == bindparam("account"), _IS_ADDRESS)

LAST_OF_PAIR = select(func.max(GoodLogin.last)).where(*_IS_PAIR, _IS_RECENT).scalar_subquery()
LAST_AT_ADDRESS = select(func.max(GoodLogin.last)).where(_IS_ADDRESS, _IS_RECENT).scalar_subquery()
"""When the account, and anybody, last logged in well from the address; null when that is too long ago."""

_AGAIN = (
    update(GoodLogin)
    .where(GoodLogin.account == bindparam("same_account"), GoodLogin.address == bindparam("same_address"))
    .values(last=bindparam("now"))
)
_FIRST = insert(GoodLogin).inline()  # nobody asks for the number


_LAST_OF = (
    select(GoodLogin.account, func.max(GoodLogin.last))
    .where(GoodLogin.account.in_(bindparam("accounts", expanding=True)))
    .group_by(GoodLogin.account)
)


def last_good_logins(reader: Reader, usernames: Iterable[str | None]) -> dict[str, int]:
    """Return when clients last logged in well, to the day, in UTC milliseconds by user name, those alone who did."""
    accounts = {account_of("client", fold(name)): name for name in usernames if name}
    found = execute(reader, _LAST_OF, accounts=list(accounts)).all() if accounts else []
    return {accounts[account]: last for account, last in found}


def since(attempt: Attempt) -> dict[str, Any]:
    """Return the parameter of both queries that is theirs alone."""
    return {"good_since": attempt.made - REMEMBERED_FOR}


def is_to_be_noted(attempt: Attempt, found: Row[Any]) -> bool:
    """Tell whether a good log-in is worth writing down, by a row with `good_here`."""
    return not found.good_here or attempt.made - found.good_here > REWRITTEN_AFTER


def note(connection: Connection, attempt: Attempt) -> None:
    """Write a good log-in down; raises IntegrityError when somebody else notes the first one at the same moment."""
    again = {"same_account": attempt.account, "same_address": attempt.origin, "now": attempt.made}
    if not connection.execute(_AGAIN, again).rowcount:
        row = {"account": attempt.account, "address": attempt.origin, "last": attempt.made}
        connection.execute(_FIRST, row)


def forget_old_good_logins(connection: Connection, now: int) -> int:
    """Delete good log-ins that no longer count and return how many there were."""
    return connection.execute(delete(GoodLogin).where(GoodLogin.last < now - REMEMBERED_FOR)).rowcount
