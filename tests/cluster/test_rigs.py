"""What is particular to each cluster: several hosts and PgBouncer with PostgreSQL, writers on two nodes with Galera."""

import itertools

import pymysql
import pytest
from sqlalchemy import event, func, select

from tests.support.cluster_rigs import cluster
from tests.support.outcomes import OK, outcome
from tests.support.scenarios import at_once
from tests.support.soap import Api
from tests.support.tools import need
from tests.support.world import World
from vettrak_api.app import Site
from vettrak_api.model.changes import Change
from vettrak_api.model.quarantine import WebEnrolment
from vettrak_api.runtime import build_runtime
from vettrak_api.settings import Settings

from cluster.machines import wait_for  # isort: skip - the path to it is known by now

pytestmark = [pytest.mark.cluster, pytest.mark.slow]

FULL = (-1, "Occurrence has no vacancies.")
TRY_AGAIN = -3


def composed(url):
    return build_runtime(Settings(database_url=url, argon2_memory_kib=8, argon2_passes=1))


@pytest.fixture(scope="module")
def patroni():
    with cluster("patroni") as rig:
        yield rig


class TestPostgreSQL:
    def test_the_doctor_knows_an_address_with_several_hosts(self, patroni):
        told = patroni.command("doctor")
        assert f"host={patroni.servers[0].address}:5000,{patroni.servers[1].address}:5000" in told
        assert patroni.password not in told

    def test_the_driver_finds_the_leader_among_the_machines_themselves(self, patroni):
        hosts = ",".join(f"{machine.address}:5432" for machine in (*patroni.followers(), patroni.leader()))
        url = f"postgresql://vettrak:{patroni.password}@{hosts}/vettrak?target_session_attrs=read-write"
        runtime = composed(url)
        world = World(runtime)
        assert world.get(type(before := world.client()), before.id)
        former = patroni.leader()
        former.kill()
        wait_for("another leader", lambda: patroni.leader() is not former)
        wait_for("an answer", lambda: runtime.schema.look() is None)
        assert world.get(type(before), before.id).code == before.code
        assert world.client()
        runtime.database.close()
        patroni.restart(former)
        wait_for("the whole cluster", patroni.is_whole)

    def test_calls_go_through_pgbouncer_that_gives_connections_to_others_between_transactions(self, patroni):
        url = pooled(patroni)
        runtimes = [composed(url) for _ in range(3)]
        asked = []
        for runtime in runtimes:
            event.listen(
                runtime.database.engine, "before_cursor_execute", lambda c, cursor, text, *_: asked.append(text)
            )
        worlds = [World(runtime) for runtime in runtimes]
        occurrence, token = worlds[0].occurrence(web_published=True), worlds[0].token()
        apis = [Api(Site(runtime)) for runtime in runtimes]

        def book(at):
            # More often than a driver needs to see a statement before it prepares it.
            return [
                outcome(apis[at % 3].AddClientWebEnrolment(token, occurrence.id, f"P{at}", "Al")) for _ in range(12)
            ]

        answers = at_once([lambda at=at: book(at) for at in range(9)])
        assert set(itertools.chain(*answers)) == {OK}
        assert worlds[0].one(select(func.count()).where(WebEnrolment.occurrence_id == occurrence.id)) == 9 * 12
        assert "SET LOCAL lock_timeout = 10000" in asked
        with runtimes[0].database.writing() as session:
            assert session.connection().exec_driver_sql("SHOW lock_timeout").scalar() == "10s"
        for runtime in runtimes:
            runtime.database.close()


def pooled(rig):
    """Start PgBouncer on the first server's machine and return the address through it."""
    machine = rig.servers[0]
    need("pgbouncer")
    rig.start_pgbouncer(machine)
    url = rig.pooled_url(machine)
    runtime = composed(url)
    wait_for("PgBouncer", lambda: runtime.schema.look() is None)
    runtime.database.close()
    return url


@pytest.fixture(scope="module")
def galera():
    with cluster("galera") as rig:
        yield rig


@pytest.fixture(scope="module")
def nodes(galera):
    """A server on each of two nodes, past HAProxy: what it only lets happen for a moment."""
    address = "mariadb://vettrak:{}@{}:3306/vettrak"
    runtimes = [composed(address.format(galera.password, machine.address)) for machine in galera.databases[:2]]
    yield [World(runtime) for runtime in runtimes]
    for runtime in runtimes:
        runtime.database.close()


class TestWritersOnTwoNodes:
    """Takers meet on two nodes; those who are told Status -3 try again, as callers do."""

    def insisting(self, world, call):
        api = Api(Site(world.runtime))

        def insist():
            while outcome(answer := call(api))[0] == TRY_AGAIN:
                pass
            return answer

        return insist

    def test_locks_by_themselves_do_not_reach_the_other_node(self, galera):
        account = {"user": "vettrak", "password": galera.password, "database": "vettrak"}
        one, other = (pymysql.connect(host=machine.address, **account) for machine in galera.databases[:2])
        with one, other:
            for connection in (one, other):
                cursor = connection.cursor()
                cursor.execute("SET SESSION innodb_lock_wait_timeout = 1")
                assert cursor.execute("SELECT id FROM client_hold WHERE id = 1 FOR UPDATE") == 1

    def test_last_places_go_to_as_many(self, nodes):
        first = nodes[0]
        occurrence, token = first.occurrence(seats=5, web_published=True), first.token()
        takers = [
            self.insisting(
                nodes[at % 2], lambda api, at=at: api.AddClientWebEnrolment(token, occurrence.id, f"T{at}", "Al")
            )
            for at in range(16)
        ]
        answers = [outcome(answer) for answer in at_once(takers)]
        assert sorted(answers) == [FULL] * 11 + [OK] * 5
        assert first.one(select(func.count()).where(WebEnrolment.occurrence_id == occurrence.id)) == 5

    def test_no_number_is_given_twice_and_no_person_is_made_twice(self, nodes):
        token, born = nodes[0].token(), None
        enrolments = [nodes[0].enrolment(nodes[0].client()).id for _ in range(12)]
        awards = [
            self.insisting(
                nodes[at % 2], lambda api, number=number: api.AddAward(token, number, "Statement of Attainment")
            )
            for at, number in enumerate(enrolments)
        ]
        numbers = [answer.ParchmentNumber for answer in at_once(awards)]
        assert len(set(numbers)) == len(enrolments)
        people = [
            self.insisting(nodes[at % 2], lambda api: api.AddClientAfterCheck(token, "Same", "Sam", born))
            for at in range(8)
        ]
        assert len({answer.Clie.Clie_Code for answer in at_once(people)}) == 1

    def test_stamps_follow_the_order_of_the_commits(self, nodes):
        token = nodes[0].token()
        occurrence = nodes[0].occurrence(web_published=True)
        before = nodes[0].one(select(func.max(Change.stamp)))
        stamps = []
        for at in range(10):
            self.insisting(
                nodes[at % 2], lambda api, at=at: api.AddClientWebEnrolment(token, occurrence.id, f"S{at}", "Al")
            )()
            # What one node has committed the other one sees at once.
            stamps.append(nodes[(at + 1) % 2].one(select(func.max(Change.stamp))))
        assert stamps == sorted(set(stamps))
        assert stamps[0] > before
