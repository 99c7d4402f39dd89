"""Which process does the background work: one row of the database, taken, kept and given back.

No clocks are compared. Who holds the duty counts a number up every few seconds; who wants it watches that number, by a
clock of its own, and takes the duty when the number has stood still for long enough (`vettrak_api.hosting.duty`).
"""

from dataclasses import dataclass

from sqlalchemy import Connection, Update, bindparam, select, update

from vettrak_api.model.installation import BackgroundDuty

NOBODY = ""

STANDING = select(BackgroundDuty.holder, BackgroundDuty.beats, BackgroundDuty.cleaned)
_BEAT = BackgroundDuty.beats + 1
_OURS = BackgroundDuty.holder == bindparam("us")

_TAKE = (
    update(BackgroundDuty)
    .where(BackgroundDuty.holder == bindparam("before"), BackgroundDuty.beats == bindparam("seen"))
    .values(holder=bindparam("us"), beats=_BEAT)
)
_KEEP = update(BackgroundDuty).where(_OURS).values(beats=_BEAT)
_GIVE_BACK = update(BackgroundDuty).where(_OURS).values(holder=NOBODY)
_NOTE_CLEANED = update(BackgroundDuty).where(_OURS).values(cleaned=bindparam("moment"))


@dataclass(frozen=True, slots=True)
class Standing:
    """Who has the duty ("" is nobody), how often it has told that it lives, and when cleaning was done last."""

    holder: str
    beats: int
    cleaned: int


def standing(connection: Connection) -> Standing:
    """Return what the row says now."""
    row = connection.execute(STANDING).one()
    return Standing(row.holder, row.beats, row.cleaned)


def take(connection: Connection, us: str, seen: Standing) -> bool:
    """Take the duty if nobody has touched it since it was seen; of several who try, one succeeds."""
    return _done(connection, _TAKE, us=us, before=seen.holder, seen=seen.beats)


def keep(connection: Connection, us: str) -> bool:
    """Tell that we live; false when somebody else has the duty by now."""
    return _done(connection, _KEEP, us=us)


def give_back(connection: Connection, us: str) -> None:
    """Let the next one have it at once."""
    _done(connection, _GIVE_BACK, us=us)


def note_cleaned(connection: Connection, us: str, moment: int) -> None:
    """Keep when cleaning was done, in UTC milliseconds, so that processes that live shortly need not do it again."""
    _done(connection, _NOTE_CLEANED, us=us, moment=moment)


def _done(connection: Connection, statement: Update, **values: str | int) -> bool:
    return bool(connection.execute(statement, values).rowcount)
