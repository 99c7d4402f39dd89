"""The list of people, and the form of a new one."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from vettrak_api.model.base import fold
from vettrak_api.model.clients import Client
from vettrak_api.model.look_alikes import found_key
from vettrak_api.rules.clients.locks import lock_new_clients
from vettrak_api.rules.clients.updates import add_person_told
from vettrak_api.rules.processing.suggestions import Candidate, likely_doubles
from vettrak_api.rules.reference.defaults import defaults
from vettrak_api.web.staff.finding import begins, clients_meant, told_by
from vettrak_api.web.staff.list_query import ROWS_PER_PAGE, Filters, Listed
from vettrak_api.web.staff.setup.editing import Refused, judged, saved
from vettrak_api.web.staff.setup.inputs import Answers
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.setup.person_forms import DETAILS, person_judges
from vettrak_api.web.staff.setup.records import options_of, told_of
from vettrak_api.web.staff.visit import StaffVisit

KINDS: Mapping[str, tuple[str, ColumnElement[bool] | None]] = {
    "": ("Everybody", None),
    "students": ("Students", ~Client.staff & Client.active),
    "staff": ("Staff", Client.staff & Client.active),
    "inactive": ("Inactive", ~Client.active),
}
"""What the list can be narrowed to: its words, and the condition."""

SOMEBODY_ELSE = "somebody_else"
"""The field that names the records of whom the visitor says that they are other people, with blanks between."""

LISTED: Select[*tuple[Any, ...]] = select(
    Client.id,
    Client.code,
    Client.surname,
    Client.given_name,
    Client.birth_date,
    Client.email,
    Client.username,
    Client.staff,
    Client.active,
).order_by(Client.surname_key, Client.given_name_key, Client.code_key)


@setup_pages.page("/setup/people")
def people(visit: StaffVisit) -> Response:
    """List people by name: those of a kind, or whom a search means."""
    filters = Filters.of(visit)
    _, kind = KINDS.get(filters.kind, KINDS[""])
    wanted = LISTED if kind is None else LISTED.where(kind)
    with visit.runtime.database.reading() as session:
        if told := told_by(filters.search):
            wanted = wanted.where(or_(*_meant(session, told)))
        found = session.execute(wanted.limit(ROWS_PER_PAGE + 1).offset((filters.page - 1) * ROWS_PER_PAGE)).all()
    rows = found[:ROWS_PER_PAGE]
    listed = Listed([row.id for row in rows], filters.page, len(found) > ROWS_PER_PAGE)
    return visit.page(
        "setup/people.html",
        in_section="people",
        rows=rows,
        listed=listed,
        filters=filters,
        kinds={name: words for name, (words, _) in KINDS.items()},
    )


@setup_pages.page("/setup/people/new")
def new_person(visit: StaffVisit) -> Response:
    """Show the form of a new person."""
    return _show_new(visit, None)


@setup_pages.page("/setup/people/add", methods=("POST",), seen_at="new_person")
def add_person(visit: StaffVisit) -> Response:
    """Add a person, as the form says."""
    runtime = visit.runtime

    def work(session: Session) -> int:
        lock_new_clients(session)
        values = judged(visit, session, DETAILS, None, person_judges(runtime.settings))
        told = {column: values[column] for column in DETAILS.by_column}
        _require_new(visit, session, told)
        return add_person_told(session, told, email_as_username=runtime.settings.email_as_username).id

    try:
        number = saved(visit, work)
    except Refused as refusal:
        return _show_new(visit, refusal)
    return visit.go("setup.person", number=number, done="added")


class Alike(Refused):
    """Somebody on record is most likely the person who was to be added."""

    def __init__(self, answers: Answers, likely: Sequence[Candidate]) -> None:
        super().__init__(answers)
        self.likely = likely

    @property
    def status(self) -> int:
        """The status of the answer."""
        return 409


def _require_new(visit: StaffVisit, session: Session, told: Mapping[str, Any]) -> None:
    """Raise Alike when somebody on record is most likely the same, unless the visitor has seen all who are."""
    likely = likely_doubles(session, told)
    seen = visit.request.form.get(SOMEBODY_ELSE, "").split()
    if any(str(each.record_id) not in seen for each in likely):
        raise Alike(DETAILS.read(session, visit.request.form), likely)


def _meant(session: Session, told: str) -> list[ColumnElement[bool]]:
    """Return what somebody meets whom the words of a search mean: what all staff pages find by, and the user name."""
    return [
        *clients_meant(session, told),
        Client.username_key == found_key(session, Client.username_key, told),
        begins(Client.username_key, fold(told)),
    ]


def _show_new(visit: StaffVisit, refusal: Refused | None) -> Response:
    with visit.runtime.database.reading() as session:
        begun = DETAILS.shown(session, None) | {"division_id": str(defaults(session).division_id)}
        answers = refusal.answers if refusal else Answers(begun)
        return visit.page(
            "setup/person_form.html",
            refusal.status if refusal else 200,
            in_section="people",
            person=None,
            send=visit.url_of_view("setup.add_person"),
            back=visit.url_of_view("setup.people"),
            heading="New person",
            lead="Somebody who studies, works here or speaks for others. The code is given by itself.",
            options=options_of(session, DETAILS),
            shown="",
            likely=refusal.likely if isinstance(refusal, Alike) else (),
            **told_of(DETAILS, answers, refusal),
        )
