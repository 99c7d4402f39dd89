"""The request as the visitor sent it, before trusted proxies passed it on."""

from typing import Any
from urllib.parse import unquote

from vettrak_api.asmx.proxies import Proxies

HOME = "vettrak.home"
"""The address of the home page, ending with a slash, in a request to what is no site of pages itself."""


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
