"""How fast the machine is just now: a shared one may be twice as fast a minute later."""

import time

ADDITIONS = 1_000_000


def million_additions() -> float:
    """Return how many million additions a second a plain loop makes, in CPU time."""
    start, total = time.process_time(), 0
    for number in range(ADDITIONS):
        total += number
    return ADDITIONS / 1_000_000 / (time.process_time() - start)
