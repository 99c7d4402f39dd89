"""What became of a message, for those who keep it elsewhere than in the outbox."""

import datetime
from dataclasses import dataclass

SENT, FAILED = "sent", "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a message: sent or failed, when (RTO time), and for a failure its kind.

    payload: what was to be sent. parts: how many messages that was, where they are counted.
    """

    state: str
    moment: datetime.datetime
    payload: str
    parts: int
    reason: str | None = None
