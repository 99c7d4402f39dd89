"""A person with a row in every table that refers to people, and two records of one person that become one."""

import datetime
from itertools import count

from sqlalchemy import Boolean, Date, DateTime, Integer, Numeric, String, inspect, select

from vettrak_api.model import Base
from vettrak_api.model.audit import STAMPS, Author
from vettrak_api.model.clients import Client
from vettrak_api.model.occurrences import EnrolmentNumber
from vettrak_api.rules.merging.merging import merge_clients
from vettrak_api.rules.merging.preview import preview
from vettrak_api.rules.merging.undoing import undo_merge

NUMBERS = count(70_001)

ASIDE = frozenset({"access_token", "password_reset", "change_log", "person_key", "client_merge"})
"""Tables that a merge and its undoing do not leave as they were."""

WITH_OWN_NUMBERS = {"enrolment": "E", "occurrence": "O"}


def references():
    """Every column that refers to a client, as (class, column)."""
    return [
        (mapper.class_, column)
        for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.local_table.name)
        for column in mapper.local_table.columns
        if any(key.column.table.name == "client" for key in column.foreign_keys)
    ]


def name_of(column):
    """Table and column, as `ways` names them."""
    return f"{column.table.name}.{column.name}"


def row_referring(session, table, column, client_id):
    """Add a row of a table in which a column refers to a client, and all else is whatever may stand there."""
    row = table(**{each.name: _value(session, table, each, client_id, column) for each in _wanted(table, column)})
    session.add(row)
    session.flush()
    return inspect(row).identity


def _wanted(table, column):
    told = [each for each in table.__table__.columns if each is column or not each.nullable]
    given = table.__table__.autoincrement_column
    return [
        each for each in told if each is not given and not (each.name.endswith("_key") and each.name != "message_key")
    ]


def _value(session, table, column, client_id, referring):
    if column is referring:
        return client_id
    if column.primary_key and table.__tablename__ in WITH_OWN_NUMBERS:
        number = EnrolmentNumber(kind=WITH_OWN_NUMBERS[table.__tablename__])
        session.add(number)
        session.flush()
        return number.id
    if column.foreign_keys:
        return _target(session, column, client_id)
    default = getattr(column.default, "arg", None)
    return default if default is not None and not callable(default) else _plain(column)


def _target(session, column, client_id):
    (key,) = column.foreign_keys
    if key.column.table.name == "client":
        return client_id
    found = session.scalars(select(key.column).order_by(key.column.desc()).limit(1)).first()
    if found is not None:
        return found
    mapper = next(each for each in Base.registry.mappers if each.local_table is key.column.table)
    return row_referring(session, mapper.class_, None, client_id)[0]


def _plain(column):
    kinds = {
        Boolean: False,
        DateTime: datetime.datetime(2026, 9, 3, 10),
        Date: datetime.date(2026, 9, 3),
        Numeric: 5,
        Integer: 7,
    }
    for kind, value in kinds.items():
        if isinstance(column.type, kind):
            return value
    assert isinstance(column.type, String) or hasattr(column.type, "impl"), column
    return str(next(NUMBERS))[-(getattr(column.type, "length", None) or 5) :]


def contents(runtime, aside=ASIDE):
    """Everything that a database holds by table, apart from stamps."""
    found = {}
    with runtime.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in aside:
                columns = [column for column in table.columns if column.name not in STAMPS]
                found[table.name] = sorted(map(repr, session.execute(select(*columns))))
    return found


class Merging:
    """Merges clients of a world and takes that back, as the pages do."""

    def __init__(self, world, by="C90001"):
        self.world, self.by = world, by

    def preview(self, kept, other, **choices):
        """What merging would do."""
        with self.world.runtime.database.reading() as session:
            return preview(session, kept.id, other.id, choices)

    def merge(self, kept, other, seen=None, **choices):
        """Merge as a preview said, or as one that was seen earlier."""
        seen = seen or self.preview(kept, other).fingerprint
        now = self.world.runtime.clock.now()
        with self._writing("merge") as session:
            return merge_clients(session, kept.id, other.id, seen, choices, now, self.by)

    def undo(self, number):
        """Take it back."""
        with self._writing("undo") as session:
            return undo_merge(session, number, self.world.runtime.clock.now(), self.by)

    def _writing(self, what):
        runtime = self.world.runtime
        return runtime.database.writing(Author(self.by, what, runtime.clock.now()))


def is_there(world, code):
    """Tell whether there is a client of a code."""
    return bool(world.everything(select(Client.id).where(Client.code == code)))
