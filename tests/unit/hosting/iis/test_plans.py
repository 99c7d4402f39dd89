"""Plans of installations, executed on a server that is not there: what is done, done again, taken back, refused."""

import copy
import json

import pytest

from tests.support.windows import PYTHON, Failed, WindowsServer
from vettrak_api.hosting.iis.actions import KINDS_OF_UNDO_OF_HALF, RUN
from vettrak_api.hosting.iis.machine import Interpreter
from vettrak_api.hosting.iis.plans import make_plan
from vettrak_api.hosting.iis.wishes import Refusal

SOURCE = {"odbc_source": "vettrak", "sql_server": r"DB01\SQL", "sql_database": "vettrak"}
WINSW = r"C:\release\WinSW-x64.exe"
WAYS = {
    "wfastcgi": {"way": "wfastcgi"},
    "platform": {"way": "httpplatform"},
    "service": {"way": "service", "winsw": WINSW},
    "site of its own": {"site": "API", "port": 8080, "host_name": "api.rto.example"},
    "site of its own, as a whole": {"site": "API", "port": 8080, "path": "/"},
    "whole site": {"path": "/", "site": "API"},
    "sqlite": {"database": "sqlite", "odbc_source": "", "sql_server": "", "sql_database": ""},
}


@pytest.fixture
def server():
    return WindowsServer(files={PYTHON: "", WINSW: ""})


def wishes(**named):
    return {"action": "install", **SOURCE, "python": PYTHON, **named}


def planned(server, version="0.1.0", **named):
    return make_plan(wishes(**named), server, version)


def later(server, action, version="0.2.0", **named):
    return make_plan({"action": action, **named}, server, version)


def refused(server, **named):
    with pytest.raises(Refusal) as caught:
        planned(server, **named)
    assert "\n" not in caught.value.message
    return caught.value.message


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def way(request, server):
    if request.param == WAYS["whole site"]:
        # A site that somebody has made for us, with nothing in it but our folder.
        server.sites["API"] = {"*:8080:": {"/": ["DefaultAppPool", r"C:\vettrak\site"]}}
    return request.param


@pytest.fixture
def installed(server, way):
    assert server.execute(planned(server, **way))
    return server


class TestAnInstallation:
    def test_does_nothing_the_second_time_but_look_and_grant(self, installed, way):
        state = installed.state()
        again = planned(installed, **way)
        assert again.changes == ()
        assert installed.execute(again)
        assert installed.state() == state

    def test_changes_nothing_by_being_planned(self, server, way):
        state = server.state()
        planned(server, **way)
        assert server.state() == state

    def test_is_taken_back_whole_whatever_step_fails(self, server, way):
        steps = planned(server, **way).steps
        assert len(steps) > 15
        for number in range(len(steps)):
            spoiled = copy.deepcopy(server)
            before, plan = spoiled.state(), planned(spoiled, **way)
            _fail_at(spoiled, plan.steps[number].action)
            assert not spoiled.execute(plan)
            assert spoiled.state() == before, plan.steps[number].title

    def test_that_was_ended_half_way_is_completed(self, server, way):
        for number in range(len(planned(server, **way).steps)):
            half = copy.deepcopy(server)
            for step in planned(half, **way).steps[:number]:
                half.do(step.action)
            assert half.execute(planned(half, **way))
            assert planned(half, **way).changes == ()

    def test_that_was_ended_half_way_is_removed(self, server, way):
        for number in range(len(planned(server, **way).steps)):
            half, before = copy.deepcopy(server), server.state()
            for step in planned(half, **way).steps[:number]:
                half.do(step.action)
            if half.exists(r"C:\vettrak\installation.json"):
                before["sites"].pop("API", None)  # its root was in our folder
            assert half.execute(later(half, "uninstall"))
            kinds = ("fastcgi", "sources", "services", "said", "sites", "pools")
            assert {kind: half.state()[kind] for kind in kinds} == {kind: before[kind] for kind in kinds}

    def test_gives_the_server_s_identity_the_least_that_it_needs(self, installed, way):
        who = r"NT SERVICE\vettrak" if way.get("way") == "service" else r"IIS AppPool\vettrak"
        expected = {
            r"C:\vettrak\versions\0.1.0": "(OI)(CI)RX",
            r"C:\Program Files\Python313": "(OI)(CI)RX",
            r"C:\vettrak\site": "(OI)(CI)RX",
            r"C:\vettrak\config": "(OI)(CI)RX",
            r"C:\vettrak\logs": "(OI)(CI)M",
        }
        if "sqlite" in way.values():
            expected[r"C:\vettrak\data"] = "(OI)(CI)M"
        if "port" in way and "path" not in way:
            expected[r"C:\vettrak\root"] = "(OI)(CI)RX"
        assert installed.rights == {(place, who): right for place, right in expected.items()}

    def test_puts_right_what_was_changed_since(self, server):
        assert server.execute(planned(server))
        state = server.state()
        server.pools["vettrak"]["processModel.idleTimeout"] = "00:20:00"
        (entry,) = server.fastcgi.values()
        entry["instanceMaxRequests"] = "200"
        server.files[r"C:\vettrak\site\web.config"] += "<!-- mine -->"
        assert len(planned(server).changes) == 3
        assert server.execute(planned(server))
        assert server.state() == state

    def test_takes_other_limits(self, server):
        assert server.execute(planned(server))
        assert server.execute(planned(server, processes=9))
        assert next(iter(server.fastcgi.values()))["maxInstances"] == "9"

    def test_is_looked_at_by_its_address_and_asked_for_by_its_name(self, server):
        visit = planned(server, site="API", port=8080, host_name="api.rto.example").steps[-1].action
        assert (visit.path, visit.name) == ("http://localhost:8080/vettrak/VT_API.asmx", "api.rto.example")

    def test_leaves_settings_alone_that_are_there(self, installed, way):
        installed.files[r"C:\vettrak\config\vettrak.toml"] = "ours"
        assert installed.execute(planned(installed, **way, public_url=_public(way)))
        assert installed.files[r"C:\vettrak\config\vettrak.toml"] == "ours"

    def test_is_removed_without_a_trace_but_for_settings_logs_and_data(self, server, way):
        before = server.state()
        assert server.execute(planned(server, **way))
        assert server.execute(later(server, "uninstall"))
        after = server.state()
        left = {path for path in after["files"] if path not in before["files"]}
        assert left <= {
            "C:\\vettrak\\.",
            r"C:\vettrak\config\vettrak.toml",
            *(f"C:\\vettrak\\{name}\\." for name in ("config", "logs", "data")),
        }
        assert r"C:\vettrak\config\vettrak.toml" in left
        for kind in ("fastcgi", "sources", "services", "said", "rights"):
            assert after[kind] == before[kind], kind
        before["sites"].pop("API", None)  # its root was in our folder
        assert (after["sites"], after["pools"]) == (before["sites"], before["pools"])

    def test_is_not_removed_twice(self, installed):
        assert installed.execute(later(installed, "uninstall"))
        plan = later(installed, "uninstall")
        assert (plan.steps, plan.notes) == ((), (r"Nothing is installed in C:\vettrak.",))


