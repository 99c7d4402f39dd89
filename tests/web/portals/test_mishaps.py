"""The portals when something goes wrong: with the server, with the log-in, or with what somebody typed."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, select, update

from tests.support.portals import MARKUP, PASSWORD, VISIBLE, PortalVisitor
from tests.support.servers import CHEAP_PASSWORDS, free_port, serving
from tests.support.troubled_api import troubled
from vettrak_api.model.security import AccessToken, LoginAttempt
from vettrak_api.web.portals.site import PortalSite
from vettrak_api.web.portals.troubles import AWAY, FAILED

pytestmark = pytest.mark.slow

SECONDS = 0.5
TROUBLES = ("late", "trickle", "stall", "half", "large", "error", "moved", b"\x00 <<< no XML", b"<hello/>", b"", -3, 0)


class TestAServerThat:
    def test_is_away(self, school):
        site = PortalSite(school.settings(f"http://127.0.0.1:{free_port()}"))
        page = PortalVisitor(site).log_in("mia")
        assert (page.status, page.problem) == (503, AWAY)

    def test_closes_a_kept_connection_is_asked_once_more(self, school, running, visit):
        with troubled(running.address) as api:
            visitor = visit("mia", PortalSite(school.settings(api.address)))
            api.trouble, api.times = "hang up", 1
            assert visitor.get("/training").heading == "Hello Mia"
            visitor.get("/details")
            api.trouble, api.operations, api.times = "hang up", ("UpdateClientDetails",), 1
            assert visitor.send("/details").status == 503

    @pytest.mark.parametrize("trouble", TROUBLES)
    def test_gives_no_answer_to_go_by(self, school, running, visit, caplog, trouble):
        caplog.set_level(logging.INFO)
        with troubled(running.address) as api:
            site = PortalSite(school.settings(api.address))
            visitor = visit("mia", site)
            site.runtime.server._transport._seconds = SECONDS
            api.trouble = trouble
            began = time.monotonic()
            page = visitor.get("/training")
            assert (page.status, page.problem) == (503, FAILED if trouble == "error" else AWAY)
            assert time.monotonic() - began < SECONDS + 3
            assert PortalVisitor(site).log_in("mia").status == 503
            api.trouble = None
            site.runtime.server._transport._seconds = 10
            assert visitor.get("/training").heading == "Hello Mia"
        assert PASSWORD not in caplog.text
        assert "Mia" not in caplog.text

    def test_is_slow_with_every_call_has_its_page_given_up(self, school, running, visit):
        with troubled(running.address) as api:
            site = PortalSite(school.settings(api.address, page_seconds=1))
            visitor = visit("ruth", site)
            api.trouble, api.operations, api.seconds = "late", ("GetUnitsForEnrolment",), 5
            began = time.monotonic()
            assert visitor.get("/employees").status == 503
            assert time.monotonic() - began < 4

    def test_lacks_features(self, built, visit):
        school = built()
        features = '["VETtrak API", "Short Courses", "Bookings", "Security"]'
        with serving(
            school.world.runtime.settings.database_url, VETTRAK_FEATURES=features, **CHEAP_PASSWORDS
        ) as server:
            site = PortalSite(school.settings(server.address))
            lacking = set()
            for who in VISIBLE:
                visitor = visit(who, site)
                for name, path in school.pages(site, who).items():
                    page = visitor.get(path)
                    if page.status != 200:
                        assert (page.status, page.problem) == (
                            404, "Your training organisation does not offer this here.",
                        )  # fmt: skip
                        lacking.add(name.removeprefix("portals."))
            assert lacking == {
                "invoices", "invoice", "contracts", "contract", "employer_events", "employer_invoices",
                "employer_invoice", "staff_events", "tasks",
            }  # fmt: skip

    @pytest.mark.parametrize("told", [{"username": ""}, {"password": "wrong"}, {"username": "mia"}])
    def test_does_not_let_the_portals_themselves_in(self, school, running, visit, told):
        visitor = visit("mia", PortalSite(school.settings(running.address, **told)))
        page = visitor.get(f"/awards/{school.awards[school.mia].id}")
        assert (page.status, page.note) == (503 if told.get("username") != "" else 404, None)
        assert visitor.get("/awards").status == 200

    def test_forgets_the_log_in_of_the_portals(self, school, running, visit):
        site = PortalSite(school.settings(running.address))
        path = f"/awards/{school.awards[school.mia].id}"
        assert visit("mia", site).get(path).note
        with school.world.session() as session:
            session.execute(delete(AccessToken))
        assert visit("mia", site).get(path).note


class TestALogInThat:
    def test_is_refused_keeps_the_name(self, portals):
        page = PortalVisitor(portals).log_in("mia", "wrong")
        assert (page.status, page.problem) == (403, "User name or password is not right.")
        assert page.form("/login")["username"] == "mia"

    @pytest.mark.parametrize("end", [delete(AccessToken), update(AccessToken).values(used=0)], ids=["gone", "expired"])
    def test_has_died_leads_back_to_the_page(self, school, visit, end):
        visitor = visit("mia")
        with school.world.session() as session:
            session.execute(end)
        page = visitor.get("/timetable?page=2")
        assert (page.heading, page.problem) == ("Log in", "You were logged out because nothing happened for a while.")
        visitor.send("/login", username="mia", password=PASSWORD)
        assert visitor.page.heading == "Timetable"
        assert visitor.page.document.xpath("//nav[@class='pages']/span")[0].text_content() == "Page 2"

    def test_fails_counts_for_the_visitor_and_not_for_the_portals(self, portals, school):
        PortalVisitor(portals, **{"X-Forwarded-For": "203.0.113.9"}).log_in("mia", "guessed")
        assert "203.0.113.9" in school.world.all(select(LoginAttempt.address))

    def test_has_died_loses_no_form_silently(self, school, visit):
        visitor = visit("mia")
        visitor.get("/details")
        with school.world.session() as session:
            session.execute(delete(AccessToken))
        page = visitor.send("/details", mobile="0491 570 110")
        assert page.problem == "You were logged out, so nothing was done. Please log in and do it again."
        visitor.send("/login", username="mia", password=PASSWORD)
        assert visitor.page.heading == "My details"
        assert school.world.fresh(school.mia).mobile_phone is None

    def test_leads_nowhere_else(self, visit, portals):
        visitor = PortalVisitor(portals)
        for onward in ("https://evil.example/", "//evil.example", "/login", "/nowhere"):
            visitor.get(f"/login?next={onward}")
            visitor.send("/login", username="mia", password=PASSWORD)
            assert visitor.page.heading == "Hello Mia"

    def test_is_over_shows_nothing_any_more(self, visit):
        visitor = visit("mia")
        assert "vettrak_portal" in str(visitor.cookie())
        assert visitor.send("/logout").problem is None
        assert visitor.page.note == "You are logged out."
        assert visitor.cookie() is None
        assert visitor.get("/training").heading == "Log in"

    def test_is_somebody_elses_in_another_tab(self, school, visit):
        visitor = visit("mia")
        form = visitor.get("/details").form("/details")
        visitor.log_in("liam")
        page = visitor.post("/details", form | {"mobile": "0491 570 110"})
        assert page.status == 403
        assert {school.world.fresh(person).mobile_phone for person in (school.mia, school.liam)} == {None}
        assert visitor.get("/training").heading == "Hello Liam"

    @pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
    def test_another_site_sends(self, portals, headers):
        visitor = PortalVisitor(portals)
        visitor.get("/login")
        fields = {"username": "mia", "password": PASSWORD}
        assert visitor.post("/login", fields, **headers).status == 403


@pytest.mark.parametrize(
    "path",
    [
        "/training?client=%00", "/training?client=" + "x" * 300, "/timetable?page=0", "/timetable?page=99999999",
        "/timetable?page=-1", "/classes?from=9999-12-31", "/classes?from=0001-01-01", "/employees?page=999",
        "/people?search=%3Cb%3E", "/nowhere", "/training/0", "/classes/2026-13-45/1", "/timetable.ics?client=%E2%82%AC",
    ],
)  # fmt: skip
@pytest.mark.parametrize("who", VISIBLE)
def test_no_address_breaks_a_page(visit, who, path, caplog):
    assert visit(who).get(path).status in {200, 400, 404}
    assert "reference" not in caplog.text


def test_markup_is_shown_as_it_was_typed_on_every_page(built, visit):
    school = built(MARKUP)
    with serving(school.world.runtime.settings.database_url, **CHEAP_PASSWORDS) as server:
        site = PortalSite(school.settings(server.address, organisation=f"Saltbush {MARKUP}"))
        for who in VISIBLE:
            visitor = visit(who, site)
            for name, path in school.pages(site, who).items():
                page = visitor.get(path)
                assert page.status == 200, name
                assert "<b onclick" not in page.source, name
                assert not page.document.xpath("//*[@onclick]"), name
                assert page.source.count("&lt;b onclick") >= (1 if name == "portals.password" else 2), name
            lines = visitor._client.get("/timetable.ics").text.splitlines()
            assert all(line.startswith((" ", "BEGIN:", "END:")) or line.partition(":")[0].isupper() for line in lines)


def test_fifty_pages_at_once_all_finish_on_a_server_with_one_thread(visit, portals, school):
    visitors = {who: visit(who) for who in VISIBLE}
    paths = [(who, path) for who in VISIBLE for path in school.pages(portals, who).values() if "/login" not in path]
    wanted = (paths * 3)[:50]
    cookies = {who: visitor.cookie().value for who, visitor in visitors.items()}

    def get(asked):
        visitor = PortalVisitor(portals)
        visitor._client.set_cookie("vettrak_portal", cookies[asked[0]])
        return visitor.get(asked[1]).status

    with ThreadPoolExecutor(50) as pool:
        assert set(pool.map(get, wanted)) == {200}
