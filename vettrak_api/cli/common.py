"""What the commands share: the terminal, the settings, and errors that tell what to do."""

import ipaddress
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError
from pydantic_settings import SettingsError
from rich.console import Console

from vettrak_api.runtime import Runtime, build_runtime
from vettrak_api.settings import Settings

# Names and addresses may hold [brackets] and :colons:, which are no markup; what is to stand out gets a style.
console = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)

VARIABLE_PREFIXES = {"Settings": "VETTRAK_", "PasswordPolicy": "VETTRAK_PASSWORD_"}

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
        return Settings()
    except ValidationError as error:
        raise Problem(describe_errors(error), MISUSED) from None
    except SettingsError as error:
        raise Problem(f'A setting can not be read: {error}. Lists are written as JSON: ["a", "b"].', MISUSED) from None
    except OSError as error:
        raise Problem(f"The file that VETTRAK_CONFIG names can not be read: {error.strerror}.", MISUSED) from None
    except tomllib.TOMLDecodeError as error:
        raise Problem(f"The file that VETTRAK_CONFIG names is not TOML: {error}.", MISUSED) from None


def describe_errors(error: ValidationError) -> str:
    """Say which variables are wrong and why, without their values: one of them may be a secret."""
    prefix = VARIABLE_PREFIXES.get(error.title, "")
    lines = [
        f"The setting {prefix}{'_'.join(str(part) for part in entry['loc']).upper()} is not right: {entry['msg']}."
        for entry in error.errors(include_input=False, include_url=False)
    ]
    return "\n".join(line.replace("Value error, ", "").replace("..", ".") for line in lines)


@contextmanager
def open_runtime(settings: Settings | None = None) -> Iterator[Runtime]:
    """Compose a server for one command and close its connections at the end."""
    runtime = build_runtime(settings or read_settings())
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
