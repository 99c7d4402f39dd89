"""`vettrak-api client export` and `correct`, and `vettrak-api retention`."""

import datetime
import json
import tracemalloc
import zipfile

import pytest
from sqlalchemy import func, select

from tests.support.planting import Planting
from vettrak_api.model.clients import Client
from vettrak_api.model.events import Event
from vettrak_api.model.quarantine import WebClient, WebDecision
from vettrak_api.model.reference import EventType
from vettrak_api.model.sms import ClientSms
from vettrak_api.rules.privacy.held import HELD
from vettrak_api.rules.privacy.retention import KINDS, apply_retention
from vettrak_api.settings import Settings

SECRET = ("access_token", "password_reset")


def files_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


class TestExport:
    def test_holds_a_row_of_every_table_that_tells_of_the_person(self, run, world, tmp_path):
        planted = Planting(world)
        stranger = world.client("Stranger", "Sam", email="sam@example.com")
        answer = run("client", "export", "GOING", "all.zip")
        assert (answer.code, answer.err) == (0, "")
        files = files_of(tmp_path / "all.zip")
        names = {name.removesuffix(".json") for name in files} - {"README.txt", "history", "outbox"}
        assert names == {kind.name for kind in HELD} - {"client_role"}
        assert all(json.loads(text) for name, text in files.items() if name.endswith(".json"))
        text = "".join(files.values())
        client = json.loads(files["client.json"])[0]
        assert (client["code"], client["birth_date"], client["password_hash"]) == ("GOING", "1971-03-14", "(left out)")
        assert client["email"] in json.loads(files["outbox.json"])[0].values()
        assert "sam@example.com" not in text
        assert stranger.surname not in text
        assert len([value for value in planted.values if value in text]) > 40

    def test_says_what_numbers_refer_to(self, run, world, tmp_path):
        enrolment = world.enrolment(world.client(code="00123"), world.occurrence(units=["BEER1"]))
        world.enrolled_unit(enrolment, "BEER1")
        run("client", "export", "00123")
        [result] = json.loads(files_of(tmp_path / "00123.zip")["enrolled_unit.json"])
        assert (result["unit"], "Not Yet Started" in result["result_type"]) == ("BEER1 How to serve beer", True)

    def test_tells_former_values_as_long_as_they_can_be_read(self, run, world, tmp_path):
        world.client("Former", "Fay", code="00123")
        run("client", "correct", "00123", "surname", "Latter", "--reason", "A marriage.")
        run("client", "export", "00123")
        [entry, *_] = json.loads(files_of(tmp_path / "00123.zip")["history.json"])
        assert entry["members"]["surname"] == ["Former", "Latter"]

    def test_of_ten_thousand_records_does_not_grow_with_them(self, run, world, tmp_path):
        client = world.client(code="MANY")
        kind = world.all(select(EventType.id))[0]
        start = datetime.datetime(2026, 9, 1)
        text = "A long note of what was said. " * 30
        rows = [Event(client_id=client.id, event_type_id=kind, start=start, description=text) for _ in range(10_000)]
        world.add_all(rows)
        del rows
        tracemalloc.start()
        try:
            assert run("client", "export", "MANY").code == 0
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert len(json.loads(files_of(tmp_path / "MANY.zip")["event.json"])) == 10_000
        assert most < 10_000 * len(text)  # the texts alone are more

    def test_replaces_no_file_and_leaves_none_behind(self, run, world, tmp_path):
        world.client(code="00123")
        (tmp_path / "mine.zip").write_text("mine")
        assert "is there already" in run("client", "export", "00123", "mine.zip").err
        assert (tmp_path / "mine.zip").read_text() == "mine"
        assert "was not written" in run("client", "export", "00123", "no/such/folder.zip").err
        assert "There is no client" in run("client", "export", "NOBODY").err


