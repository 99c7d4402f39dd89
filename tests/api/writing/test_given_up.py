"""A call whose caller has gone after a long wait is not carried out: the caller repeats it, and it would be twice."""

import pytest
from sqlalchemy import func, select

from tests.support.outcomes import OK, outcome
from tests.support.soap import Api
from vettrak_api import request
from vettrak_api.model.quarantine import WebEnrolment
from vettrak_api.request import IS_GONE

BUSY = (-3, "Busy, try again.")


@pytest.fixture
def by_somebody_who_is(site):
    """Return how calls arrive of somebody who is gone, or not, when the work is done."""

    def calling(*, gone):
        def told(environ, start_response):
            return site({**environ, IS_GONE: lambda: gone}, start_response)

        return Api(told)

    return calling


def booked(world, occurrence):
    return world.one(select(func.count()).where(WebEnrolment.occurrence_id == occurrence.id))


@pytest.mark.parametrize(
    ("waited_long", "gone", "said", "count"),
    [(True, True, BUSY, 0), (True, False, OK, 1), (False, True, OK, 1)],
    ids=["gone after long", "still there", "gone at once, as who wants no answer"],
)
def test_what_becomes_of_a_booking(by_somebody_who_is, world, monkeypatch, waited_long, gone, said, count):
    monkeypatch.setattr(request, "PATIENT_SECONDS", -1.0 if waited_long else 3600.0)
    occurrence, token = world.occurrence(web_published=True), world.token()
    answer = by_somebody_who_is(gone=gone).AddClientWebEnrolment(token, occurrence.id, "Beer", "Al")
    assert outcome(answer) == said
    assert booked(world, occurrence) == count
