"""Log-ins of clients and employers: one answer and one duration for every kind of failure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import BindParameter, Row, Select, bindparam, select, true
from sqlalchemy.exc import IntegrityError

from vettrak_api.clock import Clock
from vettrak_api.database.connections import Database
from vettrak_api.errors import LoginRefused
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.security import Role
from vettrak_api.model.statements import Reader
from vettrak_api.request import current
from vettrak_api.security.attempts import Attempt
from vettrak_api.security.good_logins import is_to_be_noted, note
from vettrak_api.security.passwords import Passwords
from vettrak_api.security.places import Applicant
from vettrak_api.security.rights import holds
from vettrak_api.security.throttle import Failures, Throttle
from vettrak_api.security.tokens import CLIENT_TOKEN, EMPLOYER_TOKEN, STAFF_LOGIN, Caller, Tokens
from vettrak_api.settings import Settings

MOST_CANDIDATES = 20
"""Records of one user name that are looked at; there should be one."""

Accounts: TypeAlias = Select[*tuple[Any, ...]]
"""A statement that finds the clients or employers with a user name."""

_NAMES: tuple[BindParameter[str], ...] = (bindparam("username"), bindparam("exact_username"))
"""The two keys that an account of a told user name may have (`vettrak_api.model.look_alikes`)."""

_CLIENTS: Accounts = select(
    Client.id,
    Client.code.label("identifier"),
    Client.staff,
    Client.active,
    Client.password_hash,
    Client.username_key,
).where(Client.username_key.in_(_NAMES))
_EMPLOYERS: Accounts = select(
    Employer.id,
    Employer.identifier.label("identifier"),
    Employer.active,
    Employer.password_hash,
    Employer.username_key,
).where(Employer.username_key.in_(_NAMES))
_CALLERS: Accounts = _CLIENTS.add_columns(holds(Client.id, Role.grants_api).label("api_role"))
"""The same clients, and whether they hold the API role at this moment."""

_ANY_EMPLOYER_LOGIN = select(Employer.id).where(Employer.username_key > "", Employer.active).limit(1)


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
        self._clients, self._employers, self._callers = map(self._with_failures, (_CLIENTS, _EMPLOYERS, _CALLERS))

    def _with_failures(self, statement: Accounts) -> Accounts:
        """Return the statement with the failures beside each row; without a row of its own it has one of nulls."""
        failed, found = self._throttle.failed_lately, statement.subquery("found")
        return select(failed, found).select_from(failed.outerjoin(found, true()))

    def client(
        self, username: str | None, password: str | None, address: str, lease: Database | None = None
    ) -> Session:
        """Log a client in, on the connection that is leased for the call, if any.

        Raises LoginRefused, whatever the cause, or Busy when passwords of too many are checked at this moment.
        """
        row = self._proven(self._clients, self._attempt("client", username, password, address), lease)
        token = self._tokens.issue(client_id=row.id, lease=lease)
        return Session(row.id, row.identifier, token, STAFF_LOGIN if row.staff else CLIENT_TOKEN)

    def caller(self, username: str | None, password: str | None, address: str, lease: Database | None = None) -> Caller:
        """Return the client whose user name and password these are, without a token, for one request.

        A repeat costs one query: the stored hash and the roles are read each time. Raises as `client` does.
        """
        row = self._proven(self._callers, self._attempt("client", username, password, address), lease)
        staff = bool(row.staff)
        return Caller(row.id, None, row.identifier, staff, api_role=staff and bool(row.api_role))

    def employer(
        self, username: str | None, password: str | None, address: str, lease: Database | None = None
    ) -> Session:
        """Log an employer in (legacy portal), as `client`; refused also when employer logins are off."""
        may = self._employers_may(lease)
        row = self._proven(self._employers, self._attempt("employer", username, password, address), lease, may=may)
        token = self._tokens.issue(employer_id=row.id, lease=lease)
        return Session(row.id, row.identifier, token, EMPLOYER_TOKEN)

    def clients_with(
        self, username: str | None, password: str | None, address: str, lease: Database | None = None
    ) -> list["Row[Any]"]:
        """Return the clients whose user name and password these are (DoesUsernamePasswordExist).

        The address is that of somebody with a good token. Raises Busy as `client` does.
        """
        attempt = self._attempt("client", username, password, address)
        applicant = Applicant(attempt.origin)
        found = _named(self._rows(_CLIENTS, attempt, lease), attempt) if attempt.is_possible else []
        rows = [row for row in found if row.active]
        if not rows:
            self._passwords.verify(None, attempt.password, applicant)
        return [row for row in rows if self._is_right(row.password_hash, attempt.password, applicant)]

    def failures_at(self, reader: Reader, username: str | None) -> Failures:
        """Return what has failed lately at a client's user name, and until when that delays somebody."""
        return self._throttle.failures_at(reader, username, self._clock.milliseconds())

    def _attempt(self, kind: str, username: str | None, password: str | None, address: str) -> Attempt:
        return Attempt.of(kind, username, password, address, self._clock.milliseconds())

    def _employers_may(self, lease: Database | None) -> bool:
        if self._employer_logins != "auto":
            return self._employer_logins == "on"
        with (lease or self._database).querying() as connection:
            return connection.execute(_ANY_EMPLOYER_LOGIN).first() is not None

    def _proven(self, statement: Accounts, attempt: Attempt, lease: Database | None, *, may: bool = True) -> "Row[Any]":
        found = self._rows(statement, attempt, lease, **self._throttle.parameters(attempt))
        barred = self._throttle.is_barred(attempt, found[0])
        rows = _named(found, attempt) if may and attempt.is_possible else []
        row = rows[0] if len(rows) == 1 and rows[0].active and rows[0].password_hash else None
        # A barred try costs the same time as any other, so that nobody sees the bar, nor what it holds back.
        stored = row.password_hash if row and not barred else None
        applicant = Applicant(attempt.origin, is_known=self._throttle.is_known(attempt, found[0]))
        if not self._is_right(stored, attempt.password, applicant) or row is None:
            if not barred:  # counting barred tries would let anybody hold an account barred for ever
                _written(lambda: self._count_failure(attempt))
            # A name that is nobody's may be a password in the wrong field: of that nothing is kept.
            current().whose = rows[0].identifier if len(rows) == 1 else ""
            raise LoginRefused
        if row.pair_failures or is_to_be_noted(attempt, row):
            _written(lambda: self._note_success(attempt, row))
        return row

    def _rows(
        self, statement: Accounts, attempt: Attempt, lease: Database | None, **values: Any
    ) -> Sequence["Row[Any]"]:
        names = {"username": attempt.key, "exact_username": attempt.exact}
        with (lease or self._database).querying() as connection:
            return connection.execute(statement, {**names, **values}).fetchmany(MOST_CANDIDATES)

    def _is_right(self, stored: str | None, password: str, applicant: Applicant) -> bool:
        if stored and self._passwords.is_remembered(stored, password):
            return True
        return self._passwords.verify(stored, password, applicant)

    def _count_failure(self, attempt: Attempt) -> None:
        with self._database.connection(writing=True) as connection:
            self._throttle.count_failure(connection, attempt, self._clock.milliseconds())

    def _note_success(self, attempt: Attempt, row: "Row[Any]") -> None:
        with self._database.connection(writing=True) as connection:
            if row.pair_failures:
                self._throttle.forget_failures(connection, attempt)
            if is_to_be_noted(attempt, row):
                note(connection, attempt)


def _written(write: Callable[[], None]) -> None:
    """Write; once more when the first row of the same pair was written at the same moment, for now there is one."""
    try:
        write()
    except IntegrityError:
        write()


def _named(rows: Sequence["Row[Any]"], attempt: Attempt) -> list["Row[Any]"]:
    # To some collations Zoe is Zoë; to the throttle they are two accounts, so they must be two here as well.
    exactly = [row for row in rows if row.username_key == attempt.exact]
    return exactly or [row for row in rows if row.username_key == attempt.key]
