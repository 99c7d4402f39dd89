"""Tokens: made at log-in, renewed by use, dead after a time (R-TOKEN)."""

import hashlib
import logging
import secrets
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, Connection, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from vettrak_api.clock import Clock
from vettrak_api.database.connections import Database
from vettrak_api.database.error_codes import described
from vettrak_api.errors import Busy, TokenExpired, TokenInvalid, TokenMissing
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.security import AccessToken, Role
from vettrak_api.request import current
from vettrak_api.security.rights import holds
from vettrak_api.settings import Settings

logger = logging.getLogger(__name__)

EMPLOYER_TOKEN, CLIENT_TOKEN, STAFF_LOGIN = "01", "02", "03"
TOKEN_BYTES = 32
LONGEST_TOKEN = 200
RENEWAL_SHARE = 120
"""A token's last use is rewritten when it is older than this fraction of its lifetime (30 seconds of 60 minutes).

A busy client then costs one write per half minute instead of one per call; the fraction is granted on top of
the lifetime, so no token dies earlier than promised."""

RENEWAL_PATIENCE_SECONDS = 0.1
"""How long a call waits to write the use of its token: others write for milliseconds."""

RENEWAL_PAUSE = 5000
"""Milliseconds for which nobody tries after one could not, so that reading goes on while the database is held."""

KEPT_DEAD = 30 * 86_400_000
"""Milliseconds for which a dead token is remembered."""

_OWNER = (
    select(
        AccessToken.id,
        AccessToken.client_id,
        AccessToken.employer_id,
        AccessToken.created,
        AccessToken.used,
        Client.code.label("client_code"),
        Client.staff.label("staff"),
        Client.active.label("client_active"),
        Employer.identifier.label("employer_identifier"),
        Employer.active.label("employer_active"),
        holds(AccessToken.client_id, Role.grants_api).label("api_role"),
        holds(AccessToken.client_id, Role.grants_setup).label("setup_role"),
    )
    .outerjoin(Client, Client.id == AccessToken.client_id)
    .outerjoin(Employer, Employer.id == AccessToken.employer_id)
    .where(AccessToken.digest == bindparam("digest"))
)


_ISSUE = insert(AccessToken).inline()  # nobody asks for the number
_RENEW = update(AccessToken).where(AccessToken.id == bindparam("token_number")).values(used=bindparam("used_now"))
_REVOKE = delete(AccessToken).where(AccessToken.client_id == bindparam("owner"))
_REVOKE_OTHERS = _REVOKE.where(AccessToken.digest != bindparam("kept"))
_END = delete(AccessToken).where(AccessToken.digest == bindparam("token_digest"))

ALIVE = and_(
    AccessToken.used >= bindparam("used_since", type_=BigInteger),
    AccessToken.created >= bindparam("made_since", type_=BigInteger),
)
"""Tokens that are good; the parameters are `Tokens.alive_since`."""

OwnerRow: TypeAlias = Any
"""A row of the statement above."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whom a token belongs to. Exactly one of client_id and employer_id is set.

    setup_role: whether they may set the organisation up; told of those who come by a token alone.
    """

    client_id: int | None
    employer_id: int | None
    identifier: str
    staff: bool = False
    api_role: bool = False
    setup_role: bool = False

    @property
    def id(self) -> int:
        """The owner's internal number, as TAuthenticate.ID tells it."""
        return self.client_id or self.employer_id or -1

    @property
    def token_type(self) -> str:
        """The type that calls report: 02 for every client, 01 for employers."""
        return CLIENT_TOKEN if self.client_id else EMPLOYER_TOKEN


