"""What is done beside the calls: sends queued messages, writes which calls failed, and forgets what is past its time.

Every process that serves is ready to do it, and `vettrak-api background` does nothing else; one at a time does it
(`vettrak_api.hosting.duty`). Which calls failed each process writes for itself.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from math import ceil
from multiprocessing.util import Finalize
from typing import Any, TypeAlias

from vettrak_api.database.maintenance import Watch
from vettrak_api.hosting import duty as duties
from vettrak_api.hosting.duty import Duty
from vettrak_api.outbox.delivery import send_due, sent_kinds
from vettrak_api.outbox.failures import reason_of
from vettrak_api.outbox.purging import purge_outbox
from vettrak_api.outbox.queue import SMS
from vettrak_api.outbox.sms_account import look_after_account
from vettrak_api.rules.audit.purging import purge_audit
from vettrak_api.rules.audit.sealing import seal_all
from vettrak_api.rules.failures import purge_failures
from vettrak_api.rules.idempotency import purge_requests
from vettrak_api.rules.privacy.erasures import erased_clients, file_of, note_erasures
from vettrak_api.rules.privacy.retention import apply_retention
from vettrak_api.runtime import Runtime
from vettrak_api.security.good_logins import forget_old_good_logins
from vettrak_api.security.throttle import forget_old

logger = logging.getLogger(__name__)

CLEANING_PAUSE_SECONDS = 3600
CLEANING_LOOK_SECONDS = 60
SENDING_PAUSE_SECONDS = 15
STOP_SECONDS = 5
NOTING_PAUSE_SECONDS = 10


def threads_of(runtime: Runtime, stop: threading.Event) -> list[threading.Thread]:
    """Start what a process that serves has beside its calls."""
    threads = (
        start(runtime, stop) if runtime.settings.background_work else [_begun("watch", _keep_looking, runtime, stop)]
    )
    return [*threads, _begun("failures", _keep_noting, runtime, stop)]


Begin: TypeAlias = Callable[[Any, threading.Event], list[threading.Thread]]
"""Starts what a process has beside its calls, for what it serves: one runtime, or all organisations."""


@contextmanager
def background_tasks(served: Any, begin: Begin = threads_of) -> Iterator[None]:
    """Be ready to do all of it for as long as the body runs, if the settings let a serving process do it."""
    stop = threading.Event()
    threads = begin(served, stop)
    try:
        yield
    finally:
        stop.set()
        wait_for(threads)


def wait_for(threads: Iterable[threading.Thread]) -> None:
    """Wait for threads that were told to end, 5 seconds for all of them: a message that is being sent goes out.

    One that takes longer than that is due again when its sender's lease has passed.
    """
    deadline = time.monotonic() + STOP_SECONDS
    for thread in threads:
        thread.join(timeout=max(0, deadline - time.monotonic()))


def start(runtime: Runtime, stop: threading.Event) -> list[threading.Thread]:
    """Start the threads that do it until `stop` is set; the sender only if the settings allow to send anything."""
    works = {"duty": _keep_duty, "housekeeping": _keep_clean}
    if sent_kinds(runtime.settings):
        works["outbox"] = _keep_sending
    duty = Duty(runtime.database)
    threads = [
        threading.Thread(target=work, args=(runtime, duty, stop), name=name, daemon=True)
        for name, work in works.items()
    ]
    for thread in threads:
        thread.start()
    return threads


def _begun(
    name: str, work: Callable[[Runtime, threading.Event], None], runtime: Runtime, stop: threading.Event
) -> threading.Thread:
    thread = threading.Thread(target=work, args=(runtime, stop), name=name, daemon=True)
    thread.start()
    return thread


def _keep_noting(runtime: Runtime, stop: threading.Event) -> None:
    """Write now and then, and at the end, which calls have failed; a call never waits for that."""
    while True:
        is_over = stop.wait(NOTING_PAUSE_SECONDS)
        if is_over or runtime.schema.is_usable:
            tried(lambda: runtime.failures.write(runtime.database), "the list of failed calls is behind")
        if is_over:
            return


def _keep_looking(runtime: Runtime, stop: threading.Event) -> None:
    """Look whether calls can be answered, in a process that does nothing beside them."""
    while not stop.wait(duties.BEAT_SECONDS):
        runtime.schema.look()


def start_for_good(served: Any, begin: Begin = threads_of) -> None:
    """Be ready to do it until the process ends, in web servers that tell us nothing of their own end."""
    stop = threading.Event()
    threads = begin(served, stop)

    def end() -> None:
        stop.set()
        wait_for(threads)

    # Not atexit: processes that multiprocessing has forked, such as granian's workers, end without that.
    Finalize(None, end, exitpriority=0)


def work_once(runtime: Runtime) -> bool:
    """Do once all that is due; false when another process does the work.

    Whether one that has the duty still lives shows within seconds; that it does not, after half a minute.
    """
    duty, stop = Duty(runtime.database), threading.Event()
    for _ in range(ceil(duties.SILENCE_SECONDS / duties.BEAT_SECONDS) + 2):
        if duty.beat() or duty.sees_another:
            break
        time.sleep(duties.BEAT_SECONDS)
    if not duty.is_ours:
        return False
    keeper = threading.Thread(target=_keep_duty, args=(runtime, duty, stop), daemon=True)
    keeper.start()
    try:
        clean_when_due(runtime, duty)
        keep_sealed(runtime, Watch(runtime.database), lambda: not duty.is_ours)
        send_all(runtime, lambda: not duty.is_ours)
    finally:
        stop.set()
        wait_for([keeper])
    return True


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


def clean_audit(runtime: Runtime) -> tuple[int, int]:
    """Purge the audit trail of what is past its time; returns how many rows, and how many keys of persons."""
    settings, now = runtime.settings, runtime.clock.milliseconds()
    return purge_audit(runtime.database, now, settings.audit_days, settings.audit_personal_days)


def seal(runtime: Runtime, watch: Watch, is_stopping: Callable[[], bool] = bool) -> int:
    """Seal the change log as far as it is settled, and return how many rows; none while data is imported.

    An import stamps rows long before it commits them.
    """
    now = runtime.clock.milliseconds()
    if watch.is_maintained():
        return 0
    bound = runtime.settings.commit_timeout_seconds
    return seal_all(runtime.database, runtime.vault.keyring, now, bound, is_stopping)


def keep_sealed(runtime: Runtime, watch: Watch, is_stopping: Callable[[], bool]) -> None:
    """Seal the change log; what goes wrong is logged, and tried again in the next round."""
    tried(lambda: seal(runtime, watch, is_stopping), "the change log is not sealed for now")


def clean_personal(runtime: Runtime) -> int:
    """Remove personal data that are past their time, let the list of erasures tell of all, and return how much went."""
    gone = sum(apply_retention(runtime.database, runtime.settings, runtime.clock.now()).values())
    with runtime.database.querying() as reader:
        erased = erased_clients(reader)
    note_erasures(file_of(runtime.settings, runtime.database.engine.url), runtime.vault.keyring, erased)
    return gone


def clean_failures(runtime: Runtime) -> int:
    """Delete failed calls that nobody asks about any more and return how many kinds there were."""
    with runtime.database.connection(writing=True) as connection:
        return purge_failures(connection, runtime.clock.milliseconds())


def _keep_duty(runtime: Runtime, duty: Duty, stop: threading.Event) -> None:
    while True:
        # What is wrong with the database is told there.
        if runtime.schema.look() is None:
            tried(duty.beat, "the background work waits")
        if stop.wait(duties.BEAT_SECONDS):
            duty.give_back()
            return


def _keep_clean(runtime: Runtime, duty: Duty, stop: threading.Event) -> None:
    watch = Watch(runtime.database)
    while not stop.wait(CLEANING_LOOK_SECONDS):
        if duty.is_ours:
            tried(lambda: clean_when_due(runtime, duty), "old tokens, log-ins and messages stay for now")
            keep_sealed(runtime, watch, lambda: stop.is_set() or not duty.is_ours)


def clean_when_due(runtime: Runtime, duty: Duty) -> None:
    """Delete what is past its time, if nobody has for an hour."""
    now = runtime.clock.milliseconds()
    if duty.is_cleaning_due(now, CLEANING_PAUSE_SECONDS * 1000):
        tried(lambda: clean(runtime), "old tokens and log-ins stay for now")
        tried(lambda: clean_outbox(runtime), "old messages stay for now")
        tried(lambda: clean_requests(runtime), "old answers stay for now")
        tried(lambda: clean_audit(runtime), "old entries of the audit trail stay for now")
        tried(lambda: clean_personal(runtime), "personal data that are past their time stay for now")
        tried(lambda: clean_failures(runtime), "old failures stay for now")
        duty.note_cleaned(now)


def _keep_sending(runtime: Runtime, duty: Duty, stop: threading.Event) -> None:
    while not stop.wait(SENDING_PAUSE_SECONDS):
        if duty.is_ours:
            tried(lambda: send_all(runtime, lambda: stop.is_set() or not duty.is_ours), "messages wait")


def send_all(runtime: Runtime, is_stopping: Callable[[], bool]) -> None:
    """Send what is due of every kind that the settings allow."""
    kinds = sent_kinds(runtime.settings)
    if SMS in kinds:
        tried(lambda: look_after_account(runtime), "the state of the SMS gateway is not known")
    for kind in kinds:
        send_kind(runtime, kind, is_stopping)


def send_kind(runtime: Runtime, kind: str, is_stopping: Callable[[], bool]) -> None:
    """Send what is due of one kind; what goes wrong is logged, and tried again in the next round."""
    tried(lambda: send_due(runtime, kind, is_stopping), f"messages ({kind}) wait")


def tried(work: Callable[[], object], trouble: str) -> None:
    """Do a piece of work; whatever it raises is logged, for nothing may end the thread that does it."""
    try:
        work()
    except Exception as error:  # noqa: BLE001 - the next round tries again
        logger.warning("%s: %s", trouble, reason_of(error))
