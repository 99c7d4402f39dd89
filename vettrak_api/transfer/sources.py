"""Files that hold sheets: CSV in the ways in which spreadsheets write it, and workbooks. Read row by row."""

import codecs
import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from vettrak_api.transfer.declared import BY_NAME
from vettrak_api.transfer.kinds import Kind
from vettrak_api.transfer.reports import Fault
from vettrak_api.transfer.values import Cell

CSV, WORKBOOK = frozenset({".csv", ".txt"}), frozenset({".xlsx", ".xlsm"})
OLE = b"\xd0\xcf\x11\xe0"
"""How workbooks begin that a password protects, and those of before 2007."""

DELIMITERS = ",;\t"
CHUNK = 1 << 20
LONGEST_CELL = 1_000_000
COMMENT = "#"
READ_ME = "Read me"

BLANK, PROTECTED = "is blank", "is protected by a password, or of a version before 2007"


class Unreadable(Exception):
    """A file, or one of its sheets, can not be read."""

    def __init__(self, file: str, rule: str, remedy: str, row: int = 0) -> None:
        super().__init__(rule)
        self.fault = Fault(file, row, "", "", rule, remedy)


class Formula:
    """Stands in a cell of a workbook for a formula, of which nobody knows what it will say."""

    def __str__(self) -> str:  # noqa: D105
        return "formula"


FORMULA = Formula()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a kind in a file. sheet: of a workbook. name: as people call it."""

    kind: Kind
    path: Path
    sheet: str = ""

    @property
    def name(self) -> str:
        """What reports call it."""
        return f"{self.path.name} [{self.sheet}]" if self.sheet else self.path.name

    def rows(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Yield the rows with their numbers from the header on; comments and blank rows are passed over.

        Raises Unreadable.
        """
        found = _rows_of_workbook(self) if self.sheet else _rows_of_csv(self)
        has_head = False
        for number, cells in found:
            if all(cell is None or not str(cell).strip() for cell in cells):
                continue
            if not has_head and str(cells[0] or "").lstrip("\ufeff ").startswith((COMMENT, "sep=")):
                continue
            has_head = True
            yield number, cells
        if not has_head:
            raise Unreadable(self.name, "is empty", "Write the names of the columns into its first row, or delete it.")

    def notes(self) -> Iterator[str]:
        """Yield what was guessed about the file."""
        if not self.sheet and (encoding := encoding_of(self.path)) not in {"utf-8", "utf-8-sig"}:
            yield f"{self.name} was read as {'Windows-1252' if encoding == 'cp1252' else encoding} text."


def fingerprint(path: Path) -> str:
    """Return what changes whenever the file does."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files_in(path: Path) -> list[Path]:
    """Return the files of an import: the file itself, or those of a folder by name; raises Unreadable."""
    if path.is_dir():
        known = CSV | WORKBOOK | {".xls"}
        found = sorted(
            each for each in path.iterdir() if each.suffix.lower() in known and not each.name.startswith(("~$", "."))
        )
        if not found:
            raise Unreadable(str(path), "holds no .csv and no .xlsx file", "Name the folder that has the sheets.")
        return found
    if not path.is_file():
        raise Unreadable(str(path), "does not exist", "Name a file, or a folder with files.")
    return [path]


def sheets_of(path: Path) -> list[Sheet]:
    """Return the sheets of a file; raises Unreadable."""
    try:
        if path.stat().st_size == 0:
            raise Unreadable(path.name, "is empty", "Fill it, or delete it.")
        with path.open("rb") as stream:
            start = stream.read(8)
    except OSError as error:
        raise Unreadable(path.name, f"can not be read ({type(error).__name__})", "Close it where it is open.") from None
    if start.startswith(OLE):
        raise Unreadable(path.name, PROTECTED, "Save it without a password, as .xlsx.")
    if start.startswith(b"PK"):
        return _sheets_of_workbook(path)
    kind = BY_NAME.get(path.stem.lower())
    if kind is None or not kind.is_told:
        raise Unreadable(
            path.name, "has no name of a sheet", "Name it as the template of its kind is named, such as clients.csv."
        )
    return [Sheet(kind, path)]


def _sheets_of_workbook(path: Path) -> list[Sheet]:
    book = _opened(path)
    try:
        names = [name for name in book.sheetnames if name.casefold() != READ_ME.casefold()]
    finally:
        book.close()
    for name in names:
        if name.lower() not in BY_NAME or not BY_NAME[name.lower()].is_told:
            told = f"{path.name} [{name}]"
            raise Unreadable(told, "has no name of a sheet", "Name the sheet as in the template, or delete it.")
    return [Sheet(BY_NAME[name.lower()], path, name) for name in names]


def _opened(path: Path) -> Any:
    try:
        return load_workbook(path, read_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        rule = f"is no workbook that can be read ({type(error).__name__})"
        raise Unreadable(path.name, rule, "Save it anew as .xlsx.") from None


def _rows_of_workbook(sheet: Sheet) -> Iterator[tuple[int, Sequence[Cell]]]:
    book = _opened(sheet.path)
    try:
        found = book[sheet.sheet]
        found.reset_dimensions()
        for number, cells in enumerate(found.iter_rows(), 1):
            if cells:
                yield number, [FORMULA if cell.data_type == "f" else cell.value for cell in cells]
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, SyntaxError) as error:
        rule = f"can not be read to its end ({type(error).__name__})"
        raise Unreadable(sheet.name, rule, "Save the workbook anew as .xlsx.") from None
    finally:
        book.close()


def encoding_of(path: Path) -> str:
    """Return how the text of a file is written: UTF-8, UTF-16 if it says so, or else Windows-1252."""
    with path.open("rb") as stream:
        start = stream.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := stream.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"


def _rows_of_csv(sheet: Sheet) -> Iterator[tuple[int, Sequence[Cell]]]:
    csv.field_size_limit(LONGEST_CELL)
    row = 0
    try:
        with sheet.path.open(encoding=encoding_of(sheet.path), newline="") as stream:
            reader = csv.reader(stream, delimiter=_delimiter_of(stream), strict=True)
            for cells in reader:
                row = reader.line_num
                yield row, cells or [""]
    except UnicodeError:
        raise Unreadable(
            sheet.name, "is neither UTF-8 nor Windows-1252 text", "Save it as CSV UTF-8.", row + 1
        ) from None
    except csv.Error:
        remedy = "Look for a quotation mark that is never closed, from this row on."
        raise Unreadable(sheet.name, "has cells that can not be told apart", remedy, row + 1) from None
    except OSError as error:
        rule = f"can not be read to its end ({type(error).__name__})"
        raise Unreadable(sheet.name, rule, "Close it where it is open, and try again.", row + 1) from None


def _delimiter_of(stream: io.TextIOBase) -> str:
    """Return what stands between the cells of the header, which holds names of columns alone."""
    head = ""
    for line in stream:
        if line.strip() and not line.lstrip('"\ufeff ').startswith((COMMENT, "sep=")):
            head = line
            break
    stream.seek(0)
    return max(DELIMITERS, key=head.count)
