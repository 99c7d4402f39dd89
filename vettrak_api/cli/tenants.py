"""`vettrak-api tenant ...`: the organisations of an installation that serves many."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.table import Table
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from vettrak_api.cli.common import FAILED, MISUSED, TENANT, Problem, console, errors, read_process_settings
from vettrak_api.cli.common import read_tenants as read
from vettrak_api.database import migrations
from vettrak_api.database.addresses import shown_url
from vettrak_api.database.connections import Database
from vettrak_api.database.schema import examine_schema
from vettrak_api.database.troubleshooting import advice
from vettrak_api.settings import Settings, WrongSettings
from vettrak_api.tenants import adding, databases
from vettrak_api.tenants.databases import Home, home_for
from vettrak_api.tenants.hosts import host_name
from vettrak_api.tenants.roster import HOSTS, Tenant, Wrong
from vettrak_api.tenants.upgrading import MOST_JOBS, Outcome, of_tenant, upgrade_all, upgraded

app = typer.Typer(help="The organisations of an installation that serves many.", no_args_is_help=True)

NO_FILE = "VETTRAK_TENANTS must name the file of the organisations; it is made with the first of them."
NO_PATTERN = (
    "Where shall the database be? Name it with --database URL, or set VETTRAK_TENANT_DATABASES to the URL of a server "
    "without a database, or of a folder of SQLite files."
)
WRONG_PATTERN = (
    "VETTRAK_TENANT_DATABASES must be the URL of a server without a database, such as mariadb://user:password@host/, "
    "of a folder of SQLite files, or of a database of PostgreSQL, in which each organisation gets a schema."
)
MAKE_IT = "Or make an empty one yourself, and name it with --database URL."
LOOKERS = 8
JOBS = 2


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits and hyphens.")],
    *,
    host: Annotated[list[str], typer.Option(help="A host name that leads to it; more by further --host.")],
    database: Annotated[
        str, typer.Option(help="URL of its database, which is there and empty; left out, one is made for it.")
    ] = "",
    schema: Annotated[
        str, typer.Option(help="The schema of PostgreSQL in that database that is its own; left out, all of it is.")
    ] = "",
    timezone: Annotated[str, typer.Option(help="Its zone, such as Australia/Perth.")] = "",
) -> None:
    """Set up the database of an organisation and add it to the file; servers serve it within seconds."""
    settings = tenant_settings()
    if schema and not database:
        raise Problem("--schema is for a database that --database names.", MISUSED)
    home = Home(database, schema) if database else new_home(settings, name)
    values: dict[str, Any] = {HOSTS: [_host(each) for each in host], **home.values}
    if timezone:
        values["timezone"] = timezone
    with told_wrong(settings, name):
        tenant = adding.require_possible(settings, name, values)
        with database_of(settings, tenant, is_named=bool(database)):
            result = upgraded(name, tenant.settings)
            if result.trouble:
                raise Wrong(result.trouble)
            adding.add(settings, name, values)
    console.print(f"{name} is added with {shown_place(tenant)}, tables at {result.after}.")
    console.print(f"It is reached at {', '.join(tenant.hosts)}. Its first user: vettrak-api --tenant {name} user add …")


@contextmanager
def told_wrong(settings: Settings, name: str) -> Iterator[None]:
    """Make a Problem of what keeps an organisation from being added."""
    try:
        yield
    except Wrong as error:
        raise Problem(f"{name} is not added: {error}") from None
    except adding.Busy as error:
        raise Problem(
            f"{name} is not added: somebody else is changing the file. If nobody is, remove {error}."
        ) from None
    except WrongSettings as error:
        raise Problem(error.message, MISUSED) from None
    except OSError as error:
        raise Problem(f"{name} is not added: {settings.tenants} can not be written: {error.strerror}.") from None


@contextmanager
def database_of(settings: Settings, tenant: Tenant, *, is_named: bool) -> Iterator[None]:
    """Make the database, if nobody has named one, and take it away again when the body raises.

    One that was there stays, whatever happens; raises Wrong when it holds something else.
    """
    if not is_named and made(settings, tenant):
        with taken_away_again(settings, tenant):
            yield
        return
    require_usable(tenant, may_be_used=is_named)
    yield


def made(settings: Settings, tenant: Tenant) -> bool:
    """Make a database, unless it is there; return whether it was made, and raise Wrong when it can not be."""
    try:
        return databases.make(settings.tenant_databases, tenant.name)
    except DBAPIError as error:
        told = of_pattern(error, settings)
        raise Wrong(f"{told}\n{MAKE_IT}" if error.statement else told) from None
    except (SQLAlchemyError, ImportError) as error:
        raise Wrong(of_pattern(error, settings)) from None
    except OSError as error:
        raise Wrong(f"its file can not be made where VETTRAK_TENANT_DATABASES says: {error.strerror}.") from None


def of_pattern(error: Exception, settings: Settings) -> str:
    """Say what helps, by the name of the setting that names the server here."""
    return advice(error, settings.tenant_databases).replace("VETTRAK_DATABASE_URL", "VETTRAK_TENANT_DATABASES")


@contextmanager
def taken_away_again(settings: Settings, tenant: Tenant) -> Iterator[None]:
    """Remove a database that was made just now when the body raises."""
    try:
        yield
    except BaseException:
        try:
            databases.remove(settings.tenant_databases, tenant.name)
        except (SQLAlchemyError, OSError) as error:
            errors.print(f"{shown_place(tenant)} was made and can not be removed: {of_pattern(error, settings)}")
        raise


def require_usable(tenant: Tenant, *, may_be_used: bool) -> None:
    """Raise Wrong when there is something else in a database than an organisation can begin with."""
    database = Database(tenant.settings)
    try:
        databases.require_usable(database, may_be_used=may_be_used)
    except databases.Taken as taken:
        raise Wrong(f"{shown_place(tenant)} {taken}") from None
    except (SQLAlchemyError, ImportError) as error:
        raise Wrong(of_tenant(error, tenant.settings)) from None
    finally:
        database.close()


def shown_place(tenant: Tenant) -> str:
    """Return an organisation's database, and its schema there, as everybody may read it."""
    shown, schema = shown_url(tenant.settings.database_url), tenant.settings.database_schema
    return f"{shown}, schema {schema}" if schema else shown


