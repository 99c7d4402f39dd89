"""The way into the mail queue, for rules and operations; vettrak_api.hosting.mail sends what is in it."""

import datetime

from sqlalchemy.orm import Session

from vettrak_api.model.changes import Mail


def queue_mail(session: Session, now: datetime.datetime, recipient: str, subject: str, text: str) -> None:
    """Put a mail into the queue; it exists only if the session commits."""
    session.add(Mail(recipient=recipient, subject=subject, text=text, queued=now))