def _fail_at(server, failing):
    do = server.do

    def fail_once(action):
        if action is failing:
            server.do = do
            raise Failed(action)
        do(action)

    server.do = fail_once


def _public(way):
    return "https://api.rto.example" + way.get("path", "/vettrak").rstrip("/")


class TestAnUpgrade:
    def test_puts_a_version_beside_and_switches(self, installed):
        plan = later(installed, "upgrade")
        assert plan.steps[0].action.text.startswith("Is there a backup")
        assert installed.execute(plan)
        state = json.loads(installed.files[r"C:\vettrak\installation.json"])
        assert (state["wishes"]["version"], state["previous"]) == ("0.2.0", "0.1.0")
        assert {rf"C:\vettrak\versions\{version}\Scripts\vettrak-api.exe" for version in ("0.1.0", "0.2.0")} <= set(
            installed.files
        )
        assert later(installed, "upgrade").steps == ()

    def test_migrates_before_it_switches(self, installed):
        words = [step.action.words() for step in later(installed, "upgrade").steps]
        (migrated,) = [number for number, said in enumerate(words) if said.endswith("vettrak-api.exe db upgrade")]
        assert "0.2.0" in words[migrated]
        switched = [n for n, said in enumerate(words) if "write" in said or "recycle" in said or "restart" in said]
        assert migrated < min(switched)

    def test_asks_for_no_backup_that_was_taken(self, installed):
        assert all(step.action.kind != "ask" for step in later(installed, "upgrade", backup_taken=True).steps)

    def test_does_nothing_without_a_yes(self, installed):
        installed.said_yes, before = False, installed.state()
        assert not installed.execute(later(installed, "upgrade"))
        assert installed.state() == before

    def test_is_taken_back_whole_whatever_step_fails(self, installed):
        for number in range(len(later(installed, "upgrade").steps)):
            spoiled = copy.deepcopy(installed)
            before, plan = spoiled.state(), later(spoiled, "upgrade")
            _fail_at(spoiled, plan.steps[number].action)
            assert not spoiled.execute(plan)
            assert spoiled.state() == before, plan.steps[number].title

    def test_that_does_not_answer_leaves_the_old_version_started(self, installed, way):
        installed.answers = False
        assert not installed.execute(later(installed, "upgrade"))
        started = ("restart",) if way.get("way") == "service" else ("recycle", "apppool", "/apppool.name:vettrak")
        assert any(program[1:] == started for program in installed.programs[-3:])

    def test_can_be_rolled_back_and_forth(self, installed, way):
        first = {name: installed.files.get(name) for name in _switches(way)}
        assert installed.execute(later(installed, "upgrade"))
        second = {name: installed.files.get(name) for name in _switches(way)}
        assert installed.execute(later(installed, "rollback"))
        assert {name: installed.files.get(name) for name in _switches(way)} == first
        assert installed.execute(later(installed, "rollback"))
        assert {name: installed.files.get(name) for name in _switches(way)} == second != first

    def test_keeps_what_the_installation_was_told(self, server):
        assert server.execute(planned(server, processes=7, path="/api/vet", body_limit=8_000_000))
        assert server.execute(later(server, "upgrade"))
        (_, entry) = server.fastcgi.values()
        assert entry["maxInstances"] == "7"
        config = server.files[r"C:\vettrak\site\web.config"]
        assert 'key="VETTRAK_VIRTUAL_DIRECTORY" value="/api/vet"' in config
        assert 'maxAllowedContentLength="32000000"' in config

    @pytest.mark.parametrize("action", ["upgrade", "rollback"])
    def test_needs_an_installation(self, server, action):
        with pytest.raises(Refusal, match=r"Nothing is installed in C:\\vettrak"):
            later(server, action)

    def test_takes_no_wishes_that_are_written_down(self, installed):
        with pytest.raises(Refusal, match="upgrade takes no --path, --site") as caught:
            later(installed, "upgrade", path="/x", site="y")
        assert caught.value.exit_code == 2

    def test_can_not_be_rolled_back_if_there_was_none(self, installed):
        with pytest.raises(Refusal, match=r"has held no version but 0\.1\.0"):
            later(installed, "rollback")

    def test_can_not_be_rolled_back_to_a_version_that_was_removed(self, installed):
        assert installed.execute(later(installed, "upgrade"))
        del installed.files[r"C:\vettrak\versions\0.1.0\Scripts\python.exe"]
        with pytest.raises(Refusal, match=r"Version 0\.1\.0 is not in"):
            later(installed, "rollback")

    def test_of_what_is_written_down_wrongly_is_refused(self, installed):
        installed.files[r"C:\vettrak\installation.json"] = "{"
        with pytest.raises(Refusal, match="can not be read"):
            later(installed, "upgrade")


