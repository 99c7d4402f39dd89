"""Cleans up behind a test process that was killed: ends the servers that it started and removes their folder."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import os, shutil, signal, sys
sys.stdin.buffer.read()
folder, *pid_files = sys.argv[1:]
for name in pid_files:
    try:
        with open(os.path.join(folder, name)) as file:
            os.killpg(int(file.readline()), signal.SIGKILL)
    except (OSError, ValueError):
        pass
shutil.rmtree(folder, ignore_errors=True)
"""
"""Waits until its standard input ends, which happens however the test process ends."""


class Janitor:
    """Removes a folder in the end, and before that kills the process groups whose numbers stand in files there."""

    def __init__(self, folder: Path, *pid_files: str) -> None:
        self._process = None
        if os.name == "posix":
            command = [sys.executable, "-c", PROGRAM, str(folder), *pid_files]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)

    def clean(self) -> None:
        """Clean up now."""
        if self._process is not None:
            self._process.communicate()
