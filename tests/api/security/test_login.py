"""Log-ins: ValidateClient, ValidateUser and ValidateEmployer (test_login_throttle.py: what holds guessing back)."""

import gc
from contextlib import suppress

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from tests.support.counting import statements
from tests.support.logins import Counting, assert_bad, assert_good
from tests.support.world import PASSWORD
from vettrak_api.errors import LoginRefused
from vettrak_api.model.clients import Client
from vettrak_api.model.employers import Employer
from vettrak_api.security.passwords import Passwords


@pytest.fixture
def student(world):
    return world.client(password=PASSWORD, username="Jo.Smith")


@pytest.fixture(params=["ValidateClient", "ValidateUser"])
def validate(request, api):
    """Log in through the older and the newer name of the same operation."""
    return getattr(api, request.param)


@pytest.fixture
def employer(world, runtime):
    return world.employer(username="Brewery", password_hash=runtime.passwords.hash(PASSWORD))


class TestClients:
    def test_a_good_login_says_who_it_is_and_gives_a_token(self, api, validate, student):
        answer = validate("Jo.Smith", PASSWORD)
        assert_good(answer)
        assert (answer.ID, answer.Identifier, answer.TokenType) == (student.id, student.code, "02")
        assert api.GetClientByCode(answer.Token, student.code).Auth.Status == 1

    def test_staff_are_told_by_the_login_alone(self, api, validate, world):
        world.staff(password=PASSWORD, username="tess")
        answer = validate("tess", PASSWORD)
        assert answer.TokenType == "03"
        assert api.GetAdditionalDataEntityNames(answer.Token).Auth.TokenType == "02"

    @pytest.mark.parametrize("username", ["jo.smith", "JO.SMITH", "  Jo.Smith "])
    @pytest.mark.usefixtures("student")
    def test_the_user_name_ignores_case_and_blanks_around_it(self, validate, username):
        assert_good(validate(username, PASSWORD))

    @pytest.mark.parametrize("password", [PASSWORD.upper(), f" {PASSWORD}", f"{PASSWORD} ", PASSWORD[:-1], "x"])
    @pytest.mark.usefixtures("student")
    def test_the_password_must_match_exactly(self, validate, password):
        assert_bad(validate("Jo.Smith", password))

    def test_an_unknown_name(self, validate):
        assert_bad(validate("nobody", PASSWORD))

    @pytest.mark.parametrize(("username", "password"), [("", ""), (None, None), (" ", PASSWORD), ("Jo.Smith", "")])
    @pytest.mark.usefixtures("student")
    def test_a_blank(self, validate, username, password):
        assert_bad(validate(username, password))

    def test_an_inactive_client(self, validate, world):
        world.client(password=PASSWORD, username="gone", active=False)
        assert_bad(validate("gone", PASSWORD))

    def test_a_client_without_password(self, validate, world):
        world.client(username="new")
        assert_bad(validate("new", ""))
        assert_bad(validate("new", "x"))

    def test_a_name_that_several_have(self, validate, world):
        world.client(password=PASSWORD, username="twin")
        world.client(password="other", username="TWIN")
        assert_bad(validate("twin", PASSWORD))

    def test_a_name_without_its_accents_is_another(self, validate, world):
        world.client(password=PASSWORD, username="Zoë")
        assert_good(validate("ZOË", PASSWORD))
        assert_bad(validate("zoe", PASSWORD))

    def test_a_hundred_characters_are_fine_and_more_are_not(self, validate, world):
        for length, check in ((100, assert_good), (101, assert_bad)):
            text = "x" * length
            world.client(password=text, username=f"u{length}")
            check(validate(f"u{length}", text))
        world.client(password=PASSWORD, username="n" * 100)
        assert_good(validate("N" * 100, PASSWORD))
        assert_bad(validate("n" * 101, PASSWORD))
        assert_bad(validate("n" * 2_000_000, "p" * 2_000_000))

    def test_a_changed_password_or_lost_activity_counts_at_once(self, api, world, token, student):
        """What a login remembers does not outlive its reason."""
        assert_good(api.ValidateClient("Jo.Smith", PASSWORD))
        api.UpdateClientUsernamePassword(token, student.code, "Jo.Smith", "another secret")
        assert_bad(api.ValidateClient("Jo.Smith", PASSWORD))
        assert_good(api.ValidateClient("Jo.Smith", "another secret"))
        with world.session() as session:
            session.get(Client, student.id).active = False
        assert_bad(api.ValidateClient("Jo.Smith", "another secret"))

    def test_employers_do_not_log_in_as_clients(self, validate, employer):
        assert_bad(validate(employer.username, PASSWORD))

    def test_needs_no_feature(self, world, validate, student):
        assert_good(validate("jo.smith", PASSWORD))

    @pytest.mark.settings(features=())
    @pytest.mark.usefixtures("student")
    def test_works_without_any_registered_feature(self, validate):
        assert_good(validate("jo.smith", PASSWORD))


