"""The set-up of the organisation itself: one record, of which most databases have one."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.model.reference import Organisation
from vettrak_api.model.statements import execute
from vettrak_api.rules.reference.loading import NAMELESS
from vettrak_api.rules.setup import keep_record
from vettrak_api.transfer.declared import BY_NAME
from vettrak_api.web.staff.setup.editing import Refused, fingerprint, judged, saved, stored
from vettrak_api.web.staff.setup.inputs import CHOICE, Answers, Form, Input, Part
from vettrak_api.web.staff.setup.options import zones
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.setup.places import ADDRESS
from vettrak_api.web.staff.setup.records import options_of, told_of
from vettrak_api.web.staff.visit import StaffVisit

FORM = Form(
    BY_NAME["organisations"],
    (
        Part(
            "What",
            (
                (
                    Input("name", "Name", "Web sites and your LMS read it, too"),
                    Input("code", "National code", "Your code as a registered training organisation", "w-6"),
                ),
            ),
        ),
        ADDRESS,
        Part(
            "Time",
            (
                Input(
                    "time_zone",
                    "Time zone",
                    "All dates and times that you enter are of this zone",
                    look=CHOICE,
                    options=zones,
                ),
            ),
        ),
    ),
)

_FIRST = select(Organisation.id).order_by(Organisation.id).limit(1)


@setup_pages.page("/setup/organisation")
def organisation(visit: StaffVisit) -> Response:
    """Show what the organisation says of itself."""
    return _show(visit)


@setup_pages.page("/setup/organisation/save", methods=("POST",), seen_at="organisation")
def save_organisation(visit: StaffVisit) -> Response:
    """Write down what the organisation says of itself."""

    def work(session: Session) -> None:
        row = _row(session, held=True)
        keep_record(session, Organisation, row, judged(visit, session, FORM, row))

    try:
        saved(visit, work)
    except Refused as refusal:
        return _show(visit, refusal)
    return visit.go("setup.organisation", done="changed")


def _row(session: Session, *, held: bool = False) -> object:
    """Return the first organisation; None where there is none yet."""
    number = execute(session, _FIRST).scalar()
    return None if number is None else stored(session, Organisation, number, held=held)


def _show(visit: StaffVisit, refusal: Refused | None = None) -> Response:
    with visit.runtime.database.reading() as session:
        row = _row(session)
        answers = refusal.answers if refusal else Answers(FORM.shown(session, row))
        zone, ours = getattr(row, "time_zone", None), visit.runtime.settings.timezone
        return visit.page(
            "setup/organisation.html",
            refusal.status if refusal else 200,
            in_section="organisation",
            row=row,
            options=options_of(session, FORM),
            shown=refusal.shown if refusal else "" if row is None else fingerprint(row),
            done="Saved." if visit.request.args.get("done") == "changed" else "",
            other_zone=ours if zone not in {None, ours} else "",
            is_nameless=getattr(row, "name", NAMELESS) == NAMELESS,
            **told_of(FORM, answers, refusal),
        )
