"""The log in dated files that several processes write together, and that no one renames."""

import datetime
import errno
import logging
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from vettrak_api.hosting import logs
from vettrak_api.hosting.logs import DatedFiles, configure_logging
from vettrak_api.settings import Settings

DAY = datetime.date(2026, 11, 22)
BEFORE = "vettrak-2026-11-21.log"
TODAY = "vettrak-2026-11-22.log"


class Calendar:
    """A day that tests turn."""

    def __init__(self):
        self.day = DAY

    def __call__(self, moment):
        return self.day


@pytest.fixture
def calendar():
    return Calendar()


@pytest.fixture
def log(tmp_path, calendar):
    """A log of three days and 1 MB at most."""
    handler = DatedFiles(tmp_path / "vettrak.log", 3, 1_000_000, calendar)
    yield handler
    handler.close()


def write(handler, text="ValidateClient ok", times=1):
    for _ in range(times):
        handler.handle(logging.makeLogRecord({"msg": text, "levelno": logging.INFO}))


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def test_a_line_stands_in_the_file_of_its_day(log, tmp_path, calendar):
    write(log, "naïve \u2018quotes\u2019 and half a character \ud83d")
    calendar.day += datetime.timedelta(days=1)
    write(log, "the next day")
    assert (tmp_path / TODAY).read_bytes() == "naïve \u2018quotes\u2019 and half a character \\ud83d\n".encode()
    assert (tmp_path / "vettrak-2026-11-23.log").read_bytes() == b"the next day\n"


def record(text, **facts):
    return logging.makeLogRecord({"msg": text, "levelno": logging.INFO, **facts})


def test_many_lines_are_one_write(log, tmp_path, monkeypatch):
    """Each write lets another thread of the interpreter go ahead."""
    written, write = [], os.write
    monkeypatch.setattr(os, "write", lambda file, lines: written.append(bytes(lines)) or write(file, lines))
    log.handle_all([record("one"), record("two %s", args=()), record("three")])
    assert written == [b"one\n" + b"two %s\n" + b"three\n"]
    assert (tmp_path / TODAY).read_bytes() == written[0]


def test_a_line_that_is_told_after_midnight_stands_in_the_file_of_the_day_before(tmp_path):
    """Whoever looks for a day reads the files of that day alone."""
    log = DatedFiles(tmp_path / "vettrak.log", 3, 1_000_000, lambda moment: DAY - datetime.timedelta(days=moment < 100))
    log.handle_all([record("a", created=98.0), record("b", created=99.9), record("c", created=100.0)])
    log.handle(record("d", created=99.8))
    log.close()
    assert (tmp_path / BEFORE).read_text() == "a\nb\nd\n"
    assert (tmp_path / TODAY).read_text() == "c\n"


def test_a_line_that_can_not_be_written_as_text_takes_no_other_away(log, tmp_path, monkeypatch):
    monkeypatch.setattr(logging, "raiseExceptions", False)
    log.handle_all([record("one"), record("%s and %s", args=("alone",)), record("three")])
    assert (tmp_path / TODAY).read_text() == "one\nthree\n"


def test_a_filter_counts_for_many_as_for_one(log, tmp_path):
    log.addFilter(lambda each: each.msg != "two")
    log.handle_all([record("one"), record("two")])
    log.handle(record("two"))
    assert (tmp_path / TODAY).read_text() == "one\n"


def test_nothing_is_made_before_the_first_line(log, tmp_path):
    assert names(tmp_path) == []


def test_a_full_file_is_followed_by_another_one(log, tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "FILE_BYTES", 100)
    write(log, "x" * 59, times=5)
    assert names(tmp_path) == ["vettrak-2026-11-22.2.log", "vettrak-2026-11-22.3.log", TODAY]
    assert (tmp_path / TODAY).stat().st_size == 120


def test_whoever_comes_later_goes_on_in_the_last_file(log, tmp_path, calendar, monkeypatch):
    monkeypatch.setattr(logs, "FILE_BYTES", 100)
    write(log, "x" * 59, times=3)
    another = DatedFiles(tmp_path / "vettrak.log", 3, 1_000_000, calendar)
    write(another, "from another process")
    another.close()
    assert (tmp_path / "vettrak-2026-11-22.2.log").read_text().endswith("\nfrom another process\n")


@pytest.mark.parametrize(
    ("days", "most_bytes", "left"),
    [(3, 1_000_000, ["20", "21", "22"]), (1, 1_000_000, ["22"]), (30, 250, ["21", "22"]), (30, 0, ["22"])],
)
def test_old_files_and_too_many_of_them_go(tmp_path, calendar, days, most_bytes, left):
    for day in (18, 19, 20, 21):
        (tmp_path / f"vettrak-2026-11-{day}.log").write_text("x" * 200)
    others = ["vettrak-2026-11-18.txt", "vettrak-2026-11-18x.log", "vettrak.log", "other-2026-11-18.log"]
    for name in others:
        (tmp_path / name).write_text("mine")
    handler = DatedFiles(tmp_path / "vettrak.log", days, most_bytes, calendar)
    write(handler)
    handler.close()
    assert names(tmp_path) == sorted([*others, *(f"vettrak-2026-11-{day}.log" for day in left)])


