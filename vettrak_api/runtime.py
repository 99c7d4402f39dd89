"""What all calls share: settings, database, clock and the log-in machinery, composed once."""

import datetime
from dataclasses import dataclass

from sqlalchemy import Engine

from vettrak_api.clock import Clock
from vettrak_api.database.connections import Database
from vettrak_api.database.schema import Schema
from vettrak_api.outbox.age import OutboxAge
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
    """The parts that live as long as the process."""

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


def build_runtime(settings: Settings, clock: Clock | None = None, engine: Engine | None = None) -> Runtime:
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
    return Runtime(
        settings, database, clock, passwords, tokens, login, schema, outbox_age, failures, vault, clock.now()
    )
