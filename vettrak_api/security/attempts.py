"""One try to log in, read once: whatever looks for the account, delays it or counts it goes by the same values."""

import hashlib
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Self, TypeAlias

from vettrak_api.model.base import fold, fold_exactly

LONGEST = 100
"""Characters of a user name and of a password; longer ones fail as a bad login (contract: ValidateClient)."""

LONGEST_ORIGIN = 45

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who claims to be whom, and from where.

    key: the user name as it is compared; exact: as that of a look-alike is. account: under which name its failures
    are kept, hashed, since people type passwords as names. address: where it came from. origin: under which name
    failures from there are kept. made: UTC milliseconds.
    """

    key: str
    exact: str
    password: str
    account: str
    address: str
    origin: str
    made: int
    is_possible: bool

    @classmethod
    def of(cls, kind: str, username: str | None, password: str | None, address: str, made: int) -> Self:
        """Read an attempt at an account of a kind, such as `client`."""
        name, secret = (username or "").strip(), password or ""
        key, exact = fold(name[:LONGEST]), fold_exactly(name[:LONGEST])
        is_possible = 0 < len(name) <= LONGEST and 0 < len(secret) <= LONGEST
        kept = account_of(kind, key)
        return cls(key, exact, secret[: LONGEST + 1], kept, address, origin_of(address), made, is_possible)


def account_of(kind: str, key: str) -> str:
    """Return under which name the attempts at an account of a kind are kept; key: its folded user name."""
    return hashlib.sha256(f"{kind}\0{key}".encode("utf-8", "surrogatepass")).hexdigest()


def origin_of(address: str) -> str:
    """Return under which name an address's failures are kept: an IPv6 network of 64 bits is one, for it is one home.

    What is no address (a proxy may say anything) is cut to what the column holds.
    """
    plain = address.partition("%")[0]  # without the zone of a link-local IPv6 address
    return _origin_of(plain) if len(plain) <= LONGEST_ORIGIN else _printable(plain)


@lru_cache(maxsize=1024)
def _origin_of(address: str) -> str:
    parsed = _parsed(address)
    if parsed is None:
        return _printable(address)
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def _printable(text: str) -> str:
    return "".join(filter(str.isprintable, text))[:LONGEST_ORIGIN]


class Networks:
    """Addresses and networks that a setting names."""

    def __init__(self, named: Iterable[str]) -> None:
        self._networks = [ipaddress.ip_network(name, strict=False) for name in named]

    def hold(self, address: str) -> bool:
        """Tell whether an address is one of them; what is no address never is."""
        parsed = _parsed(address) if self._networks else None
        return parsed is not None and any(parsed in network for network in self._networks)


def _parsed(address: str) -> Address | None:
    """Return the address that a text is, an IPv4 address in the clothes of IPv6 as itself; None when it is none."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return (parsed.ipv4_mapped or parsed) if isinstance(parsed, ipaddress.IPv6Address) else parsed
