"""The way of a call, as one list of steps from what its line in the log tells down to the function of its operation.

Each step does its part and proceeds to the next; what that returns, or raises, it may look at on the way back.
Order of the checks: R-ORDER (database, token, registration, security level, arguments, records).
"""

import logging
import secrets
import traceback
from collections.abc import Callable, Mapping, Sequence, Sized
from copy import copy
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Protocol, Self

from sqlalchemy.exc import SQLAlchemyError

from vettrak_api.calls.call import PREPARATIONS, REGISTRY, Call, Function
from vettrak_api.calls.messages import safe_message
from vettrak_api.calls.named_records import NamedRecords
from vettrak_api.calls.results import Answer, ResultShape
from vettrak_api.calls.scopes import within_scope
from vettrak_api.calls.texts import Texts
from vettrak_api.catalogue.lengths import longest_texts
from vettrak_api.catalogue.loader import Catalogue, Operation, load_catalogue
from vettrak_api.database.connections import Lease
from vettrak_api.database.error_codes import described
from vettrak_api.database.transactions import attempts
from vettrak_api.errors import (
    STATUS_OK,
    Busy,
    DatabaseTrouble,
    DatabaseUnfit,
    FeatureMissing,
    NotAvailable,
    NotPermitted,
    UnderMaintenance,
    Unexpected,
    VettrakError,
    status_of,
)
from vettrak_api.model.audit import Author
from vettrak_api.request import FAILED, NOBODY, OK, REFUSED, current
from vettrak_api.runtime import Runtime, serving

logger = logging.getLogger(__name__)

BASE_FEATURE = "VETtrak API"

HANDSHAKES = frozenset({"API_Handshake", "DB_Handshake"})
"""What tells by itself how the server and its database are."""

OURS = frozenset({Busy, DatabaseTrouble, DatabaseUnfit, UnderMaintenance, Unexpected})
"""Errors that are no fault of whoever calls."""


class WireContext(Protocol):
    """What the pipeline needs to know of the transport."""

    remote_address: str


@dataclass(frozen=True, slots=True)
class Plan:
    """An operation made ready: its declaration, its function (None = not available), its result and texts.

    preparation: what it computes before its transaction begins, if anything.
    """

    declared: Operation
    function: Function | None
    shape: ResultShape
    names: tuple[str, ...]
    texts: Texts
    records: NamedRecords
    preparation: Function | None = None

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
            Texts(longest_texts(declared, catalogue)),
            NamedRecords(declared),
            PREPARATIONS.get(name),
        )
        for name, declared in catalogue.operations.items()
    }


@cache
def _known_plans() -> Mapping[str, Plan]:
    """Return the operations of our own catalogue, made ready once per process."""
    return _plans(load_catalogue())


class Pipeline:
    """Carries calls from the wire to the operations of one installation and back."""

    def __init__(self, runtime: Runtime, catalogue: Catalogue | None = None) -> None:
        self._runtime = runtime
        self._product = ""
        self.plans = _known_plans() if catalogue is None else _plans(catalogue)

    def of(self, product: str) -> Self:
        """Return the way of the calls that come in by one product's page; plans and installation are shared."""
        way = copy(self)
        way._product = product  # noqa: SLF001 - of its own class
        return way

    def perform(self, context: WireContext, name: str, values: tuple[Any, ...]) -> Answer:
        """Run an operation with its arguments in declared order and return its answer; never raises."""
        # The edge has read the address already, except in calls that come by none.
        address = current().address or getattr(context, "remote_address", "")
        runtime = serving(self._runtime)
        now = runtime.clock.now()
        plan = self.plans[name]
        call = Call(name, runtime, Lease(runtime.database), address, now, product=self._product, texts=plan.texts)
        return _first_step(call, plan, values)


Proceed = Callable[[Call, Plan, tuple[Any, ...]], Any]
"""The rest of the way."""

Step = Callable[[Call, Plan, tuple[Any, ...], Proceed], Any]


def tell_request(call: Call, plan: Plan, values: tuple[Any, ...], proceed: Proceed) -> Answer:
    """Tell the request, whose line of the log the edge writes: what is called, by whom, and which records it names."""
    request = current()
    request.ask(call.operation)
    answer = proceed(call, plan, values)
    request.ask(call.operation, _who(call))
    request.records = plan.records.told(values)
    return answer


def give_result(call: Call, plan: Plan, values: tuple[Any, ...], proceed: Proceed) -> Answer:
    """Put the payload, or the failure, into the declared result (R-AUTH-OK, R-AUTH-FAIL), and tell the request."""
    request = current()
    try:
        payload = proceed(call, plan, values)
        if plan.shape.kind == "list" and isinstance(payload, Sized):
            request.rows = len(payload)
        request.judge(OK, status=STATUS_OK)
        return plan.shape.success(call, payload)
    except VettrakError as error:
        outcome = FAILED if type(error) in OURS else REFUSED
        request.judge(outcome, type(error).__name__, safe_message(error), status_of(error))
        return plan.shape.failure(error)


