"""`vettrak-api client erase`, `erase replay` and holds: what was planted everywhere is nowhere afterwards."""

import json

import pytest
from sqlalchemy import func, select

from tests.support.planting import Planting
from vettrak_api.cli import clients
from vettrak_api.database import maintenance
from vettrak_api.model.changes import PersonKey
from vettrak_api.model.clients import Client
from vettrak_api.model.enrolments import Enrolment
from vettrak_api.model.events import Award
from vettrak_api.model.finance import Invoice
from vettrak_api.model.privacy import ErasedClient
from vettrak_api.model.quarantine import WebEnrolment
from vettrak_api.rules.privacy import erasing
from vettrak_api.rules.privacy.erasures import FILE

NAMES = {"erased_client"}
"""Where the names stay of who has awards."""


@pytest.fixture
def planted(world):
    return Planting(world)


@pytest.fixture
def other(world):
    """Somebody else, of whom nothing may go."""
    client = world.client("Stayer", "Sid", code="STAYS", email="sid@example.com")
    world.enrolment(client, world.occurrence())
    return client


def names_of(world, client_id):
    row = world.get(Client, client_id)
    return row.surname, row.given_name, row.birth_date, row.email, row.active


class TestErasing:
    def test_leaves_none_of_forty_planted_values(self, run, planted, world, tmp_path, other, caplog):
        assert len(planted.values) > 40
        assert len({name for name, _ in planted.left()}) > 20
        assert len(planted.read_in_trail()) > 100
        answer = run("client", "erase", "GOING", "--yes")
        assert (answer.code, answer.err) == (0, "")
        assert (planted.left(besides=NAMES), planted.read_in_trail()) == (set(), set())
        person = world.get(ErasedClient, planted.client_id)
        kept = {person.surname, person.given_name, person.other_name}
        assert {value for _, value in planted.left()} == kept <= planted.values
        world.runtime.database.close()
        assert {value for _, value in planted.left_in(tmp_path)} == kept
        assert not [value for value in planted.values if value in caplog.text + answer.out]
        assert names_of(world, planted.client_id) == ("Erased", "", None, None, False)
        assert names_of(world, other.id) == ("Stayer", "Sid", None, "sid@example.com", True)

    def test_leaves_no_name_without_awards(self, run, planted, world, tmp_path):
        with world.session() as session:
            session.delete(session.scalars(select(Award)).one())
        assert run("client", "erase", "GOING", "--yes").code == 0
        world.runtime.database.close()
        assert (planted.left(), planted.left_in(tmp_path)) == (set(), set())
        assert "nobody knows who it was" in run("client", "certification", "GOING").err

    def test_makes_former_values_unreadable(self, run, world, runtime, clock):
        client = world.client("Former", "Fay", code="GOING")
        run("client", "correct", "GOING", "surname", "Latter", "--reason", "She has married Mr Latter.")
        assert "Former \u2192 Latter" in run("audit", "client", "GOING").out
        assert run("client", "erase", "GOING", "--yes").code == 0
        told = run("audit", "client", "GOING").out
        assert "Former" not in told
        assert "Latter" not in told
        assert world.all(select(func.count()).select_from(PersonKey).where(PersonKey.owner_id == client.id)) == [0]
        assert run("audit", "verify").code == 0

    def test_says_what_stays_and_why(self, run, planted):
        out = run("client", "erase", "GOING", "--dry-run").out
        assert "Goes: " in out
        assert "1 text message" in out
        assert "Stays: name and birth date, beside 1 of the person's awards" in out
        assert "Stays: what people have written of the person in records of others" in out
        assert "Its history keeps what it said for 730 days" in out
        assert "invoices and payments, which name nobody then" in out

    def test_a_dry_run_changes_nothing(self, run, planted, tmp_path):
        before = planted.left()
        assert "Nothing was changed" in run("client", "erase", "GOING", "--dry-run").out
        assert planted.left() == before
        assert not (tmp_path / FILE).exists()

    def test_asks_before(self, run, planted):
        before = planted.left()
        assert run("client", "erase", "GOING", typed="n\n").code == 1
        assert planted.left() == before

    def test_keeps_the_certification_for_who_must_vouch(self, run, planted, world):
        names = list(names_of(world, planted.client_id)[:2])
        run("client", "erase", "GOING", "--yes")
        out = run("client", "certification", "GOING").out
        assert all(name in out for name in names)
        assert "born 1971-03-14" in out

    def test_is_all_or_nothing(self, run, planted, monkeypatch):
        before = planted.left()

        def fail(*_):
            raise RuntimeError("in the middle")

        monkeypatch.setattr(erasing, "_let_nobody_find", fail)
        assert run("client", "erase", "GOING", "--yes").code == 1
        assert planted.left() == before

    def test_needs_the_list_to_be_writable(self, run, planted, monkeypatch, tmp_path):
        monkeypatch.setenv("VETTRAK_ERASURES_FILE", str(tmp_path / "missing" / "list"))
        before = planted.left()
        answer = run("client", "erase", "GOING", "--yes")
        assert "Nobody is erased without it" in answer.err
        assert planted.left() == before

    def test_twice_says_so(self, run, planted):
        run("client", "erase", "GOING", "--yes")
        assert "GOING was erased before" in run("client", "erase", "GOING", "--yes").err

    def test_of_nobody(self, run, runtime):
        assert "There is no client 'NOBODY'" in run("client", "erase", "NOBODY", "--yes").err


