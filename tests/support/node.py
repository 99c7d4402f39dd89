"""Packages of npm that tests use, installed outside of the sources."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from tests.support.tools import give_up, need

MANIFESTS = ("package.json", "package-lock.json")


def node_modules(cache, manifests: Path) -> Path:
    """Install what the package-lock.json of a folder names, once for each state of it; return the node_modules.

    `cache` is pytest's own. Without npm or its registry in reach the test can not run.
    """
    npm = need("npm")
    state = hashlib.sha256(b"".join((manifests / name).read_bytes() for name in MANIFESTS)).hexdigest()[:16]
    folder = cache.mkdir("node-packages") / state
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name in MANIFESTS:
            shutil.copy(manifests / name, folder)
        _install(npm, folder)
        (folder / "complete").touch()
    return folder / "node_modules"


def _install(npm, folder):
    command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    result = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if result.returncode:
        give_up(f"npm could not install the packages of {folder.name}: {result.stderr[-1000:]}")
