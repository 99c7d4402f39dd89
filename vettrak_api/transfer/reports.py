"""What an import finds and does: faults, notes, and what becomes of rows. It never holds what a cell says."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

MADE, CHANGED, LEFT = "made", "changed", "left"
MOST_FAULTS = 10_000
"""So many faults are kept; how many more there are is counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell, a row (column blank) or a file (row 0); holds: the kind of what is in the cell."""

    file: str
    row: int
    column: str
    holds: str
    rule: str
    remedy: str

    def __str__(self) -> str:  # noqa: D105
        place = f"{self.file}, row {self.row}" if self.row else self.file
        if self.column:
            place += f", {self.column}"
        held = f" ({self.holds})" if self.holds else ""
        return f"{place}{held}: {self.rule}. {self.remedy}"


class Rows(Protocol):
    """Takes lines of the report, such as csv's writers."""

    def writerow(self, row: Iterable[Any], /) -> Any:
        """Take one line."""


class Report:
    """The findings of one import. rows: where every row is told, if anywhere."""

    def __init__(self, rows: Rows | None = None) -> None:
        self._rows = rows
        self.faults: list[Fault] = []
        self.more_faults = 0
        self.notes: dict[str, None] = {}
        self.counts: dict[str, Counter[str]] = {}

    @property
    def fault_count(self) -> int:
        """How many faults there are."""
        return len(self.faults) + self.more_faults

    @property
    def row_count(self) -> int:
        """How many rows were read of all sheets."""
        return sum(sum(counts.values()) for counts in self.counts.values())

    @property
    def changes(self) -> int:
        """How many rows were made or changed, or would be."""
        return sum(counts[MADE] + counts[CHANGED] for counts in self.counts.values())

    def fault(self, fault: Fault) -> None:
        """Take a fault."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)
        else:
            self.more_faults += 1
        if self._rows is not None:
            place = (fault.file, fault.row, fault.column)
            self._rows.writerow(("fault", *place, fault.holds, fault.rule, fault.remedy))

    def note(self, text: str) -> None:
        """Take what somebody should know; once."""
        self.notes[text] = None

    def tell(self, kind: str, file: str, row: int, became: str) -> None:
        """Take what becomes of a row."""
        self.counts.setdefault(kind, Counter())[became] += 1
        if self._rows is not None:
            self._rows.writerow((became, file, row, kind, "", "", ""))


HEAD = ("what", "file", "row", "column or kind", "holds", "rule", "remedy")


def csv_rows(stream: Any) -> Rows:
    """Return what writes the lines of a report as CSV."""
    written: Any = csv.writer(stream)
    written.writerow(HEAD)
    return written  # type: ignore[no-any-return]
