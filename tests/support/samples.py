"""The samples of the reference, played against the demonstration data.

`python -m tests.support.samples` writes down what the demonstration answers to them: the answers that pages show. To be
done when the demonstration data or the interface changes, and looked through before it is kept.
"""

import datetime
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from lxml import etree

from tests.support.soap import SOAP, XSI, post
from vettrak_api.app import Site
from vettrak_api.catalogue.loader import Operation, load_catalogue
from vettrak_api.catalogue.type_expressions import TypeExpression
from vettrak_api.clock import Clock
from vettrak_api.database import migrations
from vettrak_api.demo import data as demo_data
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import Runtime, build_runtime
from vettrak_api.settings import Settings
from vettrak_api.web.reference.samples import samples_of
from vettrak_api.web.reference.samples.values import TOKEN

ANSWERS = Path(__file__).parents[2] / "vettrak_api/web/reference/samples/answers.json"

MOMENT = datetime.datetime(2026, 9, 30, 10, 0)
"""When the answers were given: the samples tell of September 2026."""

MAIL_AND_SMS = {
    "sms_gateway": "log",
    "smtp_host": "localhost",
    "mail_sender": "office@example.com",
    "portal_url": "https://portal.example.com",
}
"""Settings with which the operations work that send something; nothing is sent by the samples themselves."""

AFTER = {"DeleteUnitsFromEnrolment": "ResetUnitResult", "VerifyAward": "AddAward"}
"""What does something in the demonstration once another operation was called, by its own sample."""

FEW_MEMBERS, FEW_ITEMS, TEXTS = 4, 2, 3
"""Objects with so few members are shown twice in a list, others once; texts three times."""


class Answered(NamedTuple):
    """The status of an answer and its message (None for a bare text), and the element of the result."""

    status: str | None
    message: str | None
    result: Any


def product_of(operation: Operation) -> str:
    """Return the first product that offers an operation."""
    return (*operation.products, "complete")[0]


class Stopped(Clock):
    """Always tells the same time: the demonstration data is around it."""

    def __init__(self, moment: datetime.datetime = MOMENT) -> None:
        super().__init__(ZoneInfo("Australia/Sydney"))
        self._moment = moment.replace(tzinfo=self.zone)

    def milliseconds(self) -> int:
        """Return the moment."""
        return int(self._moment.timestamp()) * 1000


def demonstration(path: Path, clock: Clock | None = None) -> Path:
    """Fill a database file with the demonstration data."""
    with opened(path, clock) as runtime:
        migrations.upgrade(runtime.database)
        with runtime.database.writing() as session:
            load_reference_data(session)
        demo_data.fill(runtime)
    return path


@contextmanager
def opened(path: Path, clock: Clock | None = None) -> Iterator[Runtime]:
    """Open a database file, with cheap passwords."""
    url = f"sqlite:///{path.as_posix()}"
    settings = Settings(database_url=url, argon2_memory_kib=8, argon2_passes=1, **MAIL_AND_SMS)
    runtime = build_runtime(settings, clock)
    try:
        yield runtime
    finally:
        runtime.database.close()


class Demonstration:
    """Takes sample requests over and over as if each one were the first."""

    def __init__(self, runtime: Runtime, path: Path) -> None:
        self._runtime, self._path, self._first = runtime, path, path.with_suffix(".first")
        self._site = Site(runtime)
        login = load_catalogue().operations["ValidateClient"]
        self._token = str(self._send(login).result.findtext("{*}Token"))
        runtime.database.engine.dispose()
        shutil.copyfile(path, self._first)

    def send(self, operation: Operation) -> Answered:
        """Send the sample request of an operation; what is written is gone afterwards."""
        before = load_catalogue().operations.get(AFTER.get(operation.name, ""))
        if before is not None:
            self._send(before, self._token)
        answered = self._send(operation, self._token)
        if operation.writes or before is not None:
            self._runtime.database.engine.dispose()
            shutil.copyfile(self._first, self._path)
        return answered

    def _send(self, operation: Operation, token: str = "") -> Answered:
        headers, body = request_of(operation).replace(TOKEN, token).split("\n\n", 1)
        first, *others = headers.split("\n")
        action = dict(line.split(": ", 1) for line in others)["SOAPAction"]
        status, _, answer = post(self._site, first.split()[1], body, action=action)
        assert status == "200 OK", answer
        return read(answer)


@contextmanager
def demonstrating(folder: Path, clock: Clock) -> Iterator[Demonstration]:
    """Fill a database in a folder, and take sample requests."""
    path = demonstration(folder / "demo.db", clock)
    with opened(path, clock) as runtime:
        yield Demonstration(runtime, path)


def request_of(operation: Operation) -> str:
    """Return the sample request of an operation, headers and all."""
    return samples_of(operation.name, product_of(operation), "http://localhost")[0].text


def read(answer: bytes) -> Answered:
    """Read an answer."""
    (result,) = etree.fromstring(answer).find(f"{{{SOAP}}}Body")[0]
    return Answered(_found(result, "Status"), _found(result, "StatusMessage"), result)


def _found(result: Any, name: str) -> str | None:
    authenticated = result.find("{*}Auth")
    found = (result if authenticated is None else authenticated).find(f"{{*}}{name}")
    return None if found is None else found.text


# What is written down


def recorded(result: Any, expression: TypeExpression) -> Any:
    """Turn an answer into the values of a sample: objects without what is null, lists without most of their items."""
    types = load_catalogue().types
    if expression.is_list:
        return [recorded(item, expression.item) for item in list(result)[: _shown(expression.item)]]
    if expression.is_scalar:
        return result.text or ""
    members = {member.name: member for member in types[expression.name].all_members()}
    told = [(etree.QName(child).localname, child) for child in result if child.get(f"{{{XSI}}}nil") != "true"]
    found = {name: recorded(child, members[name].type) for name, child in told}
    if expression.name == "TAuthenticate" and found.get("Token"):
        found["Token"] = TOKEN
    return found


def _shown(item: TypeExpression) -> int:
    if item.is_scalar or item.is_list:
        return TEXTS
    return FEW_ITEMS if len(load_catalogue().types[item.name].all_members()) <= FEW_MEMBERS else 1


def record(demo: Demonstration) -> dict[str, Any]:
    """Send all samples; returns the answers by operation."""
    return {operation.name: _recorded(demo, operation) for operation in load_catalogue().operations.values()}


def _recorded(demo: Demonstration, operation: Operation) -> Any:
    answered = demo.send(operation)
    assert answered.status in {"1", None}, f"{operation.name}: {answered.status} {answered.message}"
    return recorded(answered.result, operation.result)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name, demonstrating(Path(name), Stopped()) as demo:
        written = json.dumps(record(demo), indent=1, ensure_ascii=False)
    ANSWERS.write_text(f"{written}\n", encoding="utf-8", newline="\n")
