"""vettrak-api user: log-ins of staff, and who holds the API role."""

import re

import pytest
from sqlalchemy import select

from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client
from vettrak_api.model.security import AccessToken

PASSWORD = "a long enough password"


@pytest.fixture
def add_user(run, runtime):
    """Add a user with the API role through the program, to the server's database."""

    def add(name="moodle", *options):
        done = run("user", "add", name, "--surname", "Moodle", *options, "--password-stdin", typed=f"{PASSWORD}\n")
        assert done.code == 0, done.err
        return done

    return add


def test_an_added_user_logs_in_and_may_do_what_an_integration_does(add_user, api):
    done = add_user("moodle", "--api")
    login = api.ValidateClient("Moodle", PASSWORD)
    assert (login.Status, login.TokenType, login.Identifier) == (1, "03", "00001")
    assert api.GetLMSNewOccurrences(login.Token).Auth.Status == 1
    assert PASSWORD not in done.out + done.err


def test_an_added_user_has_no_api_role_by_itself(add_user, api):
    done = add_user()
    assert "without the API role" in done.out
    token = api.ValidateClient("moodle", PASSWORD).Token
    assert api.GetLMSNewOccurrences(token).Auth.StatusMessage == "Access denied."


def test_an_added_user_is_in_the_trail_of_changes_and_not_on_the_web(add_user, world):
    add_user()
    assert world.all(select(Change.operation).distinct()) == ["user add"]
    assert world.all(select(Client.web_publish)) == [False]


def test_a_taken_user_name_is_refused(run, add_user):
    add_user()
    done = run("user", "add", " MOODLE ", "--surname", "Second", "--password-stdin", typed=f"{PASSWORD}\n")
    assert (done.code, "is taken" in done.err) == (1, True)


@pytest.mark.parametrize(("typed", "words"), [("\n", "A password is required."), ("x" * 101, "At most 100 characters")])
def test_a_password_that_could_not_be_used_is_refused(run, runtime, typed, words):
    done = run("user", "add", "moodle", "--surname", "Moodle", "--password-stdin", typed=typed)
    assert (done.code, words in done.err) == (1, True)


def test_the_password_policy_holds_here_too(run, runtime, monkeypatch):
    monkeypatch.setenv("VETTRAK_PASSWORD_REQUIRE_DIGIT", "true")
    done = run("user", "add", "moodle", "--surname", "Moodle", "--password-stdin", typed=f"{PASSWORD}\n")
    assert (done.code, "A digit is needed." in done.err) == (1, True)


def test_without_a_terminal_the_password_must_come_by_standard_input(run, runtime):
    done = run("user", "add", "moodle", "--surname", "Moodle", typed="")
    assert (done.code, "--password-stdin" in done.err) == (2, True)


def test_the_api_role_is_granted_and_taken_away(run, add_user, api):
    add_user()
    token = api.ValidateClient("moodle", PASSWORD).Token
    assert "now holds" in run("user", "grant", "moodle").out
    assert api.GetLMSNewOccurrences(token).Auth.Status == 1
    assert "already held" in run("user", "grant", "moodle").out
    assert "no longer holds" in run("user", "revoke", "moodle").out
    assert api.GetLMSNewOccurrences(token).Auth.StatusMessage == "Access denied."
    assert "did not hold" in run("user", "revoke", "moodle").out


def test_only_staff_can_hold_the_api_role(run, world, runtime):
    client = world.client(password=PASSWORD)
    done = run("user", "grant", client.username)
    assert (done.code, "Add --staff" in done.err) == (1, True)
    assert run("user", "grant", client.username, "--staff").code == 0
    assert world.fresh(client).staff


def test_a_new_password_ends_what_the_user_is_logged_in_to(run, add_user, api, world):
    add_user()
    token = api.ValidateClient("moodle", PASSWORD).Token
    done = run("user", "set-password", "moodle", "--password-stdin", typed="another password\r\n")
    assert (done.code, "another password" in done.out) == (0, False)
    assert world.all(select(AccessToken.id)) == []
    assert api.GetLMSNewOccurrences(token).Auth.StatusMessage == "Invalid token."
    assert api.ValidateClient("moodle", "another password").Status == 1


def test_users_are_listed_with_their_roles_and_without_their_passwords(run, add_user, world):
    assert "No staff member can log in" in run("user", "list").out
    add_user("moodle", "--api")
    world.client("Student", password=PASSWORD)
    world.staff("Nologin")
    done = run("user", "list")
    assert re.search(r"moodle │ 00001 │ Moodle │ API │ active", done.out)
    assert not any(word in done.out for word in ("Student", "Nologin", "argon2"))


