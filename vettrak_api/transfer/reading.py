"""Reads a sheet's rows: its header, and cells as values and references. Judges what a cell shows by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from vettrak_api.model.reference import ReferenceCode
from vettrak_api.transfer.kinds import Field, Kind
from vettrak_api.transfer.reports import Fault, Report
from vettrak_api.transfer.sources import FORMULA, Sheet
from vettrak_api.transfer.values import Cell, Unfit, is_day_first, kind_of, plain


@dataclass(slots=True)
class Row:
    """A row of a sheet. values: by column; refs: texts of references by field; cells: those that have been read."""

    number: int
    cells: Mapping[str, Cell]
    values: dict[str, Any] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    line: int = 0
    is_good: bool = True


class SheetReader:
    """Reads the rows of one sheet, and tells the report what is wrong with them."""

    def __init__(self, sheet: Sheet, report: Report, codes: "NationalCodes") -> None:
        self.sheet = sheet
        self.kind: Kind = sheet.kind
        self._report = report
        self._codes = codes
        self.fields: list[Field] = []

    def read_head(self, number: int, cells: Sequence[Cell]) -> bool:
        """Take the names of the columns; tell whether rows can be read by them."""
        before = self._report.fault_count
        names = [str(cell or "").strip().strip("\ufeff").casefold().replace(" ", "_") for cell in cells]
        while names and not names[-1]:
            names.pop()
        for name in dict.fromkeys(names):
            if name and name not in self.kind.by_name:
                remedy = "Delete the column, or name it as in the template."
                self._fault(number, name[:40], "", "is no column of this sheet", remedy)
            elif names.count(name) > 1:
                rule = "is there twice" if name else "has no name, and stands among those that have"
                self._fault(number, name, "", rule, "Delete one of the columns, or name it.")
        needed = [each.name for each in self.kind.fields if each.is_required or each.name in self.kind.key]
        for name in needed:
            if name not in names:
                self._fault(number, name, "", "is missing", "Add the column: every row needs it.")
        self.fields = [self.kind.by_name[name] for name in names if name in self.kind.by_name]
        return self._report.fault_count == before

    def read(self, number: int, cells: Sequence[Cell]) -> Row:
        """Take a row; what is blank or wrong has no value."""
        row = Row(number, dict(zip((each.name for each in self.fields), cells, strict=False)))
        for extra in cells[len(self.fields) :]:
            if extra is not None and str(extra).strip():
                rule = "has more cells than the header names"
                self.fault(row, "", rule, "Put cells that hold commas between quotation marks.")
                break
        for each, cell in zip(self.fields, cells, strict=False):
            if cell is None or cell == "":
                continue
            if cell is FORMULA:
                self.fault(row, each.name, "is a formula", "Replace it by its value: copy, and paste values only.")
                continue
            try:
                self._take(row, each, cell)
            except Unfit as unfit:
                self.fault(row, each.name, unfit.rule, unfit.remedy)
        return row

    def _take(self, row: Row, each: Field, cell: Cell) -> None:
        text = plain(cell) if each.refers or each.digits or each.national else cell
        if isinstance(text, str) and not text.strip():
            return
        if each.refers:
            row.refs[each.name] = text
            return
        if each.digits and text.isdigit() and len(text) == each.digits - 1:
            text = text.zfill(each.digits)
            self._report.note(f"{self.sheet.name}: {each.name} had lost its first 0, which was put back.")
        if each.national:
            text = self._codes.fitting(each.national, text)
        if is_day_first(text) and each.values.name.startswith("date"):
            self._report.note(f"{self.sheet.name}: dates in {each.name} were read day first (28/02/2027).")
        value = each.values.read(text)
        if each.column:
            row.values[each.column] = value
        else:
            row.line = value

    def fault(self, row: Row, name: str, rule: str, remedy: str) -> None:
        """Tell what is wrong with a row, or with its cell of a column."""
        row.is_good = False
        cell = row.cells.get(name)
        self._fault(row.number, name, "a formula" if cell is FORMULA else kind_of(cell) if name else "", rule, remedy)

    def _fault(self, number: int, name: str, holds: str, rule: str, remedy: str) -> None:
        self._report.fault(Fault(self.sheet.name, number, name, holds, rule, remedy))


class NationalCodes:
    """The codes of the national lists, read when the first one is asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lists: dict[str, set[str]] = {}

    def fitting(self, name: str, text: str) -> str:
        """Return a code of a list, with the zeros that a spreadsheet took; raises Unfit for any other."""
        if not self._lists:
            for of, code in self._session.execute(select(ReferenceCode.list_name, ReferenceCode.code)):
                self._lists.setdefault(of, set()).add(code)
        codes = self._lists.get(name, set())
        if not codes or text in codes:
            return text
        if text.upper() in codes:
            return text.upper()
        if text.isdigit():
            for size in range(len(text) + 1, 5):
                if text.zfill(size) in codes:
                    return text.zfill(size)
        raise Unfit(f"is no code of the national list {name}", "Look the code up in the list, or leave it blank.")
