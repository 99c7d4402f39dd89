"""Area system: handshakes, versions and the trail of deletions."""

import datetime

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from vettrak_api import __version__
from vettrak_api.calls.call import Call, Record, Records, Text, operation
from vettrak_api.errors import InvalidInput
from vettrak_api.model.changes import Deletion
from vettrak_api.rules.validation import trimmed

CONNECTED = "You are connected to the API."
DATABASE_CONNECTED = "You are connected to the Database via the API."
DATABASE_MISSING = "The API is not connected to the Database."

DELETION_KINDS = frozenset(
    {"CLIENT", "EMPLOYER", "ENROLMENT", "PROGRAMME", "ENROUNIT", "QUALCLIE", "SUBURB", "INVOICE", "PAYMENT"}
)

REACHED = text("SELECT 1")
REVISION = text("SELECT version_num FROM alembic_version")
DELETED = (
    select(Deletion.identifier)
    .where(Deletion.kind == bindparam("table"), Deletion.at > bindparam("since"))
    .group_by(Deletion.identifier)
    .order_by(func.min(Deletion.at), func.min(Deletion.id))
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
    """List the identifiers of one kind deleted strictly later than a moment, oldest deletion first, each once."""
    kind = trimmed(tableName).upper()
    if kind not in DELETION_KINDS:
        raise InvalidInput("Unknown table name.")
    return call.reader.scalars(DELETED, {"table": kind, "since": sinceDate}).all()
