"""`vettrak-api background`: the work beside the calls, in a process of its own or as a scheduled task."""

import threading
from collections.abc import Callable
from typing import Annotated

import typer

from vettrak_api.cli.common import FAILED, MISUSED, Problem, console, errors, open_runtime, read_process_settings
from vettrak_api.database.schema import examine_schema
from vettrak_api.hosting import background as work
from vettrak_api.hosting import rounds
from vettrak_api.hosting.logs import configure_logging, unwritable
from vettrak_api.hosting.stopping import told_to_stop
from vettrak_api.runtime import Runtime
from vettrak_api.settings import Settings, WrongSettings
from vettrak_api.tenants.live import Tenants


def background(
    *,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now and leave, as a scheduled task.")] = False,
) -> None:
    """Send messages and delete what is old, until Ctrl-C: for when no server does it, or in a process of its own.

    One process of all that use the database does this work at a time. This one waits until no other does it.
    """
    settings = read_process_settings()
    try:
        configure_logging(settings, insist=True)
    except OSError as error:
        raise Problem(unwritable(settings.log_file, error), MISUSED) from None
    if settings.tenants:
        do_for_all(open_tenants(settings), once=once)
        return
    with open_runtime(settings) as runtime:
        if once:
            do_once(runtime)
        else:
            do_until_told(lambda stop: work.start(runtime, stop))


def open_tenants(settings: Settings) -> Tenants:
    """Return the organisations that are served; raises Problem when their file can not be read."""
    try:
        return Tenants(settings)
    except WrongSettings as error:
        raise Problem(error.message, MISUSED) from None


def do_for_all(tenants: Tenants, *, once: bool) -> None:
    """Do the work of all organisations; raises Problem when some of them could not be worked for once."""
    try:
        if not once:
            do_until_told(lambda stop: rounds.start(tenants, stop, works=True))
            return
        troubles = rounds.work_once_for_all(tenants)
        for name, trouble in troubles.items():
            errors.print(f"{name}: {trouble}")
        done = len(tenants.names) - len(troubles)
        if troubles:
            raise Problem(f"Done for {done} organisations; {len(troubles)} stay as they were.", FAILED)
        console.print(f"Done for {done} organisations.")
    finally:
        tenants.close()


def do_once(runtime: Runtime) -> None:
    """Do what is due; raises Problem when the tables do not fit."""
    finding = examine_schema(runtime.database)
    if not finding.is_usable:
        raise Problem(finding.advice)
    is_done = work.work_once(runtime)
    console.print("Done." if is_done else "Nothing to do: another process does the background work.")


def do_until_told(start: Callable[[threading.Event], list[threading.Thread]]) -> None:
    """Work until Ctrl-C or SIGTERM, whatever becomes of the database meanwhile."""
    stop = told_to_stop()
    threads = start(stop)
    errors.print("Doing the background work. Ctrl-C stops it.")
    # Windows lets a wait without an end be interrupted by nothing.
    while not stop.wait(1):
        pass
    work.wait_for(threads)
    errors.print("Stopped.")
