"""`vettrak-api token ...`: what a scheduled task does."""

import typer

from vettrak_api.cli.common import console, open_runtime
from vettrak_api.hosting.background import clean

token = typer.Typer(help="Tokens of log-ins.", no_args_is_help=True)


@token.callback()
def group() -> None:
    """Keep the group: with one command typer would drop its name."""


@token.command()
def purge() -> None:
    """Delete tokens that have expired, and what is kept of log-ins that no longer count."""
    with open_runtime() as runtime:
        tokens, logins = clean(runtime)
    console.print(f"Deleted {tokens} tokens and {logins} records of log-ins.")
