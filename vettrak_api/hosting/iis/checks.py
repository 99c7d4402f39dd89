"""What makes an installation impossible, found before anything is done; each in a line that says what to do."""

from vettrak_api.hosting.iis.configuration import Configuration
from vettrak_api.hosting.iis.file_steps import DRIVER
from vettrak_api.hosting.iis.iis_steps import location
from vettrak_api.hosting.iis.machine import Interpreter, Machine
from vettrak_api.hosting.iis.texts import values
from vettrak_api.hosting.iis.wishes import SERVICE, USUAL_PYTHON, Refusal, Wishes

OLDEST, NEWEST = (3, 11), (3, 14)
ROOM_NEEDED = 500_000_000
"""Bytes on the disk of the home folder: an environment has about 200 MB, and pip needs as much while it works."""

FOR_ALL_USERS = "Install Python from python.org with 'Install for all users', and name it: --python"


def require_python(wishes: Wishes, machine: Machine) -> Interpreter:
    """Return what a Python tells of itself; raises Refusal when the server could not run on it."""
    path = wishes.python.lower()
    found = machine.interpreter(wishes.python) if machine.exists(wishes.python) else None
    if found is None:
        raise Refusal(f"There is no Python that starts at {wishes.python}. {FOR_ALL_USERS} {USUAL_PYTHON}")
    if "\\windowsapps\\" in path or "\\windowsapps\\" in found.folder.lower():
        raise Refusal(
            f"{wishes.python} is Microsoft's Store's Python, which IIS can not start. {FOR_ALL_USERS} {USUAL_PYTHON}"
        )
    if "\\users\\" in path or "\\users\\" in found.folder.lower():
        raise Refusal(
            f"{wishes.python} is the Python of one user: the application pool may not read it, and requests would "
            f"hang. {FOR_ALL_USERS} {USUAL_PYTHON}"
        )
    if not OLDEST <= found.version <= NEWEST or not found.is_64_bit or not found.makes_environments:
        bits, version = "64" if found.is_64_bit else "32", ".".join(map(str, found.version))
        raise Refusal(
            f"{wishes.python} is Python {version} with {bits} bits; needed is Python 3.11 to 3.14 with 64 bits and the "
            f"module venv. {FOR_ALL_USERS} {USUAL_PYTHON}"
        )
    return found


def require_place(wishes: Wishes, iis: Configuration) -> None:
    """Raise Refusal when somebody else is where the application is to be."""
    folder = values(wishes)["site_folder"]
    for each in iis.applications():
        ours = each.folder.lower() == folder.lower()
        here = each.site.lower() == wishes.site.lower() and each.path.rstrip("/").lower() == wishes.directory.lower()
        if here and not ours:
            raise Refusal(
                f"{location(wishes) or wishes.site} is an application already, in {each.folder or 'a folder unknown'}. "
                "Choose another --path or --site, or uninstall that one first."
            )
        if ours and not here:
            raise Refusal(
                f"{wishes.home_folder} holds the installation of {each.site}{each.path.rstrip('/')} already. Choose "
                "another --home-folder (and another --pool) for a second one."
            )
        if not ours and each.pool.lower() == wishes.pool.lower():
            raise Refusal(
                f"The application pool {wishes.pool} belongs to {each.site}{each.path.rstrip('/')}. "
                "Choose another --pool."
            )


def require_folders(wishes: Wishes, machine: Machine) -> None:
    """Raise Refusal when a folder can not be written to, or a named file is not there."""
    for option, folder in (("home-folder", wishes.home_folder), ("logs", values(wishes)["logs"])):
        if not machine.is_writable(folder):
            raise Refusal(
                f"The folder {folder} can not be written to: it is read-only, its disk is full or missing, or this is "
                f"no administrator's PowerShell. Put that right, or choose another --{option}."
            )
    if machine.free_bytes(wishes.home_folder) < ROOM_NEEDED:
        raise Refusal(
            f"The disk of {wishes.home_folder} has less than {ROOM_NEEDED // 1_000_000} MB left, which a version and "
            "its logs need. Make room, or choose another --home-folder."
        )
    for option in ("settings", "packages"):
        path: str = getattr(wishes, option)
        if path and not machine.exists(path):
            raise Refusal(f"There is no {path}, which --{option} names.")


def require_driver(wishes: Wishes, machine: Machine) -> None:
    """Raise Refusal when SQL Server is to be reached without Microsoft's ODBC driver."""
    if wishes.database == "sqlserver" and not any("for SQL Server" in name for name in machine.odbc_drivers()):
        raise Refusal(
            f"The {DRIVER} (64 bits) is not installed. Get it from https://aka.ms/downloadmsodbcsql, install it, and "
            "start again."
        )


def require_free_service_port(wishes: Wishes, machine: Machine) -> None:
    """Raise Refusal when another program has the port of the Windows service."""
    if wishes.way == SERVICE and not machine.has_service(wishes.pool) and not machine.is_free(wishes.service_port):
        raise Refusal(f"Another program listens at port {wishes.service_port}. Choose another --service-port.")
