"""`vettrak-api db ...`: the tables and the reference lists."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from vettrak_api.cli.common import FAILED, MISUSED, Problem, console, errors, open_runtime, read_settings
from vettrak_api.database import migrations
from vettrak_api.database.addresses import read_url, shown_url
from vettrak_api.database.backup import Damaged, back_up, tool_for
from vettrak_api.database.schema import Fitness, examine_schema
from vettrak_api.database.table_locks import TablesBusy
from vettrak_api.model.audit import Author
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import Runtime

app = typer.Typer(help="Create, upgrade and check the database.", no_args_is_help=True)

HEAD, BASE = "head", "base"


@app.command()
def upgrade(
    revision: Annotated[str, typer.Argument(help="The revision to reach; head is the newest.")] = HEAD,
) -> None:
    """Create the tables or bring them up to date, then add reference data that is missing."""
    refuse_unknown(revision, HEAD)
    with open_runtime() as runtime, migrations.alone(runtime.database):
        refuse_newer(runtime)
        before = migrations.present_revision(runtime.database)
        with told_when_busy():
            migrations.upgrade(runtime.database, revision)
        after = migrations.present_revision(runtime.database)
        added = fill_reference_lists(runtime) if after == migrations.newest_revision() else 0
        console.print(f"{shown_address(runtime)}: {movement(before, after)}, {added} reference rows added.")


@app.command()
def downgrade(
    revision: Annotated[str, typer.Argument(help="The revision to go back to; base removes every table.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take the tables back to an older revision; what newer ones hold is lost."""
    refuse_unknown(revision, BASE)
    with open_runtime() as runtime:
        refuse_newer(runtime)
        before = migrations.present_revision(runtime.database)
        if not yes and not typer.confirm(f"Take {shown_address(runtime)} from {before} back to {revision}?"):
            raise typer.Exit(FAILED)
        with migrations.alone(runtime.database), told_when_busy():
            migrations.downgrade(runtime.database, revision)
        after = migrations.present_revision(runtime.database)
        console.print(f"{shown_address(runtime)}: {movement(before, after)}.")


@app.command()
def check() -> None:
    """Compare the database's tables with what this version of the server needs."""
    with open_runtime() as runtime:
        refuse_newer(runtime)
        present, newest = migrations.present_revision(runtime.database), migrations.newest_revision()
        if present != newest:
            state = f"is at revision {present}" if present else "was never set up"
            raise Problem(f"{shown_address(runtime)} {state}, this server needs {newest}. Run: vettrak-api db upgrade")
        found = migrations.differences(runtime.database)
        for difference in found:
            errors.print(f"  {difference}")
        if found:
            raise Problem(
                "The tables were changed by hand; the differences stand above. Undo them, or restore a backup."
            )
        console.print(f"{shown_address(runtime)} is at revision {present}, as it should be.")


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, which must not be there yet.")],
) -> None:
    """Copy a SQLite database into a file while the server goes on; for the others, tell which tool does it."""
    settings = read_settings()
    url = read_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        raise Problem(f"A database on a server is backed up by its own tool:\n  {tool_for(url)}")
    if not url.database or not Path(url.database).is_file():
        raise Problem(f"There is no database {url.database or 'of a file'} to back up.")
    with open_runtime(settings) as runtime:
        try:
            size = back_up(runtime.database, file)
        except FileExistsError:
            raise Problem(f"{file} is there already; name another file.") from None
        except Damaged:
            raise Problem(
                f"The copy of {url.database} is not whole, so the database may be damaged; {file} was not written. "
                "Restore an older backup."
            ) from None
        except OSError as error:
            raise Problem(f"{file} can not be written: {error.strerror}.") from None
        except sqlite3.Error as error:
            raise Problem(f"{file} was not written: {error}.") from None
    console.print(
        f"{file} holds {url.database} as it was just now, {size / 1_000_000:.1f} MB. Keep it as safe as that."
    )


@contextmanager
def told_when_busy() -> Iterator[None]:
    """Say what to do when the tables can not be changed, since somebody works on them all the time."""
    try:
        yield
    except TablesBusy as error:
        raise Problem(str(error)) from None


def refuse_newer(runtime: Runtime) -> None:
    """Refuse tables that a newer version has migrated: this one does not know what it would change."""
    finding = examine_schema(runtime.database)
    if finding.fitness in {Fitness.EXPANDED, Fitness.AHEAD}:
        raise Problem(finding.advice)


def refuse_unknown(revision: str, end: str) -> None:
    """Refuse a revision that is neither known nor the end of the way."""
    known = migrations.revisions()
    if revision not in {*known, end}:
        raise Problem(f"There is no revision {revision}: choose {end}, or {known[0]} to {known[-1]}.", MISUSED)


def fill_reference_lists(runtime: Runtime) -> int:
    """Add what is missing from the reference lists and return how many rows that were."""
    author = Author("-", "db upgrade", runtime.clock.now())
    with runtime.database.writing(author) as session:
        return load_reference_data(session)


def shown_address(runtime: Runtime) -> str:
    """Return the database's URL without its password."""
    return shown_url(runtime.settings.database_url)


def movement(before: str | None, after: str | None) -> str:
    """Say from which revision to which one the tables went."""
    if before == after:
        return f"the tables are at revision {after}"
    return f"the tables went from {before or 'nothing'} to {after or 'nothing'}"