def _switches(way):
    if way.get("way") == "service":
        return (r"C:\vettrak\service\vettrak.xml",)
    return (r"C:\vettrak\site\web.config",)


def test_an_installation_of_another_version_is_an_upgrade(server):
    assert server.execute(planned(server))
    assert "Use upgrade to bring it to 0.2.0" in refused(server, version="0.2.0")


class TestASecondInstallation:
    def test_stands_beside_the_first_in_one_site(self, server):
        assert server.execute(planned(server))
        more = {"path": "/test", "pool": "vettrak-test", "home_folder": r"C:\vettrak-test"}
        assert server.execute(planned(server, **more))
        assert planned(server).changes == planned(server, **more).changes == ()
        ((applications),) = server.sites["Default Web Site"].values()
        assert set(applications) == {"/", "/vettrak", "/test"}
        assert server.execute(make_plan({"action": "uninstall", "home_folder": r"C:\vettrak-test"}, server, "0.1.0"))
        assert planned(server).changes == ()

    @pytest.mark.parametrize(
        ("named", "said"),
        [
            ({"home_folder": r"C:\other", "pool": "other"}, "Default Web Site/vettrak is an application already"),
            ({"home_folder": r"C:\other", "pool": "other", "path": "/VETTRAK"}, "is an application already"),
            ({"path": "/test"}, r"C:\vettrak holds the installation of Default Web Site/vettrak already"),
            ({"path": "/test", "home_folder": r"C:\other"}, "The application pool vettrak belongs to"),
        ],
    )
    def test_in_the_way_of_the_first_is_refused(self, server, named, said):
        assert server.execute(planned(server))
        assert said in refused(server, **named)

    def test_of_a_whole_site_that_holds_another_is_refused(self, server):
        assert "Default Web Site is an application already, in C:\\inetpub" in refused(server, path="/")


