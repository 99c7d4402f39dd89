"""Who may enter the staff pages, and what keeps strangers out."""

import re

import pytest
from sqlalchemy import select, text

from tests.support.soap import get
from tests.support.staff import Visitor
from tests.support.web import book, web_enrolment
from tests.support.world import PASSWORD
from vettrak_api.model.security import LoginAttempt
from vettrak_api.security.attempts import origin_of
from vettrak_api.web.staff import lists


@pytest.fixture
def occurrence(world):
    return world.occurrence(web_published=True)


@pytest.fixture
def visitor(site, person):
    return Visitor(site)


@pytest.fixture
def inside(visitor):
    visitor.log_in("olga", PASSWORD)
    return visitor


class TestLoggingIn:
    def test_leads_to_the_list(self, inside):
        assert inside.page.heading == "Web enrolments to process"
        assert "Logged in as Olga Officer (OLGA)" in inside.page.text

    @pytest.mark.parametrize(
        ("username", "password"), [("olga", "wrong"), ("nobody", PASSWORD), ("", ""), ("x" * 200, "y")]
    )
    def test_every_bad_log_in_is_told_alike(self, visitor, username, password):
        page = visitor.log_in(username, password)
        assert (page.status, page.problem) == (403, "User name or password is not right.")
        assert visitor.cookie() is None

    def test_who_comes_while_too_many_log_in_is_told_so(self, visitor, runtime):
        """It is no fault of theirs: not 429, and not the answer to a bad password."""
        runtime.passwords._places._others._take("127.0.0.1")
        page = visitor.log_in("olga", PASSWORD)
        assert (page.status, page.headers["Retry-After"]) == (503, "1")
        assert page.problem == "Too many people are logging in at this moment. Please try again."
        assert page.form("/login")["username"] == "olga"
        runtime.passwords._places._others._give_back("127.0.0.1")
        assert visitor.log_in("olga", PASSWORD).heading == "Web enrolments to process"

    @pytest.mark.parametrize("role", [{"staff": True}, {"staff": False, "api_role": True}, {}])
    def test_only_staff_with_the_api_role_may_enter(self, site, world, role):
        world.client("Stranger", username="stranger", password=PASSWORD, **role)
        visitor = Visitor(site)
        page = visitor.log_in("stranger", PASSWORD)
        assert page.status == 403
        assert page.problem == "This account may not use the staff pages: it needs the API role or the set-up role."
        assert visitor.cookie() is None

    def test_a_token_of_somebody_without_the_role_does_not_help(self, site, world):
        visitor = Visitor(site, Cookie=f"vettrak_staff={world.token(world.client())}")
        visitor._client._cookies = None
        page = visitor.get("/", follow=False)
        assert page.location == "/staff/login?why=role&next=/"

    def test_the_cookie_is_for_these_pages_alone(self, inside, visitor):
        cookie = inside.cookie()
        assert (cookie.path, cookie.http_only, cookie.same_site, cookie.secure) == ("/staff", True, "Strict", False)
        assert cookie.max_age is None

    @pytest.mark.settings(public_url="https://rto.example")
    def test_the_cookie_is_secure_where_people_come_by_https(self, site, person):
        visitor = Visitor(site, **{"X-Forwarded-Proto": "https"})
        visitor.get("/login")
        page = visitor.send("/login", follow=False, username="olga", password=PASSWORD)
        assert "; Secure; HttpOnly; Path=/staff; SameSite=Strict" in page.headers["Set-Cookie"]

    @pytest.mark.settings(forwarded_headers=("X-Forwarded-Proto", "X-Forwarded-Prefix"))
    def test_a_trusted_proxy_may_say_https(self, site, person):
        visitor = Visitor(site, **{"X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/vet"})
        visitor.get("/login")
        fields = {"username": "olga", "password": PASSWORD}
        page = visitor.post("/login", fields, follow=False)
        assert "; Secure; HttpOnly; Path=/vet/staff; SameSite=Strict" in page.headers["Set-Cookie"]
        assert page.location == "/vet/staff/"

    def test_without_a_log_in_every_page_leads_there_and_back(self, visitor, api, token, occurrence):
        number = book(api, token, occurrence)
        page = visitor.get(f"/enrolments/{number}?search=secret")
        assert page.heading == "Staff log-in"
        page = visitor.send("/login", username="olga", password=PASSWORD)
        assert page.heading == f"Brewer, Bea web enrolment {number}"

    @pytest.mark.parametrize(
        "onward", ["https://evil.example", "//evil.example", "/\\evil.example", "/login", "/logout", "x", "?"]
    )
    def test_nobody_is_led_elsewhere(self, visitor, onward):
        visitor.get(f"/login?next={onward}")
        assert visitor.send("/login", follow=False, username="olga", password=PASSWORD).location == "/staff/"

    def test_failures_count_for_the_real_address(self, site, world, person):
        visitor = Visitor(site, **{"X-Forwarded-For": "203.0.113.9"})
        visitor.log_in("olga", "wrong")
        assert origin_of("203.0.113.9") in world.all(select(LoginAttempt.address))

    @pytest.mark.settings(trusted_proxies=(), throttle_free_failures=1)
    def test_guessing_is_throttled_whatever_a_stranger_claims(self, site, world, person):
        for number in range(4):
            Visitor(site, **{"X-Forwarded-For": f"203.0.113.{number}"}).log_in("olga", "wrong")
        assert Visitor(site).log_in("olga", PASSWORD).status == 403
        assert "203.0.113.1" not in world.all(select(LoginAttempt.address))

    def test_logging_out(self, inside, world):
        cookie = inside.cookie().value
        page = inside.send("/logout")
        assert page.note == "You are logged out."
        assert inside.cookie() is None
        page = Visitor(inside._client.application.site, Cookie=f"vettrak_staff={cookie}").get("/")
        assert page.heading == "Staff log-in"

    def test_after_a_while_without_use_one_must_log_in_again(self, inside, clock):
        clock.advance(minutes=59)
        assert inside.get("/history").status == 200
        clock.advance(minutes=62)
        page = inside.get("/history")
        assert page.problem == "You were logged out because nothing happened for a while."
        assert inside.send("/login", username="olga", password=PASSWORD).heading == "History of web enrolments"

    def test_whoever_was_logged_out_meanwhile_finds_the_same_search_again(self, inside, api, token, occurrence, clock):
        for surname in ("Smith & Söhne", "Other"):
            book(api, token, occurrence, surname)
        clock.advance(minutes=62)
        inside.search("/", search="smith & söhne", kind="client")
        page = inside.send("/login", username="olga", password=PASSWORD)
        assert dict(page.document.forms[1].form_values())["search"] == "smith & söhne"
        assert len(page.rows) == 1

    @pytest.mark.parametrize("query", ["endpoint=x&self=y", "number=4711", "page=%C3", "=&&", "x=https://evil.example"])
    def test_whatever_an_address_asks_leads_back_to_its_page(self, visitor, api, token, occurrence, query):
        number = book(api, token, occurrence)
        visitor.get(f"/enrolments/{number}?{query}")
        page = visitor.send("/login", username="olga", password=PASSWORD)
        assert page.heading == f"Brewer, Bea web enrolment {number}"

    def test_a_log_out_after_a_while_without_use_is_one_all_the_same(self, inside, clock):
        clock.advance(minutes=62)
        page = inside.send("/logout")
        assert (page.note, page.problem) == ("You are logged out.", None)
        assert inside.cookie() is None
        assert inside.send("/login", username="olga", password=PASSWORD).heading == "Web enrolments to process"

    def test_a_form_of_somebody_logged_out_does_nothing_and_is_found_again(
        self, inside, api, token, world, occurrence, clock
    ):
        number = book(api, token, occurrence)
        inside.get(f"/enrolments/{number}")
        clock.advance(minutes=62)
        page = inside.send("/process")
        assert page.problem == "You were logged out, so nothing was done. Please log in and do it again."
        assert web_enrolment(world, number).state == "P"
        assert inside.send("/login", username="olga", password=PASSWORD).heading.startswith("Brewer, Bea")

    def test_a_made_inactive_account_is_out_at_once(self, inside, world, person):
        world.change(person, active=False)
        assert inside.get("/").heading == "Staff log-in"

    def test_a_mail_in_a_browser_leads_to_the_record(self, inside, api, token, occurrence):
        """The browser keeps a strict cookie back when a link stands on another site; the second request has it."""
        number = book(api, token, occurrence)
        stranger = Visitor(inside._client.application.site)
        page = stranger.get(f"/enrolments/{number}", **{"Sec-Fetch-Site": "cross-site"})
        assert page.document.xpath("//meta[@http-equiv='refresh']/@content") == ["0"]
        assert "Brewer" not in page.source
        assert stranger.get(f"/enrolments/{number}", **{"Sec-Fetch-Site": "same-origin"}).heading == "Staff log-in"


