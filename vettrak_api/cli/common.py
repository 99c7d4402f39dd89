"""What the commands share: the terminal, the settings, and errors that tell what to do."""

import ipaddress
import os
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from vettrak_api import settings
from vettrak_api.hosting.logs import configure_logging
from vettrak_api.runtime import Runtime, build_runtime
from vettrak_api.settings import Settings
from vettrak_api.tenants.roster import Roster, read_roster

# Names and addresses may hold [brackets] and :colons:, which are no markup; what is to stand out gets a style.
console = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)

TENANT = "VETTRAK_TENANT"
"""The variable that names the organisation which a command is about; the option --tenant sets it."""

WHICH = (
    "This installation serves several organisations: say which one before the command, as in\n"
    "  vettrak-api --tenant {example} COMMAND\nThere are: {names}."
)
MOST_NAMED = 20

FAILED, MISUSED = 1, 2
"""Exit codes: the work could not be done, and the command or the settings are wrong."""


class Problem(Exception):
    """Something that the person at the keyboard can put right; the message says how."""

    def __init__(self, message: str, exit_code: int = FAILED) -> None:
        super().__init__(message)
        self.message = message
        self.exit_code = exit_code


def read_process_settings() -> Settings:
    """Return the settings of the whole installation; raises Problem naming the variable that is wrong."""
    try:
        return settings.read_settings()
    except settings.WrongSettings as error:
        raise Problem(error.message, MISUSED) from None


def read_settings() -> Settings:
    """Return the settings that a command works with: of the one organisation, or of the one that is named.

    Raises Problem for a variable that is wrong, and when several organisations are served and none of them is named.
    """
    process, name = read_process_settings(), os.environ.get(TENANT, "")
    if process.tenants:
        return settings_of(name, process)
    if name:
        raise Problem("--tenant needs VETTRAK_TENANTS, the file of the organisations that are served.", MISUSED)
    return process


def read_tenants(process: Settings) -> Roster:
    """Return the organisations that are served; raises Problem when their file can not be read."""
    try:
        return read_roster(process)
    except settings.WrongSettings as error:
        raise Problem(error.message, MISUSED) from None


def settings_of(name: str, process: Settings) -> Settings:
    """Return the settings of one organisation; raises Problem when there is none of that name, or it is wrong."""
    roster = read_tenants(process)
    if name in roster.wrong:
        raise Problem(f"The organisation {name} can not be served: {roster.wrong[name]}", MISUSED)
    if name in roster.tenants:
        return roster.tenants[name].settings
    if name:
        raise Problem(f"There is no organisation {name}. There are: {told_names(roster)}.", MISUSED)
    example = next(iter(roster.tenants), "NAME")
    raise Problem(WHICH.format(example=example, names=told_names(roster)), MISUSED)


def told_names(roster: Roster) -> str:
    """Return the names of organisations as a sentence holds them."""
    names = sorted(roster.tenants)
    more = f", and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return (", ".join(names[:MOST_NAMED]) or "none") + more


@contextmanager
def open_runtime(chosen: Settings | None = None) -> Iterator[Runtime]:
    """Compose a server for one command, with the log that the settings name, and close its connections at the end."""
    used = chosen or read_settings()
    if used.log_file:
        configure_logging(used)
    runtime = build_runtime(used, tenant=os.environ.get(TENANT, "") if used.tenants else "")
    try:
        yield runtime
    finally:
        runtime.database.close()


def is_here(host: str) -> bool:
    """Tell whether a host name means this computer."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
