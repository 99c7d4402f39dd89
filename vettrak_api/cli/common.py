"""What the commands share: the terminal, the settings, and errors that tell what to do."""

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from vettrak_api import settings
from vettrak_api.hosting.logs import configure_logging
from vettrak_api.runtime import Runtime, build_runtime
from vettrak_api.settings import Settings

# Names and addresses may hold [brackets] and :colons:, which are no markup; what is to stand out gets a style.
console = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)

FAILED, MISUSED = 1, 2
"""Exit codes: the work could not be done, and the command or the settings are wrong."""


class Problem(Exception):
    """Something that the person at the keyboard can put right; the message says how."""

    def __init__(self, message: str, exit_code: int = FAILED) -> None:
        super().__init__(message)
        self.message = message
        self.exit_code = exit_code


def read_settings() -> Settings:
    """Return the settings of the environment; raises Problem naming the variable that is wrong."""
    try:
        return settings.read_settings()
    except settings.WrongSettings as error:
        raise Problem(error.message, MISUSED) from None


@contextmanager
def open_runtime(chosen: Settings | None = None) -> Iterator[Runtime]:
    """Compose a server for one command, with the log that the settings name, and close its connections at the end."""
    used = chosen or read_settings()
    if used.log_file:
        configure_logging(used)
    runtime = build_runtime(used)
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
