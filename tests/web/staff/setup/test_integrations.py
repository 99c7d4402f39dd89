"""Users of integrations: how each logs in, new ones with a password that is shown once, and what ends their log-ins."""

import json
import logging

import pytest
from sqlalchemy import func, select

from tests.support.world import PASSWORD
from tests.web.staff.test_pages import assert_accessible
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client
from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.model.security import AccessToken, ClientRole, Role
from vettrak_api.security.passwords import generated_password
from vettrak_api.settings import PasswordPolicy

OK, REFUSED = 1, -1
MAIL = pytest.mark.settings(
    portal_url="https://portal.example.com", mail_sender="rto@example.com", smtp_host="mail.example.com"
)


@pytest.fixture
def moodle(world):
    return world.staff("Moodle", "", code="MOODLE", username="moodle", password=PASSWORD, api_role=True)


def shown_password(page):
    (password,) = page.document.xpath("//*[@id='password']/text()")
    return password


def at(setup, client):
    page = setup.get(f"/setup/integrations/{client.id}")
    assert_accessible(page.document)
    return page


class TestList:
    def test_holders_of_the_roles_are_listed_and_nobody_else(self, setup, api, world, moodle):
        world.staff("Trainer", "Tess", username="tess", password=PASSWORD)
        world.client("Student", username="stu", password=PASSWORD, api_role=True)
        api.ValidateClient("moodle", PASSWORD)
        api.ValidateClient("moodle", PASSWORD)
        page = setup.get("/setup/integrations")
        assert_accessible(page.document)
        rows = {row.split()[0]: row for row in page.rows}
        assert {"moodle", "sven"} <= set(rows)
        assert not {"tess", "stu"} & set(rows)
        assert rows["moodle"] == "moodle Moodle API 2 10 Sep 2026, 12:00 10 Sep 2026"
        assert "set-up 1" in rows["sven"]

    def test_old_tokens_are_not_counted(self, setup, api, world, clock, moodle):
        api.ValidateClient("moodle", PASSWORD)
        clock.advance(minutes=50)
        setup.log_in("sven", PASSWORD)
        clock.advance(minutes=30)
        (row,) = [row for row in setup.get("/setup/integrations").rows if row.startswith("moodle")]
        assert row.startswith("moodle Moodle API 0 10 Sep 2026, 12:00")

    def test_what_is_the_matter_with_one_is_said(self, setup, world, moodle):
        world.change(moodle, active=False)
        world.staff("Xero", "", username="xero", api_role=True)
        text = setup.get("/setup/integrations").text
        assert "moodle inactive" in text
        assert "xero no password yet" in text


class TestAdding:
    def test_without_a_mailbox_a_password_is_shown_once(self, setup, api, world, caplog):
        caplog.set_level(logging.DEBUG)
        setup.get("/setup/integrations/new")
        assert_accessible(setup.page.document)
        page = setup.send("/add", surname="Moodle", username="moodle")
        assert_accessible(page.document)
        assert page.heading == "The new password of moodle"
        assert "no-store" in page.headers["Cache-Control"]
        password = shown_password(page)
        answer = api.ValidateClient("moodle", password)
        assert answer.Status == OK
        assert api.GetClientByCode(answer.Token, "SVEN").Auth.Status == OK
        made = world.one(select(Client).where(Client.username == "moodle"))
        assert (made.staff, made.web_publish, made.surname) == (True, False, "Moodle")
        assert password not in made.password_hash
        assert password not in caplog.text
        setup.get(page.link("I have copied it"))
        assert password not in setup.page.source
        told = world.all(select(Change).where(Change.record_id == made.id, Change.table_name == "client"))
        assert {each.operation for each in told} == {"set-up page add_integration"}
        assert "roles" in {each.members for each in told}
        assert password not in json.dumps([[each.members, each.new_values] for each in told])

    @MAIL
    def test_with_a_mailbox_a_link_is_mailed(self, setup, world):
        setup.get("/setup/integrations/new")
        page = setup.send("/add", surname="Moodle", username="moodle", email="admin@example.com")
        assert page.note.startswith("A mail is on its way")
        made = world.one(select(Client).where(Client.username == "moodle"))
        assert made.password_hash is None
        (mail,) = world.all(select(OutboxMessage))
        assert mail.recipient == "admin@example.com"

    def test_without_mail_nothing_is_made_by_halves(self, setup, world):
        setup.get("/setup/integrations/new")
        page = setup.send("/add", surname="Moodle", username="moodle", email="admin@example.com")
        assert (page.status, list(page.wrong)) == (422, ["email"])
        assert world.all(select(Client).where(Client.username == "moodle")) == []

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, setup, world, moodle):
        setup.get("/setup/integrations/new")
        page = setup.send("/add", surname=" ", username="MOODLE", email="nobody at all")
        assert (page.status, set(page.wrong)) == (422, {"surname", "email"})
        page = setup.send("/add", surname="Another", email="")
        assert page.wrong == {"username": "User name: Somebody has this user name already. Choose another one."}
        assert page.form("/add")["username"] == "MOODLE"


