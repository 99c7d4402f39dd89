"""What the pages of one person read."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Integer, Row, bindparam, case, func, select
from sqlalchemy.orm import Session

from vettrak_api.model.clients import StaffDivision
from vettrak_api.model.reference import Division
from vettrak_api.model.security import AccessToken, ClientRole, PasswordReset, Role
from vettrak_api.model.sms import ClientSms
from vettrak_api.model.statements import execute
from vettrak_api.runtime import Runtime
from vettrak_api.security.good_logins import last_good_logins
from vettrak_api.security.throttle import Failures
from vettrak_api.security.tokens import ALIVE

MOST_TEXTS = 20
"""Text messages that the page of a person shows, the latest first."""

_NUMBER = bindparam("number", type_=Integer)

_ROLES = (
    select(
        Role.id,
        Role.name,
        Role.grants_api,
        Role.grants_setup,
        case((ClientRole.id.is_not(None), 1), else_=0).label("held"),
    )
    .outerjoin(ClientRole, (ClientRole.role_id == Role.id) & (ClientRole.client_id == _NUMBER))
    .order_by(Role.name, Role.id)
)
_DIVISIONS = (
    select(Division.id, Division.name, case((StaffDivision.id.is_not(None), 1), else_=0).label("opened"))
    .outerjoin(StaffDivision, (StaffDivision.division_id == Division.id) & (StaffDivision.client_id == _NUMBER))
    .order_by(Division.name, Division.id)
)
_TEXTS = (
    select(
        ClientSms.id,
        ClientSms.number,
        ClientSms.text,
        ClientSms.created_at,
        ClientSms.scheduled,
        ClientSms.state,
        ClientSms.settled,
        ClientSms.reason,
    )
    .where(ClientSms.client_id == _NUMBER)
    .order_by(ClientSms.id.desc())
    .limit(MOST_TEXTS + 1)
)
_TOKENS = select(func.sum(case((ALIVE, 1), else_=0)).label("good"), func.max(AccessToken.used).label("used")).where(
    AccessToken.client_id == _NUMBER
)
_INVITED = select(func.max(PasswordReset.expires)).where(
    PasswordReset.client_id == _NUMBER,
    PasswordReset.used.is_(None),
    PasswordReset.expires >= bindparam("now", type_=BigInteger),
)


@dataclass(frozen=True, slots=True)
class LogIn:
    """How somebody logs in. Moments are local times; None where there was none.

    tokens: log-ins that are good now. delayed_until: until when failures delay the next one. invited_until: how long a
    link to choose a password works.
    """

    tokens: int
    last_used: datetime.datetime | None
    last_good: datetime.datetime | None
    failures: Failures
    delayed_until: datetime.datetime | None
    invited_until: datetime.datetime | None


def log_in_of(runtime: Runtime, session: Session, client: Any) -> LogIn:
    """Return how a client, a row with `id` and `username`, logs in."""
    tokens = execute(session, _TOKENS, number=client.id, **runtime.tokens.alive_since()).one()
    failures = runtime.login.failures_at(session, client.username)
    last_good = last_good_logins(session, [client.username]).get(client.username)
    invited = execute(session, _INVITED, number=client.id, now=runtime.clock.milliseconds()).scalar()
    moments = (tokens.used, last_good, failures.until, invited)
    used, good, until, link = (runtime.clock.local(moment) if moment else None for moment in moments)
    return LogIn(int(tokens.good or 0), used, good, failures, until, link)


def roles_for(session: Session, number: int) -> Sequence[Row[Any]]:
    """Return all roles, and whether the client of a number holds each."""
    return execute(session, _ROLES, number=number).all()


def divisions_for(session: Session, number: int) -> Sequence[Row[Any]]:
    """Return all divisions, and whether each is opened to the staff member of a number."""
    return execute(session, _DIVISIONS, number=number).all()


def texts_to(session: Session, number: int) -> Sequence[Row[Any]]:
    """Return the latest text messages to a client, and one more that tells that there are others."""
    return execute(session, _TEXTS, number=number).all()
