"""What every site on the kit does for its pages: log-in, forms and their limits, problems."""

import re

import pytest
from lxml import html
from werkzeug.test import Client

from tests.support.world import PASSWORD
from vettrak_api.web.kit.application import PageSite
from vettrak_api.web.kit.pages import Pages
from vettrak_api.web.kit.rendering import KIT
from vettrak_api.web.kit.visit import Visit

TOO_OLD = "This form is too old. Please go back, reload and try again."
FROM_ELSEWHERE = "This form was not sent by one of our own pages."


def problem(answer):
    (text,) = html.fromstring(answer.text).find_class("bad")
    return text.text_content()


def mark(browser):
    (field,) = html.fromstring(browser.get("/").text).xpath("//input[@name='csrf']/@value")
    return field


class TestAPage:
    def test_leads_to_the_log_in_and_back_with_what_was_asked(self, browser, member):
        answer = browser.get("/records/7?tab=two")
        assert (answer.status_code, answer.location) == (303, "/login?next=/records/7?tab%3Dtwo")
        form = {"username": "pia", "password": PASSWORD, "next": "/records/7?tab=two"}
        answer = browser.post("/login", data=form)
        assert answer.location == "/records/7?tab=two"
        assert problem(browser.get(answer.location)) == "Record 7, two"

    def test_that_is_open_needs_no_log_in(self, browser):
        assert problem(browser.get("/open")) == "Open: "

    def test_knows_its_visitor(self, inside):
        assert problem(inside.get("/")) == "Hello Pia Porter (PIA)"

    def test_of_somebody_whom_the_site_does_not_admit(self, browser, world):
        world.client("Student", username="sam", password=PASSWORD)
        answer = browser.post("/login", data={"username": "sam", "password": PASSWORD})
        assert (answer.status_code, problem(answer)) == (403, "Staff only.")
        assert browser.get_cookie("small") is None

    def test_is_left_for_good_by_a_log_out(self, inside):
        cookie = inside.get_cookie("small").value
        assert inside.post("/logout", data={"csrf": mark(inside)}).location == "/login?why=out"
        assert inside.get_cookie("small") is None
        inside.set_cookie("small", cookie)
        assert inside.get("/").status_code == 303

    def test_a_log_out_that_none_of_our_pages_sent_does_nothing(self, inside):
        answer = inside.post("/logout", data={"csrf": "0" * 64})
        assert (answer.status_code, problem(answer)) == (403, TOO_OLD)
        assert inside.get("/").status_code == 200

    def test_reached_from_another_site_loads_itself_again(self, browser):
        answer = browser.get("/", headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 200
        assert html.fromstring(answer.text).xpath("//meta[@http-equiv]/@content") == ["0"]
        assert "Go on to the small site" in answer.text

    def test_carries_a_view_along(self, browser):
        assert browser.get("/unlisted?filter=open&other=x").location == "/records/7?filter=open"

    @pytest.mark.parametrize("number", ["2147483648", "-1", "seven", "9" * 5000])
    def test_of_a_number_that_no_record_has_is_nowhere(self, inside, number):
        assert inside.get(f"/records/{number}").status_code == 404


class TestAForm:
    def test_of_our_own_is_taken(self, inside):
        answer = inside.post("/records/7/change", data={"csrf": mark(inside), "word": "new"})
        assert problem(answer) == "Changed 7 to new"

    @pytest.mark.parametrize("csrf", ["", "0" * 64, "é"])
    def test_without_our_mark_does_nothing(self, inside, csrf):
        answer = inside.post("/records/7/change", data={"csrf": csrf, "word": "new"})
        assert (answer.status_code, problem(answer)) == (403, TOO_OLD)

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "none"},
            {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
            {"Origin": "http://evil.example"},
            {"Origin": "http://["},
            {"Origin": "null"},
            {"Origin": ""},
        ],
    )
    @pytest.mark.parametrize("path", ["/records/7/change", "/open", "/login", "/logout"])
    def test_of_another_site_does_nothing(self, inside, path, headers):
        answer = inside.post(path, data={"csrf": mark(inside), "word": "new"}, headers=headers)
        assert (answer.status_code, problem(answer)) == (403, FROM_ELSEWHERE)
        assert inside.get("/").status_code == 200

    def test_of_a_page_that_forbids_referrers_comes_without_an_origin(self, browser):
        assert browser.post("/secret", headers={"Origin": "null"}).status_code == 200
        assert browser.post("/secret", headers={"Origin": "http://evil.example"}).status_code == 403
        cross_site = {"Origin": "null", "Sec-Fetch-Site": "cross-site"}
        assert browser.post("/secret", headers=cross_site).status_code == 403

    def test_of_somebody_logged_out_leads_to_where_it_stands(self, inside, clock):
        clock.advance(minutes=62)
        answer = inside.post("/records/7/change", data={"word": "new"})
        assert answer.location == "/login?why=form&next=/records/7"

    def test_may_be_as_large_as_its_page_says(self, browser):
        assert browser.post("/open", data={"word": "x" * 900}).status_code == 200
        assert browser.post("/open", data={"word": "x" * 1000}).status_code == 413

    def test_may_be_256_kib_where_its_page_says_nothing(self, inside):
        fields = {"csrf": mark(inside), "word": "x" * 200_000}
        assert inside.post("/records/7/change", data=fields).status_code == 200
        assert inside.post("/records/7/change", data=fields | {"more": "x" * 63_000}).status_code == 413

    @pytest.mark.parametrize(("others", "status"), [(4998, 200), (4999, 413)])
    def test_has_at_most_5000_fields(self, inside, others, status):
        fields = {"csrf": mark(inside), "word": "new", "n": [""] * others}
        assert inside.post("/records/7/change", data=fields).status_code == status

    def test_whose_length_is_not_told_is_empty(self, browser):
        answer = browser.post("/open", environ_base={"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"})
        assert problem(answer) == "Open: "

    @pytest.mark.parametrize(
        "kind", ["text/xml", "application/json", "multipart/form-data", "multipart/form-data; boundary=x"]
    )
    def test_that_is_none_does_no_harm(self, browser, kind):
        answer = browser.post("/open", data=b'{"word": "x"}', content_type=kind)
        assert (answer.status_code, problem(answer)) == (200, "Open: ")