class TestCorrect:
    @pytest.mark.parametrize(
        ("field", "value", "column"),
        [
            ("surname", "O'Neil", "O'Neil"),
            ("given_name", "", ""),
            ("email", "new@example.com", "new@example.com"),
            ("birth_date", "1990-01-31", datetime.date(1990, 1, 31)),
            ("gender", "f", "F"),
            ("mobile_phone", "0400 000 001", "0400 000 001"),
            ("usual_city", "Fitzroy", "Fitzroy"),
            ("usi", "", None),
        ],
    )
    def test_writes_what_is_right_with_the_reason(self, run, world, field, value, column):
        client = world.client("Oneil", "Nora", code="00123", usi="5ZKYCNL4J3")
        answer = run("client", "correct", "00123", field, value, "--reason", "She told us so herself.")
        assert (answer.code, answer.err) == (0, "")
        assert getattr(world.get(Client, client.id), field) == column
        assert "She told us so herself." in run("audit", "client", "00123").out

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("surname", " ", "Surname is required."),
            ("birth_date", "31/1/1990", "birth_date is a day such as 1990-01-31."),
            ("birth_date", "1890-01-31", "Date of birth is not valid."),
            ("usi", "NONSENSE00", "USI is not valid."),
            ("email", "nobody", "email"),
            ("code", "00124", "There is no field 'code'"),
            ("title", "x" * 11, "title is longer than 10 characters."),
            ("usual_state", "XYZ", "Unknown state."),
            ("given_name", "Nora", "given_name is so already."),
            ("username", "TAKEN", "Username is already in use."),
        ],
    )
    def test_refuses_what_calls_refuse(self, run, world, field, value, said):
        client = world.client("Oneil", "Nora", code="00123")
        world.client(username="taken")
        answer = run("client", "correct", "00123", field, value, "--reason", "Why not?")
        assert answer.code == 1
        assert said in answer.err
        assert "Nothing has changed." in answer.err
        assert world.get(Client, client.id).surname == "Oneil"

    def test_needs_a_reason(self, run, world):
        world.client(code="00123")
        assert "A reason is needed." in run("client", "correct", "00123", "surname", "New", "--reason", " ").err


class TestRetention:
    @pytest.fixture
    def old(self, world):
        """Everything of one person, long past its time."""
        planted = Planting(world)
        with world.session() as session:
            for row in session.scalars(select(ClientSms)):
                row.state, row.created_at = "sent", datetime.datetime(2026, 9, 1)
        return planted

    SETTINGS = {"quarantine_days": 1, "undo_days": 1, "sms_days": 1, "merge_undo_days": 1, "inactive_client_days": 1}

    def applied(self, runtime):
        now = datetime.datetime(2030, 1, 1)
        return apply_retention(runtime.database, Settings(**self.SETTINGS), now)

    def counts(self, world):
        return (
            world.all(select(func.count()).select_from(ClientSms))[0],
            world.all(select(func.count()).where(WebDecision.before.is_not(None)))[0],
            world.all(select(func.count()).where(WebClient.surname != ""))[0],
        )

    def test_removes_each_kind_by_its_setting(self, run, runtime, world, old):
        assert self.counts(world) == (1, 2, 2)
        shown = run("retention").out
        assert "text messages to clients: kept for ever (VETTRAK_SMS_DAYS)" in shown
        assert all(kind.words in shown for kind in KINDS)
        assert sum(self.applied(runtime).values()) >= 4
        assert self.counts(world) == (0, 0, 0)
        assert sum(self.applied(runtime).values()) == 0

    def test_passes_over_who_is_under_a_hold(self, run, runtime, world, old):
        run("client", "hold", "GOING", "--reason", "A court has asked.")
        assert self.applied(runtime)["text messages to clients"] == 0
        sms, journals, people = self.counts(world)
        assert (sms, people) == (1, 1)
        assert journals >= 1
        run("quarantine", "purge", "--older-than", "0")
        assert self.counts(world)[2] == 1

    def test_erases_inactive_clients_without_history(self, run, runtime, world):
        long_ago = {"active": False, "created_at": datetime.datetime(2025, 1, 1)}
        gone, active, enrolled = world.client(**long_ago), world.client(), world.client(**long_ago)
        held = world.client(code="HELD", **long_ago)
        world.enrolment(enrolled, world.occurrence(), status="Completed")
        run("client", "hold", "HELD", "--reason", "Why")
        assert self.applied(runtime)["inactive clients without any history"] == 1
        names = [world.get(Client, client.id).surname for client in (gone, active, enrolled, held)]
        assert names == ["Erased", "Smith", "Smith", "Smith"]
        assert run("erase", "list").out.startswith("0 in")  # the background work notes them
