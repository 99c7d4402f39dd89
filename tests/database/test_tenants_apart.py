"""Two organisations on one database server: nothing of one shows in the other, and neither waits for the other."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

import vettrak_api
from tests.api.security.test_matrix import OPERATIONS, naming, samples
from tests.api.writing.test_cheap_writes import PREFERENCES
from tests.conftest import CHEAP, SetClock
from tests.support.reading import reading_operations
from tests.support.tenant_servers import SERVERS, placed
from tests.support.tenants import KINDS, Organisation, settings_for, site_for, tenants_file
from vettrak_api.database import migrations
from vettrak_api.database.connections import Lease
from vettrak_api.database.maintenance import Watch
from vettrak_api.hosting.duty import Duty
from vettrak_api.model.clients import Client
from vettrak_api.model.statements import for_update
from vettrak_api.rules import maintenance as lock
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings
from vettrak_api.tenants import databases
from vettrak_api.tenants.upgrading import set_up

PATIENCE = 60
"""Seconds after which somebody waits for somebody else."""

INVALID = b"<Status>-1</Status><StatusMessage>Invalid token.</StatusMessage>"

WRITES = ("AddClientAfterCheck", "UpdateClientDetails", "UpdateResult", "AddClientEvent", "AddClientWebEnrolment")


@pytest.fixture(scope="module", params=SERVERS)
def two(request, tmp_path_factory):
    with placed(request.param) as place:
        clock, both, tables = SetClock(), [], {}
        for name in ("alpha", "bravo"):
            databases.make(place.pattern, name)
            runtime = build_runtime(Settings(**place.home(name).values, **CHEAP), clock)
            set_up(runtime)
            both.append(Organisation(name, runtime))
            tables[name] = {"hosts": [both[-1].host], **place.home(name).values, **PREFERENCES}
        site = site_for(settings_for(tenants_file(tmp_path_factory.mktemp("tenants") / "t.toml", **tables)), clock)
        yield [each.join(site) for each in both]
        site.close()
        for each in both:
            each.close()


def pairs(two):
    return [tuple(two), tuple(reversed(two))]


def arguments(organisation, name, caller):
    """What names records of the student around whom callers stand, as far as the operation names any."""
    given = samples(name, organisation.callers[caller])
    for scope in OPERATIONS[name].scope:
        if scope.kind in organisation.student.names():
            given |= naming(scope, organisation.student.names())
    return given


def told_to_write(organisation, name):
    """What lets an operation that writes succeed."""
    return {OPERATIONS[name].params[0].name: organisation.callers["role"]} | organisation.writing.arguments(name)


def test_what_is_read_is_of_the_organisation_that_is_called(two):
    for ours, others in pairs(two):
        seen = 0
        for name in reading_operations():
            for caller in ("role", "the client"):
                answer = ours.called(name, **arguments(ours, name, caller))
                assert others.mark.encode() not in answer, (name, caller)
                seen += ours.mark.encode() in answer
        assert seen > 10


@pytest.mark.parametrize("name", WRITES)
def test_what_is_written_is_written_at_the_organisation_that_is_called(two, name):
    for ours, others in pairs(two):
        given = told_to_write(ours, name)
        written, untouched = ours.commits(), others.commits()
        assert others.mark.encode() not in ours.called(name, **given)
        assert ours.commits() != written
        for caller in KINDS[1:]:
            ours.called(name, **arguments(ours, name, caller))
        assert others.commits() == untouched


def test_a_token_of_one_is_nothing_to_the_other(two):
    for ours, others in pairs(two):
        for name in ("GetClientDetails", "UpdateClientDetails", "GetEnrolmentsForClient"):
            assert INVALID in ours.called(name, **arguments(others, name, "role"))


def test_statements_that_were_prepared_for_one_are_not_executed_at_the_other(two):
    """The driver prepares what it has met five times, and we keep what goes to it by the kind of database."""

    def call(turn):
        ours, others = pairs(two)[turn % 2]
        at_host = type(ours.at_host)(ours.at_host.site, ours.host)
        type(ours.api)(at_host).GetClientDetails(**arguments(ours, "GetClientDetails", "role"))
        return ours.mark.encode() in at_host.answer and others.mark.encode() not in at_host.answer

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(call, range(80)))


def test_what_one_is_told_of_executions_is_its_own(two):
    """Connections are pooled by organisation: each has its own engine."""
    engines = [each.runtime.database.engine for each in two]
    with Lease(two[0].runtime.database) as first, Lease(two[1].runtime.database) as second:
        names = [
            lease.reader().scalar(select(Client.other_name).where(Client.id == each.student.client.id))
            for lease, each in zip((first, second), two, strict=True)
        ]
    assert engines[0].pool is not engines[1].pool
    assert [name.split()[0] for name in names] == [each.mark for each in two]


def soon(work):
    """Do something in a thread of its own, and fail when somebody keeps it waiting."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result(PATIENCE)


def test_who_changes_the_tables_of_one_holds_nobody_of_the_other_up(two):
    first, second = (each.runtime.database for each in two)

    def take():
        with migrations.alone(second):
            return True

    with migrations.alone(first):
        assert soon(take)


def test_each_has_a_duty_of_its_own(two):
    duties = [Duty(each.runtime.database) for each in two]
    assert [duty.beat() for duty in duties] == [True, True]
    for duty in duties:
        duty.give_back()


def test_an_import_of_one_stops_the_calls_of_that_one(two):
    first = two[0]
    with first.runtime.database.connection(writing=True) as connection:
        assert lock.take(connection, "import", lock.standing(connection))
    assert [Watch(each.runtime.database).is_maintained() for each in two] == [True, False]
    with first.runtime.database.connection(writing=True) as connection:
        lock.give_back(connection, "import")


def test_rows_that_one_holds_are_nothing_to_the_other(two):
    first, second = two
    with first.runtime.database.writing() as session:
        session.scalars(for_update(select(Client), Client)).all()
        given = told_to_write(second, "UpdateClientDetails")
        assert b"<Status>1</Status>" in soon(lambda: second.called("UpdateClientDetails", **given))


LOCKS = re.compile(r"GET_LOCK|pg_\w*advisory\w*|sp_getapplock", re.IGNORECASE)


def test_locks_that_belong_to_a_server_are_taken_in_one_place():
    """All other locks are rows and tables, which are an organisation's own."""
    root = Path(vettrak_api.__file__).parent
    found = {str(path.relative_to(root)) for path in root.rglob("*.py") if LOCKS.search(path.read_text("utf-8"))}
    assert found == {"database/migrations.py"}