class TestEmployers:
    def test_a_good_login_gives_a_token_of_its_kind(self, api, employer):
        answer = api.ValidateEmployer(" BREWERY", PASSWORD)
        assert_good(answer)
        assert (answer.ID, answer.Identifier, answer.TokenType) == (employer.id, employer.identifier, "01")
        later = api.GetAdditionalDataEntityNames(answer.Token).Auth
        assert (later.ID, later.Identifier, later.TokenType) == (employer.id, employer.identifier, "01")

    def test_a_bad_login_is_like_a_client_s(self, api, employer):
        for username, password in ((employer.username, "x"), ("nobody", PASSWORD), ("", ""), (None, None)):
            assert_bad(api.ValidateEmployer(username, password))

    def test_clients_do_not_log_in_as_employers(self, api, employer, student):
        assert_bad(api.ValidateEmployer(student.username, PASSWORD))

    def test_an_inactive_employer(self, api, world, employer):
        with world.session() as session:
            session.get(Employer, employer.id).active = False
        assert_bad(api.ValidateEmployer(employer.username, PASSWORD))

    @pytest.mark.settings(employer_logins="off")
    def test_switched_off(self, api, employer):
        assert_bad(api.ValidateEmployer(employer.username, PASSWORD))

    @pytest.mark.settings(employer_logins="on")
    def test_switched_on(self, api, employer):
        assert_good(api.ValidateEmployer(employer.username, PASSWORD))

    def test_by_default_on_while_an_employer_has_a_login(self, api, world, employer):
        assert_good(api.ValidateEmployer(employer.username, PASSWORD))
        with world.session() as session:
            session.get(Employer, employer.id).username = None
        assert_bad(api.ValidateEmployer(employer.username, PASSWORD))


class TestTheRepeatedLogin:
    def test_asks_for_no_hash_while_the_first_one_and_wrong_ones_do(self, runtime, student, monkeypatch):
        hashed = []
        verify = PasswordHasher.verify
        monkeypatch.setattr(PasswordHasher, "verify", lambda *given: hashed.append(1) or verify(*given))
        for password, hashes in ((PASSWORD, 1), (PASSWORD, 1), ("wrong", 2), ("wrong", 3), (PASSWORD, 3)):
            with suppress(LoginRefused):
                runtime.login.client("jo.smith", password, "203.0.113.1")
            assert len(hashed) == hashes

    def test_is_remembered_for_the_lifetime_of_a_token(self, runtime, student, clock, monkeypatch):
        runtime.login.client("jo.smith", PASSWORD, "203.0.113.1")
        checks = []
        verify = runtime.passwords.verify
        monkeypatch.setattr(runtime.passwords, "verify", lambda *pair: checks.append(1) or verify(*pair))
        clock.advance(minutes=59)
        runtime.login.client("jo.smith", PASSWORD, "203.0.113.1")
        assert not checks
        clock.advance(minutes=2)
        runtime.login.client("jo.smith", PASSWORD, "203.0.113.1")
        assert checks

    def test_asks_one_question_of_the_database_and_stores_the_token(self, api, runtime, student):
        assert_good(api.ValidateClient("jo.smith", PASSWORD))
        with statements(runtime) as seen:
            assert_good(api.ValidateClient("jo.smith", PASSWORD))
        assert [statement.split()[0] for statement in seen] == ["SELECT", "INSERT"]

    def test_keeps_no_password(self, runtime, world):
        secret = "correct horse battery staple"
        world.client(password=secret, username="horse")
        runtime.login.client("horse", secret, "203.0.113.1")
        kept = [value for value in vars(runtime.passwords).values() if not callable(value)]
        assert runtime.passwords.is_remembered(world.one(select(Client.password_hash)), secret)
        assert all(secret not in text for text in texts_within(kept))

    def test_what_is_kept_is_of_use_in_this_process_alone(self, runtime, world, student):
        runtime.login.client("jo.smith", PASSWORD, "203.0.113.1")
        other = Passwords(runtime.settings, runtime.clock)
        other._right = runtime.passwords._right
        assert not other.is_remembered(student.password_hash, PASSWORD)


def texts_within(values):
    """Return all texts and bytes that can be reached from the values, bytes as text."""
    seen, waiting = set(), list(values)
    while waiting:
        value = waiting.pop()
        if id(value) in seen or isinstance(value, type):
            continue
        seen.add(id(value))
        if isinstance(value, str):
            yield value
        elif isinstance(value, bytes):
            yield value.decode("latin-1")
        elif isinstance(value, dict | list | tuple | set | frozenset):
            waiting += gc.get_referents(value)
        elif hasattr(value, "__dict__"):
            waiting += vars(value).values()


class TestTheSameAnswerAndTime:
    """Nobody can tell from a failure whether the name exists."""

    def test_every_failure_checks_one_password(self, runtime, world, monkeypatch):
        world.client(password=PASSWORD, username="known")
        world.client(password=PASSWORD, username="gone", active=False)
        world.client(username="new")
        world.client(password=PASSWORD, username="twin")
        world.client(password=PASSWORD, username="twin")
        checks = []
        monkeypatch.setattr(runtime.passwords, "_hasher", Counting(runtime.passwords._hasher, checks))
        names = ["known", "gone", "new", "twin", "nobody", "", None, "x" * 200]
        for name in names:
            checks.clear()
            with pytest.raises(LoginRefused):
                runtime.login.client(name, "wrong", "203.0.113.1")
            assert len(checks) == 1, name
        checks.clear()
        with pytest.raises(LoginRefused):
            runtime.login.employer("anybody", "wrong", "203.0.113.1")
        assert len(checks) == 1
