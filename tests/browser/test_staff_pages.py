"""The staff pages in a real browser: with and without JavaScript, on a desk and on a phone."""

import re

import pytest

from tests.browser.conftest import BORN, enter, follow
from tests.support.web import reserve

pytestmark = pytest.mark.browser


def heading(page):
    return page.locator("h1").inner_text()


def note(page):
    return page.get_by_role("status").inner_text()


def test_the_list(visit, pictures):
    with visit() as page:
        assert heading(page) == "Web enrolments to process"
        page.screenshot(path=pictures / "staff-list.png")
        page.get_by_label("Name or e-mail").fill("nguyen")
        page.get_by_label("Payment").select_option("Not paid")
        follow(page.get_by_role("button", name="Show"))
        assert page.locator("tbody tr").count() == 1
        assert "search=nguyen" in page.url
        follow(page.get_by_role("link", name="Show all"))
        assert page.locator("tbody tr").count() > 1


def test_one_record_beside_its_candidates(visit, school, pictures):
    with visit() as page:
        follow(page.get_by_role("link", name="Brewer, Beatrice"))
        assert page.get_by_role("radio", checked=True).get_attribute("id").startswith("person-")
        assert page.locator(".compare .differs").count() > 1
        page.screenshot(path=pictures / "staff-record.png", full_page=True)
        follow(page.get_by_role("link", name="Back to the list"))
        follow(page.get_by_role("link", name="The Beer Company"))
        page.screenshot(path=pictures / "staff-employer.png", full_page=True)


def test_on_a_phone(visit, school, pictures):
    with visit(phone=True) as page:
        page.screenshot(path=pictures / "staff-list-phone.png", full_page=True)
        follow(page.get_by_role("link", name="Brewer, Beatrice"))
        page.screenshot(path=pictures / "staff-record-phone.png", full_page=True)


def test_choosing_and_processing(visit, school):
    number = school.book("Chosen", "Charlie")
    with visit() as page:
        page.goto(f"/staff/enrolments/{number}")
        page.get_by_label("Make a new record").check()
        follow(page.get_by_role("button", name="Process"))
        assert note(page) == "Done: the web enrolment is an enrolment now."
        follow(page.get_by_role("link", name="History"))
        row = page.locator("tr", has_text="Chosen, Charlie")
        row.get_by_text("Undo", exact=True).click()
        row.get_by_label("Reason").fill("a slip")
        follow(row.get_by_role("button", name="Undo it"))
        assert note(page) == "Done: it is pending again."


def test_a_choice_may_be_made_with_the_keyboard_alone(visit, school):
    number = school.book("Keys", "Kim")
    with visit() as page:
        page.goto(f"/staff/enrolments/{number}")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        page.keyboard.press("Enter")
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.type") == "radio":
                break
        page.keyboard.press("Space")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert note(page).startswith("Done")


@pytest.mark.parametrize("script", [True, False])
def test_somebody_else_on_record_is_searched_for_and_chosen(visit, school, pictures, script):
    school.world.client(f"Sought{script}", "Sam", code=f"S{script}"[:5])
    number = school.book("Unlike", f"Una{script}")
    with visit(script=script) as page:
        page.goto(f"/staff/enrolments/{number}")
        page.get_by_label("Somebody else on record").fill(f"sought{script}")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.locator("label", has_text=f"It is Sam Sought{script}").click()
        page.screenshot(path=pictures / "staff-search.png", full_page=True)
        follow(page.get_by_role("button", name="Process"))
        assert note(page).startswith("Done")


@pytest.mark.parametrize("script", [True, False])
def test_what_was_typed_is_corrected(visit, school, pictures, script):
    number = school.book("Tpyed", f"Tim{script}", xsdDOB=BORN)
    with visit(script=script) as page:
        page.goto(f"/staff/enrolments/{number}")
        follow(page.get_by_role("link", name="Correct what was typed"))
        page.get_by_label("Surname").fill("Typed")
        page.get_by_label("Date of birth").fill("1991-03-04")
        page.screenshot(path=pictures / "staff-correct.png", full_page=True)
        follow(page.get_by_role("button", name="Save"))
        assert "corrected, typed: Tpyed" in page.get_by_role("table").inner_text()
        page.screenshot(path=pictures / "staff-corrected.png", full_page=True)


