"""`vettrak-api iis ...`: installation under IIS."""

from pathlib import Path
from typing import Annotated

import typer

from vettrak_api import __version__
from vettrak_api.cli.common import FAILED, Problem, console

app = typer.Typer(help="Installation under Windows's web server IIS.", no_args_is_help=True)

PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


@app.command(context_settings=PASS_ON, add_help_option=False)
def plan(context: typer.Context) -> None:
    """Print what an installation, an upgrade, a roll-back or an uninstallation would do (plan --help tells more)."""
    from vettrak_api.hosting.iis.program import planned  # noqa: PLC0415 - no other command needs it
    from vettrak_api.hosting.iis.wishes import Refusal  # noqa: PLC0415

    try:
        typer.echo(planned(context.args, "vettrak-api iis plan", __version__))
    except Refusal as refusal:
        raise Problem(refusal.message, refusal.exit_code) from None


@app.command()
def files(folder: Annotated[Path, typer.Argument(help="Where to; it is made if it is not there.")]) -> None:
    """Write the scripts, the web.config files, the guide and the planner into a folder."""
    from vettrak_api.hosting.iis.files import write_files  # noqa: PLC0415 - no other command needs it

    try:
        for path in write_files(folder, __version__):
            console.print(f"Wrote {path}")
    except OSError as error:
        raise Problem(f"{error.filename or folder} can not be written: {error.strerror}.", FAILED) from None
