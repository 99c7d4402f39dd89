"""How lines of the log are written: as text for people, or as JSON for programs; both tell the RTO's time.

structlog's formatter renders the records of every logger, so those of libraries look like our own.
"""

import json
import logging
from collections.abc import MutableMapping
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, Literal
from zoneinfo import ZoneInfo

import structlog

from vettrak_api.request import CURRENT, TENANT
from vettrak_api.web.kit.request_log import Line

Format = Literal["text", "json"]
Facts = MutableMapping[str, Any]

LEVEL_WIDTH = 7


def formatter(kind: Format, zone: ZoneInfo) -> logging.Formatter:
    """Return the formatter of the log in a format, with times of a zone."""
    processors = [partial(_as_json if kind == "json" else _as_text, zone)]
    return structlog.stdlib.ProcessorFormatter(
        processors=processors, foreign_pre_chain=[structlog.processors.format_exc_info]
    )


def _as_text(zone: ZoneInfo, logger: Any, name: str, facts: Facts) -> str:
    """Write a line such as `2026-11-22 09:14:03.512+11:00 INFO    vettrak_api.calls: UpdateResult ok ...`."""
    del logger, name
    record: logging.LogRecord = facts["_record"]
    head = f"{moment(zone, record.created)} {record.levelname:<{LEVEL_WIDTH}} {record.name}: "
    if facts["_from_structlog"]:
        return head + str(Line({key: value for key, value in facts.items() if key[0] != "_"}))
    first, line_end, rest = str(facts["event"]).partition("\n")
    request, tenant = CURRENT.get(), TENANT.get()
    named = f"{f' tenant={tenant}' if tenant else ''}{f' id={request.id}' if request else ''}"
    trace = f"\n{facts['exception']}" if "exception" in facts else ""
    return f"{head}{first}{named}{line_end}{rest}{trace}"


def _as_json(zone: ZoneInfo, logger: Any, name: str, facts: Facts) -> str:
    """Write an object on one line: time, level and logger, and whatever is told, by its name."""
    del logger, name
    record: logging.LogRecord = facts["_record"]
    told = {"time": moment(zone, record.created), "level": record.levelname.lower(), "logger": record.name}
    if not facts["_from_structlog"]:
        request, tenant = CURRENT.get(), TENANT.get()
        told |= {"tenant": tenant} if tenant else {}
        told |= {"id": request.id} if request else {}
    told |= {key: value for key, value in facts.items() if key[0] != "_"}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str)


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
