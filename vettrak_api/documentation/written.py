"""Writes a page of docs/, or finds out whether it is stale."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path


def write_or_check(
    page: Path, command: str, fresh: Callable[[], str], arguments: Sequence[str] | None, description: str | None
) -> int:
    """Write a page, or with --check among the arguments fail when it is stale; return the exit code.

    command: what writes it, as people type it. fresh: makes the page as it should be. description: of the command.
    """
    parser = argparse.ArgumentParser(prog=command, description=description)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is stale")
    only_check = parser.parse_args(arguments).check
    text = fresh()
    if page.exists() and page.read_text(encoding="utf-8") == text:
        return 0
    if only_check:
        sys.stderr.write(f"docs/{page.name} is stale. Run: {command}\n")
        return 1
    page.write_text(text, encoding="utf-8", newline="\n")
    return 0
