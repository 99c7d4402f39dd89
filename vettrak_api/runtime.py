"""What all calls share: settings, database, clock and the log-in machinery, composed once."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from sqlalchemy import Engine

from vettrak_api.clock import Clock
from vettrak_api.database.connections import Database
from vettrak_api.database.schema import Schema
from vettrak_api.outbox.age import OutboxAge
from vettrak_api.request import TENANT
from vettrak_api.rules.failures import Failures
from vettrak_api.security.keyring import Keyring
from vettrak_api.security.login import Login
from vettrak_api.security.passwords import Passwords
from vettrak_api.security.throttle import Throttle
from vettrak_api.security.tokens import Tokens
from vettrak_api.security.vault import Vault
from vettrak_api.settings import Settings


@dataclass(frozen=True, slots=True)
class Runtime:
    """The parts of one installation, or of one of the organisations that an installation serves."""

    settings: Settings
    database: Database
    clock: Clock
    passwords: Passwords
    tokens: Tokens
    login: Login
    schema: Schema
    outbox_age: OutboxAge
    failures: Failures
    vault: Vault
    since: datetime.datetime
    """When it was composed, in the RTO's time."""
    tenant: str = ""
    """The organisation's name, as the log tells it; blank where there is one alone."""


SERVING: ContextVar[Runtime | None] = ContextVar("serving", default=None)
"""The organisation that the request being answered was sent to, where a process serves many."""


def serving(otherwise: Runtime) -> Runtime:
    """Return whose request is being answered here; outside of any, and where there is one alone, `otherwise`."""
    return SERVING.get() or otherwise


def settings_serving(otherwise: Settings) -> Settings:
    """Return the settings of whose request is being answered here, as `serving` does."""
    runtime = SERVING.get()
    return runtime.settings if runtime else otherwise


@contextmanager
def served(runtime: Runtime) -> Iterator[None]:
    """Let what the body does be done for one organisation, as the log tells, too."""
    whose, named = SERVING.set(runtime), TENANT.set(runtime.tenant)
    try:
        yield
    finally:
        TENANT.reset(named)
        SERVING.reset(whose)


def build_runtime(
    settings: Settings, clock: Clock | None = None, engine: Engine | None = None, tenant: str = ""
) -> Runtime:
    """Compose the server's parts from its settings; nothing is connected yet.

    An engine that is there already serves instead of a new one.
    """
    clock = clock or Clock(settings.zone)
    database = Database(settings, engine, clock)
    database.vault = vault = Vault(Keyring(settings, database.engine.url), clock.milliseconds)
    passwords = Passwords(settings, clock)
    tokens = Tokens(database, clock, settings)
    login = Login(database, clock, settings, passwords, Throttle(settings), tokens)
    schema, outbox_age, failures = Schema(database), OutboxAge(database, clock), Failures(clock.milliseconds)
    now = clock.now()
    return Runtime(
        settings, database, clock, passwords, tokens, login, schema, outbox_age, failures, vault, now, tenant
    )
