"""The program vettrak-api: every command does its work, and every error is one message that says what to do."""

import io
import logging
import os
import re
import signal
import smtplib
import socket
import sys
from importlib.util import find_spec
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, OperationalError

from tests.conftest import CHEAP
from tests.support.servers import CHEAP_PASSWORDS, serving
from vettrak_api import demo_data, schema, settings_table
from vettrak_api import serving as web
from vettrak_api.cli import app, upkeep
from vettrak_api.cli import server as serve_command
from vettrak_api.database_advice import CURES, advice
from vettrak_api.model.changes import Change
from vettrak_api.model.clients import Client
from vettrak_api.model.security import AccessToken
from vettrak_api.server import build_server
from vettrak_api.settings import Settings

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def surroundings(monkeypatch, tmp_path):
    """Set no settings but cheap passwords and a database of the test's own, not made yet."""
    for name in [name for name in os.environ if name.startswith("VETTRAK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("VETTRAK_DATABASE_URL", f"sqlite:///{tmp_path}/test.db")
    for name, value in CHEAP.items():
        monkeypatch.setenv(f"VETTRAK_{name.upper()}", str(value))
    monkeypatch.chdir(tmp_path)
    yield
    os.environ.pop("VETTRAK_TRACEBACK", None)


@pytest.fixture
def run(capsys, monkeypatch):
    """Run the program with the words of a command line; `typed` is what stands in its standard input."""

    def run(*words, typed=None):
        if typed is not None:
            monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            app([*words])
        out, err = capsys.readouterr()
        return SimpleNamespace(code=left.value.code or 0, out=plain(out), err=plain(err))

    return run


def plain(text):
    """Join what a narrow terminal would have broken."""
    return re.sub(r"\s+", " ", re.sub(r"\x1b\[[\d;]*m", "", text)).strip()


@pytest.fixture
def add_user(run, server):
    """Add a user with the API role through the program, to the server's database."""

    def add(name="moodle", *options):
        done = run("user", "add", name, "--surname", "Moodle", *options, "--password-stdin", typed=f"{PASSWORD}\n")
        assert done.code == 0, done.err
        return done

    return add


# -- db -----------------------------------------------------------------------------------------------------


def test_upgrade_makes_the_tables_and_the_reference_lists_once(run):
    first = run("db", "upgrade")
    assert (first.code, first.err) == (0, "")
    assert re.search(rf"from nothing to {schema.newest_revision()}, 1\d{{3}} reference rows added", first.out)
    assert "0 reference rows added" in run("db", "upgrade").out


def test_check_is_content_with_a_database_that_was_just_upgraded(run, server):
    done = run("db", "check")
    assert (done.code, "as it should be" in done.out) == (0, True)


def test_check_says_that_a_database_was_never_set_up(run):
    done = run("db", "check")
    assert done.code == 1
    assert "was never set up" in done.err
    assert "Run: vettrak-api db upgrade" in done.err


def test_check_names_tables_that_were_changed_by_hand(run, server):
    with server.database.connection(writing=True) as connection:
        connection.exec_driver_sql("CREATE TABLE souvenir (id INTEGER PRIMARY KEY)")
    done = run("db", "check")
    assert (done.code, "souvenir" in done.err) == (1, True)


def test_downgrade_asks_before_it_removes_what_people_entered(run, server):
    assert run("db", "downgrade", "base", typed="n\n").code == 1
    assert schema.present_revision(server.database) == schema.newest_revision()
    assert run("db", "downgrade", "base", "--yes").code == 0
    assert schema.present_revision(server.database) is None


def test_the_password_of_the_database_is_not_shown(run, monkeypatch):
    monkeypatch.setenv("VETTRAK_DATABASE_URL", "postgresql://vettrak:verysecret@127.0.0.1:1/x")
    for words in (["db", "upgrade"], ["db", "check"], ["doctor"]):
        done = run(*words)
        assert (done.code, "verysecret" in done.out + done.err) == (1, False)


# -- user ---------------------------------------------------------------------------------------------------


def test_an_added_user_logs_in_and_may_do_what_an_integration_does(add_user, api):
    done = add_user("moodle", "--api")
    login = api.ValidateClient("Moodle", PASSWORD)
    assert (login.Status, login.TokenType, login.Identifier) == (1, "03", "00001")
    assert api.GetLMSNewOccurrences(login.Token).Auth.Status == 1
    assert PASSWORD not in done.out + done.err


def test_an_added_user_has_no_api_role_by_itself(add_user, api):
    done = add_user()
    assert "without the API role" in done.out
    token = api.ValidateClient("moodle", PASSWORD).Token
    assert api.GetLMSNewOccurrences(token).Auth.StatusMessage == "Access denied."


def test_an_added_user_is_in_the_trail_of_changes_and_not_on_the_web(add_user, world):
    add_user()
    assert world.all(select(Change.operation).distinct()) == ["user add"]
    assert world.all(select(Client.web_publish)) == [False]


def test_a_taken_user_name_is_refused(run, add_user):
    add_user()
    done = run("user", "add", " MOODLE ", "--surname", "Second", "--password-stdin", typed=f"{PASSWORD}\n")
    assert (done.code, "is taken" in done.err) == (1, True)


@pytest.mark.parametrize(("typed", "words"), [("\n", "A password is required."), ("x" * 101, "At most 100 characters")])
def test_a_password_that_could_not_be_used_is_refused(run, server, typed, words):
    done = run("user", "add", "moodle", "--surname", "Moodle", "--password-stdin", typed=typed)
    assert (done.code, words in done.err) == (1, True)


def test_the_password_policy_holds_here_too(run, server, monkeypatch):
    monkeypatch.setenv("VETTRAK_PASSWORD_REQUIRE_DIGIT", "true")
    done = run("user", "add", "moodle", "--surname", "Moodle", "--password-stdin", typed=f"{PASSWORD}\n")
    assert (done.code, "A digit is needed." in done.err) == (1, True)


@pytest.mark.parametrize(("name", "surname"), [(" ", "Moodle"), ("x" * 101, "Moodle"), ("moodle", " ")])
def test_a_user_needs_a_name_and_a_surname(run, server, name, surname):
    assert run("user", "add", name, "--surname", surname, "--password-stdin", typed=f"{PASSWORD}\n").code == 2


def test_without_a_terminal_the_password_must_come_by_standard_input(run, server):
    done = run("user", "add", "moodle", "--surname", "Moodle", typed="")
    assert (done.code, "--password-stdin" in done.err) == (2, True)


def test_the_api_role_is_granted_and_taken_away(run, add_user, api):
    add_user()
    token = api.ValidateClient("moodle", PASSWORD).Token
    assert "now holds" in run("user", "grant", "moodle").out
    assert api.GetLMSNewOccurrences(token).Auth.Status == 1
    assert "already held" in run("user", "grant", "moodle").out
    assert "no longer holds" in run("user", "revoke", "moodle").out
    assert api.GetLMSNewOccurrences(token).Auth.StatusMessage == "Access denied."
    assert "did not hold" in run("user", "revoke", "moodle").out


def test_only_staff_can_hold_the_api_role(run, world, server):
    client = world.client(password=PASSWORD)
    done = run("user", "grant", client.username)
    assert (done.code, "Add --staff" in done.err) == (1, True)
    assert run("user", "grant", client.username, "--staff").code == 0
    assert world.fresh(client).staff


def test_a_new_password_ends_what_the_user_is_logged_in_to(run, add_user, api, world):
    add_user()
    token = api.ValidateClient("moodle", PASSWORD).Token
    done = run("user", "set-password", "moodle", "--password-stdin", typed="another password\r\n")
    assert (done.code, "another password" in done.out) == (0, False)
    assert world.all(select(AccessToken.id)) == []
    assert api.GetLMSNewOccurrences(token).Auth.StatusMessage == "Invalid token."
    assert api.ValidateClient("moodle", "another password").Status == 1


def test_users_are_listed_with_their_roles_and_without_their_passwords(run, add_user, world):
    assert "No staff member can log in" in run("user", "list").out
    add_user("moodle", "--api")
    world.client("Student", password=PASSWORD)
    world.staff("Nologin")
    done = run("user", "list")
    assert re.search(r"moodle │ 00001 │ Moodle │ API │ active", done.out)
    assert not any(word in done.out for word in ("Student", "Nologin", "argon2"))


@pytest.mark.parametrize("command", ["grant", "revoke"])
def test_an_unknown_user_is_told(run, server, command):
    done = run("user", command, "nobody")
    assert (done.code, "No client has the user name nobody" in done.err) == (1, True)


# -- token, mail --------------------------------------------------------------------------------------------


def test_expired_tokens_are_purged(run, world, clock, server):
    world.token()
    assert "Deleted 1 tokens" in run("token", "purge").out  # the test's clock is years behind the program's


def test_mail_wants_a_server(run, server):
    done = run("mail", "send")
    assert (done.code, "VETTRAK_SMTP_HOST" in done.err) == (1, True)


def test_mail_tells_how_many_were_sent(run, server, monkeypatch):
    monkeypatch.setenv("VETTRAK_SMTP_HOST", "mail.rto.example")
    monkeypatch.setattr(upkeep, "send_queued", lambda server: 3)
    assert run("mail", "send").out == "Sent 3 mails."


@pytest.mark.parametrize("trouble", [ConnectionRefusedError(111, "Connection refused"), smtplib.SMTPException("no")])
def test_mail_tells_that_the_server_can_not_be_used(run, server, monkeypatch, trouble):
    monkeypatch.setenv("VETTRAK_SMTP_HOST", "mail.rto.example")

    def refuse(server):
        raise trouble

    monkeypatch.setattr(upkeep, "send_queued", refuse)
    done = run("mail", "send")
    assert (done.code, "stay queued" in done.err) == (1, True)


# -- demo-data ----------------------------------------------------------------------------------------------


def test_demo_data_fills_an_empty_database_and_tells_the_log_ins(run, server):
    done = run("demo-data", "--clients", "70")
    assert done.code == 0
    assert "Added 70 clients, 20 employers" in done.out
    assert demo_data.PASSWORD in done.out


def test_demo_data_refuses_a_database_that_has_clients(run, server, world):
    world.client()
    done = run("demo-data")
    assert (done.code, "has 1 clients already" in done.err, "--add" in done.err) == (1, True, True)
    assert demo_data.count_clients(server) == 1


def test_demo_data_can_leave_a_filled_database_alone(run, server, world):
    world.client()
    assert run("demo-data", "--if-empty").code == 0
    assert demo_data.count_clients(server) == 1


def test_demo_data_can_be_added(run, server, world):
    world.client()
    done = run("demo-data", "--add", "--clients", "5")
    assert (done.code, demo_data.count_clients(server)) == (0, 6)
    assert demo_data.PASSWORD not in done.out


def test_demo_data_needs_enough_clients_for_its_parts(run, server):
    done = run("demo-data", "--clients", "5")
    assert (done.code, "at least 60" in done.err) == (2, True)


def test_demo_data_needs_the_tables(run):
    done = run("demo-data")
    assert (done.code, "Run: vettrak-api db upgrade" in done.err) == (1, True)


# -- wsdl, coverage, doctor ---------------------------------------------------------------------------------


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
    assert settings_table.main(["--check"]) == 0, f"Run {settings_table.COMMAND}."


def test_every_setting_is_in_the_table_with_its_meaning():
    rows = list(settings_table.rows())[2:]
    named = {row.split("`")[1] for row in rows}
    assert {f"VETTRAK_{name.upper()}" for name in Settings.model_fields} - {"VETTRAK_PASSWORD_POLICY"} <= named
    assert not [row for row in rows if row.endswith("|  |")]


def test_a_stale_table_of_settings_is_told_and_written(monkeypatch, tmp_path, capsys):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{settings_table.BEGIN}\nold\n{settings_table.END}\nafter\n", encoding="utf-8")
    monkeypatch.setattr(settings_table, "PAGE", page)
    assert settings_table.main(["--check"]) == 1
    assert settings_table.COMMAND in capsys.readouterr().err
    assert settings_table.main([]) == 0
    assert settings_table.main(["--check"]) == 0
    assert page.read_text(encoding="utf-8").startswith("before\n<!-- settings")


def test_a_page_without_the_marks_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(settings_table, "PAGE", tmp_path / "nothing.md")
    with pytest.raises(settings_table.NoPlace):
        settings_table.main([])


def test_the_doctors_exit_code_tells_of_failures(run, server):
    assert run("doctor").code == 0
    with server.database.connection(writing=True) as connection:
        connection.exec_driver_sql("DELETE FROM reference_code")
    done = run("doctor")
    assert (done.code, "FAIL reference lists" in done.out, "-> Run: vettrak-api db upgrade" in done.out) == (
        1,
        True,
        True,
    )


# -- errors -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("VETTRAK_TIMEZONE", "Mars", "The setting VETTRAK_TIMEZONE is not right: unknown time zone"),
        ("VETTRAK_SMTP_PORT", "secret", "The setting VETTRAK_SMTP_PORT is not right"),
        ("VETTRAK_PASSWORD_MINIMUM_LENGTH", "many", "The setting VETTRAK_PASSWORD_MINIMUM_LENGTH is not right"),
        ("VETTRAK_TRUSTED_PROXIES", "10.0.0.5", "written as JSON"),
        ("VETTRAK_CONFIG", "/nowhere/vettrak.toml", "VETTRAK_CONFIG names can not be read"),
    ],
)
def test_a_wrong_setting_is_named(run, monkeypatch, name, value, words):
    monkeypatch.setenv(name, value)
    done = run("db", "check")
    assert (done.code, words in done.err) == (2, True)
    assert "secret" not in done.err


