"""vettrak-api db, token, demo-data, wsdl, coverage and doctor do their work."""

import re

import pytest

from vettrak_api.database import migrations
from vettrak_api.demo import data as demo_data
from vettrak_api.documentation import settings


def test_upgrade_makes_the_tables_and_the_reference_lists_once(run):
    first = run("db", "upgrade")
    assert (first.code, first.err) == (0, "")
    assert re.search(rf"from nothing to {migrations.newest_revision()}, 1\d{{3}} reference rows added", first.out)
    assert "0 reference rows added" in run("db", "upgrade").out


def test_check_is_content_with_a_database_that_was_just_upgraded(run, runtime):
    done = run("db", "check")
    assert (done.code, "as it should be" in done.out) == (0, True)


def test_check_says_that_a_database_was_never_set_up(run):
    done = run("db", "check")
    assert done.code == 1
    assert "was never set up" in done.err
    assert "Run: vettrak-api db upgrade" in done.err


def test_check_names_tables_that_were_changed_by_hand(run, runtime):
    with runtime.database.connection(writing=True) as connection:
        connection.exec_driver_sql("CREATE TABLE souvenir (id INTEGER PRIMARY KEY)")
    done = run("db", "check")
    assert (done.code, "souvenir" in done.err) == (1, True)


def test_downgrade_asks_before_it_removes_what_people_entered(run, runtime):
    assert run("db", "downgrade", "base", typed="n\n").code == 1
    assert migrations.present_revision(runtime.database) == migrations.newest_revision()
    assert run("db", "downgrade", "base", "--yes").code == 0
    assert migrations.present_revision(runtime.database) is None


@pytest.mark.parametrize("words", [("upgrade", "9999"), ("upgrade", "base"), ("downgrade", "head", "--yes")])
def test_a_revision_that_nobody_knows_changes_nothing(run, runtime, words):
    done = run("db", *words)
    assert (done.code, f"There is no revision {words[1]}" in done.err) == (2, True)
    assert migrations.present_revision(runtime.database) == migrations.newest_revision()


def test_the_password_of_the_database_is_not_shown(run, monkeypatch):
    monkeypatch.setenv("VETTRAK_DATABASE_URL", "postgresql://vettrak:verysecret@127.0.0.1:1/x")
    for words in (["db", "upgrade"], ["db", "check"], ["doctor"]):
        done = run(*words)
        assert (done.code, "verysecret" in done.out + done.err) == (1, False)


def test_expired_tokens_are_purged(run, world, clock, runtime):
    world.token()
    assert "Deleted 1 tokens" in run("token", "purge").out  # the test's clock is years behind the program's


def test_demo_data_fills_an_empty_database_and_tells_the_log_ins(run, runtime):
    done = run("demo-data", "--clients", "70")
    assert done.code == 0
    assert "Added 70 clients, 20 employers" in done.out
    assert demo_data.PASSWORD in done.out


def test_demo_data_refuses_a_database_that_has_clients(run, runtime, world):
    world.client()
    done = run("demo-data")
    assert (done.code, "has 1 clients already" in done.err, "--add" in done.err) == (1, True, True)
    assert demo_data.count_clients(runtime) == 1


def test_demo_data_can_leave_a_filled_database_alone(run, runtime, world):
    world.client()
    assert run("demo-data", "--if-empty").code == 0
    assert demo_data.count_clients(runtime) == 1


def test_demo_data_can_be_added(run, runtime, world):
    world.client()
    done = run("demo-data", "--add", "--clients", "5")
    assert (done.code, demo_data.count_clients(runtime)) == (0, 6)
    assert demo_data.PASSWORD not in done.out


def test_demo_data_needs_enough_clients_for_its_parts(run, runtime):
    done = run("demo-data", "--clients", "5")
    assert (done.code, "at least 60" in done.err) == (2, True)


def test_demo_data_needs_the_tables(run):
    done = run("demo-data")
    assert (done.code, "Run: vettrak-api db upgrade" in done.err) == (1, True)


def test_wsdl_files_are_written_and_checked(run, tmp_path):
    folder = tmp_path / "files"
    assert run("wsdl", "write", "--folder", str(folder)).code == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "VT_API.wsdl", "VT_API_Enrol.wsdl", "VT_API_Integrate.wsdl", "VT_API_Portals.wsdl",
    ]  # fmt: skip
    assert 'location="http://localhost/VT_API.asmx"' in (folder / "VT_API.wsdl").read_text(encoding="utf-8")
    assert run("wsdl", "check", "--folder", str(folder)).code == 0
    (folder / "VT_API_Enrol.wsdl").write_text("stale", encoding="utf-8")
    (folder / "VT_API.wsdl").unlink()
    done = run("wsdl", "check", "--folder", str(folder))
    assert (done.code, "VT_API.wsdl, VT_API_Enrol.wsdl" in done.err) == (1, True)


def test_wsdl_files_do_not_depend_on_the_settings(run, tmp_path, monkeypatch):
    run("wsdl", "write", "--folder", str(tmp_path / "one"))
    monkeypatch.setenv("VETTRAK_PUBLIC_URL", "https://api.rto.example")
    monkeypatch.setenv("VETTRAK_NULL_VALUES", "absent")
    monkeypatch.setenv("VETTRAK_DATABASE_URL", "postgresql://nowhere/x")
    assert run("wsdl", "check", "--folder", str(tmp_path / "one")).code == 0


def test_the_table_of_settings_is_fresh():
    assert settings.main(["--check"]) == 0, f"Run {settings.COMMAND}."


def test_the_doctors_exit_code_tells_of_failures(run, runtime):
    assert run("doctor").code == 0
    with runtime.database.connection(writing=True) as connection:
        connection.exec_driver_sql("DELETE FROM reference_code")
    done = run("doctor")
    assert (done.code, "FAIL reference lists" in done.out, "-> Run: vettrak-api db upgrade" in done.out) == (
        1,
        True,
        True,
    )