class TestRefusing:
    @pytest.fixture
    def refused(self, run, world):
        """Try to erase a client, and return the line that says why not; nothing has changed."""

        def refused(client):
            before = names_of(world, client.id)
            answer = run("client", "erase", client.code, "--yes")
            assert answer.code == 1
            assert names_of(world, client.id) == before
            return answer.err

        return refused

    def test_who_is_enrolled(self, world, refused):
        client = world.client()
        number = world.enrolment(client, world.occurrence()).id
        assert f"{client.code} is enrolled ({number})" in refused(client)

    def test_who_owes_money_and_whom_money_is_owed(self, world, refused, planted, run):
        client = world.get(Client, planted.client_id)
        for paid, words in ((3, "GOING owes $2.00"), (9, "$4.00 of invoice")):
            with world.session() as session:
                invoice = session.scalars(select(Invoice).where(Invoice.client_id == client.id)).one()
                invoice.total_amount, invoice.amount_paid = 5, paid
            assert words in refused(client)

    def test_who_waits_in_quarantine(self, world, refused, planted):
        with world.session() as session:
            session.scalars(select(WebEnrolment).order_by(WebEnrolment.id)).first().state = "P"
        assert "GOING waits in quarantine (web enrolment " in refused(world.get(Client, planted.client_id))

    def test_staff_and_who_has_duties(self, world, refused):
        assert "is a staff member" in refused(world.staff())
        assert "is a staff member or has a role" in refused(world.client(api_role=True))
        former = world.client()
        world.trainer(world.occurrence(end_date=None), former)
        assert "still has duties: 0 classes to teach, 1 occurrences" in refused(former)

    def test_under_a_hold_until_it_is_released(self, world, refused, run):
        client = world.client()
        assert run("client", "hold", client.code, "--reason", "A court has asked.").code == 0
        assert "There is a legal hold" in run("client", "hold", client.code, "--reason", "Again").err
        assert "A court has asked." in refused(client)
        assert client.code in run("client", "holds").out
        assert run("client", "hold", client.code, "--release").code == 0
        assert run("client", "erase", client.code, "--yes").code == 0


class TestReplaying:
    @pytest.fixture
    def restored(self, run, planted, world, tmp_path, monkeypatch):
        """A backup of before the erasure, restored."""
        monkeypatch.setattr(maintenance, "TOLD_SECONDS", 0.0)
        assert run("backup", str(tmp_path / "night.backup")).code == 0
        assert run("client", "erase", "GOING", "--yes").code == 0
        world.runtime.database.close()
        answer = run("restore", str(tmp_path / "night.backup"), "--replace", "--yes")
        assert (answer.code, answer.err) == (0, "")
        assert "vettrak-api erase replay" in answer.out
        (tmp_path / "night.backup").unlink()
        return tmp_path

    def test_erases_again_in_a_restored_backup(self, run, planted, restored, world):
        assert planted.left(besides=NAMES) != set()
        answer = run("erase", "replay")
        assert (answer.code, answer.out.split(" was")[0]) == (0, "1 person")
        world.runtime.database.close()
        assert planted.left(besides=NAMES) == set()
        assert run("erase", "replay").out.startswith("0 people")

    def test_overrules_what_stood_in_the_way_then(self, run, planted, restored, world):
        world.enrolment(world.get(Client, planted.client_id), world.occurrence())
        assert run("erase", "replay").out.startswith("1 person was erased again")

    def test_says_that_there_is_no_list(self, run, planted, restored):
        (restored / FILE).rename(restored / "elsewhere")
        answer = run("erase", "replay")
        assert (answer.code, f"There is no list {restored / FILE}" in answer.err) == (1, True)

    def test_refuses_a_list_that_was_altered(self, run, planted, restored):
        file = restored / FILE
        line = json.loads(file.read_text())
        assert set(line) == {"id", "code", "erased", "key", "signature"}
        before = planted.left()
        file.write_text(json.dumps(line | {"code": "STAYS"}) + "\n")
        assert f"Line 1 of {file} was altered" in run("erase", "replay").err
        file.write_text("nonsense\n")
        assert "is no erasure" in run("erase", "replay").err
        assert planted.left() == before

    def test_leaves_who_has_the_number_with_another_code(self, run, planted, restored, world):
        with world.session() as session:
            session.get(Client, planted.client_id).code = "ANOTHER"
        assert run("erase", "replay").out.startswith("0 people")

    def test_each_person_wholly_or_not_at_all(self, run, planted, restored, monkeypatch):
        before = planted.left()

        def fail(*_):
            raise RuntimeError("in the middle")

        monkeypatch.setattr(erasing, "_let_nobody_find", fail)
        assert run("erase", "replay").code == 1
        assert planted.left() == before


def test_what_came_meanwhile_goes_as_well(run, planted, world, monkeypatch):
    """A call that waited for the record writes as soon as the erasure is committed."""

    def write(runtime):
        with world.session() as session:
            session.scalars(select(Enrolment).where(Enrolment.client_id == planted.client_id)).one().description = late

    late = planted.value()
    monkeypatch.setattr(clients, "note_all", write)
    assert run("client", "erase", "GOING", "--yes").code == 0
    assert planted.left(besides=NAMES) == set()
