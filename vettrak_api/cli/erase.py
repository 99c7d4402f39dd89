"""`vettrak-api erase ...`: the list of who was erased, and erasing them again in a restored backup."""

import typer
from sqlalchemy.orm import Session

from vettrak_api.cli.common import Problem, console, open_runtime
from vettrak_api.database.scrubbing import scrub as scrub_database
from vettrak_api.database.transactions import committed
from vettrak_api.model.audit import Author
from vettrak_api.rules.privacy.erasing import erase_client
from vettrak_api.rules.privacy.erasures import (
    Erasure,
    Unreadable,
    erased_clients,
    file_of,
    is_to_be_erased,
    note_erasures,
    read_erasures,
)
from vettrak_api.runtime import Runtime

app = typer.Typer(help="Who was erased, also in a restored backup.", no_args_is_help=True)


@app.command(name="list")
def list_() -> None:
    """List who was erased and when, by codes alone."""
    with open_runtime() as runtime:
        erasures = listed(runtime)
        for each in erasures:
            console.print(f"{each.at}  {each.code}")
        console.print(f"{len(erasures)} in {file_of(runtime.settings, runtime.database.engine.url)}.")


@app.command()
def replay() -> None:
    """Erase again in a restored backup who was erased since it was made, each person wholly or not at all."""
    with open_runtime() as runtime:
        require_list(runtime)
        count = sum(erased_again(runtime, each) for each in listed(runtime))
        note_all(runtime)
        clean = scrub_database(runtime.database)
    again = "1 person was" if count == 1 else f"{count} people were"
    console.print(f"{again} erased again; nobody else of the list is in the database.")
    if not clean:
        console.print("Others use the database's file, so remains are still in it. Run: vettrak-api erase scrub")


@app.command()
def scrub() -> None:
    """Remove from SQLite's file what erased records have left in it; stop the servers before."""
    with open_runtime() as runtime:
        if not scrub_database(runtime.database):
            raise Problem("Others use the database's file. Stop the servers first.")
    console.print("Nothing of what was deleted is left in the database's file.")


def require_list(runtime: Runtime) -> None:
    """Raise Problem when there is no list, which would look as if nobody had been erased."""
    file = file_of(runtime.settings, runtime.database.engine.url)
    if not file.exists():
        raise Problem(
            f"There is no list {file}, and nobody was erased again. When it lies elsewhere, bring it there, or name it "
            "by VETTRAK_ERASURES_FILE, and run this again. When nobody was ever erased, all is well."
        )


def listed(runtime: Runtime) -> list[Erasure]:
    """Return the erasures of the list; raises Problem when it can not be used."""
    try:
        return read_erasures(file_of(runtime.settings, runtime.database.engine.url), runtime.vault.keyring)
    except Unreadable as error:
        raise Problem(str(error)) from None


def erased_again(runtime: Runtime, erasure: Erasure) -> bool:
    """Erase a person of the list, and tell whether the database held them."""
    now = runtime.clock.now()

    def work(session: Session) -> bool:
        if is_there := is_to_be_erased(session, erasure):
            erase_client(session, erasure.number, now, erasure.at, again=True)
        return is_there

    return committed(runtime.database, Author("server", "erase replay", now), work)


def note_all(runtime: Runtime) -> None:
    """Let the list tell of all whom the database knows to be erased; raises Problem when it can not be written."""
    file = file_of(runtime.settings, runtime.database.engine.url)
    with runtime.database.querying() as reader:
        erased = erased_clients(reader)
    try:
        note_erasures(file, runtime.vault.keyring, erased)
    except (OSError, Unreadable) as error:
        raise Problem(
            f"{file} does not tell of all who are erased. {error} Then run: vettrak-api erase replay"
        ) from None
