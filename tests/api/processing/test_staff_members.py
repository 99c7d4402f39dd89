"""Staff members who book, or are named by somebody who books: the web does not change what their log-in hangs on."""

import datetime

import pytest
from sqlalchemy import select

from tests.support.outcomes import OK, outcome
from tests.support.web import book, reserve
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.quarantine import WebDecision

BORN = datetime.date(1990, 5, 17)
OWN = "bea@example.edu.au"


@pytest.fixture
def trainer(world):
    return world.staff("Brewer", "Bea", birth_date=BORN, email=OWN, username=OWN, mobile_phone="0400")


@pytest.fixture
def claimed(api, token):
    """Tell of a web enrolment that it is the trainer's, with other details."""

    def tell(number):
        assert outcome(api.UpdateWebClient(token, number, sEmail="stranger@example.com", sMobilePhone="0499")) == OK
        data = "<AdditionalData><EmailAddress>stranger@example.com</EmailAddress></AdditionalData>"
        api.UpdateAdditionalDataForWebRecord(token, 0, number, data)
        return number

    return tell


def test_are_enrolled_and_left_as_they_are(api, token, world, trainer, claimed):
    occurrence = world.occurrence(web_published=True)
    number = claimed(book(api, token, occurrence, xsdDOB=BORN))
    assert outcome(api.ProcessWebEnrolment(token, number, True)) == OK
    left = world.fresh(trainer)
    assert (left.email, left.username, left.mobile_phone) == (OWN, OWN, "0400")
    assert world.one(select(Enrolment.client_id)) == trainer.id
    decision = world.one(select(WebDecision).where(WebDecision.action == "match"))
    assert (decision.client_id, decision.updated) == (trainer.id, False)


def test_are_left_by_reservations_that_process_themselves(api, token, world, trainer, claimed):
    occurrence = world.occurrence(web_published=True, auto_process_reservations=True)
    number = claimed(reserve(api, token, occurrence, xsdDOB=BORN))
    answer = api.CompleteWebReservation(token, number)
    assert (outcome(answer), answer.WasAutoProcessed) == (OK, True)
    assert world.fresh(trainer).email == OWN
