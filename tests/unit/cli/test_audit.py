"""`vettrak-api audit ...`, and what doctor says of the keys."""

import json
import os

import pytest
from sqlalchemy import delete, func, select

from vettrak_api.doctor.audit import look_at_audit
from vettrak_api.model.audit import Author
from vettrak_api.model.changes import Change, PersonKey
from vettrak_api.model.clients import Client
from vettrak_api.rules.audit.sealing import seal_all
from vettrak_api.runtime import build_runtime
from vettrak_api.security.keyring import KEY_FILE
from vettrak_api.settings import Settings, WrongSettings, read_settings

HOUR = 3_600_000


@pytest.fixture
def key_file(monkeypatch, tmp_path):
    """Let the keys be those of the file, not of the setting."""
    monkeypatch.delenv("VETTRAK_AUDIT_KEY")
    return tmp_path / KEY_FILE


@pytest.fixture
def rename(runtime, world, clock):
    """Give a client a new name, on a server that has begun just now."""
    client = world.client("Name 0", code="00123")

    def rename(surname):
        server = build_runtime(read_settings(), clock)
        with server.database.writing(Author("OLGA", "UpdateClientDetails", clock.now(), "f00d" * 4)) as session:
            session.get(Client, client.id).surname = surname
        return client

    return rename


def doctor(runtime):
    with runtime.database.connection() as connection:
        return look_at_audit(connection, read_settings())


class TestTelling:
    def test_of_a_client_in_words(self, run, rename):
        rename("Name 1")
        answer = run("audit", "client", "00123")
        assert (answer.code, answer.err) == (0, "")
        assert "2026-09-10 12:00:00 +1000 Client 00123 John Name 1 changed" in answer.out
        assert (
            "changed by OLGA through UpdateClientDetails, request f00df00df00df00d Surname: Name 0 \u2192 Name 1"
            in (answer.out)
        )

    def test_of_a_record_and_of_a_request(self, run, rename):
        client = rename("Name 1")
        told = run("audit", "client", "00123").out
        assert run("audit", "record", "client", str(client.id)).out == told
        assert run("audit", "request", "f00df00df00df00d").out == told
        assert run("audit", "occurrence", "999").out.strip() == "Nothing is known of it."

    def test_of_what_nobody_has(self, run, runtime):
        assert "There is no client 'NOBODY'" in run("audit", "client", "NOBODY").err
        assert "There is no kind of record 'access_token'" in run("audit", "record", "access_token", "1").err


class TestVerifying:
    def test_says_what_was_done_by_hand(self, run, runtime, rename, clock):
        rename("Name 1")
        rename("Name 2")
        seal_all(runtime.database, runtime.vault.keyring, clock.milliseconds() + HOUR, 5)
        answer = run("audit", "verify")
        assert (answer.code, "Nothing was altered, removed or put in." in answer.out) == (0, True)
        digest = answer.out.partition("The last seal: ")[2].split()[0]
        assert run("audit", "verify", "--known", digest).code == 0
        assert "No seal has the digest 0000" in run("audit", "verify", "--known", "0" * 64).err
        with runtime.database.connection(writing=True) as connection:
            last = connection.scalar(select(func.max(Change.id)))
            connection.execute(delete(Change).where(Change.id == last))
        answer = run("audit", "verify")
        assert (answer.code, f"Row {last} was removed." in answer.err) == (1, True)


class TestTheKey:
    def test_is_made_when_it_is_first_needed_and_for_its_owner_alone(self, run, key_file, rename):
        assert not key_file.exists()
        rename("Name 1")
        rename("Name 2")
        assert "Name 1 \u2192 Name 2" in run("audit", "client", "00123").out
        assert os.name == "nt" or key_file.stat().st_mode & 0o077 == 0

    def test_that_is_lost_takes_the_old_values_and_no_more(self, run, key_file, rename, runtime):
        rename("Name 1")
        key_file.unlink()
        rename("Name 2")
        told = run("audit", "client", "00123").out
        assert "Name 1 \u2192 Name 2" in told
        assert "Surname: ? \u2192 ? The key that opens these values is not here: see vettrak-api doctor." in told
        found = doctor(runtime)
        assert "1 keys of persons" in found.detail

    def test_that_is_rotated_opens_what_was_before(self, run, key_file, rename, runtime):
        rename("Name 1")
        before = key_file.read_text()
        answer = run("audit", "rotate-key")
        assert (answer.code, "1 keys of persons are wrapped by the new key." in answer.out) == (0, True)
        assert before.splitlines()[-1] in key_file.read_text()
        rename("Name 2")
        told = run("audit", "client", "00123").out
        assert ("Name 0 \u2192 Name 1" in told, "Name 1 \u2192 Name 2" in told) == (True, True)
        with runtime.database.connection() as connection:
            assert len(set(connection.scalars(select(PersonKey.wrapped_by)))) == 1
        assert "keys in" in doctor(runtime).detail

    def test_of_the_setting_is_rotated_by_putting_one_before_it(self, run, monkeypatch, rename):
        rename("Name 1")
        former = os.environ["VETTRAK_AUDIT_KEY"]
        monkeypatch.setenv("VETTRAK_AUDIT_KEY", f"{'A' * 43}=,{former}")
        assert run("audit", "rotate-key").code == 0
        monkeypatch.setenv("VETTRAK_AUDIT_KEY", f"{'A' * 43}=")
        assert "Name 0 \u2192 Name 1" in run("audit", "client", "00123").out

    @pytest.mark.parametrize("content", ["no key at all", "\x00\xff"])
    def test_that_can_not_be_read_keeps_nobody_from_writing(self, run, key_file, rename, runtime, content, caplog):
        key_file.write_bytes(content.encode("latin-1"))
        rename("Name 1")
        told = run("audit", "client", "00123").out
        assert "Surname: ? \u2192 ? Values were not recorded." in told
        assert "no personal values go into the audit trail" in caplog.text
        assert str(key_file) in doctor(runtime).detail
        assert "can not be" in run("audit", "rotate-key").err or "no key" in run("audit", "rotate-key").err

    def test_that_can_not_be_written_keeps_nobody_from_writing(self, run, key_file, rename, monkeypatch, tmp_path):
        monkeypatch.setenv("VETTRAK_AUDIT_KEY_FILE", str(tmp_path / "nowhere" / "key"))
        rename("Name 1")
        assert "Values were not recorded." in run("audit", "client", "00123").out

    def test_can_be_made_for_the_setting(self, run, monkeypatch):
        made = run("audit", "make-key").out.strip()
        monkeypatch.setenv("VETTRAK_AUDIT_KEY", made)
        assert (read_settings().audit_key, run("audit", "make-key").out.strip() == made) == (made, False)

    def test_of_no_use_is_refused_without_being_told(self, monkeypatch):
        monkeypatch.setenv("VETTRAK_AUDIT_KEY", "SECRETSECRET")
        with pytest.raises(WrongSettings) as raised:
            read_settings()
        assert ("VETTRAK_AUDIT_KEY" in raised.value.message, "SECRETSECRET" in raised.value.message) == (True, False)


def test_settings_do_not_show_the_key():
    assert "AAAA" not in repr(Settings(audit_key=f"{'A' * 43}=")) + json.dumps(str(Settings(audit_key=f"{'A' * 43}=")))
