"""Steps on the disk: folders and who may do what in them, the Python environment, settings, and the database."""

from collections.abc import Iterator
from pathlib import PureWindowsPath

from vettrak_api.hosting.iis.actions import NO_ODBC, ODBC, Action, Step, copy, folder, remove, run, write
from vettrak_api.hosting.iis.machine import Machine
from vettrak_api.hosting.iis.texts import service_file, settings_file, values, web_config
from vettrak_api.hosting.iis.wishes import SERVICE, WFASTCGI, Refusal, Wishes

ADMINISTRATORS, SYSTEM_ACCOUNT = "*S-1-5-32-544", "*S-1-5-18"
"""By their numbers, since Windows translates the names."""

INSIDE = "(OI)(CI)"
READ, CHANGE, EVERYTHING = "RX", "M", "F"

EXTRAS = {"sqlserver": "sqlserver", "postgresql": "postgresql", "mariadb": "mariadb", "sqlite": ""}
DRIVER = "ODBC Driver 18 for SQL Server"


def home(wishes: Wishes, machine: Machine) -> Iterator[Step]:
    """Make the folders. A folder below C: is open to everybody at first; this one is not."""
    told = values(wishes)
    if not machine.exists(wishes.home_folder):
        yield Step(f"Make the folder {wishes.home_folder}", folder(wishes.home_folder), (remove(wishes.home_folder),))
    grants = [f"{who}:{INSIDE}{EVERYTHING}" for who in (ADMINISTRATORS, SYSTEM_ACCOUNT)]
    closing = icacls(machine, wishes.home_folder, "/inheritance:r", "/grant:r", *grants)
    yield Step(f"Let administrators alone into {wishes.home_folder}", closing, again=True)
    inside = [told["site_folder"], str(PureWindowsPath(told["settings"]).parent), told["logs"]]
    inside += [f"{wishes.home_folder}\\service"] if wishes.way == SERVICE else []
    if wishes.database == "sqlite":
        inside.append(f"{wishes.home_folder}\\data")
    if _has_root(wishes):
        inside.append(f"{wishes.home_folder}\\root")
    for path in inside:
        if not machine.exists(path):
            yield Step(f"Make the folder {path}", folder(path), (remove(path),))


def environment(wishes: Wishes, machine: Machine) -> Iterator[Step]:
    """Make the Python environment of a version, beside those that are there."""
    path = f"{wishes.home_folder}\\versions\\{wishes.version}"
    program = f"{path}\\Scripts\\vettrak-api.exe"
    if machine.exists(program):
        return
    made = run(wishes.python, "-m", "venv", "--clear", path)
    yield Step(f"Make the Python environment {path}", made, (remove(path),))
    extras = ",".join(filter(None, (EXTRAS[wishes.database], "wfastcgi" if wishes.way == WFASTCGI else "")))
    wanted = f"vettrak-api[{extras}]=={wishes.version}" if extras else f"vettrak-api=={wishes.version}"
    source = ("--no-index", "--find-links", wishes.packages) if wishes.packages else ()
    constraints = f"{wishes.packages}\\constraints.txt"
    if wishes.packages and machine.exists(constraints):
        source = (*source, "-c", constraints)
    pip = (f"{path}\\Scripts\\python.exe", "-m", "pip", "install", "--disable-pip-version-check", "--no-input")
    yield Step(f"Install {wanted}", run(*pip, *source, wanted))
    yield Step("See whether it starts", run(program, "--version"))


def settings(wishes: Wishes, machine: Machine) -> Iterator[Step]:
    """Write the settings file, unless there is one."""
    path = values(wishes)["settings"]
    if machine.exists(path):
        return
    if wishes.settings:
        yield Step(f"Copy the settings to {path}", copy(wishes.settings, path), (remove(path),))
        return
    if not (wishes.database_url or wishes.odbc_source or wishes.database == "sqlite"):
        raise Refusal(
            "Say where the database is: --odbc-source NAME (with --sql-server and --sql-database the source is made), "
            "--database-url URL, or --settings FILE."
        )
    yield Step(f"Write the settings to {path}", write(path, settings_file(wishes)), (remove(path),))


def odbc(wishes: Wishes, machine: Machine) -> Iterator[Step]:
    """Make the ODBC source."""
    name = wishes.odbc_source
    if not name or name.lower() in map(str.lower, machine.odbc_sources()):
        return
    if not wishes.sql_server:
        raise Refusal(
            f"There is no system ODBC source {name} of 64 bits. Name --sql-server and --sql-database, and it is made."
        )
    properties = (f"Server={wishes.sql_server}", f"Database={wishes.sql_database}", "Trusted_Connection=Yes")
    action = Action(ODBC, name=name, driver=DRIVER, properties=(*properties, "Encrypt=Yes"))
    yield Step(f"Make the system ODBC source {name}", action, (Action(NO_ODBC, name=name),))


def _has_root(wishes: Wishes) -> bool:
    """Tell whether the site is ours and the application is below its root, which then is an empty folder."""
    return bool(wishes.port and wishes.directory)


