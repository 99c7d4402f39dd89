"""Every setting of the server, read from the environment (VETTRAK_*) or a TOML file named by VETTRAK_CONFIG."""

import os
import re
import tomllib
from base64 import b64decode
from email.utils import parseaddr
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError
from pydantic_settings.sources import InitSettingsSource

FEATURES = (
    "VETtrak API",
    "Short Courses",
    "Bookings",
    "Trainee Management",
    "Event Management",
    "Tasks",
    "Finance",
    "SMS Extension",
    "Payment Plan add-on",
    "Multi-RTO extension",
    "Security",
)


LONGEST_ADDRESS = 100
"""Characters of an e-mail address: what every column of one holds."""

MAIL_ADDRESS = re.compile(r"""[^\s@<>,;:()\[\]\\"]+@[^\s@<>,;:()\[\]\\".]+(?:\.[^\s@<>,;:()\[\]\\".]+)*""")
"""One plain address, letters of all languages included: no name beside it, no quotes, no address in brackets.

That finds a slip of the pen, and nothing that passes can be read as another address or as several; the mail server
knows the rest. No character fits two parts of the pattern, so it takes time in proportion to the text.
"""

FORWARDED_HEADERS = (
    "Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Proto",
    "X-Forwarded-Host",
    "X-Forwarded-Port",
    "X-Forwarded-Prefix",
    "X-Request-ID",
)
"""The headers by which proxies tell what a client has called, and how they name the request."""

TOLD_BY_FORWARDED = frozenset({"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"})
"""What the standard's header tells as well; a client could choose which of two counts."""


def is_address(text: str) -> bool:
    """Tell whether a text is an e-mail address to which mails can be sent, as far as this computer can tell."""
    return len(text) <= LONGEST_ADDRESS and text.isprintable() and MAIL_ADDRESS.fullmatch(text) is not None


SMS_OFF, SMS_TO_LOG, SMS_BY_HTTP = "off", "log", "http"
"""Where text messages go: nowhere, into the log (for demonstrations), to a gateway."""

LONGEST_SENDER = 16
"""Characters of the sender of a text message: an international number with its +."""


def is_loopback(host: str) -> bool:
    """Tell whether a host is this computer, to which nothing needs to be encrypted."""
    try:
        return host.lower() == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


YEAR = 366 * 24 * 60
"""Minutes; longer times mean nothing here."""


def split_addresses(text: str) -> list[str]:
    """Return the addresses of a comma-separated list."""
    return [address for address in map(str.strip, text.split(",")) if address]


KEY_BYTES = 32
"""Bytes of a key of the audit trail."""


def read_keys(text: str) -> list[bytes]:
    """Return the keys of a comma-separated list; raises ValueError, without a word of them, for what is none."""
    try:
        keys = [b64decode(key, altchars=b"-_", validate=True) for key in split_addresses(text)]
    except ValueError:
        keys = [b""]
    if any(len(key) != KEY_BYTES for key in keys):
        message = (
            "must be 32 bytes in URL-safe Base64, 44 characters with the = at the end; several with commas between"
        )
        raise ValueError(message)
    return keys


class PasswordPolicy(BaseSettings):
    """What a new password must hold; by default every non-blank one passes (contract: CheckPasswordValidity)."""

    model_config = SettingsConfigDict(env_prefix="VETTRAK_PASSWORD_", extra="ignore")

    minimum_length: int = Field(0, ge=0, le=100, description="fewest characters of a new password")
    require_upper: bool = Field(False, description="an upper case letter is needed")
    require_lower: bool = Field(False, description="a lower case letter is needed")
    require_digit: bool = Field(False, description="a digit is needed")
    require_other: bool = Field(False, description="a character other than letters and digits is needed")

    @property
    def configured(self) -> bool:
        """Whether any rule is set at all."""
        return bool(
            self.minimum_length or self.require_upper or self.require_lower or self.require_digit or self.require_other
        )


