"""Two records of one person on the pages of set-up, in a real browser and without JavaScript."""

import pytest

from tests.browser.conftest import follow

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_merge_and_its_way_back(visit, school, script):
    with visit(script=script) as page:
        page.goto(f"/staff/setup/people/{school.twice[0]}/merge")
        follow(page.get_by_role("link", name="Twice, Tilda"))
        assert page.locator("h1").inner_text() == "Merge TILDA into MATILDA"
        page.get_by_label("Given name of TILDA").check()
        page.get_by_text("Merge them", exact=True).click()
        follow(page.get_by_role("button", name="Merge TILDA into MATILDA"))
        assert page.get_by_role("status").inner_text() == "Merged: TILDA is part of MATILDA from now on."
        row = page.locator("tr", has_text="TILDA").first
        row.get_by_text("Undo", exact=False).first.click()
        follow(row.get_by_role("button", name="Undo it"))
        assert page.get_by_role("status").inner_text() == "Undone: TILDA and MATILDA are two records again."


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_looks(visit, school, pictures, phone):
    size = "-phone" if phone else ""
    with visit(phone=phone) as page:
        page.goto(f"/staff/setup/people/{school.twice[0]}/merge")
        page.screenshot(path=pictures / f"setup-merge-find{size}.png", full_page=True)
        follow(page.get_by_role("link", name="Twice, Tilda"))
        page.get_by_text("Merge them", exact=True).click()
        page.screenshot(path=pictures / f"setup-merge{size}.png", full_page=True)
        page.goto("/staff/setup/merges")
        page.screenshot(path=pictures / f"setup-merges{size}.png", full_page=True)
