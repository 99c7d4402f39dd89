"""What holds on every page of the whole application: headers, addresses, and that servers do not mix."""

import shutil

import pytest
from lxml import html
from werkzeug.test import Client

from tests.conftest import CHEAP
from tests.support.staff import Visitor, logged_in, officer
from tests.support.world import PASSWORD, World
from vettrak_api.app import Site
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings
from vettrak_api.web.kit.paths import Place, find_site

NOTHING = (
    "Nothing is here. The services are at /VT_API.asmx, /VT_API_Integrate.asmx, /VT_API_Enrol.asmx, "
    "/VT_API_Portals.asmx, below the server's address.\n"
)
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}

ANSWERS = {
    "the home page": ("GET", "/", 200),
    "the home page below a directory": ("GET", "/vet/", 200),
    "its form": ("POST", "/", 405),
    "nothing": ("GET", "/nowhere", 404),
    "a file": ("GET", "/kit.css", 200),
    "a password reset": ("GET", "/password-reset?key=x", 200),
    "a password reset's form": ("POST", "/password-reset", 200),
    "a log-in": ("GET", "/staff/login", 200),
    "a wrong log-in": ("POST", "/staff/login", 403),
    "a page without a log-in": ("GET", "/staff", 303),
    "a form without a log-in": ("POST", "/staff/process", 303),
    "nothing below a site": ("GET", "/staff/nowhere", 404),
    "a form where none is": ("POST", "/staff/history", 405),
    "a site's file": ("GET", "/staff/staff.js", 200),
}


@pytest.fixture
def browser(site):
    return Client(site)


@pytest.mark.parametrize("headers", [BROWSER, {}], ids=["browser", "program"])
@pytest.mark.parametrize(("method", "path", "status"), ANSWERS.values(), ids=ANSWERS)
def test_every_answer_forbids_storing_framing_sniffing_and_foreign_content(browser, method, path, status, headers):
    answer = browser.open(path, method=method, headers=headers)
    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
    assert answer.headers["Cache-Control"] == ("no-cache" if path.endswith((".css", ".js")) else "no-store")
    is_secret = path.startswith("/password-reset")
    assert answer.headers["Referrer-Policy"] == ("no-referrer" if is_secret else "same-origin")


@pytest.mark.parametrize("path", ["/", "/nowhere", "/password-reset?key=x", "/staff/login"])
def test_pages_hold_nothing_that_the_policy_forbids(browser, path):
    source = browser.get(path, headers=BROWSER).text
    assert source.startswith("<!doctype html>\n")
    for forbidden in ("<style", " style=", "javascript:", "<script>"):
        assert forbidden not in source
    asked_for = html.fromstring(source).xpath("//link/@href | //script/@src | //img/@src | //form/@action")
    assert [address for address in asked_for if not address.startswith("/") or address.startswith("//")] == []


