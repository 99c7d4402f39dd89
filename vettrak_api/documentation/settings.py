"""The page docs/settings.md, written from the settings themselves: defaults, values, units, and what is secret."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin

import annotated_types
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from vettrak_api.documentation.written import write_or_check
from vettrak_api.settings import FEATURES, PasswordPolicy, Settings

COMMAND = "python -m vettrak_api.documentation.settings"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "settings.md"

HEAD = f"""<!-- Written by {COMMAND}; change vettrak_api/settings.py instead. -->
# Settings

Every setting is an environment variable, or an entry of the TOML file that `VETTRAK_CONFIG` names (there in lower
case and without the prefix: `public_url = "https://api.example.edu.au"`). A variable wins over the file. Lists are
written as JSON: `VETTRAK_TRUSTED_PROXIES=["10.0.0.5"]`. A setting that can not be understood stops the program with
exit code 2 and a message that names it.

A server reads its settings when it starts; restart it after a change. **Secret** settings are never logged or shown;
give their file or variable to nobody but the user that the server runs as.

"""

UNITS = MappingProxyType(
    {
        "bytes": "bytes",
        "days": "days",
        "hours": "hours",
        "kib": "KiB",
        "megabytes": "MB",
        "milliseconds": "ms",
        "minutes": "minutes",
        "seconds": "seconds",
    }
)
"""What the last word of a name tells."""

COUNTED = MappingProxyType(
    {
        "argon2_passes": "passes",
        "connection_limit": "connections",
        "database_pool_size": "connections",
        "minimum_length": "characters",
        "smtp_port": "a TCP port",
        "tenant_connections": "connections",
        "sms_credit": "messages",
        "throttle_free_failures": "failures",
    }
)
"""What numbers count whose names do not end with it."""

EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "database_url": "postgresql://vettrak:PASSWORD@localhost/vettrak",
        "database_schema": "rto",
        "public_url": "https://api.example.edu.au",
        "virtual_directory": "/vettrak",
        "trusted_proxies": '["10.0.0.5"]',
        "features": '["VETtrak API", "Short Courses"]',
        "cors_origins": "https://www.example.edu.au",
        "portal_addresses": '["198.51.100.10", "2001:db8:1::/48"]',
        "portal_url": "https://portal.example.edu.au",
        "mail_sender": "Training <training@rto.example>",
        "staff_mail_to": "office@rto.example, manager@rto.example",
        "smtp_host": "mail.rto.example",
        "smtp_user": "vettrak",
        "smtp_password": "PASSWORD",
        "sms_url": "https://sms.example.com/send",
        "sms_balance_url": "https://sms.example.com/balance",
        "sms_token": "TOKEN",
        "sms_sender": "Example RTO",
        "sms_providers": '["main", "reserve"]',
        "log_file": "/var/log/vettrak/vettrak.log",
        "erasures_file": "/var/lib/vettrak/vettrak-erasures.jsonl",
        "metrics_folder": "/run/vettrak/metrics",
        "metrics_addresses": '["10.0.0.20"]',
        "metrics_token": "TOKEN",
        "traces_url": "http://127.0.0.1:4318",
        "tenants": "/etc/vettrak/tenants.toml",
        "tenant_databases": "postgresql://vettrak:PASSWORD@localhost/",
        "audit_key": "bWFrZSBhIGtleSBvZiB5b3VyIG93bjogbWFrZS1rZXk=",
        "audit_key_file": "/etc/vettrak/audit.key",
    }
)
"""How settings are written whose defaults do not show it: texts and lists that are empty, and a few others."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write docs/settings.md, or with --check fail when it is stale."""
    return write_or_check(PAGE, COMMAND, page, arguments, main.__doc__)


def page() -> str:
    """Return the page as it should be."""
    return HEAD + "\n".join(rows()) + "\n"


def rows() -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| Variable | Default | Values | Example | Meaning |"
    yield "|---|---|---|---|---|"
    yield from _rows_of(Settings)
    yield from _rows_of(PasswordPolicy)


def _rows_of(settings: type[BaseSettings]) -> Iterator[str]:
    prefix = settings.model_config.get("env_prefix", "")
    for name, field in settings.model_fields.items():
        if name == "password_policy":
            continue  # its parts have rows of their own
        secret = "**Secret.** " if is_secret(field) else ""
        meaning = f"{secret}{field.description}"
        told = (_shown(name, field.default), values_of(name, field), f"`{example_of(name, field)}`", meaning)
        yield f"| `{prefix}{name.upper()}` | {' | '.join(told)} |"


def is_secret(field: FieldInfo) -> bool:
    """Tell whether a setting holds, or may hold, what nobody else may read."""
    return not field.repr


def example_of(name: str, field: FieldInfo) -> str:
    """Return how a setting may be written in a variable; raises KeyError for an empty one that nobody has told of."""
    if name in EXAMPLES or field.default in {"", ()}:
        return EXAMPLES[name]
    return _written(field.default)


def _written(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool | tuple) else str(value)


def values_of(name: str, field: FieldInfo) -> str:
    """Say what a setting may be: words, numbers with range and unit, yes or no, a list, a text."""
    kind = field.annotation
    if get_origin(kind) is Literal:
        return ", ".join(f"`{word}`" for word in get_args(kind))
    if get_origin(kind) is tuple:
        return "list"
    if kind is bool:
        return "`true`, `false`"
    if kind is str:
        return f"text{_longest(field)}"
    return f"{_range(field)} {unit_of(name)}".strip()


def unit_of(name: str) -> str:
    """Return what a number counts; raises KeyError for one that nobody has told of."""
    return UNITS.get(name.rpartition("_")[2]) or COUNTED[name]


def _longest(field: FieldInfo) -> str:
    longest = next((rule.max_length for rule in field.metadata if isinstance(rule, annotated_types.MaxLen)), None)
    return f", at most {longest} characters" if longest else ""


def _range(field: FieldInfo) -> str:
    least = next((str(rule.ge) for rule in field.metadata if isinstance(rule, annotated_types.Ge)), "")
    above = next((f"above {rule.gt}" for rule in field.metadata if isinstance(rule, annotated_types.Gt)), "")
    most = next((str(rule.le) for rule in field.metadata if isinstance(rule, annotated_types.Le)), "")
    if above:
        return f"{above}, to {most}" if most else above
    return f"{least} to {most}" if most else f"{least} or more"


def _shown(name: str, default: Any) -> str:
    """Return a default as it is written in a variable: lists as JSON."""
    if name == "features" and default == FEATURES:
        return "all"
    if default == "":
        return "empty"
    return f"`{_written(default)}`"


if __name__ == "__main__":
    sys.exit(main())
