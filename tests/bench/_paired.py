"""Two checkouts of the product by turns: what operations.py of each prints, the best of each and their ratio."""

import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

HERE = Path(__file__).parents[2]
SCRIPT = Path("tests", "bench", "operations.py")
LINE = re.compile(r"(?P<call>\S.*?) {2,}(?P<cpu>[\d,]+) +[\d,]+ +[\d,]+(?: |$)")
"""A call with microseconds of CPU and of the clock and the bytes of its answer; more columns may follow."""

Figures = dict[str, int]


def compare(other: Path, arguments: Sequence[str], times: int) -> None:
    """Run both checkouts so many times, in turns, and print the best CPU time of each call."""
    checkouts = (HERE, other.resolve())
    best: list[Figures] = [{}, {}]
    for number in range(times):
        print(f"round {number + 1} of {times}", file=sys.stderr, flush=True)
        # The one that begins finds another machine than the one that follows.
        for place in (0, 1) if number % 2 == 0 else (1, 0):
            best[place] = _better(best[place], figures(checkouts[place], arguments))
    print("\n".join([f"{'CPU us, the best of each':34}{'here':>12}{'other':>12}{'ratio':>8}", *_lines(*best)]))


def figures(checkout: Path, arguments: Sequence[str]) -> Figures:
    """Return microseconds of CPU by call, as the checkout's own script prints them."""
    script = checkout / SCRIPT
    if not script.exists():
        sys.exit(f"{checkout} is no checkout of the product: it has no {SCRIPT}")
    own = checkout / ".venv" / "bin" / "python"
    command = [str(own if own.exists() else sys.executable), str(script), *arguments]
    printed = subprocess.run(command, cwd=checkout, check=True, capture_output=True, text=True).stdout
    return dict(_read(printed.splitlines()))


def _read(lines: Iterable[str]) -> Iterable[tuple[str, int]]:
    for line in lines:
        if found := LINE.match(line):
            yield found["call"], int(found["cpu"].replace(",", ""))


def _better(best: Figures, new: Figures) -> Figures:
    return {call: min(cpu, best.get(call, cpu)) for call, cpu in new.items()}


def _lines(here: Figures, other: Figures) -> Iterable[str]:
    for call, cpu in here.items():
        if call in other:
            yield f"{call:34}{cpu:12,}{other[call]:12,}{cpu / other[call]:8.2f}"