class TestAnAddressThatLeadsNowhere:
    @pytest.mark.parametrize("accept", [None, "*/*", "text/xml", "application/json", "text/plain, text/html;q=0.5"])
    def test_tells_programs_in_plain_text(self, browser, accept):
        answer = browser.get("/nowhere", headers={"Accept": accept} if accept else {})
        assert (answer.status_code, answer.content_type) == (404, "text/plain; charset=utf-8")
        assert answer.text == NOTHING

    def test_can_be_read_by_pages_of_other_origins_as_services_can(self, site, browser):
        origin = {"Origin": "https://lms.example"}
        assert browser.get("/VT_API_Integrated.asmx", headers=origin).headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Origin" not in browser.get("/", headers=origin).headers
        site.use(build_runtime(site.runtime.settings.model_copy(update={"cors_origins": ""})))
        assert "Access-Control-Allow-Origin" not in browser.get("/nowhere", headers=origin).headers

    def test_tells_people_on_a_page(self, browser):
        answer = browser.get("/vet/nowhere", headers=BROWSER)
        assert (answer.status_code, answer.content_type) == (404, "text/html; charset=utf-8")
        assert "Nothing is at this address" in answer.text
        for address in ("/vet/", "/vet/VT_API.asmx", "/vet/kit.css", "/vet/staff"):
            assert f'href="{address}"' in answer.text

    @pytest.mark.parametrize(
        ("path", "close"),
        [
            ("/VT_API_Integrated.asmx", "/VT_API_Integrate.asmx"),
            ("/vet/vt_api_enroll.asmx", "/vet/VT_API_Enrol.asmx"),
            ("/staf", "/staff"),
            ("/password_reset", "/password-reset"),
            ("/nowhere", None),
            ("/" + "VT_API" * 300, None),
            ("/%3Cb%3Ex", None),
        ],
    )
    def test_names_what_is_close(self, browser, path, close):
        (lead,) = html.fromstring(browser.get(path, headers=BROWSER).text).find_class("lead")
        assert [link.get("href") for link in lead.iterfind("a")] == ([close] if close else [])

    @pytest.mark.settings(staff_pages=False)
    def test_leads_to_no_pages_that_are_turned_off(self, browser):
        assert "/staff" not in browser.get("/staf", headers=BROWSER).text

    @pytest.mark.parametrize("path", ["/staffing", "/a//staff", "/x/staff", "/VT_API.asmx/staff", "/staff /x", "*"])
    def test_is_any_that_does_not_name_a_site_or_a_page(self, site, path):
        answer = Client(site).get("/", environ_overrides={"PATH_INFO": path})
        assert (answer.status_code, answer.text) == (404, NOTHING)


class TestAPasswordReset:
    """What it saves is told by tests/api/security/test_auth.py."""

    def test_is_found_in_any_case(self, browser):
        assert "not valid any more" in browser.get("/vet/Password-Reset?key=x").text

    def test_s_form_of_another_site_does_nothing(self, browser):
        answer = browser.post("/password-reset", headers={"Origin": "https://evil.example"})
        assert answer.status_code == 403

    @pytest.mark.parametrize("origin", ["null", "http://localhost"])
    def test_s_form_is_sent_by_itself(self, browser, origin):
        """A page that forbids referrers has no origin, and over plain HTTP browsers say nothing else."""
        answer = browser.post("/password-reset", data={"password": "a", "again": "b"}, headers={"Origin": origin})
        assert "The two passwords differ." in answer.text

    @pytest.mark.settings(portal_url="https://portal.example", public_url="https://api.example/vet")
    @pytest.mark.parametrize(
        ("path", "origin", "status"),
        [
            ("/password-reset", "https://portal.example", 200),
            ("/password-reset", "https://api.example", 200),
            ("/staff/login", "https://api.example", 403),
            ("/staff/login", "https://portal.example", 403),
        ],
    )
    def test_is_at_home_at_the_portal_s_address_too(self, browser, path, origin, status):
        answer = browser.post(path, data={"again": "x"}, headers={"Origin": origin})
        assert answer.status_code == status
        is_refused = "This form was not sent by one of our own pages." in answer.text
        assert is_refused == (path == "/staff/login" and "portal" in origin)

    def test_s_form_is_small(self, browser):
        assert browser.post("/password-reset", data={"password": "x" * 5000}).status_code == 413


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/staff", Place("", "staff", "/", is_canonical=True)),
        ("/staff/", Place("", "staff", "/", is_canonical=True)),
        ("/staff/history/waitlist", Place("", "staff", "/history/waitlist", is_canonical=True)),
        ("/staff/staff", Place("", "staff", "/staff", is_canonical=True)),
        ("/staff//x", Place("", "staff", "//x", is_canonical=True)),
        ("/portal/staff", Place("", "portal", "/staff", is_canonical=True)),
        ("/vet/staff/x/", Place("/vet", "staff", "/x/", is_canonical=True)),
        ("/Staff/X", Place("", "staff", "/X", is_canonical=False)),
        ("/VET/staff", Place("/VET", "staff", "/", is_canonical=False)),
        ("/vet/vet/staff", None),
        ("/a/staff", None),
        ("/vetstaff", None),
        ("/staffs/a", None),
        ("//staff", None),
        ("staff", None),
        ("", None),
        ("/", None),
        ("/x" * 1000, None),
    ],
)
def test_a_site_begins_right_below_a_directory(path, place):
    assert find_site(path, {"staff", "portal"}, ("", "/vet")) == place


