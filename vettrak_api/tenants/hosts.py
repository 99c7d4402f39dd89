"""Host names as they are compared: in lower case, as DNS writes them, without port and without a dot at the end."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from vettrak_api.asmx.proxies import Proxies

LONGEST_HOST = 253
"""Characters, as DNS has it."""

_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
_IPV6 = re.compile(r"\[[0-9a-f:.]{2,45}\]")


def host_name(text: str) -> str:
    """Return a host name as it is compared; raises ValueError for what is none, or tells a port as well."""
    plain = text.strip().lower().removesuffix(".")
    try:
        name = plain if plain.isascii() else plain.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if len(name) > LONGEST_HOST or not (_NAME.fullmatch(name) or _IPV6.fullmatch(name)):
        message = "is no host name; write it without scheme, port and path, such as api.example.edu.au"
        raise ValueError(message)
    return name


def asked_host(environ: Mapping[str, Any], proxies: Proxies) -> str:
    """Return which host a request was sent to, as trusted proxies tell it; blank when that is no host name."""
    try:
        return host_name(without_port(urlsplit(proxies.origin(dict(environ))).netloc))
    except ValueError:
        return ""


def without_port(host: str) -> str:
    """Return a host without the port behind it, which says nothing of whose host it is."""
    return host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0]
