"""Every page by the rules of WCAG and good practice that axe-core can judge: names, roles, order, contrast, targets."""

import pytest

from tests.browser.conftest import ONE_VIEW, every_page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("phone", "scheme"), ONE_VIEW)
def test_everybody_can_use_every_page(visit, school, judge, pictures, phone, scheme):
    wrong = {}
    with visit(phone=phone, color_scheme=scheme) as page:
        for name in every_page(page, school):
            page.screenshot(path=pictures / f"{name}-{390 if phone else 1280}-{scheme}.png", full_page=True)
            wrong[name] = judge(page)
    assert {name: faults for name, faults in wrong.items() if faults} == {}


def test_a_scheme_that_somebody_chose_can_be_read_as_well(visit, school, judge):
    with visit(color_scheme="light") as page:
        page.goto(f"/staff/enrolments/{school.record}")
        page.get_by_role("button", name="Dark", exact=True).click()
        page.wait_for_selector("html[data-scheme=dark]")
        assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(17, 23, 26)"
        assert judge(page) == []


def test_a_page_with_a_fault_is_found_out(visit, judge):
    with visit() as page:
        page.evaluate("document.documentElement.removeAttribute('lang')")
        assert [rule for rule, _, _ in judge(page)] == ["html-has-lang"]