def hide_failures(call: Call, plan: Plan, values: tuple[Any, ...], proceed: Proceed) -> Any:
    """Make a database's failure, and what nobody expected, errors that a client may read; the log keeps the place."""
    try:
        return proceed(call, plan, values)
    except VettrakError:
        raise
    except SQLAlchemyError as error:
        _log_failure(call, error)
        raise DatabaseTrouble from None
    except Exception as error:  # noqa: BLE001 - the last resort: nothing but our answers reaches a client
        reference = secrets.token_hex(4)
        _log_failure(call, error, reference)
        raise Unexpected(reference) from None


def require_schema(call: Call, plan: Plan, values: tuple[Any, ...], proceed: Proceed) -> Any:
    """Refuse calls while the database can not be asked or its tables do not fit this version (R-DB)."""
    if call.operation not in HANDSHAKES:
        call.runtime.schema.require()
    return proceed(call, plan, values)


def use_one_connection(call: Call, plan: Plan, values: tuple[Any, ...], proceed: Proceed) -> Any:
    """Do all that follows on one connection of the pool."""
    with call.database:
        return proceed(call, plan, values)


def authenticate(call: Call, plan: Plan, values: tuple[Any, ...], proceed: Proceed) -> Any:
    """Find the token's owner and restart the token's time (R-TOKEN)."""
    if plan.takes_token:
        call.known_caller = call.runtime.tokens.check(values[0], call.database)
        call.token = values[0].strip()
    return proceed(call, plan, values)


def require_features(call: Call, plan: Plan, values: tuple[Any, ...], proceed: Proceed) -> Any:
    """Refuse operations whose features the registration lacks (R-FEATURE)."""
    wanted = (BASE_FEATURE, plan.declared.feature) if plan.takes_token else ()
    for feature in wanted:
        if feature and feature not in call.settings.features:
            raise FeatureMissing(feature)
    return proceed(call, plan, values)


def require_role(call: Call, plan: Plan, values: tuple[Any, ...], proceed: Proceed) -> Any:
    """Keep callers without the API role from protected operations (R-ACCESS)."""
    if plan.declared.security == "protected" and not call.caller.api_role:
        raise NotPermitted
    return proceed(call, plan, values)


def prepare(call: Call, plan: Plan, values: tuple[Any, ...], proceed: Proceed) -> Any:
    """Compute what takes long before a transaction begins for which others wait; for nobody who is refused later."""
    if plan.preparation is not None:
        with call.database.reads():
            may_call = _is_within_scope(call, plan, values)
        if may_call:
            call.prepared = plan.preparation(call, **plan.arguments(values))
    return proceed(call, plan, values)


def use_one_transaction(call: Call, plan: Plan, values: tuple[Any, ...], proceed: Proceed) -> Any:
    """Commit what the operation writes when it returns, roll back when it raises (R-WRITE); repeat after a deadlock.

    What only reads has no transaction: each of its statements sees its own moment.
    """
    author = Author(_who(call), call.operation, call.now)
    for attempt in attempts():
        # An attempt that failed goes on behind its `with`: there must be nothing but the next one.
        if plan.declared.writes:
            with attempt, call.database.writing(author) as session:
                call.open_session = session
                return proceed(call, plan, values)
        else:
            with attempt, call.database.reads():
                return proceed(call, plan, values)
    raise AssertionError  # the last attempt raises


def require_scope(call: Call, plan: Plan, values: tuple[Any, ...], proceed: Proceed) -> Any:
    """Keep callers without the API role to the records that the operation's scope gives them; without one, to none."""
    if not _is_within_scope(call, plan, values):
        raise NotPermitted
    return proceed(call, plan, values)


def _is_within_scope(call: Call, plan: Plan, values: tuple[Any, ...]) -> bool:
    is_bound = plan.declared.security == "restricted" and not call.caller.api_role
    return not is_bound or within_scope(call, plan.declared.scope, plan.arguments(values))


def run_function(call: Call, plan: Plan, values: tuple[Any, ...]) -> Any:
    """Run the operation and return its payload."""
    if plan.function is None:
        raise NotAvailable(call.operation)
    return plan.function(call, **plan.arguments(values))


STEPS: tuple[Step, ...] = (
    tell_request,
    give_result,
    hide_failures,
    require_schema,
    use_one_connection,
    authenticate,
    require_features,
    require_role,
    prepare,
    use_one_transaction,
    require_scope,
)
"""Every call takes these steps in this order; the last of them proceeds to `run_function`."""


def _chained(steps: Sequence[Step], last: Proceed) -> Proceed:
    """Return the way through all steps, each of which gets the next one to proceed to."""
    proceed = last
    for step in reversed(steps):
        proceed = partial(_taken, step, proceed)
    return proceed


def _taken(step: Step, proceed: Proceed, call: Call, plan: Plan, values: tuple[Any, ...]) -> Any:
    return step(call, plan, values, proceed)


_first_step = _chained(STEPS, run_function)


def _who(call: Call) -> str:
    return call.known_caller.identifier if call.known_caller else NOBODY


def _log_failure(call: Call, error: Exception, reference: str = NOBODY) -> None:
    """Log a failure by its kinds and the database's own code, without its text, which may hold personal data."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s failed, reference %s: %s\n%s", call.operation, reference, described(error), frames)
