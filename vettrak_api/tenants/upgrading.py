"""Brings the tables of many organisations up to date, some at a time, whatever becomes of one of them."""

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context

from sqlalchemy.exc import SQLAlchemyError

from vettrak_api.database import migrations
from vettrak_api.database.addresses import without_secrets
from vettrak_api.database.schema import Fitness, examine_schema
from vettrak_api.database.troubleshooting import advice
from vettrak_api.errors import VettrakError
from vettrak_api.model.audit import Author
from vettrak_api.rules.reference.loading import load_reference_data
from vettrak_api.runtime import Runtime, build_runtime
from vettrak_api.settings import Settings
from vettrak_api.tenants.roster import Tenant

MOST_JOBS = 32


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one organisation's tables; `trouble` is blank when all went well."""

    name: str
    before: str | None = None
    after: str | None = None
    trouble: str = ""


def upgrade_all(tenants: Sequence[Tenant], jobs: int) -> Iterator[Outcome]:
    """Upgrade the tables of each, so many at a time, and yield what became of them as it is known.

    Each job is a process: what changes tables keeps its place in the process, not in the thread.
    """
    if jobs == 1:
        yield from (upgraded(tenant.name, tenant.settings) for tenant in tenants)
        return
    # Not forked: the drivers of databases must not find the parent's state.
    with ProcessPoolExecutor(min(jobs, MOST_JOBS, len(tenants)), get_context("spawn")) as pool:
        works = {pool.submit(upgraded, tenant.name, tenant.settings): tenant.name for tenant in tenants}
        for work in as_completed(works):
            try:
                yield work.result()
            except BrokenProcessPool:
                yield Outcome(works[work], trouble="The process that did it has ended; run the command again.")


def upgraded(name: str, settings: Settings) -> Outcome:
    """Upgrade the tables of one and add what its reference lists lack; never raises."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    runtime = build_runtime(settings, tenant=name)
    try:
        with migrations.alone(runtime.database):
            finding = examine_schema(runtime.database)
            if finding.fitness in {Fitness.EXPANDED, Fitness.AHEAD}:
                return Outcome(name, trouble=finding.advice)
            return set_up(runtime)
    except (SQLAlchemyError, ImportError) as error:
        return Outcome(name, trouble=of_tenant(error, settings))
    except VettrakError as error:
        return Outcome(name, trouble=error.message)
    except Exception as error:  # noqa: BLE001 - the others go on, whatever is wrong with one
        said = without_secrets(str(error), settings.database_url)
        return Outcome(name, trouble=f"{type(error).__name__}: {said}")
    finally:
        runtime.database.close()


def of_tenant(error: Exception, settings: Settings) -> str:
    """Say what helps, by the name that the setting of an organisation has."""
    return advice(error, settings.database_url).replace("VETTRAK_DATABASE_URL", "database_url")


def set_up(runtime: Runtime) -> Outcome:
    """Create the tables or bring them up to date, then add reference data that is missing."""
    before = migrations.present_revision(runtime.database)
    migrations.upgrade(runtime.database)
    author = Author("-", "db upgrade", runtime.clock.now())
    with runtime.database.writing(author) as session:
        load_reference_data(session)
    return Outcome(runtime.tenant, before, migrations.present_revision(runtime.database))
