"""Area auth, but for the log-ins themselves (see test_login.py)."""

import pytest
from sqlalchemy import select

from tests.support.outbox import mails
from tests.support.soap import get, post
from tests.support.world import PASSWORD
from vettrak_api.model.clients import Client
from vettrak_api.model.security import PasswordReset

POLICY = {"minimum_length": 8, "require_upper": True, "require_digit": True}
PORTAL = {
    "portal_url": "https://portal.example",
    "mail_sender": "training@rto.example",
    "smtp_host": "127.0.0.1",
}


class TestDoesUsernamePasswordExist:
    def test_a_match_names_its_owner_and_gives_no_token(self, api, world, token):
        client = world.client(password=PASSWORD)
        answer = api.DoesUsernamePasswordExist(token, client.username.upper(), PASSWORD)
        assert (answer.Status, answer.StatusMessage) == (1, "Username/Password Combination exists.")
        assert (answer.ID, answer.Identifier) == (client.id, client.code)
        assert (answer.Token, answer.TokenType) == ("", "02")

    def test_staff_are_told_by_the_token_type(self, api, world, token):
        staff = world.staff(password=PASSWORD)
        assert api.DoesUsernamePasswordExist(token, staff.username, PASSWORD).TokenType == "03"

    @pytest.mark.parametrize(
        ("username", "password"), [("nobody", PASSWORD), ("user1", "wrong"), ("", ""), (None, None)]
    )
    def test_no_match_answers_minus_four_with_the_original_text(self, api, world, token, username, password):
        world.client(password=PASSWORD)
        answer = api.DoesUsernamePasswordExist(token, username, password)
        assert (answer.Status, answer.StatusMessage) == (-4, "Invalid Username/Password Combination. ")
        assert (answer.ID, answer.Identifier, answer.Token, answer.TokenType) == (-1, "-1", "", "")

    def test_several_matches_are_unclear(self, api, world, token):
        world.client(password=PASSWORD, username="twin")
        world.client(password=PASSWORD, username="Twin")
        answer = api.DoesUsernamePasswordExist(token, "twin", PASSWORD)
        assert (answer.Status, answer.ID) == (0, -1)
        assert answer.StatusMessage == "Username/Password Combination exists in multiple records. "


class TestCheckPasswordValidity:
    def test_without_a_policy_everything_but_blank_passes(self, api, token):
        answer = api.CheckPasswordValidity(token, "x")
        assert (answer.Auth.Status, answer.Valid, answer.Details) == (1, True, None)

    def test_a_blank_password_is_not_valid(self, api, token):
        answer = api.CheckPasswordValidity(token, "  ")
        assert (answer.Auth.Status, answer.Valid) == (1, False)

    @pytest.mark.settings(password_policy=POLICY)
    def test_details_has_one_sentence_per_broken_rule(self, api, token):
        answer = api.CheckPasswordValidity(token, "abc")
        assert answer.Valid is False
        assert answer.Details.count(".") == 3

    @pytest.mark.settings(password_policy=POLICY)
    def test_a_password_that_keeps_the_policy_is_valid(self, api, token):
        assert api.CheckPasswordValidity(token, "Abcdefg8").Valid is True


