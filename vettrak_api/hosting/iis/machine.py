"""What the planner asks of the computer. It only looks; the scripts are what changes it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from vettrak_api.hosting.iis.configuration import Configuration
from vettrak_api.hosting.iis.wishes import Refusal

SYSTEM = r"C:\Windows\System32"

ASKED_OF_PYTHON = (
    "import importlib.util as u, json, sys; print(json.dumps([list(sys.version_info[:2]), sys.maxsize > 2**32, "
    "bool(u.find_spec('venv') and u.find_spec('ensurepip')), sys.base_prefix]))"
)


@dataclass(frozen=True)
class Interpreter:
    """A Python: version, whether it has 64 bits and makes environments, and the folder that it lives in."""

    version: tuple[int, int]
    is_64_bit: bool
    makes_environments: bool
    folder: str


class Machine(Protocol):
    """A computer as the planner sees it."""

    is_real: bool

    @property
    def system(self) -> str:
        """The folder of Windows's own programs."""

    def configuration(self) -> Configuration:
        """Read IIS's configuration; raises Refusal when there is none or it may not be read."""

    def exists(self, path: str) -> bool:
        """Tell whether there is a file or a folder."""

    def read(self, path: str) -> str | None:
        """Read a text file; None when there is none."""

    def is_writable(self, folder: str) -> bool:
        """Tell whether a folder can be written to, or made if it is missing."""

    def free_bytes(self, folder: str) -> int:
        """Tell how much room there is where a folder is, or will be."""

    def is_free(self, port: int) -> bool:
        """Tell whether nobody listens at a port."""

    def interpreter(self, path: str) -> Interpreter | None:
        """Ask a Python about itself; None when it does not start."""

    def odbc_drivers(self) -> list[str]:
        """Name the ODBC drivers, of 64 bits."""

    def odbc_sources(self) -> list[str]:
        """Name the system ODBC sources, of 64 bits."""

    def has_service(self, name: str) -> bool:
        """Tell whether there is a Windows service of that name."""


class BlankMachine:
    """A Windows Server on which nothing of ours is installed: plans to read on any computer."""

    is_real = False
    system = SYSTEM

    def __init__(self, there: Collection[str] = ()) -> None:
        self._there = frozenset(there)

    def configuration(self) -> Configuration:
        """IIS with its first site and everything that can be had for it."""
        modules = ("FastCgiModule", "httpPlatformHandler", "RewriteModule", "ApplicationRequestRouting")
        listed = "".join(f'<add name="{name}"/>' for name in (*modules, "ApplicationInitializationModule"))
        return Configuration(
            "<configuration><system.applicationHost><applicationPools/><sites><site name='Default Web Site'><bindings>"
            "<binding protocol='http' bindingInformation='*:80:'/></bindings></site></sites></system.applicationHost>"
            f"<system.webServer><globalModules>{listed}</globalModules></system.webServer></configuration>"
        )

    def exists(self, path: str) -> bool:
        """Nothing is there but the files that the administrator brings along."""
        return path in self._there

    def read(self, path: str) -> str | None:
        """There are no files to read."""
        del path
        return None

    def is_writable(self, folder: str) -> bool:
        """Every folder."""
        return bool(folder)

    def free_bytes(self, folder: str) -> int:
        """Plenty."""
        return 10**12 if folder else 0

    def is_free(self, port: int) -> bool:
        """Every port."""
        return bool(port)

    def interpreter(self, path: str) -> Interpreter | None:
        """Any is as good as the newest."""
        return Interpreter((3, 13), is_64_bit=True, makes_environments=True, folder=path.rpartition("\\")[0])

    def odbc_drivers(self) -> list[str]:
        """Microsoft's."""
        return ["ODBC Driver 18 for SQL Server"]

    def odbc_sources(self) -> list[str]:
        """None."""
        return []

    def has_service(self, name: str) -> bool:
        """None of ours."""
        return not name


class WindowsMachine:
    """This computer, on Windows."""

    is_real = True

    def __init__(self) -> None:
        self.system = str(Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32"))

    def configuration(self) -> Configuration:
        """Read IIS's configuration."""
        path = Path(self.system, "inetsrv", "config", "applicationHost.config")
        try:
            return Configuration(path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            raise Refusal(
                "IIS is not installed on this computer. In an administrator's PowerShell: "
                "Install-WindowsFeature Web-Server, Web-CGI, Web-AppInit -IncludeManagementTools"
            ) from None
        except PermissionError:
            raise Refusal(f"{path} may not be read: start PowerShell as an administrator.") from None

    def exists(self, path: str) -> bool:
        """Look."""
        return Path(path).exists()

    def read(self, path: str) -> str | None:
        """Read a text file."""
        try:
            return Path(path).read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return None

    def is_writable(self, folder: str) -> bool:
        """Write a file into the folder, or into the nearest above it that there is, and remove it again."""
        try:
            with tempfile.TemporaryFile(dir=_nearest(folder)):
                return True
        except OSError:
            return False

    def free_bytes(self, folder: str) -> int:
        """Ask the disk."""
        return shutil.disk_usage(_nearest(folder)).free

    def is_free(self, port: int) -> bool:
        """Try to listen there."""
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
        return True

    def interpreter(self, path: str) -> Interpreter | None:
        """Start it and let it tell."""
        try:
            done = subprocess.run(  # noqa: S603 - the administrator's choice
                [path, "-c", ASKED_OF_PYTHON], capture_output=True, text=True, timeout=60, check=True
            )
            version, is_64_bit, makes_environments, folder = json.loads(done.stdout)
        except (OSError, subprocess.SubprocessError, ValueError):
            return None
        return Interpreter((version[0], version[1]), is_64_bit, makes_environments, folder)

    def odbc_drivers(self) -> list[str]:
        """Ask the registry."""
        return _registry_names(r"SOFTWARE\ODBC\ODBCINST.INI\ODBC Drivers")

    def odbc_sources(self) -> list[str]:
        """Ask the registry."""
        return _registry_names(r"SOFTWARE\ODBC\ODBC.INI\ODBC Data Sources")

    def has_service(self, name: str) -> bool:
        """Ask the registry."""
        return bool(_registry_names(rf"SYSTEM\CurrentControlSet\Services\{name}"))


def _nearest(folder: str) -> Path:
    """Return a folder, or the nearest above it that there is."""
    place = Path(folder)
    while not place.exists() and place != place.parent:
        place = place.parent
    return place


def _registry_names(key: str) -> list[str]:
    """Name the values of a key of this computer; none when there is no such key."""
    import winreg  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - Windows only

    registry: Any = winreg
    try:
        with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, key) as opened:
            return [registry.EnumValue(opened, number)[0] for number in range(registry.QueryInfoKey(opened)[1])]
    except FileNotFoundError:
        return []


def this_machine(brought: Collection[str]) -> Machine:
    """Return the computer that this runs on; where there is no Windows a blank one with the files that are brought."""
    if sys.platform == "win32":
        return WindowsMachine()
    return BlankMachine(brought)  # type: ignore[unreachable,unused-ignore]
