"""`vettrak-api doctor`: is everything in order, and what to do if not."""

import typer

from vettrak_api.cli.surroundings import FAILED, console, read_settings
from vettrak_api.doctor import Level, examine

MARKS = {Level.OK: ("ok  ", "green"), Level.WARN: ("warn", "yellow"), Level.FAIL: ("FAIL", "bold red")}


def doctor() -> None:
    """Examine this installation: database, settings, users; says what to do about each finding."""
    failed = 0
    for finding in examine(read_settings()):
        word, style = MARKS[finding.level]
        console.print(word, style=style, end=" ")
        console.print(f"{finding.subject}: {finding.detail}", markup=False)
        for line in finding.advice.splitlines():
            console.print(f"     -> {line}", markup=False)
        failed += finding.level is Level.FAIL
    if failed:
        raise typer.Exit(FAILED)
