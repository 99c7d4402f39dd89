"""The chain over the change log on every kind of database: sealed while others write, and nothing is altered unseen."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import bindparam, delete, func, insert, select, update

from tests.support.scenarios import at_once
from vettrak_api.model.audit import Author
from vettrak_api.model.changes import AuditSeal, Change, PersonKey
from vettrak_api.model.clients import Client, ClientPriorEducation, ClientRelationship
from vettrak_api.model.occurrences import OccurrencePrice
from vettrak_api.model.reference import RelationshipType
from vettrak_api.model.rows import add_rows, change_rows, removal_of, remove_rows
from vettrak_api.rules.audit.forgetting import forget_former_values
from vettrak_api.rules.audit.purging import GONE, purge_audit
from vettrak_api.rules.audit.sealing import PATIENCE_SECONDS, PORTION, seal_all
from vettrak_api.rules.audit.verifying import Verification, verify
from vettrak_api.rules.privacy.holds import place_hold, release_hold
from vettrak_api.security.keyring import Keyring
from vettrak_api.views.audit import history_of_record

BOUND = 5
MOMENT = (BOUND + PATIENCE_SECONDS) * 1000
DAY = 24 * 60 * 60 * 1000

OF_CLIENT = removal_of(ClientPriorEducation, ClientPriorEducation.client_id == bindparam("client"))


@pytest.fixture
def person(runtime, world):
    """Somebody whose surname changes, ten times before the test begins."""
    client = world.client("Name 0")
    for number in range(1, 11):
        rename(runtime, client, f"Name {number}")
    return client


def rename(runtime, client, surname):
    with runtime.database.writing(Author("TEST", "test", runtime.clock.now())) as session:
        session.get(Client, client.id).surname = surname


def sealed(runtime):
    """Seal what is there now."""
    return seal_all(runtime.database, runtime.vault.keyring, runtime.clock.milliseconds() + MOMENT, BOUND)


def verified(connection, runtime, keyring=None):
    found = Verification()
    return list(verify(connection, keyring or runtime.vault.keyring, found)), found


def faults(runtime, keyring=None):
    with runtime.database.connection() as connection:
        return verified(connection, runtime, keyring)[0]


@contextmanager
def tampered(runtime):
    """Let the body do to the tables what it wants; nothing of it stays."""
    with suppress(_Undone), runtime.database.connection(writing=True) as connection:
        yield connection
        raise _Undone


class _Undone(Exception):
    pass


def latest_row(connection):
    return connection.execute(select(*Change.__table__.columns).order_by(Change.id.desc()).limit(1)).one()


class TestSealing:
    def test_leaves_alone_what_is_too_young(self, runtime, person):
        now = runtime.clock.milliseconds()
        assert seal_all(runtime.database, runtime.vault.keyring, now, BOUND) == 0
        assert seal_all(runtime.database, runtime.vault.keyring, now + MOMENT - 1, BOUND) == 0
        assert sealed(runtime) >= 10
        assert (sealed(runtime), faults(runtime)) == (0, [])

    def test_goes_on_while_others_write(self, runtime, world):
        people = [world.client(f"Writer {number}") for number in range(4)]

        def write(client):
            for number in range(15):
                rename(runtime, client, f"Round {number}")

        with ThreadPoolExecutor() as pool:
            writing = [pool.submit(write, client) for client in people]
            while not all(one.done() for one in writing):
                # Nobody waits for a minute here: what is settled is what was committed before.
                runtime.clock.milliseconds()
                assert seal_all(runtime.database, runtime.vault.keyring, runtime.clock.milliseconds(), BOUND) == 0
            for one in writing:
                one.result()
        assert (sealed(runtime) >= 60, faults(runtime)) == (True, [])

    def test_is_done_once_by_several_at_a_time(self, runtime, person):
        with runtime.database.connection() as connection:
            last = connection.scalar(select(func.max(AuditSeal.last_row))) or 0
            waiting = connection.scalar(select(func.count()).select_from(Change).where(Change.id > last))
        assert sum(at_once([lambda: sealed(runtime)] * 4)) == waiting
        assert faults(runtime) == []

    def test_covers_many_rows_by_several_seals(self, runtime, world):
        people = [world.client(f"Many {number}") for number in range(PORTION + 1)]
        with runtime.database.writing(Author("TEST", "test", runtime.clock.now())) as session:
            for person in people:
                session.merge(Client(id=person.id, surname="Changed"))
        sealed(runtime)
        with runtime.database.connection() as connection:
            assert max(connection.scalars(select(AuditSeal.covered))) == PORTION
        assert faults(runtime) == []


class TestVerifying:
    @pytest.fixture(autouse=True)
    def everything_is_sealed(self, runtime, person):
        sealed(runtime)
        assert faults(runtime) == []

    @pytest.mark.parametrize(
        "values",
        [
            {"by": "SOMEBODY"},
            {"operation": "UpdateClientDetails2"},
            {"members": "given_name"},
            {"secret": None},
            {"record_id": 1},
            {"stamp": 5},
        ],
        ids=lambda values: next(iter(values)),
    )
    def test_finds_an_altered_row(self, runtime, values):
        with tampered(runtime) as connection:
            row = latest_row(connection)
            connection.execute(update(Change).where(Change.id == row.id).values(values))
            assert verified(connection, runtime)[0] == [f"Row {row.id} was altered."]

    def test_finds_a_removed_row(self, runtime):
        with tampered(runtime) as connection:
            row = latest_row(connection)
            connection.execute(delete(Change).where(Change.id == row.id - 1))
            assert verified(connection, runtime)[0] == [f"Row {row.id - 1} was removed."]

    def test_finds_a_row_put_in(self, runtime):
        with tampered(runtime) as connection:
            row = latest_row(connection)
            # In the place of one that is gone, as every number below the last one is taken here.
            connection.execute(delete(Change).where(Change.id == row.id - 1))
            connection.execute(insert(Change).values({**row._mapping, "id": row.id - 1}))
            assert verified(connection, runtime)[0] == [f"Row {row.id - 1} was altered."]
            connection.execute(update(AuditSeal).values(first_row=AuditSeal.first_row + 0))
            connection.execute(insert(Change).values({**row._mapping, "id": -7}))
            assert f"Row {-7} was put in by hand." in verified(connection, runtime)[0]

    def test_finds_rows_that_were_swapped(self, runtime):
        with tampered(runtime) as connection:
            row = latest_row(connection)
            for former, new in ((row.id, -1), (row.id - 1, row.id), (-1, row.id - 1)):
                connection.execute(update(Change).where(Change.id == former).values(id=new))
            assert verified(connection, runtime)[0] == [f"Row {row.id - 1} was altered.", f"Row {row.id} was altered."]

    def test_finds_a_seal_that_was_made_anew_by_who_lacks_the_key(self, runtime):
        from vettrak_api.rules.audit.sealing import digest_of, digest_of_seal, leaf_of, leaves_text

        with tampered(runtime) as connection:
            row = latest_row(connection)
            connection.execute(update(Change).where(Change.id == row.id).values(by="SOMEBODY"))
            seal = (
                connection.execute(select(*AuditSeal.__table__.columns).order_by(AuditSeal.id.desc()).limit(1))
                .one()
                ._mapping
            )
            rows = connection.execute(
                select(*Change.__table__.columns)
                .where(Change.id.between(seal["first_row"], seal["last_row"]))
                .order_by(Change.id)
            ).all()
            leaves = leaves_text(rows[0].id, {each.id: leaf_of(each) for each in rows})
            forged = {**seal, "leaves": leaves, "leaves_digest": digest_of(leaves)}
            forged["digest"] = digest_of_seal(forged)
            connection.execute(update(AuditSeal).where(AuditSeal.id == seal["id"]).values(forged))
            assert verified(connection, runtime)[0] == [f"Seal {seal['id']} was altered."]

    def test_finds_a_seal_that_is_gone(self, runtime, person):
        rename(runtime, person, "One more")
        sealed(runtime)
        with tampered(runtime) as connection:
            last = connection.scalar(select(func.max(AuditSeal.id)))
            connection.execute(delete(AuditSeal).where(AuditSeal.id == last - 1))
            found = verified(connection, runtime)[0]
            assert (f"Seal {last - 1} is missing." in found, len(found)) == (True, 2)

    def test_tells_that_signatures_can_not_be_checked_without_the_key(self, runtime, tmp_path):
        other = Keyring(
            runtime.settings.model_copy(update={"audit_key": "", "audit_key_file": str(tmp_path / "none")}),
            runtime.database.engine.url,
        )
        with runtime.database.connection() as connection:
            told, found = verified(connection, runtime, other)
        assert (told, found.unsigned, found.seals > 0) == ([], found.seals, True)

    def test_is_content_when_a_person_has_been_forgotten(self, runtime, person):
        with runtime.database.writing() as session:
            assert forget_former_values(session, person.id) == 1
        assert faults(runtime) == []


def test_purging_leaves_the_chain_whole_and_says_so(runtime, world):
    client = world.client("Old")
    rename(runtime, client, "Older")
    sealed(runtime)
    later = runtime.clock.milliseconds() + 100 * DAY
    rows, keys = purge_audit(runtime.database, later, 90, 30)
    assert (rows > 0, keys > 0) == (True, True)
    with runtime.database.connection() as connection:
        told, found = verified(connection, runtime)
        assert (told, found.purged, found.rows) == ([], rows, 0)
        for row in connection.execute(select(*Change.__table__.columns).limit(5)).mappings():
            assert [row[name] for name in GONE] == [None] * len(GONE)
            assert row["table_name"]
        assert connection.scalar(select(func.count()).select_from(PersonKey)) == 0
    assert purge_audit(runtime.database, later, 90, 30) == (0, 0)
    with tampered(runtime) as connection:
        last = connection.scalar(select(func.max(Change.id)))
        connection.execute(delete(Change).where(Change.id == last))
        assert len(verified(connection, runtime)[0]) == 1


def test_purging_spares_what_tells_of_somebody_under_a_legal_hold(runtime, world):
    """With all that has the same seal; and again nothing is spared once the hold is released."""
    held, other = world.client("Held"), world.client("Other")
    kin = world.one(select(RelationshipType.id).limit(1))
    relations = {
        each.id: world.add(ClientRelationship(client_id=each.id, to_client_id=to.id, relationship_type_id=kin))
        for each, to in ((held, world.client("Kin")), (other, world.client("Friend")))
    }
    for client in (held, other):
        with runtime.database.writing(Author("TEST", "test", runtime.clock.now())) as session:
            session.get(Client, client.id).surname = "Older"
            session.get(ClientRelationship, relations[client.id].id).description = "Next of kin"
        sealed(runtime)
    with runtime.database.writing() as session:
        place_hold(session, held.id, "A court asks.", runtime.clock.now())
    later = runtime.clock.milliseconds() + 100 * DAY

    def known():
        """Return whose entries still say who wrote them, and whose keys are there."""
        with runtime.database.querying() as reader:
            told = select(Change.table_name, Change.record_id).where(Change.by == "TEST").distinct()
            owners = select(PersonKey.owner_table, PersonKey.owner_id).distinct()
            return [sorted(map(tuple, reader.execute(statement))) for statement in (told, owners)]

    rows, keys = purge_audit(runtime.database, later, 90, 30)
    stays = [("client", held.id), ("client_relationship", relations[held.id].id)]
    assert (rows > 0, keys, known()) == (True, 2, [stays, stays])
    assert faults(runtime) == []
    with runtime.database.writing() as session:
        release_hold(session, held.id)
    purge_audit(runtime.database, later, 90, 30)
    assert known() == [[], []]
    assert faults(runtime) == []


def test_parts_are_told_and_sealed_and_forgotten_with_their_person(runtime, world):
    client, occurrence = world.client("Parts"), world.occurrence(prices=[("Tuition", 100)])
    [price] = world.all(select(OccurrencePrice).where(OccurrencePrice.occurrence_id == occurrence.id))
    with runtime.database.writing(Author("TEST", "test", runtime.clock.now())) as session:
        add_rows(session, ClientPriorEducation, [{"client_id": client.id, "code": code} for code in ("410", "420")])
        change_rows(session, OccurrencePrice, {price.id: {"web_published": False}})
    with runtime.database.writing(Author("TEST", "test", runtime.clock.now())) as session:
        assert remove_rows(session, OF_CLIENT, client=client.id) == 2
    sealed(runtime)
    assert faults(runtime) == []

    def told(table, number):
        with runtime.database.querying() as reader:
            entries = history_of_record(reader, runtime.vault, runtime.settings.zone, table, number).entries
        return [(each.action, {one.name: (one.before, one.after) for one in each.members}) for each in entries]

    assert told("occurrence", occurrence.id) == [("update", {"web_published": ("yes", "no")})]
    assert sorted(told("client", client.id), key=str) == [
        ("delete", {"code": ("410", None)}),
        ("delete", {"code": ("420", None)}),
        ("insert", {"code": (None, "410")}),
        ("insert", {"code": (None, "420")}),
    ]
    with runtime.database.writing() as session:
        forget_former_values(session, client.id)
    assert [members for _, members in told("client", client.id)] == [{}] * 4
    assert faults(runtime) == []
