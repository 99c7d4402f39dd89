"""The request as the visitor sent it, before trusted proxies passed it on."""

from typing import Any
from urllib.parse import quote, unquote

from vettrak_api.asmx.proxies import Proxies
from vettrak_api.web.kit.paths import PATH_SAFE, directory_of


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


def home_from_outside(environ: dict[str, Any], proxies: Proxies, public_url: str) -> str:
    """Return the address of the home page as the visitor reaches it, for what is no site itself; ends with a slash."""
    directory = directory_of(public_url) or seen_from_outside(environ, proxies)["SCRIPT_NAME"]
    return quote(directory.encode("latin-1"), safe=PATH_SAFE) + "/"
