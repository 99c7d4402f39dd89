"""Three servers behind HAProxy are as one: whatever two of them must know of each other is in the database."""

import itertools
import time
from collections import Counter

import pytest
from sqlalchemy import func, select

from tests.support.balanced import balanced
from tests.support.databases import PostgreSQL
from tests.support.logins import BAD
from tests.support.outbox import SETTINGS, MailServer
from tests.support.outcomes import OK, outcome
from tests.support.rest import Rest
from tests.support.servers import CHEAP_PASSWORDS
from tests.support.soap import Api, get
from tests.support.staff import Visitor
from tests.support.world import PASSWORD, World
from vettrak_api.database import migrations
from vettrak_api.model.installation import BackgroundDuty
from vettrak_api.model.programmes import Unit
from vettrak_api.model.quarantine import WebEnrolment
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

pytestmark = pytest.mark.cluster

SERVERS = 3
OTHER = "another long password"
FREE = 6
"""Failed log-ins before delays: each of three servers by itself would allow as many."""
MAILS = 12
ENVIRONMENT = {
    **CHEAP_PASSWORDS,
    **{f"VETTRAK_{name.upper()}": str(value) for name, value in SETTINGS.items()},
    "VETTRAK_THROTTLE_FREE_FAILURES": str(FREE),
    "VETTRAK_STAFF_MAIL_TO": "office@rto.example",
}


@pytest.fixture(scope="module")
def mail():
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def world():
    database = PostgreSQL()
    runtime = build_runtime(Settings(database_url=database.create(), argon2_memory_kib=8, argon2_passes=1))
    migrations.upgrade(runtime.database)
    with runtime.database.writing() as session:
        load_reference_data(session)
    yield World(runtime)
    runtime.database.close()
    database.close()


@pytest.fixture(scope="module")
def rig(world, mail):
    with balanced(world.runtime.settings.database_url, SERVERS, **ENVIRONMENT) as rig:
        yield rig


@pytest.fixture
def apis(rig):
    """Call one server after the other, without end."""
    return itertools.cycle([Api(one) for one in rig.each])


@pytest.fixture
def person(world):
    """Somebody with the API role."""
    return world.staff(api_role=True, password=PASSWORD)


def test_calls_reach_all_servers(rig):
    named = {get(rig.all, "/ready")[1]["x-server"] for _ in range(SERVERS)}
    assert named == {f"one{at}" for at in range(SERVERS)}


def test_a_token_of_one_server_counts_on_all_and_ends_on_all(apis, person):
    tokens = [next(apis).ValidateClient(person.username, PASSWORD).Token for _ in range(SERVERS)]
    next(apis)  # so that each token meets another server
    assert [outcome(next(apis).GetClientByCode(token, person.code)) for token in tokens for _ in range(SERVERS)] == [
        OK
    ] * SERVERS**2
    first, *others = tokens
    assert outcome(next(apis).UpdateClientUsernamePassword(first, person.code, person.username, OTHER)) == OK
    assert [outcome(next(apis).GetClientByCode(first, person.code)) for _ in range(SERVERS)] == [OK] * SERVERS
    answers = [outcome(next(apis).GetClientByCode(token, person.code)) for token in others for _ in range(SERVERS)]
    assert set(answers) == {(-1, "Invalid token.")}


def test_a_password_that_was_changed_on_one_is_forgotten_on_all(apis, person):
    for _ in range(SERVERS):
        assert next(apis).ValidateClient(person.username, PASSWORD).Status == 1
    token = next(apis).ValidateClient(person.username, PASSWORD).Token
    assert outcome(next(apis).UpdateClientUsernamePassword(token, person.code, person.username, OTHER)) == OK
    assert {next(apis).ValidateClient(person.username, PASSWORD).StatusMessage for _ in range(SERVERS)} == {BAD}
    assert {next(apis).ValidateClient(person.username, OTHER).Status for _ in range(SERVERS)} == {1}


def test_failures_are_counted_over_all_servers(apis, person):
    for _ in range(FREE):
        assert next(apis).ValidateClient(person.username, "wrong").StatusMessage == BAD
    # By itself each server has seen a third of them; together they have a wait behind them, and the good one fails.
    assert {next(apis).ValidateClient(person.username, PASSWORD).StatusMessage for _ in range(SERVERS)} == {BAD}


def test_a_visit_of_the_staff_pages_goes_over_all_servers_and_ends_on_all(rig, world):
    clerk = world.staff("Officer", "Olga", api_role=True, password=PASSWORD)
    waiting = world.occurrence(web_published=True)
    numbers = [Api(rig.all).AddClientWebEnrolment(world.token(clerk), waiting.id, "Beer", "Al").ID for _ in range(2)]
    visitor = Visitor(rig.all)
    assert visitor.log_in(clerk.username, PASSWORD).status == 200
    for _ in range(SERVERS):
        assert visitor.get(f"/enrolments/{numbers[0]}").status == 200
    assert visitor.send("/reject", reason="Not now").problem is None
    cookie = visitor.cookie().value
    visitor.get("/")
    visitor.send("/logout")
    for one in rig.each:
        late = Visitor(one, Cookie=f"vettrak_staff={cookie}")
        assert late.get("/", follow=False).location.startswith("/staff/login")


def test_a_key_that_one_server_has_carried_out_is_answered_alike_by_all(rig, world, person):
    told = {"eduUnitId": "BREW1", "eduOtherUnitId": "B1", "unitName": "Brew"}
    key = {"Idempotency-Key": "the one and only"}
    answers = [Rest(one, person.username, PASSWORD).post("Unit", told, key) for one in rig.each]
    assert [answer.status for answer in answers] == [201] * SERVERS
    assert len({(answer.text, answer.headers["Location"]) for answer in answers}) == 1
    assert world.one(select(func.count()).where(Unit.code == "BREW1")) == 1


def holder(world):
    return world.one(select(BackgroundDuty.holder))


def until(is_so, seconds):
    """Wait until something is so, and tell whether it is."""
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        time.sleep(0.1)
    return is_so()


def test_each_mail_is_sent_once_also_when_the_server_at_work_ends(rig, world, mail):
    """The last test of the file: a server less is left."""
    token, occurrence = world.token(), world.occurrence(web_published=True)
    bookings = select(func.count(WebEnrolment.id))
    assert until(lambda: holder(world), 20)
    before = holder(world)
    at_work = next(one for one in rig.servers if "does the background work from now on" in one.log())
    for number in range(MAILS):
        assert outcome(Api(rig.all).AddClientWebEnrolment(token, occurrence.id, f"Mail{number}", "Al")) == OK
    at_work.process.terminate()
    assert until(lambda: holder(world) not in {before, ""}, 30)
    others = [Api(one) for one, server in zip(rig.each, rig.servers, strict=True) if server is not at_work]
    for number in range(MAILS):
        answer = others[number % len(others)].AddClientWebEnrolment(token, occurrence.id, f"Late{number}", "Al")
        assert outcome(answer) == OK
    assert until(lambda: len(mail.got) >= world.one(bookings), 40)
    # Each mail names its web enrolment by number alone.
    told = Counter(text.get_content() for _, text in mail.got)
    assert (len(told), set(told.values())) == (world.one(bookings), {1})
