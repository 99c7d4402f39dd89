"""`vettrak-api scaffold`: the beginning of an operation's function and tests, from the catalogue."""

import difflib
import inspect
from pathlib import Path
from typing import Annotated

import typer

from vettrak_api.catalogue.loader import Catalogue, load_catalogue
from vettrak_api.cli.common import MISUSED, Problem, console

LONGEST_NAME = 100
"""Characters of a name that is looked up; no operation has half as many."""


def scaffold(
    name: Annotated[str, typer.Argument(help="An operation of the catalogue, such as GetAwardsForClient.")],
    *,
    write: Annotated[bool, typer.Option("--write", help="Put both files in place instead of printing them.")] = False,
) -> None:
    """Print the beginning of an operation that is not implemented yet: its function and its tests."""
    from vettrak_api.documentation import scaffold as drawing  # noqa: PLC0415 - reads all operations

    catalogue = load_catalogue()
    require_open(catalogue, name, drawing.ROOT)
    drafts = drawing.drafts(catalogue, catalogue.operations[name])
    if not write:
        typer.echo("\n".join(f"# {draft.place}\n\n{draft.text}" for draft in drafts), nl=False)
        return
    if not (drawing.ROOT / "docs").is_dir():
        raise Problem("There is no folder docs beside the package: run this in a checkout of the source.")
    try:
        places = drawing.write(drafts)
    except FileExistsError as present:
        raise Problem(f"Nothing was written, because there is already {present}.") from None
    for place in places:
        console.print(f"Wrote {place}")


def require_open(catalogue: Catalogue, name: str, root: Path) -> None:
    """Raise Problem unless the name is that of an operation which nobody has implemented."""
    from vettrak_api.calls.call import REGISTRY  # noqa: PLC0415 - filled by reading all operations

    if name not in catalogue.operations:
        shown = " ".join(name[:LONGEST_NAME].split())
        raise Problem(f"There is no operation {shown}.{suggestion(catalogue, shown)}", MISUSED)
    if name in REGISTRY:
        code = inspect.unwrap(REGISTRY[name]).__code__
        place = Path(code.co_filename)
        place = place.relative_to(root) if place.is_relative_to(root) else place
        raise Problem(f"{name} is implemented already: {place.as_posix()}, line {code.co_firstlineno}.")


def suggestion(catalogue: Catalogue, name: str) -> str:
    """Name the operations that are spelled most like a name; blank when none is."""
    by_key = {known.lower(): known for known in catalogue.operations}
    near = [by_key[key] for key in difflib.get_close_matches(name.lower(), by_key, n=3)]
    return f" Did you mean {' or '.join(near)}?" if near else ""