class TestWhatMakesItImpossible:
    """Each is told in one line before anything is done."""

    def test_no_python(self, server):
        del server.files[PYTHON]
        assert "There is no Python that starts at" in refused(server)

    @pytest.mark.parametrize(
        ("python", "said"),
        [
            (Interpreter((3, 10), True, True, r"C:\Python"), "Python 3.10 with 64 bits; needed is"),
            (Interpreter((3, 15), True, True, r"C:\Python"), "Python 3.15"),
            (Interpreter((3, 13), False, True, r"C:\Python"), "with 32 bits"),
            (Interpreter((3, 13), True, False, r"C:\Python"), "the module venv"),
            (Interpreter((3, 13), True, True, r"C:\Users\Bob\AppData\Local\Python"), "the Python of one user"),
            (Interpreter((3, 13), True, True, r"C:\Program Files\WindowsApps\Python"), "Store"),
        ],
    )
    def test_a_python_that_iis_can_not_use(self, server, python, said):
        server.python = python
        assert said in refused(server)

    def test_a_site_that_is_not_there(self, server):
        assert "There is no web site 'API' (there are: Default Web Site)" in refused(server, site="API")

    def test_a_port_that_another_site_has(self, server):
        assert "'Default Web Site' has port 80 already" in refused(server, site="API", port=80)

    def test_a_port_that_another_program_has(self, server):
        server.taken_ports = {8080, 8010}
        assert "Another program listens at port 8080" in refused(server, site="API", port=8080)
        assert "Choose another --service-port" in refused(server, way="service", winsw=WINSW)

    def test_a_port_shared_by_host_name_is_fine(self, server):
        server.taken_ports = {80}
        assert server.execute(planned(server, site="API", port=80, host_name="api.rto.example"))

    @pytest.mark.parametrize(
        ("folder", "option"), [(r"C:\vettrak", "--home-folder"), (r"D:\logs", "--logs")], ids=["home", "logs"]
    )
    def test_a_folder_that_can_not_be_written_to(self, server, folder, option):
        server.closed_folders = {folder}
        said = refused(server, logs=r"D:\logs")
        assert f"The folder {folder} can not be written to" in said
        assert f"choose another {option}" in said

    def test_a_disk_that_is_full(self, server):
        server.room = 400_000_000
        assert r"The disk of C:\vettrak has less than 500 MB left" in refused(server)

    def test_no_odbc_driver(self, server):
        server.drivers = ["SQL Server"]
        assert "ODBC Driver 18 for SQL Server (64 bits) is not installed" in refused(server)
        assert planned(server, **WAYS["sqlite"]).steps

    def test_no_odbc_source(self, server):
        assert "There is no system ODBC source vettrak" in refused(server, sql_server="", sql_database="")

    def test_no_database(self, server):
        said = refused(server, odbc_source="", sql_server="", sql_database="")
        assert said.startswith("Say where the database is")

    @pytest.mark.parametrize(
        ("way", "module", "said"),
        [
            ("httpplatform", "httpPlatformHandler", "HttpPlatformHandler is not installed"),
            ("service", "RewriteModule", "URL Rewrite and Application Request Routing are not installed"),
        ],
    )
    def test_a_module_that_windows_does_not_bring(self, server, way, module, said):
        server.modules.remove(module)
        assert said in refused(server, way=way, winsw=WINSW)

    def test_no_winsw(self, server):
        assert "The Windows service needs WinSW" in refused(server, way="service")

    @pytest.mark.parametrize("option", ["settings", "packages"])
    def test_a_file_that_is_not_there(self, server, option):
        more = {"odbc_source": "", "sql_server": "", "sql_database": ""} if option == "settings" else {}
        assert f"which --{option} names" in refused(server, **{**more, option: r"C:\nowhere\x"})


def test_what_windows_brings_along_is_added(server):
    server.modules -= {"FastCgiModule", "ApplicationInitializationModule"}
    assert server.execute(planned(server))
    added = [program[3] for program in server.programs if program[0].endswith("dism.exe")]
    assert added == ["/FeatureName:IIS-ApplicationInit", "/FeatureName:IIS-CGI"]


def test_wheels_are_taken_from_a_folder_without_asking_the_internet(server):
    server.files |= {r"C:\release\wheels\constraints.txt": ""}
    assert server.execute(planned(server, packages=r"C:\release\wheels"))
    (installing,) = [program for program in server.programs if "install" in program and "pip" in program]
    assert installing[4:] == (
        "--disable-pip-version-check",
        "--no-input",
        "--no-index",
        "--find-links",
        r"C:\release\wheels",
        "-c",
        r"C:\release\wheels\constraints.txt",
        "vettrak-api[sqlserver,wfastcgi]==0.1.0",
    )


def test_a_step_that_fails_itself_takes_back_only_what_lies_on_the_disk(server):
    for step in planned(server, **WAYS["site of its own"]).steps:
        assert {action.kind for action in step.undo_of_half} <= KINDS_OF_UNDO_OF_HALF
    (made,) = [step for step in planned(server).steps if step.title == "Make the application pool vettrak"]
    assert (made.undo[0].kind, made.undo_of_half) == (RUN, ())
