"""One line of the log for each request: what was asked, how it ended, by whom, from where, how long it took.

Its record takes the short way, past the search for its place in the code, and is formatted without being copied: a line
that costs more than a tenth of a short call would be turned off.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from json.encoder import encode_basestring
from typing import Any

from vettrak_api.request import FAILED, Request

LOGGER = "vettrak_api.calls"
EVENT = "request"

_logger = logging.getLogger(LOGGER)

_PLAIN = re.compile(r'[^\s"=]+')
_LEFT_OUT = frozenset({"", None})
"""What a line need not tell."""


class Line:
    """What is told of one request; as text it is what a person reads, and handlers of others print."""

    __slots__ = ("request",)

    def __init__(self, request: Request) -> None:
        self.request = request

    def __str__(self) -> str:
        """Write operation and outcome first, and the others by their names, as `facts_of` has them."""
        told = self.request
        return (
            f"{told.operation} {told.outcome}{_told('door', told.door)}{_told('tenant', told.tenant)} http={told.http}"
            f"{_told('status', told.status)}{_told('kind', told.kind)}{_told('message', told.message)}"
            f"{_told('caller', told.caller)}{_told('whose', told.whose)}{_told('from', told.address)}"
            f" ms={told.milliseconds:.1f}{_told('rows', told.rows)}{_told('records', told.records)}"
            f"{_told('id', told.id)}"
        )


def _told(name: str, value: str | int | None) -> str:
    return "" if value in _LEFT_OUT else f" {name}={quoted(value)}"


def quoted(value: object) -> str:
    """Return a value as a line of text holds it: in quotes when it has blanks or quotes."""
    text = str(value)
    return text if text.isalnum() or _PLAIN.fullmatch(text) else encode_basestring(text)


def facts_of(request: Request) -> dict[str, Any]:
    """Return what the log tells of a request, in the order in which it is told."""
    facts = {
        "event": EVENT,
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


class BatchHandler(logging.Handler):
    """A handler that writes many records as one, and knows whether that works.

    trouble: why the last ones could not be written; blank when they were.
    """

    trouble = ""

    def handle_all(self, records: Sequence[logging.LogRecord]) -> None:
        """Write records of the right level, those that its filters let through."""
        raise NotImplementedError


def log_requests(requests: Sequence[Request]) -> None:
    """Log requests that have ended; those that failed or were slow are warnings."""
    records = [_record(request) for request in requests if _logger.isEnabledFor(_level(request))]
    if len(records) == 1:
        _logger.handle(records[0])
        return
    for handler in _handlers():
        fitting = [record for record in records if record.levelno >= handler.level]
        if isinstance(handler, BatchHandler):
            handler.handle_all(fitting)
            continue
        for record in fitting:
            handler.handle(record)


def _level(request: Request) -> int:
    return logging.WARNING if request.outcome == FAILED or request.is_slow else logging.INFO


def _record(request: Request) -> logging.LogRecord:
    """Return the record of a request, of the moment at which it ended."""
    record = logging.LogRecord(LOGGER, _level(request), "", 0, Line(request), (), None)
    vars(record).update(created=request.ended, msecs=request.ended % 1 * 1000 // 1)
    return record


def _handlers() -> Iterator[logging.Handler]:
    """Yield who gets the records of requests, as `Logger.handle` finds them."""
    logger: logging.Logger | None = _logger
    while logger is not None:
        yield from logger.handlers
        logger = logger.parent if logger.propagate else None


def log_trouble() -> str:
    """Return why lines of requests can not be written at present; blank when they can."""
    return next((each.trouble for each in _handlers() if isinstance(each, BatchHandler) and each.trouble), "")


def readiness(*, is_ready: bool) -> str:
    """Return the word for whether calls can be answered, and whether the log can be written, too."""
    if not is_ready:
        return "unavailable"
    return "degraded" if log_trouble() else "ready"
