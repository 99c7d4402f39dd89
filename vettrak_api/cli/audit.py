"""`vettrak-api audit ...`: who changed what, and whether anybody has tampered with the answer."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated

import typer

from vettrak_api.cli.common import Problem, console, open_runtime
from vettrak_api.model.audit import Author
from vettrak_api.model.base import fold
from vettrak_api.model.belonging import kinds_of_records
from vettrak_api.model.changes import INSERT
from vettrak_api.rules.audit.verifying import Verification, verify
from vettrak_api.runtime import Runtime
from vettrak_api.security.keyring import UnreadableKeys, new_key
from vettrak_api.security.person_keys import rewrap_keys
from vettrak_api.views.audit import Entry, History, client_number, history_of_record, history_of_request

app = typer.Typer(help="Who changed what: the audit trail.", no_args_is_help=True)

MOST_FAULTS = 100
ACTIONS = {"insert": "made", "update": "changed", "delete": "deleted"}

Before = Annotated[int, typer.Option("--before", min=0, help="Only entries before this one; 0 is the latest.")]


@app.command()
def client(code: Annotated[str, typer.Argument(help="The client's code.")], before: Before = 0) -> None:
    """Tell what was changed on a person's record and its enrolments, results, invoices and the rest."""
    with open_runtime() as runtime:
        with runtime.database.querying() as reader:
            number = client_number(reader, fold(code), {code, code.upper(), code.lower()})
        if number is None:
            raise Problem(f"There is no client {code!r}, and none is known to have been deleted.")
        _show_record(runtime, "client", number, before)


@app.command()
def record(
    table: Annotated[str, typer.Argument(help="The kind of record, such as occurrence, location or employer.")],
    number: Annotated[int, typer.Argument(min=0, help="Its number.")],
    before: Before = 0,
) -> None:
    """Tell what was changed on a record and what belongs to it."""
    kinds = kinds_of_records()
    if table not in kinds:
        raise Problem(f"There is no kind of record {table!r}; known are {', '.join(kinds)}.")
    with open_runtime() as runtime:
        _show_record(runtime, table, number, before)


@app.command()
def occurrence(number: Annotated[int, typer.Argument(min=0, help="Its number.")], before: Before = 0) -> None:
    """Tell what was changed on an occurrence and its classes."""
    with open_runtime() as runtime:
        _show_record(runtime, "occurrence", number, before)


@app.command()
def request(
    name: Annotated[str, typer.Argument(help="The request's id, as the log and the other commands tell it.")],
    before: Before = 0,
) -> None:
    """Tell everything that one call or page has written."""
    with open_runtime() as runtime, runtime.database.querying() as reader:
        _show(history_of_request(reader, runtime.vault, runtime.settings.zone, name, before))


@app.command(name="verify")
def verify_(
    known: Annotated[str, typer.Option("--known", help="A digest that an earlier run has told.")] = "",
) -> None:
    """Look whether a row of the trail was altered, removed or put in by hand."""
    found = Verification()
    with open_runtime() as runtime, runtime.database.querying() as connection:
        faults = list(islice(verify(connection, runtime.vault.keyring, found), MOST_FAULTS))
    if known and known not in found.digests:
        faults.append(f"No seal has the digest {known}: the end of the trail was cut off, or all of it replaced.")
    for line in _told(found):
        console.print(line)
    if faults:
        raise Problem("\n".join(faults))
    console.print("Nothing was altered, removed or put in.")
    console.print(f"The last seal: {found.last}")
    console.print("Keep that elsewhere: `vettrak-api audit verify --known` shows later that it is still there.")


def _told(found: Verification) -> Iterator[str]:
    yield f"{found.seals} seals over {found.rows} rows; {found.waiting} rows wait for theirs."
    if found.purged:
        yield f"{found.purged} rows were purged for their age: that they are there was checked, not what they said."
    if found.unsigned:
        yield (
            f"{found.unsigned} seals were signed by a key that is not here, or by none: whoever can write to the "
            "database could have made them."
        )


@app.command(name="make-key")
def make_key() -> None:
    """Print a new key for the setting VETTRAK_AUDIT_KEY, where no file is to hold it."""
    console.print(new_key())


@app.command(name="rotate-key")
def rotate_key() -> None:
    """Make a new key of the installation and wrap the keys of all persons by it; restart the servers after that.

    The former ones stay in the file, for seals and for backups that are restored.
    """
    with open_runtime() as runtime:
        keyring = runtime.vault.keyring
        try:
            if keyring.file is not None:
                keyring.renew()
        except UnreadableKeys as error:
            raise Problem(str(error)) from None
        wrapped, closed = _rewrap(runtime)
    console.print(f"{wrapped} keys of persons are wrapped by the new key.")
    if closed:
        raise Problem(f"{closed} keys of persons are wrapped by a key that is not here; their values stay unreadable.")
    console.print("Restart the servers, and keep a copy of the keys apart from the database.")


def _rewrap(runtime: Runtime) -> tuple[int, int]:
    wrapped = closed = after = 0
    author = Author("server", "audit rotate-key", runtime.clock.now())
    while True:
        with runtime.database.writing(author) as session:
            done, left, after = rewrap_keys(session, runtime.vault.keyring, after)
        wrapped, closed = wrapped + done, closed + left
        if not after:
            return wrapped, closed


def _show_record(runtime: Runtime, table: str, number: int, before: int) -> None:
    with runtime.database.querying() as reader:
        _show(history_of_record(reader, runtime.vault, runtime.settings.zone, table, number, before))


def _show(history: History) -> None:
    if not history.entries:
        console.print("Nothing is known of it.")
    for entry in history.entries:
        for line in _lines(entry):
            console.print(line)
    if history.older:
        console.print(f"Older ones: --before {history.older}")


def _lines(entry: Entry) -> Iterator[str]:
    from vettrak_api.web.staff.setup import history_words as words  # noqa: PLC0415 - no other command needs the pages

    by = f" by {entry.by or 'the server'} through {words.operation_in_words(entry.operation)}, request {entry.request}"
    through = by if entry.operation else ""
    yield f"{entry.moment:%Y-%m-%d %H:%M:%S %z}  {words.record_in_words(entry)} {ACTIONS[entry.action]}{through}"
    for member in entry.members:
        name = words.member_in_words(entry.table, member.name)
        before, after = _shown(member.before), _shown(member.after)
        if entry.action == INSERT:
            yield f"    {name}: {after}"
        else:
            yield f"    {name}: {before}" + ("" if entry.action == "delete" else f" \u2192 {after}")
    if entry.note:
        yield f"    {entry.note}"


def _shown(value: str | None) -> str:
    return "?" if value is None else value.replace("\n", " / ") or "(empty)"
