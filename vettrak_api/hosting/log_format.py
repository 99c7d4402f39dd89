"""How lines of the log are written: as text for people, or as JSON for programs; both tell the RTO's time.

structlog's formatter renders the records of every logger, so those of libraries look like our own.
"""

import json
import logging
from collections.abc import Callable, MutableMapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

import structlog

from vettrak_api.request import CURRENT, TENANT
from vettrak_api.web.kit.request_log import Line, facts_of

Format = Literal["text", "json"]
Facts = MutableMapping[str, Any]

LEVEL_WIDTH = 7

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


def formatter(kind: Format, zone: ZoneInfo) -> logging.Formatter:
    """Return the formatter of the log in a format, with times of a zone."""
    return _Formatter(_as_json if kind == "json" else _as_text, zone)


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """structlog's formatter, but for the lines of requests: it copies each record twice, dearer than the line."""

    def __init__(self, write: Callable[[ZoneInfo, logging.LogRecord, Line | Facts], str], zone: ZoneInfo) -> None:
        super().__init__(
            processors=[lambda _logger, _name, facts: write(zone, facts["_record"], facts)],
            foreign_pre_chain=[structlog.processors.format_exc_info],
        )
        self._write, self._zone = write, zone

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        line: Any = record.msg
        return self._write(self._zone, record, line) if isinstance(line, Line) else super().format(record)


def _as_text(zone: ZoneInfo, record: logging.LogRecord, facts: Line | Facts) -> str:
    """Write a line such as `2026-11-22 09:14:03.512+11:00 INFO    vettrak_api.calls: UpdateResult ok ...`."""
    head = f"{moment(zone, record.created)} {record.levelname:<{LEVEL_WIDTH}} {record.name}: "
    if isinstance(facts, Line):
        return f"{head}{facts}"
    first, line_end, rest = str(facts["event"]).partition("\n")
    request, tenant = CURRENT.get(), TENANT.get()
    named = f"{f' tenant={tenant}' if tenant else ''}{f' id={request.id}' if request else ''}"
    trace = f"\n{facts['exception']}" if "exception" in facts else ""
    return f"{head}{first}{named}{line_end}{rest}{trace}"


def _as_json(zone: ZoneInfo, record: logging.LogRecord, facts: Line | Facts) -> str:
    """Write an object on one line: time, level and logger, and whatever is told, by its name."""
    told = {"time": moment(zone, record.created), "level": record.levelname.lower(), "logger": record.name}
    if isinstance(facts, Line):
        return _ENCODER.encode(told | facts_of(facts.request))
    request, tenant = CURRENT.get(), TENANT.get()
    told |= {"tenant": tenant} if tenant else {}
    told |= {"id": request.id} if request else {}
    told |= {key: value for key, value in facts.items() if key[0] != "_"}
    return _ENCODER.encode(told)


def moment(zone: ZoneInfo, seconds: float) -> str:
    """Return a moment in the RTO's time, with milliseconds and the offset from UTC."""
    whole = int(seconds)
    before, offset = _second(zone, whole)
    return f"{before}.{int((seconds - whole) * 1000):03d}{offset}"


@lru_cache(maxsize=16)
def _second(zone: ZoneInfo, seconds: int) -> tuple[str, str]:
    """Return date and time of a second, and the offset: asked once for all lines of it."""
    text = datetime.fromtimestamp(seconds, zone).isoformat(" ", "seconds")
    return text[:19], text[19:]
