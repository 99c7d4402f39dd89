"""The pending records of the web: finding them and locking them.

Everything of a web enrolment hangs on its one row: whoever changes, processes or deletes any of it holds that
row first, so that nothing is written to what somebody else has just processed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from vettrak_api.errors import InvalidInput, NotFound
from vettrak_api.model.quarantine import (
    CLIENT_KIND,
    CONTACT,
    EMPLOYER_KIND,
    PENDING,
    STUDENT,
    WebClient,
    WebEmployer,
    WebEnrolment,
    WebWaitlist,
)
from vettrak_api.model.statements import Reader, for_update
from vettrak_api.rules.lookups import NUMBER
from vettrak_api.rules.quarantine.decisions import Context

NOT_FOUND = {
    WebEnrolment: "Web enrolment not found.",
    WebEmployer: "Web employer not found.",
    WebWaitlist: "Web waitlist entry not found.",
}

MEMBER_NOT_FOUND = {STUDENT: "Web employee not found.", CONTACT: "Web employer contact not found."}


def _pending(table: Any) -> Any:
    return select(table).where(table.id == bindparam("number"), table.state == PENDING)


LOCKED_ROWS: Mapping[Any, Any] = {table: for_update(_pending(table), table) for table in NOT_FOUND}

LOCKED_WITH_PERSON = for_update(
    select(WebEnrolment, WebClient)
    .join(WebClient, WebClient.web_enrolment_id == WebEnrolment.id)
    .where(WebEnrolment.id == bindparam("number"), WebEnrolment.state == PENDING, WebEnrolment.kind == CLIENT_KIND),
    WebEnrolment,
    WebClient,
)
"""A client's web enrolment with its one person."""


@dataclass(frozen=True, slots=True)
class Quarantine:
    """The pending records that one caller may see: all, or with a site only those that it made itself.

    A site is known by the code of its API user. What is not to be seen counts as not found. What is found is
    locked: other writers wait until the transaction ends. Callers that just read ask `pending_kind`.
    """

    session: Session
    site: str | None = None

    def web_enrolment(self, web_enrolment_id: int) -> WebEnrolment:
        """Return a web enrolment or reservation."""
        found: WebEnrolment = self._pending(WebEnrolment, web_enrolment_id)
        return found

    def of_client(self, web_enrolment_id: int) -> WebEnrolment:
        """Return a client's web enrolment; raises InvalidInput for an employer's."""
        web_enrolment = self.web_enrolment(web_enrolment_id)
        if web_enrolment.kind != CLIENT_KIND:
            raise InvalidInput("Not a client web enrolment.")
        return web_enrolment

    def of_employer(self, web_enrolment_id: int) -> WebEnrolment:
        """Return an employer's web enrolment; raises InvalidInput for a client's."""
        web_enrolment = self.web_enrolment(web_enrolment_id)
        if web_enrolment.kind != EMPLOYER_KIND:
            raise InvalidInput("Not an employer web enrolment.")
        return web_enrolment

    def web_client(self, web_enrolment_id: int) -> WebClient:
        """Return the person of a client's web enrolment."""
        found = self.session.execute(LOCKED_WITH_PERSON, {"number": web_enrolment_id}).first()
        if found is not None and self._sees(found[0]):
            person: WebClient = found[1]
            return person
        mine = WebClient.web_enrolment_id == self.of_client(web_enrolment_id).id
        return self.session.scalars(select(WebClient).where(mine)).one()

    def web_employer(self, web_enrolment_id: int) -> WebEmployer:
        """Return the employer of an employer's web enrolment."""
        mine = WebEmployer.web_enrolment_id == self.of_employer(web_enrolment_id).id
        return self.session.scalars(select(WebEmployer).where(mine)).one()

    def member(self, web_client_id: int, kind: int) -> WebClient:
        """Return an employee (STUDENT) or contact (CONTACT) of an employer's web enrolment."""
        mine = WebClient.id == web_client_id, WebClient.kind == kind
        try:
            self.of_employer(self.session.scalar(select(WebClient.web_enrolment_id).where(*mine)) or 0)
        except (NotFound, InvalidInput):
            raise NotFound(MEMBER_NOT_FOUND[kind]) from None
        member = self.session.get(WebClient, web_client_id)
        if member is None:
            raise NotFound(MEMBER_NOT_FOUND[kind])
        return member

    def loose_employer(self, web_employer_id: int) -> WebEmployer:
        """Return a web employer that stands alone."""
        loose: WebEmployer = self._pending(WebEmployer, web_employer_id)
        if loose.web_enrolment_id is not None:
            raise NotFound(NOT_FOUND[WebEmployer])
        return loose

    def loose_employer_id(self, web_employer_id: int | None) -> int | None:
        """Return the number of a web employer that stands alone, None for null and 0."""
        return self.loose_employer(web_employer_id).id if web_employer_id else None

    def waitlist(self, web_waitlist_id: int) -> WebWaitlist:
        """Return a waitlist entry."""
        entry: WebWaitlist = self._pending(WebWaitlist, web_waitlist_id)
        return entry

    def waiter(self, web_waitlist_id: int) -> WebClient:
        """Return the person of a waitlist entry."""
        mine = WebClient.web_waitlist_id == self.waitlist(web_waitlist_id).id
        return self.session.scalars(select(WebClient).where(mine)).one()

    def _pending(self, table: Any, number: int) -> Any:
        row = self.session.scalars(LOCKED_ROWS[table], {"number": number}).first()
        if row is None or not self._sees(row):
            raise NotFound(NOT_FOUND[table])
        return row

    def _sees(self, row: Any) -> bool:
        return self.site is None or row.created_by == self.site


PENDING_KIND = select(WebEnrolment.kind, WebEnrolment.created_by).where(
    WebEnrolment.id == NUMBER, WebEnrolment.state == PENDING
)


def pending_kind(reader: Reader, web_enrolment_id: int, site: str | None) -> int:
    """Return whether a pending web enrolment is a client's or an employer's, for callers that just read.

    Raises NotFound also for one that the site, if there is one, did not make itself.
    """
    found = reader.execute(PENDING_KIND, {"wanted_number": web_enrolment_id}).first()
    if found is None or site not in {None, found.created_by}:
        raise NotFound(NOT_FOUND[WebEnrolment])
    kind: int = found.kind
    return kind


def require_employers(reader: Reader, web_enrolment_id: int, site: str | None) -> None:
    """Raise NotFound as `pending_kind`, InvalidInput for a client's web enrolment."""
    if pending_kind(reader, web_enrolment_id, site) != EMPLOYER_KIND:
        raise InvalidInput("Not an employer web enrolment.")


def close(entry: WebEnrolment | WebWaitlist, state: str, context: Context) -> None:
    """Let an entry leave the quarantine in a state; it takes no place any more."""
    entry.state, entry.closed_at, entry.closed_by = state, context.now, context.by
