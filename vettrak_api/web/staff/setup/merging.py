"""Two records of one person: finding the other one, the preview, the merge, and its way back."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Integer, bindparam, case, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound as PageNotFound
from werkzeug.wrappers import Response

from vettrak_api.errors import NotFound, VettrakError
from vettrak_api.model.clients import Client
from vettrak_api.model.merges import ClientMerge
from vettrak_api.model.quarantine import WebClient
from vettrak_api.model.statements import execute
from vettrak_api.rules.merging.fields import FIELDS
from vettrak_api.rules.merging.merging import merge_clients
from vettrak_api.rules.merging.preview import preview
from vettrak_api.rules.merging.undoing import undo_merge
from vettrak_api.rules.processing.suggestions import Candidate, double_candidates
from vettrak_api.web.kit.forms import number_of
from vettrak_api.web.kit.names import names_of
from vettrak_api.web.staff.actions import written
from vettrak_api.web.staff.finding import find_records
from vettrak_api.web.staff.list_query import Filters
from vettrak_api.web.staff.setup.editing import SHOWN, stored
from vettrak_api.web.staff.setup.merge_words import choices_of, doubles_of, moving_of
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.visit import StaffVisit

WITH = "with"
"""Names the record that would vanish, in addresses and in the form."""

NO_SUCH = "There is no such person."

PEOPLE = (
    select(Client.id, Client.code, Client.surname, Client.given_name, Client.birth_date, Client.email, Client.active)
    .where(Client.id.in_(bindparam("numbers", expanding=True)))
    .order_by(Client.surname_key, Client.given_name_key, Client.id)
)

MERGES = (
    select(
        ClientMerge.id,
        ClientMerge.vanished_code,
        ClientMerge.kept_code,
        ClientMerge.merged_at,
        ClientMerge.merged_by,
        ClientMerge.undone_at,
        ClientMerge.undone_by,
        case((ClientMerge.journal.is_not(None), 1), else_=0).label("can_be_undone"),
        Client.id.label("kept_id"),
        Client.surname,
        Client.given_name,
    )
    .outerjoin(Client, Client.id == ClientMerge.kept_id)
    .order_by(ClientMerge.id.desc())
)
CODES = select(ClientMerge.vanished_code, ClientMerge.kept_code).where(
    ClientMerge.id == bindparam("number", type_=Integer)
)

DONE = {
    "merged": "Merged: {0} is part of {1} from now on.",
    "undone": "Undone: {0} and {1} are two records again.",
}


@setup_pages.page("/setup/people/<number:number>/merge")
def merge(visit: StaffVisit, number: int, problem: str = "", told: Mapping[str, str] | None = None) -> Response:
    """Show who else may be the same person; with one chosen, what merging the two would do."""
    asked = told or visit.request.args
    other = number_of(asked.get(WITH, ""))
    if other is None:
        return _show_likely(visit, number, asked.get("search", ""))
    try:
        with visit.runtime.database.reading() as session:
            return _show_preview(visit, session, (number, other), problem, told)
    except NotFound as error:
        raise PageNotFound(error.message) from None
    except VettrakError as error:
        return _show_likely(visit, number, "", error.message)


def _show_likely(visit: StaffVisit, number: int, search: str, problem: str = "") -> Response:
    with visit.runtime.database.reading() as session:
        client = stored(session, Client, number)
        likely = double_candidates(session, client)
        found = [each for each in find_records(session, WebClient, search) if each != number]
        return visit.page(
            "setup/merge.html",
            409 if problem else 200,
            in_section="people",
            client=client,
            likely=_beside(session, likely),
            search=search,
            found=execute(session, PEOPLE, numbers=found).all() if found else [],
            problem=problem,
        )


def _beside(session: Session, likely: Sequence[Candidate]) -> list[tuple[Candidate, Any]]:
    numbers = [each.record_id for each in likely]
    rows = {row.id: row for row in execute(session, PEOPLE, numbers=numbers)} if numbers else {}
    return [(each, rows[each.record_id]) for each in likely]


def _show_preview(
    visit: StaffVisit, session: Session, pair: tuple[int, int], problem: str, told: Mapping[str, str] | None
) -> Response:
    merge = preview(session, *pair, _choices(told or {}))
    return visit.page(
        "setup/merging.html",
        409 if problem else 200,
        in_section="people",
        merge=merge,
        choices=choices_of(session, merge),
        moving=moving_of(merge.groups),
        doubles=doubles_of(merge),
        problem=problem,
    )


@setup_pages.page("/setup/people/<number:number>/merge/now", methods=("POST",), seen_at="merge")
def merge_now(visit: StaffVisit, number: int) -> Response:
    """Merge two records as the form says, or show the preview again with what stands in the way."""
    told = visit.request.form
    other = number_of(told.get(WITH, ""))
    if other is None:
        raise PageNotFound(NO_SUCH)

    def work(session: Session) -> int:
        author = visit.author
        return merge_clients(session, number, other, told.get(SHOWN, ""), _choices(told), author.now, author.identifier)

    try:
        made = written(visit, work)
    except NotFound as error:
        raise PageNotFound(error.message) from None
    except VettrakError as error:
        return merge(visit, number, error.message, told)
    return visit.go("setup.merges", done="merged", of=made)


def _choices(told: Mapping[str, str]) -> dict[str, str]:
    """Read whose values are to be kept."""
    return {field.name: choice for field in FIELDS if (choice := told.get(f"keep-{field.name}", ""))}


@setup_pages.page("/setup/merges")
def merges(visit: StaffVisit, problem: str = "") -> Response:
    """List merges, the latest first, each with its way back."""
    filters = Filters.of(visit)
    with visit.runtime.database.reading() as session:
        listed = filters.listed(
            session, MERGES, ClientMerge.id, (ClientMerge.vanished_code, ClientMerge.kept_code, Client.surname)
        )
        rows = session.execute(MERGES.where(ClientMerge.id.in_(listed.numbers))).all() if listed.numbers else []
        return visit.page(
            "setup/merges.html",
            409 if problem else 200,
            in_section="merges",
            rows=rows,
            listed=listed,
            filters=filters,
            names=names_of(session, [code for row in rows for code in (row.merged_by, row.undone_by) if code]),
            done=_done(visit, session),
            days=visit.runtime.settings.merge_undo_days,
            problem=problem,
        )


def _done(visit: StaffVisit, session: Session) -> str:
    words, number = DONE.get(visit.request.args.get("done", "")), number_of(visit.request.args.get("of", ""))
    found = execute(session, CODES, number=number).first() if words and number is not None else None
    return words.format(*found) if words and found else ""


@setup_pages.page("/setup/merges/<number:number>/undo", methods=("POST",), seen_at="merges")
def take_merge_back(visit: StaffVisit, number: int) -> Response:
    """Take a merge back, or say what stands in the way."""

    def work(session: Session) -> str:
        author = visit.author
        return undo_merge(session, number, author.now, author.identifier)

    try:
        written(visit, work)
    except NotFound as error:
        raise PageNotFound(error.message) from None
    except VettrakError as error:
        return merges(visit, error.message)
    return visit.go_back("setup.merges", done="undone", of=number)