class TestAPath:
    @pytest.mark.parametrize("path", ["/", "/VT_API.asmx", "/staff/login", "/nowhere", "/password-reset"])
    @pytest.mark.parametrize("bad", ["\n", "\r\nSet-Cookie: a=b", "\0", "\x1b", "\x7f"])
    def test_with_control_characters_is_refused_everywhere(self, site, caplog, path, bad):
        with caplog.at_level("INFO"):
            answer = Client(site).get("/", environ_overrides={"PATH_INFO": path + bad, "REMOTE_ADDR": "203.0.113.8"})
        assert (answer.status_code, answer.text) == (400, "The path holds control characters.\n")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        (line,) = caplog.messages
        assert line.startswith('- refused http=400 message="The path holds control characters." ')
        assert " from=203.0.113.8 " in line

    @pytest.mark.parametrize("end", ["/", "/VT_API.asmx", "/staff", "/nowhere"])
    @pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
    def test_has_at_most_2048_bytes(self, site, method, end):
        longest = "/x" * ((2048 - len(end)) // 2) + end
        longest = "/" * (2048 - len(longest)) + longest
        answers = [
            Client(site).open("/", method=method, environ_overrides={"PATH_INFO": path})
            for path in (longest, f"/{longest}")
        ]
        assert answers[0].status_code != 400
        assert (answers[1].status_code, answers[1].text) == (400, "The path is longer than 2048 bytes.\n")

    def test_s_virtual_directory_counts_too(self, site):
        answer = Client(site).get("/", environ_overrides={"SCRIPT_NAME": "/a\n"})
        assert (answer.status_code, answer.text) == (400, "The path holds control characters.\n")

    def test_that_is_refused_has_no_body_for_head(self, site):
        answer = Client(site).head("/", environ_overrides={"PATH_INFO": "/\n"})
        assert (answer.status_code, answer.text, answer.headers["Content-Length"]) == (400, "", "35")

    @pytest.mark.settings(forwarded_headers=("X-Forwarded-Prefix",))
    @pytest.mark.parametrize("prefix", ["/a%0d%0aSet-Cookie: x=y", "//evil.example", "vet"])
    @pytest.mark.parametrize("path", ["/", "/VT_API.asmx", "/staff/history"])
    def test_that_a_trusted_proxy_lengthens_by_none_is_refused(self, browser, path, prefix):
        headers = {"X-Forwarded-Prefix": prefix}
        trusted = browser.get(path, headers=headers, environ_overrides={"REMOTE_ADDR": "127.0.0.1"})
        assert (trusted.status_code, trusted.text) == (400, "The header X-Forwarded-Prefix does not hold a path.\n")
        stranger = browser.get(path, headers=headers, environ_overrides={"REMOTE_ADDR": "203.0.113.8"})
        assert stranger.status_code in {200, 303}

    @pytest.mark.parametrize("prefix", ["/a%0d%0aSet-Cookie: x=y", "//evil.example"])
    def test_is_not_lengthened_by_a_client(self, browser, prefix):
        """As a proxy passes on that does not set the header itself."""
        headers = {"X-Forwarded-Prefix": prefix}
        answer = browser.get("/staff/history", headers=headers, environ_overrides={"REMOTE_ADDR": "127.0.0.1"})
        assert answer.location == "/staff/login?next=/history"


class TestTheAddressOfASite:
    def test_in_another_letter_case_leads_to_it(self, browser):
        for path, way in (("/STAFF", "/staff"), ("/Staff/", "/staff/"), ("/STAFF/A%20b?c=%0A", "/staff/A%20b?c=%0A")):
            answer = browser.get(path)
            assert (answer.status_code, answer.location) == (308, way)
            assert answer.headers["X-Frame-Options"] == "DENY"

    def test_in_another_letter_case_takes_no_forms(self, browser):
        answer = browser.post("/STAFF/login", data={"username": "x"})
        assert (answer.status_code, answer.text) == (404, NOTHING)

    @pytest.mark.parametrize("path", ["/x/staff", "/VT_API.asmx/staff", "/x/staff/login", "/vet/staff"])
    def test_is_one(self, browser, path):
        assert browser.get(path).status_code == 404

    @pytest.mark.settings(staff_pages=False)
    @pytest.mark.parametrize("path", ["/staff", "/staff/login", "/staff/staff.js", "/STAFF"])
    def test_is_nowhere_if_a_setting_says_so(self, browser, path):
        answer = browser.get(path)
        assert (answer.status_code, answer.text) == (404, NOTHING)


@pytest.mark.settings(virtual_directory="/Vet")
class TestAVirtualDirectoryThatASettingTells:
    def test_in_another_letter_case_leads_to_a_site_s_one_address(self, browser):
        for path, way in (("/VET/staff", "/Vet/staff"), ("/vet/STAFF/login", "/Vet/staff/login")):
            answer = browser.get(path)
            assert (answer.status_code, answer.location) == (308, way)
        assert browser.post("/VET/staff/login", data={"username": "x"}).status_code == 404

    def test_is_a_whole_segment(self, browser):
        assert browser.get("/Vetstaff").status_code == 404
        assert browser.get("/Vet/Vet/staff").status_code == 404

    def test_may_be_taken_off_all_the_same(self, browser):
        assert browser.get("/staff/login").status_code == 200

    @pytest.mark.parametrize("path", ["/Vet", "/Vet/", "/vet/"])
    def test_has_the_home_page(self, browser, path):
        answer = browser.get(path)
        assert (answer.status_code, f'href="{path.rstrip("/")}/VT_API.asmx"' in answer.text) == (200, True)

    def test_stands_in_the_wsdl_as_the_client_wrote_it(self, browser):
        answer = browser.get("/VET/vt_api.asmx?WSDL")
        assert 'location="http://localhost/VET/vt_api.asmx"' in answer.text


class TestBelowAVirtualDirectory:
    """What the web server takes off a path, the setting public_url says, or a trusted proxy may say."""

    @pytest.mark.parametrize(
        ("environ", "path"),
        [
            ({"SCRIPT_NAME": "/Vet"}, "/staff"),
            pytest.param({}, "/staff", marks=pytest.mark.settings(public_url="https://api.example/Vet/")),
            pytest.param({}, "/Vet/staff", marks=pytest.mark.settings(public_url="https://api.example/Vet")),
            pytest.param(
                {"SCRIPT_NAME": "/inner"}, "/staff", marks=pytest.mark.settings(public_url="https://api.example/Vet")
            ),
            pytest.param({}, "/Vet/staff", marks=pytest.mark.settings(virtual_directory="/Vet")),
            pytest.param({"SCRIPT_NAME": "/Vet"}, "/staff", marks=pytest.mark.settings(virtual_directory="/Vet/")),
            pytest.param(
                {"HTTP_X_FORWARDED_PREFIX": "/Vet/"},
                "/staff",
                marks=pytest.mark.settings(forwarded_headers=("X-Forwarded-Prefix",)),
            ),
            pytest.param(
                {"HTTP_X_FORWARDED_PREFIX": "/Vet"},
                "/Vet/staff",
                marks=pytest.mark.settings(forwarded_headers=("X-Forwarded-Prefix",)),
            ),
            pytest.param(
                {"HTTP_X_FORWARDED_PREFIX": "/other"},
                "/staff",
                marks=pytest.mark.settings(
                    public_url="https://api.example/Vet", forwarded_headers=("X-Forwarded-Prefix",)
                ),
            ),
        ],
        ids=[
            "taken off",
            "public, taken off",
            "public",
            "public and taken off",
            "told",
            "told and taken off",
            "prefix",
            "prefix, kept",
            "both",
        ],
    )
    def test_a_site_links_to_its_one_address(self, site, person, environ, path):
        browser = Client(lambda told, start: site({**told, "REMOTE_ADDR": "127.0.0.1", **environ}, start))
        below = {"SCRIPT_NAME": "", **environ}
        answer = browser.get("/", environ_overrides={**below, "PATH_INFO": path})
        assert answer.location == "/Vet/staff/login?next=/"
        form = {"username": "olga", "password": PASSWORD}
        answer = browser.post("/", data=form, environ_overrides={**below, "PATH_INFO": f"{path}/login"})
        assert answer.location == "/Vet/staff/"
        assert "; Path=/Vet/staff;" in answer.headers["Set-Cookie"].replace("; Secure; HttpOnly", ";")
        page = browser.get("/", environ_overrides={**below, "PATH_INFO": f"{path}/login"})
        assert 'href="/Vet/staff/kit.css"' in page.text
        answer = browser.get("/", environ_overrides={**below, "PATH_INFO": path.replace("staff", "STAFF")})
        assert (answer.status_code, answer.location) == (308, "/Vet/staff")

    @pytest.mark.settings(public_url="https://api.example/Vet")
    def test_in_another_letter_case_a_site_leads_to_its_address(self, browser):
        assert browser.get("/vet/staff/history").location == "/Vet/staff/history"
        assert browser.get("/vet/vet/staff").status_code == 404

    @pytest.mark.settings(public_url="https://api.example/a%20b%3F")
    def test_whose_name_has_blanks_and_question_marks(self, site, person):
        browser = Client(site)
        assert browser.get("/a%20b%3F/staff/history").location == "/a%20b%3F/staff/login?next=/history"
        form = {"username": "olga", "password": PASSWORD, "next": "/history"}
        answer = browser.post("/a%20b%3F/staff/login", data=form)
        assert answer.location == "/a%20b%3F/staff/history"
        assert "; Path=/a%20b%3F/staff;" in answer.headers["Set-Cookie"]

    def test_a_service_is_found_even_if_a_directory_is_named_like_a_site(self, browser):
        answer = browser.get("/staff/VT_API_Enrol.asmx?WSDL")
        assert (answer.status_code, answer.mimetype) == (200, "text/xml")


class TestTwoServersInOneProcess:
    @pytest.fixture
    def servers(self, template, tmp_path, clock):
        runtimes = []
        for name in ("north", "south"):
            path = tmp_path / f"{name}.db"
            shutil.copyfile(template.settled, path)
            runtimes.append(build_runtime(Settings(database_url=f"sqlite:///{path.as_posix()}", **CHEAP), clock))
        yield runtimes
        for runtime in runtimes:
            runtime.database.close()

    def test_do_not_mix(self, servers):
        sites = [Site(runtime) for runtime in servers]
        north, south = (World(runtime) for runtime in servers)
        officer(north)
        south.staff("Officer", "Sue", api_role=True, code="SUE", username="sue", password=PASSWORD)
        at_north, at_south = logged_in(sites[0]), Visitor(sites[1])
        assert at_south.log_in("olga", PASSWORD).status == 403
        at_south.log_in("sue", PASSWORD)
        for _ in range(2):
            assert "Logged in as Olga Officer (OLGA)" in at_north.get().text
            assert "Logged in as Sue Officer (SUE)" in at_south.get().text

    def test_know_nothing_of_each_other_s_log_ins(self, servers):
        sites = [Site(runtime) for runtime in servers]
        for runtime in servers:
            officer(World(runtime))
        visitors = [logged_in(site) for site in sites]
        cookies = [visitor.cookie().value for visitor in visitors]
        assert cookies[0] != cookies[1]
        for site, foreign in zip(sites, reversed(cookies), strict=True):
            browser = Client(site)
            browser.set_cookie("vettrak_staff", foreign, path="/staff")
            assert browser.get("/staff/").location == "/staff/login?why=expired&next=/"
        assert [visitor.get().status for visitor in visitors] == [200, 200]
