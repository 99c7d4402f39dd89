"""`vettrak-api backup` and `restore`: all that the database holds, as one file."""

import datetime
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from vettrak_api.cli.common import FAILED, Problem, console, open_runtime, read_settings
from vettrak_api.cli.outbox import waiting
from vettrak_api.database import migrations
from vettrak_api.database.addresses import read_url, shown_url
from vettrak_api.database.backup import Damaged, tool_for
from vettrak_api.database.backup_file import BackupFile, Manifest, Unreadable, open_backup
from vettrak_api.database.backup_tools import ToolFailed
from vettrak_api.database.backups import Unset, kind_of, make_backup, restore_backup, tables_in
from vettrak_api.database.schema import examine_schema
from vettrak_api.errors import Conflict
from vettrak_api.runtime import Runtime
from vettrak_api.settings import Settings
from vettrak_api.transfer.locking import maintained

SKIPPED = 1000
"""How far above those of the backup new numbers begin, unless somebody says otherwise."""

ERASED = (
    "Whoever was erased or corrected since then is in it again as before. Before anybody uses the server, run: "
    "vettrak-api erase replay\nRepeat corrections, and place legal holds again, by hand."
)
BY_HAND = (
    "SQL Server is backed up and restored by its own commands, which this program does not run:\n  {tool}\n"
    "To restore, stop the servers, and let SQL Server run:\n"
    "  RESTORE VERIFYONLY FROM DISK = N'FILE' WITH CHECKSUM\n"
    "  ALTER DATABASE [{database}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE\n"
    "  RESTORE DATABASE [{database}] FROM DISK = N'FILE' WITH REPLACE, CHECKSUM\n"
    "  ALTER DATABASE [{database}] SET MULTI_USER\n"
    "Then run: vettrak-api db upgrade, vettrak-api doctor"
)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, which must not be there yet.")],
) -> None:
    """Write all that the database holds into a file while the server goes on; for SQL Server, tell how."""
    settings = read_settings()
    require_kind(settings)
    url = read_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise Problem(f"There is no database {url.database or 'of a file'} to back up.")
    with open_runtime(settings) as runtime, told(f"{file} was not written", settings):
        try:
            made = datetime.datetime.fromtimestamp(runtime.clock.milliseconds() // 1000, runtime.clock.zone)
            manifest = make_backup(runtime.database, file, made.isoformat(timespec="seconds"))
        except FileExistsError:
            raise Problem(f"{file} is there already; name another file.") from None
    size = file.stat().st_size / 1_000_000
    console.print(
        f"{file} holds {rows_of(manifest)} of {shown_url(settings.database_url)}, {size:.1f} MB. It holds personal "
        "data and password hashes: keep it as safe as the database."
    )


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What vettrak-api backup has written.")],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Replace what the database holds; it is lost.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --replace: do not ask.")] = False,
    skip_numbers: Annotated[
        int,
        typer.Option(
            min=0, max=1_000_000, help="Begin new numbers so far above the backup's: some were given after it."
        ),
    ] = SKIPPED,
) -> None:
    """Bring a backup back into an empty database, or with --replace in the place of what is there: all or nothing."""
    settings = read_settings()
    require_kind(settings)
    with told("Nothing was restored", settings):
        found = open_backup(file)
        require_fitting(found.manifest, settings)
        found.check()
    with open_runtime(settings) as runtime, told("Nothing was restored, and nothing has changed", settings):
        before = tables_in(runtime.database)
        if before:
            allow_replacing(settings, found, before, replace=replace, yes=yes)
        with silence(runtime, before):
            restore_backup(runtime.database, found, skip_numbers)
    tell_restored(settings, found, skip_numbers)


def require_kind(settings: Settings) -> None:
    """Refuse SQL Server with what its administrator does."""
    url = read_url(settings.database_url)
    if kind_of(url) is None:
        raise Problem(BY_HAND.format(tool=tool_for(url), database=url.database or "DATABASE"))


def require_fitting(manifest: Manifest, settings: Settings) -> None:
    """Refuse a backup of another kind of database, and of tables that this version does not know."""
    here = kind_of(read_url(settings.database_url))
    if manifest.kind != here:
        raise Problem(
            f"The backup is of {manifest.kind}, and VETTRAK_DATABASE_URL names {here}. Between kinds of databases use "
            "vettrak-api export and import."
        )
    if manifest.revision not in migrations.revisions():
        raise Problem(
            f"The backup was made by version {manifest.version} with tables of revision {manifest.revision}; this "
            f"version knows them up to {migrations.newest_revision()}. Install that version, or a newer one."
        )


def allow_replacing(settings: Settings, found: BackupFile, before: list[str], *, replace: bool, yes: bool) -> None:
    """Refuse a database that holds something, unless somebody has said that it may go."""
    place = shown_url(settings.database_url)
    if not replace:
        raise Problem(
            f"{place} is not empty: it has {len(before)} tables. Name an empty database, or add --replace to lose "
            "what it holds."
        )
    question = f"Replace all that {place} holds by the backup of {found.manifest.made}?"
    if not (yes or typer.confirm(question)):
        raise typer.Exit(FAILED)


def silence(runtime: Runtime, before: list[str]) -> AbstractContextManager[None]:
    """Let the servers answer nobody while the data are replaced; where the tables do not fit they answer nobody anyway.

    Raises Conflict while data are imported.
    """
    if not before or not examine_schema(runtime.database).is_usable:
        return nullcontext()
    console.print("Telling the servers to answer nobody (15 seconds).")
    return maintained(runtime.database)


@contextmanager
def told(outcome: str, settings: Settings) -> Iterator[None]:
    """Make what goes wrong one line that says what became of it."""
    try:
        yield
    except Unset:
        raise Problem(f"{shown_url(settings.database_url)} was never set up; there is nothing to back up.") from None
    except Unreadable as error:
        raise Problem(f"{error}. {outcome}. Take another backup.") from None
    except Damaged:
        raise Problem(f"What was copied is not whole: the database or the file is damaged. {outcome}.") from None
    except (Conflict, ToolFailed, sqlite3.Error) as error:
        said = error.message if isinstance(error, Conflict) else str(error)
        raise Problem(f"{said.rstrip('.')}. {outcome}.") from None
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        raise Problem(f"{named}{error.strerror}. {outcome}.") from None


def rows_of(manifest: Manifest) -> str:
    """Say how much a backup holds."""
    return f"{sum(manifest.counts.values()):,} rows in {len(manifest.counts)} tables"


def tell_restored(settings: Settings, found: BackupFile, skipped: int) -> None:
    """Say what came back, and what is to be done before anybody uses it."""
    manifest = found.manifest
    console.print(
        f"{shown_url(settings.database_url)} holds {rows_of(manifest)}, as they were at {manifest.made} "
        f"(version {manifest.version}, revision {manifest.revision})."
    )
    console.print(f"New records get numbers at least {skipped} above the last ones of the backup.")
    if manifest.revision != migrations.newest_revision():
        console.print("Its tables are older than this version. Run: vettrak-api db upgrade")
    elif count := waiting_messages(settings):
        console.print(
            f"{count} messages wait to be sent, as they did then; some may have gone out since. "
            "See vettrak-api outbox list before you start the servers."
        )
    console.print(ERASED)


def waiting_messages(settings: Settings) -> int:
    """Return how many messages wait in the restored database."""
    with open_runtime(settings) as runtime:
        return waiting(runtime)
