"""What is measured at the moment when somebody asks for the metrics: queues, tokens, background work."""

import datetime
import math
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.exc import SQLAlchemyError

from vettrak_api.errors import VettrakError
from vettrak_api.model.installation import BackgroundDuty
from vettrak_api.model.quarantine import PENDING, WebEnrolment
from vettrak_api.model.security import AccessToken
from vettrak_api.outbox.listing import outbox_state
from vettrak_api.runtime import Runtime
from vettrak_api.tenants.live import Tenants

ASK_AGAIN_SECONDS = 10.0
"""How long what was found is told again: counting what waits reads what it counts."""

MINUTE = 60_000

_PENDING = select(func.count(), func.min(WebEnrolment.stamp)).where(WebEnrolment.state == PENDING)
_TOKENS = select(func.count()).where(AccessToken.used >= bindparam("since"))
_DUTY = select(BackgroundDuty.holder, BackgroundDuty.cleaned)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that is what it is now, whichever process tells it."""

    name: str
    meaning: str


OUTBOX = Measure("vettrak_outbox_waiting", "Messages that wait to be sent.")
OUTBOX_AGE = Measure("vettrak_outbox_oldest_seconds", "How long the message has waited that has waited longest.")
OUTBOX_GIVEN_UP = Measure("vettrak_outbox_given_up", "Messages that were given up within 30 days.")
QUARANTINE = Measure("vettrak_quarantine_waiting", "Web enrolments that wait for staff.")
QUARANTINE_AGE = Measure("vettrak_quarantine_oldest_seconds", "How long the web enrolment has waited that came first.")
TOKENS = Measure("vettrak_tokens_in_use", "Tokens that would be accepted now.")
POOL_LIMIT = Measure("vettrak_pool_limit", "Connections that each process may have open at most.")
DUTY = Measure("vettrak_background_duty", "1 while some process holds the background work.")
CLEANED = Measure("vettrak_background_cleaned_seconds", "Since the background work has last deleted what is old.")
REACHED = Measure("vettrak_database_reached", "1 when the database could be asked for the numbers beside this one.")


SERVED = Measure("vettrak_tenants", "Organisations that are served.")
AWAY = Measure("vettrak_tenants_away", "Organisations whose database could not be used when it was asked last.")


class TenantMeasures(Collector):
    """Tells of all organisations together what this process knows; nobody is asked, for they may be hundreds."""

    def __init__(self, tenants: Tenants) -> None:
        self._tenants = tenants

    def collect(self) -> Iterable[Metric]:
        """Yield how many there are, and how many of them are away."""
        away = sum(runtime.schema.is_away for runtime in self._tenants.live)
        for measure, value in ((SERVED, len(self._tenants.names)), (AWAY, away)):
            yield GaugeMetricFamily(measure.name, measure.meaning, value=value)


class Measures(Collector):
    """Asks the database, every few seconds at most, whoever wants to know."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self._asking = threading.Lock()
        self._asked = -math.inf
        self._found: dict[Measure, float] = {}

    def collect(self) -> Iterable[Metric]:
        """Yield what is measured; while the database is away, that alone."""
        for measure, value in {**self._fresh(), **self._known()}.items():
            yield GaugeMetricFamily(measure.name, measure.meaning, value=value)

    def _fresh(self) -> dict[Measure, float]:
        with self._asking:
            if time.monotonic() - self._asked >= ASK_AGAIN_SECONDS:
                self._found = self._measured()
                self._asked = time.monotonic()
            return self._found

    def _known(self) -> dict[Measure, float]:
        """What the settings tell; SQLite's pool has another size."""
        if self.runtime.database.engine.dialect.name == "sqlite":
            return {}
        # As many again as are kept open may be opened for a while (`vettrak_api.database.engine`).
        return {POOL_LIMIT: 2 * self.runtime.settings.database_pool_size}

    def _measured(self) -> dict[Measure, float]:
        # Tables that do not fit are told in the log; what is asked of them would fail.
        if self.runtime.schema.look() is not None:
            return {REACHED: 0}
        try:
            with self.runtime.database.connection() as connection:
                return {**self._asked_of(connection), REACHED: 1}
        except (SQLAlchemyError, VettrakError):
            return {REACHED: 0}

    def _asked_of(self, connection: Connection) -> dict[Measure, float]:
        now, milliseconds = self.runtime.clock.now(), self.runtime.clock.milliseconds()
        outbox = outbox_state(connection, now)
        pending, first = connection.execute(_PENDING).one()
        lifetime = int(self.runtime.settings.token_timeout_minutes * MINUTE)
        duty = connection.execute(_DUTY).one_or_none()
        return {
            OUTBOX: outbox.waiting,
            OUTBOX_AGE: _age(now, outbox.oldest),
            OUTBOX_GIVEN_UP: outbox.given_up,
            QUARANTINE: pending,
            QUARANTINE_AGE: _age(now, first),
            TOKENS: connection.scalar(_TOKENS, {"since": milliseconds - lifetime}) or 0,
            DUTY: 1 if duty and duty.holder else 0,
            CLEANED: max(0, milliseconds - duty.cleaned) / 1000 if duty and duty.cleaned else 0,
        }


def _age(now: datetime.datetime, since: datetime.datetime | None) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0
