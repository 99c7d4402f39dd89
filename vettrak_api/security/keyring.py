"""The installation's keys, which wrap the keys of persons and sign the chain of the change log.

They come from the setting audit_key or from a file, which is made when it is first needed. The first one is used for
what is new; those behind it open what is older.
"""

import base64
import binascii
import hashlib
import hmac
import logging
import os
import secrets
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import URL

from vettrak_api.database.sqlite import folder_beside
from vettrak_api.settings import KEY_BYTES, Settings, read_keys

logger = logging.getLogger(__name__)

KEY_FILE = "vettrak-audit.key"
"""The file's name, beside SQLite's database, else in the folder in which the server runs."""

NONCE_BYTES = 12
NOTICE = (
    "# The keys of vettrak_api's audit trail, the latest first. Keep a copy apart from the database and its backups:\n"
    "# without them nobody can read which personal data were changed. One file serves all servers of a database.\n"
)


@dataclass(frozen=True, slots=True)
class InstallationKey:
    """One key of the installation."""

    secret: bytes

    @property
    def fingerprint(self) -> str:
        """What tells the key apart without telling it."""
        return hashlib.sha256(b"fingerprint" + self.secret).hexdigest()[:16]

    def wrap(self, key: bytes, about: bytes) -> str:
        """Return a key enciphered; `about` must be told to unwrap it."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return base64.b64encode(nonce + self._cipher().encrypt(nonce, key, about)).decode("ascii")

    def unwrap(self, wrapped: str, about: bytes) -> bytes | None:
        """Return the key that was wrapped; None for what this key has not wrapped."""
        try:
            sent = base64.b64decode(wrapped, validate=True)
            return self._cipher().decrypt(sent[:NONCE_BYTES], sent[NONCE_BYTES:], about)
        except (binascii.Error, InvalidTag, ValueError):
            return None

    def sign(self, digest: str) -> str:
        """Return the signature of a digest."""
        return hmac.new(self._derived(b"seal"), digest.encode("ascii"), hashlib.sha256).hexdigest()

    def _cipher(self) -> AESGCM:
        return AESGCM(self._derived(b"wrap"))

    def _derived(self, purpose: bytes) -> bytes:
        return hmac.new(self.secret, purpose, hashlib.sha256).digest()


def new_key() -> str:
    """Return a new key as the setting and the file hold it."""
    return _text_of(secrets.token_bytes(KEY_BYTES))


def _text_of(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode("ascii")


class Keyring:
    """The installation's keys, read when they are first needed."""

    def __init__(self, settings: Settings, url: URL) -> None:
        self._told = read_keys(settings.audit_key)
        self.file = None if self._told else file_of(settings, url)
        self._keys: tuple[InstallationKey, ...] | None = None
        self._lock = threading.Lock()

    def all_keys(self) -> tuple[InstallationKey, ...]:
        """Return the keys, the latest first; none while there is no file.

        Raises UnreadableKeys when there is one that can not be read.
        """
        return self._keys or tuple(self._read())

    def current(self) -> InstallationKey | None:
        """Return the key for what is new, and make one where there is none; None when that can not be done."""
        if self._keys is None:
            with self._lock:
                self._keys = self._keys or self._opened()
        return self._keys[0] if self._keys else None

    def find(self, fingerprint: str) -> InstallationKey | None:
        """Return the key of a fingerprint."""
        keys = self._keys or ()
        return next((key for key in keys if key.fingerprint == fingerprint), None)

    def open(self) -> None:
        """Read the keys, so that `find` knows them, and make none; what can not be read is nobody's key."""
        if not self._keys:
            with suppress(UnreadableKeys):
                self._keys = tuple(self._read()) or None

    def renew(self) -> InstallationKey:
        """Put a new key before those of the file and return it.

        Raises UnreadableKeys when the keys come from the setting, or the file can not be written.
        """
        if self.file is None:
            raise UnreadableKeys("The keys stand in VETTRAK_AUDIT_KEY: put a new one before them, and a comma.")
        former, new = self.all_keys(), InstallationKey(secrets.token_bytes(KEY_BYTES))
        try:
            self._write((new, *former), replacing=True)
        except OSError as error:
            raise UnreadableKeys(f"{self.file} can not be written: {error.strerror}.") from error
        self._keys = (new, *former)
        return new

    def _opened(self) -> tuple[InstallationKey, ...]:
        """Return the keys that are there, or a new one; nothing, with a line in the log, when neither can be done."""
        try:
            return tuple(self._read()) or self._made()
        except UnreadableKeys as error:
            logger.warning("no personal values go into the audit trail: %s", error)
        except OSError as error:
            logger.warning(
                "no personal values go into the audit trail: %s can not be written (%s); set VETTRAK_AUDIT_KEY_FILE",
                self.file,
                error.strerror,
            )
        return ()

    def _read(self) -> Iterator[InstallationKey]:
        if self.file is None:
            yield from map(InstallationKey, self._told)
            return
        try:
            written = self.file.read_text(encoding="ascii")
        except FileNotFoundError:
            return
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableKeys(f"{self.file} can not be read") from error
        lines = [line.strip() for line in written.splitlines() if not line.startswith("#")]
        try:
            keys = read_keys(",".join(filter(None, lines)))
        except ValueError as error:
            raise UnreadableKeys(f"{self.file} holds what is no key") from error
        yield from map(InstallationKey, keys)

    def _made(self) -> tuple[InstallationKey, ...]:
        key = InstallationKey(secrets.token_bytes(KEY_BYTES))
        with suppress(FileExistsError):  # another process was quicker, and both use what it has made
            self._write((key,), replacing=False)
            logger.warning("a key for the audit trail was made: %s; keep a copy apart from the database", self.file)
        return tuple(self._read())

    def _write(self, keys: tuple[InstallationKey, ...], *, replacing: bool) -> None:
        """Write the file as a whole, readable to its owner alone; raises FileExistsError unless it may be replaced."""
        assert self.file is not None  # noqa: S101 - whoever calls has looked
        lines = [_text_of(key.secret) for key in keys]
        handle, name = tempfile.mkstemp(dir=self.file.parent, prefix=f".{self.file.name}.")
        try:
            with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
                file.write(NOTICE + "\n".join(lines) + "\n")
                file.flush()
                os.fsync(file.fileno())
            if replacing:
                Path(name).replace(self.file)
            else:
                _link(Path(name), self.file)
        finally:
            Path(name).unlink(missing_ok=True)


def _link(source: Path, target: Path) -> None:
    """Give a file a second name at once, if nobody has it; some disks know no second names, and copy."""
    try:
        target.hardlink_to(source)
    except FileExistsError:
        raise
    except OSError:
        target.touch(0o600, exist_ok=False)
        target.write_bytes(source.read_bytes())


class UnreadableKeys(Exception):
    """Keys that can not be used; the message says why."""


def file_of(settings: Settings, url: URL) -> Path:
    """Return the file of the keys: that of the setting, or one beside the database, or in the present folder."""
    return Path(settings.audit_key_file) if settings.audit_key_file else folder_beside(url) / KEY_FILE
