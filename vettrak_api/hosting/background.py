"""What a running server does beside its calls: sends queued messages, and forgets what is past its time."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from vettrak_api.outbox.delivery import send_due, sent_kinds
from vettrak_api.outbox.failures import reason_of
from vettrak_api.outbox.purging import purge_outbox
from vettrak_api.outbox.queue import SMS
from vettrak_api.outbox.sms_account import look_after_account
from vettrak_api.rules.idempotency import purge_requests
from vettrak_api.runtime import Runtime
from vettrak_api.security.good_logins import forget_old_good_logins
from vettrak_api.security.throttle import forget_old

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 3600
SENDING_PAUSE_SECONDS = 15
STOP_SECONDS = 5


@contextmanager
def background_tasks(runtime: Runtime) -> Iterator[None]:
    """Do all of it for as long as the body runs."""
    stop = threading.Event()
    threads = start(runtime, stop)
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=STOP_SECONDS)


def start(runtime: Runtime, stop: threading.Event) -> list[threading.Thread]:
    """Start the threads that do it until `stop` is set; the sender only if the settings allow to send anything."""
    works = {"housekeeping": _keep_clean}
    if sent_kinds(runtime.settings):
        works["outbox"] = _keep_sending
    threads = [
        threading.Thread(target=work, args=(runtime, stop), name=name, daemon=True) for name, work in works.items()
    ]
    for thread in threads:
        thread.start()
    return threads


def clean(runtime: Runtime) -> tuple[int, int]:
    """Delete tokens that died long ago, and failed and good log-ins that no longer count.

    Returns how many tokens, and how many log-ins.
    """
    tokens, now = runtime.tokens.purge(), runtime.clock.milliseconds()
    with runtime.database.connection(writing=True) as connection:
        return tokens, forget_old(connection, now) + forget_old_good_logins(connection, now)


def clean_outbox(runtime: Runtime) -> int:
    """Delete messages that were sent or given up long ago and return how many."""
    with runtime.database.connection(writing=True) as connection:
        return purge_outbox(connection, runtime.clock.now())


def clean_requests(runtime: Runtime) -> int:
    """Delete the answers of requests that may not be repeated any more and return how many."""
    with runtime.database.connection(writing=True) as connection:
        return purge_requests(connection, runtime.clock.milliseconds())


def _keep_clean(runtime: Runtime, stop: threading.Event) -> None:
    while not stop.wait(PAUSE_SECONDS):
        _tried(lambda: clean(runtime), "old tokens and log-ins stay for now")
        _tried(lambda: clean_outbox(runtime), "old messages stay for now")
        _tried(lambda: clean_requests(runtime), "old answers stay for now")


def _keep_sending(runtime: Runtime, stop: threading.Event) -> None:
    while not stop.wait(SENDING_PAUSE_SECONDS):
        _tried(lambda: _send_all(runtime, stop), "messages wait")


def _send_all(runtime: Runtime, stop: threading.Event) -> None:
    kinds = sent_kinds(runtime.settings)
    if SMS in kinds:
        _tried(lambda: look_after_account(runtime), "the state of the SMS gateway is not known")
    for kind in kinds:
        send_kind(runtime, kind, stop)


def send_kind(runtime: Runtime, kind: str, stop: threading.Event) -> None:
    """Send what is due of one kind; what goes wrong is logged, and tried again in the next round."""
    _tried(lambda: send_due(runtime, kind, stop.is_set), f"messages ({kind}) wait")


def _tried(work: Callable[[], object], trouble: str) -> None:
    """Do a piece of work; whatever it raises is logged, for nothing may end the thread that does it."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 - the next round tries again
        logger.warning("%s: %s", trouble, reason_of(error))
