"""Whether an installation has begun: an organisation with a name, something to sell, somebody who can log in."""

from sqlalchemy import select

from vettrak_api.model.clients import Client
from vettrak_api.model.occurrences import Occurrence
from vettrak_api.model.reference import EnrolmentStatus, Organisation
from vettrak_api.model.statements import Reader, execute
from vettrak_api.rules.reference.defaults import ACTIVE
from vettrak_api.rules.reference.loading import NAMELESS

ORGANISATIONS = select(Organisation.name, Organisation.time_zone).order_by(Organisation.id)
OFFERS = (
    select(Occurrence.id)
    .join(EnrolmentStatus, EnrolmentStatus.id == Occurrence.status_id)
    .where(EnrolmentStatus.status_type == ACTIVE)
    .limit(1)
)
"""The first that is found will do, as of those who can log in: there may be a million."""

ON_WEB = OFFERS.where(Occurrence.web_published)
FOR_LMS = OFFERS.where(Occurrence.lms_publish > 0)
LOGINS = (
    select(Client.id).where(Client.active, Client.username.is_not(None), Client.password_hash.is_not(None)).limit(1)
)


def missing(reader: Reader) -> list[str]:
    """Return what is missing before the first sale, of: organisation, offers, log-ins."""
    names = execute(reader, ORGANISATIONS).scalars().all()
    lacking = {
        "organisation": not names or NAMELESS in names,
        "offers": not execute(reader, ON_WEB).scalar() and not execute(reader, FOR_LMS).scalar(),
        "log-ins": not execute(reader, LOGINS).scalar(),
    }
    return [subject for subject, is_lacking in lacking.items() if is_lacking]
