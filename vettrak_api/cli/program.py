"""The program itself: its commands, its two general options, and one clear message for every error."""

import os
from typing import Annotated, Any, NoReturn

import typer
from sqlalchemy.exc import SQLAlchemyError

from vettrak_api import __version__
from vettrak_api.cli import (
    database,
    demonstration,
    doctor,
    documentation,
    maintenance,
    outbox,
    quarantine,
    scaffold,
    server,
    users,
)
from vettrak_api.cli.common import FAILED, Problem, errors
from vettrak_api.database.troubleshooting import advice

TRACEBACK = "VETTRAK_TRACEBACK"


class Program(typer.Typer):
    """Turns what goes wrong into a message and an exit code; --traceback shows the details."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Run the program with the words of the command line."""
        try:
            return super().__call__(*arguments, **options)
        except Problem as problem:
            end(problem.message, problem.exit_code)
        except (SQLAlchemyError, ModuleNotFoundError) as error:
            if os.environ.get(TRACEBACK):
                raise
            end(advice(error), FAILED)
        except Exception as error:
            if os.environ.get(TRACEBACK):
                raise
            end(f"{type(error).__name__}: {error}\nFor the details add --traceback before the command.", FAILED)


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
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Remember the general options."""
    del version
    if traceback:
        os.environ[TRACEBACK] = "1"


app.command("serve")(server.serve)
app.add_typer(database.app, name="db")
app.command("demo-data")(demonstration.demo_data)
app.command("tour")(demonstration.tour)
app.command("doctor")(doctor.doctor)
app.add_typer(users.app, name="user")
app.add_typer(maintenance.token, name="token")
app.add_typer(outbox.mail, name="mail")
app.add_typer(outbox.app, name="outbox")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(documentation.wsdl, name="wsdl")
app.add_typer(documentation.coverage, name="coverage")
app.command("scaffold")(scaffold.scaffold)
