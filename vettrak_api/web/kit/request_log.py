"""One line of the log for each request: what was asked, how it ended, by whom, from where, how long it took."""

import json
import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

from vettrak_api.request import FAILED, Request
from vettrak_api.web.kit.edge import Watcher

LOGGER = "vettrak_api.calls"
EVENT = "request"

_PLAIN = re.compile(r'[^\s"=]+')
_LEFT_OUT = frozenset({"", None})
"""What a line need not tell."""


class Line(dict[str, Any]):
    """The facts of one request; as text they are what a person reads, and handlers of others print."""

    def __str__(self) -> str:
        """Write the facts: operation and outcome first, and the others by their names."""
        told = " ".join([f"{name}={quoted(value)}" for name, value in self.items() if name not in _FIRST])
        return f"{self['operation']} {self['outcome']} {told}"


_FIRST = frozenset({"event", "operation", "outcome"})


def quoted(value: object) -> str:
    """Return a value as a line of text holds it: in quotes when it has blanks or quotes."""
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def facts_of(request: Request) -> dict[str, Any]:
    """Return what the log tells of a request, in the order in which it is told."""
    facts = {
        "operation": request.operation,
        "outcome": request.outcome,
        "door": request.door,
        "tenant": request.tenant,
        "http": request.http,
        "status": request.status,
        "kind": request.kind,
        "message": request.message,
        "caller": request.caller,
        "whose": request.whose,
        "from": request.address,
        "ms": round(request.milliseconds, 1),
        "rows": request.rows,
        "records": request.records,
        "id": request.id,
    }
    return {name: value for name, value in facts.items() if value not in _LEFT_OUT}


def _as_line(
    logger: logging.Logger, name: str, facts: MutableMapping[str, Any]
) -> tuple[tuple[Line], dict[str, dict[str, Any]]]:
    """Hand the facts to structlog's formatter, as `ProcessorFormatter.wrap_for_formatter` does, readable for others."""
    return (Line(facts),), {"extra": {"_logger": logger, "_name": name}}


_log = structlog.wrap_logger(
    logging.getLogger(LOGGER),
    processors=[_as_line],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    context_class=dict,
    cache_logger_on_first_use=True,
)


def log_requests(slow_milliseconds: float) -> Watcher:
    """Return a watcher that logs each request; those that failed or were slow are warnings."""

    def log(request: Request) -> None:
        is_notable = request.outcome == FAILED or request.milliseconds > slow_milliseconds
        (_log.warning if is_notable else _log.info)(EVENT, **facts_of(request))

    return log