def rights(wishes: Wishes, machine: Machine, base: str, *, is_first: bool) -> Iterator[Step]:
    """Let the server's identity use what it needs, and nothing else.

    A version that runs needs the same rights, so they are taken back only when the first installation fails.
    """
    told, who = values(wishes), wishes.identity
    places = {
        f"{wishes.home_folder}\\versions\\{wishes.version}": READ,
        base: READ,
        told["site_folder"]: READ,
        str(PureWindowsPath(told["settings"]).parent): READ,
        told["logs"]: CHANGE,
    }
    if wishes.database == "sqlite":
        places[f"{wishes.home_folder}\\data"] = CHANGE
    if _has_root(wishes):
        places[f"{wishes.home_folder}\\root"] = READ
    for place, right in places.items():
        meaning = "change what is in" if right == CHANGE else "read"
        granted = icacls(machine, place, "/grant", f"{who}:{INSIDE}{right}", "/Q")
        undo = (icacls(machine, place, "/remove:g", who, "/Q"),)
        yield Step(f"Let {who} {meaning} {place}", granted, undo if is_first else (), again=True)


def rights_removed(wishes: Wishes, machine: Machine) -> Iterator[Step]:
    """Take the rights back on what stays."""
    told = values(wishes)
    base = str(PureWindowsPath(wishes.python).parent)
    stay = [base, str(PureWindowsPath(told["settings"]).parent), told["logs"], f"{wishes.home_folder}\\data"]
    for place in filter(machine.exists, stay):
        action = icacls(machine, place, "/remove:g", wishes.identity, "/Q")
        yield Step(f"Take from {wishes.identity} its rights on {place}", action)


def migration(wishes: Wishes) -> Step:
    """Bring the tables to what a version needs; it does no harm to do so twice."""
    program = f"{wishes.home_folder}\\versions\\{wishes.version}\\Scripts\\vettrak-api.exe"
    action = run(program, "db", "upgrade", environment={"VETTRAK_CONFIG": values(wishes)["settings"]})
    return Step("Bring the database's tables up to date; they stay so when the rest is taken back", action, again=True)


def web_files(wishes: Wishes, machine: Machine) -> Iterator[Step]:
    """Write web.config: what switches from one version to another."""
    path, text = f"{values(wishes)['site_folder']}\\web.config", web_config(wishes)
    yield from rewritten(f"Write {path} for version {wishes.version}", path, text, machine)


def service(wishes: Wishes, machine: Machine) -> Iterator[Step]:
    """Install WinSW as a Windows service that runs under an account of its own."""
    if wishes.way != SERVICE:
        return
    program = f"{wishes.home_folder}\\service\\{wishes.pool}.exe"
    if not machine.exists(program):
        if not wishes.winsw or not machine.exists(wishes.winsw):
            raise Refusal(
                "The Windows service needs WinSW: get WinSW-x64.exe from https://github.com/winsw/winsw/releases "
                "and name it: --winsw C:\\release\\WinSW-x64.exe"
            )
        yield Step(f"Copy WinSW to {program}", copy(wishes.winsw, program), (remove(program),))
    yield from rewritten(
        "Write what the service runs",
        f"{wishes.home_folder}\\service\\{wishes.pool}.xml",
        service_file(wishes),
        machine,
    )
    if not machine.has_service(wishes.pool):
        yield Step(f"Install the service {wishes.pool}", run(program, "install"), (run(program, "uninstall"),))
        account = ("config", wishes.pool, "obj=", wishes.identity, "password=", "")
        action = run(f"{machine.system}\\sc.exe", *account)
        yield Step(f"Run it as {wishes.identity}, which may do little", action)


def service_started(wishes: Wishes) -> Step:
    """Start the service anew with what its file says now."""
    program = f"{wishes.home_folder}\\service\\{wishes.pool}.exe"
    undo = (run(program, "stop", accepts=(0, 1)),)
    return Step(f"Start the service {wishes.pool}", run(program, "restart"), undo, again=True)


def service_removed(wishes: Wishes, machine: Machine) -> Iterator[Step]:
    """Stop and remove the Windows service."""
    if wishes.way == SERVICE and machine.has_service(wishes.pool):
        program = f"{wishes.home_folder}\\service\\{wishes.pool}.exe"
        yield Step(f"Stop the service {wishes.pool}", run(program, "stop", accepts=(0, 1)))
        yield Step(f"Remove the service {wishes.pool}", run(program, "uninstall"))


def rewritten(title: str, path: str, text: str, machine: Machine) -> Iterator[Step]:
    """Write a file that is not as it should be; taken back it is as it was."""
    before = machine.read(path)
    if before != text:
        yield Step(title, write(path, text), (remove(path) if before is None else write(path, before),))


def icacls(machine: Machine, *arguments: str) -> Action:
    """Run Windows's program for rights."""
    return run(f"{machine.system}\\icacls.exe", *arguments)
