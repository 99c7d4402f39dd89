"""What Microsoft's ODBC driver sends to SQL Server: a server that speaks as much of its protocol (TDS 7.4) as it takes.

It keeps no data. A test says what it answers to statements that hold certain words, and reads what arrived: the texts,
and the values with the types that the driver gave them. So the driver is the real one, and the database is not.
"""

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self

from tests.support.tds_bytes import (
    BATCH,
    CALL,
    COLLATION,
    COUNTED,
    DONE,
    DONE_CALL,
    DONE_INSIDE,
    ENCRYPTED,
    END_OF_MESSAGE,
    ENDING,
    EXECUTE_PREPARED,
    EXECUTE_TEXT,
    FAILED,
    FORGET,
    HEADER,
    LARGEST,
    LOGIN,
    NOTHING,
    PLAIN,
    PRELOGIN,
    PREPARE_AND_EXECUTE,
    REQUESTS,
    RESULT,
    UNDOING,
    UNDONE,
    WRITING,
    Reader,
    Refusal,
    after_headers,
    call_ended,
    changed,
    done,
    error,
    rows_of,
    short,
)


@dataclass(frozen=True)
class Sent:
    """A statement as it arrived, and the values with their types."""

    text: str
    values: tuple[tuple[str, Any], ...] = ()

    @property
    def types(self) -> list[str]:
        """Return the types of the values."""
        return [kind for kind, _ in self.values]


Answer = Refusal | Sequence[tuple[Any, ...]] | int
"""An error, rows of numbers and texts, or how many rows a statement has met."""

USUAL: dict[str, Answer] = {
    "ProductVersion": [("16.0.1000.6",)],
    "schema_name()": [("dbo",)],
    "transaction_isolation_level": [("READ COMMITTED",)],
    "test max support": [("test max support",)],
    "scope_identity()": [(7,)],
}
"""What SQLAlchemy asks."""


