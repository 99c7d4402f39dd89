"""What applicationHost.config, in which IIS keeps everything that is no web.config, says of sites and pools."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET  # the server's own file, which administrators alone may write

EMPTY = "<configuration/>"


@dataclass(frozen=True)
class Binding:
    """Where a site listens; host is empty for every name."""

    protocol: str
    port: int
    host: str


@dataclass(frozen=True)
class Application:
    """A virtual directory with a program behind it."""

    site: str
    path: str
    pool: str
    folder: str


class Configuration:
    """IIS's configuration, read."""

    def __init__(self, text: str = EMPTY) -> None:
        self._root = ET.fromstring(text)  # noqa: S314 - see the import

    def site_names(self) -> list[str]:
        """Name the web sites."""
        return [site.get("name", "") for site in self._sites()]

    def bindings(self, site_name: str) -> list[Binding]:
        """Return where a site listens by HTTP and HTTPS."""
        return [
            Binding(protocol, int(port), host)
            for site in self._sites()
            if _same(site.get("name"), site_name)
            for entry in site.iterfind("bindings/binding")
            for protocol in [entry.get("protocol", "")]
            for port, _, host in [
                entry.get("bindingInformation", "").rpartition("]")[2].split(":", 1)[-1].partition(":")
            ]
            if protocol in {"http", "https"} and port.isdigit()
        ]

    def applications(self) -> Iterator[Application]:
        """Yield all applications of all sites."""
        for site in self._sites():
            for entry in site.iterfind("application"):
                root = next((each for each in entry.iterfind("virtualDirectory") if each.get("path") == "/"), None)
                yield Application(
                    site.get("name", ""),
                    entry.get("path", ""),
                    entry.get("applicationPool", "DefaultAppPool"),
                    root.get("physicalPath", "") if root is not None else "",
                )

    def pool_names(self) -> list[str]:
        """Name the application pools."""
        found = self._root.iterfind("system.applicationHost/applicationPools/add")
        return [entry.get("name", "") for entry in found]

    def fastcgi(self) -> list[tuple[str, str]]:
        """Return the programs that may be started by FastCGI: path and arguments of each."""
        found = self._root.iterfind("system.webServer/fastCgi/application")
        return [(entry.get("fullPath", ""), entry.get("arguments", "")) for entry in found]

    def modules(self) -> set[str]:
        """Name the modules that IIS has, in small letters."""
        found = self._root.iterfind("system.webServer/globalModules/add")
        return {entry.get("name", "").lower() for entry in found}

    def says_for(self, location: str, section: str) -> ET.Element | None:
        """Return a section as it is set for one application alone."""
        for place in self._root.iterfind("location"):
            found = place.find(section) if _same(place.get("path"), location) else None
            if found is not None:
                return found
        return None

    def is_unlocked(self, location: str, section: str) -> bool:
        """Tell whether an application's web.config may hold a section."""
        for place in self._root.iterfind("location"):
            # An empty path stands for the whole server.
            here = _same(place.get("path", ""), location) or not place.get("path")
            if here and place.get("overrideMode") == "Allow" and place.find(section) is not None:
                return True
        return False

    def allowed_variables(self) -> set[str]:
        """Name the server variables that rewriting rules may set."""
        found = self._root.iterfind(".//system.webServer/rewrite/allowedServerVariables/add")
        return {entry.get("name", "") for entry in found}

    def may_pass_on(self) -> bool:
        """Tell whether Application Request Routing passes requests on."""
        proxy = self._root.find("system.webServer/proxy")
        return proxy is not None and proxy.get("enabled", "").lower() == "true"

    def _sites(self) -> Iterator[ET.Element]:
        return self._root.iterfind("system.applicationHost/sites/site")


def _same(one: str | None, other: str) -> bool:
    return (one or "").lower() == other.lower()
