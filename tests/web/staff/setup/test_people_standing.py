"""What staff change of other people: user names, links, delays, roles, divisions, and whether they are active."""

import datetime

import pytest
from sqlalchemy import func, select

from tests.support.staff import Visitor, logged_in
from tests.support.world import PASSWORD
from tests.web.staff.test_pages import assert_accessible
from vettrak_api.model.audit import Author
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client, StaffDivision
from vettrak_api.model.outbox import OutboxMessage
from vettrak_api.model.security import AccessToken, ClientRole, LoginAttempt, PasswordReset, Role
from vettrak_api.model.sms import ClientSms
from vettrak_api.rules.privacy.erasing import erase_client
from vettrak_api.web.staff.setup.person_queries import MOST_TEXTS

OK, REFUSED = 1, -1
MAIL = pytest.mark.settings(
    portal_url="https://portal.example.com", mail_sender="rto@example.com", smtp_host="mail.example.com"
)


@pytest.fixture
def tess(world):
    return world.staff("Trainer", "Tess", code="TESS", username="tess", password=PASSWORD, email="tess@example.com")


@pytest.fixture
def stu(world):
    return world.client("Student", "Stu", code="STU", username="stu", password=PASSWORD, email="stu@example.com")


def at(setup, client):
    page = setup.get(f"/setup/people/{client.id}")
    assert_accessible(page.document)
    return page


def stored(world, client):
    return world.one(select(Client).where(Client.id == client.id))


def members(world, client):
    """What the change log tells that Sven changed of a client, in order."""
    told = select(Change).where(Change.table_name == "client", Change.record_id == client.id, Change.by == "SVEN")
    return [(each.operation, each.members) for each in world.all(told.order_by(Change.id))]


def role_number(world, name="API"):
    return world.one(select(Role.id).where(Role.name == name))


class TestDeactivating:
    def test_nobody_logs_in_any_more_and_what_was_logged_in_ends_at_once(self, setup, api, world, stu):
        token = api.ValidateClient("stu", PASSWORD).Token
        occurrence = world.occurrence()
        enrolment = world.enrolment(stu, occurrence)
        at(setup, stu)
        page = setup.send("/deactivate")
        assert page.note == "This person can no longer log in, and all that they were logged in to has ended."
        assert api.ValidateClient("stu", PASSWORD).Status == REFUSED
        assert api.GetClientByCode(token, "STU").Auth.Status == REFUSED
        assert world.one(select(func.count(AccessToken.id)).where(AccessToken.client_id == stu.id)) == 0
        assert stored(world, stu).active is False
        assert enrolment.id
        assert members(world, stu) == [("set-up page deactivate_person", "active")]

    @MAIL
    def test_links_for_a_new_password_end_too(self, setup, world, stu):
        at(setup, stu)
        setup.send("/invite")
        setup.send("/deactivate")
        assert world.all(select(PasswordReset).where(PasswordReset.client_id == stu.id)) == []

    def test_and_active_again_with_the_password_of_before(self, setup, api, world, stu):
        at(setup, stu)
        setup.send("/deactivate")
        assert setup.send("/activate").note == "This person is active again."
        assert api.ValidateClient("stu", PASSWORD).Status == OK

    def test_nobody_deactivates_themselves(self, setup, world):
        sven = world.one(select(Client).where(Client.code == "SVEN"))
        page = at(setup, sven)
        assert not page.has_form("/deactivate")
        assert "only a colleague can deactivate it" in page.text
        mark = page.form("/user-name")["csrf"]
        page = setup.post(f"/setup/people/{sven.id}/deactivate", {"csrf": mark})
        assert (page.status, page.problem) == (
            409, "You can not do this to your own account. Please ask a colleague.",
        )  # fmt: skip
        page = setup.post(f"/setup/people/{sven.id}/dismiss", {"csrf": mark})
        assert page.status == 409
        assert stored(world, sven).active


class TestTheLastWhoSetsUp:
    """Sven may, whatever he does to others; nobody may take that from the last one."""

    @pytest.fixture
    def sven(self, world, setup):
        return world.one(select(Client).where(Client.code == "SVEN"))

    def test_keeps_the_role(self, setup, world, sven):
        at(setup, sven)
        page = setup.send("/roles", role=str(role_number(world)))
        assert page.status == 409
        assert page.problem.startswith("Nobody who can log in could set the organisation up any more.")
        assert world.one(select(func.count(ClientRole.id)).where(ClientRole.client_id == sven.id)) == 1

    def test_keeps_the_user_name(self, setup, world, sven):
        at(setup, sven)
        assert setup.send("/user-name", username="").status == 409
        assert setup.send("/user-name", username="sven2").note == "Saved: the user name."

    def test_gives_it_away_once_somebody_else_has_it(self, setup, world, sven, tess):
        at(setup, tess)
        setup.send("/roles", role=str(role_number(world, "Set-up")))
        at(setup, sven)
        page = setup.send("/roles", role=None)
        assert page.status in {303, 403} or page.heading == "Staff log-in"
        assert world.all(select(ClientRole).where(ClientRole.client_id == sven.id)) == []

    @pytest.mark.parametrize("lack", [{"active": False}, {"password_hash": None}, {"staff": False}])
    def test_somebody_who_can_not_log_in_does_not_count(self, setup, world, sven, tess, lack):
        at(setup, tess)
        setup.send("/roles", role=str(role_number(world, "Set-up")))
        world.change(stored(world, tess), **lack)
        at(setup, sven)
        assert setup.send("/roles", role=None).status == 409


