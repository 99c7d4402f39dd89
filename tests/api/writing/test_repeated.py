"""A write that falls to another one, at a statement or at its commit, is done again, and done: by every door."""

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from tests.support.outcomes import OK, outcome
from tests.support.rest import Rest
from tests.support.staff import logged_in, officer
from tests.support.world import PASSWORD
from vettrak_api.model.programmes import Unit
from vettrak_api.model.quarantine import REJECTED, WebEnrolment


@pytest.fixture(params=["at a statement", "at its commit"])
def falls(request, runtime):
    """Let the next unit of work that writes fall, once, as MariaDB tells it."""
    engine, left = runtime.database.engine, []
    deadlock = OperationalError("", {}, Exception(1213, "Deadlock found when trying to get lock"))

    def fall(connection, cursor, statement, *rest):
        if left and statement.startswith("INSERT INTO change_log" if request.param == "at its commit" else left[0]):
            left.clear()
            raise deadlock

    event.listen(engine, "before_cursor_execute", fall)
    yield left.append
    assert left == [], "nothing has fallen"
    event.remove(engine, "before_cursor_execute", fall)


def test_a_call(falls, world, api, token):
    occurrence = world.occurrence(web_published=True)
    falls("INSERT INTO web_client")
    answer = api.AddClientWebEnrolment(token, occurrence.id, "Beer", "Al")
    assert outcome(answer) == OK
    stored = select(WebEnrolment.id).where(WebEnrolment.occurrence_id == occurrence.id)
    assert world.everything(stored) == [answer.ID]


def test_a_request_of_the_curriculum_api(falls, world, site):
    clerk = world.staff(api_role=True, password=PASSWORD)
    falls("INSERT INTO unit")
    answer = Rest(site, clerk.username, PASSWORD).post(
        "Unit", {"eduUnitId": "FELL1", "eduOtherUnitId": "F1", "unitName": "Fall"}
    )
    assert answer.status == 201, answer.text
    assert world.one(select(func.count()).where(Unit.code == "FELL1")) == 1


def test_a_form_of_the_staff_pages(falls, world, api, token, site):
    officer(world)
    occurrence = world.occurrence(web_published=True)
    number = api.AddClientWebEnrolment(token, occurrence.id, "Beer", "Al").ID
    visitor = logged_in(site)
    visitor.get(f"/enrolments/{number}")
    falls("UPDATE web_enrolment")
    assert visitor.send("/reject", reason="Not now").problem is None
    assert world.one(select(WebEnrolment.state).where(WebEnrolment.id == number)) == REJECTED