class TestForms:
    @pytest.fixture
    def number(self, api, token, occurrence):
        return book(api, token, occurrence)

    @pytest.mark.parametrize("mark", [None, "", "0" * 64])
    def test_a_form_without_our_mark_does_nothing(self, inside, world, number, mark):
        inside.get(f"/enrolments/{number}")
        page = inside.send("/process", csrf=mark)
        assert (page.status, page.problem) == (403, "This form is too old. Please go back, reload and try again.")
        assert web_enrolment(world, number).state == "P"

    def test_the_mark_of_another_log_in_does_not_help(self, inside, site, number, world):
        other = Visitor(site)
        other.log_in("olga", PASSWORD)
        theirs = other.get(f"/enrolments/{number}").form("/reject")["csrf"]
        inside.get(f"/enrolments/{number}")
        assert inside.send("/reject", csrf=theirs).status == 403
        assert web_enrolment(world, number).state == "P"

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        ],
    )
    def test_a_form_of_another_site_does_nothing(self, inside, world, number, headers):
        fields = inside.get(f"/enrolments/{number}").form("/process")
        page = inside.post(f"/enrolments/{number}/process", fields, **headers)
        assert (page.status, page.problem) == (403, "This form was not sent by one of our own pages.")
        assert web_enrolment(world, number).state == "P"
        assert inside.post("/login", {"username": "olga", "password": PASSWORD}, **headers).status == 403

    @pytest.mark.parametrize("headers", [{"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}, {}])
    def test_our_own_forms_work(self, inside, number, headers):
        fields = inside.get(f"/enrolments/{number}").form("/process")
        assert inside.post(f"/enrolments/{number}/process", fields, **headers).note

    @pytest.mark.settings(public_url="https://rto.example")
    def test_the_public_address_is_our_own_even_if_a_proxy_hides_it(self, inside, number):
        fields = inside.get(f"/enrolments/{number}").form("/process")
        assert inside.post(f"/enrolments/{number}/process", fields, Origin="https://rto.example").note

    def test_looking_changes_nothing(self, inside, number, world):
        for path in ("process", "reject", "complete", "undo"):
            assert inside.get(f"/enrolments/{number}/{path}").status == 405
        assert web_enrolment(world, number).state == "P"

    def test_a_form_that_is_too_large(self, inside):
        mark = inside.get().form("/logout")["csrf"]
        assert inside.post("/process", {"csrf": mark, "x": "x" * 300_000}).status == 413


class TestEveryAnswer:
    @pytest.mark.parametrize("path", ["/login", "/", "/nowhere", "/enrolments/4711"])
    def test_forbids_storing_framing_and_foreign_content(self, inside, path):
        headers = inside.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"

    def test_pages_hold_nothing_that_the_policy_forbids(self, inside, api, token, occurrence):
        number = book(api, token, occurrence)
        for path in ("/", f"/enrolments/{number}", "/history", "/login"):
            source = inside.get(path).source
            assert not re.search(r"<style|<script(?![^>]* src=)|\son\w+=|\sstyle=|javascript:", source)

    def test_style_and_script_may_be_kept_but_are_asked_for(self, inside):
        for name, kind in (("/kit.css", "text/css"), ("/staff.js", "text/javascript")):
            page = inside.get(name)
            assert page.headers["Content-Type"].startswith(kind)
            assert inside.get(name, **{"If-None-Match": page.headers["ETag"]}).status == 304

    def test_a_database_that_does_not_answer(self, inside, runtime):
        with runtime.database.connection(writing=True) as connection:
            connection.execute(text("ALTER TABLE web_waitlist RENAME TO gone"))
        page = inside.get("/waitlist")
        assert (page.status, page.problem) == (503, "Database error.")

    def test_a_fault_of_ours_is_told_by_a_reference(self, inside, monkeypatch, caplog):
        def fails(*_):
            raise ValueError("Brew" + "er, born 1990")

        monkeypatch.setattr(lists, "_show", fails)
        page = inside.get("/")
        assert page.status == 500
        reference = re.search(r"Reference (\w+)", page.problem)[1]
        assert reference in caplog.text
        assert "Brewer" not in caplog.text + page.source

    @pytest.mark.settings(public_url="https://rto.example/vet")
    def test_below_a_virtual_directory(self, site, person):
        status, headers, _ = get(site, "/vet/staff")
        assert (status[:3], headers["Location"]) == ("303", "/vet/staff/login?next=/")

    def test_the_word_staff_in_another_page_s_address_does_not_matter(self, site):
        assert get(site, "/staffing")[0][:3] == "404"
