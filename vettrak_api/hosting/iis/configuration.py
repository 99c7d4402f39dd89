"""What applicationHost.config, in which IIS keeps everything that is no web.config, says of sites and pools."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET  # the server's own file, which administrators alone may write

EMPTY = "<configuration/>"


@dataclass(frozen=True)
class Binding:
    """Where a site listens; address is * for every one, host is empty for every name."""

    protocol: str
    address: str
    port: int
    host: str


@dataclass(frozen=True)
class Application:
    """A virtual directory with a program behind it; preloaded: started with its pool."""

    site: str
    path: str
    pool: str
    folder: str
    is_preloaded: bool = False


class Configuration:
    """IIS's configuration, read."""

    def __init__(self, text: str = EMPTY) -> None:
        self._root = ET.fromstring(text)  # noqa: S314 - see the import

    def site_names(self) -> list[str]:
        """Name the web sites."""
        return [site.get("name", "") for site in self._sites()]

    def bindings(self, site_name: str) -> list[Binding]:
        """Return where a site listens by HTTP and HTTPS."""
        entries = [
            entry
            for site in self._sites()
            if _same(site.get("name"), site_name)
            for entry in site.iterfind("bindings/binding")
        ]
        return [binding for binding in map(_binding, entries) if binding is not None]

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
                    entry.get("preloadEnabled", "").lower() == "true",
                )

    def pool_names(self) -> list[str]:
        """Name the application pools."""
        found = self._root.iterfind("system.applicationHost/applicationPools/add")
        return [entry.get("name", "") for entry in found]

    def pool_says(self, name: str, setting: str) -> str:
        """Return what an application pool says itself, such as `processModel.idleTimeout`; blank for nothing."""
        *folders, attribute = setting.split(".")
        for entry in self._root.iterfind("system.applicationHost/applicationPools/add"):
            place = entry.find("/".join(folders)) if folders else entry
            if _same(entry.get("name"), name) and place is not None:
                return place.get(attribute, "")
        return ""

    def fastcgi(self) -> dict[tuple[str, str], dict[str, str]]:
        """Return the programs that may be started by FastCGI: their limits by path and arguments."""
        found = self._root.iterfind("system.webServer/fastCgi/application")
        return {(entry.get("fullPath", ""), entry.get("arguments", "")): dict(entry.attrib) for entry in found}

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


def _binding(entry: ET.Element) -> Binding | None:
    """Read `*:443:api.example` or `[::1]:80:`; None for what is neither HTTP nor HTTPS."""
    protocol, told = entry.get("protocol", ""), entry.get("bindingInformation", "")
    address, _, rest = told.rpartition("]:") if "]:" in told else told.partition(":")
    port, _, host = rest.partition(":")
    if protocol not in {"http", "https"} or not port.isdigit():
        return None
    return Binding(protocol, f"{address}]" if "]:" in told else address, int(port), host)


def _same(one: str | None, other: str) -> bool:
    return (one or "").lower() == other.lower()
