"""The state of the database's tables: create, upgrade, downgrade and compare them with the model."""

from importlib.resources import files

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from vettrak_api.database import Database
from vettrak_api.model import Base


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for the revisions that are part of the package."""
    config = Config()
    config.set_main_option("script_location", str(files("vettrak_api").joinpath("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables to a revision; creates them in an empty database."""
    with database.connection(writing=True) as connection:
        compare_text_exactly(connection)
        command.upgrade(configuration(connection), revision)


def compare_text_exactly(connection: Connection) -> None:
    """Let new tables of MariaDB hold every character, and keep e and é apart, as the other databases do.

    Its defaults are Latin-1 on older servers, and comparing without accents; what ignores case or accents
    has a folded key (`vettrak_api.model.base.fold`).
    """
    if connection.dialect.name in {"mariadb", "mysql"}:
        connection.exec_driver_sql("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")


def downgrade(database: Database, revision: str) -> None:
    """Take the tables back to a revision; "base" removes them all."""
    with database.connection(writing=True) as connection:
        command.downgrade(configuration(connection), revision)


def present_revision(database: Database) -> str | None:
    """Return the revision that the database says it has, or None for one that was never migrated."""
    with database.connection() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """Return the revision that this version of the server needs."""
    config = Config()
    config.set_main_option("script_location", str(files("vettrak_api").joinpath("migrations")).replace("%", "%%"))
    return ScriptDirectory.from_config(config).get_current_head() or ""


def differences(database: Database) -> list[str]:
    """Describe how the database's tables differ from the model; an empty list is how it should be."""
    with database.connection() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return [str(difference) for difference in compare_metadata(context, Base.metadata)]
