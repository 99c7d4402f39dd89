"""Refuses to commit what was written about a person who was erased since the transaction began.

Whoever writes holds the person's record from here until the commit, as who inserts a row that refers to it does anyway;
an erasure waits for that, and finds what was written. Whoever comes second is overtaken, and looks again. What somebody
writes who began after the erasure is another matter: dates of a course may change for all who were enrolled.
"""

from collections.abc import Iterable
from functools import cache

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from vettrak_api.errors import Overtaken
from vettrak_api.model.belonging import WHOSE, Links, Record, roots_of, target_of
from vettrak_api.model.changes import DELETE, Change
from vettrak_api.model.clients import Client
from vettrak_api.model.privacy import ERASED_KEY
from vettrak_api.model.statements import execute, portions
from vettrak_api.model.trails import OPENED

TOLERANCE_SECONDS = 60
"""By how much clocks of computers may differ; for so long after an erasure nothing is written about who is gone."""

SHARED = (
    select(Client.id, Client.code_key)
    .where(Client.id.in_(bindparam("numbers", expanding=True)))
    .order_by(Client.id)
    .with_for_update(read=True, of=Client, key_share=True)
    .with_hint(Client, "WITH (REPEATABLEREAD, ROWLOCK)", "mssql")
)
"""Shared among all who write about the person, and with who changes the record on PostgreSQL."""

ERASED_AT = select(func.max(Change.stamp)).where(
    Change.table_name == "client", Change.record_id.in_(bindparam("numbers", expanding=True)), Change.action == DELETE
)


def require_unerased(session: Session, records: Iterable[Record], links: Links) -> None:
    """Raise Overtaken when a client was erased meanwhile whose records these are, or that they are a part of.

    links: as `roots_of`. On SQLite there is nothing to ask: who writes has let nobody else write since its beginning.
    """
    if session.get_bind().dialect.name == "sqlite" or OPENED not in session.info:
        return
    about = {record for record in records if may_be_a_clients(record[0])}
    numbers = {number for table, number in roots_of(session, about, links).values() if table == "client"}
    held = [row for some in portions(sorted(numbers)) for row in execute(session, SHARED, numbers=some)]
    erased = [row.id for row in held if row.code_key.startswith(ERASED_KEY)]
    since = session.info[OPENED] - TOLERANCE_SECONDS * 1000
    for some in portions(erased):
        if (execute(session, ERASED_AT, numbers=some).scalar() or 0) > since:
            raise Overtaken


@cache
def may_be_a_clients(table: str) -> bool:
    """Tell whether records of a table are clients, or parts of some."""
    return table == "client" or any(may_be_a_clients(target_of(table, column)) for column in WHOSE.get(table, ()))
