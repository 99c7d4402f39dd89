"""What the regular expressions of the package cost with the worst input of 256 kB, the dearest first.

Usage: python tests/bench/patterns.py. Prints a Markdown table; asserts nothing.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.support.patterns import LONGEST, TABLE, Worst, all_patterns, seconds


def main() -> None:
    """Print the table."""
    rows = []
    for name, patterns in all_patterns().items():
        line = TABLE[name]
        if isinstance(line, Worst):
            figures = [
                (seconds(line, pattern, make(LONGEST)), seconds(line, pattern, make(LONGEST // 2)))
                for pattern in patterns
                for make in line.texts
            ]
            rows.append((*max(figures), name))
    print(f"| pattern | ms for {LONGEST // 1024} kB | times as much as for half |")
    print("|---|---|---|")
    for whole, half, name in sorted(rows, reverse=True):
        print(f"| `{name}` | {whole * 1000:.2f} | {whole / half if half else 0:.1f} |")
    for name, line in TABLE.items():
        if isinstance(line, str):
            print(f"| `{name}` | {line} | |")


if __name__ == "__main__":
    main()
