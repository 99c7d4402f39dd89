"""The staff pages by the rules of WCAG and good practice that axe-core can judge: names, roles, order, contrast."""

from pathlib import Path

import pytest

from tests.browser.conftest import PAGES, enter
from tests.support.node import node_modules

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def judge(pytestconfig):
    """Return a function that names what is wrong on the page that is shown."""
    axe = (node_modules(pytestconfig.cache, Path(__file__).parent) / "axe-core" / "axe.min.js").read_text()

    def judged(page):
        page.evaluate(axe)
        violations = page.evaluate("axe.run()")["violations"]
        return [(rule["id"], node["target"], node["failureSummary"]) for rule in violations for node in rule["nodes"]]

    return judged


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_everybody_can_use_every_page(visit, school, judge, phone, scheme):
    with visit(phone=phone, color_scheme=scheme, log_in=False) as page:
        page.goto("/staff")
        wrong = {"log-in": judge(page)}
        enter(page)
        for path in (*PAGES, *school.records(), "/enrolments/99999"):
            page.goto(f"/staff{path}")
            wrong[path] = judge(page)
        assert {path: faults for path, faults in wrong.items() if faults} == {}


def test_a_page_with_a_fault_is_found_out(visit, judge):
    with visit() as page:
        page.evaluate("document.documentElement.removeAttribute('lang')")
        assert [rule for rule, _, _ in judge(page)] == ["html-has-lang"]
