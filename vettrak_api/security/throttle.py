"""Delays after failed log-ins, which slow guessing down without locking anybody out.

Failures count per account and address, per address alone and per account alone (docs/decisions.md gives the
numbers and the reasons). Only failures count, so a site that logs in before every call is never slowed by that.
Others can not bar an account where it logs in well, nor everybody at a portal.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Subquery, bindparam, case, delete, func, insert, select, update
from sqlalchemy.orm import Session

from vettrak_api.model.audit import log_change
from vettrak_api.model.base import fold
from vettrak_api.model.changes import UPDATE
from vettrak_api.model.clients import Client
from vettrak_api.model.security import LoginAttempt
from vettrak_api.model.statements import Reader, execute
from vettrak_api.security.attempts import Attempt, Networks, account_of
from vettrak_api.security.good_logins import LAST_AT_ADDRESS, LAST_OF_PAIR, since
from vettrak_api.settings import Settings

ADDRESS_SHARE = 10
ACCOUNT_SHARE = 10
"""An address, and an account over all addresses, may fail this many times as often as one pair before delays."""

FORGET_AFTER = 24 * 3_600_000
"""Milliseconds after which a failure no longer counts."""

_PAIR = (LoginAttempt.account == bindparam("of_account"), LoginAttempt.address == bindparam("from_address"))
_COUNT = (
    update(LoginAttempt)
    .where(*_PAIR)
    .values(
        failures=case((LoginAttempt.last <= bindparam("forgotten"), 1), else_=LoginAttempt.failures + 1),
        last=bindparam("now"),
    )
)
_BEGIN = insert(LoginAttempt)
_FORGET = delete(LoginAttempt).where(*_PAIR)

MOST_ADDRESSES = 1000
"""Addresses from where failures at one account are looked at, the latest first."""

_AT_ACCOUNT = (
    select(LoginAttempt.failures, LoginAttempt.last)
    .where(LoginAttempt.account == bindparam("of_account"), LoginAttempt.last > bindparam("forgotten"))
    .order_by(LoginAttempt.last.desc(), LoginAttempt.id)
    .limit(MOST_ADDRESSES)
)
_FORGET_ACCOUNT = delete(LoginAttempt).where(LoginAttempt.account == bindparam("of_account"))


@dataclass(frozen=True, slots=True)
class Failures:
    """What has failed lately at one account: how often, from how many addresses.

    until: when the last delay ends, in UTC milliseconds; 0 when nothing is delayed.
    """

    count: int
    addresses: int
    until: int


class Throttle:
    """Judges whether a login may be tried now, and counts the failures."""

    def __init__(self, settings: Settings) -> None:
        self._free = settings.throttle_free_failures
        self._longest = settings.throttle_longest_seconds * 1000
        self._portals = Networks(settings.portal_addresses)
        self.failed_lately = self._failed_lately()

    def _failed_lately(self) -> Subquery:
        """Return a query of one row, whatever there is: how many failures count, their last, and the last good log-ins.

        Its parameters are `parameters`. It is one part of the statement that looks for the account, so that the
        delays cost a login no statement of their own.
        """
        account = LoginAttempt.account == bindparam("account")
        address = LoginAttempt.address == bindparam("address")
        # Over all addresses, each counts for its free failures at most: no single one can bar an account elsewhere.
        capped = case((LoginAttempt.failures > self._free, self._free), else_=LoginAttempt.failures)
        groups = (
            ("pair", account & address, LoginAttempt.failures),
            ("address", address, LoginAttempt.failures),
            ("account", account, capped),
        )
        columns = [
            column
            for name, group, counting in groups
            for column in (
                func.sum(case((group, counting))).label(f"{name}_failures"),
                func.max(case((group, LoginAttempt.last))).label(f"{name}_last"),
            )
        ]
        columns += [LAST_OF_PAIR.label("good_here"), LAST_AT_ADDRESS.label("anybody_good_here")]
        recent = LoginAttempt.last > bindparam("forgotten")
        return select(*columns).where(account | address, recent).subquery("failed_lately")

    def parameters(self, attempt: Attempt) -> dict[str, Any]:
        """Return the parameters of `failed_lately`."""
        asked = {"account": attempt.account, "address": attempt.origin, "forgotten": attempt.made - FORGET_AFTER}
        return asked | since(attempt)

    def is_barred(self, attempt: Attempt, failed: Row[Any]) -> bool:
        """Tell whether an attempt comes too early, by a row of `failed_lately`."""
        if self.is_barred_here(attempt, failed):
            return True
        of_account = (failed.account_failures, failed.account_last, self._free * ACCOUNT_SHARE)
        return not failed.good_here and self._is_early(attempt, *of_account)

    def is_barred_here(self, attempt: Attempt, failed: Row[Any]) -> bool:
        """Tell whether an attempt comes too early because of what failed at its own address."""
        if self._is_early(attempt, failed.pair_failures, failed.pair_last, self._free):
            return True
        of_address = (failed.address_failures, failed.address_last, self._free * ADDRESS_SHARE)
        return not self._portals.hold(attempt.address) and self._is_early(attempt, *of_address)

    def _is_early(self, attempt: Attempt, failures: Any, last: int, free: int) -> bool:
        return bool(failures and attempt.made - last < self.delay(int(failures), free))

    def is_known(self, attempt: Attempt, found: Row[Any]) -> bool:
        """Tell whether an attempt may have one of the places of known addresses.

        That depends on nothing but what happened at the address: or who finds a place would learn about accounts.
        """
        return bool(found.anybody_good_here) and not self.is_barred_here(attempt, found)

    def failures_at(self, reader: Reader, username: str | None, now: int) -> Failures:
        """Return what has failed lately at a client's user name, and until when that delays somebody somewhere.

        Where the account logs in well, what failed elsewhere does not delay it. What an address must wait because of
        other accounts is not told.
        """
        wanted = {"of_account": account_of("client", fold(username)), "forgotten": now - FORGET_AFTER}
        rows = execute(reader, _AT_ACCOUNT, **wanted).all()
        if not rows:
            return Failures(0, 0, 0)
        capped = sum(min(row.failures, self._free) for row in rows)
        ends = [row.last + delay for row in rows if (delay := self.delay(row.failures, self._free))]
        if delay := self.delay(capped, self._free * ACCOUNT_SHARE):
            ends.append(max(row.last for row in rows) + delay)
        until = max(ends, default=0)
        return Failures(sum(row.failures for row in rows), len(rows), until if until > now else 0)

    def delay(self, failures: int, free: int) -> int:
        """Return how many milliseconds must pass after the last of so many failures: 0, then 1 s, doubling."""
        if failures < free:
            return 0
        return int(min(self._longest, 1000 * 2 ** min(failures - free, 30)))

    def count_failure(self, connection: Connection, attempt: Attempt, now: int) -> None:
        """Count a failed login (now in UTC milliseconds)."""
        moments = {"now": now, "forgotten": now - FORGET_AFTER}
        if connection.execute(_COUNT, {**_pair(attempt), **moments}).rowcount:
            return
        row = {"account": attempt.account, "address": attempt.origin, "failures": 1, "last": now}
        connection.execute(_BEGIN, row)

    def forget_failures(self, connection: Connection, attempt: Attempt) -> None:
        """Forget the failures of this account from this address."""
        connection.execute(_FORGET, _pair(attempt))


def forget_all_failures(session: Session, client: Client) -> None:
    """Forget all failures at a client's account, so that the next log-in is not delayed because of them."""
    execute(session, _FORGET_ACCOUNT, of_account=account_of("client", fold(client.username)))
    log_change(session, client, UPDATE, {"failed log-ins": ("counted", "forgotten")})


def _pair(attempt: Attempt) -> dict[str, str]:
    return {"of_account": attempt.account, "from_address": attempt.origin}


def forget_old(connection: Connection, now: int) -> int:
    """Delete failures that no longer count and return how many there were."""
    return connection.execute(delete(LoginAttempt).where(LoginAttempt.last < now - FORGET_AFTER)).rowcount
