"""The request as the visitor sent it, before web servers and trusted proxies passed it on."""

from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from vettrak_api.asmx.proxies import Proxies

HOME = "vettrak.home"
"""The address of the home page, ending with a slash, in a request to what is no site of pages itself."""

FROM_WFASTCGI = "wsgi.path_info"
"""What wfastcgi alone adds: the path once more, in bytes. No client can send a variable of this name."""


def without_quirks(environ: dict[str, Any]) -> dict[str, Any]:
    """Return a request that came by wfastcgi with the path that WSGI means; every other one as it is.

    IIS's URL Rewrite tells the path before rewriting, in percent form, and wfastcgi takes it for the path as it is. And
    IIS tells the whole path twice, as SCRIPT_NAME and PATH_INFO, which wfastcgi keeps by one of its settings.
    """
    if FROM_WFASTCGI not in environ:
        return environ
    script, path = environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", "")
    original: str = environ.get("HTTP_X_ORIGINAL_URL", "").partition("?")[0]
    if original and (script + path).lower() == original.lower():
        script, path = (unquote_to_bytes(part.encode("latin-1")).decode("latin-1") for part in (script, path))
    if script == path:
        script = ""
    return {**environ, "SCRIPT_NAME": script, "PATH_INFO": path}


def below_directory(environ: dict[str, Any], directory: str) -> dict[str, Any]:
    """Return a request to a virtual directory as WSGI means it: with the directory in SCRIPT_NAME, not in the path.

    For web servers that pass paths on whole. Letter case does not matter; the directory keeps the client's.
    """
    path: str = environ.get("PATH_INFO", "")
    if not directory or not f"{path}/".lower().startswith(f"{directory}/".lower()):
        return environ
    length = len(directory)
    return {**environ, "SCRIPT_NAME": environ.get("SCRIPT_NAME", "") + path[:length], "PATH_INFO": path[length:]}


def seen_from_outside(environ: dict[str, Any], proxies: Proxies) -> dict[str, Any]:
    """Return the request with the visitor's address, and the scheme, host and path by which they reach the site."""
    scheme, _, rest = proxies.location({**environ, "PATH_INFO": ""}, "").partition("://")
    host, slash, path = rest.partition("/")
    # Two slashes at the beginning would make every address on a page one of another host.
    script = unquote(slash + path.lstrip("/"), "latin-1").rstrip("/")
    return {
        **environ,
        "REMOTE_ADDR": proxies.client_address(environ),
        "wsgi.url_scheme": scheme,
        "HTTP_HOST": host,
        "SCRIPT_NAME": script,
    }
