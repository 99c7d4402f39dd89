"""Where the log goes: to the terminal, or into dated files that several processes write together.

A file is never renamed, since Windows renames none that another process holds open. Each day, and each 10 MB of a day,
has a file of its own: vettrak-2026-11-22.log, vettrak-2026-11-22.2.log. Every process finds the present one by itself,
and a line, or many lines together, is one write at the end of the file, which systems do not mix with those of others.
"""

import datetime
import logging
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from glob import escape
from itertools import count, groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from vettrak_api.hosting.log_format import formatter
from vettrak_api.settings import Settings
from vettrak_api.web.kit.request_log import BatchHandler

FILE_BYTES = 10_000_000
"""Beyond this a file of a day is followed by another one."""

MEGABYTE = 1_000_000
OWN_LOGGER = "vettrak_api"

REFUSALS_PASSED_OVER = 3
"""Files of a day that somebody else owns, for instance an administrator who ran a command, before the log gives up."""

LOOK_SECONDS = 1.0
"""How often it is looked whether others have filled the file, or deleted it."""

TOLD_AGAIN_SECONDS = 60.0
"""How often it is told on stderr that the log can not be written."""

ON_WINDOWS = os.name == "nt"
FILE_APPEND_DATA, FILE_READ_ATTRIBUTES, SYNCHRONIZE = 0x4, 0x80, 0x10_0000
SHARED_FOR_ALL = 0x1 | 0x2 | 0x4
OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL = 4, 0x80

DATED = re.compile(r"-(\d{4}-\d{2}-\d{2})(?:\.(\d{1,6}))?")
"""What stands between the name of a log and its ending."""


def configure_logging(settings: Settings, *, insist: bool = False) -> None:
    """Log to the file that the settings name, else to stderr, one line per request, in the RTO's time.

    insist: find out now whether the file can be written; raises OSError when it can not. Otherwise it is opened with
    the first line, so that a command that logs nothing leaves no file.
    """
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if settings.log_file:
        most_bytes, day_of = settings.log_megabytes * MEGABYTE, partial(_day_in, settings.zone)
        handler = DatedFiles(Path(settings.log_file), settings.log_days, most_bytes, day_of)
        if insist:
            handler.open()
    handler.setFormatter(formatter(settings.log_format, settings.zone))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(OWN_LOGGER).setLevel(logging.INFO)
    # A warning for every call that waits a moment for a thread would drown the calls.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def _day_in(zone: ZoneInfo, moment: float) -> datetime.date:
    """Return the RTO's day of a moment, which the time of its line has, too."""
    return _day_of_second(zone, int(moment))


@lru_cache(maxsize=4)
def _day_of_second(zone: ZoneInfo, second: int) -> datetime.date:
    """Return the day of a second: asked once for all lines of it."""
    return datetime.datetime.fromtimestamp(second, zone).date()


def unwritable(log_file: str, error: OSError) -> str:
    """Say that the log can not be written, and what to do."""
    return (
        f"The log {log_file} can not be written: {error.strerror or error}. Its folder must exist, and the user that "
        "the server runs as must be allowed to make files there (VETTRAK_LOG_FILE)."
    )


