"""CompleteWebReservation: a reservation becomes a web enrolment, and where the occurrence says so it is processed."""

import datetime

from tests.support.outcomes import OK, outcome
from tests.support.web import book, reserve, web_enrolment

BORN = datetime.date(1990, 5, 17)


def test_makes_it_a_web_enrolment(api, token, world):
    occurrence = world.occurrence(web_published=True, seats=1)
    number = reserve(api, token, occurrence)
    answer = api.CompleteWebReservation(token, number)
    assert (outcome(answer), answer.WasAutoProcessed, answer.ProcessedWebEnrol) == (OK, False, None)
    assert not web_enrolment(world, number).is_reservation
    assert api.ProcessWebEnrolment(token, number, False).ProcessedWebEnrol.OccurrenceId == occurrence.id


def test_processes_it_where_the_occurrence_says_so(api, token, world):
    client = world.client("Brewer", "Bea", birth_date=BORN)
    occurrence = world.occurrence(web_published=True, auto_process_reservations=True)
    number = reserve(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
    api.UpdateWebClient(token, number, sHomePhone="03 9")
    answer = api.CompleteWebReservation(token, number)
    assert (answer.WasAutoProcessed, answer.ProcessedWebEnrol.EnroleeIdentifier) == (True, client.code)
    assert world.fresh(client).home_phone == "03 9"


def test_leaves_it_a_reservation_when_processing_fails(api, token, world):
    for _ in range(2):
        world.client("Brewer", "Bea", birth_date=BORN)
    occurrence = world.occurrence(web_published=True, auto_process_reservations=True)
    number = reserve(api, token, occurrence, "Brewer", "Bea", xsdDOB=BORN)
    answer = api.CompleteWebReservation(token, number)
    assert outcome(answer) == (-1, "More than one existing client matches.")
    assert (answer.WasAutoProcessed, answer.ProcessedWebEnrol) == (False, None)
    assert web_enrolment(world, number).is_reservation


def test_needs_a_reservation(api, token, world):
    occurrence = world.occurrence(web_published=True)
    number = book(api, token, occurrence)
    none = (-1, "Web enrolment is not a reservation.")
    assert outcome(api.CompleteWebReservation(token, number)) == none
    assert outcome(api.CompleteWebReservation(token, 4711)) == (-4, "Web enrolment not found.")
    completed = reserve(api, token, occurrence)
    assert outcome(api.CompleteWebReservation(token, completed)) == OK
    assert outcome(api.CompleteWebReservation(token, completed)) == none
