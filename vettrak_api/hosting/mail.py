"""Delivers the mail queue; operations put mails in with their own transaction (vettrak_api.outbox.queue)."""

import logging
import smtplib
import threading
from email.message import EmailMessage

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from vettrak_api.model.changes import Mail
from vettrak_api.outbox.smtp import connected
from vettrak_api.runtime import Runtime

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 20
BATCH = 50
PAUSE_SECONDS = 15


def send_queued(runtime: Runtime) -> int:
    """Send what waits in the queue and return how many mails went out.

    A mail that fails stays queued for a later try, at most 20 in all. Several processes may send at once: a
    mail is claimed by counting the attempt first. Raises OSError or smtplib.SMTPException when the mail
    server itself can not be reached.
    """
    with runtime.database.reading() as session:
        waiting = select(Mail).where(Mail.sent.is_(None), Mail.attempts < MOST_ATTEMPTS).order_by(Mail.id).limit(BATCH)
        mails = list(session.scalars(waiting))
    if not mails:
        return 0
    with connected(runtime.settings) as smtp:
        return sum(_send(smtp, runtime, mail) for mail in mails if _claim(runtime, mail))


def _claim(runtime: Runtime, mail: Mail) -> bool:
    """Count the attempt; of several processes only one succeeds."""
    counted = update(Mail).where(Mail.id == mail.id, Mail.attempts == mail.attempts, Mail.sent.is_(None))
    with runtime.database.connection(writing=True) as connection:
        return connection.execute(counted.values(attempts=mail.attempts + 1)).rowcount == 1


def _send(smtp: smtplib.SMTP, runtime: Runtime, mail: Mail) -> int:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        runtime.settings.mail_sender,
        mail.recipient,
        mail.subject,
    )
    message.set_content(mail.text or "")
    try:
        smtp.send_message(message)
    except smtplib.SMTPException as error:
        logger.warning("mail %s was not accepted: %s", mail.id, type(error).__name__)
        return 0
    # The text holds a secret link; what was sent needs it no longer.
    done = update(Mail).where(Mail.id == mail.id).values(sent=runtime.clock.now(), text=None)
    with runtime.database.connection(writing=True) as connection:
        connection.execute(done)
    return 1


def start_sending(runtime: Runtime, stop: threading.Event) -> threading.Thread | None:
    """Send the queue every 15 seconds from a thread of its own until `stop` is set; None without a mail server."""
    if not runtime.settings.smtp_host:
        return None
    thread = threading.Thread(target=_keep_sending, args=(runtime, stop), name="mail", daemon=True)
    thread.start()
    return thread


def _keep_sending(runtime: Runtime, stop: threading.Event) -> None:
    while not stop.wait(PAUSE_SECONDS):
        try:
            send_queued(runtime)
        except (OSError, smtplib.SMTPException, SQLAlchemyError) as error:
            logger.warning("mails wait: %s", type(error).__name__)
