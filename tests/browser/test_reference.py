"""The reference in a real browser: with and without script, sending calls, and as files without any server."""

import pytest

from tests.browser.conftest import follow
from vettrak_api.web.reference.static_files import write_files

pytestmark = pytest.mark.browser


def test_without_script_everything_is_read_and_found(visit):
    with visit(script=False, log_in=False) as page:
        page.goto("/docs/integrate/GetClientByCode")
        page.locator("label", has_text="PHP").click()
        assert page.get_by_role("region", name="PHP").is_visible()
        page.get_by_label("Filter the functions").fill("email")
        page.get_by_label("Filter the functions").press("Enter")
        page.get_by_role("heading", name="Functions 2").wait_for()
        follow(page.get_by_role("link", name="GetClientByEmail"))
        follow(page.get_by_role("link", name="Index"))
        follow(page.get_by_role("link", name="TClieAVETMISS").first)
        assert page.get_by_role("heading", level=1).inner_text() == "TClieAVETMISS"


@pytest.mark.parametrize("path", ["/docs/integrate/", "/VT_API_Integrate.asmx"])
def test_the_list_is_shortened_while_somebody_types(visit, path):
    with visit(log_in=False) as page:
        page.goto(path)
        field, nothing = page.get_by_label("Filter the functions"), page.locator("[data-nothing]")
        lines = page.locator("nav.side li:visible, [data-group] li:visible")
        field.fill("by-email")
        assert [line.locator("a").inner_text() for line in lines.all()] == ["GetClientByEmail"]
        field.fill("nothing has this name")
        assert nothing.is_visible()
        assert lines.count() == 0
        field.fill("")
        assert nothing.is_hidden()


def test_a_call_is_sent_and_its_answer_shown(visit):
    with visit(log_in=False) as page:
        page.goto("/docs/integrate/GetDivisions")
        follow(page.get_by_role("link", name="Try it"))
        page.get_by_label("Token").fill("no token")
        follow(page.get_by_role("button", name="Send the call"))
        assert "Invalid token." in page.get_by_role("region", name="Answer").inner_text()
        page.locator("label", has_text="Request").click()
        assert "<GetDivisions" in page.get_by_role("region", name="Request").inner_text()


def test_the_files_are_read_and_searched_without_a_server(visit, tmp_path):
    write_files(tmp_path)
    with visit(log_in=False) as page:
        page.goto((tmp_path / "index.html").as_uri())
        follow(page.get_by_role("link", name="Functions by area").first)
        follow(page.get_by_role("main").get_by_role("link", name="GetClientByCode"))
        assert "your-server.example" in page.get_by_role("region", name="Request").inner_text()
        field = page.get_by_label("Search functions, classes and codes")
        field.fill("e-mail GETclient")
        with page.expect_navigation():
            field.press("Enter")
        page.get_by_text("to do with").wait_for()
        follow(page.get_by_role("link", name="GetClientByEmail"))
        assert page.get_by_role("heading", level=1).inner_text() == "GetClientByEmail"
        page.goto(f"{(tmp_path / 'search.html').as_uri()}?q=%3Cimg%20src=x%20onerror=alert(1)%3E")
        page.get_by_text("No things have to do with").wait_for()
        assert page.locator("main img").count() == 0
