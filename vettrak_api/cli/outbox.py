"""`vettrak-api mail ...`, `sms ...` and `outbox ...`: sends what waits, and shows what does not get through."""

import datetime
from typing import Any

import typer
from sqlalchemy import Row

from vettrak_api.cli.common import Problem, console, open_runtime
from vettrak_api.hosting.background import clean_outbox
from vettrak_api.outbox.delivery import send_due
from vettrak_api.outbox.failures import reason_of
from vettrak_api.outbox.listing import masked, outbox_state, waiting_and_given_up
from vettrak_api.outbox.mail import MailSender
from vettrak_api.outbox.queue import MAIL, SMS
from vettrak_api.outbox.sms import SmsSender
from vettrak_api.outbox.sms_account import look_after_account
from vettrak_api.runtime import Runtime

app = typer.Typer(help="Messages that wait to be sent, and those that were given up.", no_args_is_help=True)
mail = typer.Typer(help="Mails that wait to be sent.", no_args_is_help=True)
sms = typer.Typer(help="Text messages that wait to be sent.", no_args_is_help=True)

MOST_LISTED = 500


@app.callback()
@mail.callback()
@sms.callback()
def group() -> None:
    """Keep the groups: with one command typer would drop its name."""


@mail.command()
def send() -> None:
    """Send the mails that are due now; `serve` does the same every 15 seconds, and forgets old ones as this does."""
    with open_runtime() as runtime:
        if not MailSender.is_configured(runtime.settings):
            raise Problem("No mail server is set. Set VETTRAK_SMTP_HOST and VETTRAK_MAIL_SENDER.")
        clean_outbox(runtime)
        try:
            sent = send_due(runtime, MAIL)
        except OSError as error:
            place = f"{runtime.settings.smtp_host}:{runtime.settings.smtp_port}"
            raise Problem(f"The mail server {place} can not be used: {error}. The mails stay queued.") from None
        left = waiting(runtime)
    tell(f"Sent {sent} mails.", left)


@sms.command("send")
def send_sms() -> None:
    """Send the text messages that are due now, and ask the gateway for its balance; `serve` does the same."""
    with open_runtime() as runtime:
        if not SmsSender.is_configured(runtime.settings):
            raise Problem("No SMS gateway is set. Set VETTRAK_SMS_GATEWAY, and VETTRAK_SMS_URL with http.")
        clean_outbox(runtime)
        look_after_account(runtime)
        try:
            sent = send_due(runtime, SMS)
        except OSError as error:
            raise Problem(f"The SMS gateway can not be used: {reason_of(error)}. The messages stay queued.") from None
        left = waiting(runtime)
    tell(f"Sent {sent} text messages.", left)


def tell(done: str, left: int) -> None:
    """Say what was done and how many messages wait."""
    console.print(done)
    if left:
        console.print(f"{left} messages wait for another attempt. See: vettrak-api outbox list")


def waiting(runtime: Runtime) -> int:
    """Return how many messages wait."""
    with runtime.database.reading() as session:
        return outbox_state(session, runtime.clock.now()).waiting


@app.command("list")
def list_messages() -> None:
    """List messages that wait, are scheduled or were given up in the last 30 days.

    Addresses are shown by letter and domain, numbers by their last digits.
    """
    with open_runtime() as runtime, runtime.database.reading() as session:
        rows = waiting_and_given_up(session, MOST_LISTED + 1)
        lines = [described(runtime, row) for row in rows[:MOST_LISTED]]
    for line in lines or ["No message waits, and none was given up."]:
        console.print(line)
    if len(rows) > MOST_LISTED:
        console.print(f"There are more; these are the oldest {MOST_LISTED}.")


def described(runtime: Runtime, row: Row[*tuple[Any, ...]]) -> str:
    """Say on one line what a message is, what was tried, and what the last attempt failed by."""
    attempts = f"{row.attempts} attempt{'' if row.attempts == 1 else 's'}"
    reason = f": {row.reason}" if row.reason else ""
    whom = f"{row.kind} to {masked(row.recipient)}"
    since = f"{'scheduled for' if row.queued > runtime.clock.now() else 'queued'} {row.queued:%Y-%m-%d %H:%M}"
    return f"{row.id}  {whom}, {since}, {attempts}, {prospect(runtime, row)}{reason}"


def prospect(runtime: Runtime, row: Row[*tuple[Any, ...]]) -> str:
    """Say when a message will be tried again, in the RTO's local time."""
    if row.next_attempt is None:
        return "given up"
    if row.next_attempt <= runtime.clock.milliseconds():
        return "due now"
    moment = datetime.datetime.fromtimestamp(row.next_attempt // 1000, runtime.clock.zone)
    return f"next attempt {moment:%Y-%m-%d %H:%M:%S}"
