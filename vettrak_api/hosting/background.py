"""What a running server does beside its calls: sends queued mails, and forgets tokens and failures past their time."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from vettrak_api.hosting.mail import start_sending
from vettrak_api.runtime import Runtime
from vettrak_api.security.throttle import forget_old

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 3600
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
    """Start the threads that do it until `stop` is set."""
    cleaner = threading.Thread(target=_keep_clean, args=(runtime, stop), name="housekeeping", daemon=True)
    cleaner.start()
    sender = start_sending(runtime, stop)
    return [cleaner, sender] if sender else [cleaner]


def clean(runtime: Runtime) -> tuple[int, int]:
    """Delete tokens that died long ago and failed log-ins that no longer count; return how many of each."""
    tokens = runtime.tokens.purge()
    with runtime.database.connection(writing=True) as connection:
        return tokens, forget_old(connection, runtime.clock.milliseconds())


def _keep_clean(runtime: Runtime, stop: threading.Event) -> None:
    while not stop.wait(PAUSE_SECONDS):
        try:
            clean(runtime)
        except SQLAlchemyError as error:
            logger.warning("old tokens stay for now: %s", type(error).__name__)
