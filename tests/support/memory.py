"""Where databases of tests live: a test machine's disk may be slow."""

import shutil
from pathlib import Path

MEMORY, ROOM = Path("/dev/shm"), 1_000_000_000
"""A file system in memory, and the bytes that must be free there."""


def memory():
    """Return the file system in memory, or None (the usual temporary folder) when it is missing or almost full."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None
