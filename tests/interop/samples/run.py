"""Runs programs one after the other; prints a line of JSON for each: its file, what it printed, why it failed."""

import json
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path


def run_one(file):
    printed, failure = StringIO(), ""
    try:
        with redirect_stdout(printed):
            exec(compile(Path(file).read_text(encoding="utf-8"), file, "exec"), {})
    except Exception as error:  # noqa: BLE001 - whatever a program raises
        failure = str(error)
    return {"file": file, "printed": printed.getvalue(), "failure": failure}


for name in sys.argv[1:]:
    sys.stdout.write(json.dumps(run_one(name)) + "\n")
