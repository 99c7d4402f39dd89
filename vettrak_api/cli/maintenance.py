"""`vettrak-api token ...` and `mail ...`: what a scheduled task does."""

import smtplib

import typer

from vettrak_api.cli.common import Problem, console, open_runtime
from vettrak_api.hosting.background import clean
from vettrak_api.hosting.mail import send_queued

token = typer.Typer(help="Tokens of log-ins.", no_args_is_help=True)
mail = typer.Typer(help="Mails that wait to be sent.", no_args_is_help=True)


@token.callback()
@mail.callback()
def group() -> None:
    """Keep the groups: with one command typer would drop its name."""


@token.command()
def purge() -> None:
    """Delete tokens that have expired, and failed log-ins that no longer count."""
    with open_runtime() as runtime:
        tokens, failures = clean(runtime)
    console.print(f"Deleted {tokens} tokens and {failures} records of failed log-ins.")


@mail.command()
def send() -> None:
    """Send the queued mails now; `serve` does the same every 15 seconds."""
    with open_runtime() as runtime:
        if not runtime.settings.smtp_host:
            raise Problem("No mail server is set. Set VETTRAK_SMTP_HOST and VETTRAK_MAIL_SENDER.")
        try:
            sent = send_queued(runtime)
        except (OSError, smtplib.SMTPException) as error:
            place = f"{runtime.settings.smtp_host}:{runtime.settings.smtp_port}"
            raise Problem(f"The mail server {place} can not be used: {error}. The mails stay queued.") from None
    console.print(f"Sent {sent} mails.")
