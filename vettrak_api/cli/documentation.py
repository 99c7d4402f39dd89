"""`vettrak-api wsdl ...` and `coverage ...`: files that are derived from the catalogue."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from vettrak_api.catalogue.loader import load_catalogue
from vettrak_api.cli.common import FAILED, Problem, console
from vettrak_api.settings import Settings

wsdl = typer.Typer(help="The four WSDL files.", no_args_is_help=True)
coverage = typer.Typer(help="The pages in docs/ that are generated.", no_args_is_help=True)

Folder = Annotated[Path, typer.Option(help="Where the files are.")]

BASE = "http://localhost"

Generator = Callable[[Sequence[str]], int]


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
def write_pages() -> None:
    """Write docs/coverage.md and docs/settings.md."""
    for page in generators():
        page([])


@coverage.command("check")
def check_pages() -> None:
    """Fail when a generated page is stale."""
    stale = [page for page in generators() if page(["--check"])]
    if stale:
        raise typer.Exit(FAILED)
    console.print("The generated pages are fresh.")


def generators() -> tuple[Generator, ...]:
    """Return what writes or checks each page; they work in a checkout of the source only."""
    from vettrak_api.documentation import coverage as operations  # noqa: PLC0415 - reads all operations
    from vettrak_api.documentation import settings  # noqa: PLC0415

    if not operations.PAGE.parent.is_dir():
        raise Problem("There is no folder docs beside the package: run this in a checkout of the source.")
    return operations.main, settings.main
