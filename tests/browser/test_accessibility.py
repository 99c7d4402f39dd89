"""Every page by the rules of WCAG and good practice that axe-core can judge: names, roles, order, contrast, targets."""

from pathlib import Path

import pytest

from tests.browser.conftest import every_page
from tests.support.node import node_modules

pytestmark = pytest.mark.browser

RULES = {"rules": {"target-size": {"enabled": True}}}
"""What axe does not look at unless it is asked: the size of targets, as WCAG 2.2 wants it."""


@pytest.fixture(scope="module")
def judge(pytestconfig):
    """Return a function that names what is wrong on the page that is shown."""
    axe = (node_modules(pytestconfig.cache, Path(__file__).parent) / "axe-core" / "axe.min.js").read_text()

    def judged(page):
        page.evaluate(axe)
        violations = page.evaluate("rules => axe.run(rules)", RULES)["violations"]
        return [(rule["id"], node["target"], node["failureSummary"]) for rule in violations for node in rule["nodes"]]

    return judged


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
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
