"""Whether the tables in the database are those that this version of the server works with."""

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from sqlalchemy import Connection, bindparam, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from vettrak_api.database import migrations
from vettrak_api.database.connections import Database
from vettrak_api.database.error_codes import described
from vettrak_api.database.maintenance import Watch
from vettrak_api.errors import DatabaseTrouble, DatabaseUnfit, UnderMaintenance, VettrakError
from vettrak_api.model.installation import SchemaRevision

logger = logging.getLogger(__name__)

PRESENT = text(f"SELECT version_num FROM {migrations.VERSION_TABLE}")  # noqa: S608 - a constant
LATER = (
    select(SchemaRevision.revision, SchemaRevision.expands, SchemaRevision.reason)
    .where(SchemaRevision.revision > bindparam("newest"))
    .order_by(SchemaRevision.revision)
)

Refusal: TypeAlias = type[DatabaseTrouble] | type[DatabaseUnfit] | type[UnderMaintenance]

LOOK_AGAIN_SECONDS = 1.0
"""How long an answer is good enough for watchmen."""

TOLD_AGAIN_SECONDS = 600.0


class Fitness(Enum):
    """How the tables stand to this version."""

    FIT = auto()
    EXPANDED = auto()
    """A newer version has migrated them, and said that older ones can go on."""
    BEHIND = auto()
    """They must be migrated first, or were never made."""
    AHEAD = auto()
    """A newer version has migrated them, and this one must not use them any more."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How the tables stand, and what is to be done; blank when nothing is."""

    fitness: Fitness
    advice: str = ""

    @property
    def is_usable(self) -> bool:
        """Whether calls may be answered."""
        return self.fitness in {Fitness.FIT, Fitness.EXPANDED}


def examine_schema(database: Database) -> Finding:
    """Look at the tables; raises SQLAlchemyError when the database can not be asked."""
    with database.connection() as connection:
        present = _present(connection)
        newest = migrations.newest_revision()
        if present == newest:
            return Finding(Fitness.FIT)
        if present is None:
            return Finding(Fitness.BEHIND, "The database was never set up. Run: vettrak-api db upgrade")
        if present in migrations.revisions():
            return Finding(
                Fitness.BEHIND,
                f"The database is at revision {present} and this version needs {newest}. Run: vettrak-api db upgrade",
            )
        return _ahead(connection, present, newest)


def _present(connection: Connection) -> str | None:
    if not inspect(connection).has_table(migrations.VERSION_TABLE):
        return None
    found: str | None = connection.scalar(PRESENT)
    return found


def _ahead(connection: Connection, present: str, newest: str) -> Finding:
    """Judge tables that a newer version has migrated, by what its revisions have told."""
    told = {row.revision: row for row in connection.execute(LATER, {"newest": newest})}
    narrowing = [row for row in told.values() if not row.expands]
    if present in told and not narrowing:
        return Finding(
            Fitness.EXPANDED,
            f"The database is at revision {present}, newer than this version, which knows {newest} and works with it "
            "all the same. Install the newer version soon.",
        )
    why = f" Revision {narrowing[0].revision}: {narrowing[0].reason}" if narrowing else ""
    return Finding(
        Fitness.AHEAD,
        f"The database is at revision {present}, which this version ({newest}) can not work with.{why} "
        "Install the newer version, or restore the backup that was made before its upgrade.",
    )


class Schema:
    """What one server knows of its tables: calls ask until they can be used, and no more then."""

    def __init__(self, database: Database, now: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._now = now
        self._looking = threading.Lock()
        self._began = -math.inf
        self._told: tuple[str, float] = ("", 0.0)
        self._refusal: Refusal | None = None
        self._watch = Watch(database, now)
        self._is_doubted = False
        self.is_usable = False

    def require(self) -> None:
        """Let a call go on when the tables can be used; while they can not, each call finds out by itself.

        Raises DatabaseTrouble while the database can not be asked, DatabaseUnfit while its tables do not fit, and
        UnderMaintenance while much data is imported.
        """
        if self.is_usable:
            return
        if self._is_doubted and self._looking.locked():
            raise DatabaseTrouble
        refusal = self._looked_since(self._now())
        if refusal is not None:
            raise refusal

    @property
    def is_away(self) -> bool:
        """Whether the database, when it was asked last, could not be used; nobody asks it now."""
        return self._is_doubted or self._refusal is not None

    def doubt(self) -> None:
        """Let one call at a time find out whether the database is back, and refuse the others at once.

        For servers of many databases, once a call has found that it can not be asked: if every call waited for the one
        that is away, none would be left for the others.
        """
        self._is_doubted, self.is_usable = True, False

    def look(self) -> Refusal | None:
        """Ask the database, if that was not done just now; return what calls are answered, None when all is well.

        Calls go on while a database that was usable can not be reached: each finds out by itself when it is back. They
        end when a newer version has migrated the tables beyond this one, and for as long as much data is imported.
        """
        return self._looked_since(self._now() - LOOK_AGAIN_SECONDS)

    def _looked_since(self, moment: float) -> Refusal | None:
        """Ask the database, unless somebody has begun to since a moment; whoever waits for them shares the answer."""
        with self._looking:
            if self._began < moment:
                self._began = self._now()
                self._refusal = self._asked()
                was_usable = self.is_usable and self._refusal is DatabaseTrouble
                self.is_usable = self._refusal is None or was_usable
                self._is_doubted = self._is_doubted and self._refusal is not None
            return self._refusal

    def _asked(self) -> Refusal | None:
        try:
            finding = examine_schema(self._database)
            is_maintained = finding.is_usable and self._watch.is_maintained()
        except (SQLAlchemyError, VettrakError) as error:
            self._tell(logging.ERROR, f"the database can not be used: {described(error)}")
            return DatabaseTrouble
        if not finding.is_usable:
            self._tell(logging.ERROR, finding.advice)
            return DatabaseUnfit
        if is_maintained:
            self._tell(logging.WARNING, "data is being imported: calls are refused until that is done")
            return UnderMaintenance
        if finding.fitness is Fitness.EXPANDED:
            self._tell(logging.WARNING, finding.advice)
        elif self._told[0]:
            self._tell(logging.INFO, "the database can be used")
        return None

    def _tell(self, level: int, message: str) -> None:
        """Log what has changed, and from time to time what has not."""
        before, told = self._told
        if message != before or self._now() - told >= TOLD_AGAIN_SECONDS:
            self._told = (message, self._now())
            logger.log(level, "%s", message)
