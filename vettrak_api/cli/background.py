"""`vettrak-api background`: the work beside the calls, in a process of its own or as a scheduled task."""

from typing import Annotated

import typer

from vettrak_api.cli.common import MISUSED, Problem, console, errors, open_runtime, read_settings
from vettrak_api.database.schema import examine_schema
from vettrak_api.hosting import background as work
from vettrak_api.hosting.logs import configure_logging, unwritable
from vettrak_api.hosting.stopping import told_to_stop
from vettrak_api.runtime import Runtime


def background(
    *,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now and leave, as a scheduled task.")] = False,
) -> None:
    """Send messages and delete what is old, until Ctrl-C: for when no server does it, or in a process of its own.

    One process of all that use the database does this work at a time. This one waits until no other does it.
    """
    settings = read_settings()
    try:
        configure_logging(settings, insist=True)
    except OSError as error:
        raise Problem(unwritable(settings.log_file, error), MISUSED) from None
    with open_runtime(settings) as runtime:
        if once:
            do_once(runtime)
        else:
            do_until_told(runtime)


def do_once(runtime: Runtime) -> None:
    """Do what is due; raises Problem when the tables do not fit."""
    finding = examine_schema(runtime.database)
    if not finding.is_usable:
        raise Problem(finding.advice)
    is_done = work.work_once(runtime)
    console.print("Done." if is_done else "Nothing to do: another process does the background work.")


def do_until_told(runtime: Runtime) -> None:
    """Work until Ctrl-C or SIGTERM, whatever becomes of the database meanwhile."""
    stop = told_to_stop()
    threads = work.start(runtime, stop)
    errors.print("Doing the background work. Ctrl-C stops it.")
    # Windows lets a wait without an end be interrupted by nothing.
    while not stop.wait(1):
        pass
    work.wait_for(threads)
    errors.print("Stopped.")
