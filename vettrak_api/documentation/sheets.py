"""The page docs/sheets.md, written from the declared sheets: their keys and columns."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from vettrak_api.documentation.written import write_or_check
from vettrak_api.transfer.declared import LEFT_OUT, SHEETS
from vettrak_api.transfer.templates import key_of, told

COMMAND = "python -m vettrak_api.documentation.sheets"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "sheets.md"

HEAD = f"""<!-- Written by {COMMAND}; change vettrak_api/transfer instead. -->
# The sheets of imports and exports

[guide-import.md](guide-import.md) tells how they are used. They are imported in this
order. Columns of the key come first.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write docs/sheets.md, or with --check fail when it is stale."""
    return write_or_check(PAGE, COMMAND, page, arguments, main.__doc__)


def page() -> str:
    """Return the page as it should be."""
    return HEAD + "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    for kind in SHEETS:
        yield f"\n## {kind.name}\n\n{kind.meaning} Key: `{key_of(kind)}`.\n"
        yield "| Column | Meaning | Holds |"
        yield "|---|---|---|"
        for each in kind.fields:
            yield f"| `{each.name}` | {_cell(each.meaning)} | {_cell(told(each))} |"
    yield "\n## What has no sheet\n\n| Table | Why |\n|---|---|"
    yield from (f"| `{table}` | {why} |" for table, why in sorted(LEFT_OUT.items()))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())
