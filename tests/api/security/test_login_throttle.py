"""What holds guessing back: delays after failed log-ins, whoever tries and however the password is known."""

import re

import pytest
from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tests.support.logins import Counting, assert_bad, assert_good
from tests.support.soap import Api
from tests.support.world import PASSWORD
from vettrak_api.hosting.background import clean
from vettrak_api.model.security import GoodLogin, LoginAttempt
from vettrak_api.security import login as login_module
from vettrak_api.security.throttle import Throttle
from vettrak_api.settings import Settings

FREE = 10


def fail(login, times, address="203.0.113.1", username="Jo.Smith"):
    for number in range(times):
        assert_bad(login(address, username, f"wrong{number}"))


def bar_from_everywhere(login, username="Jo.Smith"):
    """Fail from so many addresses that the account must wait at any other."""
    for number in range(10, 20):
        fail(login, FREE, f"203.0.113.{number}", username)


@pytest.fixture
def student(world):
    return world.client(password=PASSWORD, username="Jo.Smith")


@pytest.fixture
def login(site):
    """Log in from an address: `login("1.2.3.4", "Jo.Smith", "x")`."""
    return lambda address, username, password: Api(site, address=address).ValidateClient(username, password)


@pytest.mark.usefixtures("student")
class TestTheDelays:
    def test_a_few_failures_do_not_matter(self, login):
        fail(login, FREE - 1)
        assert_good(login("203.0.113.1", "Jo.Smith", PASSWORD))

    def test_after_that_a_try_must_wait(self, login, clock):
        fail(login, FREE)
        assert_bad(login("203.0.113.1", "jo.smith ", PASSWORD))
        clock.advance(seconds=1)
        assert_good(login("203.0.113.1", "jo.smith", PASSWORD))

    def test_the_delay_grows_to_a_limit(self, runtime, login, clock):
        fail(login, FREE)
        for seconds in (1, 2, 4, 8):
            clock.advance(milliseconds=seconds * 1000 - 1)
            assert_bad(login("203.0.113.1", "Jo.Smith", PASSWORD))
            clock.advance(milliseconds=1)
            fail(login, 1)
        longest = runtime.settings.throttle_longest_seconds
        clock.advance(seconds=longest)
        assert_good(login("203.0.113.1", "Jo.Smith", PASSWORD))

    def test_tries_within_the_delay_do_not_prolong_it(self, login, clock):
        fail(login, FREE)
        fail(login, 30)
        clock.advance(seconds=1)
        assert_good(login("203.0.113.1", "Jo.Smith", PASSWORD))

    def test_other_addresses_and_other_accounts_are_not_locked_out(self, login, world):
        world.client(password=PASSWORD, username="anna")
        fail(login, FREE + 5)
        assert_good(login("203.0.113.2", "Jo.Smith", PASSWORD))
        assert_good(login("203.0.113.1", "anna", PASSWORD))

    def test_one_address_alone_can_not_lock_an_account_elsewhere(self, login, clock):
        """However long it goes on: it counts for its free failures, and not for more."""
        for _ in range(FREE * 12):
            fail(login, 1)
            clock.advance(seconds=900)
        assert_good(login("203.0.113.2", "Jo.Smith", PASSWORD))

    def test_an_address_that_tries_many_accounts_is_slowed(self, login, clock):
        for number in range(FREE * 10):
            fail(login, 1, username=f"user{number}")
        assert_bad(login("203.0.113.1", "Jo.Smith", PASSWORD))
        assert_good(login("203.0.113.2", "Jo.Smith", PASSWORD))
        clock.advance(seconds=1)
        assert_good(login("203.0.113.1", "Jo.Smith", PASSWORD))

    def test_an_account_tried_from_many_addresses_is_slowed(self, login, clock):
        for number in range(10):
            fail(login, FREE, address=f"203.0.113.{number}")
        assert_bad(login("198.51.100.7", "Jo.Smith", PASSWORD))
        clock.advance(seconds=1)
        assert_good(login("198.51.100.7", "Jo.Smith", PASSWORD))

    def test_a_network_of_ipv6_is_one_address(self, login):
        for number in range(FREE):
            fail(login, 1, address=f"2001:db8:1:2::{number:x}")
        assert_bad(login("2001:db8:1:2:ffff::1", "Jo.Smith", PASSWORD))
        assert_good(login("2001:db8:1:3::1", "Jo.Smith", PASSWORD))

    def test_blanks_before_a_name_are_no_other_account(self, login):
        fail(login, FREE - 1)
        fail(login, 1, username=" " * 150 + "Jo.Smith")
        assert_bad(login("203.0.113.1", "Jo.Smith", PASSWORD))

    def test_what_is_no_address_is_counted_too(self, login, world):
        strange = "unix:" + "x" * 500
        fail(login, FREE, address=strange)
        assert_bad(login(strange, "Jo.Smith", PASSWORD))
        assert len(world.one(select(LoginAttempt.address))) == 45

    def test_a_good_login_forgets_the_failures(self, login, world):
        fail(login, FREE - 1)
        assert_good(login("203.0.113.1", "Jo.Smith", PASSWORD))
        assert world.one(select(func.count(LoginAttempt.id))) == 0
        fail(login, FREE - 1)

    def test_one_of_two_first_failures_at_the_same_moment_is_counted_in_the_row_of_the_other(
        self, login, world, monkeypatch
    ):
        failed = Throttle.count_failure

        def beaten(*arguments):
            monkeypatch.setattr(Throttle, "count_failure", failed)
            raise IntegrityError("INSERT", {}, Exception())

        monkeypatch.setattr(Throttle, "count_failure", beaten)
        fail(login, 1)
        assert world.one(select(LoginAttempt.failures)) == 1

    def test_a_day_later_they_are_forgotten(self, login, clock):
        fail(login, FREE)
        clock.advance(hours=24, seconds=1)
        fail(login, FREE - 1)
        assert_good(login("203.0.113.1", "Jo.Smith", PASSWORD))

    def test_a_site_that_logs_in_before_every_call_is_never_slowed(self, login):
        for _ in range(FREE * 10 + 1):
            assert_good(login("203.0.113.1", "Jo.Smith", PASSWORD))

    def test_unknown_names_are_slowed_and_kept_as_digests(self, login, world, runtime):
        fail(login, FREE, username="nobody at all")
        assert "nobody" not in world.one(select(LoginAttempt.account))

    def test_employers_and_clients_of_one_name_are_apart(self, site, login, world, runtime):
        world.employer(username="Jo.Smith", password_hash=runtime.passwords.hash(PASSWORD))
        fail(login, FREE)
        assert_good(Api(site, address="203.0.113.1").ValidateEmployer("Jo.Smith", PASSWORD))


