"""A web server tells the application whether a client that has waited long is still there."""

import http.client
import time
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from tests.support import distant
from tests.support.distant import Distant, Lost
from tests.support.servers import CHEAP_PASSWORDS, serving
from tests.support.soap import Api
from tests.support.world import PASSWORD
from tests.unit.hosting.test_stopping import PATIENCE, held, until
from vettrak_api.model.quarantine import WebEnrolment

pytestmark = pytest.mark.slow


def test_a_booking_whose_caller_hangs_up_and_repeats_it_is_made_once(runtime, world, monkeypatch):
    """As HAProxy does with the calls of a server that stands still."""
    url, course = runtime.settings.database_url, world.occurrence(web_published=True)
    person = world.staff(api_role=True, password=PASSWORD)
    with serving(url, VETTRAK_DATABASE_TIMEOUT_SECONDS="60", **CHEAP_PASSWORDS) as server:
        api = Api(Distant(server.address))
        token = api.ValidateClient(person.username, PASSWORD).Token
        with held(url):
            monkeypatch.setattr(distant, "SECONDS", 1.0)
            with pytest.raises(Lost):
                api.AddClientWebEnrolment(token, course.id, "Late", "Al")
            time.sleep(1.5)
        monkeypatch.setattr(distant, "SECONDS", PATIENCE)
        assert api.AddClientWebEnrolment(token, course.id, "Late", "Al").Auth.Status == 1
        until(lambda: "rolled back: whoever called has closed the connection" in server.log())
    assert world.one(select(func.count()).where(WebEnrolment.occurrence_id == course.id)) == 1


def test_a_call_of_somebody_who_wants_no_answer_is_carried_out(runtime, world):
    url, course = runtime.settings.database_url, world.occurrence(web_published=True)
    person = world.staff(api_role=True, password=PASSWORD)

    def send_and_go(environ, start_response):
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        connection = http.client.HTTPConnection(urlsplit(server.address).netloc)
        connection.request("POST", environ["PATH_INFO"], body, distant.headers_of(environ))
        connection.close()
        raise Lost("gone")

    with serving(url, **CHEAP_PASSWORDS) as server:
        token = Api(Distant(server.address)).ValidateClient(person.username, PASSWORD).Token
        with pytest.raises(Lost):
            Api(send_and_go).AddClientWebEnrolment(token, course.id, "Quick", "Al")
        booked = select(func.count()).where(WebEnrolment.occurrence_id == course.id)
        until(lambda: world.one(booked) == 1)
