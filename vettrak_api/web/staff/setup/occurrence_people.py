"""Who is enrolled in an occurrence."""

from werkzeug.wrappers import Response

from vettrak_api.model.enrolments import Enrolment
from vettrak_api.web.staff.list_query import Filters
from vettrak_api.web.staff.setup.occurrence_queries import ENROLLED, SEARCHED_ENROLLED
from vettrak_api.web.staff.setup.occurrence_saving import page_of
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.visit import StaffVisit


@setup_pages.page("/setup/occurrences/<number:number>/enrolled")
def occurrence_enrolled(visit: StaffVisit, number: int) -> Response:
    """List the enrolments in an occurrence, those that were withdrawn among them."""
    filters, wanted = Filters.of(visit), ENROLLED.params(occurrence=number)
    with visit.runtime.database.reading() as session:
        listed = filters.listed(session, wanted, Enrolment.id, SEARCHED_ENROLLED)
        rows = session.execute(wanted.where(Enrolment.id.in_(listed.numbers))).all() if listed.numbers else []
        return page_of(
            visit, session, "setup/occurrence_enrolled.html", number, "enrolled",
            rows=rows, listed=listed, filters=filters,
        )  # fmt: skip