def test_a_file_of_settings_that_is_not_toml_is_told(run, monkeypatch, tmp_path):
    (tmp_path / "vettrak.toml").write_text("= what", encoding="utf-8")
    monkeypatch.setenv("VETTRAK_CONFIG", str(tmp_path / "vettrak.toml"))
    done = run("db", "check")
    assert (done.code, "is not TOML" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "VETTRAK_DATABASE_URL can not be understood"),
        ("sqlite:////nowhere/at/all.db", "Its folder must exist"),
        ("postgresql://u:p@127.0.0.1:1/x", "Nothing answers at the address"),
    ],
)
def test_a_database_that_can_not_be_used_gets_advice(run, monkeypatch, url, words):
    monkeypatch.setenv("VETTRAK_DATABASE_URL", url)
    done = run("db", "upgrade")
    assert (done.code, words in done.err, "Traceback" in done.err) == (1, True, False)


def test_the_traceback_is_there_for_those_who_ask(capsys, monkeypatch):
    monkeypatch.setenv("VETTRAK_DATABASE_URL", "sqlite:////nowhere/at/all.db")
    with pytest.raises(OperationalError):
        app(["--traceback", "db", "check"])


def test_an_error_that_nobody_thought_of_is_one_message(run, server, monkeypatch):
    monkeypatch.setattr(demo_data, "count_clients", lambda server: 1 / 0)
    done = run("demo-data")
    assert (done.code, "ZeroDivisionError" in done.err, "--traceback" in done.err) == (1, True, True)
    with pytest.raises(ZeroDivisionError):
        app(["--traceback", "demo-data"])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("[Microsoft][ODBC Driver 18 for SQL Server]SSL Provider: certificate verify failed", "TrustServerCertificate"),
        ("[IM002] Data source name not found and no default driver specified", "ODBC Driver 18"),
        ("Can't open lib 'ODBC Driver 18 for SQL Server' : file not found", "ODBC Driver 18"),
        ("FATAL: password authentication failed for user", "percent form"),
        ("(1045, \"Access denied for user 'vettrak'@'localhost'\")", "percent form"),
        ("(1049, \"Unknown database 'vettrak'\")", "Create it first"),
        ('could not translate host name "db" to address', "is not known to this computer"),
        ("Login timeout expired (HYT00)", "Nothing answers"),
        ("attempt to write a readonly database", "Give this user the right"),
        ("something else", "The database could not do it: something else"),
    ],
)
def test_what_drivers_say_is_answered_with_a_cure(said, words):
    assert words in advice(DBAPIError("SELECT :x", {"x": "private"}, Exception(said)))
    assert "private" not in advice(DBAPIError("SELECT :x", {"x": "private"}, Exception(said)))