class TestAProblem:
    def test_is_told_by_a_page(self, inside):
        answer = inside.get("/records/404")
        assert (answer.status_code, problem(answer)) == (404, "There is no such record.")

    def test_of_an_address_that_leads_nowhere_tells_no_stranger_who_visits(self, inside):
        answer = inside.get("/nowhere")
        assert answer.status_code == 404
        assert "Pia" not in answer.text

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH"])
    def test_of_a_method_names_those_that_there_are(self, browser, method):
        answer = browser.open("/open", method=method)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST")

    def test_of_ours_is_told_by_a_reference_that_the_log_has(self, browser, caplog):
        answer = browser.get("/fails")
        assert answer.status_code == 500
        (reference,) = re.findall(r"Reference (\w+)", problem(answer))
        assert reference in caplog.text
        assert "born 1990" not in answer.text + caplog.text
        assert "Traceback" not in answer.text

    def test_is_told_in_plain_words_when_its_page_fails_too(self, runtime, caplog):
        class BrokenVisit(Visit):
            def problem(self, status, text):
                raise ValueError(f"born {1990}")

        pages = Pages("broken", KIT)
        site = PageSite(runtime, KIT, [pages], visits=BrokenVisit)
        answer = Client(site).get("/nowhere")
        assert (answer.status_code, answer.mimetype) == (500, "text/plain")
        (reference,) = re.findall(r"Reference (\w+)", answer.text)
        assert reference in caplog.text
        assert "born 1990" not in answer.text + caplog.text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


class TestWhatIsDeclared:
    def compose(self, runtime, pages):
        return PageSite(runtime, KIT, [pages])

    def test_a_page_that_needs_a_log_in_needs_an_entrance(self, runtime):
        pages = Pages("closed", KIT)
        pages.page("/")(lambda visit: None)
        with pytest.raises(ValueError, match="needs a log-in, and the site has no entrance"):
            self.compose(runtime, pages)

    def test_no_page_gets_around_the_kit(self, runtime):
        pages = Pages("plain", KIT)
        pages.route("/")(lambda: "")
        with pytest.raises(ValueError, match="is not declared by"):
            self.compose(runtime, pages)

    def test_a_form_stands_on_a_page(self, runtime):
        pages = Pages("lost", KIT)
        pages.page("/", is_open=True, seen_at="nowhere")(lambda visit: None)
        with pytest.raises(ValueError, match=r"stands at lost\.nowhere, which is no page"):
            self.compose(runtime, pages)