class TestARememberedPassword:
    """One that was right within the last hour costs little to check, but opens no way around the delays."""

    @pytest.fixture(params=["ValidateClient", "ValidateUser", "ValidateEmployer"])
    def login(self, request, site, world, runtime):
        """Log in from an address, through each of the operations that do."""
        world.employer(username="Jo.Smith", password_hash=runtime.passwords.hash(PASSWORD))
        return lambda address, username, password: getattr(Api(site, address=address), request.param)(
            username, password
        )

    @pytest.fixture(autouse=True)
    def remembered(self, student, login):
        assert_good(login("203.0.113.1", "Jo.Smith", PASSWORD))

    def test_must_wait_like_any_other(self, login, clock):
        fail(login, FREE)
        assert_bad(login("203.0.113.1", "Jo.Smith", PASSWORD))
        clock.advance(milliseconds=999)
        assert_bad(login("203.0.113.1", "Jo.Smith", PASSWORD))
        clock.advance(milliseconds=1)
        assert_good(login("203.0.113.1", "Jo.Smith", PASSWORD))

    def test_must_wait_at_an_address_that_tries_many_accounts(self, login, clock):
        for number in range(FREE * 10):
            fail(login, 1, username=f"user{number}")
        assert_bad(login("203.0.113.1", "Jo.Smith", PASSWORD))
        clock.advance(seconds=1)
        assert_good(login("203.0.113.1", "Jo.Smith", PASSWORD))

    def test_must_wait_elsewhere_when_many_addresses_try_its_account(self, login, clock):
        bar_from_everywhere(login)
        assert_bad(login("198.51.100.7", "Jo.Smith", PASSWORD))
        clock.advance(seconds=1)
        assert_good(login("198.51.100.7", "Jo.Smith", PASSWORD))

    def test_goes_on_waiting_longer_with_each_failure(self, login, clock):
        fail(login, FREE)
        clock.advance(seconds=1)
        fail(login, 1)
        clock.advance(seconds=1)
        assert_bad(login("203.0.113.1", "Jo.Smith", PASSWORD))
        clock.advance(seconds=1)
        assert_good(login("203.0.113.1", "Jo.Smith", PASSWORD))

    def test_forgets_the_failures_when_it_is_good(self, login):
        for _ in range(3):
            fail(login, FREE - 1)
            assert_good(login("203.0.113.1", "Jo.Smith", PASSWORD))

    def test_leaves_no_more_behind_than_a_wrong_one_while_it_waits(self, login, world):
        """Or somebody could see later which of the two it was."""
        fail(login, FREE)
        before = world.all(select(LoginAttempt.account, LoginAttempt.failures, LoginAttempt.last))
        fail(login, 1)
        assert_bad(login("203.0.113.1", "Jo.Smith", PASSWORD))
        assert world.all(select(LoginAttempt.account, LoginAttempt.failures, LoginAttempt.last)) == before

    def test_costs_one_full_check_while_it_waits_as_a_wrong_one_does(self, runtime, login, monkeypatch):
        fail(login, FREE)
        checks = []
        monkeypatch.setattr(runtime.passwords, "_hasher", Counting(runtime.passwords._hasher, checks))
        for password in ("wrong", PASSWORD):
            checks.clear()
            assert_bad(login("203.0.113.1", "Jo.Smith", password))
            assert len(checks) == 1


