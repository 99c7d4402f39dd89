"""`vettrak-api wsdl ...` and `coverage ...`: files that are derived from the catalogue."""

import html
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from typer.cli import get_docs_for_click
from typer.core import TyperGroup

from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.cli.common import FAILED, Problem, console
from vettrak_api.settings import Settings

wsdl = typer.Typer(help="The four WSDL files.", no_args_is_help=True)
coverage = typer.Typer(help="The pages in docs/ that are generated.", no_args_is_help=True)

Folder = Annotated[Path, typer.Option(help="Where the files are.")]

BASE = "http://localhost"

Generator = Callable[[Sequence[str]], int]

COMMANDS_HEAD = "<!-- Written by vettrak-api coverage write; change vettrak_api/cli instead. -->\n"
EXIT_CODES = """Every command ends with exit code 0, with 1 when the work could not be done, or with 2 when the command
or a setting is wrong. Errors are one message that says what to do; `vettrak-api --traceback COMMAND` shows Python's
details. A console or redirected output whose encoding lacks a character shows an escape instead (`\\u0141` for Ł);
`PYTHONIOENCODING=utf-8` shows the character itself. [guide-operations.md](guide-operations.md) tells when to use what.
"""

HELP = "* `--help`: Show this message and exit.\n"
ONLY_HELP = f"\n**Options**:\n\n{HELP}"
"""What every command has, and no reader of the page needs."""


@wsdl.command("write")
def write_wsdl(folder: Folder = Path("wsdl")) -> None:
    """Write the WSDL of each service into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in descriptions().items():
        (folder / name).write_bytes(text)
        console.print(f"Wrote {folder / name}")


@wsdl.command("check")
def check_wsdl(folder: Folder = Path("wsdl")) -> None:
    """Fail when a WSDL file is missing or differs from what this version serves."""
    stale = [name for name, text in descriptions().items() if content(folder / name) != text]
    if stale:
        raise Problem(f"Stale in {folder}: {', '.join(stale)}. Run: vettrak-api wsdl write")
    console.print(f"The WSDL files in {folder} are fresh.")


def descriptions() -> dict[str, bytes]:
    """Return the WSDL of each service by file name, whatever the settings of this computer are."""
    import vettrak_api.operations  # noqa: F401, PLC0415 - registers them all; no other command needs them
    from vettrak_api.calls.pipeline import Pipeline  # noqa: PLC0415
    from vettrak_api.endpoints import build_endpoints  # noqa: PLC0415
    from vettrak_api.runtime import build_runtime  # noqa: PLC0415

    settings = Settings(database_url="sqlite://", public_url="", null_values="nil")
    catalogue = load_catalogue()
    endpoints = build_endpoints(Pipeline(build_runtime(settings), catalogue), settings, catalogue)
    return {
        f"{path.strip('/').removesuffix('.asmx')}.wsdl": endpoints[product].wsdl(BASE + path)
        for product, path in catalogue.endpoints.items()
    }


def content(path: Path) -> bytes | None:
    """Return what a file holds, or None when there is none."""
    return path.read_bytes() if path.exists() else None


@coverage.command("write")
def write_pages(context: typer.Context) -> None:
    """Write docs/coverage.md, docs/settings.md, docs/sheets.md and docs/commands.md."""
    for page in generators(context):
        page([])


@coverage.command("check")
def check_pages(context: typer.Context) -> None:
    """Fail when a generated page is stale."""
    stale = [page for page in generators(context) if page(["--check"])]
    if stale:
        raise typer.Exit(FAILED)
    console.print("The generated pages are fresh.")


def generators(context: typer.Context) -> tuple[Generator, ...]:
    """Return what writes or checks each page; they work in a checkout of the source only."""
    from vettrak_api.documentation import coverage as operations  # noqa: PLC0415 - reads all operations
    from vettrak_api.documentation import settings, sheets  # noqa: PLC0415
    from vettrak_api.documentation.written import write_or_check  # noqa: PLC0415

    folder = operations.PAGE.parent
    if not folder.is_dir():
        raise Problem("There is no folder docs beside the package: run this in a checkout of the source.")

    def commands(arguments: Sequence[str]) -> int:
        page = folder / "commands.md"
        return write_or_check(page, "vettrak-api coverage write", lambda: commands_page(context), arguments, None)

    return operations.main, settings.main, sheets.main, commands


def commands_page(context: typer.Context) -> str:
    """Return docs/commands.md: every command of this program, as its help tells it."""
    root = context.find_root()
    for command in _commands_of(root.command):
        # Help that is not called short is cut off in the lists of commands.
        command.short_help = (command.help or "").partition("\n\n")[0]
    told = get_docs_for_click(obj=root.command, ctx=cast(typer.Context, root), name="vettrak-api", title="Commands")
    page = html.unescape(told).replace(ONLY_HELP, "").replace(HELP, "")
    title, _, rest = page.strip().partition("\n")
    return f"{COMMANDS_HEAD}{title}\n\n{EXIT_CODES}{rest}\n"


def _commands_of(command: Any) -> Iterator[Any]:
    """Yield all commands below one."""
    if isinstance(command, TyperGroup):
        for each in command.commands.values():
            yield each
            yield from _commands_of(each)