class TestUpdateClientUsernamePassword:
    def test_the_new_pair_logs_in_and_the_old_one_does_not(self, api, world, token):
        client = world.client(password=PASSWORD)
        assert api.UpdateClientUsernamePassword(token, client.code, "fresh", "another secret").Status == 1
        assert api.ValidateClient("fresh", "another secret").Status == 1
        assert api.ValidateClient(client.username, PASSWORD).Status == -1

    def test_a_user_changes_its_own_login_and_stays_logged_in_with_that_token_alone(self, api, world):
        client = world.client(password=PASSWORD)
        other = api.ValidateClient(client.username, PASSWORD).Token
        mine = api.ValidateClient(client.username, PASSWORD).Token
        assert api.UpdateClientUsernamePassword(mine, client.code, client.username, "another secret").Status == 1
        assert api.GetClientByCode(mine, client.code).Auth.Status == 1
        assert api.GetClientByCode(other, client.code).Auth.StatusMessage == "Invalid token."

    def test_somebody_else_may_not(self, api, world):
        stranger = world.token(world.client())
        answer = api.UpdateClientUsernamePassword(stranger, world.client().code, "x", "y")
        assert (answer.Status, answer.StatusMessage) == (-1, "Access denied.")

    @pytest.mark.parametrize(
        ("username", "password", "status", "message"),
        [
            ("", "secret", -1, "A username is required."),
            ("u" * 101, "secret", -1, "Username is longer than 100 characters."),
            ("Taken", "secret", -1, "Username is already in use."),
            ("fresh", "", -1, "Password does not meet the policy: A password is required."),
        ],
    )
    def test_errors_change_nothing(self, api, world, token, username, password, status, message):
        world.client(username="taken")
        client = world.client(password=PASSWORD)
        answer = api.UpdateClientUsernamePassword(token, client.code, username, password)
        assert (answer.Status, answer.StatusMessage) == (status, message)
        kept = world.fresh(client)
        assert (kept.username, kept.password_hash) == (client.username, client.password_hash)

    @pytest.mark.settings(password_policy=POLICY)
    def test_the_policy_is_named(self, api, world, token):
        answer = api.UpdateClientUsernamePassword(token, world.client().code, "fresh", "Abcdefgh")
        assert answer.StatusMessage == "Password does not meet the policy: A digit is needed."

    def test_others_write_while_the_password_is_hashed(self, api, world, token, runtime, monkeypatch):
        client, other = world.client(), world.client("Smith", "John")
        hashed = runtime.passwords.hash

        def hash_slowly(*arguments):
            world.change(other, given_name="Jack")
            return hashed(*arguments)

        monkeypatch.setattr(runtime.passwords, "hash", hash_slowly)
        assert api.UpdateClientUsernamePassword(token, client.code, "fresh", "another secret").Status == 1
        assert world.fresh(other).given_name == "Jack"
        assert api.ValidateClient("fresh", "another secret").Status == 1

    @pytest.mark.settings(password_policy=POLICY)
    def test_nothing_is_hashed_for_who_is_refused(self, api, world, token, runtime, monkeypatch):
        client = world.client()
        monkeypatch.setattr(runtime.passwords, "hash", lambda *_: pytest.fail("it was hashed"))
        stranger = world.token(world.client())
        assert api.UpdateClientUsernamePassword(stranger, client.code, "fresh", "Abcdefg8").Status == -1
        assert api.UpdateClientUsernamePassword(token, client.code, "fresh", "Abcdefgh").Status == -1
        assert api.UpdateClientUsernamePassword("unknown", client.code, "fresh", "Abcdefg8").Status < 0

    def test_an_unknown_client_is_not_found(self, api, token):
        answer = api.UpdateClientUsernamePassword(token, "nobody", "fresh", "secret")
        assert (answer.Status, answer.StatusMessage) == (-4, "Client not found.")


class TestTriggerPortalPasswordReset:
    def test_an_unknown_client_is_not_found(self, api, token):
        assert api.TriggerPortalPasswordReset(token, "nobody").StatusMessage == "Client not found."

    def test_a_client_without_email_can_not_be_mailed(self, api, world, token):
        answer = api.TriggerPortalPasswordReset(token, world.client().code)
        assert (answer.Status, answer.StatusMessage) == (-1, "Client has no e-mail address.")

    def test_without_a_portal_there_is_no_link(self, api, world, token):
        client = world.client(email="a@example.com", username="a")
        assert (
            api.TriggerPortalPasswordReset(token, client.code).StatusMessage == "No portal is available to this client."
        )

    @pytest.mark.settings(portal_url="https://portal.example")
    def test_without_a_mail_server_no_mail_goes_out(self, api, world, token):
        client = world.client(email="a@example.com", username="a")
        answer = api.TriggerPortalPasswordReset(token, client.code)
        assert answer.StatusMessage == "Password reset mail is not configured."

    def test_only_the_client_itself_or_the_api_role_may_ask(self, api, world):
        answer = api.TriggerPortalPasswordReset(world.token(world.client()), world.client().code)
        assert answer.StatusMessage == "Access denied."


