"""What visitors read of whatever goes wrong, and what the log keeps of it."""

import logging
import secrets
import traceback

from flask import Response, g
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from vettrak_api.database.error_codes import described
from vettrak_api.errors import Busy, DatabaseTrouble, Unexpected, VettrakError
from vettrak_api.request import current

logger = logging.getLogger(__name__)

BUSY = "Too many people are being served at this moment, so nothing was done. Please try again."
RETRY_AFTER_SECONDS = "1"


def busy(page: Response) -> Response:
    """Make a page the answer to somebody who found the server busy; it is no fault of theirs, so not 429."""
    page.status_code = 503
    page.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return page


def log_and_translate(error: Exception, what: str = "a page", log: logging.Logger = logger) -> VettrakError:
    """Log a fault without its text, which may hold personal data, and return what the visitor reads.

    what: has failed, as the log tells it.
    """
    reference = secrets.token_hex(4)
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s failed, reference %s: %s\n%s", what, reference, described(error), frames)
    return DatabaseTrouble() if isinstance(error, SQLAlchemyError) else Unexpected(reference)


def problem_answer(error: Exception) -> Response:
    """Answer, whatever happened; if not even the page that tells it can be made, in plain words."""
    status, text = _told(error)
    kind = type(error) if isinstance(error, VettrakError | HTTPException) else Unexpected
    current().judge("", kind.__name__)
    try:
        response: Response = g.visit.problem(status, text)
        if isinstance(error, Busy):
            response = busy(response)
    except Exception as fault:  # noqa: BLE001 - the last resort: nothing but our answers reaches a visitor
        response = Response(f"{log_and_translate(fault).message}\n", 500, mimetype="text/plain")
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _told(error: Exception) -> tuple[int, str]:
    if isinstance(error, HTTPException):
        return error.code or 500, error.description or ""
    if isinstance(error, VettrakError):
        return 503, BUSY if isinstance(error, Busy) else error.message
    status = 503 if isinstance(error, SQLAlchemyError) else 500
    return status, log_and_translate(error).message
