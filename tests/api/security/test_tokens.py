"""Tokens: how long they live, what is kept of them, and that clients may paste them anywhere (R-TOKEN)."""

import datetime
import re

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from tests.support.soap import Api
from tests.support.world import PASSWORD
from vettrak_api.model.base import Base
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.model.security import AccessToken


@pytest.fixture
def student(world):
    return world.client(password=PASSWORD, username="jo")


@pytest.fixture
def login(api, student):
    """Log the student in and return the token."""
    return lambda: api.ValidateClient("jo", PASSWORD).Token


@pytest.fixture
def status(api):
    """Use a token and return Status and StatusMessage."""

    def use(token):
        auth = api.GetAdditionalDataEntityNames(token).Auth
        return auth.Status, auth.StatusMessage

    return use


GOOD = (1, None)
EXPIRED = (-2, "Token has expired.")
INVALID = (-1, "Invalid token.")


class TestLifetime:
    def test_an_hour_without_use_is_the_end(self, login, status, clock):
        token = login()
        clock.advance(minutes=61)
        assert status(token) == EXPIRED
        assert status(token) == EXPIRED

    def test_an_hour_is_not_yet(self, login, status, clock):
        token = login()
        clock.advance(minutes=60)
        assert status(token) == GOOD

    def test_every_use_restarts_the_time(self, login, status, clock):
        token = login()
        for _ in range(30):
            clock.advance(minutes=59)
            assert status(token) == GOOD
        clock.advance(minutes=61)
        assert status(token) == EXPIRED

    def test_a_use_that_fails_restarts_it_too(self, api, login, status, clock):
        token = login()
        for _ in range(3):
            clock.advance(minutes=50)
            assert api.GetLMSNewOccurrences(token).Auth.StatusMessage == "Access denied."
        assert status(token) == GOOD

    def test_an_expired_token_is_not_renewed_by_trying(self, login, status, clock):
        token = login()
        clock.advance(minutes=61)
        status(token)
        clock.advance(seconds=1)
        assert status(token) == EXPIRED

    def test_uses_close_together_are_written_once(self, runtime, login, status, clock, world):
        token = login()
        before = world.one(select(AccessToken.used))
        clock.advance(seconds=29)
        status(token)
        assert world.one(select(AccessToken.used)) == before
        clock.advance(seconds=2)
        status(token)
        assert world.one(select(AccessToken.used)) == runtime.clock.milliseconds()

    def test_a_use_that_can_not_be_written_is_one_all_the_same(self, runtime, login, status, clock, world):
        token, before = login(), world.one(select(AccessToken.used))
        clock.advance(minutes=1)
        with runtime.database.writing() as session:
            session.execute(text("DELETE FROM password_reset WHERE id < 0"))
            assert status(token) == GOOD
        assert (status(token), world.one(select(AccessToken.used))) == (GOOD, before)
        clock.advance(seconds=5)
        assert (status(token), world.one(select(AccessToken.used))) == (GOOD, runtime.clock.milliseconds())

    @pytest.mark.settings(token_timeout_minutes=5)
    def test_is_a_setting(self, login, status, clock):
        token = login()
        clock.advance(minutes=5)
        assert status(token) == GOOD
        clock.advance(minutes=6)
        assert status(token) == EXPIRED

    @pytest.mark.settings(token_limit_hours=8)
    def test_has_an_absolute_limit_when_set(self, login, status, clock):
        token = login()
        for _ in range(16):
            clock.advance(minutes=30)
            assert status(token) == GOOD
        clock.advance(seconds=1)
        assert status(token) == EXPIRED
        assert status(login()) == GOOD

    def test_ends_with_the_owner_s_activity(self, login, status, world, student):
        token = login()
        with world.session() as session:
            session.get(Client, student.id).active = False
        assert status(token) == INVALID

    def test_ends_with_an_employer_s_activity(self, status, world):
        employer = world.employer()
        token = world.token(employer=employer)
        assert status(token) == GOOD
        with world.session() as session:
            session.get(Employer, employer.id).active = False
        assert status(token) == INVALID

    def test_the_end_of_summer_time_changes_nothing(self, login, status, clock):
        """On 4 April 2027 the clocks go back from 3 to 2; a token lives its hour all the same."""
        before = datetime.datetime(2027, 4, 4, 2, 30, tzinfo=clock.zone)
        clock.advance(milliseconds=before.timestamp() * 1000 - clock.milliseconds())
        token = login()
        clock.advance(minutes=59)
        assert clock.now() == datetime.datetime(2027, 4, 4, 2, 29)
        assert status(token) == GOOD
        clock.advance(minutes=61)
        assert status(token) == EXPIRED


