"""What the scripts can do, and the steps of a plan that are made of it.

Each kind of action is a few lines of PowerShell in `steps.ps1`; everything that has to be decided was decided before.
"""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

FOLDER, FILE, COPY, REMOVE, RUN, ODBC, NO_ODBC, ASK, VISIT = (
    "folder",
    "file",
    "copy",
    "remove",
    "run",
    "odbc",
    "no-odbc",
    "ask",
    "visit",
)
"""Make a folder, write a text file, copy a file, remove a file or a folder with all in it, run a program, make or
remove a system ODBC source, ask for a yes, fetch a page that must answer."""


KINDS_OF_UNDO_OF_HALF = frozenset({REMOVE, FILE})

MEMBERS: dict[str, tuple[str, ...]] = {
    FOLDER: ("path",),
    FILE: ("path", "text"),
    COPY: ("source", "path"),
    REMOVE: ("path",),
    RUN: ("program", "command_line", "environment", "accepts"),
    ODBC: ("name", "driver", "properties"),
    NO_ODBC: ("name",),
    ASK: ("text",),
    VISIT: ("path", "name", "accepts"),
}
"""What the scripts read of each kind; with strict mode on, a member that is not there ends them."""


@dataclass(frozen=True)
class Action:
    """One thing to do; only the fields of its kind are filled.

    path: of the file or folder. text: what a file is to hold, or what is asked. source: what is copied. accepts: exit
    codes of a program that mean success, or statuses of a page. name, driver, properties: of an ODBC source; the name
    is also that of the host whose page is fetched.
    """

    kind: str
    path: str = ""
    text: str = ""
    source: str = ""
    program: str = ""
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    accepts: tuple[int, ...] = (0,)
    name: str = ""
    driver: str = ""
    properties: tuple[str, ...] = ()

    def told(self) -> dict[str, Any]:
        """Return it as JSON has it: without what is empty, and a program's arguments as one Windows command line."""
        told = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        if self.kind == RUN:
            told["command_line"] = command_line(self.arguments)
            told["environment"] = [{"name": name, "value": value} for name, value in self.environment.items()]
        return {name: told[name] for name in ("kind", *MEMBERS[self.kind])}

    def words(self) -> str:
        """Say it in a line, as somebody would type it."""
        if self.kind == RUN:
            told = "".join(f"with {name}={value}: " for name, value in self.environment.items())
            return f"{told}{command_line((self.program, *self.arguments))}"
        if self.kind == ODBC:
            return f'Add-OdbcDsn "{self.name}" ({self.driver}: {"; ".join(self.properties)})'
        if self.kind == COPY:
            return f"copy {self.source} to {self.path}"
        if self.kind == ASK:
            return f"ask: {self.text}"
        words = {
            FOLDER: "make the folder",
            FILE: "write",
            REMOVE: "remove",
            NO_ODBC: "Remove-OdbcDsn",
            VISIT: "fetch",
        }
        return f"{words[self.kind]} {self.path or self.name}"


@dataclass(frozen=True)
class Step:
    """An action with a title, and what takes it back.

    again: it is done at every run, since nobody can tell whether it was done (rights), or since it is a check.
    """

    title: str
    action: Action
    undo: tuple[Action, ...] = ()
    again: bool = False

    @property
    def undo_of_half(self) -> tuple[Action, ...]:
        """What takes a step back that has failed itself: what it may have left on the disk, and no more.

        A pool that could not be made since somebody else has made it meanwhile must not be deleted for that.
        """
        return tuple(action for action in self.undo if action.kind in KINDS_OF_UNDO_OF_HALF)


def command_line(arguments: Sequence[str]) -> str:
    """Return arguments as one line that every Windows program splits into the same arguments again."""
    return subprocess.list2cmdline(arguments)


def folder(path: str) -> Action:
    """Make a folder and those above it."""
    return Action(FOLDER, path=path)


def write(path: str, text: str) -> Action:
    """Write a text file as UTF-8."""
    return Action(FILE, path=path, text=text)


def copy(source: str, path: str) -> Action:
    """Copy a file."""
    return Action(COPY, source=source, path=path)


def remove(path: str) -> Action:
    """Remove a file, or a folder with all that is in it; nothing there is fine."""
    return Action(REMOVE, path=path)


def run(
    program: str, *arguments: str, environment: Mapping[str, str] | None = None, accepts: tuple[int, ...] = (0,)
) -> Action:
    """Run a program."""
    return Action(RUN, program=program, arguments=arguments, environment=environment or {}, accepts=accepts)
