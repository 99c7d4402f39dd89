"""doctor: whether the log can be written."""

import shutil
from types import SimpleNamespace

import pytest

from vettrak_api.doctor import logs
from vettrak_api.doctor.examination import examine
from vettrak_api.doctor.findings import Level
from vettrak_api.settings import Settings


def finding(**settings):
    return next(each for each in examine(Settings(database_url="sqlite://", **settings)) if each.subject == "log")


def test_a_log_on_the_terminal_is_in_order():
    found = finding()
    assert (found.level, "to the terminal" in found.detail) == (Level.OK, True)


def test_a_folder_with_room_is_in_order(tmp_path):
    found = finding(log_file=str(tmp_path / "vettrak.log"), log_days=7)
    assert (found.level, found.detail) == (Level.OK, f"files in {tmp_path}, kept for 7 days and up to 500 MB")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("trouble", ["missing", "read only", "full"])
def test_what_keeps_the_log_from_being_written_is_told(tmp_path, monkeypatch, trouble):
    folder = tmp_path / "logs"
    if trouble != "missing":
        folder.mkdir()
    if trouble == "read only":
        monkeypatch.setattr(logs.os, "access", lambda path, mode: False)
    if trouble == "full":
        monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=99_999_999))
    found = finding(log_file=str(folder / "vettrak.log"))
    expected = {
        "missing": (Level.FAIL, f"the folder {folder} does not exist"),
        "read only": (Level.FAIL, f"in {folder} no files can be made"),
        "full": (Level.WARN, f"99 MB are left on the disk of {folder}"),
    }
    assert (found.level, found.detail) == expected[trouble]
    assert found.advice
