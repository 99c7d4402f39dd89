"""`vettrak-api client ...`: what is held of a person, for the person and for the law."""

import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy.orm import Session

from vettrak_api.cli.common import FAILED, Problem, console, open_runtime
from vettrak_api.cli.erase import note_all
from vettrak_api.database.scrubbing import scrub
from vettrak_api.database.transactions import committed
from vettrak_api.errors import Conflict, InvalidInput, NotFound
from vettrak_api.model.audit import Author
from vettrak_api.rules.privacy.certification import certified, certified_person
from vettrak_api.rules.privacy.correcting import correct_client
from vettrak_api.rules.privacy.erasing import Outcome, erase_client
from vettrak_api.rules.privacy.erasures import file_of, find_client, require_writable
from vettrak_api.rules.privacy.holds import all_holds, place_hold, release_hold
from vettrak_api.runtime import Runtime
from vettrak_api.views.privacy import write_export

app = typer.Typer(help="What is held of a person: give it out, correct it, erase it, keep it.", no_args_is_help=True)

Code = Annotated[str, typer.Argument(metavar="CODE", help="The client's code.")]

STAYS = (
    "Stays: the code, which is never given again, and with it numbers, dates, results, attendances, invoices and "
    "payments, which name nobody then: they are needed for statistics and by tax law."
)
WITH_OTHERS = (
    "Stays: what people have written of the person in records of others, such as a note about an employer. Nobody can "
    "find that but by reading; change it by hand. Its history keeps what it said {days}."
)
CERTIFIED = (
    "Stays: name and birth date, beside {count} of the person's awards, apart from the record: who received which "
    "qualification must be vouched for 30 years. See: vettrak-api client certification {code}"
)


@app.command()
def export(
    code: Code,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="The ZIP to write; CODE.zip by default.")] = None,
) -> None:
    """Write all that is held of a person into a ZIP with a readable file for each kind of record."""
    with open_runtime() as runtime:
        number = numbered(runtime, code)
        target = file or Path(f"{code}.zip")
        try:
            count = write_export(runtime, number, target)
        except FileExistsError:
            raise Problem(f"{target} is there already; name another file.") from None
        except OSError as error:
            raise Problem(f"{target} was not written: {error.strerror}.") from None
    console.print(f"{target} holds {count:,} records. It is personal: keep it safe, and give it to the person alone.")


@app.command()
def correct(
    code: Code,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="What is corrected, such as email or birth_date.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What is right; '' for nothing.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, for the audit trail.")],
) -> None:
    """Correct one of a person's details, by the rules that calls go by; the audit trail keeps the reason."""
    with open_runtime() as runtime:
        number, now = numbered(runtime, code), runtime.clock.now()
        try:
            committed(
                runtime.database,
                Author("server", "client correct", now),
                lambda session: correct_client(session, number, field, value, reason, now.date()),
            )
        except (InvalidInput, Conflict, NotFound) as error:
            raise Problem(f"{error.message} Nothing has changed.") from None
    console.print(f"{field} of {code} is corrected.")


@app.command()
def erase(
    code: Code,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would go, and change nothing.")] = False,
) -> None:
    """Erase a person for good, but for what the RTO must keep; all of it or nothing."""
    with open_runtime() as runtime:
        number = numbered(runtime, code)
        outcome = tried(runtime, number)
        tell(outcome, runtime.settings.audit_personal_days)
        if dry_run:
            console.print("Nothing was changed: this was a dry run.")
            return
        if not (yes or typer.confirm(f"Erase {outcome.code} for good? Nobody can take that back.")):
            raise typer.Exit(FAILED)
        erase_for_good(runtime, number)


@app.command()
def certification(code: Code) -> None:
    """Tell who an erased person was, and which awards must be vouched for; nobody else can look that up."""
    with open_runtime() as runtime, runtime.database.querying() as reader:
        number = find_client(reader, code)
        person = None if number is None else certified_person(reader, number)
        if number is None or person is None:
            raise Problem(f"There is no erased client {code!r}.")
        if not person.surname:
            raise Problem(f"{code} had no award that must be vouched for: nobody knows who it was.")
        names = " ".join(filter(None, (person.given_name, person.other_name, person.surname)))
        console.print(f"{names}, born {person.birth_date or 'on an unknown day'}, erased {person.erased_at}.")
        for award in certified(reader, number):
            console.print(f"{award.issued or 'not issued'}  {award.code} {award.name}  {award.parchment_number or ''}")
            if award.units:
                console.print(f"    {', '.join(award.units)}")