@dataclass
class FakeSqlServer:
    """A server on a free port of this computer; `with` ends it.

    answers: by words of the statement; the first that is found counts, and a list of answers is used up until its
    last one. at_login: the error that it gives there. certificate: with which it encrypts.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    at_login: Refusal | None = None
    certificate: Callable[[ssl.SSLContext], None] | None = None

    def __post_init__(self) -> None:
        self.statements: list[Sent] = []
        self.logins: list[dict[str, str]] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._connections: list[socket.socket] = []
        self._ended = False
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._ended = True
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.break_connections()

    def break_connections(self) -> None:
        """End all conversations, as a server that is stopped does."""
        for connection in self._connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        self._connections.clear()

    def sent(self, words: str) -> Sent:
        """Return the one statement that arrived with these words."""
        (found,) = [statement for statement in self.statements if words in statement.text]
        return found

    def answer_to(self, text: str) -> Any:
        """Return what a statement is answered with; a success without rows if nobody has said."""
        for words, answer in self.answers.items():
            if words in text:
                if isinstance(answer, list) and answer and isinstance(answer[0], Refusal | list | int):
                    return answer.pop(0) if len(answer) > 1 else answer[0]
                return answer
        for words, answer in USUAL.items():
            if words in text:
                return answer
        return [] if text.lstrip().upper().startswith("SELECT") else 1

    def _accept(self) -> None:
        while not self._ended:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self._connections.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            Conversation(self, connection).hold()
        except (OSError, EOFError):
            pass
        finally:
            connection.close()


class Conversation:
    """One connection, from the greeting to its end."""

    def __init__(self, server: FakeSqlServer, connection: socket.socket) -> None:
        self._server, self._socket = server, connection
        self._tls: ssl.SSLObject | None = None
        self._coming, self._going = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._prepared: dict[int, str] = {}
        self._handles = count(1)

    def hold(self) -> None:
        """Answer until the client goes."""
        while True:
            kind, body = self._read()
            if kind == PRELOGIN:
                self._greet()
            elif kind == LOGIN:
                self._log_in(body)
            elif kind == BATCH:
                self._run(Sent(after_headers(body).decode("utf-16-le")))
            elif kind == CALL:
                self._call(after_headers(body))
            elif kind == ENDING:
                self._end_or_begin(struct.unpack_from("<H", after_headers(body))[0])
            else:
                self._write(done(DONE, 0x20))

    def _greet(self) -> None:
        context = None
        if self._server.certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            self._server.certificate(context)
        said = [(0, bytes((16, 0, 3, 232, 0, 0))), (1, bytes([ENCRYPTED if context else PLAIN])), (4, b"\0")]
        at, heads, values = 5 * len(said) + 1, b"", b""
        for number, value in said:
            heads += struct.pack(">BHH", number, at + len(values), len(value))
            values += value
        self._write(heads + b"\xff" + values)
        if context is not None:
            self._shake_hands(context)

    def _shake_hands(self, context: ssl.SSLContext) -> None:
        """Begin to encrypt; the first messages of TLS are wrapped into those of TDS."""
        tls = context.wrap_bio(self._coming, self._going, server_side=True)
        while True:
            try:
                tls.do_handshake()
            except ssl.SSLWantReadError:
                if said := self._going.read():
                    self._write(said, PRELOGIN)
                self._coming.write(self._read()[1])
            else:
                break
        if said := self._going.read():
            self._write(said, PRELOGIN)
        self._tls = tls

    def _log_in(self, body: bytes) -> None:
        names = ("host", "user", "password", "application", "server", "extension", "library", "language", "database")
        found = {}
        for at, name in enumerate(names):
            begin, length = struct.unpack_from("<HH", body, 36 + 4 * at)
            found[name] = body[begin : begin + 2 * length].decode("utf-16-le", "replace")
        self._server.logins.append(found)
        if self._server.at_login is not None:
            self._write(error(self._server.at_login) + done(DONE, FAILED))
            return
        name = short("Microsoft SQL Server")
        known = b"\x01" + bytes((0x74, 0, 0, 4)) + name + bytes((16, 0, 3, 232))
        changes = changed(1, short(found["database"] or "master") + short("master"))
        changes += changed(7, bytes([len(COLLATION)]) + COLLATION + b"\0")
        changes += changed(4, short(str(LARGEST)) + short(str(LARGEST)))
        self._write(changes + b"\xad" + struct.pack("<H", len(known)) + known + done(DONE))

    def _end_or_begin(self, request: int) -> None:
        """Begin, commit or roll back; the driver wants to hear of the transaction's number."""
        text, *change = REQUESTS[request]
        self._server.statements.append(Sent(text))
        self._write(changed(*change) + done(DONE))

    def _call(self, body: bytes) -> None:
        reader = Reader(body)
        length = reader.number("<H")
        procedure: Any = reader.number("<H") if length == NOTHING else reader.take(2 * length).decode("utf-16-le")
        reader.take(2)
        values = list(reader.parameters())
        if procedure == PREPARE_AND_EXECUTE:
            handle, text = next(self._handles), values[2][1]
            self._prepared[handle] = text
            self._run(Sent(text, tuple(values[3:])), call_ended(handle))
        elif procedure == EXECUTE_TEXT:
            self._run(Sent(values[0][1], tuple(values[2:])), call_ended())
        elif procedure == EXECUTE_PREPARED:
            self._run(Sent(self._prepared[values[0][1]], tuple(values[1:])), call_ended())
        elif procedure == FORGET:
            self._write(call_ended())
        else:
            self._run(Sent(f"EXEC {procedure}", tuple(values)), call_ended())

    def _run(self, statement: Sent, ending: bytes = b"") -> None:
        """Note a statement and answer it; ending: what comes behind the answer to a call."""
        self._server.statements.append(statement)
        answer = self._server.answer_to(statement.text)
        inside = DONE_INSIDE if ending else DONE
        if isinstance(answer, Refusal):
            undone = changed(*UNDONE) if answer.number in UNDOING else b""
            self._write(error(answer) + undone + done(DONE_CALL if ending else DONE, FAILED))
        elif isinstance(answer, int):
            counted = COUNTED if statement.text.lstrip()[:6].upper() in WRITING else 0
            self._write(done(inside, counted, answer) + ending)
        else:
            self._write(rows_of(answer) + done(inside, COUNTED, len(answer)) + ending)

    def _read(self) -> tuple[int, bytes]:
        kind, body = 0, b""
        while True:
            kind, status, length, *_ = HEADER.unpack(self._take(HEADER.size))
            body += self._take(length - HEADER.size)
            if status & END_OF_MESSAGE:
                return kind, body

    def _take(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            if self._tls is None:
                piece = self._socket.recv(size - len(found))
            else:
                try:
                    piece = self._tls.read(size - len(found))
                except ssl.SSLWantReadError:
                    arrived = self._socket.recv(65536)
                    if not arrived:
                        raise EOFError from None
                    self._coming.write(arrived)
                    continue
            if not piece:
                raise EOFError
            found += piece
        return found

    def _write(self, said: bytes, kind: int = RESULT) -> None:
        room = LARGEST - HEADER.size
        pieces = [said[at : at + room] for at in range(0, len(said), room)] or [b""]
        for number, piece in enumerate(pieces, 1):
            last = END_OF_MESSAGE if number == len(pieces) else 0
            packet = HEADER.pack(kind, last, HEADER.size + len(piece), 0, number % 256, 0) + piece
            if self._tls is not None:
                self._tls.write(packet)
                packet = self._going.read()
            self._socket.sendall(packet)
