"""How fast the machine is just now: a shared one may be twice as fast a minute later."""

import time
from pathlib import Path

ADDITIONS = 1_000_000

STOLEN = 7
"""Where Linux tells the time that a virtual machine was ready to run and did not."""


def million_additions() -> float:
    """Return how many million additions a second a plain loop makes, in CPU time."""
    start, total = time.process_time(), 0
    for number in range(ADDITIONS):
        total += number
    return ADDITIONS / 1_000_000 / (time.process_time() - start)


def stolen(before: list[int], after: list[int]) -> float | None:
    """Return which share of the cores' time the host of a virtual machine kept between two looks; None if unknown."""
    passed = [late - early for early, late in zip(before, after, strict=True)]
    return passed[STOLEN] / sum(passed) if sum(passed) else None


def core_times() -> list[int]:
    """Return what the cores have done so far, in ticks by kind; nothing on systems that do not tell."""
    try:
        first = Path("/proc/stat").read_text().splitlines()[0]
    except OSError:
        return []
    return [int(ticks) for ticks in first.split()[1 : STOLEN + 2]]
