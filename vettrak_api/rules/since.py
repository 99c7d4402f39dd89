"""What was changed since a moment that a client asks for, so that whoever asks again and again misses nothing.

The change log tells, whose stamps are in the order of commits but for the setting commit_timeout_seconds; a row's own
times are those at which its call began. What no log tells of, as imports leave it, is found by its own times.
"""

import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, BindParameter, ColumnElement, Select, bindparam, exists, or_, select, union_all

from vettrak_api.model.base import Moment
from vettrak_api.model.changes import INSERT, Change
from vettrak_api.model.planning import constant, unseen
from vettrak_api.settings import Settings

Condition = ColumnElement[bool]

SINCE: BindParameter[datetime.datetime] = bindparam("since", type_=Moment)
SINCE_STAMP: BindParameter[int] = bindparam("since_stamp", type_=BigInteger)
"""The parameters of `since`: a local time, and a stamp of the change log."""

EPOCH = datetime.datetime(1970, 1, 1)
MILLISECOND = datetime.timedelta(milliseconds=1)


def since(moment: datetime.datetime, settings: Settings) -> dict[str, Any]:
    """Return what stands for a moment in statements with `SINCE` and `SINCE_STAMP`: something earlier.

    What is committed after the moment was stamped at most commit_timeout_seconds before it. A local time that comes
    twice, at the end of summer time, is the earlier one.
    """
    offsets = [moment.replace(tzinfo=settings.zone, fold=fold).utcoffset() or datetime.timedelta() for fold in (0, 1)]
    back = datetime.timedelta(seconds=settings.commit_timeout_seconds)
    # Clocks may go back by this much after the moment, so that later rows have earlier times.
    local = back + max(offsets) - min(offsets)
    return {
        "since": moment - min(local, moment - datetime.datetime.min),
        # Less one: what was stamped in the same millisecond may have come after the moment.
        "since_stamp": (moment - EPOCH - max(offsets) - back) // MILLISECOND - 1,
    }


def changed_since(table: Any) -> Condition:
    """Created or changed since then; a row without a time, as imports leave it, may have been.

    For statements that ask of the table what leads to few rows: each is looked up in the change log. A class, unit or
    price of an occurrence that is added, changed or removed counts as a change of the occurrence:
    see `vettrak_api.model.audit`.
    """
    logged = exists().where(*_logged(table, unseen(SINCE_STAMP)), Change.record_id == table.id).correlate(table)
    return or_(table.modified_at.is_(None), table.modified_at > unseen(SINCE), logged)


def any_changed_since(table: Any) -> Condition:
    """As `changed_since`, for statements that ask nothing of the table that leads to fewer rows than this.

    Rows without a time stand in the list as well: with OR, databases read the whole table.
    """
    without = select(table.id).where(table.modified_at.is_(None))
    found = union_all(without, *_found(table.modified_at)).subquery()
    return cast("Condition", table.id.in_(select(found.c[0])))


def each_changed_since(table: Any, *columns: Any) -> list[Select[*tuple[Any, ...]]]:
    """Return the lists of what rows of a table hold for which `changed_since` holds; put together they repeat some.

    For statements that put several tables together: databases know how short each list is.
    """
    rows = select(*columns)
    logged = rows.join(Change, Change.record_id == table.id).where(*_logged(table))
    return [rows.where(table.modified_at.is_(None)), rows.where(table.modified_at > SINCE), logged]


def later(
    column: Any, *narrowing: Condition, since: Any = SINCE, stamp: Any = SINCE_STAMP, made: bool = False
) -> Condition:
    """Hold for rows whose column has a later time, or that were written (made: that came into being) since then.

    narrowing: conditions that the whole statement has as well, for the sake of planners.
    """
    found = union_all(*_found(column, *narrowing, since=since, stamp=stamp, made=made)).subquery()
    return cast("Condition", column.class_.id.in_(select(found.c[0])))


def _found(
    column: Any, *narrowing: Condition, since: Any = SINCE, stamp: Any = SINCE_STAMP, made: bool = False
) -> list[Select[int]]:
    """Return the lists of rows that `later` holds for.

    Put together, each has its index: who combines them by OR reads the whole table.
    """
    table = column.class_
    logged = select(Change.record_id).where(*_logged(table, stamp))
    if made:
        logged = logged.where(Change.action == INSERT)
    return [select(table.id).where(column > since, *narrowing), logged]


def _logged(table: Any, stamp: Any = SINCE_STAMP) -> tuple[Condition, Condition]:
    """Return what holds of the entries of the change log that tell of a table since then."""
    return Change.table_name == constant(table.__tablename__), Change.stamp > stamp
