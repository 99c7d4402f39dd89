"""Why a message could not be sent, in words that hold nothing of the message."""

import smtplib

from vettrak_api.database.error_codes import described

LONGEST_NAME = 50
"""Characters of the name of an error that are told; the outbox has room for that and a code."""

PERMANENT_REFUSALS = range(500, 600)

ABOUT_THE_LOG_IN = frozenset({530, 534, 535, 538})
"""Replies that mean our own user name or encryption, whatever the message; the settings can mend it (RFC 4954)."""

REFUSED_ANYWAY = (ValueError, smtplib.SMTPNotSupportedError)
"""What is raised for a message that is wrong in itself; UnicodeError is a ValueError."""


class DeliveryFailed(Exception):
    """One message was not sent: by which kind of error, and whether another attempt is useless."""

    def __init__(self, reason: str, *, is_permanent: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_permanent = is_permanent


class WayRefused(OSError):
    """The way out can not be used, whatever the message: by which kind of error."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def failure_of(error: Exception) -> DeliveryFailed:
    """Return what an error means for the message that was being sent."""
    if isinstance(error, DeliveryFailed):
        return error
    code = smtp_code(error)
    is_refusal = code in PERMANENT_REFUSALS and code not in ABOUT_THE_LOG_IN
    return DeliveryFailed(reason_of(error), is_permanent=is_refusal or isinstance(error, REFUSED_ANYWAY))


def reason_of(error: Exception) -> str:
    """Return the type of an error and the code of database or mail server; never its text, which may name somebody."""
    if isinstance(error, DeliveryFailed | WayRefused):
        return error.reason
    return f"{described(error)[:LONGEST_NAME]} {smtp_code(error) or ''}".strip()


def smtp_code(error: Exception) -> int:
    """Return the code by which a mail server refused, or 0."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        # A message has one recipient.
        code = next((reply[0] for reply in error.recipients.values() if reply), 0)
    else:
        code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0
    # Whatever the mail server said: what is no number is no code.
    return code if isinstance(code, int) else 0