def test_what_was_processed_together_is_undone_together(visit, school, pictures):
    numbers = [school.book(f"Together{letter}", "Tina") for letter in "ABC"]
    with visit() as page:
        page.goto("/staff/?search=together")
        page.get_by_role("button", name="Tick all").click()
        follow(page.get_by_role("button", name="Process the ticked ones"))
        follow(page.get_by_role("link", name="See what was processed together"))
        assert page.locator("tbody tr").count() == len(numbers)
        page.get_by_text("Undo all 3").click()
        page.screenshot(path=pictures / "staff-batch.png", full_page=True)
        follow(page.get_by_role("button", name="Undo them all"))
        page.goto("/staff/?search=together")
        assert page.locator("tbody tr").count() == len(numbers)


def test_many_at_once_with_progress(visit, school, pictures):
    for number in range(12):
        school.book(f"Crowd{number:02d}", "Carla")
    school.world.enrolment(school.world.client("Crowd99", "Carla", usi="2222222222"), school.occurrence)
    double = school.book("Crowd99", "Carla", sCode=None)
    school.api.UpdateWebClient(school.token, double, usi="2222222222")
    with visit() as page:
        page.goto("/staff/?search=crowd")
        page.get_by_role("button", name="Tick all").click()
        follow(page.get_by_role("button", name="Process the ticked ones"))
        page.get_by_text("Finished.").wait_for()
        bar = page.get_by_role("progressbar")
        assert (bar.get_attribute("max"), bar.evaluate("bar => bar.value")) == ("13", 13)
        assert page.locator("li.bad").count() <= 1
        page.screenshot(path=pictures / "staff-progress.png")
        page.goto("/staff/history")
        page.screenshot(path=pictures / "staff-history.png")


def test_without_javascript_everything_works(visit, school):
    _, _, three = (school.book(name, "Nora") for name in ("Scriptless", "Plain", "Bare"))
    reserve(school.api, school.token, school.occurrence, "Bookless", "Nora")
    with visit(script=False) as page:
        assert page.get_by_role("button", name="Tick all").count() == 0
        page.get_by_label("Name or e-mail").fill("nora")
        follow(page.get_by_role("button", name="Show"))
        page.get_by_label("Tick Scriptless").check()
        page.get_by_label("Tick Plain").check()
        follow(page.get_by_role("button", name="Process the ticked ones"))
        page.get_by_text("Finished.").wait_for()
        steps = page.locator("ol li").all_inner_texts()
        assert steps == ["Scriptless, Nora: done (1 of 2)", "Plain, Nora: done (2 of 2)"]
        page.goto(f"/staff/enrolments/{three}")
        page.get_by_text("Reject", exact=True).click()
        page.get_by_label("Reason").fill("asked to")
        follow(page.get_by_role("button", name="Reject it"))
        assert note(page) == "Done: the web enrolment is rejected and its place is free."
        page.goto("/staff/reservations")
        follow(page.get_by_role("button", name="Complete the reservation of Bookless"))
        assert note(page).startswith("Done: the reservation is a web enrolment now")
        follow(page.get_by_role("button", name="Log out"))
        assert note(page) == "You are logged out."


def test_a_link_in_a_web_mail_leads_to_the_record(visit, school):
    with visit() as page:
        there = f"{school.address}/staff/enrolments/{school.record}"
        letter = f'<a href="{there}">open</a>'
        page.route("http://mail.example/", lambda route: route.fulfill(body=letter, content_type="text/html"))
        page.goto("http://mail.example/")
        follow(page.get_by_text("open"))
        page.get_by_role("heading", name=re.compile("Brewer, Beatrice")).wait_for()
        assert page.url == there


def test_whoever_is_not_logged_in_comes_back_to_the_record_after_the_log_in(visit, school):
    with visit(log_in=False) as page:
        page.goto(f"/staff/enrolments/{school.record}")
        enter(page)
        assert heading(page).startswith("Brewer, Beatrice")


def test_a_form_of_another_site_is_refused(visit, school):
    number = school.book("Target", "Tina")
    form = f'<form method="post" action="{school.address}/staff/enrolments/{number}/reject"><button>win</button></form>'
    with visit() as page:
        page.route("http://evil.example/", lambda route: route.fulfill(body=form, content_type="text/html"))
        page.goto("http://evil.example/")
        with page.expect_response(re.compile("/reject$")) as response:
            page.get_by_role("button", name="win").click()
        assert response.value.status == 403
        assert "cookie" not in response.value.request.all_headers()
        page.goto(f"/staff/enrolments/{number}")
        assert page.get_by_role("button", name="Process").count() == 1
