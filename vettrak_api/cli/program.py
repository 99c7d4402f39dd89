"""The program itself: its commands, its general options, and one clear message for every error."""

import io
import os
import sys
from typing import Annotated, Any, NoReturn

import typer
from sqlalchemy.exc import SQLAlchemyError

from vettrak_api import __version__
from vettrak_api.cli import (
    audit,
    background,
    backup,
    clients,
    database,
    demonstration,
    doctor,
    documentation,
    erase,
    iis,
    log,
    maintenance,
    outbox,
    portals,
    quarantine,
    retention,
    scaffold,
    server,
    tenants,
    transfer,
    users,
)
from vettrak_api.cli.common import FAILED, TENANT, Problem, errors, read_settings
from vettrak_api.database.addresses import without_secrets
from vettrak_api.database.troubleshooting import advice

TRACEBACK = "VETTRAK_TRACEBACK"

FORGIVING = frozenset({"backslashreplace", "ignore", "namereplace", "replace", "xmlcharrefreplace"})
"""Ways to treat a character that an encoding lacks which raise no error."""


class Program(typer.Typer):
    """Turns what goes wrong into a message and an exit code; --traceback shows the details."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Run the program with the words of the command line."""
        accept_every_character()
        try:
            return super().__call__(*arguments, **options)
        except Problem as problem:
            end(problem.message, problem.exit_code)
        except (SQLAlchemyError, ImportError) as error:
            if os.environ.get(TRACEBACK):
                raise
            end(advice(error, named_url()), FAILED)
        except Exception as error:
            if os.environ.get(TRACEBACK):
                raise
            # What can not be encoded may be a letter of a password.
            said = "" if isinstance(error, UnicodeError) else f": {without_secrets(str(error), named_url())}"
            end(f"{type(error).__name__}{said}\nFor the details add --traceback before the command.", FAILED)


def accept_every_character() -> None:
    """Let the console show an escape for a character that its encoding lacks.

    Redirected output and scheduled tasks on Windows are in the computer's own code page, and refuse a name that it
    can not spell; a command must not fail by that when its work is done.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors not in FORGIVING:
            stream.reconfigure(errors="backslashreplace")


def named_url() -> str:
    """Return the URL of the database that the settings name; blank when they can not be read."""
    try:
        return read_settings().database_url
    except Problem:
        return ""


def end(message: str, exit_code: int) -> NoReturn:
    """Print the message of an error and leave."""
    errors.print("vettrak-api:", style="bold red", end=" ")
    errors.print(message)
    raise SystemExit(exit_code)


def show_version(wanted: bool) -> None:  # noqa: FBT001 - typer's callback
    """Print the version and leave."""
    if wanted:
        typer.echo(f"vettrak-api {__version__}")
        raise typer.Exit


app = Program(
    name="vettrak-api",
    help="A server that speaks the VETtrak API, and what its administrator needs.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def general(
    *,
    traceback: Annotated[bool, typer.Option("--traceback", help="Show Python's traceback of an error.")] = False,
    tenant: Annotated[
        str,
        typer.Option(
            "--tenant", metavar="NAME", help="The organisation that the command is about, where many are served."
        ),
    ] = "",
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Remember the general options."""
    del version
    if traceback:
        os.environ[TRACEBACK] = "1"
    if tenant:
        os.environ[TENANT] = tenant


app.command("serve")(server.serve)
app.command("background")(background.background)
app.add_typer(database.app, name="db")
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.add_typer(clients.app, name="client")
app.add_typer(erase.app, name="erase")
app.command("retention")(retention.retention)
app.command("demo-data")(demonstration.demo_data)
app.command("portals")(portals.portals)
app.command("tour")(demonstration.tour)
app.command("doctor")(doctor.doctor)
app.command("log")(log.log)
app.command("import")(transfer.import_)
app.command("export")(transfer.export)
app.add_typer(users.app, name="user")
app.add_typer(tenants.app, name="tenant")
app.add_typer(maintenance.token, name="token")
app.add_typer(outbox.mail, name="mail")
app.add_typer(outbox.sms, name="sms")
app.add_typer(outbox.app, name="outbox")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(audit.app, name="audit")
app.add_typer(iis.app, name="iis")
app.add_typer(documentation.wsdl, name="wsdl")
app.add_typer(documentation.coverage, name="coverage")
app.command("scaffold")(scaffold.scaffold)
