"""The table of what this version does: every declared operation, and whether a function stands behind it."""

import argparse
import sys
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import vettrak_api.operations  # noqa: F401 - registers the operations
from vettrak_api.calls.call import REGISTRY
from vettrak_api.catalogue.fields import writers_sentence
from vettrak_api.catalogue.loader import OLD_PRODUCTS, PRODUCTS, Catalogue, Operation, load_catalogue

COMMAND = "python -m vettrak_api.documentation.coverage"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "coverage.md"

INTRODUCTION = f"""\
# Coverage

Written by `{COMMAND}` from the catalogue and the registered operations; do not edit.

An operation that is *ready* does what the catalogue says. One that is *declared* stands in the WSDL and
answers Status -1. Security: *public* needs no token, *unrestricted* any valid token, *restricted* reaches the
caller's own data or that which a staff or employer role opens, *protected* needs the API role; below the table
of an area stands what its restricted operations let be named. A feature is one that the registration must hold
besides *VETtrak API*. Where an operation updates fields by name, it is told who may update which.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write docs/coverage.md, or with --check fail when it is not what would be written."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is stale")
    page = render(load_catalogue(), REGISTRY.keys())
    if not parser.parse_args(arguments).check:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page, encoding="utf-8", newline="\n")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page:
        sys.stderr.write(f"docs/coverage.md is stale. Run: {COMMAND}\n")
        return 1
    return 0


def render(catalogue: Catalogue, ready: Collection[str]) -> str:
    """Return the page for a catalogue of which these operations are ready."""
    areas = (_area(catalogue, area, ready) for area in catalogue.areas)
    return "\n".join([INTRODUCTION, *_summary(catalogue, ready), *(line for area in areas for line in area), ""])


def _summary(catalogue: Catalogue, ready: Collection[str]) -> Iterator[str]:
    yield "| Product | Page | Ready | Declared |"
    yield "|---|---|---:|---:|"
    for product in PRODUCTS:
        operations = catalogue.operations_of(product)
        done = sum(operation.name in ready for operation in operations)
        yield f"| {product} | `{catalogue.endpoints[product]}` | {done} | {len(operations)} |"


def _area(catalogue: Catalogue, area: str, ready: Collection[str]) -> Iterator[str]:
    operations = [operation for operation in catalogue.operations.values() if operation.area == area]
    done = sum(operation.name in ready for operation in operations)
    yield f"\n## {area.replace('_', ' ').capitalize()}: {done} of {len(operations)}\n"
    yield "| Operation | Products | State | Security | What it does | Feature |"
    yield "|---|---|---|---|---|---|"
    yield from (_row(operation, is_ready=operation.name in ready) for operation in operations)
    if restricted := [operation for operation in operations if operation.scope]:
        yield ""
        yield from (f"- `{operation.name}`: {catalogue.scope_of(operation)}" for operation in restricted)
    if told := [(operation, text) for operation in operations if (text := writers_sentence(operation, catalogue))]:
        yield ""
        yield from (f"- Fields of `{operation.name}`: {text}" for operation, text in told)


def _row(operation: Operation, *, is_ready: bool) -> str:
    products = ", ".join(product for product in OLD_PRODUCTS if product in operation.products) or "complete only"
    state = "ready" if is_ready else "declared"
    feature = operation.feature or ""
    return f"| `{operation.name}` | {products} | {state} | {operation.security} | {operation.purpose} | {feature} |"


if __name__ == "__main__":
    sys.exit(main())
