"""Sends mails, one after the other, by a connection that is kept."""

import json
import smtplib
from collections.abc import Sequence
from contextlib import suppress
from email.message import EmailMessage
from email.utils import parseaddr

from sqlalchemy import Executable

from vettrak_api.outbox.failures import DeliveryFailed, failure_of
from vettrak_api.outbox.outcomes import Outcome
from vettrak_api.outbox.smtp import connected
from vettrak_api.settings import Settings, is_address

REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)
"""After these smtplib has left the dialogue where the next mail may begin, or closed the connection."""


class MailSender:
    """The way to the mail server; connects when it must, and anew when the connection is lost."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._smtp: smtplib.SMTP | None = None

    @staticmethod
    def is_configured(settings: Settings) -> bool:
        """Tell whether mails can be sent at all."""
        return bool(settings.smtp_host and settings.mail_sender)

    def open(self) -> smtplib.SMTP:
        """Connect unless that is done; raises OSError or smtplib.SMTPException when the server can not be used."""
        if self._smtp is None or self._smtp.sock is None:
            self._smtp = connected(self._settings)
        return self._smtp

    def send(self, recipient: str, payload: str) -> None:
        """Send one mail; raises DeliveryFailed, after which the next one may still go."""
        mail = _built(self._settings.mail_sender, recipient, payload)
        smtp = self.open()
        try:
            smtp.send_message(mail, parseaddr(self._settings.mail_sender)[1], [recipient])
        except REFUSALS as error:
            raise failure_of(error) from None
        except Exception as error:  # noqa: BLE001 - whatever it is, the other mails are not to suffer from it
            # Nobody knows how much of the dialogue has been said.
            smtp.close()
            raise failure_of(error) from None

    def records(self, outcome: Outcome) -> Sequence[Executable]:
        """Return nothing: mails are kept in the outbox alone."""
        del outcome
        return ()

    def close(self) -> None:
        """Take leave of the server."""
        if self._smtp is not None:
            with suppress(OSError):
                self._smtp.quit()
            self._smtp.close()


def _built(sender: str, recipient: str, payload: str) -> EmailMessage:
    """Return the mail; raises DeliveryFailed, for good, when there can be none of that kind."""
    try:
        return _mail(sender, recipient, **json.loads(payload))
    except Exception as error:  # noqa: BLE001 - the standard library raises all kinds of errors for odd addresses
        raise DeliveryFailed(type(error).__name__, is_permanent=True) from None


def _mail(sender: str, recipient: str, subject: str, text: str) -> EmailMessage:
    """Return the mail; raises ValueError when the recipient could be taken for another one, or for several."""
    if not is_address(recipient):
        message = "this is not one plain address"
        raise ValueError(message)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, recipient, subject
    mail.set_content(text)
    return mail