def test_a_file_that_another_process_holds_open_stays_and_ends_nothing(log, tmp_path, monkeypatch):
    """As Windows refuses it."""
    old = tmp_path / "vettrak-2026-10-01.log"
    old.write_text("held")

    def refuse(path, missing_ok=False):
        raise PermissionError(errno.EACCES, "held by another process")

    monkeypatch.setattr(type(old), "unlink", refuse)
    write(log)
    assert names(tmp_path) == [old.name, TODAY]


@pytest.mark.skipif(os.name != "posix", reason="Windows deletes no open file of others")
def test_a_file_that_was_deleted_is_made_again(log, tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "LOOK_SECONDS", 0)
    write(log, "one")
    (tmp_path / TODAY).unlink()
    write(log, "two")
    assert (tmp_path / TODAY).read_text() == "two\n"


def test_a_file_of_somebody_else_is_passed_over(log, tmp_path, monkeypatch):
    """An administrator's command may have made the first file of the day."""
    append_to, asked = logs.append_to, []

    def append(file):
        asked.append(file.name)
        if file.name == TODAY:
            raise PermissionError(errno.EACCES, "Permission denied")
        return append_to(file)

    monkeypatch.setattr(logs, "append_to", append)
    write(log, "here")
    assert asked == [TODAY, "vettrak-2026-11-22.2.log"]
    assert (tmp_path / asked[-1]).read_text() == "here\n"


def test_a_folder_in_which_nothing_may_be_made_is_told(tmp_path, monkeypatch):
    def refuse(file):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(logs, "append_to", refuse)
    with pytest.raises(PermissionError):
        configure_logging(Settings(log_file=str(tmp_path / "vettrak.log")), insist=True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_a_full_disk_ends_no_call_and_is_told_once(log, tmp_path, capsys):
    (tmp_path / TODAY).symlink_to("/dev/full")
    write(log, times=3)
    log.handle_all([record("one"), record("two")])
    told = capsys.readouterr().err
    assert told == f"The log can not be written to {tmp_path}: No space left on device\n"
    assert log.trouble == "No space left on device"


WRITER = """
import logging, sys, pathlib
from vettrak_api.hosting import logs
logs.FILE_BYTES = 20_000
handler, waiting = logs.DatedFiles(pathlib.Path(sys.argv[1]), 3, 100_000_000), []
for number in range(1000):
    record = logging.makeLogRecord({"msg": f"{sys.argv[2]} {number} " + sys.argv[2] * 60})
    waiting.append(record)
    if number % 10 == 0 or number == 999:
        handler.handle_all(waiting[:-1])
        handler.handle(record)
        waiting.clear()
"""


@pytest.mark.slow
def test_several_processes_lose_no_line_and_mix_none(tmp_path):
    command = [sys.executable, "-c", WRITER, str(tmp_path / "vettrak.log")]
    writers = [subprocess.Popen([*command, letter]) for letter in "abcd"]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0, 0]
    files = list(tmp_path.iterdir())
    assert len(files) > 5
    lines = [line for file in files for line in file.read_text().splitlines()]
    assert sorted(lines) == sorted(f"{letter} {number} {letter * 60}" for letter in "abcd" for number in range(1000))


def test_windows_is_asked_for_writes_that_go_to_the_end(tmp_path, monkeypatch):
    """And to let others read, write and delete the file meanwhile."""
    asked = []

    def create(*arguments):
        asked.append(arguments)
        return os.open(arguments[0], os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    monkeypatch.setattr(logs, "ON_WINDOWS", True)
    monkeypatch.setitem(sys.modules, "_winapi", SimpleNamespace(CreateFile=create))
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(open_osfhandle=lambda handle, flags: handle))
    for name in ("O_BINARY", "O_NOINHERIT"):
        monkeypatch.setattr(os, name, 0, raising=False)
    handler = DatedFiles(tmp_path / "vettrak.log", 3, 1_000_000)
    write(handler, "from Windows")
    handler.close()
    ((path, rights, sharing, *_),) = asked
    may_write_anywhere, reads_attributes = 0x2, 0x80
    assert (rights & 0x4, rights & may_write_anywhere, rights & reads_attributes, sharing) == (0x4, 0, 0x80, 0x7)
    assert Path(path).read_text(encoding="utf-8") == "from Windows\n"
