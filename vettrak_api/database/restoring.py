"""What bringing a backup back is about, on every kind of database."""

from dataclasses import dataclass

from sqlalchemy import URL

from vettrak_api.database.backup_file import BackupFile
from vettrak_api.database.connections import Database


@dataclass(frozen=True, slots=True)
class Restore:
    """A backup that is brought back.

    present: the tables that are in the database now, and will go. moving: the statements that move the numbers on.
    """

    database: Database
    file: BackupFile
    present: tuple[str, ...]
    moving: tuple[str, ...]

    @property
    def url(self) -> URL:
        """The URL of the database."""
        return self.database.engine.url

    @property
    def counts(self) -> dict[str, int]:
        """Rows by table, as the manifest tells."""
        return self.file.manifest.counts
