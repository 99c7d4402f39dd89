"""Books from the web, through the public door: what a site would call, with as little said as a test needs.

Every function asserts that the call went well and returns the number it answered.
"""

from functools import cache

from sqlalchemy import func, literal, select, text, union_all

from tests.support.outcomes import OK, outcome
from vettrak_api.model import Base
from vettrak_api.model.quarantine import WebClient, WebEmployer, WebEnrolment, WebWaitlist

OURS = ("web_", "change_log", "person_key", "sqlite_")
"""What names of tables begin with that quarantine may fill: its own, and the change log."""


def done(answer):
    """Return the number of a call that went well."""
    assert outcome(answer) == OK
    return answer.ID


def book(api, token, occurrence, surname="Brewer", given_name="Bea", **details):
    """Book one person: `sCode`, `xsdDOB`, `sDescription` and `referralId` by name."""
    return done(api.AddClientWebEnrolment(token, occurrence.id, surname, given_name, **details))


def reserve(api, token, occurrence, surname="Brewer", given_name="Bea", **details):
    """Hold one person's place."""
    return done(api.AddClientWebReservation(token, occurrence.id, surname, given_name, **details))


def book_employer(api, token, occurrence, *employees, name="The Web Brewery", identifier=None, contacts=()):
    """Book an employer with employees and contacts of these surnames."""
    number = done(api.AddEmployerWebEnrolment(token, occurrence.id, name, identifier))
    for surname in employees:
        add_employee(api, token, number, surname)
    for surname in contacts:
        add_contact(api, token, number, surname)
    return number


def reserve_employer(api, token, occurrence, name="The Web Brewery", identifier=None):
    """Hold an employer's places."""
    return done(api.AddEmployerWebReservation(token, occurrence.id, name, identifier))


def add_employee(api, token, number, surname="Worker", given_name="Will", **details):
    """Add an employee to an employer's booking."""
    return done(api.AddWebEmployee(token, number, surname, given_name, **details))


def add_contact(api, token, number, surname="Boss", given_name="Bob", **details):
    """Add a contact to an employer's booking."""
    return done(api.AddWebEmployerContact(token, number, surname, given_name, **details))


def loose_employer(api, token, name="The Paying Company", identifier=None, description=None):
    """Add a web employer that stands alone."""
    return done(api.AddLooseWebEmployer(token, name, identifier, description))


def wait_for(api, token, programme, surname="Brewer", given_name="Bea", **details):
    """Put a person on the web waitlist of a programme."""
    return done(api.AddClientWebWaitlist(token, programme.id, surname, given_name, **details))


def vacancies(api, token, occurrence):
    """Return the places that an occurrence reports."""
    return api.GetOccurrenceExtendedDetails(token, occurrence.id).OccuExtended.OccurrenceDetail.Vacancies


def web_client(world, number):
    """Return the person of a client's booking, as it is stored."""
    return world.one(select(WebClient).where(WebClient.web_enrolment_id == number))


def web_employer(world, number):
    """Return the employer of an employer's booking, as it is stored."""
    return world.one(select(WebEmployer).where(WebEmployer.web_enrolment_id == number))


def web_enrolment(world, number):
    """Return a booking, as it is stored."""
    return world.get(WebEnrolment, number)


def waiter(world, number):
    """Return the person of a waitlist entry, as it is stored."""
    return world.one(select(WebClient).where(WebClient.web_waitlist_id == number))


def count_rows(world, *tables):
    """Count the rows of tables, but for those of the inhabitants."""
    with world.runtime.database.reading() as session:
        counted = session.execute(_counts(world.settlement, tables)).all()
    return [count for _, count in sorted(map(tuple, counted))]


@cache
def _counts(settlement, tables):
    """Return the statement that counts; as text, because a union of all tables takes long to be compiled again."""
    counts = (select(literal(place), func.count()).select_from(each) for place, each in enumerate(tables))
    if settlement is not None:
        counts = map(settlement.without, counts)
    return text(str(union_all(*counts).compile(compile_kwargs={"literal_binds": True})))


def quarantined(world):
    """Count what is in quarantine: web enrolments, people, employers, waitlist entries."""
    return count_rows(world, WebEnrolment, WebClient, WebEmployer, WebWaitlist)


def real_rows(world):
    """Count the rows of every table that quarantine may not touch, by name."""
    tables = [table for table in Base.metadata.sorted_tables if not table.name.startswith(OURS)]
    return dict(zip((table.name for table in tables), count_rows(world, *tables), strict=True))
