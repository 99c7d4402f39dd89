"""The figures as text, line by line while they come, or as tables in Markdown."""

from collections.abc import Iterable, Mapping, Sequence

from tests.bench.peers.load import Figures
from tests.bench.peers.stage import OPERATIONS

NAME_WIDTH = 36
HEAD = ("req/s", "CPU ms", "ratio", "p50 ms", "p99 ms")
WIDTHS = (8, 8, 7, 8, 8)

Line = Mapping[str, Figures]
"""A server's figures by operation."""


def heading() -> str:
    """Return the two lines above all figures."""
    groups = "".join(f"  {operation:^{sum(WIDTHS)}}" for operation in OPERATIONS)
    names = "  " + "".join(f"{name:>{width}}" for name, width in zip(HEAD, WIDTHS, strict=True))
    return f"{'':{NAME_WIDTH}}{groups}\n{'server':{NAME_WIDTH}}{names * len(OPERATIONS)}"


def line(name: str, figures: Line, base: Line) -> str:
    """Return a server's line."""
    text = f"{name:{NAME_WIDTH}}"
    for operation in OPERATIONS:
        cells = _cells(figures[operation], base[operation])
        text += "  " + "".join(f"{cell:>{width}}" for cell, width in zip(cells, WIDTHS, strict=True))
    return text + "".join(f"  {operation}: {each.failed} failed" for operation, each in figures.items() if each.failed)


def markdown(lines: Mapping[str, Line], base: Line) -> str:
    """Return a table for each operation."""
    return "\n\n".join(_table(operation, lines, base[operation]) for operation in OPERATIONS)


def _table(operation: str, lines: Mapping[str, Line], base: Figures) -> str:
    rows = [_row((operation, *HEAD)), "|---|" + "---:|" * len(HEAD)]
    return "\n".join(rows + [_row((name, *_cells(figures[operation], base))) for name, figures in lines.items()])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(figures: Figures, base: Figures) -> Sequence[str]:
    ratio = figures.cpu / base.cpu if base.cpu else 0.0
    figure = (f"{figures.cpu:.3f}", f"{ratio:.2f}", f"{figures.median:.2f}", f"{figures.p99:.2f}")
    return (f"{figures.rate:,.0f}", *figure)