class TestStaff:
    def test_a_student_becomes_staff_with_roles_and_divisions(self, setup, api, world, stu):
        branch = world.division("Branch")
        page = at(setup, stu)
        assert not page.has_form("/roles")
        page = setup.send("/make-staff")
        assert page.note.startswith("This person is staff now.")
        setup.send("/roles", role=str(role_number(world)))
        page = setup.send("/divisions", division=str(branch.id))
        assert page.note == "Saved: the divisions."
        token = api.ValidateClient("stu", PASSWORD).Token
        told = api.GetAccessibleDivisionsTree(token, "STU")
        assert told.Auth.Status == OK
        assert [each.Name for each in told.DivisionTreeList] == ["Branch"]
        assert members(world, stu) == [
            ("set-up page make_person_staff", "staff"),
            ("set-up page save_person_roles", "roles"),
            ("set-up page save_person_divisions", "divisions"),
        ]

    def test_no_longer_staff_takes_roles_divisions_and_log_ins(self, setup, api, world, tess):
        world.add(StaffDivision(client_id=tess.id, division_id=1))
        world.add(ClientRole(client_id=tess.id, role_id=role_number(world)))
        token = api.ValidateClient("tess", PASSWORD).Token
        at(setup, tess)
        page = setup.send("/dismiss")
        assert page.note.startswith("This person is staff no longer")
        assert api.GetAccessibleDivisionsTree(token, "TESS").Auth.Status == REFUSED
        assert world.all(select(ClientRole).where(ClientRole.client_id == tess.id)) == []
        assert world.all(select(StaffDivision).where(StaffDivision.client_id == tess.id)) == []
        assert api.ValidateClient("tess", PASSWORD).TokenType == "02"

    def test_the_second_of_two_is_told(self, setup, site, world, tess):
        world.staff("Second", "Sue", setup_role=True, code="SUE", username="sue", password=PASSWORD)
        second = logged_in(site, "sue")
        at(setup, tess)
        at(second, tess)
        setup.send("/roles", role=str(role_number(world)))
        setup.send("/divisions", division="1")
        setup.send("/user-name", username="tess2")
        forms = {action: second.page.form(action) for action in ("/roles", "/divisions", "/user-name")}
        for action, fields in forms.items():
            page = second.post(f"/setup/people/{tess.id}{action}", fields)
            assert page.status == 409
            assert page.problem.startswith("Nothing was done: a colleague has changed this")
        assert stored(world, tess).username == "tess2"

    @pytest.mark.parametrize(("action", "field"), [("/roles", "role"), ("/divisions", "division")])
    @pytest.mark.parametrize("told", ["2000000000", "nonsense"])
    def test_what_is_not_there_is_refused(self, setup, world, tess, action, field, told):
        at(setup, tess)
        assert setup.send(action, **{field: told}).status == 409


