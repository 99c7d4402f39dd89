"""Examines an installation: what is in order, what is doubtful, what is broken, and what to do about each."""

import datetime
import os
import smtplib
import ssl
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, make_url, select
from sqlalchemy.exc import SQLAlchemyError

import vettrak_api.operations  # noqa: F401 - registers the operations
from vettrak_api.calls.call import REGISTRY
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.clock import Clock
from vettrak_api.database import migrations
from vettrak_api.database.connections import Database
from vettrak_api.database.troubleshooting import UPGRADE, advice, driver_note
from vettrak_api.demo.data import LOGINS, PASSWORD
from vettrak_api.hosting.mail import connected
from vettrak_api.model.clients import Client
from vettrak_api.model.reference import EnrolmentStatus, ReferenceCode, ResultType, State
from vettrak_api.model.security import ClientRole, Role
from vettrak_api.reference_data.lists import CODE_LISTS
from vettrak_api.reference_data.load import LONG_LISTS
from vettrak_api.security.passwords import Passwords
from vettrak_api.settings import Settings

ACTIVE, NOT_YET_STARTED = 0, 0
"""The type of an active enrolment status, and the kind of the result that new units have."""

SMTP_OK, SMTP_SECONDS = 250, 5
"""What the mail server answers when all is well, and how long an answer may take."""


class Level(StrEnum):
    """How grave a finding is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; the advice says what to do when it is not in order."""

    level: Level
    subject: str
    detail: str
    advice: str = ""


def ok(subject: str, detail: str) -> Finding:
    """Return that something is in order."""
    return Finding(Level.OK, subject, detail)


def warn(subject: str, detail: str, advice: str) -> Finding:
    """Return that something may be wrong, or will be."""
    return Finding(Level.WARN, subject, detail, advice)


