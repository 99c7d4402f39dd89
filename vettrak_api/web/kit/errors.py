"""What visitors read of a fault of ours, and what the log keeps of it."""

import logging
import secrets
import traceback

from sqlalchemy.exc import SQLAlchemyError

from vettrak_api.errors import DatabaseTrouble, Unexpected, VettrakError

logger = logging.getLogger(__name__)


def log_and_translate(error: Exception) -> VettrakError:
    """Log a fault without its text, which may hold personal data, and return what the visitor reads."""
    reference = secrets.token_hex(4)
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("a staff page failed, reference %s: %s\n%s", reference, type(error).__name__, frames)
    return DatabaseTrouble() if isinstance(error, SQLAlchemyError) else Unexpected(reference)
