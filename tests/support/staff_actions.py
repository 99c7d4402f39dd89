"""Decides on what came from the web as the staff pages do, and tells whether undoing left anything behind."""

from tests.support.web import real_rows
from vettrak_api.model.audit import Author
from vettrak_api.rules.quarantine.decisions import Context

NOTED = {"change_log", "enrolment_number", "person_key"}
"""Tables that remember what was undone."""


def acting(runtime, clock):
    """Return what calls one function of the rules, in a transaction of its own."""

    def act(rule, *arguments):
        context = Context("BOSS", clock.now(), runtime.settings)
        with runtime.database.writing(Author("BOSS", "staff page", clock.now())) as session:
            return rule(session, context, *arguments)

    return act


def rows(world):
    """Count the rows of the real tables, but for those that remember."""
    return {table: count for table, count in real_rows(world).items() if table not in NOTED}
