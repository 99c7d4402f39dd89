"""The sheets to fill in: one commented CSV file for each kind, and one workbook with all of them."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from vettrak_api.transfer.declared import BY_TABLE, SHEETS
from vettrak_api.transfer.kinds import LINE, Field, Kind
from vettrak_api.transfer.references import PART
from vettrak_api.transfer.sources import READ_ME

WORKBOOK = "vettrak-import.xlsx"
LONGEST_TITLE, LONGEST_PROMPT, LAST_ROW = 32, 255, 1_048_576
READ = (
    "One sheet for each kind of record. Leave out, or leave empty, the sheets that you do not need.",
    "Rows are known by the columns of their key: a row whose key is in the database changes that record.",
    "Columns may be left out, but for the key and what every row needs; what is left out stays as it is.",
    "Dates are written as 2027-02-28 or day first as 28/02/2027. Format codes, postcodes and phones as text.",
    "Try it first: vettrak-api import FILE --dry-run",
)


def write_templates(folder: Path) -> list[Path]:
    """Write the templates into a folder, over those of before, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [_write_csv(folder, kind) for kind in SHEETS]
    return [*written, _write_workbook(folder)]


def key_of(kind: Kind) -> str:
    """Tell by what a row is known."""
    return " + ".join(kind.key)


def told(each: Field) -> str:
    """Tell what a column may hold, beside its meaning."""
    parts = []
    if each.refers:
        target = BY_TABLE[each.refers]
        key = f" {PART} ".join(target.key)
        parts.append(f"{key} of a row of {target.name}" if target.is_told else f"{key} of one of the {target.name}")
    elif each.words:
        parts.append("one of: " + ", ".join(word for word, _ in each.words))
    else:
        parts.append(each.values.name)
    if each.national:
        parts.append(f"a code of the national list {each.national}")
    if each.is_required:
        parts.append("needed")
    elif each.default not in {None, "", False}:
        parts.append(f"blank for {_written(each)}")
    elif each.default is False:
        parts.append("blank for no")
    return "; ".join(parts)


def _written(each: Field) -> str:
    return each.values.write(each.default)


def comments_of(kind: Kind) -> Iterator[str]:
    """Yield what the head of a template tells."""
    yield kind.meaning
    yield f"A row is known by: {key_of(kind)}"
    if kind.name in {"occurrences", "enrolments"}:
        yield "Occurrences and enrolments share one space of numbers."
    if LINE in kind.key:
        yield f"Lines of one {kind.key[0]} are counted from 1."
    for each in kind.fields:
        yield f"{each.name}: {each.meaning} ({told(each)})"


def _write_csv(folder: Path, kind: Kind) -> Path:
    path = folder / f"{kind.name}.csv"
    # With the mark by which spreadsheets know UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        for line in comments_of(kind):
            csv.writer(stream).writerow([f"# {line}"])
        csv.writer(stream).writerow([each.name for each in kind.fields])
    return path


def _explain(sheet: Any, letter: str, each: Field) -> None:
    """Let a spreadsheet tell what a column means to whoever selects one of its cells, and offer its words."""
    words = ",".join(word for word, _ in each.words)
    told_there = DataValidation(
        type="list" if words else None,
        formula1=f'"{words}"' if words else None,
        allow_blank=True,
        # Judged by the import; a spreadsheet shall keep nobody from the header.
        showErrorMessage=False,
        promptTitle=each.name[:LONGEST_TITLE],
        prompt=f"{each.meaning} ({told(each)})"[:LONGEST_PROMPT],
        showInputMessage=True,
    )
    told_there.add(f"{letter}1:{letter}{LAST_ROW}")
    sheet.add_data_validation(told_there)


def _write_workbook(folder: Path) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    first = book.create_sheet(READ_ME)
    first.column_dimensions["A"].width = 110
    for line in READ:
        first.append([line])
    for kind in SHEETS:
        first.append([f"{kind.name}: {kind.meaning} A row is known by {key_of(kind)}."])
    for row in first.iter_rows():
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
    for kind in SHEETS:
        sheet = book.create_sheet(kind.name)
        for at, each in enumerate(kind.fields, 1):
            cell = sheet.cell(1, at, each.name)
            is_key = each.name in kind.key
            cell.font = Font(bold=True, underline="single" if is_key else None)
            cell.fill = PatternFill("solid", fgColor="FFF2CC" if is_key or each.is_required else "E7E6E6")
            letter = get_column_letter(at)
            _explain(sheet, letter, each)
            sheet.column_dimensions[letter].width = max(12, len(each.name) + 2)
            # As text, so that a spreadsheet leaves codes, postcodes and phones alone.
            if each.is_code or each.refers or "text" in each.values.name:
                sheet.column_dimensions[letter].number_format = "@"
        sheet.freeze_panes = "A2"
    path = folder / WORKBOOK
    book.save(path)
    return path