def test_a_missing_driver_names_the_extra_that_installs_it():
    assert 'pip install "vettrak-api[sqlserver]"' in advice(ModuleNotFoundError(name="pyodbc"))
    assert "typing_x" in advice(ModuleNotFoundError(name="typing_x"))


def test_every_cure_is_a_pattern():
    assert all(re.compile(pattern) and cure for pattern, cure in CURES)


def test_a_word_too_many_is_a_misuse(run):
    assert run("no-such-command").code == 2
    assert run("serve", "--port", "0").code == 2


def test_the_version_is_told(run):
    assert run("--version").out.startswith("vettrak-api ")


# -- serve --------------------------------------------------------------------------------------------------


def test_waitress_runs_in_one_process(run, server):
    done = run("serve", "--workers", "2")
    assert (done.code, "--server granian" in done.err) == (2, True)


def test_the_workers_of_granian_can_not_share_a_log_file(run, server):
    done = run("serve", "--server", "granian", "--log-file", "x.log")
    assert (done.code, "log to stderr" in done.err) == (2, True)


def test_granian_is_an_extra(run, server, monkeypatch):
    monkeypatch.setattr(serve_command, "find_spec", lambda name: None)
    done = run("serve", "--server", "granian")
    assert (done.code, 'pip install "vettrak-api[granian]"' in done.err) == (1, True)


