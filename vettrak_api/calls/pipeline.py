"""The way of a call, as a list of steps: who is it, may they, run, answer, log.

Order of the checks: R-ORDER (database, token, registration, security level, arguments, records).
"""

import logging
import secrets
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from vettrak_api.calls.call import REGISTRY, Call, Function
from vettrak_api.calls.results import Answer, ResultShape
from vettrak_api.calls.scopes import within_scope
from vettrak_api.catalogue.loader import Catalogue, Operation, load_catalogue
from vettrak_api.database.connections import Lease
from vettrak_api.database.transactions import repeated
from vettrak_api.errors import (
    DatabaseTrouble,
    FeatureMissing,
    NotAvailable,
    NotPermitted,
    Unexpected,
    VettrakError,
)
from vettrak_api.model.audit import Author
from vettrak_api.runtime import Runtime

logger = logging.getLogger(__name__)
calls_logger = logging.getLogger("vettrak_api.calls")

BASE_FEATURE = "VETtrak API"
NOBODY = "-"


class WireContext(Protocol):
    """What the pipeline needs to know of the transport."""

    remote_address: str


@dataclass(frozen=True, slots=True)
class Plan:
    """An operation made ready: its declaration, its function (None = not available) and its result."""

    declared: Operation
    function: Function | None
    shape: ResultShape
    names: tuple[str, ...]

    @property
    def takes_token(self) -> bool:
        """Every operation but the public ones has the token as its first parameter."""
        return self.declared.security != "public"

    def arguments(self, values: tuple[Any, ...]) -> dict[str, Any]:
        """Return the arguments of the function by wire name: all but the token."""
        named = dict(zip(self.names, values, strict=True))
        if self.takes_token:
            del named[self.names[0]]
        return named


def _plans(catalogue: Catalogue) -> Mapping[str, Plan]:
    return {
        name: Plan(
            declared,
            REGISTRY.get(name),
            ResultShape(declared, catalogue),
            tuple(parameter.name for parameter in declared.params),
        )
        for name, declared in catalogue.operations.items()
    }


@cache
def _known_plans() -> Mapping[str, Plan]:
    """Return the operations of our own catalogue, made ready once per process."""
    return _plans(load_catalogue())


class Pipeline:
    """Carries calls from the wire to the operations of one server and back."""

    def __init__(self, runtime: Runtime, catalogue: Catalogue | None = None) -> None:
        self._runtime = runtime
        self.plans = _known_plans() if catalogue is None else _plans(catalogue)

    def perform(self, context: WireContext, name: str, values: tuple[Any, ...]) -> Answer:
        """Run an operation with its arguments in declared order and return its answer; never raises."""
        started = time.perf_counter()
        plan = self.plans[name]
        address, now = getattr(context, "remote_address", ""), self._runtime.clock.now()
        call = Call(name, self._runtime, Lease(self._runtime.database), address, now)
        try:
            payload = self._run_steps(call, plan, values)
            answer, status = plan.shape.success(call, payload), "ok"
        except VettrakError as error:
            answer, status = plan.shape.failure(error), type(error).__name__
        self._log(call, status, started)
        return answer

    def _run_steps(self, call: Call, plan: Plan, values: tuple[Any, ...]) -> Any:
        try:
            with call.database:
                for step in STEPS:
                    step(call, plan, values)
                return run(call, plan, plan.arguments(values))
        except VettrakError:
            raise
        except SQLAlchemyError as error:
            raise self._log_and_translate(call, error, DatabaseTrouble()) from None
        except Exception as error:  # noqa: BLE001 - the last resort: nothing but our answers reaches a client
            reference = secrets.token_hex(4)
            raise self._log_and_translate(call, error, Unexpected(reference), reference) from None

    @staticmethod
    def _log_and_translate(call: Call, error: Exception, answer: VettrakError, reference: str = NOBODY) -> VettrakError:
        """Log a failure without its text, which may hold personal data, and return its answer."""
        kind = type(error.orig).__name__ if isinstance(error, DBAPIError) else ""
        frames = "".join(traceback.format_tb(error.__traceback__))
        logger.error(
            "%s failed, reference %s: %s %s\n%s",
            call.operation,
            reference,
            type(error).__name__,
            kind,
            frames,
        )
        return answer

    def _log(self, call: Call, status: str, started: float) -> None:
        elapsed = (time.perf_counter() - started) * 1000
        slow = elapsed > self._runtime.settings.slow_call_milliseconds
        caller = call.known_caller.identifier if call.known_caller else NOBODY
        level = logging.WARNING if slow else logging.INFO
        calls_logger.log(
            level, "%s %s caller=%s from=%s %.1f ms", call.operation, status, caller, call.address, elapsed
        )


def authenticate(call: Call, plan: Plan, values: tuple[Any, ...]) -> None:
    """Find the token's owner and restart the token's time (R-TOKEN)."""
    if plan.takes_token:
        call.known_caller = call.runtime.tokens.check(values[0], call.database)
        call.token = values[0].strip()


def require_features(call: Call, plan: Plan, values: tuple[Any, ...]) -> None:
    """Refuse operations whose features the registration lacks (R-FEATURE)."""
    del values
    if not plan.takes_token:
        return
    for feature in (BASE_FEATURE, plan.declared.feature):
        if feature and feature not in call.settings.features:
            raise FeatureMissing(feature)


def require_role(call: Call, plan: Plan, values: tuple[Any, ...]) -> None:
    """Keep callers without the API role from protected operations (R-ACCESS)."""
    del values
    if plan.declared.security == "protected" and not call.caller.api_role:
        raise NotPermitted


Step = Callable[[Call, Plan, tuple[Any, ...]], None]

STEPS: tuple[Step, ...] = (authenticate, require_features, require_role)
"""What happens before a session is opened, in order."""


def require_scope(call: Call, plan: Plan, arguments: Mapping[str, Any]) -> None:
    """Keep callers without the API role to the records that the operation's scope gives them; without one, to none."""
    if plan.declared.security != "restricted" or call.caller.api_role:
        return
    if not within_scope(call, plan.declared.scope, arguments):
        raise NotPermitted


def run(call: Call, plan: Plan, arguments: dict[str, Any]) -> Any:
    """Run the operation in one transaction: committed when it returns, rolled back when it raises (R-WRITE)."""
    return repeated(lambda: _run_once(call, plan, arguments))


def _run_once(call: Call, plan: Plan, arguments: dict[str, Any]) -> Any:
    identifier = call.known_caller.identifier if call.known_caller else NOBODY
    author = Author(identifier, call.operation, call.now)
    with call.database.writing(author) if plan.declared.writes else call.database.reading() as session:
        call.open_session = session
        require_scope(call, plan, arguments)
        if plan.function is None:
            raise NotAvailable(call.operation)
        return plan.function(call, **arguments)