@pytest.mark.parametrize("name", ["[/y]", "[bold]x", ":smile:"])
def test_names_are_shown_as_they_are(run, add_user, name):
    assert f"Added {name}:" in add_user(name).out
    assert f"│ {name} │" in run("user", "list").out
    assert f"{name} now holds" in run("user", "grant", name).out


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("x" * 101, (), "The user name has 101 characters; at most 100 are allowed."),
        (" ", (), "The user name is blank."),
        ("\u200b", (), "The user name is blank."),
        ("line\nbreak", (), "The user name holds a line break"),
        ("moodle", ("--surname", "x" * 51), "The surname has 51 characters; at most 50 are allowed."),
        ("moodle", ("--surname", " "), "The surname is blank."),
        ("moodle", ("--surname", "\u2060"), "The surname is blank."),
        ("moodle", ("--surname", "bell\x07"), "The surname holds a line break or another control character"),
        ("moodle", ("--surname", "not UTF-8: \udcff"), "The surname holds a line break"),
        ("moodle", ("--given", "x" * 51), "The given name has 51 characters; at most 50 are allowed."),
        ("moodle", ("--given", "two\u2028lines"), "The given name holds a line break"),
        ("moodle", ("--email", "nobody"), "'nobody' is no e-mail address."),
        ("moodle", ("--email", "a@b@c"), "'a@b@c' is no e-mail address."),
        ("moodle", ("--email", "a\n@rto.example"), "The e-mail address holds a line break"),
        ("moodle", ("--email", f"{'x' * 100}@rto.example"), "The e-mail address has 112 characters"),
    ],
)
def test_what_the_columns_can_not_hold_is_refused_and_nothing_is_written(run, runtime, world, name, options, words):
    done = run("user", "add", name, "--surname", "Moodle", *options, "--password-stdin", typed=f"{PASSWORD}\n")
    assert (done.code, words in done.err) == (2, True), done.err
    assert world.all(select(Client.id)) == []


def test_names_and_addresses_of_every_script_are_fine_up_to_their_longest(run, runtime, world):
    words = ("--surname", "Ø" * 50, "--given", "美" * 50, "--email", f" {'ü' * 88}@rto.example ")
    done = run("user", "add", "é" * 100, *words, "--password-stdin", typed=f"{PASSWORD}\n")
    assert (done.code, done.err) == (0, "")
    assert world.one(select(Client.email)) == f"{'ü' * 88}@rto.example"


@pytest.mark.parametrize("command", [("add", "moodle", "--surname", "Moodle"), ("set-password", "moodle")])
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (b"caf\xe9 and more\n", "The password on standard input is not UTF-8 text."),
        (b"bell \x07\n", "Control characters are not allowed."),
    ],
)
def test_a_password_that_is_no_text_is_refused(run, world, command, typed, words):
    done = run("user", *command, "--password-stdin", typed=typed)
    assert (done.code != 0, words in done.err) == (True, True)
    assert world.all(select(Client.id)) == []


@pytest.mark.parametrize("typed", ["pässwörd 美\n", "\ufeffpässwörd 美\r\n"])
def test_a_password_of_any_script_logs_in(run, runtime, api, typed):
    """Windows puts a mark before the text that it passes on."""
    assert run("user", "add", "moodle", "--surname", "Moodle", "--password-stdin", typed=typed).code == 0
    assert api.ValidateClient("moodle", "pässwörd 美").Status == 1


@pytest.mark.parametrize("command", ["grant", "revoke"])
def test_an_unknown_user_is_told(run, runtime, command):
    done = run("user", command, "nobody")
    assert (done.code, "No client has the user name nobody" in done.err) == (1, True)


def test_the_set_up_role_is_granted_and_taken_away_by_itself(run, add_user, runtime, api):
    done = add_user("sven", "--setup")
    assert "with the set-up role." in done.out
    token = api.ValidateClient("sven", PASSWORD).Token
    rights = runtime.tokens.check(token)
    assert (rights.api_role, rights.setup_role) == (False, True)
    assert "already held the set-up role" in run("user", "grant", "sven", "--setup").out
    assert "no longer holds the set-up role" in run("user", "revoke", "sven", "--setup").out
    assert not runtime.tokens.check(token).setup_role


def test_both_roles_are_given_at_once(add_user, runtime, api):
    assert "with the API role and the set-up role." in add_user("olga", "--api", "--setup").out
    rights = runtime.tokens.check(api.ValidateClient("olga", PASSWORD).Token)
    assert (rights.api_role, rights.setup_role) == (True, True)
