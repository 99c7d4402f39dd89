"""Requests that come twice under one key are carried out once, and answered alike.

The key is reserved by the transaction that does the work, and the answer written with it: whoever sends the same at
the same moment waits for that transaction. A failure takes the reservation back, so that the key may be used again.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete
from sqlalchemy.orm import Session

from vettrak_api.errors import KeyReused
from vettrak_api.model.idempotency import IdempotentRequest
from vettrak_api.model.rows import add_row, change_row, remove_row, rows_of
from vettrak_api.model.statements import execute

KEPT = 24 * 3_600_000
"""Milliseconds for which an answer is kept."""

STORED = rows_of(IdempotentRequest).where(IdempotentRequest.digest == bindparam("wanted"))
FORGET = delete(IdempotentRequest).where(IdempotentRequest.made <= bindparam("past"))
UNANSWERED = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered: the HTTP status, where the record is, its tag, and the text."""

    status: int
    location: str | None
    tag: str | None
    text: str


def digest_of(*parts: str | bytes) -> str:
    """Return the digest of parts of a request, none of which can pass for two."""
    made = hashlib.sha256()
    for part in parts:
        told = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(len(told).to_bytes(8, "big") + told)
    return made.hexdigest()


def reserve(session: Session, key: str, request: str, now: int) -> Answer | None:
    """Reserve a key for a request, both as digests; return the answer when the same request was answered before.

    now: UTC milliseconds. Raises KeyReused when the key stands for another request, and IntegrityError when somebody
    else has reserved it at this moment: the whole transaction is to be repeated then.
    """
    stored: Any = execute(session, STORED, wanted=key).one_or_none()
    if stored is not None and stored.made <= now - KEPT:
        remove_row(session, IdempotentRequest, stored)
        stored = None
    if stored is None:
        add_row(session, IdempotentRequest, digest=key, request=request, status=UNANSWERED, answer="", made=now)
        return None
    if stored.request != request:
        raise KeyReused("The Idempotency-Key was used for another request within the last 24 hours.")
    return Answer(stored.status, stored.location, stored.tag, stored.answer)


def keep_answer(session: Session, key: str, answer: Answer) -> None:
    """Write down what the request of a reserved key was answered."""
    stored: Any = execute(session, STORED, wanted=key).one()
    change_row(
        session,
        IdempotentRequest,
        stored,
        status=answer.status,
        location=answer.location,
        tag=answer.tag,
        answer=answer.text,
    )


def purge_requests(connection: Connection, now: int) -> int:
    """Delete the answers that are kept no longer and return how many there were."""
    return connection.execute(FORGET, {"past": now - KEPT}).rowcount