@pytest.mark.parametrize("kind", ["waitress", "granian"])
def test_a_port_in_use_is_told(run, server, kind):
    if find_spec(kind) is None:
        pytest.skip(f"{kind} is not installed")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("serve", "--server", kind, "--port", port)
    assert (done.code, f"127.0.0.1:{port} can not be used" in done.err) == (1, True)


def test_a_log_file_that_can_not_be_written_is_told(run, server):
    done = run("serve", "--log-file", "/nowhere/vettrak.log")
    assert (done.code, "can not be written" in done.err) == (1, True)


def test_the_server_starts_without_a_database_and_says_so(run, monkeypatch):
    monkeypatch.setenv("VETTRAK_DATABASE_URL", "postgresql://u:p@127.0.0.1:1/x")
    monkeypatch.setattr(web, "serve_with_waitress", lambda *arguments: None)
    done = run("serve")
    assert (done.code, "Calls answer Status -3 until this is put right." in done.err) == (0, True)


def test_the_server_says_that_the_database_was_not_set_up(run, monkeypatch):
    monkeypatch.setattr(web, "serve_with_waitress", lambda *arguments: None)
    assert "Run: vettrak-api db upgrade" in run("serve").err


def test_an_address_of_the_network_gets_a_word_of_warning(run, server, monkeypatch):
    monkeypatch.setattr(web, "serve_with_waitress", lambda settings, host, port, threads, ready: ready())
    assert "without encryption" in run("serve", "--host", "0.0.0.0").err
    assert "without encryption" not in run("serve").err


