"""Delays after failed log-ins, which slow guessing down without locking anybody out.

Failures count per account and address, per address alone and per account alone (docs/decisions.md gives the
numbers and the reasons). Only failures count, so a site that logs in before every call is never slowed.
"""

import hashlib
import ipaddress

from sqlalchemy import Connection, case, delete, func, insert, select, update

from vettrak_api.model.base import fold
from vettrak_api.model.security import LoginAttempt
from vettrak_api.settings import Settings

ADDRESS_SHARE = 10
ACCOUNT_SHARE = 10
"""An address, and an account over all addresses, may fail this many times as often as one pair before delays."""

LONGEST_ORIGIN = 45

FORGET_AFTER = 24 * 3_600_000
"""Milliseconds after which a failure no longer counts."""


def account_key(kind: str, username: str) -> str:
    """Return under which name an account's failures are kept: hashed, since people type passwords as names."""
    return hashlib.sha256(f"{kind}\0{fold(username)}".encode("utf-8", "surrogatepass")).hexdigest()


def origin(address: str) -> str:
    """Return under which name an address's failures are kept: an IPv6 network of 64 bits is one, for it is one home.

    What is no address (a proxy may say anything) is cut to what the column holds.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:LONGEST_ORIGIN]
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))


class Throttle:
    """Judges whether a login may be tried now, and counts the failures."""

    def __init__(self, settings: Settings) -> None:
        self._free = settings.throttle_free_failures
        self._longest = settings.throttle_longest_seconds * 1000

    def is_barred(self, connection: Connection, account: str, address: str, now: int) -> bool:
        """Tell whether this account may not try from this address yet (now in UTC milliseconds)."""
        recent = LoginAttempt.last > now - FORGET_AFTER
        both = (LoginAttempt.account == account) & (LoginAttempt.address == address)
        # Over all addresses, each counts for its free failures at most: no single one can bar an account elsewhere.
        capped = case((LoginAttempt.failures > self._free, self._free), else_=LoginAttempt.failures)
        groups = (
            (both, LoginAttempt.failures, self._free),
            (LoginAttempt.address == address, LoginAttempt.failures, self._free * ADDRESS_SHARE),
            (LoginAttempt.account == account, capped, self._free * ACCOUNT_SHARE),
        )
        for group, counting, free in groups:
            counted = select(func.sum(counting), func.max(LoginAttempt.last)).where(group, recent)
            failures, last = connection.execute(counted).one()
            if failures and now - last < self.delay(int(failures), free):
                return True
        return False

    def delay(self, failures: int, free: int) -> int:
        """Return how many milliseconds must pass after the last of so many failures: 0, then 1 s, doubling."""
        if failures < free:
            return 0
        return int(min(self._longest, 1000 * 2 ** min(failures - free, 30)))

    def failed(self, connection: Connection, account: str, address: str, now: int) -> None:
        """Count a failed login."""
        pair = (LoginAttempt.account == account, LoginAttempt.address == address)
        forgotten = LoginAttempt.last <= now - FORGET_AFTER
        failures = case((forgotten, 1), else_=LoginAttempt.failures + 1)
        counted = update(LoginAttempt).where(*pair).values(failures=failures, last=now)
        if connection.execute(counted).rowcount:
            return
        row = {"account": account, "address": address, "failures": 1, "last": now}
        connection.execute(insert(LoginAttempt), row)

    def succeeded(self, connection: Connection, account: str, address: str) -> None:
        """Forget the failures of this account from this address."""
        pair = (LoginAttempt.account == account, LoginAttempt.address == address)
        connection.execute(delete(LoginAttempt).where(*pair))


def forget_old(connection: Connection, now: int) -> int:
    """Delete failures that no longer count and return how many there were."""
    return connection.execute(delete(LoginAttempt).where(LoginAttempt.last < now - FORGET_AFTER)).rowcount
