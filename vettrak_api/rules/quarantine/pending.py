"""The pending records of the web: finding them and locking them.

Everything of a web enrolment hangs on its one row: whoever changes, processes or deletes any of it holds that
row first, so that nothing is written to what somebody else has just processed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Integer, bindparam, select
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
from vettrak_api.model.rows import change_row, rows_of
from vettrak_api.model.statements import Reader, execute, for_update
from vettrak_api.rules.lookups import NUMBER
from vettrak_api.rules.quarantine.decisions import Context

NOT_FOUND = {
    WebEnrolment: "Web enrolment not found.",
    WebEmployer: "Web employer not found.",
    WebWaitlist: "Web waitlist entry not found.",
}

MEMBER_NOT_FOUND = {STUDENT: "Web employee not found.", CONTACT: "Web employer contact not found."}


Held: TypeAlias = Any
"""A locked row with the columns of its table, to be changed by `change_row`."""

_ENROLMENT = bindparam("web_enrolment", type_=Integer)


def _pending(table: Any) -> Any:
    return rows_of(table).where(table.id == bindparam("number"), table.state == PENDING)


LOCKED_ROWS: Mapping[Any, Any] = {table: for_update(_pending(table), table) for table in NOT_FOUND}

LOCKED_PERSON = for_update(
    rows_of(WebClient)
    .add_columns(WebEnrolment.created_by.label("site"))
    .join(WebEnrolment, WebEnrolment.id == WebClient.web_enrolment_id)
    .where(WebEnrolment.id == bindparam("number"), WebEnrolment.state == PENDING, WebEnrolment.kind == CLIENT_KIND),
    WebEnrolment,
    WebClient,
)
"""The one person of a client's web enrolment, which is locked too, and the site that made it."""

PERSON = rows_of(WebClient).where(WebClient.web_enrolment_id == _ENROLMENT)
EMPLOYER = rows_of(WebEmployer).where(WebEmployer.web_enrolment_id == _ENROLMENT)
WAITER = rows_of(WebClient).where(WebClient.web_waitlist_id == bindparam("web_waitlist", type_=Integer))
MEMBER = rows_of(WebClient).where(WebClient.id == NUMBER)
ENROLMENT_OF_MEMBER = select(WebClient.web_enrolment_id).where(
    WebClient.id == NUMBER, WebClient.kind == bindparam("wanted_kind", type_=Integer)
)


@dataclass(frozen=True, slots=True)
class Quarantine:
    """The pending records that one caller may see: all, or with a site only those that it made itself.

    A site is known by the code of its API user. What is not to be seen counts as not found. What is found is
    locked, as a row of columns: other writers wait until the transaction ends. Callers that just read ask
    `pending_kind`.
    """

    session: Session
    site: str | None = None

    def web_enrolment(self, web_enrolment_id: int) -> Held:
        """Return a web enrolment or reservation."""
        return self._pending(WebEnrolment, web_enrolment_id)

    def of_client(self, web_enrolment_id: int) -> Held:
        """Return a client's web enrolment; raises InvalidInput for an employer's."""
        web_enrolment = self.web_enrolment(web_enrolment_id)
        if web_enrolment.kind != CLIENT_KIND:
            raise InvalidInput("Not a client web enrolment.")
        return web_enrolment

    def of_employer(self, web_enrolment_id: int) -> Held:
        """Return an employer's web enrolment; raises InvalidInput for a client's."""
        web_enrolment = self.web_enrolment(web_enrolment_id)
        if web_enrolment.kind != EMPLOYER_KIND:
            raise InvalidInput("Not an employer web enrolment.")
        return web_enrolment

    def web_client(self, web_enrolment_id: int) -> Held:
        """Return the person of a client's web enrolment."""
        found = execute(self.session, LOCKED_PERSON, number=web_enrolment_id).first()
        if found is not None and self.site in {None, found.site}:
            return found
        return execute(self.session, PERSON, web_enrolment=self.of_client(web_enrolment_id).id).one()

    def web_employer(self, web_enrolment_id: int) -> Held:
        """Return the employer of an employer's web enrolment."""
        return self.employer_of(self.of_employer(web_enrolment_id))

    def employer_of(self, web_enrolment: Held) -> Held:
        """Return the employer of a web enrolment that is an employer's."""
        return execute(self.session, EMPLOYER, web_enrolment=web_enrolment.id).one()

    def member(self, web_client_id: int, kind: int) -> Held:
        """Return an employee (STUDENT) or contact (CONTACT) of an employer's web enrolment."""
        wanted = {"wanted_number": web_client_id, "wanted_kind": kind}
        try:
            self.of_employer(execute(self.session, ENROLMENT_OF_MEMBER, **wanted).scalar() or 0)
        except (NotFound, InvalidInput):
            raise NotFound(MEMBER_NOT_FOUND[kind]) from None
        member = execute(self.session, MEMBER, wanted_number=web_client_id).first()
        if member is None:
            raise NotFound(MEMBER_NOT_FOUND[kind])
        return member

    def loose_employer(self, web_employer_id: int) -> Held:
        """Return a web employer that stands alone."""
        loose = self._pending(WebEmployer, web_employer_id)
        if loose.web_enrolment_id is not None:
            raise NotFound(NOT_FOUND[WebEmployer])
        return loose

    def loose_employer_id(self, web_employer_id: int | None) -> int | None:
        """Return the number of a web employer that stands alone, None for null and 0."""
        if not web_employer_id:
            return None
        number: int = self.loose_employer(web_employer_id).id
        return number

    def waitlist(self, web_waitlist_id: int) -> Held:
        """Return a waitlist entry."""
        return self._pending(WebWaitlist, web_waitlist_id)

    def waiter(self, web_waitlist_id: int) -> Held:
        """Return the person of a waitlist entry."""
        return execute(self.session, WAITER, web_waitlist=self.waitlist(web_waitlist_id).id).one()

    def _pending(self, table: Any, number: int) -> Held:
        row = execute(self.session, LOCKED_ROWS[table], number=number).first()
        if row is None or self.site not in {None, row.created_by}:
            raise NotFound(NOT_FOUND[table])
        return row


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


def close(
    session: Session, table: type[WebEnrolment | WebWaitlist], entry: Held, state: str, context: Context, **more: Any
) -> None:
    """Let an entry leave the quarantine in a state, with further columns; it takes no place any more."""
    change_row(session, table, entry, state=state, closed_at=context.now, closed_by=context.by, **more)
