"""Calling an occurrence off, after what that means has been read."""

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.errors import Conflict, InvalidFields
from vettrak_api.model.base import cut
from vettrak_api.model.statements import execute
from vettrak_api.rules.occurrences.cancelling import STATUSES, Cancellation, affected, cancel_occurrence
from vettrak_api.rules.processing.processing import LONGEST_REASON
from vettrak_api.web.kit.forms import number_of
from vettrak_api.web.staff.setup.editing import saved
from vettrak_api.web.staff.setup.occurrence_saving import page_of
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.visit import StaffVisit

KEEP, REJECT = "keep", "reject"
"""What may become of enrolments and of web enrolments, besides a status."""

UNDECIDED = "Choose what becomes of them."


@setup_pages.page("/setup/occurrences/<number:number>/cancel")
def cancel(visit: StaffVisit, number: int) -> Response:
    """Show what calling the occurrence off means, and ask what becomes of its people."""
    return _show(visit, number, {})


@setup_pages.page("/setup/occurrences/<number:number>/cancel/confirm", methods=("POST",), seen_at="cancel")
def cancel_as_told(visit: StaffVisit, number: int) -> Response:
    """Call the occurrence off, as the form says."""
    form = visit.request.form
    status, waiting = form.get("status", ""), form.get("waiting", "")
    wrong = {name: UNDECIDED for name, chosen in (("status", status), ("waiting", waiting)) if not chosen}
    if wrong:
        return _show(visit, number, wrong)
    decided = Cancellation(
        status_id=None if status == KEEP else number_of(status) or 0,
        rejects=waiting == REJECT,
        despite_payment=bool(form.get("despite_payment")),
        reason=cut(form.get("reason", "").strip(), LONGEST_REASON),
    )

    def work(session: Session) -> None:
        cancel_occurrence(session, visit.context, number, decided)

    try:
        saved(visit, work)
    except InvalidFields as error:
        return _show(visit, number, {fault.field: fault.detail for fault in error.faults})
    except Conflict as error:
        return _show(visit, number, {}, error.message)
    return visit.go_back("setup.occurrence", number=number, done="cancelled")


def _show(visit: StaffVisit, number: int, wrong: dict[str, str], problem: str = "") -> Response:
    told = visit.request.form
    with visit.runtime.database.reading() as session:
        found = affected(session, number, visit.runtime.clock.now())
        return page_of(
            visit,
            session,
            "setup/occurrence_cancel.html",
            number,
            "",
            422 if wrong else 409 if problem else 200,
            found=found,
            statuses=execute(session, STATUSES).all(),
            told={name: told.get(name, "") for name in ("status", "waiting", "despite_payment", "reason")},
            wrong=list(wrong.items()),
            wrongs=wrong,
            problem=problem,
            longest=LONGEST_REASON,
        )
