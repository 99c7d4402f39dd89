"""Light or dark, as somebody chose it for all our pages: a cookie that the server reads, so that it needs no script."""

from collections.abc import Mapping

COOKIE = "vettrak_scheme"
SCHEMES = ("light", "dark")
KEPT_SECONDS = 365 * 24 * 3600


def scheme_of(cookies: Mapping[str, str]) -> str:
    """Return the scheme that somebody chose, or "" for the device's."""
    chosen = cookies.get(COOKIE, "")
    return chosen if chosen in SCHEMES else ""
