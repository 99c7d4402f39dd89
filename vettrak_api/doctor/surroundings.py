"""Examines what surrounds the server: addresses, proxies, the clock, the cost of passwords."""

import datetime
from importlib.util import find_spec
from urllib.parse import urlsplit

import vettrak_api.operations  # noqa: F401 - registers the operations
from vettrak_api.calls.call import REGISTRY
from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.doctor.findings import Finding, fail, ok, warn
from vettrak_api.hosting.connections import most_connections
from vettrak_api.settings import Settings


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


def look_at_web_servers(settings: Settings) -> Finding:
    """Look at how many connections waitress may keep here, and whether the other web server is in use."""
    room = most_connections(settings.connection_limit)
    detail = f"waitress keeps up to {room} connections"
    if find_spec("granian"):
        return warn(
            "web servers",
            f"{detail}; granian is installed",
            "Granian waits for slow senders for ever, and a few of them stop it. Use it (--server granian) only\n"
            "behind a web server that takes whole requests first, as nginx and IIS do.",
        )
    if room < settings.connection_limit:
        return warn(
            "web servers", detail, "Allow this user more open files (ulimit -n 4100), if the system has poll() at all."
        )
    return ok("web servers", detail)


def look_at_proxies(settings: Settings) -> Finding:
    """Look at whose forwarded headers count: they decide which address a log-in comes from."""
    trusted = ", ".join(settings.trusted_proxies)
    told = ", ".join(settings.forwarded_headers) or "no header"
    if any(entry in {"0.0.0.0/0", "::/0"} for entry in settings.trusted_proxies):
        return fail(
            "trusted proxies",
            "everybody is trusted, so everybody can pretend to come from anywhere",
            'Name the web server in front: VETTRAK_TRUSTED_PROXIES=["10.0.0.5"]',
        )
    if settings.trusted_proxies == Settings.model_fields["trusted_proxies"].default:
        return ok("trusted proxies", f"{trusted} (the default: a web server on this computer), for {told}")
    return ok("trusted proxies", f"{trusted}, for {told}" if trusted else "none")


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
