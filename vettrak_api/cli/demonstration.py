"""`vettrak-api demo-data` and `tour`: something to try, and a guide through it."""

from importlib.util import find_spec
from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from vettrak_api.cli.common import FAILED, MISUSED, Problem, console, errors, is_here, open_runtime
from vettrak_api.demo import data as demonstration
from vettrak_api.runtime import Runtime

Clients = Annotated[int, typer.Option(min=1, help="How many clients; beyond 10,000 they are students of former years.")]


def demo_data(
    *,
    clients: Clients = demonstration.CLIENTS,
    add: Annotated[
        bool, typer.Option("--add", help="Add clients to a database that has some; stop its server first.")
    ] = False,
    if_empty: Annotated[bool, typer.Option("--if-empty", help="Do nothing when there are clients.")] = False,
) -> None:
    """Fill the database with a believable organisation around today's date."""
    if not add and clients < demonstration.FEWEST:
        raise Problem(f"The demo data needs at least {demonstration.FEWEST} clients.", MISUSED)
    with open_runtime() as runtime:
        present = demonstration.count_clients(runtime)
        if present and if_empty:
            console.print(f"The database has {present} clients already; nothing was added.")
            return
        if present and not add:
            raise Problem(
                f"The database has {present} clients already. Choose an empty one with VETTRAK_DATABASE_URL, "
                "or add clients with --add."
            )
        write(runtime, clients, is_addition=bool(present))
    if not present:
        names = ", ".join(demonstration.LOGINS)
        console.print(f"Log-ins: {names}; the password of each is {demonstration.PASSWORD}")


def write(runtime: Runtime, clients: int, *, is_addition: bool) -> None:
    """Write the rows under a progress bar, and tell how many there are of the main things.

    Raises Problem for whoever interrupts it, which tells how the rest is added.
    """
    columns = (TextColumn("Clients"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    make = demonstration.add_clients if is_addition else demonstration.fill
    with Progress(*columns, console=errors) as progress:
        task = progress.add_task("Clients", total=clients)
        try:
            written = make(runtime, clients, lambda count: progress.advance(task, count))
        except KeyboardInterrupt:
            raise Problem(stopped(int(progress.tasks[task].completed), clients)) from None
    told = ("client", "employer", "programme", "occurrence", "enrolment", "enrolled_unit", "web_enrolment")
    counts = ", ".join(f"{written[table]:,} {table.replace('_', ' ')}s" for table in told if written[table])
    console.print(f"Added {counts}.")


def stopped(written: int, clients: int) -> str:
    """Return what to do when it was interrupted after so many of the clients: all of those are there in full."""
    if not written:
        return "Stopped before the organisation was there in full. Begin again with an empty database."
    rest = f"vettrak-api demo-data --add --clients {clients - written}"
    return f"Stopped after {written} of {clients} clients, which are there in full. This adds the rest: {rest}"


def tour(
    url: Annotated[
        str, typer.Argument(help="The server's address, up to its virtual directory.")
    ] = "http://127.0.0.1:8000",
    *,
    username: Annotated[str, typer.Option(help="A user with the API role.")] = "integration",
    password: Annotated[
        str, typer.Option(envvar="VETTRAK_TOUR_PASSWORD", help="Its password.")
    ] = demonstration.PASSWORD,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before writing to a server elsewhere.")] = False,
) -> None:
    """Play the LMS scenario against a running server, step by step."""
    if find_spec("zeep") is None:
        raise Problem('The SOAP client of the tour is not installed. Run: pip install "vettrak-api[tour]"')
    from vettrak_api.demo.tour import Trouble, play  # noqa: PLC0415 - the SOAP client takes a while to import

    host = host_of(url)
    if not yes and not is_here(host):
        question = f"The tour writes a client and an enrolment into the database of {host}. Go on?"
        if not typer.confirm(question):
            raise typer.Exit(FAILED)
    try:
        play(console, url, username, password)
    except Trouble as trouble:
        raise Problem(str(trouble)) from None


def host_of(url: str) -> str:
    """Return the host of an address; raises Problem when it is none."""
    try:
        address = urlsplit(url)
    except ValueError:  # brackets that are no IPv6 address
        address = None
    if address is None or address.scheme not in {"http", "https"} or not address.hostname:
        raise Problem(f"{url} is no address. Write it as http://host:port", MISUSED)
    return address.hostname
