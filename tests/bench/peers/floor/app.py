"""The floor: the statements of the product through sqlite3 and a ready-made answer, as a WSGI application.

No server in Python that asks the database the same things can need less. The environment says where things are:
PEER_DATABASE, and PEER_FOLDER with NAME.sql and OPERATION.answer.
"""

import hashlib
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

FOLDER = Path(os.environ["PEER_FOLDER"])
STATEMENTS = {file.stem: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.sql")}
ANSWERS = {file.stem: file.read_bytes() for file in FOLDER.glob("*.answer")}

local = threading.local()


def connection() -> sqlite3.Connection:
    """Return this thread's connection, set up as the product's are."""
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(os.environ["PEER_DATABASE"], timeout=5, isolation_level=None)
        local.connection.execute("PRAGMA synchronous=NORMAL")
        local.connection.execute("PRAGMA foreign_keys=ON")
    found: sqlite3.Connection = local.connection
    return found


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Ask the database what the call needs, and answer what was answered before."""
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    operation = environ["HTTP_SOAPACTION"].strip('"').rpartition("/")[2]
    OPERATIONS[operation](body)
    answer = ANSWERS[operation]
    start_response("200 OK", [("Content-Type", "text/xml; charset=utf-8"), ("Content-Length", str(len(answer)))])
    return [answer]


def get_client_by_code(body: bytes) -> None:
    """Find the caller and the client."""
    number = caller(body)
    connection().execute(STATEMENTS["client"], (text(body, b"sClie_Code").lower(), number)).fetchall()


def get_lms_new_occurrences(body: bytes) -> None:
    """Find the caller and the occurrences."""
    caller(body)
    connection().execute(STATEMENTS["occurrences"]).fetchall()


def validate_client(body: bytes) -> None:
    """Find the user and keep a token."""
    (user,) = connection().execute(STATEMENTS["user"], (text(body, b"sUsername"),)).fetchall()
    now = int(time.time() * 1000)
    values = (digest(secrets.token_urlsafe(32)), user[USER_NUMBER], None, now, now)
    connection().execute(STATEMENTS["insert"], values)


USER_NUMBER = [column[0] for column in connection().execute(STATEMENTS["user"], ("nobody",)).description].index("id")

OPERATIONS = {
    "GetClientByCode": get_client_by_code,
    "GetLMSNewOccurrences": get_lms_new_occurrences,
    "ValidateClient": validate_client,
}


def caller(body: bytes) -> int:
    """Return the number of the client to whom the token of a call belongs."""
    (found,) = connection().execute(STATEMENTS["token"], (digest(text(body, b"sToken")),)).fetchall()
    return int(found[1])


def text(body: bytes, name: bytes) -> str:
    """Return what stands between two tags."""
    return body.partition(b"<" + name + b">")[2].partition(b"<")[0].decode()


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