def test_waitress_leaves_forwarded_headers_and_large_bodies_to_the_application(server):
    options = web.waitress_options(server.settings)
    assert (options["ident"], options["clear_untrusted_proxy_headers"]) == (None, False)
    assert options["max_request_body_size"] > server.settings.body_limit_bytes
    assert "trusted_proxy" not in options


def test_a_log_file_is_rotated(tmp_path, monkeypatch):
    monkeypatch.setattr(web, "LOG_FILE_BYTES", 300)
    web.configure_logging(tmp_path / "vettrak.log")
    try:
        for _ in range(20):
            logging.getLogger("vettrak_api.calls").info("ValidateClient ok")
    finally:
        for handler in logging.getLogger().handlers[:]:
            handler.close()
            logging.getLogger().removeHandler(handler)
    assert len(list(tmp_path.glob("vettrak.log*"))) > 1


# -- a real server, and the tour ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo_url(template, tmp_path_factory):
    """A small demo database around today's real date."""
    path = tmp_path_factory.mktemp("served") / "demo.db"
    path.write_bytes(template.read_bytes())
    server = build_server(Settings(database_url=f"sqlite:///{path}", **CHEAP))
    demo_data.fill(server, 80)
    server.database.close()
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def running(demo_url):
    """Serve it in a process of its own."""
    with serving(demo_url, **CHEAP_PASSWORDS) as server:
        yield server


