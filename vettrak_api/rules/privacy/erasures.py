"""The list of who was erased, which lies outside the database: a restored backup has them again, and is erased anew.

It is a file with a line for each erasure: code and number of the client, when, and a signature by the installation's
key, so that nobody who can write to the file has somebody erased. It holds no names.
"""

import datetime
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, bindparam, func, or_, select

from vettrak_api.database.sqlite import folder_beside
from vettrak_api.errors import Conflict
from vettrak_api.model.base import fold
from vettrak_api.model.clients import Client
from vettrak_api.model.privacy import ERASED_KEY, ErasedClient
from vettrak_api.model.statements import Reader, execute
from vettrak_api.security.keyring import Keyring
from vettrak_api.settings import Settings

FILE = "vettrak-erasures.jsonl"
"""The file's name, beside SQLite's database, else in the folder in which the server runs."""

ALL = (
    select(ErasedClient.client_id, ErasedClient.erased_at, Client.code)
    .join(Client, Client.id == ErasedClient.client_id)
    .order_by(ErasedClient.erased_at, ErasedClient.client_id)
)
FOUND = select(Client.id).where(
    or_(Client.code_key == bindparam("key"), func.lower(Client.code) == bindparam("key")),
)
SAME = select(Client.id, Client.code, Client.code_key).where(Client.id == bindparam("number"))


@dataclass(frozen=True, slots=True)
class Erasure:
    """One line: a client that was erased at a moment of the RTO's time."""

    number: int
    code: str
    at: datetime.datetime

    def signed_text(self) -> str:
        """Return what is signed."""
        return f"erased {self.number} {self.code} {self.at.isoformat()}"


class Unreadable(Exception):
    """The list can not be used; the message says why."""


def file_of(settings: Settings, url: URL) -> Path:
    """Return the file of the list: that of the setting, or one beside the database, or in the present folder."""
    return (Path(settings.erasures_file) if settings.erasures_file else folder_beside(url) / FILE).absolute()


def find_client(reader: Reader, code: str) -> int | None:
    """Return the number of the client of a code, erased or not; None when there is none."""
    number: int | None = execute(reader, FOUND, key=fold(code)).scalar()
    return number


def erased_clients(reader: Reader) -> list[Erasure]:
    """Return who was erased, as the database tells."""
    return [Erasure(row.client_id, row.code, row.erased_at) for row in execute(reader, ALL)]


def require_writable(file: Path) -> None:
    """Raise Conflict unless a line can be added to the list, without which a restored backup brings the person back."""
    try:
        with file.open("a", encoding="ascii"):
            pass
    except OSError as error:
        raise Conflict(f"{file} can not be written ({error.strerror}). Nobody is erased without it.") from error


def note_erasures(file: Path, keyring: Keyring, erased: Iterable[Erasure]) -> int:
    """Add to the list who is not in it yet, and return how many; raises Unreadable and OSError."""
    erased = list(erased)
    if not erased:
        return 0
    known = {(each.number, each.code) for each in read_erasures(file, keyring)}
    new = [each for each in erased if (each.number, each.code) not in known]
    if new:
        lines = "".join(_line(each, keyring) for each in new)
        with file.open("a", encoding="ascii", newline="\n") as stream:
            stream.write(lines)
            stream.flush()
            os.fsync(stream.fileno())
    return len(new)


def read_erasures(file: Path, keyring: Keyring) -> list[Erasure]:
    """Return the erasures of the list, none when there is no file; raises Unreadable naming the line that is wrong."""
    keyring.open()
    try:
        text = file.read_text(encoding="ascii")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{file} can not be read.") from error
    return list(_read(file, text, keyring))


def _read(file: Path, text: str, keyring: Keyring) -> Iterator[Erasure]:
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines, 1):
        if number == len(lines) and not line.endswith("\n"):
            # The machine stopped while it was written, and the next erasure notes it again.
            raise Unreadable(f"Line {number} of {file} is not whole. Remove it; it is written again.")
        try:
            told: dict[str, Any] = json.loads(line)
            erasure = Erasure(int(told["id"]), str(told["code"]), datetime.datetime.fromisoformat(told["erased"]))
            signature, key = str(told["signature"]), keyring.find(str(told["key"]))
        except (ValueError, KeyError, TypeError):
            raise Unreadable(f"Line {number} of {file} is no erasure.") from None
        if key is None:
            raise Unreadable(f"Line {number} of {file} was signed by a key that is not among the audit keys.")
        if key.sign(erasure.signed_text()) != signature:
            raise Unreadable(f"Line {number} of {file} was altered.")
        yield erasure


def _line(erasure: Erasure, keyring: Keyring) -> str:
    key = keyring.current()
    if key is None:
        raise Unreadable("There is no audit key to sign the list of erasures with. See VETTRAK_AUDIT_KEY_FILE.")
    told = {
        "id": erasure.number,
        "code": erasure.code,
        "erased": erasure.at.isoformat(),
        "key": key.fingerprint,
        "signature": key.sign(erasure.signed_text()),
    }
    return json.dumps(told) + "\n"


def is_to_be_erased(reader: Reader, erasure: Erasure) -> bool:
    """Tell whether the database holds the client of an erasure as it was before: the same number and code."""
    row = execute(reader, SAME, number=erasure.number).first()
    return row is not None and row.code == erasure.code and not row.code_key.startswith(ERASED_KEY)