class Tokens:
    """Makes, checks and purges the tokens of one database."""

    def __init__(self, database: Database, clock: Clock, settings: Settings) -> None:
        self._database = database
        self._clock = clock
        self._lifetime = int(settings.token_timeout_minutes * 60_000)
        self._granularity = self._lifetime // RENEWAL_SHARE
        self._limit = int(settings.token_limit_hours * 3_600_000)
        self._renewal_failed = 0

    def issue(
        self, *, client_id: int | None = None, employer_id: int | None = None, lease: Database | None = None
    ) -> str:
        """Store a new token of the client or employer and return its text: 43 characters safe in XML, URLs, JSON."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        now = self._clock.milliseconds()
        row = {
            "digest": digest(token),
            "client_id": client_id,
            "employer_id": employer_id,
            "created": now,
            "used": now,
        }
        with (lease or self._database).connection(writing=True) as connection:
            connection.execute(_ISSUE, row)
        return token

    def check(self, token: str | None, lease: Database | None = None) -> Caller:
        """Return the owner of a token and restart its time, on the connection that is leased for the call, if any.

        Raises TokenMissing, TokenInvalid (also for an owner who was made inactive) and TokenExpired.
        """
        text = (token or "").strip()
        if not text:
            raise TokenMissing
        if len(text) > LONGEST_TOKEN:
            raise TokenInvalid
        database = lease or self._database
        with database.querying() as connection:
            row = connection.execute(_OWNER, {"digest": digest(text)}).one_or_none()
        if row is None:
            raise TokenInvalid
        current().whose = row.client_code or row.employer_identifier or ""
        if not (row.client_active if row.client_id else row.employer_active):
            raise TokenInvalid
        self._refuse_expired(row)
        current().whose = ""
        self._renew(database, row)
        return caller_of(row)

    def _refuse_expired(self, row: OwnerRow) -> None:
        now = self._clock.milliseconds()
        if now - row.used > self._lifetime + self._granularity:
            raise TokenExpired
        if self._limit and now - row.created > self._limit:
            raise TokenExpired

    def alive_since(self) -> dict[str, int]:
        """Return the parameters of `ALIVE`."""
        now = self._clock.milliseconds()
        return {
            "used_since": now - self._lifetime - self._granularity,
            "made_since": now - self._limit if self._limit else 0,
        }

    def _renew(self, database: Database, row: OwnerRow) -> None:
        """Write the use of a token down, unless the database is held by somebody else: no call fails or waits for that.

        The token's next use tries again.
        """
        now = self._clock.milliseconds()
        # By distance, since a clock that is put back is not to hold renewals off.
        if now - row.used <= self._granularity or abs(now - self._renewal_failed) < RENEWAL_PAUSE:
            return
        try:
            with database.connection(writing=True, patience=RENEWAL_PATIENCE_SECONDS) as connection:
                connection.execute(_RENEW, {"token_number": row.id, "used_now": now})
        except (Busy, SQLAlchemyError) as error:
            self._renewal_failed = now
            logger.warning("the use of a token was not written: %s", described(error))

    def end(self, token: str) -> None:
        """Delete a token, as logging out does."""
        with self._database.connection(writing=True) as connection:
            connection.execute(_END, {"token_digest": digest(token.strip())})

    def purge(self) -> int:
        """Delete the tokens that died a month ago or earlier and return how many there were.

        Younger dead ones stay, so that their owners are told that the token has expired, and log in again.
        """
        now = self._clock.milliseconds() - KEPT_DEAD
        dead = AccessToken.used < now - self._lifetime - self._granularity
        if self._limit:
            dead = or_(dead, AccessToken.created < now - self._limit)
        with self._database.connection(writing=True) as connection:
            return connection.execute(delete(AccessToken).where(dead)).rowcount


def revoke(connection: Connection, *, client_id: int, keep: str | None = None) -> None:
    """Delete the tokens of a client, as a changed password demands; keep the one that made the change."""
    if keep:
        connection.execute(_REVOKE_OTHERS, {"owner": client_id, "kept": digest(keep)})
    else:
        connection.execute(_REVOKE, {"owner": client_id})


def caller_of(row: OwnerRow) -> Caller:
    """Return the caller that an owner row describes; only staff clients can hold roles (R-ACCESS)."""
    if row.client_id:
        staff = bool(row.staff)
        rights = {"api_role": staff and bool(row.api_role), "setup_role": staff and bool(row.setup_role)}
        return Caller(row.client_id, None, row.client_code, staff, **rights)
    return Caller(None, row.employer_id, row.employer_identifier)


def digest(token: str) -> str:
    """Return what is stored of a token: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