class TestSeveral:
    def test_every_login_makes_a_new_one_and_older_ones_stay_valid(self, login, status):
        tokens = [login() for _ in range(5)]
        assert len(set(tokens)) == 5
        assert [status(token) for token in tokens] == [GOOD] * 5

    def test_the_returned_text_is_usable(self, api, login, status):
        token = login()
        returned = api.GetAdditionalDataEntityNames(token).Auth.Token
        assert (status(returned), status(token)) == (GOOD, GOOD)

    def test_blanks_around_a_token_do_not_matter(self, api, login):
        token = login()
        auth = api.GetAdditionalDataEntityNames(f"\n {token} ").Auth
        assert (auth.Status, auth.Token) == (1, token)

    def test_says_whose_it_is(self, api, login, student):
        auth = api.GetAdditionalDataEntityNames(login()).Auth
        assert (auth.ID, auth.Identifier, auth.TokenType) == (student.id, student.code, "02")

    def test_works_at_all_addresses_of_the_service(self, site, login):
        token = login()
        for product in ("integrate", "enrol", "portals"):
            assert Api(site, product).GetAdditionalDataEntityNames(token).Auth.Status == 1


class TestText:
    def test_is_safe_in_xml_urls_and_json(self, login):
        for _ in range(20):
            assert re.fullmatch(r"[A-Za-z0-9_-]{43}", login())

    def test_is_stored_as_a_digest_only(self, runtime, login, status):
        token = login()
        status(token)
        with runtime.database.engine.connect() as connection:
            for table in Base.metadata.sorted_tables:
                rows = connection.execute(text(f'SELECT * FROM "{table.name}"')).all()
                assert not any(token in str(value) for row in rows for value in row), table.name

    def test_a_digest_is_no_token(self, login, status, world):
        login()
        assert status(world.one(select(AccessToken.digest))) == INVALID


@pytest.mark.bare
class TestPurge:
    def test_removes_the_dead_and_only_them(self, runtime, login, status, clock):
        old = login()
        clock.advance(minutes=40)
        young = login()
        clock.advance(minutes=30)
        assert (runtime.tokens.purge(), status(old)) == (0, EXPIRED)
        status(young)
        clock.advance(days=30)
        assert runtime.tokens.purge() == 1
        assert (status(old), status(young)) == (INVALID, EXPIRED)

    @pytest.mark.settings(token_limit_hours=1)
    def test_removes_those_past_the_absolute_limit(self, runtime, login, status, clock):
        token = login()
        clock.advance(minutes=59)
        status(token)
        clock.advance(minutes=2, days=30)
        assert runtime.tokens.purge() == 1


def test_a_broken_database_answers_minus_three_and_recovers(runtime, login, status, monkeypatch):
    """R-ORDER: the database is the first check, and the server works again by itself."""
    token = login()

    def unreachable(*_arguments, **_options):
        raise OperationalError("SELECT secret", {}, Exception("no route to host db7"))

    with monkeypatch.context() as broken:
        broken.setattr(runtime.database.engine.pool, "connect", unreachable)
        assert status(token) == (-3, "Database error.")
    assert status(token) == GOOD
