"""The table of settings in docs/guide-operations.md, written from the settings themselves."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic_settings import BaseSettings

from vettrak_api.settings import FEATURES, PasswordPolicy, Settings

COMMAND = "python -m vettrak_api.documentation.settings"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "guide-operations.md"

BEGIN = f"<!-- settings: written by {COMMAND} -->"
END = "<!-- end of settings -->"


class NoPlace(Exception):
    """The page, or the two marks in it between which the table stands, are missing."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the table into docs/guide-operations.md, or with --check fail when it is stale."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the table is stale")
    only_check = parser.parse_args(arguments).check
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    fresh = with_table(page)
    if only_check and page != fresh:
        sys.stderr.write(f"The table of settings in docs/guide-operations.md is stale. Run: {COMMAND}\n")
        return 1
    if page != fresh:
        PAGE.write_text(fresh, encoding="utf-8", newline="\n")
    return 0


def with_table(page: str) -> str:
    """Return a page with the table as it should be; raises NoPlace when its marks are missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        message = f"{PAGE} has no place for the table of settings: {BEGIN} ... {END}"
        raise NoPlace(message)
    return f"{before}{BEGIN}\n{chr(10).join(rows())}\n{END}{after}"


def rows() -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| Variable | Default | Meaning |"
    yield "|---|---|---|"
    yield from _rows_of(Settings)
    yield from _rows_of(PasswordPolicy)


def _rows_of(settings: type[BaseSettings]) -> Iterator[str]:
    prefix = settings.model_config.get("env_prefix", "")
    for name, field in settings.model_fields.items():
        if name == "password_policy":
            continue  # its parts have rows of their own
        yield f"| `{prefix}{name.upper()}` | {_shown(name, field.default)} | {field.description or ''} |"


def _shown(name: str, default: Any) -> str:
    """Return a default as it is written in a variable: lists as JSON."""
    if name == "features" and default == FEATURES:
        return "all"
    if default == "":
        return "empty"
    return f"`{json.dumps(default)}`" if isinstance(default, bool | tuple) else f"`{default}`"


if __name__ == "__main__":
    sys.exit(main())
