"""`vettrak-api log`: tells from the files of the log what went wrong, and what to do about it."""

import os
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from vettrak_api.calls.messages import remedy_of
from vettrak_api.cli.common import MISUSED, TENANT, Problem, console, read_process_settings
from vettrak_api.hosting.log_reading import (
    LONGEST_LINE,
    Facts,
    Summary,
    Wanted,
    day_of,
    files_between,
    request_of,
    requests_in,
)

COLUMNS = ("time", "tenant", "operation", "outcome", "caller", "message", "records", "from", "ms", "id")
MOST_FAILURES = 10
MOST_OPERATIONS = 30
LOOK_SECONDS = 1.0
LOG_NEEDED = "No log is named. Set VETTRAK_LOG_FILE, or say which with --file."
NONE_FOUND = "There is no file of the log {log} for that time."


def log(
    *,
    integration: Annotated[str, typer.Option(help="The code of whoever called, or whose token was refused.")] = "",
    operation: Annotated[str, typer.Option(help="Such as GetClientByCode, in any letter case.")] = "",
    status: Annotated[
        str, typer.Option(help="ok, refused, failed, a Status such as -1, or an HTTP status such as 404.")
    ] = "",
    request: Annotated[str, typer.Option(help="The number of a request (X-Request-Id).")] = "",
    tenant: Annotated[
        str, typer.Option(help="The organisation that was called, where many are served; also before the command.")
    ] = "",
    day: Annotated[str, typer.Option(help="One day: 2026-11-22.")] = "",
    since: Annotated[str, typer.Option(help='From this moment on, RTO time: 2026-11-22 or "2026-11-22 09:00".')] = "",
    until: Annotated[str, typer.Option(help="Up to this day or minute, itself included.")] = "",
    file: Annotated[Path | None, typer.Option(help="The log; wins over VETTRAK_LOG_FILE.")] = None,
    lines: Annotated[int, typer.Option(min=0, max=10_000, help="How many of the latest requests are listed.")] = 20,
    follow: Annotated[bool, typer.Option("--follow", help="Then go on with what is added, until Ctrl-C.")] = False,
) -> None:
    """Tell what the log says: the latest requests that fit, how they ended, and what helps.

    Reads the dated files of both formats. Without --status all requests are counted, and those listed that went wrong.
    """
    begin, end = _moment(day or since, "--since"), _moment(day or until, "--until")
    whose = tenant.strip() or os.environ.get(TENANT, "")
    wanted = Wanted(integration.strip(), operation.strip(), status.strip(), request.strip(), begin, end, whose)
    path = file or (Path(named) if (named := read_process_settings().log_file) else None)
    if path is None:
        raise Problem(LOG_NEEDED, MISUSED)
    files = files_between(path, begin, end)
    if not files:
        raise Problem(NONE_FOUND.format(log=path))
    summary, listed = Summary(), deque[Facts](maxlen=lines)
    try:
        positions = _sizes(path)
        for facts in requests_in(files):
            if wanted.fits(facts):
                summary.add(facts)
                if status or request or facts["outcome"] != "ok":
                    listed.append(facts)
    except OSError as error:
        raise Problem(f"The log can not be read: {error.strerror or error}.") from None
    show(listed, summary)
    if follow:
        go_on(positions, path, wanted)


def show(listed: Iterable[Facts], summary: Summary) -> None:
    """Print the requests, the counts, and the failures with what helps."""
    rows = [_cells(facts) for facts in listed]
    if rows:
        console.print("\n".join(lined_up(*_of_some_tenant(rows))) + "\n")
    counts = summary.outcomes.most_common(MOST_OPERATIONS)
    console.print(f"{summary.requests} {'request fits' if summary.requests == 1 else 'requests fit'}.")
    if counts:
        told = ((name, outcome, str(times)) for (name, outcome), times in counts)
        console.print("\n".join(lined_up(("operation", "outcome", "times"), told)) + "\n")
    failures = summary.failures.most_common(MOST_FAILURES)
    if failures:
        console.print("What went wrong most often, and what helps:")
    for (name, kind, message), times in failures:
        console.print(f"{times} x {name}: {message or kind or 'no reason was told'}")
        if helps := remedy_of(kind, message):
            console.print(f"    {helps}")


def lined_up(columns: Sequence[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table, its cells one below the other; long lines are the terminal's to wrap."""
    cells = [tuple(columns), *rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def go_on(positions: dict[Path, int], log_file: Path, wanted: Wanted) -> None:
    """Print what fits of what is added, until Ctrl-C, behind the positions in files and in those that follow."""
    try:
        for line in _added(positions, log_file):
            facts = request_of(line)
            if facts is not None and wanted.fits(facts):
                console.print(" ".join(cell for cell in _cells(facts) if cell))
    except KeyboardInterrupt:
        return


def _added(positions: dict[Path, int], log_file: Path) -> Iterator[str]:
    """Yield lines as they are added to any file: to that of yesterday as well, for a moment after midnight."""
    while True:
        time.sleep(LOOK_SECONDS)
        for file in files_between(log_file, "", ""):
            with suppress(OSError):  # it may be deleted at any time
                if file.stat().st_size > positions.get(file, 0):
                    yield from _added_to(file, positions)


def _added_to(file: Path, positions: dict[Path, int]) -> Iterator[str]:
    with file.open("rb") as lines:
        lines.seek(positions.get(file, 0))
        while (line := lines.readline(LONGEST_LINE)).endswith(b"\n") or len(line) == LONGEST_LINE:
            positions[file] = lines.tell()
            yield line.decode("utf-8", "replace").rstrip("\r\n")


def _sizes(log_file: Path) -> dict[Path, int]:
    return {file: file.stat().st_size for file in files_between(log_file, "", "")}


def _cells(facts: Facts) -> tuple[str, ...]:
    told = {**facts, "caller": _whose(facts), "message": facts.get("message") or facts.get("kind", "")}
    return tuple(str(told.get(name, "")) for name in COLUMNS)


def _of_some_tenant(rows: Sequence[tuple[str, ...]]) -> tuple[Sequence[str], Sequence[tuple[str, ...]]]:
    """Return the columns and rows of the table: without that of organisations where none is named."""
    at = COLUMNS.index("tenant")
    if any(row[at] for row in rows):
        return COLUMNS, rows
    return [*COLUMNS[:at], *COLUMNS[at + 1 :]], [(*row[:at], *row[at + 1 :]) for row in rows]


def _whose(facts: Facts) -> str:
    return str(facts["whose"]) + " (refused)" if facts.get("whose") else str(facts.get("caller", ""))


def _moment(text: str, option: str) -> str:
    try:
        return day_of(text) if text else ""
    except ValueError:
        raise Problem(
            f'{option} must be a day or a moment, such as 2026-11-22 or "2026-11-22 09:00".', MISUSED
        ) from None
