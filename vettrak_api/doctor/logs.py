"""Examines where the log goes."""

import os
import shutil
from pathlib import Path

from vettrak_api.doctor.findings import Finding, fail, ok, warn
from vettrak_api.settings import Settings

LITTLE_ROOM_MEGABYTES = 100
MEGABYTE = 1_000_000


def look_at_log(settings: Settings) -> Finding:
    """Look whether the log can be written, by this user, and whether its disk has room."""
    if not settings.log_file:
        return ok("log", "to the terminal (stderr); VETTRAK_LOG_FILE names files instead")
    folder = Path(settings.log_file).absolute().parent
    if not folder.is_dir():
        return fail("log", f"the folder {folder} does not exist", "Create it, or change VETTRAK_LOG_FILE.")
    if not os.access(folder, os.W_OK):
        return fail("log", f"in {folder} no files can be made", "Let the user that the server runs as write there.")
    free = shutil.disk_usage(folder).free // MEGABYTE
    if free < LITTLE_ROOM_MEGABYTES:
        return warn("log", f"{free} MB are left on the disk of {folder}", "Make room there.")
    kept = f"for {settings.log_days} days and up to {settings.log_megabytes} MB"
    return ok("log", f"files in {folder}, kept {kept}")
