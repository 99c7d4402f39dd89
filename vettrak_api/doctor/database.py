"""Examines the database: the file or the driver, whether it answers, and what is in it."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from vettrak_api.clock import Clock
from vettrak_api.database import migrations
from vettrak_api.database.addresses import shown_url
from vettrak_api.database.connections import Database
from vettrak_api.database.engine import completed_url
from vettrak_api.database.schema import examine_schema
from vettrak_api.database.sqlite import file_of
from vettrak_api.database.troubleshooting import UPGRADE, advice, driver_note
from vettrak_api.demo.data import LOGINS, PASSWORD
from vettrak_api.doctor.audit import look_at_audit
from vettrak_api.doctor.findings import Finding, Level, fail, ok, warn
from vettrak_api.doctor.look_alikes import look_at_look_alikes
from vettrak_api.doctor.offers import look_at_logins, look_at_offers, look_at_organisation
from vettrak_api.doctor.outbox import look_at_outbox
from vettrak_api.doctor.servers import look_at_server
from vettrak_api.doctor.usi_doubles import look_at_usi_doubles
from vettrak_api.model.clients import Client
from vettrak_api.model.reference import EnrolmentStatus, ReferenceCode, ResultType, State
from vettrak_api.model.security import ClientRole, Role
from vettrak_api.reference_data.files import LONG_LISTS
from vettrak_api.reference_data.lists import CODE_LISTS
from vettrak_api.security.passwords import Passwords
from vettrak_api.settings import Settings

ACTIVE, NOT_YET_STARTED = 0, 0
"""The type of an active enrolment status, and the kind of the result that new units have."""


def examine_database(settings: Settings) -> Iterator[Finding]:
    """Look at the database: the file or the driver, whether it answers, and what is in it."""
    findings = list(_look_at_address(settings))
    yield from findings
    if any(finding.level is Level.FAIL for finding in findings):
        return
    try:
        database = Database(settings)
    except (SQLAlchemyError, ImportError) as error:
        yield fail("database", "can not be used", advice(error, settings.database_url))
        return
    try:
        yield from _look_inside(database, settings)
    except SQLAlchemyError as error:
        yield fail("database", "does not answer as it should", advice(error, settings.database_url))
    finally:
        database.close()


def _look_inside(database: Database, settings: Settings) -> Iterator[Finding]:
    with database.connection() as connection:
        yield from look_at_server(connection)
    tables = _look_at_tables(database)
    yield tables
    if tables.level is Level.FAIL:
        return
    with database.connection() as connection:
        for check in CONTENTS:
            yield check(connection, settings)


def _look_at_address(settings: Settings) -> Iterator[Finding]:
    try:
        url = completed_url(settings.database_url)
    except SQLAlchemyError as error:
        yield fail("database address", "can not be read", advice(error, settings.database_url))
        return
    shown = shown_url(url.render_as_string(hide_password=False))
    note = driver_note(url)
    yield warn("database address", shown, note) if note else ok("database address", shown)
    if file := file_of(url):
        yield look_at_file(file)


def look_at_file(path: Path) -> Finding:
    """Look at the SQLite file and its folder: both must be writable, and strangers should not read them."""
    folder = path.resolve().parent
    if not folder.is_dir():
        return fail(
            "database file", f"the folder {folder} does not exist", "Create it, or change VETTRAK_DATABASE_URL."
        )
    if not path.exists():
        return fail("database file", f"{path} does not exist yet", UPGRADE)
    if not os.access(folder, os.W_OK) or not os.access(path, os.W_OK):
        return fail("database file", f"{path} can not be written", "Let this user write to the file and its folder.")
    if os.name == "posix" and path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        return warn(
            "database file", f"every user of this computer can read {path}", f"It holds personal data: chmod 600 {path}"
        )
    return ok("database file", f"{path} can be written")


def _look_at_tables(database: Database) -> Finding:
    present, newest = migrations.present_revision(database), migrations.newest_revision()
    if present is None:
        return fail("tables", "the database was never set up", UPGRADE)
    if present in migrations.revisions()[:-1]:
        return fail("tables", f"at revision {present}, this server needs {newest}", UPGRADE)
    if present != newest:
        schema = examine_schema(database)
        tell = warn if schema.is_usable else fail
        return tell("tables", f"at revision {present}, made by a newer version", schema.advice)
    found = migrations.differences(database)
    if found:
        return warn("tables", f"{len(found)} differences from what this server expects", "See: vettrak-api db check")
    return ok("tables", f"at revision {present}")


def _look_at_reference_lists(connection: Connection, settings: Settings) -> Finding:
    del settings
    kept = set(connection.scalars(select(ReferenceCode.list_name).distinct()))
    empty = sorted((CODE_LISTS.keys() | LONG_LISTS.keys()) - kept)
    needed = (
        (EnrolmentStatus, EnrolmentStatus.status_type == ACTIVE, "an active enrolment status"),
        (ResultType, ResultType.kind == NOT_YET_STARTED, "the result Not Yet Started"),
        (State, State.id.is_not(None), "the states"),
    )
    empty += [
        name
        for table, holds, name in needed
        if not connection.scalar(select(func.count()).select_from(table).where(holds))
    ]
    if empty:
        return fail("reference lists", f"missing: {', '.join(empty)}", UPGRADE)
    return ok("reference lists", "all are there")


def _look_for_api_user(connection: Connection, settings: Settings) -> Finding:
    del settings
    holders = (
        select(func.count(Client.id.distinct()))
        .join(ClientRole, ClientRole.client_id == Client.id)
        .join(Role, Role.id == ClientRole.role_id)
        .where(Role.grants_api, Client.staff, Client.active, Client.password_hash.is_not(None))
    )
    count = connection.scalar(holders) or 0
    if not count:
        return warn(
            "API users",
            "nobody holds the API role, so no integration can work",
            "Run: vettrak-api user add NAME --surname ... --api",
        )
    return ok("API users", f"{count} can log in and hold the API role")


def _look_for_demo_passwords(connection: Connection, settings: Settings) -> Finding:
    """The demo log-ins have a password that everybody knows."""
    wanted = select(Client.password_hash).where(Client.username_key.in_(LOGINS), Client.password_hash.is_not(None))
    passwords = Passwords(settings, Clock(settings.zone))
    known = any(passwords.verify(stored, PASSWORD) for stored in connection.scalars(wanted))
    if known and settings.public_url:
        return fail(
            "demo log-ins", "this public server has log-ins whose password is in the manual", "Use a new database."
        )
    if known:
        return warn("demo log-ins", "this database holds the demo log-ins", "Do not let others reach this server.")
    return ok("demo log-ins", "there are none")


CONTENTS: tuple[Callable[[Connection, Settings], Finding], ...] = (
    _look_at_reference_lists,
    look_at_organisation,
    look_at_offers,
    look_at_logins,
    _look_for_api_user,
    _look_for_demo_passwords,
    look_at_look_alikes,
    look_at_usi_doubles,
    look_at_outbox,
    look_at_audit,
)
