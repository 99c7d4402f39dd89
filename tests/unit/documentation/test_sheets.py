"""docs/sheets.md tells of every sheet and column, as the templates and the import have them."""

import pytest

from vettrak_api.documentation import sheets as page
from vettrak_api.transfer.declared import SHEETS


def test_the_page_is_fresh():
    assert page.main(["--check"]) == 0


@pytest.mark.parametrize("kind", SHEETS, ids=lambda kind: kind.name)
def test_a_sheet_is_told_with_its_columns(kind):
    part = page.page().partition(f"\n## {kind.name}\n")[2].partition("\n## ")[0]
    for each in kind.fields:
        assert f"\n| `{each.name}` | " in part
