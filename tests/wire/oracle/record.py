"""Ask the genuine engine every question of `questions.py` and write the answers as cases.

Usage: python record.py SITE [--check FOLDER] [--out FOLDER [--all]]   (SITE: the folder that build.sh printed)
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

FAULT_TEXT = re.compile(r"(<faultstring>|<soap:Text xml:lang=\"en\">)(.*?)(</faultstring>|</soap:Text>)", re.DOTALL)


class Oracle:
    """The engine, running as a child process in the time zone UTC."""

    def __init__(self, site: Path) -> None:
        self._process = subprocess.Popen(
            ["mono", str(site / "bin" / "Oracle.exe"), str(site)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "TZ": "UTC", "LANG": "C.UTF-8"},
        )

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The response to one request: status, content type and body."""
        self._send(request)
        status = int(self._line())
        headers: dict[str, str] = {}
        while line := self._line():
            name, _, value = line.partition(": ")
            headers[name] = value
        body = base64.b64decode(self._line()).decode("utf-8", "replace")
        kept = {"Content-Type": headers["Content-Type"]} if "Content-Type" in headers else {}
        return {"status": status, "headers": kept, "body": FAULT_TEXT.sub(_first_line, body)}

    def _send(self, request: dict[str, Any]) -> None:
        lines = [f"{request['method']}\t{request['path']}"]
        lines += [f"{name}: {value}" for name, value in request["headers"].items()]
        lines += ["", base64.b64encode(body_bytes(request)).decode()]
        stdin = self._process.stdin
        assert stdin is not None
        stdin.write(("\n".join(lines) + "\n").encode())
        stdin.flush()

    def _line(self) -> str:
        stdout = self._process.stdout
        assert stdout is not None
        line = stdout.readline()
        if not line:
            raise SystemExit("the engine stopped")
        return line.decode().rstrip("\n")

    def close(self) -> None:
        """End the child process by closing its input."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)


def body_bytes(request: dict[str, Any]) -> bytes:
    """The body as sent: `body` in UTF-8, or `body_base64` where the bytes are no UTF-8 text."""
    if "body_base64" in request:
        return base64.b64decode(request["body_base64"])
    return request.get("body", "").encode()  # type: ignore[no-any-return]


def _first_line(match: re.Match[str]) -> str:
    return match[1] + re.split(r"\s+at ", match[2])[0] + match[3]


def check(oracle: Oracle, folder: Path) -> int:
    """Print the cases whose recorded answer differs from the engine's answer now; their number."""
    different = 0
    for path in sorted(folder.glob("*.json")):
        case = json.loads(path.read_text("utf-8"))
        answer = oracle.ask(case["request"])
        if answer != case["response"]:
            different += 1
            sys.stdout.write(f"{path.name}\n  recorded {case['response']}\n  now      {answer}\n")
    return different


def record(oracle: Oracle, folder: Path, *, every: bool) -> None:
    """Write one file per question, without those that `questions.py` leaves out unless `every` is asked for."""
    from questions import LEFT_OUT, QUESTIONS

    left_out = set() if every else {name for names in LEFT_OUT.values() for name in names}
    for case in QUESTIONS:
        if case["case"] in left_out:
            continue
        answer = {**case, "response": oracle.ask(case["request"])}
        text = json.dumps(answer, indent=1, ensure_ascii=False)
        (folder / f"{case['case']}.json").write_text(text + "\n", "utf-8")


def main() -> int:
    """Run the script; exit code 1 when a checked case differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--check", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--all", action="store_true", help="also the answers that are not made cases")
    options = parser.parse_args()
    oracle = Oracle(options.site)
    different = check(oracle, options.check) if options.check else 0
    if options.out:
        record(oracle, options.out, every=options.all)
    oracle.close()
    return 1 if different else 0


if __name__ == "__main__":
    raise SystemExit(main())
