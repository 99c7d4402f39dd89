"""The bytes of SQL Server's protocol (TDS 7.4), as far as `tests/support/tds.py` speaks it."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

BATCH, CALL, RESULT, ENDING, LOGIN, PRELOGIN = 1, 3, 4, 14, 16, 18
"""Kinds of messages."""

HEADER, END_OF_MESSAGE, LARGEST = struct.Struct(">BBHHBB"), 1, 4096

ENCRYPTED, PLAIN = 1, 2
"""What a server says of encryption before the log-in: it is wanted, or not to be had."""

EXECUTE_TEXT, EXECUTE_PREPARED, PREPARE_AND_EXECUTE, FORGET = 10, 12, 13, 15
"""Numbers of procedures: sp_executesql, sp_execute, sp_prepexec, sp_unprepare."""

DONE, DONE_CALL, DONE_INSIDE, FAILED, COUNTED = 0xFD, 0xFE, 0xFF, 0x02, 0x10
WRITING = {"INSERT", "UPDATE", "DELETE"}

FIXED = {0x30: ("TINYINT", 1), 0x32: ("BIT", 1), 0x34: ("SMALLINT", 2), 0x38: ("INT", 4), 0x7F: ("BIGINT", 8)}
SHORT = {
    0x24: ("UNIQUEIDENTIFIER", 1),
    0x26: ("INT", 1),
    0x28: ("DATE", 0),
    0x29: ("TIME", 1),
    0x2A: ("DATETIME2", 1),
    0x68: ("BIT", 1),
    0x6A: ("DECIMAL", 3),
    0x6C: ("NUMERIC", 3),
    0x6D: ("FLOAT", 1),
    0x6F: ("DATETIME", 1),
}
"""Types whose values have a length of one byte, and how many bytes describe the type."""
LONG = {0xA5: ("VARBINARY", 0), 0xA7: ("VARCHAR", 5), 0xE7: ("NVARCHAR", 5)}
"""Types whose values have a length of two bytes, or come in pieces, and the size of their collation."""
TEXTS = {0x23: ("TEXT", 5), 0x63: ("NTEXT", 5)}

TRANSACTION = bytes((8, 1, 0, 0, 0, 0, 0, 0, 0))
BEGUN, COMMITTED, UNDONE = (8, TRANSACTION + b"\0"), (9, b"\0" + TRANSACTION), (10, b"\0" + TRANSACTION)
REQUESTS = {5: ("BEGIN", *BEGUN), 7: ("COMMIT", *COMMITTED), 8: ("ROLLBACK", *UNDONE)}
"""What is asked about transactions, and how it is told that this was done."""

UNDOING = {1205, 3960}
"""Errors with which SQL Server undoes the whole transaction by itself."""

NOTHING, IN_PIECES = 0xFFFF, 0xFFFF
COLLATION = bytes((0x09, 0x04, 0xD0, 0x00, 0x34))
"""SQL_Latin1_General_CP1_CI_AS."""


@dataclass(frozen=True)
class Refusal:
    """An error that the server answers: its number, its class (14 is for log-ins), its text."""

    number: int
    text: str
    grade: int = 16


class Reader:
    """Takes a call apart."""

    def __init__(self, body: bytes) -> None:
        self._body, self._at = body, 0

    def take(self, size: int) -> bytes:
        """Return the next bytes."""
        self._at += size
        return self._body[self._at - size : self._at]

    def number(self, shape: str) -> int:
        """Return the next number."""
        return int(struct.unpack(shape, self.take(struct.calcsize(shape)))[0])

    def parameters(self) -> Any:
        """Yield type and value of each parameter."""
        while self._at < len(self._body):
            self.take(2 * self.number("B"))
            self.take(1)
            yield self._parameter()

    def _parameter(self) -> tuple[str, Any]:
        token = self.number("B")
        if token in FIXED:
            name, size = FIXED[token]
            return name, int.from_bytes(self.take(size), "little", signed=True)
        if token in SHORT:
            name, described = SHORT[token]
            self.take(described)
            value = self.take(self.number("B"))
            return name, _plain(name, value) if value else None
        if token in LONG:
            name, collation = LONG[token]
            largest = self.number("<H")
            self.take(collation)
            if largest == IN_PIECES:
                return f"{name}(max)", _plain(name, self._pieces())
            length = self.number("<H")
            return name, None if length == NOTHING else _plain(name, self.take(length))
        name, collation = TEXTS[token]
        self.take(4 + collation)
        return name, _plain(name, self.take(self.number("<I")))

    def _pieces(self) -> bytes | None:
        if self.number("<Q") == 2**64 - 1:
            return None
        found = b""
        while length := self.number("<I"):
            found += self.take(length)
        return found


def _plain(name: str, value: bytes | None) -> Any:
    if value is None:
        return None
    if name in {"NVARCHAR", "NTEXT"}:
        return value.decode("utf-16-le")
    if name in {"VARCHAR", "TEXT"}:
        return value.decode("cp1252")
    return int.from_bytes(value, "little", signed=True) if name in {"INT", "BIT"} else value


def after_headers(body: bytes) -> bytes:
    """Leave out what stands before a statement or a call."""
    return body[struct.unpack_from("<I", body)[0] :]


def changed(kind: int, told: bytes) -> bytes:
    """Tell that something has changed for the connection."""
    return b"\xe3" + struct.pack("<HB", len(told) + 1, kind) + told


def short(text: str) -> bytes:
    """Write a text of less than 256 characters."""
    return bytes([len(text)]) + text.encode("utf-16-le")


def error(refusal: Refusal) -> bytes:
    """Tell an error."""
    text = struct.pack("<H", len(refusal.text)) + refusal.text.encode("utf-16-le")
    body = (
        struct.pack("<iBB", refusal.number, 1, refusal.grade) + text + short("SQL") + short("") + struct.pack("<I", 1)
    )
    return b"\xaa" + struct.pack("<H", len(body)) + body


def done(token: int, status: int = 0, rows: int = 0) -> bytes:
    """Tell that something is done, and of how many rows."""
    return struct.pack("<BHHQ", token, status | (token == DONE_INSIDE), 0, rows)


def call_ended(handle: int | None = None) -> bytes:
    """Say that a procedure has returned 0, and what it has prepared."""
    status = b"\x79" + struct.pack("<i", 0)
    if handle is not None:
        status += b"\xac" + bytes(2) + short("") + b"\x01" + bytes(6) + b"\x26\x04\x04" + struct.pack("<i", handle)
    return status + done(DONE_CALL)


def rows_of(rows: Sequence[tuple[Any, ...]]) -> bytes:
    """Return rows of numbers and texts; the first row says which is which."""
    kinds = [isinstance(value, int) for value in rows[0]] if rows else [True]
    said = b"\x81" + struct.pack("<H", len(kinds))
    for at, is_number in enumerate(kinds):
        kind = b"\x26\x08" if is_number else b"\xe7" + struct.pack("<H", 8000) + COLLATION
        said += struct.pack("<IH", 0, 1) + kind + short(f"column{at}")
    for row in rows:
        said += b"\xd1"
        for value, is_number in zip(row, kinds, strict=True):
            if is_number:
                said += b"\x00" if value is None else b"\x08" + struct.pack("<q", value)
            elif value is None:
                said += struct.pack("<H", NOTHING)
            else:
                text = value.encode("utf-16-le")
                said += struct.pack("<H", len(text)) + text
    return said