@pytest.mark.slow
def test_the_tour_works_and_works_again(run, running):
    first = run("tour", running.address)
    assert (first.code, first.err) == (0, "")
    for words in (
        "Beer Appreciation",
        "John Smith (client 00001",
        "is not known yet: Client not found.",
        "BARSRV201 How to serve beer: Competency Achieved, 92 percent",
        "All 2 results stand as they were sent",
        "The whole scenario works.",
    ):
        assert words in first.out
    second = run("tour", running.address)
    assert (second.code, second.err) == (0, "")
    assert "is known from an earlier tour" in second.out
    assert "John Smith (client 00001" in second.out


@pytest.mark.slow
def test_the_tour_stops_at_a_log_in_that_fails(run, running):
    done = run("tour", running.address, "--password", "wrong")
    assert (done.code, "Invalid Username/Password Combination." in done.err) == (1, True)


@pytest.mark.slow
def test_the_tour_stops_at_the_first_step_that_is_not_allowed(run, running):
    done = run("tour", running.address, "--username", "staff")
    assert (done.code, "GetLMSNewOccurrences answered Status -1: Access denied." in done.err) == (1, True)
    assert "2. Mark it" not in done.out


def test_the_tour_says_that_no_server_answers(run):
    done = run("tour", "http://127.0.0.1:1")
    assert (done.code, "No server answers" in done.err, "vettrak-api serve" in done.err) == (1, True, True)


@pytest.mark.parametrize("address", ["ftp://127.0.0.1", "127.0.0.1:8000", "nonsense"])
def test_the_tour_wants_an_address(run, address):
    assert run("tour", address).code == 2


def test_the_tour_asks_before_it_writes_elsewhere(run):
    done = run("tour", "https://api.rto.example", typed="n\n")
    assert (done.code, "api.rto.example. Go on?" in done.out) == (1, True)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_server_in_peace(demo_url, way):
    with serving(demo_url, **CHEAP_PASSWORDS) as server:
        server.process.send_signal(way)
        assert server.process.wait(15) == 0
        assert "Traceback" not in server.log()
        assert "Stopped." in server.log()


@pytest.mark.slow
def test_each_call_is_one_line_of_the_log(running, demo_url):
    import zeep

    service = zeep.Client(running.page() + "?WSDL").service
    token = service.ValidateClient("integration", demo_data.PASSWORD).Token
    service.GetClientByCode(token, "00001")
    lines = [line for line in running.log().splitlines() if "GetClientByCode" in line]
    assert re.fullmatch(
        r"[\d-]{10} [\d:,]+ INFO +vettrak_api\.calls: GetClientByCode ok caller=00002 from=127\.0\.0\.1 [\d.]+ ms",
        lines[-1],
    )
    assert demo_data.PASSWORD not in running.log()
    assert token not in running.log()


@pytest.mark.slow
@pytest.mark.skipif(find_spec("granian") is None, reason="granian is not installed")
def test_granian_serves_the_same_application(run, demo_url):
    with serving(demo_url, "--server", "granian", "--workers", "2", **CHEAP_PASSWORDS) as server:
        assert run("tour", server.address).code == 0
