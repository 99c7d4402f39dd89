"""People who wait for a programme's next occurrence, as the web tells them."""

import datetime
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.programmes import Programme
from vettrak_api.model.quarantine import WebWaitlist
from vettrak_api.rules.quarantine.notifications import notify_of_waiter
from vettrak_api.rules.quarantine.people import WebPerson, add_waiter
from vettrak_api.settings import Settings


@dataclass(frozen=True, slots=True)
class Wait:
    """What a new waitlist entry tells besides the person; moment: when it was made, RTO time."""

    programme_id: int
    moment: datetime.datetime
    description: str | None
    referral_source_id: int | None


def add_waitlist_entry(session: Session, settings: Settings, wait: Wait, person: WebPerson) -> WebWaitlist:
    """Put a person on the web waitlist of a programme; that takes no place anywhere.

    Raises NotFound "Programme not found." and InvalidInput "Programme does not take waitlist entries.".
    """
    _require_waitlist(session, wait.programme_id)
    entry = WebWaitlist(
        programme_id=wait.programme_id,
        stamp=wait.moment,
        description=wait.description,
        referral_source_id=wait.referral_source_id,
    )
    session.add(entry)
    session.flush()
    add_waiter(session, entry, person)
    notify_of_waiter(session, settings, entry)
    return entry


def _require_waitlist(session: Session, programme_id: int) -> None:
    wanted = select(Programme.active, Programme.takes_waitlist).where(Programme.id == programme_id)
    programme = session.execute(wanted).one_or_none()
    if programme is None:
        raise NotFound("Programme not found.")
    if not (programme.active and programme.takes_waitlist):
        raise InvalidInput("Programme does not take waitlist entries.")
