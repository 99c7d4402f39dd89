"""Two training organisations in one process, with marks in whatever of them may be told, and a way to call each."""

import io
import json
import shutil
import sqlite3

from tests.conftest import CHEAP, SetClock
from tests.support.callers import Student, callers_around
from tests.support.reading import examples
from tests.support.soap import Api
from tests.support.world import PASSWORD, World
from tests.support.writing import Writing
from vettrak_api.app import NO_DATABASE, Site
from vettrak_api.model import Base
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings
from vettrak_api.tenants.live import Tenants

KINDS = ("role", "the client", "class", "employer", "contact")
"""Callers that stand for all kinds: the API role, a student, a trainer, an employer, somebody who speaks for one."""

MARKED = {
    "organisation": ("name",),
    "division": ("name",),
    "client": ("other_name", "usual_street_name", "emergency_name"),
    "employer": ("legal_name", "business_street_name"),
    "programme": ("name", "description"),
    "unit": ("name",),
    "occurrence": ("description", "coordinator_name"),
    "location": ("description",),
    "task": ("description",),
    "enrolment": ("description",),
    "enrolled_unit": ("comment",),
    "event": ("description",),
    "contract": ("description",),
    "class_session": ("description",),
    "invoice": ("description",),
    "web_enrolment": ("description",),
    "web_client": ("other_name", "usual_street_name"),
    "web_employer": ("legal_name", "business_street_name"),
}
"""What is marked: texts that no call looks records up by."""


class AtHost:
    """An application that is called at one host; keeps what it last answered."""

    def __init__(self, site, host):
        self.site, self.host, self.answer = site, host, b""

    def __call__(self, environ, start_response):
        inside = {**environ, "HTTP_HOST": self.host}
        inside.setdefault("REMOTE_ADDR", "127.0.0.1")
        self.answer = b"".join(self.site(inside, start_response))
        return [self.answer]


class Organisation:
    """One of the two: its database, its people, and its host."""

    def __init__(self, name, runtime):
        self.name, self.host, self.mark = name, f"{name}.example.edu.au", f"Q{name.upper()}"
        self.runtime = runtime
        self.world = World(self.runtime)
        self.student = Student(self.world)
        self.officer = self.world.staff(
            "Officer", "Olga", api_role=True, setup_role=True, code="OLGA", username="olga", password=PASSWORD
        )
        self.callers = {"role": self.world.token(self.officer)} | callers_around(self.world, self.student)
        self.plant()

    def plant(self):
        """Put the mark before every marked text, whoever's record it is."""
        quote = self.runtime.database.engine.dialect.identifier_preparer.quote
        with self.runtime.database.connection(writing=True) as connection:
            for table, columns in MARKED.items():
                for column in columns:
                    marked = self.marked(Base.metadata.tables[table].c[column])
                    connection.exec_driver_sql(f"UPDATE {quote(table)} SET {column} = {marked}")

    def marked(self, column):
        """Return the text of a column with the mark before it, as this database says it."""
        marked = f"CONCAT('{self.mark} ', COALESCE({column.name}, ''))"
        return f"LEFT({marked}, {column.type.length})" if column.type.length else marked

    def join(self, site):
        """Be called through a site from now on."""
        self.at_host = AtHost(site, self.host)
        self.api = Api(self.at_host)
        self.writing = Writing(self.world, self.api, self.callers["role"])
        self.plant()
        return self

    def commits(self):
        """Return what changes when rows come or go, or the change log hears of a change."""
        quote = self.runtime.database.engine.dialect.identifier_preparer.quote
        counts = ", ".join(f"(SELECT COUNT(*) FROM {quote(table)})" for table in sorted(Base.metadata.tables))
        with self.runtime.database.connection() as connection:
            return tuple(connection.exec_driver_sql(f"SELECT {counts}").one())

    def called(self, name, /, **given):
        """Call an operation and return the answer's bytes as they are sent."""
        getattr(self.api, name)(**given)
        return self.at_host.answer

    def close(self):
        self.runtime.database.close()


class InAFile(Organisation):
    """One with a SQLite database in which many live."""

    def __init__(self, folder, template, name, clock):
        self.path = folder / f"{name}.db"
        shutil.copyfile(template.settled, self.path)
        super().__init__(name, build_runtime(Settings(database_url=f"sqlite:///{self.path}", **CHEAP), clock))
        with self.runtime.database.reading() as session:
            self.examples = examples(session, clock.now())

    def marked(self, column):
        return f"'{self.mark} ' || COALESCE({column.name}, '')"

    def join(self, site):
        super().join(site)
        self.witness = sqlite3.connect(self.path)
        return self

    def commits(self):
        """Return a number that changes with every commit to the database that others make."""
        return self.witness.execute("PRAGMA data_version").fetchone()[0]

    def close(self):
        self.witness.close()
        super().close()


def tenants_file(path, **tables):
    """Write the file of the organisations."""
    lines = []
    for name, values in tables.items():
        lines += [f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in values.items()), ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def settings_for(path, **values):
    """Return the settings of a process that serves the organisations of a file."""
    return Settings(tenants=str(path), **{**CHEAP, **values})


def site_for(settings, clock=None, **others):
    """Compose the site of a process that serves many."""
    nobody = build_runtime(settings.model_copy(update={"database_url": NO_DATABASE}), clock)
    return Site(nobody, tenants=Tenants(settings, clock or SetClock(), **others))


def asked(site, host, path="/", method="GET", body=b"", **headers):
    """Send a request to a host and return (status line, headers, body)."""
    told = {}

    def start(status, answered, *_):
        told.update(status=status, headers=dict(answered))

    environ = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "HTTP_HOST": host, "REMOTE_ADDR": "127.0.0.1", "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(), "wsgi.url_scheme": "http", "CONTENT_LENGTH": str(len(body)), **headers,
    }  # fmt: skip
    answer = b"".join(site(environ, start))
    return told["status"], told["headers"], answer
