"""What must hold when several people process at once: run on SQLite, and on the other databases too."""

import datetime
from collections import Counter
from decimal import Decimal

from sqlalchemy import func, select

from tests.support.outcomes import OK, outcome
from tests.support.scenarios import at_once
from tests.support.soap import Api
from tests.support.web import book, book_employer, loose_employer, vacancies
from vettrak_api.app import Site
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.finance import Invoice
from vettrak_api.model.quarantine import WebDecision, WebEmployer, WebEnrolment

GONE = (-4, "Web enrolment not found.")
BORN = datetime.date(1990, 5, 17)
USI = "BNGH7C75FN"


def one_record_is_processed_once(world, callers=2, rounds=5):
    """Several people process the same web enrolment at once: one succeeds, the others find it gone."""
    api, token, occurrence = _scene(world)
    for number in range(rounds):
        web = book(api, token, occurrence, f"Single{number}")
        answers = at_once([lambda web=web: outcome(api.ProcessWebEnrolment(token, web, False))] * callers)
        assert Counter(answers) == {OK: 1, GONE: callers - 1}
        assert _count(world, WebDecision, WebDecision.web_enrolment_id == web, WebDecision.action == "process") == 1
    assert _count(world, Enrolment, Enrolment.occurrence_id == occurrence.id) == rounds


def processing_and_deleting_exclude_each_other(world, rounds=5):
    """One processes and one deletes the same web enrolment at once: exactly one of both happens."""
    api, token, occurrence = _scene(world)
    for _ in range(rounds):
        web = book(api, token, occurrence)
        process, delete = at_once(
            [
                lambda web=web: outcome(api.ProcessWebEnrolment(token, web, False)),
                lambda web=web: outcome(api.DeleteWebEnrolment(token, web))[0],
            ]
        )
        assert (process, delete) in {(OK, -4), (GONE, 1)}


def one_new_person_becomes_one_client(world, bookings=4):
    """A new person has booked several occurrences, all processed at once: there is one client."""
    api, token, _ = _scene(world)
    surname = f"Singular{world.client().id}"
    webs = [book(api, token, world.occurrence(web_published=True), surname, xsdDOB=BORN) for _ in range(bookings)]
    answers = at_once([lambda web=web: outcome(api.ProcessWebEnrolment(token, web, False)) for web in webs])
    assert answers == [OK] * bookings
    client = world.one(select(Client).where(Client.surname == surname))
    assert _count(world, Enrolment, Enrolment.client_id == client.id) == bookings


def one_student_identifier_becomes_one_client(world, bookings=4):
    """Somebody books under several surnames, but with one USI, all processed at once: there is one client."""
    api, token, _ = _scene(world)
    webs = []
    for number in range(bookings):
        webs.append(book(api, token, world.occurrence(web_published=True), f"Name{'abcdefgh'[number]}", xsdDOB=BORN))
        assert outcome(api.UpdateWebClient(token, webs[-1], usi=USI)) == OK
    before = _count(world, Client, Client.usi == USI)
    answers = at_once([lambda web=web: outcome(api.ProcessWebEnrolment(token, web, False)) for web in webs])
    assert answers == [OK] * bookings
    assert _count(world, Client, Client.usi == USI) == 1 >= before


def namesakes_get_user_names_of_their_own(world, bookings=6):
    """People of one name, born on different days, are processed at once and added by an LMS, too."""
    api, token, occurrence = _scene(world)
    surname = f"Namesake{world.client().id}"
    days = [BORN + datetime.timedelta(days=number) for number in range(bookings)]
    webs = [book(api, token, occurrence, surname, xsdDOB=day) for day in days]
    works = [lambda web=web: outcome(api.ProcessWebEnrolment(token, web, False))[0] for web in webs]
    works += [lambda day=day: api.AddClientAfterCheck(token, surname, "Bea", day).Auth.Status for day in days]
    assert at_once(works) == [1] * bookings * 2
    names = world.all(select(Client.username).where(Client.surname == surname))
    assert (len(names), len(set(names))) == (bookings, bookings)


def one_loose_employer_gets_one_combined_invoice(world, bookings=4):
    """Several bookings share a loose employer and one invoice, all processed at once: nothing goes missing."""
    api, token, occurrence = _scene(world)
    name = f"Payer {world.client().id}"
    loose = loose_employer(api, token, name)
    webs = [book(api, token, occurrence, f"Worker{number}") for number in range(bookings)]
    for web in webs:
        api.AddWebInvoice(token, web, None, loose, 1)
        api.AddWebPayment(token, web, None, None, Decimal("10.00"))
    answers = at_once([lambda web=web: outcome(api.ProcessWebEnrolment(token, web, False)) for web in webs])
    assert answers == [OK] * bookings
    employer = world.one(select(Employer).where(Employer.name == name))
    invoice = world.one(select(Invoice).where(Invoice.employer_id == employer.id))
    assert (invoice.total_amount, invoice.amount_paid) == (bookings * Decimal(110), bookings * Decimal(10))
    assert world.get(WebEmployer, loose).state != "P"


def places_stay_taken_while_processing(world, seats=6, takers=4):
    """Others book while records are processed: never are more places taken than there are."""
    api, token, _ = _scene(world)
    occurrence = world.occurrence(web_published=True, seats=seats)
    webs = [book(api, token, occurrence) for _ in range(seats - 2)]
    webs.append(book_employer(api, token, occurrence, "One"))
    works = [lambda web=web: outcome(api.ProcessWebEnrolment(token, web, False))[0] for web in webs]
    works += [lambda: outcome(api.AddClientWebEnrolment(token, occurrence.id, "Taker"))[0]] * takers
    answers = at_once(works)
    assert answers[: len(webs)] == [1] * len(webs)
    assert Counter(answers[len(webs) :]) == {1: 1, -1: takers - 1}
    assert vacancies(api, token, occurrence) == 0
    taken = _count(world, Enrolment, Enrolment.occurrence_id == occurrence.id, Enrolment.kind != "M")
    pending = _count(world, WebEnrolment, WebEnrolment.occurrence_id == occurrence.id, WebEnrolment.state == "P")
    assert (taken, pending) == (seats - 1, 1)


def _scene(world):
    api = Api(Site(world.runtime))
    occurrence = world.occurrence(web_published=True, units=["BEER1"], prices=[("Fee", "110.00")])
    return api, world.token(), occurrence


def _count(world, table, *conditions):
    return world.one(select(func.count()).select_from(table).where(*conditions))


PROCESSING_SCENARIOS = (
    one_record_is_processed_once,
    processing_and_deleting_exclude_each_other,
    one_new_person_becomes_one_client,
    one_student_identifier_becomes_one_client,
    namesakes_get_user_names_of_their_own,
    one_loose_employer_gets_one_combined_invoice,
    places_stay_taken_while_processing,
)
"""All of them; each may run on its own and in any order on one database."""
