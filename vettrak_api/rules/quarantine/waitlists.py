"""People who wait for a programme's next occurrence, as the web tells them."""

import datetime
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.programmes import Programme
from vettrak_api.model.quarantine import WebWaitlist
from vettrak_api.model.rows import add_row
from vettrak_api.model.statements import execute
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


PROGRAMME = select(Programme.active, Programme.takes_waitlist).where(Programme.id == bindparam("number"))


def add_waitlist_entry(session: Session, settings: Settings, wait: Wait, person: WebPerson) -> int:
    """Put a person on the web waitlist of a programme, which takes no place anywhere; return the entry's number.

    Raises NotFound "Programme not found." and InvalidInput "Programme does not take waitlist entries.".
    """
    _require_waitlist(session, wait.programme_id)
    number = add_row(
        session,
        WebWaitlist,
        programme_id=wait.programme_id,
        stamp=wait.moment,
        description=wait.description,
        referral_source_id=wait.referral_source_id,
    )
    add_waiter(session, number, person)
    notify_of_waiter(session, settings, number, wait.programme_id, wait.moment)
    return number


def _require_waitlist(session: Session, programme_id: int) -> None:
    programme = execute(session, PROGRAMME, number=programme_id).one_or_none()
    if programme is None:
        raise NotFound("Programme not found.")
    if not (programme.active and programme.takes_waitlist):
        raise InvalidInput("Programme does not take waitlist entries.")
