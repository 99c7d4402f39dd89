"""The file of a backup: a zip of what the database's own program wrote, and a manifest that says what it is.

The manifest is written last, with the length and the SHA-256 of the data, so a file that was cut short has none.
"""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from vettrak_api import __version__
from vettrak_api.database.backup import UNFINISHED

DATA, MANIFEST = "data", "manifest.json"
LONGEST_MANIFEST = 1_000_000
CHUNK_BYTES = 1 << 20

Kind = Literal["sqlite", "postgresql", "mariadb"]
"""Databases that the program backs up and restores."""

PACKED: frozenset[Kind] = frozenset({"postgresql"})
"""Kinds whose own program packs what it writes."""


class Unreadable(Exception):
    """The file is no backup, or is damaged; the message says which."""


class Facts(BaseModel):
    """What a database holds at the moment of the backup: its kind, revision, rows by table, last numbers by table."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    revision: str
    counts: dict[str, int]
    numbers: dict[str, int]


class Manifest(Facts):
    """What a file says of itself.

    format: 1. version: that of the program. made: when, in the RTO's time with its offset. size, sha256: of the data.
    """

    format: Literal[1] = 1
    version: str
    made: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup that was opened: its path and its manifest."""

    path: Path
    manifest: Manifest

    def chunks(self) -> Iterator[bytes]:
        """Yield the data; raises Unreadable at its end, or before, when it is not what was written."""
        digest, size = hashlib.sha256(), 0
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(DATA) as data:
                while piece := data.read(CHUNK_BYTES):
                    digest.update(piece)
                    size += len(piece)
                    yield piece
        except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
            raise Unreadable(f"{self.path} is damaged") from error
        if (size, digest.hexdigest()) != (self.manifest.size, self.manifest.sha256):
            raise Unreadable(f"{self.path} is damaged")

    def check(self) -> None:
        """Read all of the data once; raises Unreadable when it is not what was written."""
        for _ in self.chunks():
            pass


def write_backup(target: Path, facts: Facts, made: str, data: Iterable[bytes]) -> Manifest:
    """Write a backup; the file appears when it is whole, and only its owner may read it: it holds personal data.

    Raises FileExistsError for a file that is there, another OSError when it can not be written, and what `data` raises.
    """
    if target.exists():
        raise FileExistsError(target)
    with _unfinished(target) as unfinished:
        method = zipfile.ZIP_STORED if facts.kind in PACKED else zipfile.ZIP_DEFLATED
        digest, size = hashlib.sha256(), 0
        with zipfile.ZipFile(unfinished, "w", method, compresslevel=6) as archive:
            with archive.open(DATA, "w", force_zip64=True) as into:
                for piece in data:
                    digest.update(piece)
                    size += len(piece)
                    into.write(piece)
            manifest = Manifest(
                **facts.model_dump(), version=__version__, made=made, size=size, sha256=digest.hexdigest()
            )
            archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
        with unfinished.open("rb+") as written:
            os.fsync(written.fileno())
        # As `back_up`: what a reader finds under the name is whole.
        unfinished.rename(target)
    return manifest


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """Give a new file beside the target, that only its owner may read, and that is gone at the end."""
    unfinished = target.with_name(target.name + UNFINISHED)
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield unfinished
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def open_backup(path: Path) -> BackupFile:
    """Read what a file says of itself; raises Unreadable when it is no backup, and OSError when it can not be read."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(MANIFEST) as stream:
            told = stream.read(LONGEST_MANIFEST)
        return BackupFile(path, Manifest.model_validate_json(told))
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise Unreadable(f"{path} is no backup of this program, or its end is missing") from error
    except (ValidationError, ValueError) as error:
        raise Unreadable(f"{path} is a backup that this version of the program can not read") from error


def pieces_of(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces."""
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK_BYTES):
            yield piece


def require_room(folder: Path, needed: int) -> None:
    """Raise OSError when a disk has less room than so many bytes."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        message = f"{needed / 1e6:.0f} MB are needed in {folder.absolute()}, and {free / 1e6:.0f} MB are free"
        raise OSError(None, message)
