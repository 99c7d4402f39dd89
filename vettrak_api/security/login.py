"""Log-ins of clients and employers: one answer and one duration for every kind of failure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.exc import IntegrityError

from vettrak_api.clock import Clock
from vettrak_api.database import Database
from vettrak_api.errors import LoginRefused
from vettrak_api.model.base import fold
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.security.passwords import Passwords
from vettrak_api.security.throttle import Throttle, account_key, origin
from vettrak_api.security.tokens import CLIENT_TOKEN, EMPLOYER_TOKEN, STAFF_LOGIN, Tokens
from vettrak_api.settings import Settings

LONGEST = 100
"""Characters of a user name and of a password; longer ones fail as a bad login (contract: ValidateClient)."""

MOST_CANDIDATES = 20
"""Records of one user name that are looked at; there should be one."""

_CLIENTS = select(
    Client.id,
    Client.code.label("identifier"),
    Client.staff,
    Client.active,
    Client.password_hash,
    Client.username_key,
).where(Client.username_key == bindparam("username"))
_EMPLOYERS = select(
    Employer.id,
    Employer.identifier.label("identifier"),
    Employer.active,
    Employer.password_hash,
    Employer.username_key,
).where(Employer.username_key == bindparam("username"))
_ANY_EMPLOYER_LOGIN = select(Employer.id).where(Employer.username_key.is_not(None), Employer.active).limit(1)


@dataclass(frozen=True, slots=True)
class Session:
    """A successful login: whose it is, the new token and the type that the login reports."""

    id: int
    identifier: str
    token: str
    token_type: str


class Login:
    """Checks user names and passwords of one database, and issues tokens."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Settings,
        passwords: Passwords,
        throttle: Throttle,
        tokens: Tokens,
    ) -> None:
        self._database = database
        self._clock = clock
        self._employer_logins = settings.employer_logins
        self._passwords = passwords
        self._throttle = throttle
        self._tokens = tokens

    def client(self, username: str | None, password: str | None, address: str) -> Session:
        """Log a client in. Raises LoginRefused, whatever the cause."""
        row = self._proven(_CLIENTS, "client", username, password, address)
        token = self._tokens.issue(client_id=row.id)
        return Session(row.id, row.identifier, token, STAFF_LOGIN if row.staff else CLIENT_TOKEN)

    def employer(self, username: str | None, password: str | None, address: str) -> Session:
        """Log an employer in (legacy portal). Raises LoginRefused, also when employer logins are off."""
        row = self._proven(_EMPLOYERS if self._employers_may() else None, "employer", username, password, address)
        return Session(row.id, row.identifier, self._tokens.issue(employer_id=row.id), EMPLOYER_TOKEN)

    def clients_with(self, username: str | None, password: str | None) -> list["Row[Any]"]:
        """Return the clients whose user name and password these are (DoesUsernamePasswordExist)."""
        rows = [row for row in self._candidates(_CLIENTS, username, password) if row.active]
        if not rows:
            self._passwords.verify(None, password or "")
        return [row for row in rows if self._is_right(row.password_hash, password or "")]

    def _employers_may(self) -> bool:
        if self._employer_logins != "auto":
            return self._employer_logins == "on"
        with self._database.connection() as connection:
            return connection.execute(_ANY_EMPLOYER_LOGIN).first() is not None

    def _proven(
        self, statement: Any, kind: str, username: str | None, password: str | None, address: str
    ) -> "Row[Any]":
        rows = self._candidates(statement, username, password) if statement is not None else []
        row = rows[0] if len(rows) == 1 and rows[0].active and rows[0].password_hash else None
        if row is not None and self._passwords.is_remembered(row.password_hash, password or ""):
            return row
        account = account_key(kind, (username or "").strip()[:LONGEST])
        address = origin(address)
        with self._database.connection() as connection:
            barred = self._throttle.is_barred(connection, account, address, self._clock.milliseconds())
        # A barred try costs the same time as any other, so that the bar can not be seen.
        right = self._passwords.verify(
            row.password_hash if row and not barred else None, (password or "")[: LONGEST + 1]
        )
        if row is None or barred or not right:
            self._count_failure(account, address, barred=barred)
            raise LoginRefused
        with self._database.connection(writing=True) as connection:
            self._throttle.succeeded(connection, account, address)
        return row

    def _candidates(self, statement: Any, username: str | None, password: str | None) -> Sequence["Row[Any]"]:
        name, secret = (username or "").strip(), password or ""
        if not name or not secret or len(name) > LONGEST or len(secret) > LONGEST:
            return []
        key = fold(name)
        with self._database.connection() as connection:
            rows = connection.execute(statement, {"username": key}).fetchmany(MOST_CANDIDATES)
        # To some collations Zoe is Zoë; to the throttle they are two accounts, so they must be two here as well.
        return [row for row in rows if row.username_key == key]

    def _is_right(self, stored: str | None, password: str) -> bool:
        if stored and self._passwords.is_remembered(stored, password):
            return True
        return self._passwords.verify(stored, password)

    def _count_failure(self, account: str, address: str, *, barred: bool) -> None:
        if barred:
            return  # counting these would let anybody hold an account barred for ever
        try:
            with self._database.connection(writing=True) as connection:
                self._throttle.failed(connection, account, address, self._clock.milliseconds())
        except IntegrityError:
            # Another failure of the same pair was counted at the same moment: one of the two is enough.
            return
