"""Floods of log-ins: places before the hashing of passwords are few, shared out by address, and never waited for."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.support.logins import BUSY, Slow, WatchedTurn, assert_bad, assert_good
from tests.support.outcomes import OK, outcome
from tests.support.soap import Api
from tests.support.world import PASSWORD
from vettrak_api.model.security import LoginAttempt
from vettrak_api.security.places import Applicant, Places

HOME, ELSEWHERE, FAR = "198.51.100.1", "203.0.113.7", "203.0.113.8"


def told(answer):
    return answer.Status, answer.StatusMessage


@pytest.fixture
def student(world):
    return world.client(password=PASSWORD, username="Jo.Smith")


@pytest.fixture
def hasher(runtime, monkeypatch):
    """Let checks of the password "slow" last."""
    slow = Slow(runtime.passwords._hasher)
    monkeypatch.setattr(runtime.passwords, "_hasher", slow)
    yield slow
    slow.end()


@pytest.fixture
def log_in(site):
    return lambda address, username, password: Api(site, address=address).ValidateClient(username, password)


@pytest.fixture
def begin(runtime, log_in, hasher, monkeypatch):
    """Begin a log-in that lasts, and return as soon as it has its place: `begin("1.2.3.4")`."""
    places = runtime.passwords._places
    for line in (places._known, places._others):
        monkeypatch.setattr(line, "_turn", WatchedTurn())
    with ThreadPoolExecutor(8) as threads:

        def call(address, *, is_known=False):
            line = places._known if is_known else places._others
            line._turn.forget()
            future = threads.submit(log_in, address, "nobody", "slow")
            line._turn.wait()
            return future

        yield call
        hasher.end()


class TestStrangers:
    def test_one_address_has_one_place_and_is_told_at_once_that_there_is_no_other(self, begin, hasher, log_in):
        first = begin(FAR)
        assert told(log_in(FAR, "anybody", "x")) == BUSY
        hasher.end()
        assert_bad(first.result())
        assert_bad(log_in(FAR, "anybody", "x"))

    def test_another_address_has_its_own(self, begin, hasher, log_in):
        begin(FAR)
        second = begin(ELSEWHERE)
        assert told(log_in("203.0.113.9", "anybody", "x")) == BUSY
        hasher.end()
        assert_bad(second.result())

    def test_a_network_of_ipv6_is_one_address(self, begin, log_in):
        begin("2001:db8:1:2::1")
        assert told(log_in("2001:db8:1:2:ffff::1", "anybody", "x")) == BUSY

    def test_who_finds_no_place_has_not_failed(self, begin, log_in, world):
        begin(FAR)
        for _ in range(20):
            assert told(log_in(FAR, "anybody", "x")) == BUSY
        assert world.one(select(func.count(LoginAttempt.id))) == 0

    def test_a_good_password_and_a_bad_one_are_told_the_same(self, begin, log_in, student):
        begin(FAR)
        assert told(log_in(FAR, "Jo.Smith", PASSWORD)) == told(log_in(FAR, "Jo.Smith", "x")) == BUSY

    def test_other_calls_are_answered_meanwhile(self, begin, api, token):
        begin(FAR)
        assert outcome(api.GetLMSNewOccurrences(token)) == OK


@pytest.mark.usefixtures("student")
class TestAddressesWithAGoodLogIn:
    @pytest.fixture(autouse=True)
    def at_home(self, student, log_in):
        assert_good(log_in(HOME, "Jo.Smith", PASSWORD))

    def test_have_places_of_their_own(self, begin, log_in, world):
        world.client(password=PASSWORD, username="anna")
        begin(FAR)
        begin(ELSEWHERE)
        assert_good(log_in(HOME, "anna", PASSWORD))

    def test_several_of_one_address_wait_for_their_turn(self, begin, hasher, log_in):
        first, second = begin(HOME, is_known=True), begin(HOME, is_known=True)
        assert told(log_in(HOME, "anybody", "x")) == BUSY
        hasher.end()
        for one in (first, second):
            assert_bad(one.result())

    def test_leave_a_place_for_the_others(self, runtime, begin, log_in, student):
        assert_good(log_in(ELSEWHERE, "Jo.Smith", PASSWORD))
        line = runtime.passwords._places._known
        line._take("one"), line._take("one")
        assert_bad(log_in(ELSEWHERE, "anybody", "x"))

    def test_wait_for_nothing_with_a_password_that_is_remembered(self, begin, log_in):
        begin(HOME, is_known=True)
        begin(HOME, is_known=True)
        for _ in range(10):
            assert_good(log_in(HOME, "Jo.Smith", PASSWORD))

    def test_share_the_places_of_strangers_once_they_are_barred(self, begin, log_in):
        for number in range(100):
            assert_bad(log_in(HOME, f"user{number}", "x"))
        begin(HOME)
        assert told(log_in(HOME, "anybody", "x")) == BUSY

    def test_are_known_for_a_month(self, begin, log_in, clock):
        clock.advance(days=31)
        begin(HOME)
        assert told(log_in(HOME, "anybody", "x")) == BUSY

    def test_and_so_does_one_name_that_must_wait(self, begin, log_in, world):
        for _ in range(10):
            assert_bad(log_in(HOME, "nobody", "x"))
        begin(HOME)
        assert told(log_in(HOME, "nobody", "x")) == BUSY
        assert_bad(log_in(HOME, "anybody", "x"))

    def test_what_others_fail_with_a_name_elsewhere_tells_nothing_about_it_here(self, begin, log_in, student, world):
        """Or whoever fills the places of strangers could see which names have logged in well at the own address."""
        world.client(password=PASSWORD, username="anna")
        for username in ("Jo.Smith", "anna", "unknown"):
            for number in range(10, 20):
                for _ in range(10):
                    assert_bad(log_in(f"203.0.113.{number}", username, "x"))
        begin(HOME, is_known=True), begin(HOME, is_known=True)
        for username in ("Jo.Smith", "anna", "unknown"):
            assert told(log_in(HOME, username, "x")) == BUSY


class TestEveryOtherUse:
    """Callers with a token share places by address, too, apart from those of strangers."""

    @pytest.fixture
    def full(self, runtime):
        """Take all places that known people at the address of `api` may hold."""
        line = runtime.passwords._places._known
        line._take("127.0.0.1"), line._take("127.0.0.1")
        return line

    @pytest.mark.usefixtures("full")
    def test_testing_a_password(self, api, token, student):
        assert told(api.DoesUsernamePasswordExist(token, "Jo.Smith", PASSWORD)) == BUSY
        assert told(api.DoesUsernamePasswordExist(token, "nobody", PASSWORD)) == BUSY

    def test_changing_a_password_writes_nothing(self, api, token, student, full):
        change = (token, student.code, "New.Name", "new password")
        assert told(api.UpdateClientUsernamePassword(*change)) == BUSY
        assert_good(api.ValidateClient("Jo.Smith", PASSWORD))
        full._give_back("127.0.0.1")
        assert outcome(api.UpdateClientUsernamePassword(*change)) == OK
        full._give_back("127.0.0.1")
        assert_good(api.ValidateClient("New.Name", "new password"))

    def test_places_that_strangers_hold_do_not_matter(self, begin, api, token, student):
        begin("127.0.0.1")
        assert told(api.DoesUsernamePasswordExist(token, "Jo.Smith", PASSWORD))[0] == 1


class TestAPlace:
    @pytest.fixture
    def places(self):
        return Places()

    @pytest.mark.parametrize("applicant", [Applicant("203.0.113.7", is_known=False), Applicant("203.0.113.7")])
    def test_is_given_back_whatever_happens(self, places, applicant):
        for failure in (KeyboardInterrupt, MemoryError, ValueError) * 5:
            with pytest.raises(failure), places.place(applicant):
                raise failure
        assert (places._known._taken, places._others._taken) == ({}, {})

    def test_belongs_to_one_installation(self, runtime, begin):
        begin(FAR)
        with Places().place(Applicant(FAR, is_known=False)):
            pass
