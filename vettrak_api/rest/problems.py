"""What went wrong, as a problem document (RFC 9457): its type leads to the page that explains it."""

import json
import logging
import re
from functools import cache, partial
from typing import Any

from flask import Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from vettrak_api.errors import PROBLEM_OF, Busy, VettrakError, problem_of
from vettrak_api.request import FAILED, REFUSED, SERVER_ERRORS, current
from vettrak_api.rest.credentials import CHALLENGE
from vettrak_api.rest.entities import ENTITIES
from vettrak_api.web.kit import errors as pages
from vettrak_api.web.kit.headers import PROBLEM

logger = logging.getLogger(__name__)

log_and_translate = partial(pages.log_and_translate, what="a request", log=logger)
"""Does for requests what it does for pages."""

CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
RETRY_AFTER_SECONDS = "1"
UNAUTHORIZED = 401


def name_of(kind: type[VettrakError]) -> str:
    """Return how a problem's type is named in addresses: `invalid-fields`."""
    return CAPITAL.sub("-", kind.__name__).lower()


KINDS = {name_of(kind): (status, title) for kind, (status, title) in PROBLEM_OF.items()}
"""The problems by their names, with status and title."""


def problem_answer(error: Exception) -> Response:
    """Answer with what is wrong, whatever that is."""
    if isinstance(error, HTTPException):
        return _of_protocol(error)
    told = error if isinstance(error, VettrakError) else log_and_translate(error)
    status, title = problem_of(told)
    _tell(told, status, title)
    document: dict[str, Any] = {
        "type": f"{request.script_root}/rest/v1/#{name_of(type(told))}",
        "title": title,
        "status": status,
        "detail": told.message,
    }
    faults = getattr(told, "faults", ())
    if faults:
        document["errors"] = [{"field": each.field, "rule": each.rule, "detail": each.detail} for each in faults]
    response = _answer(document, status)
    if status == UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = CHALLENGE
    if isinstance(told, Busy):
        response.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def _tell(error: VettrakError, status: int, title: str) -> None:
    """Tell the request what is wrong, without what was sent: the fields and the rules that they break, by our names."""
    broken = {f"{each.field} {each.rule}" for each in getattr(error, "faults", ()) if each.field in _known_fields()}
    message = f"{title}: {', '.join(sorted(broken))}" if broken else title
    current().judge(FAILED if status >= SERVER_ERRORS else REFUSED, type(error).__name__, message)


@cache
def _known_fields() -> frozenset[str]:
    return frozenset(field.name for entity in ENTITIES.values() for field in entity.fields)


def _of_protocol(error: HTTPException) -> Response:
    """Answer what HTTP itself has a status for: its own title says all."""
    status = error.code or 500
    document = {"type": "about:blank", "title": error.name, "status": status, "detail": error.description or ""}
    response = _answer(document, status)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _answer(document: dict[str, Any], status: int) -> Response:
    return Response(json.dumps(document, ensure_ascii=False), status, mimetype=PROBLEM)