HOME, ELSEWHERE = "198.51.100.1", "198.51.100.7"


class TestWhereAnAccountLogsInWell:
    """Others can not bar it there, however often they fail elsewhere."""

    @pytest.fixture(autouse=True)
    def at_home(self, student, login):
        assert_good(login(HOME, "Jo.Smith", PASSWORD))

    def test_others_do_not_bar_it(self, login):
        bar_from_everywhere(login)
        assert_good(login(HOME, "jo.smith", PASSWORD))
        assert_bad(login(ELSEWHERE, "Jo.Smith", PASSWORD))

    def test_guessing_is_as_slow_as_anywhere(self, login, clock):
        bar_from_everywhere(login)
        fail(login, FREE, HOME)
        assert_bad(login(HOME, "Jo.Smith", PASSWORD))
        clock.advance(seconds=1)
        assert_good(login(HOME, "Jo.Smith", PASSWORD))

    def test_another_account_gains_nothing_by_it(self, login, world):
        world.client(password=PASSWORD, username="anna")
        bar_from_everywhere(login, "anna")
        assert_bad(login(HOME, "anna", PASSWORD))

    def test_the_address_waits_when_it_tries_many_accounts(self, login, clock):
        for number in range(FREE * 10):
            fail(login, 1, HOME, f"user{number}")
        assert_bad(login(HOME, "Jo.Smith", PASSWORD))
        clock.advance(seconds=1)
        assert_good(login(HOME, "Jo.Smith", PASSWORD))

    def test_an_employer_of_the_name_is_another_account(self, site, login, world, runtime):
        world.employer(username="Jo.Smith", password_hash=runtime.passwords.hash(PASSWORD))
        bar_from_everywhere(lambda address, *pair: Api(site, address=address).ValidateEmployer(*pair))
        assert_bad(Api(site, address=HOME).ValidateEmployer("Jo.Smith", PASSWORD))

    def test_a_network_of_ipv6_is_one_address(self, login):
        assert_good(login("2001:db8:1:2::1", "Jo.Smith", PASSWORD))
        bar_from_everywhere(login)
        assert_good(login("2001:db8:1:2:ffff::9", "Jo.Smith", PASSWORD))
        assert_bad(login("2001:db8:1:3::1", "Jo.Smith", PASSWORD))

    def test_a_month_later_it_is_forgotten(self, login, clock):
        clock.advance(days=30)
        bar_from_everywhere(login)
        assert_bad(login(HOME, "Jo.Smith", PASSWORD))

    def test_every_good_log_in_begins_the_month_anew(self, login, clock):
        for _ in range(3):
            clock.advance(days=20)
            assert_good(login(HOME, "Jo.Smith", PASSWORD))
        bar_from_everywhere(login)
        assert_good(login(HOME, "Jo.Smith", PASSWORD))

    def test_it_is_written_once_a_day(self, runtime, login, world, clock):
        noted = []
        for hours in (0, 23, 2):
            clock.advance(hours=hours)
            assert_good(login(HOME, "Jo.Smith", PASSWORD))
            noted.append(runtime.clock.milliseconds() - world.one(select(GoodLogin.last)))
        assert noted == [0, 23 * 3_600_000, 0]

    def test_the_name_is_kept_as_a_digest(self, world):
        assert re.fullmatch("[0-9a-f]{64}", world.one(select(GoodLogin.account)))

    def test_one_of_two_first_ones_at_the_same_moment_is_noted_in_the_row_of_the_other(self, login, world, monkeypatch):
        noted = login_module.note

        def beaten(*arguments):
            monkeypatch.setattr(login_module, "note", noted)
            raise IntegrityError("INSERT", {}, Exception())

        monkeypatch.setattr(login_module, "note", beaten)
        assert_good(login(ELSEWHERE, "Jo.Smith", PASSWORD))
        assert sorted(world.all(select(GoodLogin.address))) == [HOME, ELSEWHERE]

    @pytest.mark.bare
    def test_it_is_purged_when_it_no_longer_counts(self, runtime, login, world, clock):
        clock.advance(days=29)
        assert_good(login(ELSEWHERE, "Jo.Smith", PASSWORD))
        clock.advance(days=2)
        assert clean(runtime) == (1, 1)
        assert world.all(select(GoodLogin.address)) == [ELSEWHERE]