class DatedFiles(BatchHandler):
    """Writes lines into the file of their day, and forgets files that are old or too much.

    days: how many days' files stay, today's among them. most_bytes: what all of them may take, at least two files.
    day_of: the day of a moment that is told in seconds since 1970.
    """

    def __init__(
        self,
        path: Path,
        days: int,
        most_bytes: int,
        day_of: Callable[[float], datetime.date] = datetime.date.fromtimestamp,
    ) -> None:
        super().__init__()
        # The folder is that of now, wherever the process may go.
        self._path = path.absolute()
        self._days, self._most_bytes, self._day_of = days, most_bytes, day_of
        self._file: int | None = None
        self._day: datetime.date | None = None
        self._size, self._looked = 0, 0.0
        self._told = -TOLD_AGAIN_SECONDS

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; a log that can not be written ends no call."""
        self._write(self._day_of(record.created), self._line(record))

    def handle_all(self, records: Sequence[logging.LogRecord]) -> None:
        """Write many records, those of one day by one write."""
        self.acquire()
        try:
            for day, fitting in groupby(filter(self.filter, records), lambda record: self._day_of(record.created)):
                self._write(day, b"".join(map(self._line, fitting)))
        finally:
            self.release()

    def close(self) -> None:
        """Let go of the file."""
        self.acquire()
        try:
            self._let_go()
        finally:
            self.release()
        super().close()

    def open(self) -> None:
        """Open the file of this day; raises OSError when that is not possible."""
        self._open(self._day_of(time.time()))

    def _open(self, day: datetime.date) -> None:
        self._let_go()
        self._file, self._day = self._opened(day), day
        self._size, self._looked = os.fstat(self._file).st_size, time.monotonic()
        self._forget_old(day)

    def _line(self, record: logging.LogRecord) -> bytes:
        """Return the line of a record; nothing of one that can not be formatted."""
        try:
            return f"{self.format(record)}\n".encode("utf-8", "backslashreplace")
        except Exception:  # noqa: BLE001 - whatever somebody has logged
            self.handleError(record)
            return b""

    def _write(self, day: datetime.date, lines: bytes) -> None:
        try:
            self._append(day, lines)
            self.trouble = ""
        except OSError as error:
            self.trouble = error.strerror or str(error)
            self._tell()

    def _append(self, day: datetime.date, lines: bytes) -> None:
        if self._file is None or self._day != day or self._is_full(self._file):
            self._open(day)
        assert self._file is not None  # noqa: S101 - for mypy: _open() has set it or raised
        rest = memoryview(lines)
        while rest:
            rest = rest[os.write(self._file, rest) :]
        self._size += len(lines)

    def _is_full(self, file: int) -> bool:
        """Tell whether the next file's turn has come; also when somebody has deleted this one."""
        now = time.monotonic()
        if now - self._looked < LOOK_SECONDS:
            return self._size >= FILE_BYTES
        state = os.fstat(file)
        self._size, self._looked = state.st_size, now
        return state.st_size >= FILE_BYTES or state.st_nlink == 0

    def _opened(self, day: datetime.date) -> int:
        refusals = 0
        for number in count(1):
            file = self._file_of(day, number)
            if _size(file) >= FILE_BYTES:
                continue
            try:
                return append_to(file)
            except PermissionError:
                refusals += 1
                if refusals > REFUSALS_PASSED_OVER:
                    raise
        raise AssertionError  # count() does not end

    def _file_of(self, day: datetime.date, number: int) -> Path:
        part = f".{number}" if number > 1 else ""
        return self._path.with_name(f"{self._path.stem}-{day.isoformat()}{part}{self._path.suffix}")

    def _forget_old(self, day: datetime.date) -> None:
        """Delete files of former days, then the oldest of those that are too much; what others hold stays for now."""
        oldest = (day - datetime.timedelta(days=self._days - 1)).isoformat()
        room = self._most_bytes
        for (date, _), file in sorted(files_of(self._path), reverse=True):
            room -= _size(file)
            if date < oldest or room < 0:
                with suppress(OSError):
                    file.unlink()

    def _let_go(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                os.close(self._file)
        self._file = None

    def _tell(self) -> None:
        """Say on stderr that the log can not be written, not for every line."""
        if time.monotonic() - self._told >= TOLD_AGAIN_SECONDS:
            self._told = time.monotonic()
            with suppress(OSError, ValueError, AttributeError):
                sys.stderr.write(f"The log can not be written to {self._path.parent}: {self.trouble}\n")


def files_of(path: Path) -> Iterator[tuple[tuple[str, int], Path]]:
    """Yield the files of a log that a setting names, each after its day and its number within the day."""
    with suppress(OSError):
        for file in path.parent.glob(f"{escape(path.stem)}-*{escape(path.suffix)}"):
            between = file.name[len(path.stem) : len(file.name) - len(path.suffix)]
            if match := DATED.fullmatch(between):
                yield (match[1], int(match[2] or 1)), file


def append_to(file: Path) -> int:
    """Open a file so that every write goes to its end, whoever else writes; other processes may even delete it."""
    if not ON_WINDOWS:
        return os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)
    # Python's "a" asks for the end before each write, and two processes then write over each other's lines.
    import _winapi  # noqa: PLC0415 - Windows
    import msvcrt  # noqa: PLC0415

    handle = _winapi.CreateFile(  # type: ignore[attr-defined]
        str(file),
        FILE_APPEND_DATA | FILE_READ_ATTRIBUTES | SYNCHRONIZE,
        SHARED_FOR_ALL,
        0,
        OPEN_ALWAYS,
        FILE_ATTRIBUTE_NORMAL,
        0,
    )
    return int(msvcrt.open_osfhandle(handle, os.O_BINARY | os.O_NOINHERIT))  # type: ignore[attr-defined]


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
