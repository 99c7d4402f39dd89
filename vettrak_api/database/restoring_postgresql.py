"""Brings a backup of PostgreSQL back in one transaction: what was there goes, and what comes back is counted."""

import threading
from collections.abc import Iterator
from contextlib import suppress

from vettrak_api.database.backup_file import Unreadable
from vettrak_api.database.backup_tools import Running, ToolFailed, tools_for
from vettrak_api.database.restoring import Restore

LOCK_TIMEOUT = "SET LOCAL lock_timeout = '60s'"
"""How long the restore waits for those who use the tables."""


def restore(work: Restore) -> None:
    """Let pg_restore write statements and psql carry them out; the COMMIT is sent when all of them were written.

    Raises ToolFailed; the database is as it was before then.
    """
    tools = tools_for(work.url)
    with work.database.connection() as connection:
        schema = connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar()
    # Our own idle connections hold nothing, but a pooler in front may count them.
    work.database.close()
    carrying_out = tools.running("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", is_fed=True, is_heard=False)
    # The schema itself is there, and may be somebody else's to make.
    chosen = [f"--schema={work.database.schema}"] if work.database.schema else []
    writing = tools.running("pg_restore", "--no-owner", "--no-privileges", "--file=-", *chosen, is_fed=True)
    with carrying_out, writing:
        feeder = threading.Thread(target=_feed, args=(writing, work), daemon=True)
        feeder.start()
        carrying_out.feed(_lines(["BEGIN", LOCK_TIMEOUT, *_dropping(work)]))
        carrying_out.feed(writing.output())
        carrying_out.feed(_lines([f"SET LOCAL search_path TO {schema}", *work.moving, *_counting(work), "COMMIT"]))
        carrying_out.finish()


def _feed(writing: Running, work: Restore) -> None:
    # What fails here fails there, too, with words of its own.
    with suppress(ToolFailed, Unreadable, OSError, ValueError):
        writing.feed(work.file.chunks())
        writing.finish_input()


def _dropping(work: Restore) -> list[str]:
    names = ", ".join(map(_quoted, work.present))
    return [f"DROP TABLE {names} CASCADE"] if names else []


def _counting(work: Restore) -> Iterator[str]:
    """Yield statements that fail unless there are as many rows as the manifest tells."""
    for name, rows in work.counts.items():
        condition = f"(SELECT count(*) FROM {_quoted(name)}) <> {rows:d}"  # noqa: S608 - quoted, a number
        yield f"DO $check$ BEGIN IF {condition} THEN RAISE EXCEPTION 'rows are missing'; END IF; END $check$"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _lines(statements: list[str]) -> Iterator[bytes]:
    yield "".join(f"{statement};\n" for statement in statements).encode()
