"""Reads the log again, in both formats: line by line, so that files of any size need no more memory than small ones."""

import datetime
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from vettrak_api.hosting.logs import files_of
from vettrak_api.web.kit.request_log import EVENT, LOGGER

Facts: TypeAlias = Mapping[str, Any]

LONGEST_LINE = 20_000
"""Bytes of a line that are looked at; ours are shorter, and somebody may have written anything into a file."""

MOST_COUNTED = 5_000
"""Kinds of requests that a summary counts; further ones are counted together."""

OTHERS = ("others", "")

LINE = re.compile(rf"(\S{{10}} \S{{12,18}}) [A-Z]+ +{re.escape(LOGGER)}: (\S[^=]*?) (ok|refused|failed) (door=.*)")
FACT = re.compile(r'(?<![a-z])([a-z]+)=("(?:[^"\\]|\\.)*"|\S*)')


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests are looked for; what is blank does not matter. Times are the RTO's."""

    caller: str = ""
    operation: str = ""
    status: str = ""
    """ok, refused, failed, a Status such as -1, or an HTTP status such as 404."""
    request: str = ""
    since: str = ""
    until: str = ""
    tenant: str = ""

    def fits(self, facts: Facts) -> bool:
        """Tell whether a request is one of them."""
        time = facts["time"]
        return (
            (not self.since or time >= self.since)
            and (not self.until or time[: len(self.until)] <= self.until)
            and (
                not self.caller or self.caller.lower() in {facts.get(name, "").lower() for name in ("caller", "whose")}
            )
            and (not self.operation or self.operation.lower() == facts["operation"].lower())
            and (not self.request or self.request == facts.get("id"))
            and (not self.tenant or self.tenant == facts.get("tenant"))
            and (not self.status or self._has_status(facts))
        )

    def _has_status(self, facts: Facts) -> bool:
        return self.status in {facts["outcome"], str(facts.get("status", "")), str(facts.get("http", ""))}


def files_between(log: Path, since: str, until: str) -> list[Path]:
    """Return the files of a log that hold days of a span (`2026-11-22`, blank for all), the oldest first."""
    found = sorted(files_of(log.absolute()))
    return [file for (day, _), file in found if (not since or day >= since[:10]) and (not until or day <= until[:10])]


def requests_in(files: Iterable[Path]) -> Iterator[Facts]:
    """Yield the requests of files in their order; lines of other kinds are passed over. Raises OSError."""
    for file in files:
        with file.open("rb") as lines:
            while line := lines.readline(LONGEST_LINE):
                facts = request_of(line.decode("utf-8", "replace").rstrip("\r\n"))
                if facts is not None:
                    yield facts


def request_of(line: str) -> Facts | None:
    """Return the facts of a request that a line of either format tells; None for any other line."""
    return _of_json(line) if line.startswith("{") else _of_text(line)


def _of_json(line: str) -> Facts | None:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return None
    is_request = isinstance(told, dict) and told.get("event") == EVENT and told.get("logger") == LOGGER
    return told if is_request and {"time", "operation", "outcome"} <= told.keys() else None


def _of_text(line: str) -> Facts | None:
    match = LINE.fullmatch(line)
    if match is None:
        return None
    time, operation, outcome, rest = match.groups()
    facts = {name: _value(text) for name, text in FACT.findall(rest)}
    return {"time": time, "operation": operation, "outcome": outcome, **facts}


def _value(text: str) -> str:
    if not text.startswith('"'):
        return text
    try:
        return str(json.loads(text))
    except ValueError:
        return text


@dataclass(slots=True)
class Summary:
    """How often what happened: by operation and outcome, and the failures by their kinds."""

    requests: int = 0
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, facts: Facts) -> None:
        """Count a request."""
        self.requests += 1
        what = (facts["operation"], facts["outcome"])
        self.outcomes[what if what in self.outcomes or len(self.outcomes) < MOST_COUNTED else OTHERS] += 1
        if facts["outcome"] != "ok":
            why = (facts["operation"], facts.get("kind", ""), facts.get("message", ""))
            if why in self.failures or len(self.failures) < MOST_COUNTED:
                self.failures[why] += 1


def day_of(text: str) -> str:
    """Return a day or a moment as lines of the log begin: `2026-11-22`, `2026-11-22 09:14`; raises ValueError."""
    moment = text.strip().replace("T", " ")
    datetime.datetime.fromisoformat(moment)
    return moment