@pytest.mark.settings(**PORTAL)
class TestTheResetLink:
    @pytest.fixture
    def client(self, world):
        return world.client(email="john@example.com", password=PASSWORD)

    @pytest.fixture
    def key(self, api, world, token, client):
        """Ask for a link and take its key from the queued mail."""
        assert api.TriggerPortalPasswordReset(token, client.code).Status == 1
        (mail,) = mails(world)
        assert mail.recipient == "john@example.com"
        return mail.text.split("https://portal.example/password-reset?key=")[1].split()[0]

    def save(self, site, key, password="brand new secret", again=None):
        form = f"key={key}&password={password}&again={again or password}"
        status, _, body = post(site, "/password-reset", form, content_type="application/x-www-form-urlencoded")
        assert status == "200 OK"
        return body.decode()

    def test_the_page_offers_a_form_and_forbids_caching(self, site, key):
        status, headers, body = get(site, "/vdir/password-reset", f"key={key}")
        assert (status, headers["Cache-Control"], headers["Referrer-Policy"]) == (
            "200 OK",
            "no-store",
            "no-referrer",
        )
        assert b'type="password"' in body

    def test_the_new_password_logs_in_and_old_tokens_die(self, api, site, world, client, key):
        old = api.ValidateClient(client.username, PASSWORD).Token
        assert "saved" in self.save(site, key)
        assert api.ValidateClient(client.username, "brand new secret").Status == 1
        assert api.GetClientByCode(old, client.code).Auth.StatusMessage == "Invalid token."

    def test_until_then_the_present_password_stays_valid(self, api, client, key):
        assert api.ValidateClient(client.username, PASSWORD).Status == 1

    def test_the_link_works_once(self, site, key):
        self.save(site, key)
        assert "not valid any more" in self.save(site, key)
        assert b"not valid any more" in get(site, "/password-reset", f"key={key}")[2]

    def test_the_link_grows_old(self, site, clock, key):
        clock.advance(minutes=61)
        assert "not valid any more" in self.save(site, key)

    def test_it_stays_while_too_many_passwords_are_hashed(self, runtime, site, key):
        form = f"key={key}&password=brand new secret&again=brand new secret"
        place = runtime.passwords._places._known._take
        place("127.0.0.1"), place("127.0.0.1")
        status, headers, body = post(site, "/password-reset", form, content_type="application/x-www-form-urlencoded")
        assert (status, headers["Retry-After"]) == ("503 SERVICE UNAVAILABLE", "1")
        assert b"Too many people are being served at this moment, so nothing was done. Please try again." in body
        runtime.passwords._places._known._give_back("127.0.0.1")
        assert "saved" in self.save(site, key)

    def test_others_write_while_the_password_is_hashed(self, runtime, site, world, key, monkeypatch):
        other, hashed = world.client("Smith", "John"), runtime.passwords.hash

        def hash_slowly(*arguments):
            world.change(other, given_name="Jack")
            return hashed(*arguments)

        monkeypatch.setattr(runtime.passwords, "hash", hash_slowly)
        assert "saved" in self.save(site, key)
        assert world.fresh(other).given_name == "Jack"

    def test_two_different_entries_are_refused(self, api, site, client, key):
        assert "differ" in self.save(site, key, "one secret", "other secret")
        assert api.ValidateClient(client.username, PASSWORD).Status == 1

    def test_the_key_is_stored_hashed_only(self, world, key):
        assert key not in world.one(select(PasswordReset.digest))

    def test_a_new_link_ends_the_former(self, api, site, world, token, client, key):
        api.TriggerPortalPasswordReset(token, client.code)
        assert "not valid any more" in self.save(site, key)

    def test_the_client_row_is_stamped(self, site, world, client, key):
        self.save(site, key)
        assert world.one(Client.__table__.select().with_only_columns(Client.modified_by).where(Client.id == client.id))