@app.command()
def hold(
    code: Code,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why everything must stay; up to 255 characters.")] = "",
    release: Annotated[bool, typer.Option("--release", help="Release the hold.")] = False,
) -> None:
    """Keep everything of a person, whatever would delete it, until the hold is released."""
    if release == bool(reason):
        raise Problem("Say either --reason WHY to place a hold, or --release.")
    with open_runtime() as runtime:
        number, now = numbered(runtime, code), runtime.clock.now()
        try:
            with runtime.database.writing(Author("server", "client hold", now)) as session:
                if release:
                    release_hold(session, number)
                else:
                    place_hold(session, number, reason, now)
        except (Conflict, InvalidInput, NotFound) as error:
            raise Problem(error.message) from None
    console.print(f"The legal hold on {code} is {'released' if release else 'placed'}.")


@app.command()
def holds() -> None:
    """List the legal holds."""
    with open_runtime() as runtime, runtime.database.querying() as reader:
        found = all_holds(reader)
    table = Table("client", "since", "reason")
    for row in found:
        table.add_row(row.code, str(row.placed_at), row.reason)
    console.print(table if found else "There are no legal holds.")


def numbered(runtime: Runtime, code: str) -> int:
    """Return the number of the client of a code; raises Problem when there is none."""
    with runtime.database.querying() as reader:
        number = find_client(reader, code)
    if number is None:
        raise Problem(f"There is no client {code!r}.")
    return number


def tried(runtime: Runtime, number: int) -> Outcome:
    """Return what erasing a client would do; raises Problem with what stands in the way."""
    now = runtime.clock.now()
    try:
        return attempted(runtime, number, now, for_good=False)
    except (Conflict, NotFound) as error:
        raise Problem(f"Nothing was erased.\n{error.message}") from None


def attempted(
    runtime: Runtime, number: int, now: datetime.datetime, *, for_good: bool = True, again: bool = False
) -> Outcome:
    """Erase a client, or only look what that would do; repeated after a deadlock with who writes about the person."""

    def work(session: Session) -> Outcome:
        outcome = erase_client(session, number, now, now, again=again)
        if not for_good:
            session.rollback()
        return outcome

    return committed(runtime.database, Author("server", "client erase", now), work)


def erase_for_good(runtime: Runtime, number: int) -> None:
    """Erase a client, note it outside the database, and look a second time for what came meanwhile."""
    now, file = runtime.clock.now(), file_of(runtime.settings, runtime.database.engine.url)
    try:
        require_writable(file)
        outcome = attempted(runtime, number, now)
    except (Conflict, NotFound) as error:
        raise Problem(f"Nothing was erased.\n{error.message}") from None
    note_all(runtime)
    # Who waited for the person's record has written by now, and what that was goes as well.
    attempted(runtime, number, now, again=True)
    console.print(f"{outcome.code} is erased. {file} tells of it: keep that file apart from the backups.")
    if not scrub(runtime.database):
        console.print("Others use the database's file, so remains are still in it. Run: vettrak-api erase scrub")


def tell(outcome: Outcome, days: int) -> None:
    """Say what goes, what stays and why; days: for how long former values are kept, 0 for ever."""
    goes = ", ".join(f"{count} {what}" for count, what in outcome.gone) or "nothing"
    console.print(f"Goes: {goes}.")
    loses = ", ".join(f"{count} {what}" for count, what in outcome.emptied) or "nothing"
    console.print(f"Loses what tells of the person: {loses}. Former values in the audit trail become unreadable.")
    console.print(STAYS)
    console.print(WITH_OTHERS.format(days=f"for {days} days (VETTRAK_AUDIT_PERSONAL_DAYS)" if days else "for ever"))
    if outcome.certified:
        console.print(CERTIFIED.format(count=outcome.certified, code=outcome.code))
