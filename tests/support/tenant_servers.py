"""Database servers on which organisations are added: where each gets a database, and where it gets a schema."""

from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from tests.support.databases import KINDS
from vettrak_api.tenants.databases import home_for

NAMES = "SELECT datname FROM pg_database WHERE LEFT(datname, 8) = 'vettrak_'"
SCHEMA_NAMES = "SELECT nspname FROM pg_namespace WHERE LEFT(nspname, 8) = 'vettrak_'"
MARIADB_NAMES = "SELECT schema_name FROM information_schema.schemata WHERE LEFT(schema_name, 8) = 'vettrak_'"


class Databases:
    """A server on which each organisation gets a database."""

    made = "DATABASE"

    def __init__(self, kind):
        self.server = KINDS[kind]()
        self.url = make_url(self.server.create())
        self.pattern = self.told(self.url.set(database=""))
        self.administrator = create_engine(self.url, isolation_level="AUTOCOMMIT")

    @staticmethod
    def told(url):
        return url.render_as_string(hide_password=False)

    def say(self, *statements):
        """Say something to the server as its administrator; return the first column of the last answer."""
        return _said(self.administrator, statements)

    def names(self):
        """Return what there is of organisations."""
        return self.say(self.listing)

    def clear(self):
        """Remove what organisations have."""
        for name in self.names():
            self.say(self.removing.format(name=name))

    def inside(self, name, *statements):
        """Say something within what an organisation has; return the first column of the last answer."""
        home = self.home(name)
        options = {"options": f"-csearch_path={home.schema}"} if home.schema else {}
        engine = create_engine(home.url, isolation_level="AUTOCOMMIT", connect_args=options)
        try:
            return _said(engine, statements)
        finally:
            engine.dispose()

    def home(self, name):
        """Return the URL of an organisation's own database."""
        return home_for(self.pattern, name)

    def pattern_of(self, user, password=""):
        """Return the pattern by which another user logs in."""
        return self.told(make_url(self.pattern).set(username=user, password=password or None))

    def close(self):
        self.administrator.dispose()
        self.server.close()


class PostgreSQL(Databases):
    """Its users need a password if their name begins with barred."""

    listing, removing = NAMES, 'DROP DATABASE "{name}" WITH (FORCE)'

    def __init__(self):
        super().__init__("postgresql")
        rules = Path(self.url.query["host"]) / "data" / "pg_hba.conf"
        rules.write_text("local all barred scram-sha-256\nlocal all all trust\n", encoding="ascii")
        self.say("SELECT pg_reload_conf()", "CREATE ROLE barred LOGIN PASSWORD 'right'", "CREATE ROLE humble LOGIN")


class MariaDB(Databases):
    """Root needs no password, others do."""

    listing, removing = MARIADB_NAMES, "DROP DATABASE `{name}`"

    def __init__(self):
        super().__init__("mariadb")
        self.say("CREATE USER barred@localhost IDENTIFIED BY 'right'", "CREATE USER humble@localhost")


class Schemas(PostgreSQL):
    """A database of PostgreSQL in which each organisation gets a schema."""

    listing, removing = SCHEMA_NAMES, 'DROP SCHEMA "{name}" CASCADE'
    made = "SCHEMA"

    def __init__(self):
        super().__init__()
        self.pattern = self.told(self.url)


def _said(engine, statements):
    with engine.connect() as connection:
        answers = [connection.exec_driver_sql(statement) for statement in statements]
        return answers[-1].scalars().all() if answers[-1].returns_rows else []


PLACES = {"postgresql": PostgreSQL, "mariadb": MariaDB, "schemas": Schemas}

SERVERS = [
    pytest.param(name, marks=[pytest.mark.database, getattr(pytest.mark, name.replace("schemas", "postgresql"))])
    for name in PLACES
]
"""For fixtures that start one of each."""


@contextmanager
def placed(name):
    """Start a server, and end it after the body."""
    place = PLACES[name]()
    try:
        yield place
    finally:
        place.close()
