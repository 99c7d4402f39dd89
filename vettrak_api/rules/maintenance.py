"""The maintenance lock: one row of the database, which tells all servers to answer nobody while data is imported.

As with the background work (`vettrak_api.rules.duty`) no clocks are compared: who holds the lock counts a number up.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update

from vettrak_api.model.installation import Maintenance

NOBODY = ""

STANDING = select(Maintenance.holder, Maintenance.beats)
_OURS = Maintenance.holder == bindparam("us")
_BEAT = Maintenance.beats + 1
_TAKE = (
    update(Maintenance)
    .where(Maintenance.holder == bindparam("before"), Maintenance.beats == bindparam("seen"))
    .values(holder=bindparam("us"), beats=_BEAT)
)
_KEEP = update(Maintenance).where(_OURS).values(beats=_BEAT)
_GIVE_BACK = update(Maintenance).where(_OURS).values(holder=NOBODY)


@dataclass(frozen=True, slots=True)
class Standing:
    """Who holds the lock ("" is nobody), and how often it has told that it lives."""

    holder: str
    beats: int


def standing(connection: Connection) -> Standing:
    """Return what the row says now."""
    row = connection.execute(STANDING).one()
    return Standing(row.holder, row.beats)


def take(connection: Connection, us: str, seen: Standing) -> bool:
    """Take the lock if nobody has touched it since it was seen; of several who try, one succeeds."""
    return connection.execute(_TAKE, {"us": us, "before": seen.holder, "seen": seen.beats}).rowcount == 1


def keep(connection: Connection, us: str) -> bool:
    """Tell that we live; false when somebody else holds the lock by now."""
    return connection.execute(_KEEP, {"us": us}).rowcount == 1


def give_back(connection: Connection, us: str) -> None:
    """Let the servers answer again."""
    connection.execute(_GIVE_BACK, {"us": us})
