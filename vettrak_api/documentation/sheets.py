"""The page docs/sheets.md, written from the declared sheets: their keys and columns."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

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
    parser = argparse.ArgumentParser(prog=COMMAND, description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is stale")
    only_check = parser.parse_args(arguments).check
    fresh = page()
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == fresh:
        return 0
    if only_check:
        sys.stderr.write(f"docs/sheets.md is stale. Run: {COMMAND}\n")
        return 1
    PAGE.write_text(fresh, encoding="utf-8", newline="\n")
    return 0


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
