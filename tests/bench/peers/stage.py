"""What all servers get: a database of demonstration data, three calls, and the statements that the product executes.

The statements are those of this very checkout: the product answers each call once and they are listened to.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from tests.bench.operations import NAMESPACE, answer, demo_server, login, request, texts
from vettrak_api.app import Site
from vettrak_api.catalogue.loader import load_catalogue

OPERATIONS = ("GetClientByCode", "GetLMSNewOccurrences", "ValidateClient")
PATH = load_catalogue().endpoints["complete"]
WSDL = Path(__file__).parents[3] / "wsdl" / "VT_API.wsdl"
USERNAME, CODE = "integration", "00005"

STATEMENTS = {
    "GetClientByCode": ("token", "client"),
    "GetLMSNewOccurrences": ("token", "occurrences"),
    "ValidateClient": ("user", "insert"),
}
"""How the statements of an operation are called, in their order."""

ASKED = {
    "token": slice(-1, None),
    "client": slice(None),
    "occurrences": slice(0),
    "user": slice(-1, None),
    "insert": slice(None),
}
"""Which values of a statement depend on the caller; all others are written into it."""

Executed = list[tuple[str, tuple[Any, ...]]]


@dataclass(frozen=True)
class Stage:
    """A folder with the database, and by operation OPERATION.xml (the call) and OPERATION.answer (ours).

    Each statement is in NAME.sql, and all are in statements.php.
    """

    folder: Path

    @property
    def database(self) -> Path:
        """The database that a server works on."""
        return self.folder / "peers.db"

    @property
    def statements_for_php(self) -> Path:
        """A PHP file that returns the statements by name, so that PHP keeps them compiled as its code."""
        return self.folder / "statements.php"

    def renew_database(self) -> None:
        """Give the next server the same database: log-ins leave rows behind."""
        for path in self.folder.glob(f"{self.database.name}*"):
            path.unlink()
        shutil.copy(self.folder / "bench.db", self.database)

    def call(self, operation: str) -> Path:
        """Return the file with the envelope of a call."""
        return self.folder / f"{operation}.xml"

    def answer(self, operation: str) -> bytes:
        """Return what the product answers."""
        return (self.folder / f"{operation}.answer").read_bytes()


def action(operation: str) -> str:
    """Return an operation's SOAPAction."""
    return f"{NAMESPACE}/{operation}"


def set_up(folder: Path) -> Stage:
    """Make the files of a stage."""
    stage = Stage(folder)
    runtime = demo_server(str(folder))
    site = Site(runtime)
    (token,) = texts(site, login(USERNAME), "Token")
    known: dict[str, str] = {}
    for operation, body in _calls(token).items():
        stage.call(operation).write_bytes(body)
        answer(site, body)  # the first time other statements may come before
        with executed(runtime.database.engine) as seen:
            (folder / f"{operation}.answer").write_bytes(answer(site, body))
        known |= _named(operation, seen)
    runtime.database.close()
    for name, text in known.items():
        (folder / f"{name}.sql").write_text(text, encoding="utf-8")
    stage.statements_for_php.write_text(_php(known), encoding="utf-8")
    _into_one_file(folder / "bench.db")
    return stage


def _calls(token: str) -> dict[str, bytes]:
    return {
        "GetClientByCode": request("GetClientByCode", sToken=token, sClie_Code=CODE),
        "GetLMSNewOccurrences": request("GetLMSNewOccurrences", sToken=token),
        "ValidateClient": login(USERNAME),
    }


@contextmanager
def executed(engine: Engine) -> Iterator[Executed]:
    """Collect the statements that are executed inside the block, with their values."""
    seen: Executed = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:  # noqa: FBT001 - SQLAlchemy's
        if statement.startswith(("SELECT", "INSERT")):
            seen.append((statement, tuple(values)))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _named(operation: str, seen: Executed) -> dict[str, str]:
    names = STATEMENTS[operation]
    if len(names) != len(seen):
        told = "\n".join(statement for statement, _ in seen)
        raise RuntimeError(f"{operation} executes other statements than {', '.join(names)}:\n{told}")
    return {name: with_values(*each, ASKED[name]) for name, each in zip(names, seen, strict=True)}


def with_values(statement: str, values: tuple[Any, ...], asked: slice) -> str:
    """Write the values into a statement, but for those that are asked."""
    first, *pieces = statement.split("?")
    left_out = set(range(len(values))[asked])
    filled = (
        ("?" if number in left_out else _literal(value)) + piece
        for number, (value, piece) in enumerate(zip(values, pieces, strict=True))
    )
    return "".join([first, *filled])


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'{}'".format(str(value).replace("'", "''"))


def _php(statements: dict[str, str]) -> str:
    def quoted(text: str) -> str:
        return "'{}'".format(text.replace("\\", "\\\\").replace("'", "\\'"))

    lines = "".join(f"    {quoted(name)} => {quoted(text)},\n" for name, text in statements.items())
    return f"<?php\nreturn [\n{lines}];\n"


def _into_one_file(database: Path) -> None:
    """Move what SQLite has written beside the database into it."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