class Settings(BaseSettings):
    """The server's settings; the environment wins over the file. Units stand in the names."""

    model_config = SettingsConfigDict(env_prefix="VETTRAK_", extra="forbid", frozen=True)

    database_url: str = Field("sqlite:///vettrak.db", repr=False, description="SQLAlchemy URL of the database")
    database_schema: str = Field(
        "",
        pattern=r"^([a-z_][a-z0-9_]{0,62})?$",
        description="schema of PostgreSQL that holds the tables, where one database has several; empty = the first "
        "that the database user finds",
    )
    database_pool_size: int = Field(10, ge=1, le=200, description="connections kept open, per process")
    tenants: str = Field(
        "",
        description="TOML file of the organisations that this installation serves, each by its host names and from a "
        "database of its own; empty = one, with the settings here",
    )
    tenant_databases: str = Field(
        "",
        repr=False,
        description="where vettrak-api tenant add makes databases: SQLAlchemy URL of a server without a database, or "
        "of a folder of SQLite files; of a database of PostgreSQL, in which it makes a schema for each",
    )
    tenant_connections: int = Field(
        200,
        ge=10,
        le=20_000,
        description="connections that a process keeps open to the databases of all organisations together",
    )
    database_timeout_seconds: int = Field(10, ge=1, le=300, description="waiting for a connection or a lock")
    commit_timeout_seconds: int = Field(
        5,
        ge=1,
        le=300,
        description="a change is committed within this time of its stamp, or not at all; ...Since operations look back "
        "as much further",
    )
    public_url: str = Field("", description="address clients use, up to the virtual directory; wins for the WSDL")
    virtual_directory: str = Field(
        "",
        pattern=r"^(/[^/?#\\\x00-\x20]+)*/?$",
        description="path that a web server in front leaves before ours, such as /vettrak; public_url wins",
    )
    trusted_proxies: tuple[str, ...] = Field(("127.0.0.1", "::1"), description="whose forwarded headers count")
    forwarded_headers: tuple[str, ...] = Field(
        ("X-Forwarded-For", "X-Forwarded-Proto"),
        description="which of them the trusted proxies set; also known: X-Forwarded-Host, X-Forwarded-Port, "
        "X-Forwarded-Prefix, Forwarded, X-Request-ID. One that they pass on from clients must not be named",
    )
    connection_limit: int = Field(
        2000, ge=20, le=20_000, description="connections open at once; fewer where the system allows fewer"
    )
    connection_idle_seconds: int = Field(
        20, ge=5, le=3600, description="a connection without any activity is closed after this long (waitress)"
    )
    request_patience_seconds: int = Field(
        20, ge=5, le=3600, description="a request must arrive within this time; each 500 bytes of it give a second more"
    )
    drain_seconds: int = Field(
        0,
        ge=0,
        le=300,
        description="a server that is told to stop takes calls for so long yet, while /ready and /readyz answer 503, "
        "so that a load balancer turns to others; longer than its checks need",
    )
    stop_seconds: int = Field(
        20,
        ge=1,
        le=600,
        description="then it takes no more; calls that run or wait for a thread are answered within this time, or cut "
        "off",
    )
    staff_pages: bool = Field(True, description="whether the staff pages are there, at /staff")
    try_it: bool = Field(
        False,
        description="whether pages of the reference, at /docs, send calls that visitors fill in",
    )
    timezone: str = Field("Australia/Sydney", description="the RTO's zone: all dates are its local time")
    cors_origins: str = Field("*", description="* for all, empty for none, or a comma-separated list")
    null_values: Literal["nil", "absent"] = Field("nil", description="how null numbers and dates are written")
    body_limit_bytes: int = Field(4 * 1024 * 1024, ge=1024, le=30_000_000, description="longest request")

    token_timeout_minutes: float = Field(60, gt=0, le=YEAR, description="a token dies this long after its last use")
    token_limit_hours: float = Field(
        0, ge=0, le=YEAR // 60, description="a token dies this long after the login; 0 = never"
    )
    features: tuple[str, ...] = Field(FEATURES, description="registered features; a missing one answers Status -5")
    employer_logins: Literal["auto", "on", "off"] = Field("auto", description="auto: on while an employer has a login")
    email_as_username: bool = Field(False, description="new clients log in with their e-mail address")
    link_enrolments: bool = Field(False, description="the auto-link preference of enrolments")
    attendance_starts_units: bool = Field(
        False, description="a positive attendance starts the units of the enrolment that are not yet started"
    )
    attendance_starts_tasks: bool = Field(
        False, description="a positive attendance starts the tasks of the enrolment that are not yet started"
    )
    future_task_completion: bool = Field(True, description="tasks may be completed on a day that is still to come")
    unique_external_codes: bool = Field(False, description="external debtor codes may be used once only")
    separate_web_sites: bool = Field(False, description="pending web records belong to the API user who made them")

    argon2_memory_kib: int = Field(19_456, ge=8, description="cost of one password check")
    argon2_passes: int = Field(2, ge=1, description="cost of one password check")
    throttle_free_failures: int = Field(
        10, ge=1, le=100_000, description="failed logins per account and address before delays"
    )
    throttle_longest_seconds: int = Field(900, ge=1, le=86_400, description="longest delay after failed logins")
    portal_addresses: tuple[str, ...] = Field(
        (), description="addresses or networks of portals, from which many people log in"
    )
    password_policy: PasswordPolicy = Field(default_factory=PasswordPolicy, description="for new passwords")

    portal_url: str = Field("", description="base address of the client portal; empty = no portal")
    mail_sender: str = Field("", description="sender of mails, such as training@rto.example")
    staff_mail_to: str = Field("", description="who hears of new web enrolments, comma-separated; empty = nobody")
    smtp_host: str = Field("", description="mail server; empty = no mails")
    smtp_port: int = Field(25, ge=1, le=65535, description="port of the mail server")
    smtp_user: str = Field("", description="user name at the mail server; empty = none")
    smtp_password: str = Field("", repr=False, description="password at the mail server")
    smtp_starttls: bool = Field(
        False, description="encrypt the way to the mail server; SSL_CERT_FILE names an authority of your own"
    )
    password_reset_minutes: int = Field(60, ge=1, le=YEAR, description="how long a reset link works")

    sms_gateway: Literal["off", "log", "http"] = Field(
        "off", description="how text messages go out: off, log (for demonstrations: the log tells of them), http"
    )
    sms_url: str = Field("", repr=False, description="where text messages are posted; http:// for this computer alone")
    sms_balance_url: str = Field("", repr=False, description="asked once a minute what is left; empty = nobody is")
    sms_token: str = Field("", repr=False, description="sent to the SMS gateway as Authorization: Bearer; empty = none")
    sms_format: Literal["json", "form"] = Field("json", description="how text messages are posted")
    sms_sender: str = Field(
        "", max_length=LONGEST_SENDER, description="sender of text messages that name none; empty = the gateway's"
    )
    sms_providers: tuple[str, ...] = Field(
        (), description="provider ids that calls may name, passed on to the gateway; a blank one is its default"
    )
    sms_credit: int = Field(
        -1, ge=-1, description="text messages bought in all, where the gateway tells no balance; -1 = not counted"
    )

    merge_undo_days: int = Field(
        90,
        ge=1,
        le=3650,
        description="days for which the merge of two records of one person can be undone; what that needs holds "
        "personal data, and is deleted then",
    )

    ready_outbox_minutes: int = Field(
        0,
        ge=0,
        le=YEAR,
        description="/readyz answers 503 once a message has waited this long to be sent; 0 = it only tells how long",
    )
    slow_call_milliseconds: int = Field(1000, ge=1, description="calls slower than this are logged as warnings")
    log_file: str = Field(
        "",
        description="where the log is written, with the day added to the name: vettrak.log becomes "
        "vettrak-2026-11-22.log; empty = to the terminal (stderr)",
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="how lines of the log are written: text for people, json for programs that collect logs"
    )
    log_days: int = Field(30, ge=1, le=3650, description="files of the log are kept for so many days")
    log_megabytes: int = Field(
        500, ge=20, le=1_000_000, description="files of the log take no more than this; the oldest ones go"
    )
    metrics_folder: str = Field(
        "",
        description="folder on this computer in which the server's processes count requests for Prometheus, and nobody "
        "else writes; empty = no /metrics",
    )
    metrics_addresses: tuple[str, ...] = Field((), description="addresses or networks that may read /metrics")
    metrics_token: str = Field(
        "", repr=False, description="who sends it as Authorization: Bearer may read /metrics; empty = nobody by a token"
    )
    traces_url: str = Field(
        "",
        description="where traces are sent by OpenTelemetry (OTLP over HTTP), such as http://127.0.0.1:4318; needs "
        "vettrak-api[otel]; empty = none",
    )
    audit_key: str = Field(
        "",
        repr=False,
        description="the installation's key of the audit trail, 32 bytes in URL-safe Base64; former ones follow it, "
        "comma-separated; empty = that of the file",
    )
    audit_key_file: str = Field(
        "",
        description="file of that key, made when it is first needed; empty = vettrak-audit.key beside the SQLite "
        "database, else in the folder in which the server runs. All servers of a database need the same",
    )
    audit_personal_days: int = Field(
        730,
        ge=0,
        le=36_500,
        description="former and new values of personal data are readable for so many days and a month; 0 = for ever",
    )
    audit_days: int = Field(
        0,
        ge=0,
        le=36_500,
        description="who changed what, by which operation, is kept for so many days; 0 = for ever",
    )
    erasures_file: str = Field(
        "",
        description="list of who was erased, by codes alone, to erase them again in a restored backup; empty = "
        "vettrak-erasures.jsonl beside the SQLite database, else in the folder in which the server runs",
    )
    quarantine_days: int = Field(
        0,
        ge=0,
        le=36_500,
        description="web enrolments and waitlist entries lose their personal data so many days after they were "
        "decided; 0 = never",
    )
    undo_days: int = Field(
        0,
        ge=0,
        le=36_500,
        description="days for which the processing of a web enrolment can be undone; what that needs holds personal "
        "data, and is deleted then; 0 = for ever",
    )
    sms_days: int = Field(
        0, ge=0, le=36_500, description="text messages to clients are remembered for so many days; 0 = for ever"
    )
    inactive_client_days: int = Field(
        0,
        ge=0,
        le=36_500,
        description="inactive clients without enrolments, awards, contracts and invoices are erased so many days after "
        "they were changed last; 0 = never",
    )
    background_work: bool = Field(
        True,
        description="whether processes that serve also send messages and delete what is old (one of them at a time); "
        "false where vettrak-api background does it",
    )

    @field_validator("database_schema")
    @classmethod
    def _schema(cls, value: str, info: ValidationInfo) -> str:
        url = info.data.get("database_url", "")
        if value and not url.startswith("postgresql") and url != cls.model_fields["database_url"].default:
            message = "is for PostgreSQL alone"
            raise ValueError(message)
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            message = f"unknown time zone {value!r}; use a name such as Australia/Sydney"
            raise ValueError(message) from error
        return value

    @field_validator("public_url", "portal_url", "traces_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            message = "must start with http:// or https://"
            raise ValueError(message)
        return value.rstrip("/")

    @field_validator("sms_url", "sms_balance_url")
    @classmethod
    def _gateway(cls, value: str) -> str:
        try:
            address = urlsplit(value)
            host = address.hostname if address.port != 0 else None
        except ValueError:
            host = None
        if value and not (host and value.isascii() and value.isprintable() and " " not in value):
            message = "is no address"
            raise ValueError(message)
        if value and address.username is not None:
            message = "may name no user; what opens the gateway is VETTRAK_SMS_TOKEN"
            raise ValueError(message)
        if value and address.scheme != "https" and not (address.scheme == "http" and is_loopback(host or "")):
            message = "must start with https:// (http:// is for this computer alone)"
            raise ValueError(message)
        return value

    @field_validator("sms_token", "metrics_token")
    @classmethod
    def _token(cls, value: str) -> str:
        if not (value.isascii() and value.isprintable()):
            message = "may hold printable ASCII characters only"
            raise ValueError(message)
        return value.strip()

    @field_validator("audit_key")
    @classmethod
    def _keys(cls, value: str) -> str:
        read_keys(value)
        return value

    @field_validator("portal_addresses", "trusted_proxies", "metrics_addresses")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            try:
                ip_network(network, strict=False)
            except ValueError as error:
                message = f"{network!r} is no address or network"
                raise ValueError(message) from error
        return value

    @field_validator("forwarded_headers")
    @classmethod
    def _known_headers(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        known = {name.lower(): name for name in FORWARDED_HEADERS}
        unknown = [name for name in value if name.lower() not in known]
        if unknown:
            message = f"unknown header {unknown[0]!r}; known are {', '.join(FORWARDED_HEADERS)}"
            raise ValueError(message)
        named = tuple(known[name.lower()] for name in value)
        twice = sorted(TOLD_BY_FORWARDED & set(named)) if "Forwarded" in named else []
        if twice:
            message = f"Forwarded tells what {', '.join(twice)} tells; name what the proxies set"
            raise ValueError(message)
        return named

    @field_validator("mail_sender")
    @classmethod
    def _sender(cls, value: str) -> str:
        # It may have a name before it: Training <training@rto.example>.
        address = parseaddr(value)[1]
        if value and not (value.isprintable() and address in value and is_address(address)):
            message = f"{value!r} is no mail address"
            raise ValueError(message)
        return value

    @field_validator("staff_mail_to")
    @classmethod
    def _mail_addresses(cls, value: str) -> str:
        for address in split_addresses(value):
            if not is_address(address):
                message = f"{address!r} is no mail address"
                raise ValueError(message)
        return value

    @property
    def staff_mail_addresses(self) -> list[str]:
        """Who hears of new web enrolments; nobody while no mail can be sent."""
        return split_addresses(self.staff_mail_to) if self.smtp_host and self.mail_sender else []

    @property
    def zone(self) -> ZoneInfo:
        """The RTO's time zone."""
        return ZoneInfo(self.timezone)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then the file."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, InitSettingsSource(settings_cls, read_file())


def read_file() -> dict[str, Any]:
    """Return what the TOML file named by VETTRAK_CONFIG holds, or nothing when the variable is unset.

    Raises FileNotFoundError or tomllib.TOMLDecodeError when the named file is missing or not TOML.
    """
    name = os.environ.get("VETTRAK_CONFIG", "")
    return tomllib.loads(Path(name).read_text(encoding="utf-8")) if name else {}


class WrongSettings(Exception):
    """Settings that can not be used; the message names the variable or the file, and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


VARIABLE_PREFIXES = {"Settings": "VETTRAK_", "PasswordPolicy": "VETTRAK_PASSWORD_"}


def read_settings() -> Settings:
    """Return the settings of the environment and the file; raises WrongSettings."""
    try:
        return Settings()
    except ValidationError as error:
        raise WrongSettings(describe_errors(error)) from None
    except SettingsError as error:
        raise WrongSettings(f'A setting can not be read: {error}. Lists are written as JSON: ["a", "b"].') from None
    except OSError as error:
        raise WrongSettings(f"The file that VETTRAK_CONFIG names can not be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongSettings(f"The file that VETTRAK_CONFIG names is not TOML: {error}.") from None


def describe_errors(error: ValidationError) -> str:
    """Say which variables are wrong and why, without their values: one of them may be a secret."""
    prefix = VARIABLE_PREFIXES.get(error.title, "")
    lines = [
        f"The setting {prefix}{'_'.join(str(part) for part in entry['loc']).upper()} is not right: {entry['msg']}."
        for entry in error.errors(include_input=False, include_url=False)
    ]
    return "\n".join(line.replace("Value error, ", "").replace("..", ".") for line in lines)