def fail(subject: str, detail: str, advice: str) -> Finding:
    """Return that something does not work."""
    return Finding(Level.FAIL, subject, detail, advice)


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything, the database first; what needs the database is left out when it can not be reached."""
    yield from examine_database(settings)
    for check in OTHERS:
        yield check(settings)


def examine_database(settings: Settings) -> Iterator[Finding]:
    """Look at the database: the file or the driver, whether it answers, and what is in it."""
    findings = list(_look_at_address(settings))
    yield from findings
    if any(finding.level is Level.FAIL for finding in findings):
        return
    try:
        database = Database(settings)
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        yield fail("database", "can not be used", advice(error))
        return
    try:
        yield from _look_inside(database, settings)
    except SQLAlchemyError as error:
        yield fail("database", "does not answer as it should", advice(error))
    finally:
        database.close()


def _look_inside(database: Database, settings: Settings) -> Iterator[Finding]:
    tables = _look_at_tables(database)
    yield tables
    if tables.level is Level.FAIL:
        return
    with database.connection() as connection:
        for check in CONTENTS:
            yield check(connection, settings)


def _look_at_address(settings: Settings) -> Iterator[Finding]:
    try:
        url = make_url(settings.database_url)
    except SQLAlchemyError as error:
        yield fail("database address", "can not be read", advice(error))
        return
    shown = url.render_as_string(hide_password=True)
    note = driver_note(settings.database_url)
    yield warn("database address", shown, note) if note else ok("database address", shown)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        yield look_at_file(Path(url.database))


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
    if present != newest:
        return fail("tables", f"at revision {present}, this server needs {newest}", UPGRADE)
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


def look_at_public_url(settings: Settings) -> Finding:
    """Look at the address that the WSDL names: most clients call what it says."""
    if not settings.public_url:
        return warn(
            "public address",
            "not set: the WSDL names the host that each request was sent to",
            "Behind a web server or HTTPS set VETTRAK_PUBLIC_URL to what clients call, such as https://api.rto.example",
        )
    parts = urlsplit(settings.public_url)
    if parts.path.lower().endswith(".asmx") or parts.query:
        return fail(
            "public address",
            settings.public_url,
            "VETTRAK_PUBLIC_URL ends before the page: https://api.rto.example/vdir",
        )
    if parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        return warn(
            "public address", f"{settings.public_url} is not encrypted", "Put a web server with HTTPS in front."
        )
    return ok("public address", settings.public_url)


def look_at_proxies(settings: Settings) -> Finding:
    """Look at whose forwarded headers count: they decide which address a log-in comes from."""
    trusted = ", ".join(settings.trusted_proxies)
    if any(entry in {"*", "0.0.0.0/0", "::/0"} for entry in settings.trusted_proxies):
        return fail(
            "trusted proxies",
            "everybody is trusted, so everybody can pretend to come from anywhere",
            'Name the web server in front: VETTRAK_TRUSTED_PROXIES=["10.0.0.5"]',
        )
    if settings.trusted_proxies == Settings.model_fields["trusted_proxies"].default:
        return ok("trusted proxies", f"{trusted} (the default: a web server on this computer)")
    return ok("trusted proxies", trusted or "none")


def look_at_clock(settings: Settings) -> Finding:
    """Show the time that the server takes for local: all dates of the interface are in it."""
    now = datetime.datetime.now(settings.zone)
    detail = f"{settings.timezone}, where it is {now:%a %d %b %Y %H:%M}"
    if settings.timezone != Settings.model_fields["timezone"].default or not _lives_elsewhere(now):
        return ok("time zone", detail)
    return warn(
        "time zone", f"{detail}, but not on this computer", "Set VETTRAK_TIMEZONE if the RTO is not in Sydney's zone."
    )


def _lives_elsewhere(now: datetime.datetime) -> bool:
    """Tell whether this computer is set to some other Australian time; UTC is what servers have."""
    here = datetime.datetime.now().astimezone().utcoffset()
    return here not in {now.utcoffset(), datetime.timedelta()}


def look_at_mail(settings: Settings) -> Finding:
    """Look at the settings of mails, and try the mail server with all but a mail."""
    needed = {"VETTRAK_SMTP_HOST": settings.smtp_host, "VETTRAK_MAIL_SENDER": settings.mail_sender}
    log_in = {"VETTRAK_SMTP_USER": settings.smtp_user, "VETTRAK_SMTP_PASSWORD": settings.smtp_password}
    if not any((*needed.values(), *log_in.values(), settings.staff_mail_to)):
        return warn(
            "mail",
            "no mails are sent: no links for new passwords, and no word to staff about web enrolments",
            f"Set {' and '.join(needed)} if there shall be any.",
        )
    if any(log_in.values()):
        needed |= log_in
    missing = [name for name, value in needed.items() if not value]
    if missing:
        return fail("mail", "only some of its settings are set", f"Set {' and '.join(missing)}.")
    server = f"{settings.smtp_host}:{settings.smtp_port}"
    trouble = _trouble_with_mail(settings)
    if trouble:
        detail, advice = trouble
        return fail("mail", f"{server} {detail}", advice)
    staff = ", ".join(settings.staff_mail_addresses) or "nobody (VETTRAK_STAFF_MAIL_TO)"
    return ok("mail", f"{server} takes mails from {settings.mail_sender}; staff: {staff}")


def _trouble_with_mail(settings: Settings) -> tuple[str, str] | None:
    """Return what is wrong with the mail server and what to do, or None."""
    try:
        with connected(settings, SMTP_SECONDS) as smtp:
            smtp.ehlo_or_helo_if_needed()
            code, said = smtp.mail(parseaddr(settings.mail_sender)[1])
    except smtplib.SMTPAuthenticationError as error:
        reply = _reply(error.smtp_code, error.smtp_error)
        return f"refuses the log-in: {reply}", "Check VETTRAK_SMTP_USER and VETTRAK_SMTP_PASSWORD."
    except smtplib.SMTPNotSupportedError as error:
        if settings.smtp_starttls:
            cure = "Choose the port that encrypts, often 587, or set VETTRAK_SMTP_STARTTLS=false."
        else:
            cure = "Set VETTRAK_SMTP_STARTTLS=true, or no VETTRAK_SMTP_USER if the server needs no log-in."
        return f"does not do what it should: {error}", cure
    except ssl.SSLCertVerificationError as error:
        return f"can not be trusted: {error.verify_message}", (
            "Name the server in VETTRAK_SMTP_HOST as its certificate does; for an authority of your own set\n"
            "SSL_CERT_FILE to its certificate."
        )
    except (OSError, UnicodeError) as error:
        return f"can not be used: {error}", (
            "Check VETTRAK_SMTP_HOST and VETTRAK_SMTP_PORT, and that no firewall is between.\n"
            "Port 465 is not supported: use 587 with VETTRAK_SMTP_STARTTLS=true."
        )
    if code == SMTP_OK:
        return None
    return f"takes no mails from {settings.mail_sender}: {_reply(code, said)}", (
        "Check VETTRAK_MAIL_SENDER; perhaps the server wants VETTRAK_SMTP_USER and VETTRAK_SMTP_PASSWORD."
    )


def _reply(code: int, said: bytes | str) -> str:
    """Return what the mail server said, on one line."""
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return " ".join(f"{code or ''} {text}".split())


def look_at_password_cost(settings: Settings) -> Finding:
    """Look at the cost of a password check: too cheap is a danger to stolen hashes."""
    detail = f"argon2id with {settings.argon2_memory_kib} KiB and {settings.argon2_passes} passes"
    strong_enough = {1: 47_104, 2: 19_456}.get(settings.argon2_passes, 12_288)
    if settings.argon2_memory_kib < strong_enough:
        return warn("passwords", detail, f"Set VETTRAK_ARGON2_MEMORY_KIB to {strong_enough} or more.")
    return ok("passwords", detail)


def look_at_operations(settings: Settings) -> Finding:
    """Count the operations of the interface that this version does not offer."""
    del settings
    declared = load_catalogue().operations
    missing = len(declared.keys() - REGISTRY.keys())
    if missing:
        return warn(
            "operations",
            f"{len(declared) - missing} of {len(declared)} are available, {missing} answer Status -1",
            "docs/coverage.md lists them.",
        )
    return ok("operations", f"all {len(declared)} are available")


CONTENTS: tuple[Callable[[Connection, Settings], Finding], ...] = (
    _look_at_reference_lists,
    _look_for_api_user,
    _look_for_demo_passwords,
)

OTHERS: tuple[Callable[[Settings], Finding], ...] = (
    look_at_public_url,
    look_at_proxies,
    look_at_clock,
    look_at_password_cost,
    look_at_mail,
    look_at_operations,
)