def new_home(settings: Settings, name: str) -> Home:
    """Return where the tables of a new organisation will be; raises Problem without a pattern for it."""
    if not settings.tenant_databases:
        raise Problem(NO_PATTERN, MISUSED)
    try:
        return home_for(settings.tenant_databases, name)
    except ArgumentError:
        raise Problem(WRONG_PATTERN, MISUSED) from None


def _host(text: str) -> str:
    try:
        return host_name(text)
    except ValueError as error:
        raise Problem(f"{text} {error}.", MISUSED) from None


@app.command("list")
def list_() -> None:
    """List the organisations: hosts, database, revision of its tables; leaves with 1 when one can not be served."""
    settings = tenant_settings()
    roster = read(settings)
    with ThreadPoolExecutor(LOOKERS) as pool:
        states = dict(zip(roster.tenants, pool.map(state_of, roster.tenants.values()), strict=True))
    table = Table("name", "hosts", "database", "tables")
    for name, tenant in roster.tenants.items():
        table.add_row(name, ", ".join(tenant.hosts), shown_place(tenant), states[name][1])
    console.print(table)
    for name, (is_well, state) in states.items():
        if not is_well:
            errors.print(f"{name} is not ready: {state}")
    for name, why in roster.wrong.items():
        errors.print(f"{name} is not served: {why}")
    well = sum(is_well for is_well, _ in states.values())
    console.print(f"{len(roster.tenants)} organisations, {well} of them ready.")
    if roster.wrong or well < len(states):
        raise typer.Exit(FAILED)


def state_of(tenant: Tenant) -> tuple[bool, str]:
    """Look at one organisation's database: whether its tables can be used, and at which revision they are."""
    database = Database(tenant.settings)
    try:
        finding = examine_schema(database)
        revision = migrations.present_revision(database) or "never set up"
    except (SQLAlchemyError, ImportError):
        return False, f"not reached; see: vettrak-api --tenant {tenant.name} doctor"
    finally:
        database.close()
    return finding.is_usable, revision if finding.is_usable else f"{revision}, to be upgraded"


@app.command()
def upgrade(
    *,
    jobs: Annotated[int, typer.Option(min=1, max=MOST_JOBS, help="How many are upgraded at a time.")] = JOBS,
) -> None:
    """Bring the tables of all organisations up to date, or of the one that --tenant names; 1 if one fails."""
    settings = tenant_settings()
    roster = read(settings)
    named = os.environ.get(TENANT, "")
    chosen = [tenant for name, tenant in roster.tenants.items() if named in {"", name}]
    if named and not chosen:
        raise Problem(f"There is no organisation {named} that can be served.", MISUSED)
    failed = told_progress(chosen, jobs) if chosen else {}
    if not named:
        failed |= roster.wrong
    console.print(f"{len(chosen) - len(failed.keys() & {each.name for each in chosen})} organisations are up to date.")
    if failed:
        told = "\n".join(f"  {name}: {why}" for name, why in sorted(failed.items()))
        raise Problem(f"{len(failed)} could not be upgraded:\n{told}")


def told_progress(chosen: list[Tenant], jobs: int) -> dict[str, str]:
    """Upgrade and tell of each as it is done; returns why some could not be."""
    failed, began = {}, time.monotonic()
    for done, outcome in enumerate(upgrade_all(chosen, jobs), 1):
        console.print(f"[{done}/{len(chosen)}] {outcome.name}: {said(outcome)}")
        if outcome.trouble:
            failed[outcome.name] = outcome.trouble
    console.print(f"{len(chosen)} in {time.monotonic() - began:.0f} s.")
    return failed


def said(outcome: Outcome) -> str:
    """Say what became of one organisation's tables."""
    if outcome.trouble:
        return "FAILED"
    if outcome.before == outcome.after:
        return f"at {outcome.after} already"
    return f"from {outcome.before or 'nothing'} to {outcome.after}"


def tenant_settings() -> Settings:
    """Return the settings of the whole installation; raises Problem when it serves one organisation alone."""
    settings = read_process_settings()
    if not settings.tenants:
        raise Problem(NO_FILE, MISUSED)
    return settings
