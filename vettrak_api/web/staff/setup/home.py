"""Where set-up begins: what there is, and what is still missing before something can be sold."""

from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from werkzeug.wrappers import Response

from vettrak_api.model.statements import execute
from vettrak_api.views.readiness import missing
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.setup.sections import SECTIONS
from vettrak_api.web.staff.visit import StaffVisit

WORDS = {
    "organisation": ("The organisation has no name of its own yet.", "organisation"),
    "offers": (
        "There is nothing to sell: no occurrence is published on the web or for the learning management system.",
        "occurrences",
    ),
    "log-ins": ("Nobody can log in.", "people"),
}
"""What is missing, and the section where it is made."""


MOST_COUNTED = 10_000
"""Records of a section that are counted; of those with more it is told that there are more."""


def counts(most: int) -> Select[Any]:
    """Return the statement that counts the records of each section, one more than these at most."""
    parts = (
        select(literal(each.name).label("name"), func.count().label("records")).select_from(
            select(each.table.id).limit(most + 1).subquery()
        )
        for each in SECTIONS
        if each.table is not None
    )
    counted = union_all(*parts).subquery()
    return select(counted.c.name, counted.c.records)


COUNTS = counts(MOST_COUNTED)


@setup_pages.page("/setup")
def home(visit: StaffVisit) -> Response:
    """Show the sections with how many records each has, and what is missing before the first sale."""
    with visit.runtime.database.reading() as session:
        told = {row.name: _told(row.records) for row in execute(session, COUNTS)}
        lacking = missing(session)
    sections = {each.name: each for each in SECTIONS}
    return visit.page(
        "setup/home.html",
        in_section="",
        counts=told,
        lacking=[(WORDS[subject][0], sections.get(WORDS[subject][1])) for subject in lacking],
    )


def _told(counted: int) -> str:
    return f"{counted:,}" if counted <= MOST_COUNTED else f"{MOST_COUNTED:,}+"
