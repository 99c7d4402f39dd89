"""`vettrak-api import ...` and `export ...`: an installation's data from sheets, and as sheets."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from vettrak_api.cli.common import FAILED, Problem, console, errors, open_runtime
from vettrak_api.database.troubleshooting import advice
from vettrak_api.errors import VettrakError
from vettrak_api.runtime import Runtime
from vettrak_api.transfer.exporting import export_to
from vettrak_api.transfer.reports import CHANGED, LEFT, MADE, Report, csv_rows
from vettrak_api.transfer.running import import_files
from vettrak_api.transfer.templates import write_templates

MOST_SHOWN = 100
"""Faults that are shown; the others are in the file of --report."""

TEMPLATES = "templates"

STEPS = {
    "judging": "Reading and judging",
    "telling the servers": "A large import: telling the servers to answer nobody (15 seconds)",
    "writing": "Writing",
}

BROKEN_OFF = (
    "The import broke off. It is all or nothing: mend that, and import the same again; what is there already stays as "
    "it is."
)


def import_(
    what: Annotated[str, typer.Argument(metavar="FOLDER|FILE", help="Sheets: .csv or .xlsx; or the word templates.")],
    folder: Annotated[str, typer.Argument(metavar="[FOLDER]", help="After templates: where to write them.")] = "",
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge and report; write nothing.")] = False,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write every row and every fault to this CSV file.")
    ] = None,
) -> None:
    """Bring data from sheets into the database, all or nothing; `import templates FOLDER` writes sheets to fill in."""
    if what == TEMPLATES and folder:
        written = write_templates(Path(folder))
        console.print(f"Wrote {len(written)} files to {folder}. Fill in what you need, and delete the others.")
        return
    if folder:
        raise Problem("Name one folder or one file; or: vettrak-api import templates FOLDER", 2)
    with open_runtime() as runtime, _opened(report) as stream:
        found = _run(runtime, Path(what), dry_run=dry_run, rows=csv_rows(stream) if stream else None)
    _show(found, report, dry_run=dry_run)


def export(folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the sheets are written.")]) -> None:
    """Write the data of the database as sheets, in the form that `import` reads."""
    with open_runtime() as runtime:
        counts = export_to(runtime.database, folder)
    rows = sum(counts.values())
    console.print(f"Wrote {rows} rows of {len(counts)} kinds to {folder}. They hold personal data: keep them safe.")
    console.print("Passwords are not among them: after an import run vettrak-api user invite.")


def _opened(path: Path | None) -> Any:
    if path is None:
        return nullcontext()
    try:
        return path.open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise Problem(f"The report {path} can not be written: {error.strerror}.") from None


def _run(runtime: Runtime, path: Path, *, dry_run: bool, rows: Any) -> Report:
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed} rows"), TimeElapsedColumn(),
        console=errors, transient=True, disable=not errors.is_terminal,
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=None)

        def begin(step: str) -> None:
            bar.reset(task, description=STEPS[step], total=None)
            if bar.disable and step != "judging":
                errors.print(f"{STEPS[step]} ...")

        try:
            return import_files(
                runtime, path, dry_run=dry_run, rows=rows, begin=begin, progress=lambda count: bar.advance(task, count)
            )
        except VettrakError as error:
            raise Problem(f"{error.message} Nothing was imported.") from None
        except SQLAlchemyError as error:
            raise Problem(f"{advice(error, runtime.settings.database_url)}\n{BROKEN_OFF}", FAILED) from error


def _show(report: Report, file: Path | None, *, dry_run: bool) -> None:
    for note in report.notes:
        console.print(f"Note: {note}")
    if report.counts:
        table = Table("Sheet", *(f"would be {word}" if dry_run and word != LEFT else word for word in WORDS))
        for kind, counts in report.counts.items():
            table.add_row(kind, *(str(counts[word]) for word in WORDS))
        console.print(table, soft_wrap=False)
    for fault in report.faults[:MOST_SHOWN]:
        errors.print(str(fault))
    if not report.fault_count:
        console.print("Nothing was written (dry run)." if dry_run else "Done.")
        return
    hidden = report.fault_count - min(len(report.faults), MOST_SHOWN)
    if hidden:
        told = f"They are in {file}." if file else "See all of them with --report FILE."
        errors.print(f"... and {hidden} more faults. {told}")
    plural = "fault" if report.fault_count == 1 else "faults"
    raise Problem(f"{report.fault_count} {plural}. Nothing was imported.", FAILED)


WORDS = (MADE, CHANGED, LEFT)
