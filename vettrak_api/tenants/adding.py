"""Adds an organisation to the file, whole or not at all, and keeps what people have written there."""

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from vettrak_api.settings import Settings
from vettrak_api.tenants.roster import HOSTS, Tenant, Wrong, judged, read_tenants

PRIVATE = 0o600


class Busy(Exception):
    """Somebody else is changing the file, or has left its new form behind."""


def require_possible(settings: Settings, name: str, values: Mapping[str, Any]) -> Tenant:
    """Return the organisation that would be added; raises Wrong when its name, a host or its database is taken."""
    path = Path(settings.tenants)
    told = read_tenants(path) if path.exists() else {}
    if name in told:
        raise Wrong(f"there is an organisation {name} already.")
    roster = judged({**told, name: values}, settings)
    if name in roster.wrong:
        raise Wrong(roster.wrong[name])
    return roster.tenants[name]


def add(settings: Settings, name: str, values: Mapping[str, Any]) -> None:
    """Write an organisation behind the others; servers that run see it within seconds.

    Raises Wrong as `require_possible` does, Busy, OSError when the file can not be written.
    """
    path = Path(settings.tenants)
    with _written_anew(path) as new:
        require_possible(settings, name, values)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        text = before + ("\n" if before and not before.endswith("\n") else "") + ("\n" if before else "")
        text += table_of(name, values)
        if tomllib.loads(text).get(name) != dict(values):
            raise Wrong("it can not be written behind what stands in the file.")
        new.write(text.encode())


def table_of(name: str, values: Mapping[str, Any]) -> str:
    """Return how an organisation is written: its name in brackets, and a line for each of its settings."""
    first = {HOSTS: list(values[HOSTS])}
    # What JSON and TOML write of texts, numbers and lists of them is the same.
    lines = [f"{key} = {json.dumps(value)}\n" for key, value in (first | dict(values)).items()]
    return "".join([f"[{name}]\n", *lines])


@contextmanager
def _written_anew(path: Path) -> Iterator[Any]:
    """Open the file's new form, which takes its place at the end; while it is there, nobody else changes the file."""
    unfinished = path.with_name(f"{path.name}.new")
    try:
        file = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE)
    except FileExistsError:
        raise Busy(str(unfinished)) from None
    try:
        with os.fdopen(file, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _keep_owner(path, unfinished)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _keep_owner(path: Path, unfinished: Path) -> None:
    """Let the server go on reading a file that an administrator has changed."""
    if not path.exists():
        return
    found = path.stat()
    unfinished.chmod(found.st_mode & 0o777)
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(unfinished, found.st_uid, found.st_gid)