class TestPassword:
    def test_a_new_one_is_shown_once_and_ends_all_log_ins(self, setup, api, world, moodle):
        token = api.ValidateClient("moodle", PASSWORD).Token
        at(setup, moodle)
        password = shown_password(setup.send("/password"))
        assert api.GetClientByCode(token, "SVEN").Auth.Status == REFUSED
        assert api.ValidateClient("moodle", PASSWORD).Status == REFUSED
        assert api.ValidateClient("moodle", password).Status == OK
        (change,) = world.all(select(Change).where(Change.record_id == moodle.id, Change.by == "SVEN"))
        assert (change.operation, change.members) == ("set-up page new_integration_password", "password_hash")

    @pytest.mark.parametrize(
        "who",
        [
            {"staff": True, "api_role": True, "email": "olga@example.com"},
            {"staff": True},
            {"staff": False, "api_role": True},
        ],
        ids=["with a mailbox", "without the role", "no staff"],
    )
    def test_nobody_elses_password_is_made(self, setup, api, world, who):
        other = world.client("Other", username="other", password=PASSWORD, **who)
        mark = setup.page.form("/logout")["csrf"]
        page = setup.post(f"/setup/integrations/{other.id}/password", {"csrf": mark})
        assert page.status == 409
        assert api.ValidateClient("other", PASSWORD).Status == OK

    @pytest.mark.parametrize(
        "policy",
        [
            {},
            {"minimum_length": 100},
            {"require_upper": True, "require_lower": True, "require_digit": True, "require_other": True},
        ],
    )
    def test_a_generated_one_keeps_the_policy(self, policy):
        made = {generated_password(PasswordPolicy(**policy)) for _ in range(20)}
        assert len(made) == 20
        assert {len(each) for each in made} == {max(24, policy.get("minimum_length", 0))}
        assert all(any(map(str.isdigit, each)) or not policy.get("require_digit") for each in made)


class TestEnding:
    def test_log_ins_are_ended_from_here(self, setup, api, world, moodle):
        token = api.ValidateClient("moodle", PASSWORD).Token
        at(setup, moodle)
        page = setup.send("/end-log-ins")
        assert page.heading == "moodle Moodle"
        assert page.note == "All that this person was logged in to has ended."
        assert api.GetClientByCode(token, "SVEN").Auth.Status == REFUSED

    def test_deactivating_and_activating_leads_back_here(self, setup, api, world, moodle):
        token = api.ValidateClient("moodle", PASSWORD).Token
        at(setup, moodle)
        page = setup.send("/deactivate")
        assert page.heading == "moodle Moodle"
        assert world.one(select(func.count(AccessToken.id)).where(AccessToken.client_id == moodle.id)) == 0
        assert api.GetClientByCode(token, "SVEN").Auth.Status == REFUSED
        assert setup.send("/activate").heading == "moodle Moodle"


class TestRoles:
    def test_one_is_added_renamed_held_and_deleted(self, setup, world, moodle):
        setup.get("/setup/roles/new")
        assert setup.send("/add", name="Office").note == "Added: Office."
        office = world.one(select(Role).where(Role.name == "Office"))
        assert (office.grants_api, office.grants_setup) == (False, False)
        setup.get(f"/setup/roles/{office.id}")
        assert_accessible(setup.page.document)
        assert setup.send("/save", name="Front office", grants_api="yes").note == "Saved: Front office."
        setup.get(f"/setup/people/{moodle.id}")
        setup.send("/roles", role=str(office.id))
        page = setup.get(f"/setup/roles/{office.id}")
        assert "Moodle MOODLE" in page.text
        assert not page.has_form("/delete")
        mark = page.form("/save")["csrf"]
        assert setup.post(f"/setup/roles/{office.id}/delete", {"csrf": mark}).status == 409
        setup.get(f"/setup/people/{moodle.id}")
        setup.send("/roles", role=None)
        setup.get(f"/setup/roles/{office.id}")
        assert setup.send("/delete").heading == "Roles"
        assert world.all(select(Role).where(Role.id == office.id)) == []
        told = world.all(select(Change).where(Change.table_name == "role").order_by(Change.id))
        assert [(each.action, each.members) for each in told] == [
            ("insert", None), ("update", "name\ngrants_api"), ("delete", None),
        ]  # fmt: skip

    def test_what_a_role_grants_counts_at_once(self, setup, api, world):
        office = world.add(Role(name="Office"))
        tess = world.staff("Trainer", "Tess", username="tess", password=PASSWORD)
        world.add(ClientRole(client_id=tess.id, role_id=office.id))
        token = api.ValidateClient("tess", PASSWORD).Token
        assert api.GetClientByEmail(token, "nobody@example.com").Auth.StatusMessage == "Access denied."
        setup.get(f"/setup/roles/{office.id}")
        setup.send("/save", grants_api="yes")
        assert api.GetClientByEmail(token, "nobody@example.com").Auth.StatusMessage == "Client not found."

    def test_a_name_stands_once(self, setup, world):
        setup.get("/setup/roles/new")
        page = setup.send("/add", name="API")
        assert (page.status, list(page.wrong)) == (422, ["name"])

    def test_the_last_way_to_set_up_stays(self, setup, world):
        number = world.one(select(Role.id).where(Role.grants_setup))
        setup.get(f"/setup/roles/{number}")
        page = setup.send("/save", grants_setup=None)
        assert (page.status, list(page.wrong)) == (422, ["grants_setup"])
        assert world.one(select(Role.grants_setup).where(Role.id == number))

    def test_who_holds_each_is_counted(self, setup):
        page = setup.get("/setup/roles")
        assert_accessible(page.document)
        assert "Set-up yes 1" in page.rows
