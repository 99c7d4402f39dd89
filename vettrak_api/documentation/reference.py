"""Writes the reference as files."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from vettrak_api.web.reference.static_files import write_files

COMMAND = "python -m vettrak_api.documentation.reference"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the reference as files, which a browser reads from a folder or any web server."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=main.__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("build/docs"), help="default: build/docs")
    folder = parser.parse_args(arguments).folder
    count = write_files(folder)
    sys.stdout.write(f"{count} pages are in {folder}; begin with {folder / 'index.html'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
