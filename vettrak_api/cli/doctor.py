"""`vettrak-api doctor`: is everything in order, and what to do if not."""

import typer

from vettrak_api.cli.common import FAILED, console, read_settings

MARKS = {"ok": ("ok  ", "green"), "warn": ("warn", "yellow"), "fail": ("FAIL", "bold red")}


def doctor() -> None:
    """Examine this installation: database, settings, users; says what to do about each finding."""
    from vettrak_api.doctor.examination import examine  # noqa: PLC0415 - reads all operations
    from vettrak_api.doctor.findings import Level  # noqa: PLC0415 - reads all operations

    failed = 0
    for finding in examine(read_settings()):
        word, style = MARKS[finding.level]
        console.print(word, style=style, end=" ")
        console.print(f"{finding.subject}: {finding.detail}")
        for line in finding.advice.splitlines():
            console.print(f"     -> {line}")
        failed += finding.level is Level.FAIL
    if failed:
        raise typer.Exit(FAILED)