class TestLoggingIn:
    def test_a_user_name_is_changed(self, setup, api, world, stu):
        at(setup, stu)
        assert setup.send("/user-name", username=" stu.dent ").note == "Saved: the user name."
        assert api.ValidateClient("stu.dent", PASSWORD).Status == OK
        assert api.ValidateClient("stu", PASSWORD).Status == REFUSED

    def test_a_taken_or_too_long_one_is_refused_and_stays_typed(self, setup, world, stu, tess):
        at(setup, stu)
        page = setup.send("/user-name", username="TESS")
        assert (page.status, page.problem) == (409, "Username is already in use.")
        assert page.form("/user-name")["username"] == "TESS"
        assert setup.send("/user-name", username="x" * 101).status == 409

    @MAIL
    def test_a_link_to_choose_a_password_is_mailed(self, setup, world, stu):
        page = at(setup, stu)
        page = setup.send("/invite")
        assert page.note.startswith("A mail is on its way")
        assert "a link works until" in page.text
        (mail,) = world.all(select(OutboxMessage))
        assert mail.recipient == "stu@example.com"
        assert "https://portal.example.com/password-reset?key=" in mail.payload

    def test_without_a_portal_the_page_says_so(self, setup, stu):
        at(setup, stu)
        page = setup.send("/invite")
        assert page.status == 409
        assert page.problem.startswith("No portal is set")

    def test_no_password_can_be_typed_for_another(self, setup, stu):
        page = at(setup, stu)
        assert page.document.xpath("//input[@type='password']") == []
        assert not page.has_form("/password")

    def test_log_ins_are_ended(self, setup, api, world, stu):
        token = api.ValidateClient("stu", PASSWORD).Token
        page = at(setup, stu)
        assert "1 log-in" in page.text
        assert setup.send("/end-log-ins").note == "All that this person was logged in to has ended."
        assert api.GetClientByCode(token, "STU").Auth.Status == REFUSED
        assert api.ValidateClient("stu", PASSWORD).Status == OK
        assert members(world, stu) == [("set-up page end_log_ins", "tokens")]

    def test_a_delay_after_failures_is_shown_and_lifted(self, setup, api, world, stu, tess):
        for _ in range(30):
            api.ValidateClient("stu", "wrong")
        api.ValidateClient("tess", "wrong")
        assert api.ValidateClient("stu", PASSWORD).Status == REFUSED
        page = at(setup, stu)
        assert "from 1 address" in page.text
        assert page.problem.startswith("After failed log-ins, the next one must wait until")
        page = setup.send("/lift-delay")
        assert page.note == "The next log-in of this person is no longer delayed."
        assert api.ValidateClient("stu", PASSWORD).Status == OK
        assert world.one(select(func.count(LoginAttempt.id))) == 1
        assert ("set-up page lift_delay", "failed log-ins") in members(world, stu)


class TestTexts:
    def test_the_latest_are_shown_and_that_there_are_others(self, setup, world, stu, tess):
        for number in range(MOST_TEXTS + 2):
            world.add(sms(stu, number))
        world.add(sms(tess, 99, text="to another"))
        page = at(setup, stu)
        assert f"text {MOST_TEXTS + 1}" in page.text
        assert "text 1 " not in page.text
        assert "to another" not in page.text
        assert f"The {MOST_TEXTS} latest are shown." in page.text

    def test_each_says_what_became_of_it(self, setup, world, stu):
        now = datetime.datetime(2026, 9, 10, 11)
        world.add(sms(stu, 1, state="sent", settled=now))
        world.add(sms(stu, 2, state="failed", settled=now, reason="refused"))
        world.add(sms(stu, 3, scheduled=now + datetime.timedelta(days=1)))
        waits, failed, sent = at(setup, stu).rows
        assert sent.endswith("sent, 10 Sep 2026, 11:00")
        assert failed.endswith("not sent, 10 Sep 2026, 11:00 refused")
        assert waits.endswith("waits until 11 Sep 2026, 11:00")


def sms(client, number, **values):
    values.setdefault("text", f"text {number} of many")
    return ClientSms(
        client_id=client.id, message_key=f"{client.id}-{number}", number="+61400000000", parts=1,
        created_at=datetime.datetime(2026, 9, 10, 10), created_by="X", **values,
    )  # fmt: skip


def test_forms_need_our_mark(setup, site, stu):
    at(setup, stu)
    for action in ("/deactivate", "/user-name", "/make-staff"):
        assert setup.post(f"/setup/people/{stu.id}{action}", {"csrf": "none"}).status == 403
    assert Visitor(site).post(f"/setup/people/{stu.id}/deactivate", {}, follow=False).status == 303


class TestWhoWasErased:
    @pytest.fixture
    def erased(self, runtime, world, stu):
        now = runtime.clock.now()
        with runtime.database.writing(Author("server", "client erase", now)) as session:
            erase_client(session, stu.id, now, now)
        return stu

    @pytest.mark.parametrize("page", ["", "/details", "/statistics", "/work"])
    def test_has_no_page(self, setup, erased, page):
        answer = setup.get(f"/setup/people/{erased.id}{page}")
        assert answer.status == 404
        assert "This person was erased." in answer.text

    @pytest.mark.parametrize(
        ("form", "typed"), [("/make-staff", {}), ("/deactivate", {}), ("/user-name", {"username": "back"})]
    )
    def test_is_changed_by_no_form_that_was_open_before(self, setup, runtime, world, stu, form, typed):
        at(setup, stu)
        now = runtime.clock.now()
        with runtime.database.writing(Author("server", "client erase", now)) as session:
            erase_client(session, stu.id, now, now)
        assert setup.send(form, **typed).status == 404
        row = world.get(Client, stu.id)
        assert (row.surname, row.username, row.staff) == ("Erased", None, False)
