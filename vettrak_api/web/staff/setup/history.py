"""Who changed a record, and what one call or page has written: the audit trail on pages."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, Select, bindparam, select
from werkzeug.exceptions import NotFound as PageNotFound
from werkzeug.wrappers import Response

from vettrak_api.model.base import Base
from vettrak_api.model.belonging import kinds_of_records
from vettrak_api.model.statements import execute
from vettrak_api.views.audit import History, history_of_record, history_of_request
from vettrak_api.web.kit.names import names_of
from vettrak_api.web.staff.setup.history_words import (
    kind_of_record,
    member_in_words,
    operation_in_words,
    record_in_words,
)
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.setup.sections import SECTIONS
from vettrak_api.web.staff.visit import StaffVisit

ACTIONS = {"insert": "Added", "update": "Changed", "delete": "Deleted"}

ONLY_ONE = "organisation"
PAGES = {
    "client": ("people", "setup.person"),
    "occurrence": ("occurrences", "setup.occurrence"),
    ONLY_ONE: ("organisation", "setup.organisation"),
}
"""Tables whose records have pages of their own: the section, and the endpoint."""

NAMES = (("given_name", "surname"), ("name",), ("code",))
"""Columns that name a record, of which the first that its table has are shown."""

LONGEST_REQUEST = 32
"""Characters of a request's id in the change log."""


@setup_pages.page("/setup/history/<string:table>/<number:number>")
def history(visit: StaffVisit, table: str, number: int) -> Response:
    """Show what was changed on a record and on all that belongs to it."""
    if table not in kinds_of_records():
        raise PageNotFound("There is no history of such records.")
    section, record = _record(visit, table, number)
    return _page(
        visit,
        lambda reader, before: history_of_record(
            reader, visit.runtime.vault, visit.runtime.settings.zone, table, number, before
        ),
        what=_called(visit, table, number),
        record=record,
        in_section=section,
        older=lambda before: visit.url("setup.history", table=table, number=number, before=before),
    )


def _called(visit: StaffVisit, table: str, number: int) -> str:
    """Return what a record is called: by its name or its code, else by its kind and number."""
    wanted, name = _names_of(table), ""
    if wanted is not None:
        with visit.runtime.database.querying() as reader:
            name = " ".join(text for text in execute(reader, wanted, number=number).first() or () if text)
    return name or f"{kind_of_record(table)} {number}"


@cache
def _names_of(table: str) -> Select[Any] | None:
    columns = Base.metadata.tables[table].columns
    named = next((names for names in NAMES if {*names} <= {*columns.keys()}), None)
    if named is None:
        return None
    return select(*(columns[name] for name in named)).where(columns["id"] == bindparam("number", type_=Integer))


def _record(visit: StaffVisit, table: str, number: int) -> tuple[str, str]:
    """Return the section in which a record is edited, and its address there; both blank when it is nowhere."""
    if table in PAGES:
        section, endpoint = PAGES[table]
        return section, visit.url(endpoint) if table == ONLY_ONE else visit.url(endpoint, number=number)
    # Sections of other pages have no form of a record, and perhaps no table.
    listed = (each for each in SECTIONS if each.endpoint == "setup.records")
    found = next((each for each in listed if each.table.__tablename__ == table), None)
    return (found.name, visit.url("setup.record", section=found.name, number=number)) if found else ("", "")


@setup_pages.page("/setup/requests/<string:request>")
def history_of_call(visit: StaffVisit, request: str) -> Response:
    """Show everything that one call or page has written."""
    if len(request) > LONGEST_REQUEST:
        raise PageNotFound("There is no such request.")
    return _page(
        visit,
        lambda reader, before: history_of_request(
            reader, visit.runtime.vault, visit.runtime.settings.zone, request, before
        ),
        what=f"request {request}",
        older=lambda before: visit.url("setup.history_of_call", request=request, before=before),
    )


def _page(
    visit: StaffVisit,
    read: Callable[[Connection, int], History],
    *,
    older: Callable[[int], str],
    record: str = "",
    in_section: str = "",
    **told: Any,
) -> Response:
    asked = visit.request.args.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0
    with visit.runtime.database.querying() as reader:
        found = read(reader, before)
        names = names_of(reader, {entry.by for entry in found.entries})
    return visit.page(
        "setup/history.html",
        found=found,
        actions=ACTIONS,
        names=names,
        record_in_words=record_in_words,
        member_in_words=member_in_words,
        operation_in_words=operation_in_words,
        older=older(found.older) if found.older else "",
        here_again=older(0),
        is_latest=not before,
        record=record,
        in_section=in_section,
        **told,
    )
