"""Area system: handshakes, versions and the deletions."""

import datetime

from sqlalchemy import and_, bindparam, exists, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from vettrak_api import __version__
from vettrak_api.calls.call import Call, Record, Records, Text, operation
from vettrak_api.errors import InvalidInput
from vettrak_api.model.changes import DELETE, Change
from vettrak_api.model.clients import Client
from vettrak_api.rules.since import SINCE_STAMP, since
from vettrak_api.rules.validation import trimmed

CONNECTED = "You are connected to the API."
DATABASE_CONNECTED = "You are connected to the Database via the API."
DATABASE_MISSING = "The API is not connected to the Database."

DELETION_KINDS = {
    "CLIENT": ("client",),
    "EMPLOYER": ("employer",),
    "ENROLMENT": ("enrolment", "occurrence"),
    "PROGRAMME": ("programme",),
    "ENROUNIT": ("enrolled_unit",),
    "QUALCLIE": ("award",),
    "SUBURB": ("suburb",),
    "INVOICE": ("invoice",),
    "PAYMENT": ("payment",),
}
"""The tables whose deleted records each kind of GetDeletedRecordsSince tells of."""

REACHED = text("SELECT 1")
REVISION = text("SELECT version_num FROM alembic_version")
DELETED = (
    select(Change.identifier)
    .where(
        Change.table_name.in_(bindparam("tables", expanding=True)),
        Change.stamp > SINCE_STAMP,
        Change.action == DELETE,
        Change.identifier.is_not(None),
        # Somebody who came back when a merge was undone is not gone.
        ~and_(Change.table_name == Client.__tablename__, exists().where(Client.id == Change.record_id)),
    )
    .group_by(Change.identifier)
    .order_by(func.min(Change.stamp), func.min(Change.id))
)


@operation
def API_Handshake(call: Call) -> Text:
    """Prove that the web service answers; no database is touched."""
    del call
    return CONNECTED


@operation
def DB_Handshake(call: Call) -> Text:
    """Prove that the service reaches its database; a failure is told in words, without secrets."""
    try:
        with call.runtime.database.connection() as connection:
            connection.execute(REACHED)
    except SQLAlchemyError:
        return DATABASE_MISSING
    return DATABASE_CONNECTED


@operation
def GetAPIVersion(call: Call) -> Record:
    """Tell the running version, split into its numbers, and the revision of the database's tables."""
    numbers = [int(part) for part in __version__.split(".") if part.isdigit()]
    major, minor, build, revision = (*numbers, 0, 0, 0, 0)[:4]
    return {
        "Major": major,
        "Minor": minor,
        "Build": build,
        "Revision": revision,
        "ApiVersion": f"{major}.{minor}.{build}.{revision}",
        "DatabaseVersion": call.reader.scalar(REVISION),
    }


@operation
def GetDeletedRecordsSince(call: Call, tableName: str | None, sinceDate: datetime.datetime) -> Records:
    """List the identifiers of one kind deleted since a moment, oldest deletion first, each once."""
    tables = DELETION_KINDS.get(trimmed(tableName).upper())
    if tables is None:
        raise InvalidInput("Unknown table name.")
    stamp = since(sinceDate, call.settings)["since_stamp"]
    return call.reader.scalars(DELETED, {"tables": tables, "since_stamp": stamp}).all()
