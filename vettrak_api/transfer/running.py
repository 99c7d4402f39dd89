"""Imports files: judges all of them first, without disturbing anybody, and then writes all or nothing."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from vettrak_api.model.audit import Author
from vettrak_api.runtime import Runtime
from vettrak_api.transfer.importing import Import, Progress
from vettrak_api.transfer.locking import maintained
from vettrak_api.transfer.reports import Fault, Report, Rows
from vettrak_api.transfer.sources import Sheet, Unreadable, files_in, fingerprint, sheets_of

LARGE = 5_000
"""Rows that are made or changed, from which on an import takes the maintenance lock."""

CHANGED_FILE = ("was changed while it was read", "Close it where it is open, and import it again.")


class Refused(Exception):
    """The import is taken back; the report has the faults."""


def untold(step: str) -> None:
    """Tell nobody what begins."""


def import_files(
    runtime: Runtime,
    path: Path,
    *,
    dry_run: bool,
    rows: Rows | None = None,
    progress: Progress = lambda count: None,  # noqa: ARG005
    begin: Callable[[str], None] = untold,
) -> Report:
    """Import a file or the files of a folder, and report: with faults, or in a dry run, nothing has been written.

    rows: where each row is told. progress: told how many rows were read once more. begin: told what begins.
    """
    report = Report(rows)
    sheets = _sheets(path, report)
    if sheets is None:
        return report
    before = _fingerprints(sheets, report)
    begin("judging")
    with runtime.database.reading() as session:
        Import(session, report, writes=False, progress=progress).run(sheets)
    _require_unchanged(before, sheets, report)
    if report.fault_count or dry_run or not report.changes:
        return report
    is_large = report.changes > LARGE
    written = Report()
    written.notes |= report.notes
    if is_large:
        begin("telling the servers")
    author = Author("-", "import", runtime.clock.now())
    try:
        with maintained(runtime.database) if is_large else nullcontext():
            begin("writing")
            with runtime.database.writing(author) as session:
                Import(session, written, writes=True, portioned=is_large, progress=progress).run(sheets)
                _require_unchanged(before, sheets, written)
                _refuse(written)
    except Refused:
        return written
    except IntegrityError:
        rule = "the database has the same already: somebody else has written it meanwhile"
        written.fault(Fault(path.name, 0, "", "", rule, "Import again. Nothing of it was written."))
    return written


def _refuse(report: Report) -> None:
    """Take the import back when something is wrong after all; raises Refused."""
    if report.fault_count:
        raise Refused


def _sheets(path: Path, report: Report) -> list[Sheet] | None:
    """Return the sheets of the files; None when a file can not be read."""
    found: list[Sheet] = []
    try:
        files = files_in(path)
    except Unreadable as error:
        report.fault(error.fault)
        return None
    for file in files:
        try:
            found += sheets_of(file)
        except Unreadable as error:
            report.fault(error.fault)
    return found or None


def _fingerprints(sheets: list[Sheet], report: Report) -> dict[Path, str]:
    found = {path: fingerprint(path) for path in {sheet.path for sheet in sheets}}
    for sheet in sheets:
        for note in sheet.notes():
            report.note(note)
    return found


def _require_unchanged(before: dict[Path, str], sheets: list[Sheet], report: Report) -> None:
    for path in dict.fromkeys(sheet.path for sheet in sheets):
        try:
            same = fingerprint(path) == before[path]
        except OSError:
            same = False
        if not same:
            report.fault(Fault(path.name, 0, "", "", *CHANGED_FILE))
