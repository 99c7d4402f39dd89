"""`vettrak-api quarantine ...`: what the web left behind and nobody needs any more."""

import datetime
from typing import Annotated

import typer

from vettrak_api.cli.common import console, open_runtime
from vettrak_api.model.audit import Author
from vettrak_api.rules.quarantine.purging import purge_quarantine

app = typer.Typer(help="Web enrolments and waitlist entries in quarantine.", no_args_is_help=True)

MOST_DAYS = 36_500
"""A hundred years: older than any record, and well within what dates can say."""


@app.callback()
def group() -> None:
    """Keep the group: with one command typer would drop its name."""


@app.command()
def purge(
    older_than: Annotated[
        int, typer.Option("--older-than", min=0, max=MOST_DAYS, help="Days since the record was closed.")
    ],
) -> None:
    """Empty the personal data of web records that were processed, rejected or deleted; decisions stay."""
    with open_runtime() as runtime:
        now = runtime.clock.now()
        with runtime.database.writing(Author("server", "quarantine purge", now)) as session:
            counts = purge_quarantine(session, now - datetime.timedelta(days=older_than))
    console.print(f"Emptied {', '.join(f'{count} {kind}' for kind, count in counts.items())}.")