PORTAL = "192.0.2.80"


@pytest.mark.settings(portal_addresses=("192.0.2.80/30", "2001:db8:9::/48"))
@pytest.mark.usefixtures("student")
class TestAtAPortal:
    """All who use it come from one address."""

    @pytest.mark.parametrize("address", [PORTAL, "192.0.2.83", "::ffff:192.0.2.80", "2001:db8:9:7::1"])
    def test_the_failures_of_many_bar_nobody_else(self, login, address):
        for number in range(FREE * 10):
            fail(login, 1, address, f"user{number}")
        assert_good(login(address, "Jo.Smith", PASSWORD))

    def test_each_name_waits_by_itself(self, login, clock, world):
        world.client(password=PASSWORD, username="anna")
        fail(login, FREE, PORTAL)
        assert_bad(login(PORTAL, "Jo.Smith", PASSWORD))
        assert_good(login(PORTAL, "anna", PASSWORD))
        clock.advance(seconds=1)
        assert_good(login(PORTAL, "Jo.Smith", PASSWORD))

    def test_its_failures_count_for_the_account_like_those_of_any_address(self, login):
        for number in range(11, 20):
            fail(login, FREE, f"203.0.113.{number}")
        fail(login, FREE - 1, PORTAL)
        assert_good(login(HOME, "Jo.Smith", PASSWORD))
        fail(login, 1, PORTAL)
        assert_bad(login(ELSEWHERE, "Jo.Smith", PASSWORD))

    def test_other_addresses_wait_as_ever(self, login):
        for number in range(FREE * 10):
            fail(login, 1, "192.0.2.84", f"user{number}")
        assert_bad(login("192.0.2.84", "Jo.Smith", PASSWORD))


@pytest.mark.parametrize("address", ["portal.example", "192.0.2.0/33", ""])
def test_an_address_of_a_portal_that_is_none_is_told(address):
    with pytest.raises(ValidationError, match="is no address or network"):
        Settings(portal_addresses=(address,))
