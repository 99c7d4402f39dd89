"""The pages of lists and forms of whatever `RECORDS` declares."""

from werkzeug.exceptions import NotFound as PageNotFound
from werkzeug.wrappers import Response

from vettrak_api.web.staff.setup.declared import RECORDS
from vettrak_api.web.staff.setup.pages import setup_pages
from vettrak_api.web.staff.setup.records import Records, save_record, show_list, show_record
from vettrak_api.web.staff.visit import StaffVisit


@setup_pages.page("/setup/<string:section>")
def records(visit: StaffVisit, section: str) -> Response:
    """List the records of a section."""
    return show_list(visit, section, _records_of(section))


@setup_pages.page("/setup/<string:section>/new")
def new_record(visit: StaffVisit, section: str) -> Response:
    """Show the form of a new record."""
    return show_record(visit, section, _records_of(section), None)


@setup_pages.page("/setup/<string:section>/<number:number>")
def record(visit: StaffVisit, section: str, number: int) -> Response:
    """Show the form of a record."""
    return show_record(visit, section, _records_of(section), number)


@setup_pages.page("/setup/<string:section>/add", methods=("POST",), seen_at="new_record")
def add_record(visit: StaffVisit, section: str) -> Response:
    """Add a record, as the form says."""
    return save_record(visit, section, _records_of(section), None)


@setup_pages.page("/setup/<string:section>/<number:number>/save", methods=("POST",), seen_at="record")
def save(visit: StaffVisit, section: str, number: int) -> Response:
    """Change a record, as the form says."""
    return save_record(visit, section, _records_of(section), number)


def _records_of(section: str) -> Records:
    found = RECORDS.get(section)
    if found is None:
        raise PageNotFound("There is no such part of the set-up.")
    return found
